package values_test

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"clientele/etl/values"
)

const shown = "2006-01-02 15:04:05.999999"

func clockOf(t testing.TB, zone string) *values.Clock {
	t.Helper()
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return values.NewClock(location)
}

func TestMoment_ReadsZonesAndOrders(t *testing.T) {
	for _, c := range []struct{ written, order, zone, want string }{
		{"2026-03-12 09:14:02 +0000", "year first", "Europe/Madrid", "2026-03-12 09:14:02"},
		{"2012-01-01 11:13:25 -0500", "year first", "Europe/Madrid", "2012-01-01 16:13:25"},
		{"2026-03-12T09:14:02Z", "year first", "Europe/Madrid", "2026-03-12 09:14:02"},
		{"2026-03-12T09:14:02.250+05:30", "year first", "UTC", "2026-03-12 03:44:02.25"},
		{"2026-03-12 09:14+05", "year first", "Europe/Madrid", "2026-03-12 04:14:00"},
		{"2026-03-12 09:14:02 UTC", "year first", "Europe/Madrid", "2026-03-12 09:14:02"},
		{"2025-02-31 10:15:00 +0000", "year first", "UTC", ""}, {"2025-02-28 25:15:00 +0000", "year first", "UTC", ""},
		{"2025-02-28 10:15:00 +1900", "year first", "UTC", ""}, {"2025-02-28 10:15:00 +0175", "year first", "UTC", ""}, {"2025-02-31", "year first", "UTC", ""},
		{"2026-07-01 12:00:00", "year first", "Europe/Moscow", "2026-07-01 09:00:00"},
		{"03.04.2025", "day first", "UTC", "2025-04-03 00:00:00"},
		{"03/04/2025", "month first", "UTC", "2025-03-04 00:00:00"},
		{"3/4/2025 1:05 PM", "month first", "UTC", "2025-03-04 13:05:00"},
		{"03.04.2025", "year first", "UTC", ""}, {"31.02.2025", "day first", "UTC", ""},
		{"31-12-24", "day first", "UTC", "2024-12-31 00:00:00"}, {"24-12-31", "day first", "UTC", "2031-12-24 00:00:00"}, {"24-12-31", "year first", "UTC", "2024-12-31 00:00:00"}, {"24-12-31", "", "UTC", ""},
		{"25/02/13 10:05", "year first", "UTC", "2025-02-13 10:05:00"}, {"99.12.31", "year first", "UTC", "1999-12-31 00:00:00"}, {"13/02/2025", "year first", "UTC", ""},
		{"25/02-13", "year first", "UTC", ""}, {"5/02/13", "year first", "UTC", ""}, {"25/13/02", "year first", "UTC", ""}, {"25/02/134", "year first", "UTC", ""},
		{"31.12.68", "day first", "UTC", "2068-12-31 00:00:00"}, {"31.12.69", "day first", "UTC", "1969-12-31 00:00:00"},
		{"не указана", "day first", "UTC", ""}, {"", "day first", "UTC", ""}, {"12", "day first", "UTC", ""}, {"1.2.", "day first", "UTC", ""},
		{"2010-12-01 08:26:00", "day first", "Europe/London", "2010-12-01 08:26:00"},
		{"19970101", "year first", "UTC", "1997-01-01 00:00:00"}, {"19971301", "year first", "UTC", ""}, {"199701011", "year first", "UTC", ""},
		{"03/04/2025 1:05 PM", "day first", "UTC", "2025-04-03 13:05:00"}, {"03.04.25 13:05", "day first", "UTC", "2025-04-03 13:05:00"},
		{"3/4/25 1:05:09 am", "month first", "UTC", "2025-03-04 01:05:09"}, {"03/04/2025, 13:05:00", "day first", "UTC", "2025-04-03 13:05:00"},
		{"3/4/2025 12:05 AM", "month first", "UTC", "2025-03-04 00:05:00"}, {"3/4/2025 12:05 p. m.", "day first", "UTC", "2025-04-03 12:05:00"}, {"3/4/2025 13:05 PM", "day first", "UTC", ""}, {"3/4/2025 0:05 PM", "day first", "UTC", ""},
		{"2025-04-03T13:05", "year first", "UTC", "2025-04-03 13:05:00"}, {"2025/4/3", "year first", "UTC", "2025-04-03 00:00:00"}, {"2025/4-3", "year first", "UTC", ""},
		{"01.01.0001 0:00:00", "day first", "UTC", ""}, {"0001-01-01", "year first", "UTC", ""}, {"2204-01-01", "year first", "UTC", ""}, {"1899-12-31 00:00:00", "year first", "UTC", ""},
		{"03.04.20255", "day first", "UTC", ""}, {"03.04.2025 ", "day first", "UTC", "2025-04-03 00:00:00"}, {"03.04.2025 25:00", "day first", "UTC", ""}, {"03.04.2025x", "day first", "UTC", ""}, {"03.04.2025 10", "day first", "UTC", ""},
		{"2024-02-29", "year first", "UTC", "2024-02-29 00:00:00"}, {"2023-02-29", "year first", "UTC", ""}, {"1900-02-29", "year first", "UTC", ""},
		{"2025-04-03 24:00:00", "year first", "UTC", ""}, {"2025-04-03 23:60:00", "year first", "UTC", ""}, {"2025-04-03 23:59:60", "year first", "UTC", ""},
		{"2025-04-03T", "year first", "UTC", ""}, {"2025-04-03 10:00:00.", "year first", "UTC", ""}, {"2025-04-03 10:00:00.1234567", "year first", "UTC", "2025-04-03 10:00:00.123456"},
		// Clocks that are put forward skip an hour, and put back they show one twice.
		{"2024-03-31 02:30:00", "year first", "Europe/Berlin", "2024-03-31 01:30:00"}, {"2024-10-27 02:30:00", "year first", "Europe/Berlin", "2024-10-27 01:30:00"},
		{"2024-03-31 01:59:59", "year first", "Europe/Berlin", "2024-03-31 00:59:59"}, {"2024-10-27 03:00:00", "year first", "Europe/Berlin", "2024-10-27 02:00:00"}, {"2024-10-27 01:59:59", "year first", "Europe/Berlin", "2024-10-26 23:59:59"},
	} {
		micros, ok := values.Moment(c.written, values.DayOrderNamed(c.order), clockOf(t, c.zone))
		got := ""
		if ok {
			got = time.UnixMicro(micros).UTC().Format(shown)
		}
		if want := c.want; got != want {
			t.Errorf("Moment(%q, %q, %q) = %v, want %v", c.written, c.order, c.zone, got, want)
		}
	}
}

// A month that is a word leaves no question, so these are read under any order.
func TestMoment_ReadsMonthsInWordsUnderAnyOrder(t *testing.T) {
	for written, want := range map[string]string{
		"25-Mar-2025": "2025-03-25 00:00:00", "25-MAR-25": "2025-03-25 00:00:00", "5 Mar 2025": "2025-03-05 00:00:00", "Mar 5, 2025": "2025-03-05 00:00:00",
		"March 5, 2025 1:05 PM": "2025-03-05 13:05:00", "Mar. 5, 2025 at 13:05": "2025-03-05 13:05:00", "March 3rd, 2025": "2025-03-03 00:00:00", "1st of March 2025": "2025-03-01 00:00:00",
		"2025-Mar-05": "2025-03-05 00:00:00", "25-Mar-2025 10:11:12 +0300": "2025-03-25 07:11:12", "Sept 9, 2025, 10:00": "2025-09-09 10:00:00",
		"17 февраля 2025 г.": "2025-02-17 00:00:00", "17 февраля 2025 г., 14:05": "2025-02-17 14:05:00", "17 февр. 2025 г. 14:05:06": "2025-02-17 14:05:06", "17 мая 2025": "2025-05-17 00:00:00",
		"17 февраля 2025 года в 14:05": "2025-02-17 14:05:00", "1\u00a0янв.\u00a02025\u00a0г.": "2025-01-01 00:00:00", "7 Нояб. 2025": "2025-11-07 00:00:00", "17.ФЕВ.2025": "2025-02-17 00:00:00",
		"29 de enero de 2025": "2025-01-29 00:00:00", "29 de Enero del 2025": "2025-01-29 00:00:00", "29-ene-2025": "2025-01-29 00:00:00", "29-ene.-2025": "2025-01-29 00:00:00", "29 sept. 2025 a las 9:30": "2025-09-29 09:30:00", "1 de setiembre de 2025": "2025-09-01 00:00:00",
		"29 de março de 2025": "2025-03-29 00:00:00", "29 de marc\u0327o de 2025": "2025-03-29 00:00:00", "1º de fevereiro de 2025 às 10:00": "2025-02-01 10:00:00", "29/out/2025": "2025-10-29 00:00:00", "9 de dez. de 2025": "2025-12-09 00:00:00",
		"31 февраля 2025": "", "29 Feb 2025": "", "25 Foo 2025": "", "March 2025": "", "Mar 25": "", "25 Mar": "", "маршрут 5, 2025": "", "Mar 5, 20255": "", "25-Mar-2025 rest": "", "Март": "", "5 Mar 0001": "", "2025 Mar": "",
		"may 5 people": "", "Sum 5, 2025": "", "123 Mar 2025": "",
	} {
		for _, order := range []values.DayOrder{values.LongYearFirst, values.YearFirst, values.DayFirst, values.MonthFirst} {
			micros, ok := values.Moment(written, order, clockOf(t, "UTC"))
			got := ""
			if ok {
				got = time.UnixMicro(micros).UTC().Format(shown)
			}
			if got != want {
				t.Errorf("Moment(%q, %d) = %q, want %q", written, order, got, want)
			}
		}
	}
}

// Every month of every language names one month, whole and cut to any length at
// which it is known.
func TestMoment_EveryMonthIsReadInFourLanguages(t *testing.T) {
	clock := clockOf(t, "UTC")
	for language, names := range map[string]string{
		"en": "January February March April May June July August September October November December",
		"ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
		"es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
	} {
		for i, name := range strings.Fields(names) {
			want := time.Date(2025, time.Month(i+1), 8, 0, 0, 0, 0, time.UTC).UnixMicro()
			short := string([]rune(name)[:3])
			for _, written := range []string{name, strings.ToUpper(name), short, short + "."} {
				if got, ok := values.Moment("8 "+written+" 2025", values.LongYearFirst, clock); !ok || got != want {
					t.Errorf("%s: %q is read as %d, %v", language, written, got, ok)
				}
			}
		}
	}
}

// Every day of these centuries is read back as it was written, and its month
// is the calendar's.
func TestMoment_KnowsTheCalendar(t *testing.T) {
	clock := values.NewClock(time.UTC)
	for day := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2200; day = day.AddDate(0, 0, 1) {
		micros, ok := values.Moment(day.Format(time.DateOnly), values.YearFirst, clock)
		if !ok || micros != day.UnixMicro() {
			t.Fatalf("%s: %d %v", day.Format(time.DateOnly), micros, ok)
		}
		if year, month := values.Month(micros + 86_399_999_999); year != day.Year() || month != int(day.Month()) {
			t.Fatalf("%s: %d-%d", day.Format(time.DateOnly), year, month)
		}
	}
}

// What a clock shows at a moment is read as that moment again, but for the hour
// that it shows twice, of which the second is taken.
func TestClock_ReadsWhatItShows(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 9))
	for _, zone := range []string{"Europe/Berlin", "America/St_Johns", "Pacific/Auckland", "America/Sao_Paulo", "Asia/Almaty", "Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Apia"} {
		clock := clockOf(t, zone)
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		for range 20_000 {
			at := time.Unix(random.Int64N(2_500_000_000), 0)
			_, offset := at.In(location).Zone()
			got := clock.UTC(at.UnixMicro() + int64(offset)*1_000_000)
			if later := time.UnixMicro(got); !later.Equal(at) && (later.Before(at) || later.In(location).Format(shown) != at.In(location).Format(shown)) {
				t.Fatalf("%s: what is shown at %s is read as %s", zone, at.UTC(), later.UTC())
			}
		}
	}
}

func TestSerial_IsADayOfExcelsCalendar(t *testing.T) {
	for _, c := range []struct {
		text string
		want string
	}{
		{"45413", "2024-05-01 00:00:00"}, {"45413.5", "2024-05-01 12:00:00"}, {"45413.351388888889", "2024-05-01 08:26:00"}, {"2024", ""}, {"19970101", ""}, {"-1", ""}, {"NaN", ""},
	} {
		days, err := strconv.ParseFloat(c.text, 64)
		if err != nil {
			t.Fatal(err)
		}
		micros, ok := values.Serial(days)
		got := ""
		if ok {
			got = time.UnixMicro(micros).UTC().Format(shown)
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}

// FuzzMoment holds that a text is refused or becomes a moment of these
// centuries that is read alike when it is written again.
func FuzzMoment(f *testing.F) {
	for _, seed := range []string{"2024-05-01", "01.05.2024 10:00", "5/1/24 1:00 PM", "2024-05-01T10:00:00Z", "2024-05-01 10:00:00.5+05:30", "20240501", "31.02.2024", "2024-05-01 ", "1/1/1", "2024-05-01T25:00:00Z", "99.99.2024", "2024-5-1 1:2", "01.05.2024, 10:00", "25-Mar-2025", "17 февраля 2025 г., 14:05", "29 de enero de 2025", "Mar. 3rd, 25 1:00 PM", "24/05/01"} {
		for order := range uint8(4) {
			f.Add(seed, order)
		}
	}
	clocks := []*values.Clock{values.NewClock(time.UTC), clockOf(f, "America/St_Johns")}
	f.Fuzz(func(t *testing.T, written string, order uint8) {
		for i, clock := range clocks {
			micros, ok := values.Moment(written, values.DayOrder(order%4), clock)
			if !ok {
				continue
			}
			at := time.UnixMicro(micros).UTC()
			if at.Year() < 1899 || at.Year() > 2200 {
				t.Fatalf("%q becomes %s", written, at)
			}
			if again, ok := values.Moment(at.Format(time.RFC3339Nano), values.YearFirst, clock); at.Year() >= 1900 && at.Year() < 2200 && (!ok || again != micros) {
				t.Fatalf("clock %d: %q becomes %s and then %s", i, written, at, time.UnixMicro(again).UTC())
			}
		}
	})
}

func BenchmarkMoment(b *testing.B) {
	texts := []string{"2024-05-01 10:11:12", "2024-05-02 10:11:12", "2025-12-31 23:59:59"}
	clock := clockOf(b, "Europe/Berlin")
	for i := range b.N {
		if _, ok := values.Moment(texts[i%len(texts)], values.YearFirst, clock); !ok {
			b.Fatal("no date")
		}
	}
}
