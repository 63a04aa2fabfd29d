package calendar

import (
	"slices"
	"time"
)

// rule is one holiday of a law.
type rule struct {
	name string
	// on is the day in a year; the zero time where the year has none.
	on func(year int) time.Time
	// all are single days besides.
	all []time.Time
	// from and to are the first and the last year of the rule; 0 is no bound.
	from, to int
	// moved is the day that is kept in place of it.
	moved func(time.Time) time.Time
	// substitute is the day off that is given besides, for one on a weekend; zero where
	// none is. It must not be one of the other holidays.
	substitute func(day time.Time, taken func(time.Time) bool) time.Time
}

// daysOf lists the days of the rules in a year, in order.
func daysOf(rules []rule, year int) []Holiday {
	var days []Holiday
	var valid []rule
	for _, r := range rules {
		for _, on := range r.all {
			if on.Year() == year {
				days, valid = append(days, Holiday{Day: on, Name: r.name}), append(valid, r)
			}
		}
		if year < r.from || r.to != 0 && year > r.to {
			continue
		}
		on := r.on(year)
		if on.IsZero() {
			continue
		}
		if r.moved != nil {
			on = r.moved(on)
		}
		days, valid = append(days, Holiday{Day: on, Name: r.name}), append(valid, r)
	}
	for i, r := range valid {
		if r.substitute == nil {
			continue
		}
		taken := func(day time.Time) bool {
			return slices.ContainsFunc(days, func(h Holiday) bool { return h.Day.Equal(day) })
		}
		if other := r.substitute(days[i].Day, taken); !other.IsZero() {
			days = append(days, Holiday{Day: other, Name: r.name, Substitute: true})
		}
	}
	slices.SortStableFunc(days, func(a, b Holiday) int { return a.Day.Compare(b.Day) })
	return days
}

func fixed(month time.Month, dayOfMonth int) func(int) time.Time {
	return func(year int) time.Time { return day(year, month, dayOfMonth) }
}

// easter is so many days behind Easter Sunday.
func easter(days int) func(int) time.Time {
	return func(year int) time.Time { return Easter(year).AddDate(0, 0, days) }
}

// nth is the n-th such weekday of a month, from 1.
func nth(n int, weekday time.Weekday, month time.Month) func(int) time.Time {
	return func(year int) time.Time {
		return next(day(year, month, 1), weekday).AddDate(0, 0, 7*(n-1))
	}
}

func last(weekday time.Weekday, month time.Month) func(int) time.Time {
	return func(year int) time.Time {
		return next(day(year, month+1, 1), weekday).AddDate(0, 0, -7)
	}
}

// next is the first such weekday from a day on.
func next(from time.Time, weekday time.Weekday) time.Time {
	return from.AddDate(0, 0, (int(weekday)-int(from.Weekday())+7)%7)
}

// on is the day where it falls on one of the weekdays.
func on(when func(int) time.Time, weekdays ...time.Weekday) func(int) time.Time {
	return func(year int) time.Time {
		if found := when(year); slices.Contains(weekdays, found.Weekday()) {
			return found
		}
		return time.Time{}
	}
}

// but is when, in all years but those with a day of their own.
func but(when func(int) time.Time, others ...time.Time) func(int) time.Time {
	return func(year int) time.Time {
		for _, other := range others {
			if other.Year() == year {
				return other
			}
		}
		return when(year)
	}
}

// once are days of one year each.
func once(days ...time.Time) func(int) time.Time { return but(never, days...) }

func never(int) time.Time { return time.Time{} }

func everySixYears(when func(int) time.Time, first int) func(int) time.Time {
	return func(year int) time.Time {
		if (year-first)%6 != 0 {
			return time.Time{}
		}
		return when(year)
	}
}

// nextMonday is the Monday on or after a day.
func nextMonday(d time.Time) time.Time { return next(d, time.Monday) }

func isWeekend(d time.Time) bool {
	return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
}

// nextWorkingDay gives a holiday on a weekend the first day after it that is
// neither weekend nor holiday.
func nextWorkingDay(d time.Time, taken func(time.Time) bool) time.Time {
	if !isWeekend(d) {
		return time.Time{}
	}
	for d = d.AddDate(0, 0, 1); isWeekend(d) || taken(d); {
		d = d.AddDate(0, 0, 1)
	}
	return d
}
