package values

// DayOrder says how 03.04.2025 is meant.
type DayOrder uint8

// The orders of day and month. YearFirst reads only dates that begin with four
// digits of a year.
const (
	YearFirst DayOrder = iota
	DayFirst
	MonthFirst
)

// DayOrderNamed is the order as a config calls it.
func DayOrderNamed(name string) DayOrder {
	switch name {
	case "day first":
		return DayFirst
	case "month first":
		return MonthFirst
	}
	return YearFirst
}

// Moment reads a date or a time as exports write it, in µs since 1970 UTC. ISO
// 8601 is read whatever the order of day and month, also with an offset; other
// times are those of the clock. Years are 1900 to 2199: 01.01.0001 is how some
// systems write that there is no date, and what a century of years without data
// would do to a report helps nobody. A day that no calendar has is no date, and
// of two digits at the beginning none is ever taken for a year.
func Moment(text string, order DayOrder, clock *Clock) (micros int64, ok bool) {
	if len(text) < 6 || text[0]-'0' > 9 {
		return 0, false
	}
	scan := scanner{text: text}
	date, ok := scan.date(order)
	if !ok {
		return 0, false
	}
	micros = date * microsPerDay
	if scan.at == len(text) {
		return clock.UTC(micros), true
	}
	if !scan.separator() {
		return 0, false
	}
	if scan.at == len(text) {
		return clock.UTC(micros), true
	}
	time, ok := scan.clockTime()
	if !ok {
		return 0, false
	}
	micros += time
	offset, found, ok := scan.offset()
	if !ok || scan.at != len(text) {
		return 0, false
	}
	if found {
		return micros - offset*microsPerSecond, true
	}
	return clock.UTC(micros), true
}

// Serial reads a day number of Excel's calendar, which a column of dates holds
// whose format got lost. Other numbers (19970101, and years) are none.
func Serial(days float64) (shown int64, ok bool) {
	const first, last, epoch = 10_000, 80_000, 25_569 // 1927 to 2119; 1970-01-01
	if !(days >= first && days <= last) {
		return 0, false
	}
	return int64((days-epoch)*secondsPerDay+0.5) * microsPerSecond, true
}
