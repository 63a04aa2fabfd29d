package values

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordDate reads a date whose month is a word, so that no order has to be
// known: 25-Mar-2025, 17 февраля 2025 г., 29 de enero de 2025, March 25, 2025,
// 2025-Mar-25. A year of two digits stands at the end.
func (s *scanner) wordDate() (int64, bool) {
	one, digits := s.number(4)
	if digits == 3 {
		return 0, false
	}
	day, month := one, 0
	if digits > 0 {
		s.ordinal()
		s.gap()
	}
	if month = s.month(); month == 0 {
		return 0, false
	}
	if digits == 0 {
		s.gap()
		if day, digits = s.number(2); digits == 0 {
			return 0, false
		}
		s.ordinal()
		if s.at < len(s.text) && s.text[s.at]-'0' <= 9 {
			return 0, false // March 2025 has no day
		}
	}
	s.gap()
	year, last := s.number(5)
	switch {
	case digits == 4 && (last == 1 || last == 2):
		year, day = one, year
	case digits == 4:
		return 0, false
	case last == 2:
		year = century(year)
	case last != 4:
		return 0, false
	}
	s.behindDate()
	return validDay(year, month, day)
}

// month reads a month's name, 0 where there is none.
func (s *scanner) month() int {
	end := s.at
	for end < len(s.text) && end-s.at < 40 {
		r, size := utf8.DecodeRuneInString(s.text[end:])
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) {
			break
		}
		end += size
	}
	month := monthOf(plainWords(s.text[s.at:end]))
	if month > 0 {
		s.at = end
		s.take('.')
	}
	return month
}

// gap is what stands between a day, a month and a year.
func (s *scanner) gap() {
	s.blanks()
	if s.at < len(s.text) && strings.IndexByte("-/.,", s.text[s.at]) >= 0 {
		s.at++
		s.blanks()
	}
	for _, word := range []string{"de ", "del ", "of ", "De ", "DE ", "de\u00a0"} {
		if strings.HasPrefix(s.text[s.at:], word) {
			s.at += len(word)
			s.blanks()
			return
		}
	}
}

// ordinal is what makes a day the first or the third.
func (s *scanner) ordinal() {
	for _, ending := range []string{"st", "nd", "rd", "th", "º", ".º", "°"} {
		if strings.HasPrefix(s.text[s.at:], ending) {
			s.at += len(ending)
			return
		}
	}
}

// behindDate is the word for a year, and the one before a time.
func (s *scanner) behindDate() {
	for _, words := range [][]string{{"года", "год", "г.", "г"}, {"at", "a las", "a la", "às", "as", "в"}} {
		start := s.at
		s.take(',')
		s.blanks()
		found := false
		for _, word := range words {
			rest, ok := strings.CutPrefix(s.text[s.at:], word)
			if ok && (rest == "" || rest[0] == ' ' || rest[0] == ',' || strings.HasPrefix(rest, "\u00a0") || strings.HasPrefix(rest, "\u202f")) {
				s.at += len(word)
				found = true
				break
			}
		}
		if !found {
			s.at = start
		}
	}
}

// monthOf is the number of a month by its name in English, Russian, Spanish or
// Portuguese: whole, in the genitive, or short. No short form means two months.
func monthOf(name string) int {
	switch name {
	case "january", "jan", "январь", "января", "янв", "enero", "ene", "janeiro":
		return 1
	case "february", "feb", "февраль", "февраля", "фев", "февр", "febrero", "fevereiro", "fev":
		return 2
	case "march", "mar", "март", "марта", "мар", "marzo", "marco":
		return 3
	case "april", "apr", "апрель", "апреля", "апр", "abril", "abr":
		return 4
	case "may", "май", "мая", "mayo", "maio", "mai":
		return 5
	case "june", "jun", "июнь", "июня", "июн", "junio", "junho":
		return 6
	case "july", "jul", "июль", "июля", "июл", "julio", "julho":
		return 7
	case "august", "aug", "август", "августа", "авг", "agosto", "ago":
		return 8
	case "september", "sep", "sept", "сентябрь", "сентября", "сен", "сент", "septiembre", "setiembre", "setembro", "set":
		return 9
	case "october", "oct", "октябрь", "октября", "окт", "octubre", "outubro", "out":
		return 10
	case "november", "nov", "ноябрь", "ноября", "ноя", "нояб", "noviembre", "novembro":
		return 11
	case "december", "dec", "декабрь", "декабря", "дек", "diciembre", "dic", "dezembro", "dez":
		return 12
	}
	return 0
}
