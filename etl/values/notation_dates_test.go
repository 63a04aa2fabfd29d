package values_test

import (
	"fmt"
	"strings"
	"testing"

	"clientele/etl/values"
)

func TestNotation_AYearOfTwoDigitsIsDecidedByTheDataOrAsked(t *testing.T) {
	var days, months, backwards []string
	for day := 1; day <= 28; day++ {
		days = append(days, fmt.Sprintf("%02d.02.25", day))
		backwards = append(backwards, fmt.Sprintf("25/02/%02d", day))
		months = append(months, fmt.Sprintf("01.%02d.%02d", day%12+1, 10+day/12)) // the first of each month
	}
	for _, c := range []struct {
		dates   string
		order   values.DayOrder
		decided bool
		year    bool // it is the year that is asked about
	}{
		{"25/02/13 25/02/14 25/02/28", values.DayFirst, false, true},
		{"25/02/13 31/12/99", values.DayFirst, true, false},  // a year over 31 at the end
		{"25/02/13 99/12/31", values.YearFirst, true, false}, // and at the beginning
		{"00/02/13 01/02/14", values.YearFirst, true, false}, // no day is 0
		{"05/06/07", values.DayFirst, false, true},
		{"05/06/07 05/25/07", values.MonthFirst, true, false}, // no month is 25
		{"25/02/13 31.12.2024", values.DayFirst, true, false}, // years of four digits at the end
		{"25/02/13 2024-12-31", values.DayFirst, false, true}, // ISO says nothing
		{"25/02/13 5 Mar 2025", values.DayFirst, false, true},
		{"99/02/13 13/02/99", values.DayFirst, false, true},
		{"5/02/13", values.DayFirst, false, false},               // nor has one that stands first
		{"45/13/40 99/99/99", values.LongYearFirst, true, false}, // no dates
		{"25/2/3", values.YearFirst, true, false},                // no year has one digit
		{strings.Join(days, " "), values.DayFirst, true, false},
		{strings.Join(backwards, " "), values.YearFirst, true, false},
		{strings.Join(months, " "), values.DayFirst, false, true},
		{"13.02.2025 12.13.2025", values.DayFirst, false, false},
		{"25.02.2013", values.DayFirst, true, false},
	} {
		var n, later values.Notation
		for i, date := range strings.Fields(c.dates) {
			if i%2 == 0 {
				n.Moment(date)
			} else {
				later.Moment(date)
			}
		}
		n.Add(later)
		if order, decided := n.DayOrder(); order != c.order || decided != c.decided || n.YearAsked() != c.year {
			t.Errorf("%.40s: %d, decided %v, year asked %v", c.dates, order, decided, n.YearAsked())
		}
	}
}

func TestNotation_AMonthInWordsDecidesNothing(t *testing.T) {
	for _, date := range []string{"25-Mar-2025", "3 марта 2025 г.", "Mar 3, 2025", "3 de enero de 2025", "03.мар.25"} {
		var n values.Notation
		if n.Moment(date); n != (values.Notation{}) {
			t.Errorf("%s: %+v", date, n)
		}
	}
}
