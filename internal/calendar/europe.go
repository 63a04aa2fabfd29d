package calendar

import "time"

// unitedKingdom has the bank holidays of England and Wales by the Banking and Financial
// Dealings Act 1971, with those that a proclamation moved or gave once; Scotland and
// Northern Ireland have others.
func unitedKingdom() []rule {
	return []rule{
		{name: "New Year's Day", on: fixed(time.January, 1), substitute: nextWorkingDay},
		{name: "Good Friday", on: easter(-2)},
		{name: "Easter Monday", on: easter(1)},
		{name: "Early May Bank Holiday", on: but(nth(1, time.Monday, time.May), day(1995, time.May, 8), day(2020, time.May, 8))},
		{name: "Spring Bank Holiday", on: but(last(time.Monday, time.May), day(2002, time.June, 4), day(2012, time.June, 4), day(2022, time.June, 2))},
		{name: "Summer Bank Holiday", on: last(time.Monday, time.August)},
		{name: "Christmas Day", on: fixed(time.December, 25), substitute: nextWorkingDay},
		{name: "Boxing Day", on: fixed(time.December, 26), substitute: nextWorkingDay},
		{name: "Millennium", on: once(day(1999, time.December, 31))},
		{name: "Jubilee", on: once(day(2002, time.June, 3), day(2012, time.June, 5), day(2022, time.June, 3))},
		{name: "Royal Wedding", on: once(day(2011, time.April, 29))},
		{name: "State Funeral", on: once(day(2022, time.September, 19))},
		{name: "Coronation", on: once(day(2023, time.May, 8))},
	}
}

// germany has the days of all its states, and the Reformation's of 2017.
func germany() []rule {
	return []rule{
		{name: "New Year's Day", on: fixed(time.January, 1)},
		{name: "Good Friday", on: easter(-2)},
		{name: "Easter Monday", on: easter(1)},
		{name: "Labour Day", on: fixed(time.May, 1)},
		{name: "Ascension Day", on: easter(39)},
		{name: "Whit Monday", on: easter(50)},
		{name: "German Unity Day", on: fixed(time.October, 3)},
		// Eleven days before the first Sunday of Advent.
		{name: "Repentance and Prayer Day", on: func(year int) time.Time {
			return next(day(year, time.November, 16), time.Wednesday)
		}, to: 1994},
		{name: "Reformation Day", on: once(day(2017, time.October, 31))},
		{name: "Christmas Day", on: fixed(time.December, 25)},
		{name: "Second Day of Christmas", on: fixed(time.December, 26)},
	}
}

// spain has the days of art. 45 of Real Decreto 2001/1983 that no region replaces.
// Maundy Thursday, Saint Joseph's and Saint James's are days of regions, and so is the
// Monday behind a holiday on a Sunday.
func spain() []rule {
	return []rule{
		{name: "New Year's Day", on: fixed(time.January, 1)},
		{name: "Epiphany", on: fixed(time.January, 6)},
		{name: "Good Friday", on: easter(-2)},
		{name: "Labour Day", on: fixed(time.May, 1)},
		{name: "Assumption", on: fixed(time.August, 15)},
		{name: "National Day", on: fixed(time.October, 12)},
		{name: "All Saints' Day", on: fixed(time.November, 1)},
		{name: "Constitution Day", on: fixed(time.December, 6)},
		{name: "Immaculate Conception", on: fixed(time.December, 8)},
		{name: "Christmas Day", on: fixed(time.December, 25)},
	}
}
