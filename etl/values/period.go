package values

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Period reads a month or a quarter as spreadsheets write them: 2019-01, 2019/01,
// 2019M01, 01.2019, 01/2019, январь 2019, ene-19, enero de 2019, 2019Q1, 2019-Q1,
// Q1 2019. It is the first day of the period, as days since 1970. Years are 1900 to
// 2199; only beside a month's name a year may have two digits.
func Period(text string) (day int64, ok bool) {
	one, two, ok := periodParts(text)
	if !ok {
		return 0, false
	}
	if month := monthOf(plainWords(one)); month > 0 {
		return firstOf(two, month, true)
	}
	if month := monthOf(plainWords(two)); month > 0 {
		return firstOf(one, month, true)
	}
	if len(one) != 4 {
		one, two = two, one
	}
	two = strings.ToUpper(two)
	if quarter, is := strings.CutPrefix(two, "Q"); is {
		if place, known := digits(quarter, 1); known && place >= 1 && place <= 4 {
			return firstOf(one, (place-1)*3+1, false)
		}
		return 0, false
	}
	if month, known := digits(strings.TrimPrefix(two, "M"), 2); known && month >= 1 && month <= 12 {
		return firstOf(one, month, false)
	}
	return 0, false
}

// periodParts are the year and the part of it, in the order of the text.
func periodParts(text string) (one, two string, ok bool) {
	fields := slices.DeleteFunc(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("-/., \u00a0\u202f", r) }), func(word string) bool {
		return slices.Contains([]string{"de", "del", "of", "г", "год", "года"}, strings.ToLower(word))
	})
	if len(fields) == 1 {
		if at := strings.IndexAny(fields[0], "QMqm"); at > 0 {
			fields = []string{fields[0][:at], fields[0][at:]}
		}
	}
	if len(fields) != 2 {
		return "", "", false
	}
	return fields[0], fields[1], true
}

// firstOf is the first day of a month.
func firstOf(text string, month int, short bool) (int64, bool) {
	year, known := digits(text, 4)
	if short && len(text) == 2 {
		year = century(year)
	} else if len(text) != 4 {
		return 0, false
	}
	if !known || year < 1900 || year > 2199 {
		return 0, false
	}
	return time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay, true
}

// digits reads at most so many of them, and nothing else.
func digits(text string, most int) (number int, ok bool) {
	if text == "" || len(text) > most || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	number, err := strconv.Atoi(text)
	return number, err == nil
}
