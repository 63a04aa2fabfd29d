package main

import (
	"fmt"
	"sort"
	"time"
	_ "time/tzdata" // the zone must not depend on the machine
)

// calendar turns days into operational time, in which purchases come at an even
// rate: a day of the high season is longer than a day of the low one. A model
// that is exact in operational time is seasonal in days.
type calendar struct {
	First time.Time
	// elapsed[d] is the operational time before day d; the last one is the whole.
	elapsed []float64
}

// newCalendar weighs days by season and weekday (Sunday first); a weight of one
// is a mean day of the first year.
func newCalendar(first, last time.Time, weekdays [7]float64) calendar {
	days := int(last.Sub(first).Hours()/24) + 1
	weights := make([]float64, days)
	year := 0.0
	for d := range weights {
		at := first.AddDate(0, 0, d)
		weights[d] = season(at.Month()) * weekdays[at.Weekday()]
		if d < 365 {
			year += weights[d]
		}
	}
	elapsed := make([]float64, days+1)
	for d, w := range weights {
		elapsed[d+1] = elapsed[d] + w*365/year
	}
	return calendar{First: first, elapsed: elapsed}
}

// season is the level of a month against the mean: Christmas and New Year's
// presents, and an empty summer.
func season(m time.Month) float64 {
	return [...]float64{0.86, 0.90, 1.00, 0.97, 0.94, 0.82, 0.70, 0.74, 0.96, 1.08, 1.26, 1.52}[m-1]
}

func (c calendar) days() int { return len(c.elapsed) - 1 }

func (c calendar) date(day int) time.Time { return c.First.AddDate(0, 0, day) }

// day finds the day in which a moment of operational time lies; false after the end.
func (c calendar) day(operational float64) (int, bool) {
	if operational >= c.elapsed[c.days()] {
		return 0, false
	}
	return sort.Search(c.days(), func(d int) bool { return c.elapsed[d+1] > operational }), true
}

// months counts the months that the calendar covers; span gives the operational
// time at which the n-th of them begins and ends.
func (c calendar) months() int {
	last := c.date(c.days() - 1)
	return (last.Year()-c.First.Year())*12 + int(last.Month()-c.First.Month()) + 1
}

func (c calendar) span(month int) (from, to float64) {
	day := func(m int) int { return int(c.First.AddDate(0, m, 0).Sub(c.First).Hours() / 24) }
	return c.elapsed[day(month)], c.elapsed[day(month+1)]
}

// period is what the exports cover, in the company's days.
type period struct {
	First, AsOf time.Time
	Zone        *time.Location
}

func newPeriod() (period, error) {
	zone, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		return period{}, fmt.Errorf("load the company's time zone: %w", err)
	}
	return period{
		First: time.Date(2023, time.November, 1, 0, 0, 0, 0, time.UTC),
		AsOf:  time.Date(2026, time.October, 31, 0, 0, 0, 0, time.UTC),
		Zone:  zone,
	}, nil
}

// moment is a wall-clock time of a company's day. Three hours that clocks skip
// or repeat never matter: nothing is sold between two and three at night.
func (p period) moment(day time.Time, hour, minute, second int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, second, 0, p.Zone)
}
