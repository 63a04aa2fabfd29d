package xlsx

import "strings"

// A numberStyle is what a number format makes of a number.
type numberStyle uint8

const (
	plainNumber  numberStyle = iota
	dateStyle                // a date, with or without time
	timeStyle                // a time of day alone
	elapsedStyle             // a duration: hours beyond 24, [h]:mm
)

// builtInStyle is the meaning of the format numbers that a workbook need not
// define (ECMA-376 part 1, 18.8.30). 27-36 and 50-58 are dates in Chinese,
// Japanese and Korean, 71-81 in Thai; some of those are times in one language and
// dates in another, and then count as dates.
func builtInStyle(id int) numberStyle {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id >= 34 && id <= 36,
		id >= 50 && id <= 58, id >= 71 && id <= 74, id == 77, id == 81:
		return dateStyle
	case id >= 18 && id <= 21, id == 32, id == 33, id == 45, id == 47, id == 75, id == 76, id == 78, id == 80:
		return timeStyle
	case id == 46, id == 79:
		return elapsedStyle
	}
	return plainNumber
}

// styleOfFormat recognises dates, times and durations by the code of the format,
// for example "[$-419]d mmmm yyyy;@" or `[h]:mm" h"`. Of several sections the first
// that shows a date or time decides.
func styleOfFormat(code string) numberStyle {
	for code != "" {
		var read section
		read, code = readSection(code)
		if style := read.style(); style != plainNumber {
			return style
		}
	}
	return plainNumber
}

// A section is what matters of a part of a format between semicolons.
type section struct {
	date    bool // y d e g b
	clock   bool // h s AM/PM
	elapsed bool // [h] [mm] [ss]
	digits  bool // # ? or a 0 that is not a fraction of a second
	months  int  // the m that are months and not minutes
	lastTwo [2]byte
}

func (s *section) style() numberStyle {
	switch {
	case s.digits:
		return plainNumber
	case s.elapsed:
		return elapsedStyle
	case s.date || s.months > 0:
		return dateStyle
	case s.clock:
		return timeStyle
	}
	return plainNumber
}

// readSection reads up to the next ";" and returns what is behind it.
func readSection(code string) (read section, rest string) {
	for i := 0; i < len(code); {
		if code[i] == ';' {
			return read, code[i+1:]
		}
		if n := read.literal(code[i:]); n > 0 {
			i += n
			continue
		}
		read.letter(code, i)
		i++
	}
	return read, ""
}

// literal returns the length of what stands at the front and is shown as it is, or
// is an instruction of several characters; 0 for a letter of the format.
func (s *section) literal(code string) int {
	switch code[0] {
	case '"':
		return closing(code, '"')
	case '\\', '_', '*':
		return 2 // the next character is text, a width or a filling
	case '[':
		n := closing(code, ']')
		s.elapsed = s.elapsed || isElapsed(code[:n])
		return n
	}
	for _, mark := range []string{"AM/PM", "A/P", "General"} {
		if len(code) >= len(mark) && strings.EqualFold(code[:len(mark)], mark) {
			s.clock = s.clock || mark != "General"
			return len(mark)
		}
	}
	return 0
}

// letter notes code[i]. An m is minutes behind h and before s, else months.
func (s *section) letter(code string, i int) {
	c := code[i] | 0x20 // lower case, for letters
	switch c {
	case 'y', 'd', 'e', 'g', 'b':
		if c == 'e' && i+1 < len(code) && (code[i+1] == '+' || code[i+1] == '-') {
			s.digits = true // the exponent of 0.00E+00, not the era
		}
		s.date = true
	case 'h':
		s.clock = true
	case 's':
		s.clock = true
		if s.lastTwo[1] == 'm' && s.lastTwo[0] != 'h' {
			s.months--
		}
	case 'm':
		if s.lastTwo[1] != 'm' && s.lastTwo[1] != 'h' {
			s.months++
		}
	default:
		zero := code[i] == '0' && !isSecondFraction(code[:i])
		s.digits = s.digits || zero || code[i] == '#' || code[i] == '?'
		return
	}
	if c != s.lastTwo[1] {
		s.lastTwo = [2]byte{s.lastTwo[1], c}
	}
}

// closing returns the length of the quoted text or bracket at the front.
func closing(code string, end byte) int {
	if i := strings.IndexByte(code[1:], end); i >= 0 {
		return i + 2
	}
	return len(code)
}

// isElapsed tells [h], [mm] and [ss] from [Red], [$-419] and [<1].
func isElapsed(bracket string) bool {
	inside := strings.ToLower(strings.Trim(bracket, "[]"))
	return inside != "" && (strings.Trim(inside, "h") == "" || strings.Trim(inside, "m") == "" || strings.Trim(inside, "s") == "")
}

// isSecondFraction reports whether a 0 behind this code belongs to ss.000.
func isSecondFraction(before string) bool {
	before = strings.TrimRight(before, "0")
	if n := len(before); n > 0 && (before[n-1] == '.' || before[n-1] == ',') {
		before = strings.TrimRight(before[:n-1], "]")
		return before != "" && before[len(before)-1]|0x20 == 's'
	}
	return false
}
