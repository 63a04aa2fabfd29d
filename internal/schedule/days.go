package schedule

import (
	"math/bits"
	"time"
)

// daySet holds days of one month, day 1 in bit 1.
type daySet uint32

func (s daySet) has(day int) bool { return s>>day&1 == 1 }

func (s daySet) with(day int) daySet {
	if day < 1 || day > 31 {
		return s
	}
	return s | 1<<day
}

// days says on which days of a month a schedule comes.
type days interface {
	in(year int, month time.Month) daySet
	// horizon is after how many months without a day there will never be one.
	horizon() int
}

// The Gregorian calendar repeats after 400 years, weekdays included: what does not come in
// 4,800 months does not come at all.
const gregorianCycle = 400 * 12

// dates are days found from the calendar of months and weekdays alone.
type dates struct {
	months uint16 // bit 1 is January
	// Each of the two is nil where all days match; a schedule has but one of them.
	monthdays *monthdays
	weekdays  *weekdays
}

func (d dates) horizon() int { return gregorianCycle }

func (d dates) in(year int, month time.Month) daySet {
	if d.months>>month&1 == 0 {
		return 0
	}
	m := monthOf(year, month)
	set := m.all()
	if d.monthdays != nil {
		set &= d.monthdays.in(m)
	}
	if d.weekdays != nil {
		set &= d.weekdays.in(m)
	}
	return set
}

func everyDay() dates { return dates{months: everyMonth} }

const everyMonth = 1<<13 - 2

// shape is what matters of a month.
type shape struct {
	length int
	first  time.Weekday
}

func monthOf(year int, month time.Month) shape {
	return shape{
		length: time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day(),
		first:  time.Date(year, month, 1, 0, 0, 0, 0, time.UTC).Weekday(),
	}
}

func (m shape) all() daySet { return 1<<(m.length+1) - 2 }

func (m shape) weekday(day int) time.Weekday { return time.Weekday((int(m.first) + day - 1) % 7) }

// nearest is the day from Monday to Friday that is nearest to a day, within its month: of
// a month that lacks the day there is none (0).
func (m shape) nearest(day int) int {
	switch {
	case day < 1 || day > m.length:
		return 0
	case m.weekday(day) == time.Saturday && day > 1:
		return day - 1
	case m.weekday(day) == time.Saturday:
		return day + 2
	case m.weekday(day) == time.Sunday && day < m.length:
		return day + 1
	case m.weekday(day) == time.Sunday:
		return day - 2
	default:
		return day
	}
}

// monthdays are days of the month: by their number, from the month's end, and as the
// nearest of Monday to Friday.
type monthdays struct {
	numbers daySet
	ends    []int // 0 is the last day, 3 the one three days before it
	nearest []int // 15W
	endings []int // LW is 0, L-3W is 3
}

func (d monthdays) in(m shape) daySet {
	set := d.numbers & m.all()
	for _, before := range d.ends {
		set = set.with(m.length - before)
	}
	for _, day := range d.nearest {
		set = set.with(m.nearest(day))
	}
	for _, before := range d.endings {
		set = set.with(m.nearest(m.length - before))
	}
	return set
}

// weekdays are days of the week, all of a month or the first to fifth or last of it.
type weekdays struct {
	all uint8 // Sunday in bit 0
	nth [7]uint8
	// last of the month
	last uint8
}

func (d weekdays) in(m shape) daySet {
	var set daySet
	for day := 1; day <= m.length; day++ {
		weekday := m.weekday(day)
		nth := (day-1)/7 + 1
		last := day+7 > m.length
		if d.all>>weekday&1 == 1 || d.nth[weekday]>>nth&1 == 1 || last && d.last>>weekday&1 == 1 {
			set = set.with(day)
		}
	}
	return set
}

// workdays are days that the holiday calendar says people work on: all of a month, or
// counted from its beginning or its end.
type workdays struct {
	calendar Calendar
	every    bool
	nth      daySet // the third is in bit 3
	last     bool
}

// A calendar of holidays does not repeat: twenty years without a day is what we call never.
func (d workdays) horizon() int { return 20 * 12 }

func (d workdays) in(year int, month time.Month) daySet {
	length := monthOf(year, month).length
	working := func(day int) bool {
		return d.calendar.Working(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
	}
	var set daySet
	// A look into the calendar costs some microseconds, so nobody looks further than needed.
	highest := bits.Len32(uint32(d.nth)) - 1
	for day, count := 1, 0; day <= length && (d.every || count < highest); day++ {
		if !working(day) {
			continue
		}
		if count++; d.every || d.nth.has(count) {
			set = set.with(day)
		}
	}
	for day := length; d.last && day > 0; day-- {
		if working(day) {
			return set.with(day)
		}
	}
	return set
}
