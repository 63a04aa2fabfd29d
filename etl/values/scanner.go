package values

import (
	"strings"
)

// scanner reads a text from its beginning.
type scanner struct {
	text string
	at   int
}

// number reads up to most digits.
func (s *scanner) number(most int) (value, digits int) {
	for digits < most && s.at < len(s.text) && s.text[s.at]-'0' <= 9 {
		value = value*10 + int(s.text[s.at]-'0')
		s.at++
		digits++
	}
	return value, digits
}

func (s *scanner) take(b byte) bool {
	if s.at < len(s.text) && s.text[s.at] == b {
		s.at++
		return true
	}
	return false
}

func (s *scanner) blanks() {
	for s.at < len(s.text) {
		switch rest := s.text[s.at:]; {
		case rest[0] == ' ' || rest[0] == '\t':
			s.at++
		case strings.HasPrefix(rest, "\u00a0"):
			s.at += len("\u00a0")
		case strings.HasPrefix(rest, "\u202f"):
			s.at += len("\u202f")
		default:
			return
		}
	}
}

// date reads a day, as the number of days since 1970.
func (s *scanner) date(order DayOrder) (int64, bool) {
	one, digits := s.number(8)
	switch {
	case digits == 8 && (s.at == len(s.text)):
		return validDay(one/10_000, one/100%100, one%100)
	case digits == 4:
		return s.behindYear(one)
	case digits == 0 || digits > 2 || order == LongYearFirst || s.at == len(s.text):
		return 0, false
	case order == YearFirst:
		if digits != 2 {
			return 0, false
		}
		return s.behindYear(century(one))
	}
	mark := s.text[s.at]
	if mark != '.' && mark != '/' && mark != '-' {
		return 0, false
	}
	s.at++
	two, digits := s.number(2)
	if digits == 0 || s.at == len(s.text) || !strings.ContainsRune("./-", rune(s.text[s.at])) {
		return 0, false
	}
	s.at++
	year, digits := s.number(5)
	switch digits {
	case 2:
		year = century(year)
	case 4:
	default:
		return 0, false
	}
	if digits == 2 && s.at < len(s.text) && s.text[s.at] == 'T' {
		return 0, false
	}
	if order == DayFirst {
		return validDay(year, two, one)
	}
	return validDay(year, one, two)
}

// century is the year that two digits mean: 1969 to 2068.
func century(year int) int {
	if year < 69 {
		return year + 2000
	}
	return year + 1900
}

// behindYear reads the month and the day of a date that begins with its year.
func (s *scanner) behindYear(year int) (int64, bool) {
	if s.at == len(s.text) {
		return 0, false
	}
	mark := s.text[s.at]
	if mark != '-' && mark != '/' && mark != '.' {
		return 0, false
	}
	s.at++
	month, digits := s.number(2)
	if digits == 0 || !s.take(mark) {
		return 0, false
	}
	day, digits := s.number(2)
	if digits == 0 {
		return 0, false
	}
	return validDay(year, month, day)
}

func validDay(year, month, day int) (int64, bool) {
	if year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31 || day > 28 && day > daysIn(year, month) {
		return 0, false
	}
	return days(year, month, day), true
}

// separator is what stands between a date and a time: blanks, a comma before
// them, or a T.
func (s *scanner) separator() bool {
	start := s.at
	if s.take('T') {
		return s.at < len(s.text)
	}
	comma := s.take(',')
	s.blanks()
	return s.at > start && (!comma || s.at > start+1)
}

// clockTime reads hours and minutes, seconds and their fraction where they
// stand, and AM or PM.
func (s *scanner) clockTime() (micros int64, ok bool) {
	hour, digits := s.number(2)
	if digits == 0 || !s.take(':') {
		return 0, false
	}
	minute, digits := s.number(2)
	if digits == 0 {
		return 0, false
	}
	second := 0
	if s.take(':') {
		if second, digits = s.number(2); digits == 0 {
			return 0, false
		}
		if s.at < len(s.text) && s.text[s.at] == '.' {
			if micros, ok = s.fraction(); !ok {
				return 0, false
			}
		}
	}
	if hour > 23 || minute > 59 || second > 59 {
		return 0, false
	}
	if hour, ok = s.halfDay(hour); !ok {
		return 0, false
	}
	return micros + int64(hour*3600+minute*60+second)*microsPerSecond, true
}

// fraction reads a second's fraction to the µs; further digits are cut off.
func (s *scanner) fraction() (micros int64, ok bool) {
	s.at++
	digits := 0
	for unit := int64(microsPerSecond / 10); s.at < len(s.text) && s.text[s.at]-'0' <= 9; unit /= 10 {
		micros += int64(s.text[s.at]-'0') * unit
		s.at++
		digits++
	}
	return micros, digits > 0
}

// halfDay turns the hour of a clock with twelve hours into one of 24, where AM
// or PM stands behind it: also "a. m.", as Spanish has it.
func (s *scanner) halfDay(hour int) (int, bool) {
	start := s.at
	s.blanks()
	if s.at == len(s.text) {
		return hour, true
	}
	letter := s.text[s.at] | 0x20
	if letter != 'a' && letter != 'p' {
		s.at = start
		return hour, true
	}
	s.at++
	s.take('.')
	s.blanks()
	if s.at == len(s.text) || s.text[s.at]|0x20 != 'm' {
		return 0, false
	}
	s.at++
	s.take('.')
	s.blanks()
	switch {
	case hour < 1 || hour > 12:
		return 0, false
	case hour == 12:
		hour = 0
	}
	if letter == 'p' {
		hour += 12
	}
	return hour, true
}

// offset reads how far a clock is ahead of UTC, in seconds: Z, UTC, +05,
// -0500, +05:30. No zone of the world is further off than 14 hours.
func (s *scanner) offset() (seconds int64, found, ok bool) {
	s.blanks()
	if s.at == len(s.text) {
		return 0, false, true
	}
	switch rest := s.text[s.at:]; {
	case rest == "Z" || rest == "UTC" || rest == "GMT":
		s.at = len(s.text)
		return 0, true, true
	case rest[0] != '+' && rest[0] != '-':
		return 0, false, false
	}
	negative := s.text[s.at] == '-'
	s.at++
	hours, digits := s.number(2)
	if digits != 2 || hours > 14 {
		return 0, false, false
	}
	minutes := 0
	if s.at < len(s.text) {
		s.take(':')
		if minutes, digits = s.number(2); digits != 2 || minutes > 59 {
			return 0, false, false
		}
	}
	seconds = int64(hours*3600 + minutes*60)
	if negative {
		seconds = -seconds
	}
	return seconds, true, true
}
