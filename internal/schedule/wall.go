package schedule

import (
	"slices"
	"time"
)

// wallAfter is the first wall clock time of the schedule behind one.
func (s Spec) wallAfter(wall time.Time) (time.Time, bool) {
	if s.days == nil {
		return time.Time{}, false
	}
	from := wall.Truncate(time.Minute).Add(time.Minute)
	year, month, today := from.Date()
	minute, _ := slices.BinarySearch(s.minutes, from.Hour()*60+from.Minute())
	if minute == len(s.minutes) {
		minute = 0
		today++
	}
	for range s.days.horizon() {
		set := s.days.in(year, month)
		for day := today; day <= 31; day++ {
			if !set.has(day) {
				minute = 0
				continue
			}
			return at(year, month, day, s.minutes[minute]), true
		}
		today, minute = 1, 0
		if month++; month > time.December {
			year, month = year+1, time.January
		}
	}
	return time.Time{}, false
}

// wallUntil is the latest wall clock time of the schedule up to one.
func (s Spec) wallUntil(wall time.Time) (time.Time, bool) {
	if s.days == nil {
		return time.Time{}, false
	}
	year, month, today := wall.Date()
	last := len(s.minutes) - 1
	minute, exact := slices.BinarySearch(s.minutes, wall.Hour()*60+wall.Minute())
	if !exact {
		minute--
	}
	if minute < 0 {
		minute = last
		today--
	}
	for range s.days.horizon() {
		set := s.days.in(year, month)
		for day := today; day > 0; day-- {
			if !set.has(day) {
				minute = last
				continue
			}
			return at(year, month, day, s.minutes[minute]), true
		}
		today, minute = 31, last
		if month--; month < time.January {
			year, month = year-1, time.December
		}
	}
	return time.Time{}, false
}

func at(year int, month time.Month, day, minute int) time.Time {
	return time.Date(year, month, day, minute/60, minute%60, 0, 0, time.UTC)
}
