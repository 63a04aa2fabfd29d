package calendar_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"clientele/internal/calendar"
)

func date(text string) time.Time {
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return d
}

// Western dates: J. Meeus, Astronomical Algorithms, chapter 8, and the tables of the
// U.S. Naval Observatory; orthodox ones: those of the Orthodox Church in America.
func TestEaster_OfPublishedTables(t *testing.T) {
	for _, want := range []string{
		"1818-03-22", "1886-04-25", "1943-04-25", "1961-04-02", "1991-03-31", "1992-04-19", "1993-04-11", "2000-04-23", "2008-03-23",
		"2011-04-24", "2019-04-21", "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2038-04-25", "2049-04-18", "2050-04-10",
	} {
		if got := calendar.Easter(date(want).Year()); !got.Equal(date(want)) {
			t.Errorf("%s, want %s", got.Format(time.DateOnly), want)
		}
	}
	for _, want := range []string{
		"1990-04-15", "2008-04-27", "2010-04-04", "2011-04-24", "2016-05-01", "2019-04-28", "2020-04-19", "2021-05-02", "2022-04-24",
		"2023-04-16", "2024-05-05", "2025-04-20", "2026-04-12", "2027-05-02", "2028-04-16", "2029-04-08", "2030-04-28",
	} {
		if got := calendar.OrthodoxEaster(date(want).Year()); !got.Equal(date(want)) {
			t.Errorf("orthodox: %s, want %s", got.Format(time.DateOnly), want)
		}
	}
}

func TestEaster_IsASundayAndTheOrthodoxOneNeverBeforeTheWestern(t *testing.T) {
	for year := 1900; year < 2100; year++ {
		west, east := calendar.Easter(year), calendar.OrthodoxEaster(year)
		if west.Weekday() != time.Sunday || east.Weekday() != time.Sunday || east.Before(west) {
			t.Errorf("%s, %s", west.Format(time.DateOnly), east.Format(time.DateOnly))
		}
		if west.Before(date(fmt.Sprint(year, "-03-22"))) || west.After(date(fmt.Sprint(year, "-04-25"))) {
			t.Errorf("%s is out of season", west.Format(time.DateOnly))
		}
	}
}

// reasons for which we leave out what testdata/holidays.csv has: no rule of a law gives
// it, or a company works on it.
func reason(country, day, name string) string {
	switch {
	case country == "AR" && (name == "Bridge Public Holiday" || strings.Contains(name, "Census") || strings.Contains(name, "FIFA") || strings.Contains(name, "Visit")):
		return "given by a decree of one year"
	case country == "AR" && name == "Maundy Thursday":
		return "no day off by law: who wants works"
	case country == "BR" && (name == "Ash Wednesday" || name == "Christmas Eve" || name == "New Year's Eve" || name == "Public Servant's Day"):
		return "half a day, or of civil servants"
	case country == "CL" && (day == "2017-04-19" || day == "2022-09-16"):
		return "given by a law of one year"
	default:
		return ""
	}
}

// The days from Monday to Friday that the Python package holidays 0.109 lists for 2015 to
// 2030 (testdata/holidays.csv; GB is England, BR with the optional ones): the same days
// but for those with a reason. What we have besides are three Mondays of Russia's law, which gives
// them for a holiday on a weekend as long as no decree says another day.
func TestHolidays_AreThoseOfAnotherList(t *testing.T) {
	file, err := os.Open("testdata/holidays.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil || len(rows) < 1000 {
		t.Fatal(len(rows), err)
	}
	listed := map[string]map[string]bool{}
	ours := map[string]map[string]bool{}
	for _, country := range calendar.Countries() {
		c, err := calendar.New(country, nil)
		if err != nil {
			t.Fatal(err)
		}
		listed[country], ours[country] = map[string]bool{}, map[string]bool{}
		for year := 2015; year <= 2030; year++ {
			for _, h := range c.Holidays(year) {
				ours[country][h.Day.Format(time.DateOnly)] = true
			}
		}
	}
	for _, row := range rows[1:] {
		country, day, name := row[0], row[1], row[2]
		listed[country][day] = true
		if !ours[country][day] && reason(country, day, name) == "" {
			t.Errorf("%s %s %s is missing", country, day, name)
		}
		if ours[country][day] && reason(country, day, name) != "" {
			t.Errorf("%s %s %s is there, and has a reason not to be", country, day, name)
		}
	}
	byLaw := []string{"2028-11-06", "2029-11-05", "2030-02-25"}
	for _, country := range calendar.Countries() {
		for day := range ours[country] {
			if weekday := date(day).Weekday(); weekday == time.Saturday || weekday == time.Sunday || listed[country][day] {
				continue
			}
			if country != "RU" || !slices.Contains(byLaw, day) {
				t.Errorf("%s %s is no holiday", country, day)
			}
		}
	}
}

func daysOf(t *testing.T, country string, year int) string {
	t.Helper()
	c, err := calendar.New(country, nil)
	if err != nil {
		t.Fatal(err)
	}
	var days []string
	for _, h := range c.Holidays(year) {
		if w := h.Day.Weekday(); w != time.Saturday && w != time.Sunday {
			days = append(days, h.Day.Format("01-02"))
		}
	}
	return strings.Join(slices.Compact(days), " ")
}

// Days from Monday to Friday as the governments publish them.
func TestHolidays_OfPublishedYears(t *testing.T) {
	for _, c := range []struct {
		country string
		year    int
		want    string
	}{
		{"GB", 2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"},             // gov.uk/bank-holidays
		{"GB", 2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"}, // the same
		{"GB", 2010, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"},
		{"US", 2021, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31"}, // opm.gov
		{"US", 2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25"},
		{"ES", 2024, "01-01 03-29 05-01 08-15 11-01 12-06 12-25"}, // BOE, resolución de 23 de octubre de 2023, without 6 January and 12 October, Saturdays
		{"ES", 2026, "01-01 01-06 04-03 05-01 10-12 12-08 12-25"},
		{"DE", 1994, "04-01 04-04 05-12 05-23 10-03 11-16 12-26"},
		{"DE", 2017, "04-14 04-17 05-01 05-25 06-05 10-03 10-31 12-25 12-26"},
		{"MX", 2005, "03-21 09-16"},
		{"MX", 2024, "01-01 02-05 03-18 05-01 09-16 10-01 11-18 12-25"}, // LFT art. 74
		{"CO", 2024, "01-01 01-08 03-25 03-28 03-29 05-01 05-13 06-03 06-10 07-01 08-07 08-19 10-14 11-04 11-11 12-25"},
		{"CO", 2011, "01-10 03-21 04-21 04-22 06-06 06-27 07-04 07-20 08-15 10-17 11-07 11-14 12-08"},
		{"CL", 2023, "01-02 04-07 05-01 06-21 06-26 08-15 09-18 09-19 10-09 10-27 11-01 12-08 12-25"}, // feriados.cl
		{"CL", 2018, "01-01 03-30 05-01 05-21 07-02 07-16 08-15 09-17 09-18 09-19 10-15 11-01 11-02 12-25"},
		{"PE", 2024, "01-01 03-28 03-29 05-01 06-07 07-23 07-29 08-06 08-30 10-08 11-01 12-09 12-25"}, // gob.pe/feriados
		{"PE", 2019, "01-01 04-18 04-19 05-01 07-29 08-30 10-08 11-01 12-25"},
		{"BR", 2023, "02-20 02-21 04-07 04-21 05-01 06-08 09-07 10-12 11-02 11-15 12-25"}, // feriados nacionais, ANBIMA
		{"BR", 2024, "01-01 02-12 02-13 03-29 05-01 05-30 11-15 11-20 12-25"},
		{"AR", 2024, "01-01 02-12 02-13 03-29 04-02 05-01 06-17 06-20 07-09 11-18 12-25"}, // argentina.gob.ar, without bridge days
		{"AR", 2026, "01-01 02-16 02-17 03-24 04-02 04-03 05-01 05-25 06-15 07-09 08-17 10-12 11-23 12-08 12-25"},
		{"RU", 2009, "01-01 01-02 01-05 01-06 01-07 01-08 01-09 02-23 03-09 05-01 05-11 06-12 11-04"}, // production calendar
		{"RU", 2023, "01-02 01-03 01-04 01-05 01-06 02-23 02-24 03-08 05-01 05-08 05-09 06-12 11-06"},
	} {
		got := daysOf(t, c.country, c.year)
		if got != c.want {
			t.Errorf("%s %d:\n%s, want\n%s", c.country, c.year, got, c.want)
		}
	}
}

// Working days of a week of five days by the production calendars of Russia, months and years.
func TestMonth_HasTheWorkingDaysOfRussiasProductionCalendars(t *testing.T) {
	c, err := calendar.New("RU", nil)
	if err != nil {
		t.Fatal(err)
	}
	for year, want := range map[int][]int{
		2012: {16, 20, 21, 21, 21, 20, 22, 23, 20, 23, 21, 21},
		2014: {17, 20, 20, 22, 19, 19, 23, 21, 22, 23, 18, 23},
		2018: {17, 19, 20, 21, 20, 20, 22, 23, 20, 23, 21, 21},
		2019: {17, 20, 20, 22, 18, 19, 23, 22, 21, 23, 20, 22},
		2024: {17, 20, 20, 21, 20, 19, 23, 22, 21, 23, 21, 21},
		2025: {17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22},
		2026: {15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22},
	} {
		for i, days := range want {
			if got := c.Month(time.Date(year, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC)).WorkingDays; got != days {
				t.Errorf("%d-%02d has %d working days, not %d", year, i+1, got, days)
			}
		}
	}
	// 27 April 2024 was a Saturday of work for Monday the 29th; 24 February 2025, a Monday, too.
	if !c.Working(date("2024-04-27")) || c.Working(date("2024-04-29")) || !c.Working(date("2025-02-24")) || c.Working(date("2024-04-28")) {
		t.Error("a transferred day")
	}
}

func TestNew_RefusesACountryWithoutRules(t *testing.T) {
	if _, err := calendar.New("FR", nil); !errors.Is(err, calendar.ErrCountry) || !strings.Contains(err.Error(), `"FR"`) {
		t.Error(err)
	}
}

func TestMonth_CountsItsDays(t *testing.T) {
	c, err := calendar.New("GB", nil)
	if err != nil {
		t.Fatal(err)
	}
	// December 2011: 31 days from a Thursday, Christmas on a Sunday, off on 26 and 27.
	m := c.Month(date("2011-12-17"))
	if m.Days != 31 || m.WorkingDays != 20 || m.TradeDays != 25 || m.Holidays != 2 || m.EasterDays != 0 {
		t.Errorf("%+v", m)
	}
	if m.Weekdays != [7]int{4, 4, 4, 4, 5, 5, 5} || !m.First.Equal(date("2011-12-01")) {
		t.Errorf("%+v", m)
	}
	// Easter Sunday on 1 April 2018: seven of its eight days lie in March.
	if march, april := c.Month(date("2018-03-01")), c.Month(date("2018-04-30")); march.EasterDays != 7 || april.EasterDays != 1 {
		t.Errorf("%d in March, %d in April", march.EasterDays, april.EasterDays)
	}
}

func TestMonth_KnowsACompanysOwnDays(t *testing.T) {
	c, err := calendar.New("", []time.Time{date("2026-12-24"), date("2026-12-26").Add(13 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	m := c.Month(date("2026-12-31"))
	if m.WorkingDays != 22 || m.Holidays != 1 || m.TradeDays != 25 || c.Working(date("2026-12-24")) || !c.Working(date("2026-12-25")) {
		t.Errorf("%+v", m)
	}
}

func TestMonth_AddsUpInEveryCountryAndYear(t *testing.T) {
	for _, country := range append(calendar.Countries(), "") {
		c, err := calendar.New(country, nil)
		if err != nil {
			t.Fatal(err)
		}
		for year := calendar.FirstYear; year <= calendar.LastYear; year++ {
			easter, working := 0, 0
			for month := time.January; month <= time.December; month++ {
				m := c.Month(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC))
				sum := 0
				for _, n := range m.Weekdays {
					sum += n
				}
				weekdays := m.Days - m.Weekdays[time.Saturday] - m.Weekdays[time.Sunday]
				if sum != m.Days || m.WorkingDays+m.Holidays < weekdays || country != "RU" && m.WorkingDays+m.Holidays != weekdays || m.TradeDays < m.WorkingDays {
					t.Fatalf("%s %d-%d: %+v", country, year, month, m)
				}
				easter, working = easter+m.EasterDays, working+m.WorkingDays
			}
			if easter != calendar.EasterWeek || working < 230 || working > 262 {
				t.Errorf("%s %d: %d days of Easter, %d working days", country, year, easter, working)
			}
		}
	}
}
