package values

import (
	"strconv"
	"strings"
	"time"
)

// Period reads a month or a quarter as spreadsheets write them: 2019-01, 2019/01,
// 2019M01, 01.2019, 01/2019, 2019Q1, 2019-Q1, Q1 2019. It is the first day of the
// period, as days since 1970. Years are 1900 to 2199, and a year stands in full.
func Period(text string) (day int64, ok bool) {
	fields := strings.FieldsFunc(strings.ToUpper(text), func(r rune) bool { return strings.ContainsRune("-/. ", r) })
	switch len(fields) {
	case 1:
		at := strings.IndexAny(fields[0], "QM")
		if at <= 0 {
			return 0, false
		}
		fields = []string{fields[0][:at], fields[0][at:]}
	case 2:
	default:
		return 0, false
	}
	if len(fields[0]) != 4 {
		fields[0], fields[1] = fields[1], fields[0]
	}
	year, known := digits(fields[0], 4)
	if !known || year < 1900 || year > 2199 {
		return 0, false
	}
	months, number := 1, fields[1]
	if quarter, is := strings.CutPrefix(number, "Q"); is {
		months, number = 3, quarter
	} else {
		number = strings.TrimPrefix(number, "M")
	}
	place, known := digits(number, 2)
	if !known || place < 1 || place > 12/months {
		return 0, false
	}
	first := time.Date(year, time.Month((place-1)*months+1), 1, 0, 0, 0, 0, time.UTC)
	return first.Unix() / secondsPerDay, true
}

// digits reads at most so many of them, and nothing else.
func digits(text string, most int) (number int, ok bool) {
	if text == "" || len(text) > most || strings.Trim(text, "0123456789") != "" {
		return 0, false
	}
	number, err := strconv.Atoi(text)
	return number, err == nil
}
