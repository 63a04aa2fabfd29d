package calendar

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// ErrCountry refuses a country without rules.
var ErrCountry = errors.New("no holidays are known of this country")

// Holiday is a day off.
type Holiday struct {
	Day  time.Time
	Name string
	// Substitute marks the weekday that is given for one on a weekend.
	Substitute bool
}

// Countries have rules, by their ISO 3166 codes.
func Countries() []string {
	return []string{"AR", "BR", "CL", "CO", "DE", "ES", "GB", "MX", "PE", "RU", "US"}
}

func rulesOf(country string) ([]rule, error) {
	switch country {
	case "AR":
		return argentina(), nil
	case "BR":
		return brazil(), nil
	case "CL":
		return chile(), nil
	case "CO":
		return colombia(), nil
	case "DE":
		return germany(), nil
	case "ES":
		return spain(), nil
	case "GB":
		return unitedKingdom(), nil
	case "MX":
		return mexico(), nil
	case "PE":
		return peru(), nil
	case "RU":
		return russia(), nil
	case "US":
		return unitedStates(), nil
	default:
		return nil, fmt.Errorf("%q: %w", country, ErrCountry)
	}
}

// Calendar knows the days off of one country, or of none, and of one company.
type Calendar struct {
	country string
	rules   []rule
	own     map[time.Time]bool
	worked  map[time.Time]bool // days of work on a weekend, or on a law's day off
}

// New is the calendar of a country ("" has no holidays but one's own) with the days
// that a company itself keeps.
func New(country string, own []time.Time) (Calendar, error) {
	c := Calendar{country: country, own: map[time.Time]bool{}, worked: map[time.Time]bool{}}
	for _, d := range own {
		c.own[day(d.Year(), d.Month(), d.Day())] = true
	}
	if country == "" {
		return c, nil
	}
	if country == "RU" {
		_, worked := russianTransfers()
		for _, d := range worked {
			c.worked[d] = true
		}
	}
	var err error
	c.rules, err = rulesOf(country)
	return c, err
}

// Holidays are the country's days off in a year, in order.
func (c Calendar) Holidays(year int) []Holiday {
	return slices.DeleteFunc(daysOf(c.rules, year), func(h Holiday) bool { return c.worked[h.Day] })
}

// Easter is the Sunday that the country's custom goes by: the orthodox one in Russia.
func (c Calendar) Easter(year int) time.Time {
	if c.country == "RU" {
		return OrthodoxEaster(year)
	}
	return Easter(year)
}

// Month is what the days of one month are.
type Month struct {
	// First day of the month.
	First time.Time
	Days  int
	// Weekdays counts each kind of day, Sunday first, holiday or not.
	Weekdays [7]int
	// WorkingDays are those from Monday to Friday that are no holidays, and weekends that a
	// government made days of work; TradeDays have the Saturdays besides.
	WorkingDays, TradeDays int
	// Holidays are those on days from Monday to Friday.
	Holidays int
	// EasterDays are those of the EasterWeek days up to Easter Sunday.
	EasterDays int
}

// EasterWeek is how many days, Easter Sunday the last of them, people buy for Easter in:
// the eight days that X-13ARIMA-SEATS tries among others.
const EasterWeek = 8

// Month counts the days of the month that a day lies in.
func (c Calendar) Month(in time.Time) Month {
	m := Month{First: day(in.Year(), in.Month(), 1)}
	off := c.daysOff(m.First.Year())
	sunday := c.Easter(m.First.Year())
	for d := m.First; d.Month() == m.First.Month(); d = d.AddDate(0, 0, 1) {
		m.Days++
		m.Weekdays[d.Weekday()]++
		if before := int(sunday.Sub(d).Hours() / 24); before >= 0 && before < EasterWeek {
			m.EasterDays++
		}
		switch {
		case !isWeekend(d) && off(d):
			m.Holidays++
		case !isWeekend(d) || c.worked[d]:
			m.WorkingDays++
			m.TradeDays++
		case d.Weekday() == time.Saturday && !off(d):
			m.TradeDays++
		}
	}
	return m
}

// Working reports whether a day is from Monday to Friday and no holiday, or a weekend that
// was made a day of work.
func (c Calendar) Working(d time.Time) bool {
	return (!isWeekend(d) || c.worked[day(d.Year(), d.Month(), d.Day())]) && !c.Off(d)
}

// Off reports whether a day is a holiday, of the country or the company's own.
func (c Calendar) Off(d time.Time) bool {
	return c.daysOff(d.Year())(day(d.Year(), d.Month(), d.Day()))
}

func (c Calendar) daysOff(year int) func(time.Time) bool {
	holidays := c.Holidays(year)
	return func(d time.Time) bool {
		return c.own[d] || slices.ContainsFunc(holidays, func(h Holiday) bool { return h.Day.Equal(d) })
	}
}
