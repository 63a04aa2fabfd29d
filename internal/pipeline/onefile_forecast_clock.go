package pipeline

import (
	"fmt"
	"strconv"
	"time"
)

// clock continues the times of a series.
type clock struct {
	days   bool
	last   point
	step   int64 // between numbers, or between days
	months int   // between days that are months apart
	day    int   // of the month, where months are counted; 31 stands for the last
	places int   // from the first time to the last
}

// place counts the steps from a time to another.
func (c clock) place(from, to point) int {
	switch {
	case !c.days:
		return int((to.step - from.step) / c.step)
	case c.months > 0:
		return monthsBetween(from.day, to.day) / c.months
	}
	return daysBetween(from.day, to.day) / int(c.step)
}

func (c clock) at(ahead int) string {
	switch {
	case !c.days:
		return strconv.FormatInt(c.last.step+c.step*int64(ahead), 10)
	case c.months > 0:
		first := time.Date(c.last.day.Year(), c.last.day.Month()+time.Month(c.months*ahead), 1, 0, 0, 0, 0, time.UTC)
		return first.AddDate(0, 0, min(c.day, daysIn(first))-1).Format(time.DateOnly)
	}
	return c.last.day.AddDate(0, 0, int(c.step)*ahead).Format(time.DateOnly)
}

func daysIn(month time.Time) int { return month.AddDate(0, 1, -1).Day() }

// clock finds the spacing of a series, and refuses one that has none.
func (t track) clock() (clock, error) {
	last := t.points[len(t.points)-1]
	found := clock{days: !last.day.IsZero(), last: last, step: 1, day: 1}
	for i, point := range t.points {
		if point.day.IsZero() == found.days {
			return clock{}, fmt.Errorf("some of its times are dates and some are numbers")
		}
		if i > 0 && point.step == t.points[i-1].step && point.day.Equal(t.points[i-1].day) {
			return clock{}, fmt.Errorf("two values stand at %s; add them up first", point.label())
		}
	}
	if len(t.points) == 1 {
		found.months, found.day, found.places = 1, last.day.Day(), 1
		return found, nil
	}
	if found.days {
		found.months, found.day = t.monthly()
	}
	if found.months == 0 {
		found.step = t.raster(found.days)
	}
	return found, t.fill(&found)
}

// monthly finds times on the same day of each month, or on its last, and the greatest
// number of months that divides all distances; months is 0 where there is none.
func (t track) monthly() (months, day int) {
	for _, point := range t.points {
		day = max(day, point.day.Day())
	}
	for i, point := range t.points {
		if point.day.Day() != min(day, daysIn(point.day.AddDate(0, 0, 1-point.day.Day()))) {
			return 0, 0
		}
		if i > 0 {
			months = int(divisor(int64(months), int64(monthsBetween(t.points[i-1].day, point.day))))
		}
	}
	return months, day
}

// raster is the greatest distance that divides those between all times.
func (t track) raster(days bool) int64 {
	step := int64(0)
	for i, point := range t.points[1:] {
		distance := point.step - t.points[i].step
		if days {
			distance = int64(daysBetween(t.points[i].day, point.day))
		}
		step = divisor(step, distance)
	}
	return step
}

// divisor is the greatest common one; 0 stands for nothing yet.
func divisor(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// fill counts the places of the raster. Where more of them are empty than not, the times
// have no raster but an accidental one.
func (t track) fill(found *clock) error {
	found.places = found.place(t.points[0], found.last) + 1
	if found.places <= 2*len(t.points) {
		return nil
	}
	for i, point := range t.points[1:] {
		if found.place(t.points[i], point) > 1 {
			return fmt.Errorf("its times are not evenly spaced: %s follows %s; add up what belongs to one period, or write 0 where nothing was sold",
				point.label(), t.points[i].label())
		}
	}
	return nil
}

func (p point) label() string {
	if p.day.IsZero() {
		return strconv.FormatInt(p.step, 10)
	}
	return p.day.Format(time.DateOnly)
}
