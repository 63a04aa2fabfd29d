package schedule

import (
	"fmt"
	"slices"
	"strings"
)

// The fields of a crontab, in their order. Names are three letters long; weekdays count
// from Sunday, which is 0 and 7.
type field struct {
	name       string
	least      int
	most       int
	size       int // how many different values there are: ranges go on from the first after the last
	names      []string
	firstNamed int
	blank      bool // may be "?", as where days are written in the other field
}

func fields() []field {
	return []field{
		{name: "minute", most: 59, size: 60},
		{name: "hour", most: 23, size: 24},
		{name: "day of the month", least: 1, most: 31, size: 31, blank: true},
		{name: "month", least: 1, most: 12, size: 12, firstNamed: 1, names: []string{
			"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}},
		{name: "weekday", most: 7, size: 7, blank: true, names: []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}},
	}
}

// parseCron reads minute, hour, day of the month, month and weekday. A schedule that
// names both days of the month and weekdays is refused: crontab(5) runs on either,
// other programs on days that are both, and a mail that comes on the wrong days is
// worse than a question.
func parseCron(texts []word) (Spec, *SyntaxError) {
	known := fields()
	if len(texts) != len(known) {
		position := texts[min(len(texts), len(known)+1)-1]
		return Spec{}, position.wrong(`minute, hour, day of the month, month, weekday: "0 8 * * MON"`,
			"a crontab has 5 fields, this has %d", len(texts))
	}
	minutes, err := known[0].values(texts[0])
	if err != nil {
		return Spec{}, err
	}
	hours, err := known[1].values(texts[1])
	if err != nil {
		return Spec{}, err
	}
	monthdays, err := known[2].monthdays(texts[2])
	if err != nil {
		return Spec{}, err
	}
	months, err := known[3].values(texts[3])
	if err != nil {
		return Spec{}, err
	}
	weekdays, err := known[4].weekdays(texts[4])
	if err != nil {
		return Spec{}, err
	}
	if monthdays != nil && weekdays != nil {
		return Spec{}, texts[4].wrong("make two jobs of it; the first Monday of a month is MON#1, the last one MON#L",
			"days of the month and weekdays at once: some programs run on either, some on days that are both")
	}
	spec := Spec{text: canonical(texts), days: dates{months: uint16(months), monthdays: monthdays, weekdays: weekdays}}
	for minute := range 24 * 60 {
		if hours>>(minute/60)&1 == 1 && minutes>>(minute%60)&1 == 1 {
			spec.minutes = append(spec.minutes, minute)
		}
	}
	if !comes(spec.days) {
		return Spec{}, texts[2].wrong("", "no day %s ever comes in month %s", texts[2].text, texts[3].text)
	}
	return spec, nil
}

func canonical(texts []word) string {
	var parts []string
	for _, w := range texts {
		parts = append(parts, strings.ReplaceAll(strings.ToUpper(w.text), "?", "*"))
	}
	return strings.Join(parts, " ")
}

// values reads a list into bits.
func (f field) values(list word) (uint64, *SyntaxError) {
	var set uint64
	for _, item := range list.split(",") {
		values, err := f.item(item)
		if err != nil {
			return 0, err
		}
		for _, value := range values {
			set |= 1 << value
		}
	}
	return set, nil
}

// item reads "*", "5", "MON", "1-5" and each of these with a step. "10/15" means from 10
// to the end in steps of 15.
func (f field) item(item word) ([]int, *SyntaxError) {
	parts := item.split("/")
	if len(parts) > 2 {
		return nil, parts[2].wrong("one / is enough", "a second step in %q", item.text)
	}
	first, count, err := f.span(parts[0], len(parts) == 2)
	if err != nil {
		return nil, err
	}
	step := 1
	if len(parts) == 2 {
		if step, err = f.step(parts[1], count); err != nil {
			return nil, err
		}
	}
	var values []int
	for i := 0; i < count; i += step {
		values = append(values, f.least+(first-f.least+i)%f.size)
	}
	return values, nil
}

func (f field) step(text word, count int) (int, *SyntaxError) {
	step, ok := text.number()
	if !ok || step == 0 {
		return 0, text.wrong("*/15 is every fifteenth", "%q is no step", text.text)
	}
	if step >= count && step > 1 {
		return 0, text.wrong("write the one value that is meant", "a step of %d leaves but one of %d values of the %s", step, count, f.name)
	}
	return step, nil
}

// span reads what stands before a step: from where, and how many values. A range whose
// end lies before its beginning goes on from the first value: FRI-MON, 22-2.
func (f field) span(text word, stepped bool) (first, count int, err *SyntaxError) {
	if text.text == "*" || text.text == "?" && f.blank {
		return f.least, f.size, nil
	}
	ends := text.split("-")
	if len(ends) > 2 {
		return 0, 0, ends[2].wrong("", "a range has two ends, %q has more", text.text)
	}
	if first, err = f.value(ends[0]); err != nil {
		return 0, 0, err
	}
	if len(ends) == 1 {
		if stepped {
			return first, f.least + f.size - first, nil
		}
		return first, 1, nil
	}
	last, err := f.value(ends[1])
	if err != nil {
		return 0, 0, err
	}
	if text.text == "0-7" && f.size == 7 {
		return first, f.size, nil // Sunday to Sunday
	}
	return first, (last-first+f.size)%f.size + 1, nil
}

// value reads a number or a name; Sunday is 0.
func (f field) value(text word) (int, *SyntaxError) {
	if n, ok := text.number(); ok && n >= f.least && n <= f.most {
		return f.least + (n-f.least)%f.size, nil
	}
	for i, name := range f.names {
		if text.is(name) {
			return f.firstNamed + i, nil
		}
	}
	hint := fmt.Sprintf("%d to %d", f.least, f.most)
	if len(f.names) > 0 {
		hint += fmt.Sprintf(", or %s to %s", f.names[0], f.names[len(f.names)-1])
		if guess := f.guess(text); guess != "" {
			hint = fmt.Sprintf("did you mean %s?", guess)
		}
	}
	if text.text == "" {
		return 0, text.wrong(hint, "a %s is missing here", f.name)
	}
	return 0, text.wrong(hint, "%q is no %s", text.text, f.name)
}

// guess knows whole names by their first letters, and misspelt short ones.
func (f field) guess(text word) string {
	upper := strings.ToUpper(text.text)
	if i := slices.IndexFunc(f.names, func(name string) bool { return strings.HasPrefix(upper, name) }); i >= 0 {
		return f.names[i]
	}
	for _, name := range f.names {
		if len(upper) == len(name) && meant(text, []string{name}) != "" {
			return name
		}
	}
	return ""
}
