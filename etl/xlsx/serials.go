package xlsx

import (
	"math"
	"time"
)

const (
	millisecondsPerDay = 24 * 60 * 60 * 1000
	// date1904Offset turns a serial of the date system of old Macs, which begins
	// on 1904-01-01, into one of the usual system, which begins on 1900-01-01.
	date1904Offset = 1462
	// lastDay is 9999-12-31, the last day that Excel shows.
	lastDay = 2_958_465
	// unixEpoch is the serial of 1970-01-01.
	unixEpoch = 25_569
)

// A serial is a point in time as Excel stores it, split so that it is exact to the
// millisecond: a double's fraction of a day times 86,400 gives 49:59.999 where
// the author typed 50:00.
type serial struct {
	day          int
	milliseconds int
}

// newSerial splits and rounds a number of days. It fails for what Excel shows as
// #####.
func newSerial(days float64, date1904 bool) (serial, bool) {
	if !(days >= 0 && days < lastDay+1) {
		return serial{}, false
	}
	whole := math.Floor(days)
	s := serial{int(whole), int(math.Round((days - whole) * millisecondsPerDay))}
	if s.milliseconds == millisecondsPerDay {
		s = serial{s.day + 1, 0}
	}
	if date1904 {
		s.day += date1904Offset
	}
	return s, s.day <= lastDay
}

// appendDate appends YYYY-MM-DD. Excel believes that 1900 was a leap year, so
// serials up to 60, its 29 February 1900, are one day off from the calendar.
func (s serial) appendDate(to []byte) []byte {
	day := s.day
	if day < 60 {
		day++
	}
	return time.Unix(int64(day-unixEpoch)*24*60*60, 0).UTC().AppendFormat(to, time.DateOnly)
}

// appendTime appends HH:MM:SS, and .mmm if there are any.
func (s serial) appendTime(to []byte) []byte {
	seconds, fraction := s.milliseconds/1000, s.milliseconds%1000
	to = appendTwo(to, seconds/3600)
	to = append(to, ':')
	to = appendTwo(to, seconds/60%60)
	to = append(to, ':')
	to = appendTwo(to, seconds%60)
	if fraction > 0 {
		to = append(to, '.', byte('0'+fraction/100))
		to = appendTwo(to, fraction%100)
	}
	return to
}

func appendTwo(to []byte, n int) []byte { return append(to, byte('0'+n/10), byte('0'+n%10)) }

// appendISO reads the ISO 8601 text of a cell with t="d" ("2010-12-01T08:26:00Z",
// "2010-12-01", "08:26:00") and appends it in our form. A zone is dropped: dates in
// Excel have none. It reports whether raw is such a text.
func appendISO(to, raw []byte) ([]byte, bool) {
	text := string(raw)
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04", time.DateOnly, time.DateTime} {
		if at, err := time.Parse(layout, text); err == nil {
			at = time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), time.UTC)
			at = at.Round(time.Millisecond)
			if at.Year() > 9999 {
				return to, false
			}
			to = at.AppendFormat(to, time.DateOnly)
			to = append(to, ' ')
			return clockOf(at).appendTime(to), true
		}
	}
	for _, layout := range []string{"15:04:05", "15:04:05Z07:00", "15:04"} {
		if at, err := time.Parse(layout, text); err == nil {
			return clockOf(at.Round(time.Millisecond)).appendTime(to), true
		}
	}
	return to, false
}

func clockOf(at time.Time) serial {
	hour, minute, second := at.Clock()
	return serial{milliseconds: ((hour*60+minute)*60+second)*1000 + at.Nanosecond()/1e6}
}
