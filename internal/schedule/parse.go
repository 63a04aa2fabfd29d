package schedule

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Parse reads a schedule: five fields of a crontab, or a sentence. What is wrong with it
// is a *SyntaxError; a schedule that never comes is wrong too.
func Parse(text string, calendar Calendar) (Spec, error) {
	spec, err := parse(text, calendar)
	if err != nil {
		return Spec{}, err // a nil *SyntaxError in an error is not nil
	}
	return spec, nil
}

func parse(text string, calendar Calendar) (Spec, *SyntaxError) {
	start := word{position: 1}
	if utf8.RuneCountInString(text) > longest {
		return Spec{}, start.wrong("", "a schedule has at most %d characters", longest)
	}
	fields := words(text, false)
	if len(fields) == 0 {
		return Spec{}, start.wrong(`write "first working day at 08:00", or "0 8 * * MON"`, "nothing says when")
	}
	if err := foreign(fields[0]); err != nil {
		return Spec{}, err
	}
	if !isCron(fields) {
		return parseSentence(words(text, true), calendar)
	}
	return parseCron(fields)
}

// isCron tells a crontab from a sentence. "3rd" begins with a digit too, and so may a
// sentence in a wrong order, whose words then say what is meant.
func isCron(fields []word) bool {
	first := fields[0]
	if strings.ContainsAny(first.text[:1], "*?,-/") {
		return true
	}
	if _, ordinal := ordinalOf(first); ordinal || first.text[0] < '0' || first.text[0] > '9' {
		return false
	}
	return !slices.ContainsFunc(fields, func(w word) bool {
		return w.is("at") || w.is("every") || w.is("day") || w.is("minutes") || w.is("hours")
	})
}

// foreign refuses what other programs write at a crontab's beginning.
func foreign(first word) *SyntaxError {
	upper := strings.ToUpper(first.text)
	if strings.HasPrefix(upper, "TZ=") || strings.HasPrefix(upper, "CRON_TZ=") {
		return first.wrong("write it as time_zone beside the schedule", "a time zone does not belong here")
	}
	if !strings.HasPrefix(upper, "@") {
		return nil
	}
	hint := `write "every day at 07:30" or "every 15 minutes"`
	switch upper {
	case "@HOURLY":
		hint = `write "every hour"`
	case "@DAILY", "@MIDNIGHT":
		hint = `write "every day at 00:00"`
	case "@WEEKLY":
		hint = `write "every Sunday at 00:00"`
	case "@MONTHLY":
		hint = `write "day 1 at 00:00"`
	case "@YEARLY", "@ANNUALLY":
		hint = `write "0 0 1 1 *"`
	}
	return first.wrong(hint, "%q is not known", first.text)
}

// comes reports whether there is any slot at all, from a day that is no argument: what
// comes does so within the days' horizon of any day.
func comes(d days) bool {
	s := Spec{minutes: []int{0}, days: d}
	_, found := s.wallAfter(time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC))
	return found
}
