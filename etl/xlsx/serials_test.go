package xlsx

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

func shown(days float64, date1904 bool) string {
	at, ok := newSerial(days, date1904)
	if !ok {
		return "#####"
	}
	return string(at.appendTime(append(at.appendDate(nil), ' ')))
}

func TestSerial_IsTheDateThatExcelShows(t *testing.T) {
	for _, c := range []struct {
		days float64
		want string
	}{
		{0, "1899-12-31 00:00:00"}, {0.5, "1899-12-31 12:00:00"}, {1, "1900-01-01 00:00:00"}, {59, "1900-02-28 00:00:00"},
		// 60 is 29 February 1900, which never was; from 61 on Excel and the calendar agree.
		{60, "1900-02-28 00:00:00"}, {61, "1900-03-01 00:00:00"},
		{25569, "1970-01-01 00:00:00"}, {36526, "2000-01-01 00:00:00"}, {40513.351388888892, "2010-12-01 08:26:00"},
		{40513.3513888889, "2010-12-01 08:26:00"}, {43831.534722222219, "2020-01-01 12:50:00"}, {45351.999999999, "2024-03-01 00:00:00"},
		{45351.999988425923, "2024-02-29 23:59:59"}, {45351.9999999999, "2024-03-01 00:00:00"}, {45351.500001446759, "2024-02-29 12:00:00.125"}, {45351.00000001, "2024-02-29 00:00:00.001"},
		{2958465, "9999-12-31 00:00:00"}, {2958465.999988426, "9999-12-31 23:59:59"}, {2958465.9999999995, "#####"}, {2958466, "#####"},
		{-0.001, "#####"}, {math.NaN(), "#####"}, {math.Inf(1), "#####"},
	} {
		if got := shown(c.days, false); got != c.want {
			t.Errorf("%.12f: got %s, want %s", c.days, got, c.want)
		}
	}
	if got := shown(39051.5, true); got != "2010-12-01 12:00:00" {
		t.Errorf("the serial 39051.5 since 1904: %s", got)
	}
	if got := shown(2958465, true); got != "#####" {
		t.Errorf("beyond 9999 since 1904: %s", got)
	}
}

func TestSerial_EveryMillisecondComesBack(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	for range 100_000 {
		day, millisecond := 61+random.IntN(lastDay-61), random.IntN(millisecondsPerDay)
		if random.IntN(2) == 0 {
			millisecond -= millisecond % 1000
		}
		days := float64(day) + float64(millisecond)/millisecondsPerDay
		at := epoch.AddDate(0, 0, day).Add(time.Duration(millisecond) * time.Millisecond)
		want := at.Format("2006-01-02 15:04:05.000")
		if millisecond%1000 == 0 {
			want = at.Format(time.DateTime)
		}
		if got := shown(days, false); got != want {
			t.Fatalf("%.12f: got %s, want %s", days, got, want)
		}
	}
}

func TestSerial_AgreesWithExcelizeFromMarch1900(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 20_000 {
		days := 61 + float64(random.IntN(2_000_000)) + float64(random.IntN(86_400))/86_400
		at, err := excelize.ExcelDateToTime(days, false)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := shown(days, false), at.Round(time.Second).Format(time.DateTime); got != want {
			t.Fatalf("%v: got %s, excelize has %s", days, got, want)
		}
	}
}

func TestAppendISO_ReadsTheFormsOfTheStandard(t *testing.T) {
	for raw, want := range map[string]string{
		"2010-12-01T08:26:00": "2010-12-01 08:26:00", "2010-12-01T08:26": "2010-12-01 08:26:00", "2010-12-01": "2010-12-01 00:00:00",
		"2010-12-01 08:26:00": "2010-12-01 08:26:00", "2010-12-01T08:26:00Z": "2010-12-01 08:26:00", "2010-12-01T08:26:00+03:00": "2010-12-01 08:26:00",
		"2010-12-31T23:59:59.9996": "2011-01-01 00:00:00", "2010-12-01T08:26:00.050": "2010-12-01 08:26:00.050", "08:26:00": "08:26:00", "08:26": "08:26:00",
		"2024-02-30": "", "24:00:00": "", "yesterday": "", "9999-12-31T23:59:59.9999": "",
	} {
		got, ok := appendISO(nil, []byte(raw))
		if ok != (want != "") || string(got) != want {
			t.Errorf("%s: got %q, %v; want %q", raw, got, ok, want)
		}
	}
}
