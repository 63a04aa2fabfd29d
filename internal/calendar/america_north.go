package calendar

import "time"

// unitedStates has the federal holidays of 5 U.S.C. 6103.
func unitedStates() []rule {
	return []rule{
		{name: "New Year's Day", on: fixed(time.January, 1), substitute: mondayBehindSunday},
		{name: "Martin Luther King Day", on: nth(3, time.Monday, time.January)},
		{name: "Washington's Birthday", on: nth(3, time.Monday, time.February)},
		{name: "Memorial Day", on: last(time.Monday, time.May)},
		{name: "Juneteenth", on: fixed(time.June, 19), from: 2021, substitute: nearestWeekday},
		{name: "Independence Day", on: fixed(time.July, 4), substitute: nearestWeekday},
		{name: "Labor Day", on: nth(1, time.Monday, time.September)},
		{name: "Columbus Day", on: nth(2, time.Monday, time.October)},
		{name: "Veterans Day", on: fixed(time.November, 11), substitute: nearestWeekday},
		{name: "Thanksgiving", on: nth(4, time.Thursday, time.November)},
		{name: "Christmas Day", on: fixed(time.December, 25), substitute: nearestWeekday},
		// The Friday before a New Year's Day on a Saturday lies in the year before.
		{name: "New Year's Day", on: on(fixed(time.December, 31), time.Friday)},
	}
}

// nearestWeekday gives the Friday before a Saturday and the Monday behind a Sunday.
func nearestWeekday(d time.Time, taken func(time.Time) bool) time.Time {
	if d.Weekday() == time.Saturday {
		return d.AddDate(0, 0, -1)
	}
	return mondayBehindSunday(d, taken)
}

func mondayBehindSunday(d time.Time, _ func(time.Time) bool) time.Time {
	if d.Weekday() == time.Sunday {
		return d.AddDate(0, 0, 1)
	}
	return time.Time{}
}

// mexico has the days of art. 74 of the Ley Federal del Trabajo; three of them are kept
// on Mondays since the reform of 17 January 2006, Juárez's 200th birthday excepted. Maundy Thursday and Good Friday are
// days of banks and by custom, not by this law.
func mexico() []rule {
	return []rule{
		{name: "New Year's Day", on: fixed(time.January, 1)},
		{name: "Constitution Day", on: fixed(time.February, 5), to: 2005},
		{name: "Constitution Day", on: nth(1, time.Monday, time.February), from: 2006},
		{name: "Benito Juárez's Birthday", on: fixed(time.March, 21), to: 2006},
		{name: "Benito Juárez's Birthday", on: nth(3, time.Monday, time.March), from: 2007},
		{name: "Labour Day", on: fixed(time.May, 1)},
		{name: "Independence Day", on: fixed(time.September, 16)},
		{name: "Revolution Day", on: fixed(time.November, 20), to: 2005},
		{name: "Revolution Day", on: nth(3, time.Monday, time.November), from: 2006},
		{name: "Change of Government", on: everySixYears(fixed(time.December, 1), 1994), to: 2018},
		{name: "Change of Government", on: everySixYears(fixed(time.October, 1), 2024), from: 2024},
		{name: "Christmas Day", on: fixed(time.December, 25)},
	}
}
