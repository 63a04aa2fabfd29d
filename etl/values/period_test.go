package values

import (
	"testing"
	"time"
)

func TestPeriod_IsTheFirstDayOfAMonthOrQuarter(t *testing.T) {
	for text, want := range map[string]string{
		"2019-01": "2019-01-01", "2019/12": "2019-12-01", "2019.3": "2019-03-01", "2019M07": "2019-07-01", "2019-M07": "2019-07-01",
		"01.2019": "2019-01-01", "01/2019": "2019-01-01", "1-2019": "2019-01-01",
		"2019Q1": "2019-01-01", "2019-Q4": "2019-10-01", "2019 q2": "2019-04-01", "Q3 2019": "2019-07-01", "Q3/2019": "2019-07-01",
		"1968-02": "1968-02-01", "январь 2026": "2026-01-01", "Янв 2026": "2026-01-01", "март 2026 г.": "2026-03-01", "ene-26": "2026-01-01",
		"enero de 2026": "2026-01-01", "Jan 2026": "2026-01-01", "2026 May": "2026-05-01", "Sep-26": "2026-09-01",
	} {
		day, ok := Period(text)
		if got := time.Unix(day*secondsPerDay, 0).UTC().Format(time.DateOnly); !ok || got != want {
			t.Errorf("%s: %s, %v, want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"", "-", "2019", "2019-13", "2019-00", "2019Q5", "2019Q0", "2019Q", "Q1", "19-01", "2019-1a", "2019-01-01", "1899-01", "2200-01", "2019-+1", "2019W01", "01.19", "M2019", "20190-1",
	} {
		if day, ok := Period(text); ok {
			t.Errorf("%q is no month and no quarter, but was read as day %d", text, day)
		}
	}
}

func FuzzPeriod(f *testing.F) {
	for _, text := range []string{"2019-01", "Q1 2019", "2019M1", "ſ-2019", "2019-İ"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		day, ok := Period(text)
		if !ok {
			return
		}
		if at := time.Unix(day*secondsPerDay, 0).UTC(); at.Day() != 1 || at.Year() < 1900 || at.Year() > 2199 {
			t.Errorf("%q is %s", text, at)
		}
	})
}
