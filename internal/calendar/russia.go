package calendar

import (
	"strings"
	"time"
)

// russia has the days of art. 112 of the Labour Code, and of the code before it, from
// 1993 on as they were kept. A holiday on a weekend gives the next working day off; those
// of January do so until 2012. Since then the government moves these to days that it
// names each year, and some of the others too: see russianTransfers.
func russia() []rule {
	rules := []rule{
		{name: "New Year", on: fixed(time.January, 1), substitute: until2012},
		{name: "New Year", on: fixed(time.January, 2), from: 1993, substitute: until2012},
		{name: "New Year holidays", on: fixed(time.January, 3), from: 2005, substitute: until2012},
		{name: "New Year holidays", on: fixed(time.January, 4), from: 2005, substitute: until2012},
		{name: "New Year holidays", on: fixed(time.January, 5), from: 2005, substitute: until2012},
		{name: "New Year holidays", on: fixed(time.January, 6), from: 2013},
		{name: "Christmas Day", on: fixed(time.January, 7), from: 1991, substitute: until2012},
		{name: "New Year holidays", on: fixed(time.January, 8), from: 2013},
		{name: "Defender of the Fatherland Day", on: fixed(time.February, 23), from: 2002},
		{name: "International Women's Day", on: fixed(time.March, 8)},
		{name: "Spring and Labour Day", on: fixed(time.May, 1)},
		{name: "Spring and Labour Day", on: fixed(time.May, 2), to: 2004},
		{name: "Victory Day", on: fixed(time.May, 9)},
		{name: "Russia Day", on: fixed(time.June, 12), from: 1992},
		{name: "Unity Day", on: fixed(time.November, 4), from: 2005},
		{name: "October Revolution Day", on: fixed(time.November, 7), to: 2004},
		{name: "October Revolution Day", on: fixed(time.November, 8), to: 1991},
		{name: "Constitution Day", on: fixed(time.December, 12), from: 1994, to: 2004},
	}
	for i := range rules {
		if rules[i].substitute == nil && rules[i].name != "New Year holidays" {
			rules[i].substitute = nextWorkingDay
		}
	}
	off, _ := russianTransfers()
	return append(rules, rule{name: "Transferred day off", all: off, on: never})
}

func until2012(d time.Time, taken func(time.Time) bool) time.Time {
	if d.Year() > 2012 {
		return time.Time{}
	}
	return nextWorkingDay(d, taken)
}

// russianTransfers are the days off and the days of work that the government's decrees of
// 2005 to 2027 made: weekends that were worked, and Mondays on which the law's day off was
// given elsewhere. Days without work of 2020, on which trade went on or was shut by
// regions, are not among them.
func russianTransfers() (off, worked []time.Time) {
	return dates(`2005-03-07 2005-05-10 2006-02-24 2006-05-08 2007-04-30 2007-06-11 2007-12-31 2008-05-02 2008-06-13 2008-11-03 2009-01-09
			2010-02-22 2010-11-05 2011-03-07 2012-03-09 2012-04-30 2012-05-07 2012-05-08 2012-06-11 2012-12-31 2013-05-02 2013-05-03 2013-05-10
			2014-05-02 2014-06-13 2014-11-03 2015-01-09 2015-05-04 2016-02-22 2016-03-07 2016-05-03 2017-02-24 2017-05-08
			2018-03-09 2018-04-30 2018-05-02 2018-06-11 2018-12-31 2019-05-02 2019-05-03 2019-05-10 2020-05-04 2020-05-05
			2021-02-22 2021-11-05 2021-12-31 2022-03-07 2022-05-03 2022-05-10 2023-02-24 2023-05-08
			2024-04-29 2024-04-30 2024-05-10 2024-12-30 2024-12-31 2025-05-02 2025-05-08 2025-06-13 2025-11-03 2025-12-31
			2026-01-09 2026-12-31 2027-02-22 2027-11-05 2027-12-31`),
		dates(`2005-03-05 2005-05-14 2006-02-26 2006-05-06 2007-04-28 2007-06-09 2007-12-29 2008-05-04 2008-06-07 2008-11-01 2009-01-11
			2010-02-27 2010-11-13 2011-03-05 2012-03-11 2012-04-28 2012-05-05 2012-05-12 2012-06-09 2012-12-29 2013-02-25 2014-02-24
			2016-02-20 2018-04-28 2018-06-09 2018-12-29 2019-02-25 2021-02-20 2022-03-05 2024-04-27 2024-11-02 2024-12-28
			2025-02-24 2025-03-10 2025-11-01 2027-02-20`)
}

// dates reads days with blanks between; a word that is none is left out.
func dates(text string) []time.Time {
	var days []time.Time
	for _, word := range strings.Fields(text) {
		if d, err := time.Parse(time.DateOnly, word); err == nil {
			days = append(days, d)
		}
	}
	return days
}
