package pipeline

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Span is a length of time as people write it: 90 minutes, 12h, 3 days.
type Span struct{ time.Duration }

// UnmarshalText reads a span.
func (s *Span) UnmarshalText(text []byte) error {
	written := strings.TrimSpace(string(text))
	digits := strings.TrimRight(written, "abcdefghijklmnopqrstuvwxyz ")
	unit := strings.TrimSuffix(strings.TrimSpace(written[len(digits):]), "s")
	count, err := strconv.ParseInt(digits, 10, 32)
	length, known := map[string]time.Duration{
		"minute": time.Minute, "min": time.Minute, "m": time.Minute, "hour": time.Hour, "h": time.Hour,
		"day": aDay, "d": aDay, "week": 7 * aDay, "w": 7 * aDay,
	}[unit]
	if err != nil || !known || count < 0 || count > int64(longestSpan/length) {
		return fmt.Errorf("%q is no length of time; write 90 minutes, 12h, 3 days or 2 weeks", written)
	}
	s.Duration = time.Duration(count) * length
	return nil
}

const (
	aDay        = 24 * time.Hour
	longestSpan = 3660 * aDay
)
