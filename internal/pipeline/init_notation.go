package pipeline

import (
	"strings"

	"clientele/etl/values"
)

// notation counts how a file writes dates and numbers, by the rules by which a
// load decides the same (etl): what hardly ever occurs is dirt.
type notation struct {
	dayFirst, monthFirst, undecided, same int
	points, commas, ambiguous             int
	date, number                          string // examples of what is undecided
}

func (s *notation) moment(text string) {
	one, rest, ok := leadingDigits(strings.TrimSpace(text))
	if !ok || one > 31 {
		return
	}
	two, rest, ok := leadingDigits(strings.TrimLeft(rest, "./-"))
	if !ok || rest == "" {
		return
	}
	switch {
	case one == two && one <= 12:
		s.same++
	case one > 12 && two <= 12:
		s.dayFirst++
	case two > 12 && one <= 12:
		s.monthFirst++
	default:
		s.undecided++
		if s.date == "" {
			s.date = text
		}
	}
}

// leadingDigits takes a number of up to four digits off the beginning.
func leadingDigits(text string) (value int, rest string, ok bool) {
	i := 0
	for i < len(text) && i < 4 && text[i] >= '0' && text[i] <= '9' {
		value = value*10 + int(text[i]-'0')
		i++
	}
	return value, text[i:], i > 0
}

// amount looks at one written number.
func (s *notation) amount(text string) {
	var marks [2]int // points, commas
	last, behind := -1, 0
	for i := range len(text) - 1 {
		if text[i+1] < '0' || text[i+1] > '9' {
			continue
		}
		switch text[i] {
		case '.':
			marks[0]++
			last = i
		case ',':
			marks[1]++
			last = i
		}
	}
	if last < 0 {
		return
	}
	for i := last + 1; i < len(text) && text[i] >= '0' && text[i] <= '9'; i++ {
		behind++
	}
	isPoint := text[last] == '.'
	switch {
	case marks[0] > 1 && marks[1] == 0:
		s.commas++
	case marks[1] > 1 && marks[0] == 0:
		s.points++
	case marks[0]+marks[1] == 1 && behind == 3 && mayGroup(text[:last]):
		s.ambiguous++
		if s.number == "" {
			s.number = text
		}
	case isPoint:
		s.points++
	default:
		s.commas++
	}
}

// mayGroup reports whether a mark behind these digits may separate thousands.
func mayGroup(before string) bool {
	start := len(before)
	for start > 0 && before[start-1] >= '0' && before[start-1] <= '9' {
		start--
	}
	digits := before[start:]
	return len(digits) >= 1 && len(digits) <= 3 && digits[0] != '0'
}

// order is the order of day and month, and whether the file decides it.
func (s *notation) order() (values.DayOrder, bool) {
	switch {
	case s.dayFirst+s.monthFirst+s.undecided+s.same == 0:
		return values.YearFirst, true
	case s.dayFirst+s.monthFirst+s.undecided == 0, s.dayFirst > s.monthFirst*100:
		return values.DayFirst, true
	case s.monthFirst > s.dayFirst*100:
		return values.MonthFirst, true
	}
	return values.DayFirst, false
}

// mark is the decimal mark, and whether the file decides it.
func (s *notation) mark() (byte, bool) {
	switch {
	case s.points > s.commas*100, s.points+s.commas+s.ambiguous == 0:
		return '.', true
	case s.commas > s.points*100:
		return ',', true
	}
	if s.commas > s.points {
		return ',', false
	}
	return '.', false
}
