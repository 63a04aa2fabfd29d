package schedule

import "strings"

// monthdays reads the third field: lists, ranges and steps of numbers, and besides
//
//	L     the last day        L-3   three days before it
//	15W   of Monday to Friday the nearest to the 15th, in the same month
//	LW    the last of Monday to Friday     L-3W  the nearest to L-3
//
// W knows no holidays. It is nil where all days match.
func (f field) monthdays(list word) (*monthdays, *SyntaxError) {
	var found monthdays
	for _, item := range list.split(",") {
		upper := strings.ToUpper(item.text)
		switch {
		case strings.HasPrefix(upper, "L"):
			before, nearest, err := fromEnd(item)
			if err != nil {
				return nil, err
			}
			if nearest {
				found.endings = append(found.endings, before)
			} else {
				found.ends = append(found.ends, before)
			}
		case strings.HasSuffix(upper, "W"):
			number := word{text: item.text[:len(item.text)-1], position: item.position}
			day, ok := number.number()
			if !ok || day < 1 || day > 31 {
				return nil, item.wrong("15W is the working day nearest to the 15th, LW the last one", "%q is no day", item.text)
			}
			found.nearest = append(found.nearest, day)
		default:
			values, err := f.item(item)
			if err != nil {
				return nil, err
			}
			for _, day := range values {
				found.numbers = found.numbers.with(day)
			}
		}
	}
	if found.numbers == (shape{length: 31}).all() {
		return nil, nil
	}
	return &found, nil
}

// fromEnd reads L, L-3, LW and L-3W.
func fromEnd(item word) (before int, nearest bool, err *SyntaxError) {
	rest := item.text[1:]
	if strings.HasSuffix(strings.ToUpper(rest), "W") {
		nearest, rest = true, rest[:len(rest)-1]
	}
	if rest == "" {
		return 0, nearest, nil
	}
	offset := word{text: strings.TrimPrefix(rest, "-"), position: item.position + 2}
	before, ok := offset.number()
	if !ok || rest[0] != '-' || before < 1 || before > 30 {
		return 0, false, item.wrong("L is the last day of the month, L-1 to L-30 are days before it, LW is its last working day", "%q is no day", item.text)
	}
	return before, nearest, nil
}

// weekdays reads the fifth field: lists, ranges and steps of weekdays, and besides MON#1
// to MON#5, MON#L or MONL, 1#1 and 5L. It is nil where all days match.
func (f field) weekdays(list word) (*weekdays, *SyntaxError) {
	var found weekdays
	for _, item := range list.split(",") {
		name, which, numbered := item, word{}, false
		if parts := item.split("#"); len(parts) > 1 {
			if len(parts) > 2 {
				return nil, parts[2].wrong("one # is enough", "a second # in %q", item.text)
			}
			name, which, numbered = parts[0], parts[1], true
		} else if upper := strings.ToUpper(item.text); len(upper) > 1 && strings.HasSuffix(upper, "L") {
			name.text = item.text[:len(item.text)-1]
			which, numbered = word{text: "L", position: item.position + len(name.text)}, true
		}
		if !numbered {
			if item.is("L") {
				return nil, item.wrong("the last Friday of a month is FRI#L; the last day is L in the third field", "L is no weekday")
			}
			values, err := f.item(name)
			if err != nil {
				return nil, err
			}
			for _, weekday := range values {
				found.all |= 1 << weekday
			}
			continue
		}
		if err := found.add(f, name, which); err != nil {
			return nil, err
		}
	}
	if found.all == 1<<7-1 {
		return nil, nil
	}
	return &found, nil
}

// add takes up one weekday's first to fifth, or last, of a month.
func (d *weekdays) add(f field, name, which word) *SyntaxError {
	weekday, err := f.value(name)
	if err != nil {
		return err
	}
	if which.is("L") {
		d.last |= 1 << weekday
		return nil
	}
	nth, ok := which.number()
	if !ok || nth < 1 || nth > 5 {
		return which.wrong("MON#1 to MON#5, or MON#L for the last one", "%q does not say which of the month", which.text)
	}
	d.nth[weekday] |= 1 << nth
	return nil
}
