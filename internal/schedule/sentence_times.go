package schedule

import (
	"fmt"
	"slices"
	"strings"
)

// times reads "at 08:00", or several, and the end of the sentence.
func (s *sentence) times(day string, on days) (Spec, *SyntaxError) {
	s.ofTheMonth()
	if !s.take("at") {
		return Spec{}, s.expected(`"at" and a time: at 08:00`, "at")
	}
	spec := Spec{days: on}
	for {
		minute, err := s.time()
		if err != nil {
			return Spec{}, err
		}
		spec.minutes = append(spec.minutes, minute)
		if !s.more() {
			break
		}
	}
	if s.next < len(s.words) {
		return Spec{}, s.peek().wrong("the sentence ends behind the time", "%q is not understood here", s.peek().text)
	}
	if !comes(on) {
		return Spec{}, s.words[0].wrong("look at the holidays", "%s: there is none in twenty years", day)
	}
	slices.Sort(spec.minutes)
	spec.minutes = slices.Compact(spec.minutes)
	var written []string
	for _, minute := range spec.minutes {
		written = append(written, fmt.Sprintf("%02d:%02d", minute/60, minute%60))
	}
	spec.text = day + " at " + listed(written)
	return spec, nil
}

// time reads H:MM of 24 hours into a minute of the day.
func (s *sentence) time() (int, *SyntaxError) {
	w := s.peek()
	if w.text == "" {
		return 0, s.expected("a time of the day: 08:00")
	}
	parts := w.split(":")
	hour, ok := parts[0].number()
	minute, whole := 0, len(parts) == 2 && len(parts[1].text) == 2
	if whole {
		minute, whole = parts[1].number()
	}
	switch {
	case ok && whole && hour == 24 && minute == 0:
		return 0, w.wrong("write 00:00 of the next day, or 23:59", "a day ends before 24:00")
	case !ok || !whole || len(parts[0].text) > 2 || hour > 23 || minute > 59:
		return 0, w.wrong(timeHint(w, hour, ok), "%q is no time of the day", w.text)
	}
	s.next++
	return hour*60 + minute, nil
}

func timeHint(w word, hour int, numbered bool) string {
	switch {
	case w.is("noon"):
		return "write 12:00"
	case w.is("midnight"):
		return "write 00:00"
	case numbered && hour < 24 && w.split(":")[0].text == w.text:
		return fmt.Sprintf("write %02d:00", hour)
	case strings.Contains(w.text, "."):
		return "hours and minutes with a colon: 08:00"
	default:
		return "00:00 to 23:59"
	}
}
