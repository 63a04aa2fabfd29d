package etl

import (
	"fmt"
	"strings"

	"clientele/etl/values"
)

// notation gathers how a file writes numbers and dates, where nobody said so.
// It sees every value, so that it never guesses from a sample: where the data
// does not decide, the user is asked.
type notation struct {
	typed          int // numbers whose cell says that they are numbers
	points, commas int // numbers that only make sense with this decimal mark
	ambiguous      int // one mark before exactly three digits: 1,234
	dayFirst       int // dates whose first number is no month: 31.12.2024
	monthFirst     int // dates whose second number is no month
	undecided      int // dates that could be either
	same           int // dates of which both numbers are the same: 02.02.2024
	example        string
	exampleNumber  string
}

// number looks at one written number. Marks without a digit behind them belong
// to a word ("руб.") and say nothing.
func (n *notation) number(text string) {
	var points, commas int
	var last int
	for i := range len(text) - 1 {
		if text[i+1] < '0' || text[i+1] > '9' {
			continue
		}
		switch text[i] {
		case '.':
			points, last = points+1, i
		case ',':
			commas, last = commas+1, i
		}
	}
	switch {
	case points == 0 && commas == 0:
	case points > 0 && commas > 0:
		n.decimalAt(text, last)
	case points > 1:
		n.commas++
	case commas > 1:
		n.points++
	case digitsBehind(text, last) == 3 && mayBeThousands(text[:last]):
		n.ambiguous++
		n.exampleNumber = first(n.exampleNumber, text)
	default:
		n.decimalAt(text, last)
	}
}

func (n *notation) decimalAt(text string, at int) {
	if text[at] == '.' {
		n.points++
	} else {
		n.commas++
	}
}

// mayBeThousands reports whether a mark can separate thousands behind these
// digits: one to three of them, of which the first is no zero.
func mayBeThousands(before string) bool {
	start := len(before)
	for start > 0 && before[start-1] >= '0' && before[start-1] <= '9' {
		start--
	}
	digits := before[start:]
	return len(digits) >= 1 && len(digits) <= 3 && digits[0] != '0'
}

func digitsBehind(text string, at int) int {
	n := 0
	for _, r := range text[at+1:] {
		if r < '0' || r > '9' {
			break
		}
		n++
	}
	return n
}

// moment looks at one written date.
func (n *notation) moment(text string) {
	text = strings.TrimSpace(text)
	one, rest, ok := leadingNumber(text)
	if !ok || one > 31 { // 2024-… is ISO
		return
	}
	two, rest, ok := leadingNumber(strings.TrimLeft(rest, "./-"))
	if !ok || rest == "" {
		return
	}
	switch {
	case one == two && one <= 12:
		n.same++
	case one > 12 && two <= 12:
		n.dayFirst++
	case two > 12 && one <= 12:
		n.monthFirst++
	default:
		n.undecided++
		n.example = first(n.example, text)
	}
}

func leadingNumber(text string) (value int, rest string, ok bool) {
	i := 0
	for i < len(text) && i < 4 && text[i] >= '0' && text[i] <= '9' {
		value = value*10 + int(text[i]-'0')
		i++
	}
	return value, text[i:], i > 0
}

// add takes what was gathered of rows further down.
func (n *notation) add(later notation) {
	n.typed += later.typed
	n.points += later.points
	n.commas += later.commas
	n.ambiguous += later.ambiguous
	n.dayFirst += later.dayFirst
	n.monthFirst += later.monthFirst
	n.undecided += later.undecided
	n.same += later.same
	n.example = first(n.example, later.example)
	n.exampleNumber = first(n.exampleNumber, later.exampleNumber)
}

// decide takes what the config says, else what the data shows.
func (n *notation) decide(source Source, file string) (made decisions, err error) {
	mark, order := source.Decimal, source.Dates
	if mark == "" {
		if mark, err = n.decimalMark(file); err != nil {
			return decisions{}, err
		}
	}
	if order == "" {
		if order, err = n.dayOrder(file); err != nil {
			return decisions{}, err
		}
	}
	return decisions{mark[0], values.DayOrderNamed(order)}, nil
}

// expect is what the first rows make likely of the rest.
func (n *notation) expect(source Source) decisions {
	expected := *n
	if expected.commas > expected.points {
		expected.points, expected.ambiguous = 0, 0
	} else {
		expected.commas, expected.ambiguous, expected.points = 0, 0, max(1, expected.points)
	}
	if expected.monthFirst > expected.dayFirst {
		expected.dayFirst = 0
	} else if expected.undecided > 0 || expected.dayFirst > 0 {
		expected.monthFirst, expected.dayFirst = 0, max(1, expected.dayFirst)
	}
	made, err := expected.decide(source, "")
	if err != nil {
		return decisions{decimalMark: '.', dayOrder: values.DayFirst}
	}
	return made
}

func first(have, otherwise string) string {
	if have != "" {
		return have
	}
	return otherwise
}

// decimalMark is the file's decimal mark. What hardly ever occurs (below a
// hundredth of the rest) is dirt and not a notation: a mark beside the other
// one, and written numbers in a column of typed ones.
func (n *notation) decimalMark(file string) (string, error) {
	dirt := (n.points+n.commas+n.ambiguous)*100 < n.typed
	switch {
	case dirt && n.commas > n.points:
		return ",", nil
	case dirt:
		return ".", nil
	case n.points > n.commas*100:
		return ".", nil
	case n.commas > n.points*100:
		return ",", nil
	case n.points == 0 && n.commas == 0 && n.ambiguous == 0:
		return ".", nil
	case n.points == 0 && n.commas == 0:
		return "", &FileError{File: file, Cause: ErrInput, Text: fmt.Sprintf(
			"it cannot be seen whether %s has three decimals or is in thousands; say which mark is the decimal one (decimal: \",\" in a config, --decimal \",\" on the command line; or \".\")", n.exampleNumber)}
	}
	return "", &FileError{File: file, Cause: ErrInput, Text: fmt.Sprintf(
		"%d numbers have a decimal point and %d a decimal comma; say which is right (decimal: \",\" in a config, --decimal \",\" on the command line; or \".\"), the others will be rejected", n.points, n.commas)}
}

// dayOrder is the order of day and month.
func (n *notation) dayOrder(file string) (string, error) {
	switch {
	case n.dayFirst == 0 && n.monthFirst == 0 && n.undecided == 0 && n.same == 0:
		return "year first", nil
	case n.dayFirst == 0 && n.monthFirst == 0 && n.undecided == 0:
		return "day first", nil
	case n.dayFirst > n.monthFirst*100:
		return "day first", nil
	case n.monthFirst > n.dayFirst*100:
		return "month first", nil
	case n.dayFirst == 0 && n.monthFirst == 0:
		return "", &FileError{File: file, Cause: ErrInput, Text: fmt.Sprintf(
			"it cannot be seen whether the day or the month stands first in %s; say so (in a config dates: day first, on the command line --dates \"day first\"; or month first)", n.example)}
	}
	return "", &FileError{File: file, Cause: ErrInput, Text: fmt.Sprintf(
		"%d dates begin with a day and %d with a month; say which is right (in a config dates: day first, on the command line --dates \"day first\"; or month first), the others will be rejected", n.dayFirst, n.monthFirst)}
}
