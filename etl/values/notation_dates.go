package values

import (
	"cmp"
	"math/bits"
	"strings"
)

// Moment looks at one written date. What begins with four digits of a year is
// ISO, and a date whose month is a word is read in one way only: both say
// nothing.
func (n *Notation) Moment(text string) {
	text = strings.TrimSpace(text)
	first, rest, ok := leadingNumber(text)
	if !ok || first.digits > 2 {
		return
	}
	second, rest, ok := leadingNumber(strings.TrimLeft(rest, "./-"))
	if !ok || rest == "" || second.digits > 2 {
		return
	}
	third, _, ok := leadingNumber(strings.TrimLeft(rest, "./-"))
	yearFirst := ok && first.digits == 2 && third.digits <= 2 && second.isMonth() && third.isDay()
	yearLast := ok && (!yearFirst || third.digits == 2) && (first.isDay() && second.isMonth() || first.isMonth() && second.isDay())
	switch {
	case yearFirst && yearLast:
		n.ShortYears++
		n.Firsts |= 1 << first.value
		n.Thirds |= 1 << third.value
		n.ExampleDate = cmp.Or(n.ExampleDate, text)
	case yearFirst:
		n.YearFirst++
		return
	case yearLast:
		n.YearLast++
	case first.value > 31:
		return
	}
	n.dayAndMonth(first.value, second.value, text)
}

// dayAndMonth looks at the two numbers before a year.
func (n *Notation) dayAndMonth(one, two int, text string) {
	switch {
	case one == two && one <= 12:
		n.Same++
	case one > 12 && two <= 12:
		n.DayFirst++
	case two > 12 && one <= 12:
		n.MonthFirst++
	default:
		n.Undecided++
		n.ExampleDate = cmp.Or(n.ExampleDate, text)
	}
}

// leading is a number at the beginning of a text.
type leading struct{ value, digits int }

func (l leading) isMonth() bool { return l.value >= 1 && l.value <= 12 }
func (l leading) isDay() bool   { return l.value >= 1 && l.value <= 31 }

func leadingNumber(text string) (number leading, rest string, ok bool) {
	i := 0
	for i < len(text) && i < 4 && text[i] >= '0' && text[i] <= '9' {
		number.value = number.value*10 + int(text[i]-'0')
		i++
	}
	number.digits = i
	return number, text[i:], i > 0
}

// DayOrder is the order of day, month and year, and whether the values decide
// it, by the rules of DecimalMark. Without a date in which it matters it is
// LongYearFirst.
func (n *Notation) DayOrder() (order DayOrder, decided bool) {
	if n.DayFirst+n.MonthFirst+n.Undecided+n.Same+n.YearFirst == 0 {
		return LongYearFirst, true
	}
	yearFirst, sure := n.year()
	if yearFirst {
		return YearFirst, sure
	}
	order, decided = n.dayOrMonth()
	return order, decided && sure
}

// year says whether two digits of a year stand first, and whether the values
// decide it.
func (n *Notation) year() (first, decided bool) {
	switch {
	case n.YearFirst+n.ShortYears == 0:
		return false, true
	case n.YearFirst > n.YearLast*100:
		return true, true
	case n.YearLast > n.YearFirst*100:
		return false, true
	case n.YearFirst > 0 || n.YearLast > 0:
		return n.YearFirst > n.YearLast, false
	case fewDays(n.Thirds, n.Firsts):
		return false, true
	}
	first = fewDays(n.Firsts, n.Thirds)
	return first, first
}

// YearAsked reports whether it is the year of which the values do not decide
// whether it stands first.
func (n *Notation) YearAsked() bool {
	_, decided := n.year()
	return !decided
}

// fewDays tells, where nothing else decides, years from days: days of a month
// are many, and no list is of 25 years but of at most eight days of their
// months.
func fewDays(years, days uint32) bool {
	return bits.OnesCount32(days) >= 25 && bits.OnesCount32(years) <= 8
}

// dayOrMonth is the order of day and month before a year.
func (n *Notation) dayOrMonth() (order DayOrder, decided bool) {
	switch {
	case n.DayFirst+n.MonthFirst+n.Undecided == 0, n.DayFirst > n.MonthFirst*100:
		return DayFirst, true
	case n.MonthFirst > n.DayFirst*100:
		return MonthFirst, true
	case n.MonthFirst > n.DayFirst:
		return MonthFirst, false
	}
	return DayFirst, false
}
