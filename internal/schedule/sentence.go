package schedule

import (
	"fmt"
	"strings"
)

// sentence reads the words of a schedule in English:
//
//	every day at 07:30                     every 15 minutes · every 2 hours · every hour
//	every working day at 07:30             every Monday and Thursday at 8:00
//	first working day at 08:00             first and third Monday at 8:00
//	last working day at 17:00 and 18:00    last Friday at 16:00
//	day 1, 15 at 08:00                     last day of the month at 18:00
type sentence struct {
	words    []word
	next     int
	end      word
	calendar Calendar
}

func parseSentence(texts []word, calendar Calendar) (Spec, *SyntaxError) {
	last := texts[len(texts)-1]
	s := &sentence{words: texts, calendar: calendar, end: word{position: last.position + len([]rune(last.text))}}
	if s.take("every") {
		return s.every()
	}
	if s.take("day") {
		return s.numbered()
	}
	return s.counted()
}

func (s *sentence) peek() word {
	if s.next < len(s.words) {
		return s.words[s.next]
	}
	return s.end
}

// take goes on behind the words where they come next.
func (s *sentence) take(texts ...string) bool {
	for i, text := range texts {
		if s.next+i >= len(s.words) || !s.words[s.next+i].is(text) {
			return false
		}
	}
	s.next += len(texts)
	return true
}

// more reports whether a list goes on: a comma, "and", or both.
func (s *sentence) more() bool {
	comma := s.take(",")
	return s.take("and") || comma
}

func (s *sentence) expected(what string, known ...string) *SyntaxError {
	w := s.peek()
	hint := ""
	if w.text != "" {
		hint = meant(w, known)
	}
	if hint == "" && what != "" {
		hint = "expected " + what
	}
	if w.text == "" {
		return w.wrong(hint, "the sentence ends too early")
	}
	return w.wrong(hint, "%q is not understood here", w.text)
}

func weekdayNames() []string {
	return []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
}

func (s *sentence) weekday() (int, bool) {
	for i, name := range weekdayNames() {
		if s.take(name) {
			return i, true
		}
	}
	return 0, false
}

// every reads what stands behind that word.
func (s *sentence) every() (Spec, *SyntaxError) {
	if s.take("day") {
		return s.times("every day", everyDay())
	}
	if s.take("working", "day") {
		if err := s.needsCalendar(); err != nil {
			return Spec{}, err
		}
		return s.times("every working day", workdays{calendar: s.calendar, every: true})
	}
	if _, ok := s.peek().number(); ok || s.peek().is("hour") || s.peek().is("minute") {
		return s.interval()
	}
	var found weekdays
	for {
		weekday, ok := s.weekday()
		if !ok {
			return Spec{}, s.unknownDay()
		}
		found.all |= 1 << weekday
		if !s.more() {
			break
		}
	}
	if found.all == 1<<7-1 {
		return s.times("every day", everyDay())
	}
	return s.times("every "+namesOf(found.all), dates{months: everyMonth, weekdays: &found})
}

func (s *sentence) unknownDay() *SyntaxError {
	switch w := s.peek(); {
	case w.is("weekday") || w.is("workday"):
		return w.wrong(`"every working day" leaves holidays out; "0 8 * * MON-FRI" does not`, "%q is not understood here", w.text)
	case w.is("month"):
		return w.wrong(`write "day 1 at 08:00" or "first working day at 08:00"`, "%q does not say which day", "every month")
	case w.is("week"):
		return w.wrong(`write "every Monday at 08:00"`, "%q does not say which day", "every week")
	}
	return s.expected("a weekday, day, working day, hour, or a number of minutes or hours",
		append(weekdayNames(), "day", "working", "hour", "minute")...)
}

// interval reads "hour", "minute", "15 minutes", "2 hours". They are counted from
// midnight, so a day must be a whole number of them.
func (s *sentence) interval() (Spec, *SyntaxError) {
	number := s.peek()
	n, counted := number.number()
	if counted {
		s.next++
	} else {
		n = 1
	}
	minutes, unit := n, "minute"
	switch {
	case s.take("hour") || counted && s.take("hours"):
		minutes, unit = n*60, "hour"
	case s.take("minute") || counted && s.take("minutes"):
	default:
		return Spec{}, s.expected("minutes or hours", "minutes", "hours")
	}
	const day = 24 * 60
	if minutes == 0 || minutes > day || day%minutes != 0 {
		return Spec{}, number.wrong("1, 2, 3, 4, 5, 6, 10, 12, 15, 20 or 30 minutes, 1, 2, 3, 4, 6, 8 or 12 hours",
			"a day is not a whole number of %d %ss", n, unit)
	}
	if s.next < len(s.words) {
		return Spec{}, s.peek().wrong("nothing more stands behind an interval; it is counted from midnight", "%q is not understood here", s.peek().text)
	}
	spec := Spec{text: intervalText(minutes), days: everyDay()}
	for minute := 0; minute < day; minute += minutes {
		spec.minutes = append(spec.minutes, minute)
	}
	return spec, nil
}

func intervalText(minutes int) string {
	switch {
	case minutes == 1:
		return "every minute"
	case minutes == 60:
		return "every hour"
	case minutes%60 == 0:
		return fmt.Sprintf("every %d hours", minutes/60)
	default:
		return fmt.Sprintf("every %d minutes", minutes)
	}
}

// numbered reads "day 1, 15".
func (s *sentence) numbered() (Spec, *SyntaxError) {
	var found monthdays
	for {
		day, ok := s.peek().number()
		if !ok || day < 1 || day > 31 {
			return Spec{}, s.expected(`a day of the month, 1 to 31; "last day" is the last one`)
		}
		s.next++
		found.numbers = found.numbers.with(day)
		if !s.more() {
			break
		}
	}
	return s.times("day "+numbersOf(found.numbers), dates{months: everyMonth, monthdays: &found})
}

func (s *sentence) needsCalendar() *SyntaxError {
	if s.calendar != nil {
		return nil
	}
	return s.words[0].wrong("", "working days need a calendar of holidays")
}

func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
