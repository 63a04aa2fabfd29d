package pipeline

import (
	"slices"
	"strings"
	"time"

	"clientele/internal/calendar"
	"clientele/internal/series"
	"clientele/internal/strictyaml"
)

// noCountry is how a config says that no country's holidays count.
const noCountry = "none"

func (c *Config) checkCalendar() {
	if known := append(calendar.Countries(), noCountry, ""); !slices.Contains(known, c.Country) {
		c.document.Add("country", "the holidays of %q are not known; known are %s, and %s for none", c.Country, strings.Join(calendar.Countries(), ", "), noCountry)
	}
	for i, text := range c.Holidays {
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			c.document.Add(strictyaml.Item("holidays", i), "%q is no day; days look like 2026-12-24", text)
		}
	}
}

// holidayCountry is whose holidays count: the country that the config names, else that of
// the zone in which the company's days begin, where its rules are known.
func (c *Config) holidayCountry() string {
	country := c.Country
	if country == "" {
		country = countryOf(c.TimeZone, "")
	}
	if !slices.Contains(calendar.Countries(), country) {
		return ""
	}
	return country
}

func (c *Config) calendar() (calendar.Calendar, error) {
	var own []time.Time
	for _, text := range c.Holidays {
		day, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return calendar.Calendar{}, err
		}
		own = append(own, day)
	}
	return calendar.New(c.holidayCountry(), own)
}

// Names of what the calendar does to a month.
const (
	tradingDays  = "trading_days"
	easterEffect = "easter"
	holidayDays  = "holidays"
	leapYear     = "leap_year"
)

// months says what so many months are, from the first on: working days, the share of
// Easter's eight days, holidays from Monday to Friday, a 29 February.
func (w *work) months(first time.Time, count int) series.Regressors {
	out := series.Regressors{Names: []string{tradingDays, easterEffect, holidayDays, leapYear}}
	days, err := w.config.calendar()
	if err != nil {
		return out // the config's check has said so
	}
	country := w.config.holidayCountry()
	for i := range count {
		month := days.Month(time.Date(first.Year(), first.Month()+time.Month(i), 1, 0, 0, 0, 0, time.UTC))
		easter, leap := 0.0, 0.0
		if country != "" {
			easter = float64(month.EasterDays) / calendar.EasterWeek
		}
		if month.First.Month() == time.February && month.Days == 29 {
			leap = 1
		}
		out.Rows = append(out.Rows, []float64{float64(month.WorkingDays), easter, float64(month.Holidays), leap})
	}
	return out
}
