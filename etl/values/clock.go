package values

import "time"

const (
	microsPerSecond = 1_000_000
	secondsPerDay   = 86_400
	microsPerDay    = secondsPerDay * microsPerSecond

	// The days between which moments lie: from 1900 to 2199, and one at either
	// end, since a zone may shift them there.
	firstDay = -25_568
	lastDay  = 84_006
)

// Clock turns what clocks of a time zone show into moments. It remembers how
// far a day's clocks are ahead of UTC and asks the zone again only for days
// around which they are put forward or back. It is not for use by several
// goroutines at once.
type Clock struct {
	zone    *time.Location
	utc     bool
	offsets []int32 // by day, in seconds; see the two below
}

const (
	offsetUnknown = 1 << 30
	offsetVaries  = 1<<30 + 1
)

// NewClock returns the clock of a zone.
func NewClock(zone *time.Location) *Clock {
	clock := &Clock{zone: zone, utc: zone == time.UTC || zone.String() == "UTC"}
	if !clock.utc {
		clock.offsets = make([]int32, lastDay-firstDay+1)
		for i := range clock.offsets {
			clock.offsets[i] = offsetUnknown
		}
	}
	return clock
}

// UTC is the moment, in µs since 1970, at which the zone's clocks show a time,
// given as µs since 1970 on those clocks. A time that they skip is read as if
// they had not been put forward yet; of a time that they show twice it is the
// second.
func (c *Clock) UTC(shown int64) int64 {
	if c.utc {
		return shown
	}
	day := Day(shown)
	if day < firstDay || day > lastDay {
		return shown - int64(c.resolve(shown))*microsPerSecond
	}
	offset := c.offsets[day-firstDay]
	if offset == offsetUnknown {
		offset = c.offsetOfDay(day)
		c.offsets[day-firstDay] = offset
	}
	if offset == offsetVaries {
		offset = c.resolve(shown)
	}
	return shown - int64(offset)*microsPerSecond
}

// offsetOfDay looks a day further to both sides than the day is long, which is
// more than any zone differs from UTC.
func (c *Clock) offsetOfDay(day int64) int32 {
	begin := time.Unix((day-1)*secondsPerDay, 0).In(c.zone)
	_, offset := begin.Zone()
	_, end := begin.ZoneBounds()
	if end.IsZero() || end.Unix() > (day+2)*secondsPerDay {
		return int32(offset)
	}
	return offsetVaries
}

// resolve finds the offset of a time near which clocks are set.
func (c *Clock) resolve(shown int64) int32 {
	second := shown / microsPerSecond
	if shown%microsPerSecond < 0 {
		second--
	}
	before, after := c.offsetAt(second-secondsPerDay), c.offsetAt(second+secondsPerDay)
	if c.offsetAt(second-int64(after)) == after {
		return after // also of a time shown twice: the clocks were put back before it
	}
	return before
}

func (c *Clock) offsetAt(second int64) int32 {
	_, offset := time.Unix(second, 0).In(c.zone).Zone()
	return int32(offset)
}

// days is the number of days from 1970-01-01 to a date of the Gregorian
// calendar. By Howard Hinnant's days_from_civil,
// https://howardhinnant.github.io/date_algorithms.html.
func days(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	era := year / 400
	ofEra := year - era*400
	ofYear := (153*(month-3)+2)/5 + day - 1
	return int64(era*146_097 + ofEra*365 + ofEra/4 - ofEra/100 + ofYear - 719_468)
}

// Month is the year and the month of a moment in UTC.
func Month(micros int64) (year, month int) {
	// By the same source, civil_from_days.
	day := Day(micros) + 719_468
	era := day / 146_097
	ofEra := day - era*146_097
	yearOfEra := (ofEra - ofEra/1460 + ofEra/36_524 - ofEra/146_096) / 365
	ofYear := ofEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*ofYear + 2) / 153
	year, month = int(yearOfEra+era*400), int(shifted+3)
	if month > 12 {
		year, month = year+1, month-12
	}
	return year, month
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// Day is the number of days from 1970-01-01 to a moment's day in UTC.
func Day(micros int64) int64 {
	day := micros / microsPerDay
	if micros%microsPerDay < 0 {
		day--
	}
	return day
}
