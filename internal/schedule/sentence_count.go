package schedule

import (
	"fmt"
	"strconv"
	"strings"
)

func ordinals() []string { return []string{"", "first", "second", "third", "fourth", "fifth"} }

// ordinalOf reads first to fifth and 1st to 31st.
func ordinalOf(w word) (int, bool) {
	for n, name := range ordinals() {
		if n > 0 && w.is(name) {
			return n, true
		}
	}
	digits := strings.TrimRight(w.text, "stndrhSTNDRH")
	if len(w.text)-len(digits) != 2 {
		return 0, false
	}
	n, ok := word{text: digits}.number()
	if !ok || !w.is(strconv.Itoa(n)+suffix(n)) {
		return 0, false
	}
	return n, true
}

// suffix of English ordinals: 1st, 2nd, 3rd, 4th, 11th, 21st.
func suffix(n int) string {
	switch {
	case n%100 >= 11 && n%100 <= 13:
		return "th"
	case n%10 == 1:
		return "st"
	case n%10 == 2:
		return "nd"
	case n%10 == 3:
		return "rd"
	default:
		return "th"
	}
}

// count is which of a month's days are meant.
type count struct {
	nth  daySet
	last bool
	// position of the highest one
	highest word
	most    int
}

func (c count) String() string {
	var names []string
	for n := 1; n <= 31; n++ {
		if !c.nth.has(n) {
			continue
		}
		if n < len(ordinals()) {
			names = append(names, ordinals()[n])
		} else {
			names = append(names, strconv.Itoa(n)+suffix(n))
		}
	}
	if c.last {
		names = append(names, "last")
	}
	return listed(names)
}

// counted reads "first working day", "3rd and last working day", "last Friday",
// "15th day".
func (s *sentence) counted() (Spec, *SyntaxError) {
	which, err := s.count()
	if err != nil {
		return Spec{}, err
	}
	if s.take("working", "day") || s.take("working", "days") {
		if err := s.needsCalendar(); err != nil {
			return Spec{}, err
		}
		s.ofTheMonth()
		found := workdays{calendar: s.calendar, nth: which.nth, last: which.last}
		if !which.last && !comes(found) {
			return Spec{}, which.highest.wrong("a month has about twenty working days", "no month has a %s working day", which)
		}
		return s.times(which.String()+" working day", found)
	}
	if s.take("day") || s.take("days") {
		s.ofTheMonth()
		found := monthdays{numbers: which.nth}
		if which.last {
			found.ends = []int{0}
		}
		return s.times(which.String()+" day", dates{months: everyMonth, monthdays: &found})
	}
	weekday, ok := s.weekday()
	if !ok {
		return Spec{}, s.expected("working day, day or a weekday", append(weekdayNames(), "working", "day", "and")...)
	}
	if which.most > 5 {
		return Spec{}, which.highest.wrong("first to fifth, or last", "no month has a %d%s %s", which.most, suffix(which.most), weekdayNames()[weekday])
	}
	s.ofTheMonth()
	var found weekdays
	found.nth[weekday] = uint8(which.nth)
	if which.last {
		found.last = 1 << weekday
	}
	return s.times(which.String()+" "+weekdayNames()[weekday], dates{months: everyMonth, weekdays: &found})
}

func (s *sentence) count() (count, *SyntaxError) {
	var which count
	for {
		w := s.peek()
		n, ok := ordinalOf(w)
		switch {
		case s.take("last"):
			which.last = true
		case ok && n >= 1 && n <= 31:
			s.next++
			which.nth = which.nth.with(n)
			if n > which.most {
				which.most, which.highest = n, w
			}
		case ok:
			return which, w.wrong("first to 31st, or last", "no month has a %s day", w.text)
		default:
			return which, s.unknownStart()
		}
		if !s.more() {
			return which, nil
		}
	}
}

func (s *sentence) unknownStart() *SyntaxError {
	w := s.peek()
	for _, common := range []struct{ written, hint string }{
		{"daily", `write "every day at 07:30"`}, {"hourly", `write "every hour"`},
		{"weekly", `write "every Monday at 08:00"`}, {"monthly", `write "day 1 at 08:00" or "first working day at 08:00"`},
		{"at", `the day comes first: "every day at 07:30"`}, {"working", `write "every working day", "first working day" or "last working day"`},
		{"weekdays", `write "every working day at 07:30"`}, {"on", `write "every Monday at 08:00" or "day 15 at 08:00"`},
	} {
		if w.is(common.written) {
			return w.wrong(common.hint, "%q is not understood here", w.text)
		}
	}
	if at := s.next; at == 0 {
		if day, ok := s.weekday(); ok {
			return w.wrong(fmt.Sprintf("did you mean %q?", "every "+weekdayNames()[day]), "%q does not say which of them", w.text)
		}
	}
	return s.expected(`every, day, first, second, last, 3rd, …: "first working day at 08:00", or five fields of a crontab: "0 8 * * MON"`,
		append(ordinals()[1:], "every", "last", "day")...)
}

// ofTheMonth goes over words that may be left out.
func (s *sentence) ofTheMonth() {
	for _, which := range []string{"the", "a", "each", "every"} {
		if s.take("of", which, "month") {
			return
		}
	}
}

func namesOf(set uint8) string {
	var names []string
	for i := range 7 {
		weekday := (i + 1) % 7 // from Monday
		if set>>weekday&1 == 1 {
			names = append(names, weekdayNames()[weekday])
		}
	}
	return listed(names)
}

func numbersOf(set daySet) string {
	var names []string
	for day := 1; day <= 31; day++ {
		if set.has(day) {
			names = append(names, strconv.Itoa(day))
		}
	}
	return listed(names)
}
