package pipeline

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

func days(texts ...string) track {
	var t track
	for _, text := range texts {
		day, err := time.Parse(time.DateOnly, text)
		if err != nil {
			panic(err)
		}
		t.points = append(t.points, point{day: day})
	}
	return t
}

func steps(numbers ...int64) track {
	var t track
	for _, number := range numbers {
		t.points = append(t.points, point{step: number})
	}
	return t
}

func TestClock_GoesOnAsTheTimesDo(t *testing.T) {
	for _, c := range []struct {
		name  string
		track track
		want  string // the next three
	}{
		{"firsts of months", days("2024-11-01", "2024-12-01"), "2025-01-01 2025-02-01 2025-03-01"},
		{"last days of months", days("2024-10-31", "2024-11-30", "2024-12-31"), "2025-01-31 2025-02-28 2025-03-31"},
		{"last days over a leap day", days("2023-12-31", "2024-01-31"), "2024-02-29 2024-03-31 2024-04-30"},
		{"the 30th, which February has not", days("2024-11-30", "2024-12-30"), "2025-01-30 2025-02-28 2025-03-30"},
		{"quarters", days("2024-01-01", "2024-04-01", "2024-07-01"), "2024-10-01 2025-01-01 2025-04-01"},
		{"years", days("2022-06-30", "2023-06-30"), "2024-06-30 2025-06-30 2026-06-30"},
		{"weeks", days("2024-12-16", "2024-12-23"), "2024-12-30 2025-01-06 2025-01-13"},
		{"days", days("2024-02-27", "2024-02-28"), "2024-02-29 2024-03-01 2024-03-02"},
		{"one day alone is taken for a month", days("2024-01-31"), "2024-02-29 2024-03-31 2024-04-30"},
		{"numbers", steps(1, 2, 3), "4 5 6"},
		{"numbers two apart", steps(-4, -2), "0 2 4"},
		{"a number alone", steps(7), "8 9 10"},
	} {
		clock, err := c.track.clock()
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := strings.Join([]string{clock.at(1), clock.at(2), clock.at(3)}, " "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestClock_RefusesTimesThatSayNotWhatComesNext(t *testing.T) {
	mixed := days("2024-01-01")
	mixed.points = append(mixed.points, point{step: 2})
	for _, c := range []struct {
		track track
		want  string
	}{
		{days("2024-01-01", "2024-02-01", "2024-07-01"), "not evenly spaced: 2024-07-01 follows 2024-02-01"},
		{days("2024-01-01", "2024-01-02", "2024-01-07"), "not evenly spaced: 2024-01-07 follows 2024-01-02"},
		{steps(1, 2, 7), "not evenly spaced: 7 follows 2"},
		{steps(20261231, 1<<40, 1<<41), "not evenly spaced: 1099511627776 follows 20261231"},
		{steps(1, 1), "two values stand at 1"},
		{days("2024-01-01", "2024-01-01"), "two values stand at 2024-01-01"},
		{mixed, "some of its times are dates and some are numbers"},
	} {
		if _, err := c.track.clock(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

// A time that is missing is a gap, as long as no more places are empty than not.
func TestClock_PutsValuesInTheirPlacesAndLeavesGaps(t *testing.T) {
	gap := math.NaN()
	for _, c := range []struct {
		name   string
		track  track
		want   []float64
		before string // the last time before the first gap
	}{
		{"months", days("2024-01-31", "2024-02-29", "2024-04-30"), []float64{0, 1, gap, 2}, "2024-02-29"},
		{"quarters", days("2024-01-01", "2024-07-01", "2024-10-01"), []float64{0, gap, 1, 2}, "2024-01-01"},
		{"weeks", days("2024-01-01", "2024-01-08", "2024-01-22"), []float64{0, 1, gap, 2}, "2024-01-08"},
		{"days", days("2024-02-28", "2024-02-29", "2024-03-02"), []float64{0, 1, gap, 2}, "2024-02-29"},
		{"numbers", steps(1, 2, 6), []float64{0, 1, gap, gap, gap, 2}, "2"},
		{"two apart", steps(1, 3, 7), []float64{0, 1, gap, 2}, "3"},
		{"no gap", steps(5, 6, 7), []float64{0, 1, 2}, ""},
	} {
		for i := range c.track.points {
			c.track.points[i].value = float64(i)
		}
		clock, err := c.track.clock()
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := c.track.values(clock)
		same := slices.EqualFunc(got, c.want, func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) })
		if !same || c.track.beforeGap(clock) != c.before {
			t.Errorf("%s: %v behind %q, want %v behind %q", c.name, got, c.track.beforeGap(clock), c.want, c.before)
		}
	}
}
