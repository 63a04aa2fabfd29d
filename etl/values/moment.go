package values

// DayOrder says how 03.04.2025 is meant.
type DayOrder uint8

// The orders of day, month and year. All of them read dates that begin with the
// four digits of a year and dates whose month is a word; LongYearFirst reads no
// others, and YearFirst those that begin with the two last digits of a year.
const (
	LongYearFirst DayOrder = iota
	YearFirst
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
	case "year first":
		return YearFirst
	}
	return LongYearFirst
}

// Moment reads a date or a time as exports write it, in µs since 1970 UTC. ISO
// 8601 is read whatever the order of day and month, also with an offset, and so
// is a date whose month is a word; other times are those of the clock. Years are 1900 to 2199: 01.01.0001 is how some
// systems write that there is no date, and what a century of years without data
// would do to a report helps nobody. A day that no calendar has is no date.
func Moment(text string, order DayOrder, clock *Clock) (micros int64, ok bool) {
	if len(text) < 6 {
		return 0, false
	}
	scan := scanner{text: text}
	date, ok := scan.date(order)
	if !ok {
		scan.at = 0
		date, ok = scan.wordDate()
	}
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
