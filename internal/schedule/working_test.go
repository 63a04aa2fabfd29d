package schedule_test

import (
	"fmt"
	"testing"
	"time"

	"clientele/internal/calendar"
	"clientele/internal/schedule"
)

func holidays(t testing.TB, country string, own ...time.Time) calendar.Calendar {
	t.Helper()
	c, err := calendar.New(country, own)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func upon(t testing.TB, text string, c schedule.Calendar) schedule.Spec {
	t.Helper()
	spec, err := schedule.Parse(text, c)
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

// Russia: the government's decrees on moved days off (10.08.2023 N 1314 for 2024,
// 04.10.2024 N 1335 for 2025, 24.09.2025 N 1466 for 2026); Spain: BOE, days of the whole
// country; United States: OPM.
func TestWorkingDays_OfPublishedCalendars(t *testing.T) {
	for _, c := range []struct{ country, text, after, want string }{
		{"RU", "first working day at 08:00", "2024-12-31", "2025-01-09"},
		{"RU", "first working day at 08:00", "2025-12-31", "2026-01-12"}, // the 9th for Saturday the 3rd
		{"RU", "first working day at 08:00", "2025-10-31", "2025-11-01"}, // a working Saturday
		{"RU", "2nd working day at 08:00", "2025-10-31", "2025-11-05"},
		{"RU", "last working day at 08:00", "2024-03-31", "2024-04-27"}, // a working Saturday
		{"RU", "last working day at 08:00", "2024-11-30", "2024-12-28"}, // another
		{"RU", "last working day at 08:00", "2025-11-30", "2025-12-30"},
		{"RU", "every working day at 08:00", "2024-04-27", "2024-05-02"},
		{"ES", "first working day at 08:00", "2025-12-31", "2026-01-02"},
		{"ES", "3rd working day at 08:00", "2025-12-31", "2026-01-07"}, // behind Epiphany
		{"ES", "first working day at 08:00", "2026-04-30", "2026-05-04"},
		{"US", "3rd working day at 08:00", "2026-06-30", "2026-07-06"}, // behind the 3rd for the 4th
		{"US", "first working day at 08:00", "2026-12-31", "2027-01-04"},
		{"US", "first working day at 08:00", "2025-08-31", "2025-09-02"}, // behind Labor Day
		{"US", "last working day at 08:00", "2021-11-30", "2021-12-30"},  // New Year's Day of 2022 on its Friday
	} {
		after, err := time.Parse(time.DateOnly, c.after)
		if err != nil {
			t.Fatal(err)
		}
		got, found := upon(t, c.text, holidays(t, c.country)).Next(after.Add(12*time.Hour), time.UTC)
		if !found || got.Key() != c.want+"T08:00" {
			t.Errorf("%s, %s after %s: %s, want %s", c.country, c.text, c.after, got.Key(), c.want)
		}
	}
}

// In every month the calendar's own count of working days is the number of slots, and
// what is counted from the month's ends is among them.
func TestWorkingDays_AreThoseThatTheCalendarCounts(t *testing.T) {
	for _, country := range []string{"RU", "ES", "US"} {
		c := holidays(t, country)
		every := upon(t, "every working day at 08:00", c)
		for first := time.Date(2023, time.January, 1, 0, 0, 0, 0, time.UTC); first.Year() < 2027; first = first.AddDate(0, 1, 0) {
			end := first.AddDate(0, 1, 0)
			var days []string
			for _, slot := range every.Coming(first.Add(-1), time.UTC, 31) {
				if slot.At.Before(end) {
					days = append(days, slot.Key())
				}
			}
			if want := c.Month(first).WorkingDays; len(days) != want {
				t.Fatalf("%s: %s has %d working days, the calendar counts %d", country, first.Format("2006-01"), len(days), want)
			}
			for text, want := range map[string]string{
				"first working day at 08:00": days[0], "3rd working day at 08:00": days[2], "last working day at 08:00": days[len(days)-1],
				fmt.Sprintf("%dth working day at 08:00", 14): days[13],
			} {
				spec := upon(t, text, c)
				if got, _ := spec.Next(first.Add(-1), time.UTC); got.Key() != want {
					t.Errorf("%s: %s in %s is %s, want %s", country, text, first.Format("2006-01"), got.Key(), want)
				}
				if got, _ := spec.Last(end.Add(-1), time.UTC); got.Key() != want {
					t.Errorf("%s: %s back in %s is %s, want %s", country, text, first.Format("2006-01"), got.Key(), want)
				}
			}
		}
	}
}

func TestWorkingDays_LeaveTheCompanysOwnDaysOut(t *testing.T) {
	own := time.Date(2026, time.December, 1, 0, 0, 0, 0, time.UTC)
	got, _ := upon(t, "first working day at 08:00", holidays(t, "ES", own)).Next(own, time.UTC)
	if got.Key() != "2026-12-02T08:00" {
		t.Error(got.Key())
	}
}
