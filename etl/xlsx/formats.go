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
		var letters sectionLetters
		letters, code = readSection(code)
		if style := letters.style(); style != plainNumber {
			return style
		}
	}
	return plainNumber
}

// sectionLetters are the parts of one section of a format that matter.
type sectionLetters struct {
	date    bool // y d e g b, and m where it is a month
	clock   bool // h s AM/PM
	elapsed bool // [h] [mm] [ss]
	month   bool // m: a month or minutes, as the neighbours are
	digits  bool // # ? or a 0 that is not a fraction of a second
}

func (l sectionLetters) style() numberStyle {
	switch {
	case l.digits:
		return plainNumber
	case l.elapsed:
		return elapsedStyle
	case l.date || l.month && !l.clock:
		return dateStyle
	case l.clock:
		return timeStyle
	}
	return plainNumber
}

// readSection reads up to the next ";" and returns what is behind it.
func readSection(code string) (letters sectionLetters, rest string) {
	var lastTwo [2]byte // the clock letters before: m after h or before s is minutes
	months := 0
	note := func(c byte) {
		if c != lastTwo[1] {
			lastTwo = [2]byte{lastTwo[1], c}
		}
	}
	for i := 0; i < len(code); {
		c := code[i] | 0x20 // lower case, for letters
		switch {
		case code[i] == ';':
			letters.month = months > 0
			return letters, code[i+1:]
		case code[i] == '"':
			i += closing(code[i:], '"')
			continue
		case code[i] == '\\', code[i] == '_', code[i] == '*':
			i += 2 // the next character is text, a width or a filling
			continue
		case code[i] == '[':
			end := closing(code[i:], ']')
			letters.elapsed = letters.elapsed || isElapsed(code[i:i+end])
			i += end
			continue
		case c == 'a':
			if n := halfDay(code[i:]); n > 0 {
				letters.clock = true
				i += n
				continue
			}
		case c == 'g' && len(code)-i >= len("General") && strings.EqualFold(code[i:i+len("General")], "General"):
			i += len("General")
			continue
		case c == 'e' && i+1 < len(code) && (code[i+1] == '+' || code[i+1] == '-'):
			letters.digits = true // the exponent of 0.00E+00, not the era
		case c == 'y', c == 'd', c == 'e', c == 'g', c == 'b':
			letters.date = true
			note(c)
		case c == 'h', c == 's':
			letters.clock = true
			if c == 's' && lastTwo[1] == 'm' && lastTwo[0] != 'h' {
				months-- // the m before was minutes
			}
			note(c)
		case c == 'm':
			if lastTwo[1] != 'm' && lastTwo[1] != 'h' {
				months++
			}
			note(c)
		case code[i] == '#', code[i] == '?', code[i] == '0' && !isSecondFraction(code[:i]):
			letters.digits = true
		}
		i++
	}
	letters.month = months > 0
	return letters, ""
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

// halfDay returns the length of AM/PM or A/P at the front, or 0.
func halfDay(code string) int {
	for _, mark := range []string{"AM/PM", "A/P"} {
		if len(code) >= len(mark) && strings.EqualFold(code[:len(mark)], mark) {
			return len(mark)
		}
	}
	return 0
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
