package survival

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Span is a number of subjects that were watched over the same ages: from
// Start, which is 0 for those that were watched from their beginning, to Stop,
// at which they ended or were last seen. An age that is not 0 does not belong
// to its span: (Start, Stop].
type Span struct {
	Start, Stop float64
	Ended       bool
	Count       int64
}

// impossible says why there can be no such span, or nothing.
func (s Span) impossible() string {
	switch {
	case math.IsNaN(s.Start) || math.IsNaN(s.Stop) || math.IsInf(s.Start, 0) || math.IsInf(s.Stop, 0):
		return "a time is missing or infinite"
	case s.Start < 0:
		return "it is watched from before its beginning"
	case s.Stop < s.Start || s.Stop == s.Start && s.Start > 0:
		return "it is watched for no time at all"
	case s.Count < 0:
		return "the count is below 0"
	case s.Count > mostSubjects:
		return "the count is too large"
	}
	return ""
}

// mostSubjects keeps products of counts exact in float64.
const mostSubjects = 1 << 52

// sorted returns the spans with a count in the order of their ends.
func sorted(spans []Span) ([]Span, error) {
	kept := make([]Span, 0, len(spans))
	for i, span := range spans {
		if why := span.impossible(); why != "" {
			return nil, fmt.Errorf("%w: row %d of %d (from %v to %v, count %d): %s", ErrBadSpan, i+1, len(spans), span.Start, span.Stop, span.Count, why)
		}
		if span.Count > 0 {
			kept = append(kept, span)
		}
	}
	slices.SortFunc(kept, func(a, b Span) int { return cmp.Compare(a.Stop, b.Stop) })
	return kept, nil
}

// starts are the spans of delayed entry in the order of their beginning.
func starts(spans []Span) []Span {
	var late []Span
	for _, span := range spans {
		if span.Start > 0 {
			late = append(late, span)
		}
	}
	slices.SortFunc(late, func(a, b Span) int { return cmp.Compare(a.Start, b.Start) })
	return late
}

// fromBeginning is how many were watched from their beginning.
func fromBeginning(spans []Span) int64 {
	subjects := int64(0)
	for _, span := range spans {
		if span.Start == 0 {
			subjects += span.Count
		}
	}
	return subjects
}

// moment is what happens at one time, and how many were at risk just before.
type moment struct {
	time                    float64
	atRisk, ended, censored int64
}

// moments walks over the times at which something ends or is last seen.
func moments(spans []Span) []moment {
	late := starts(spans)
	atRisk := fromBeginning(spans)
	var walked []moment
	for i, entered := 0, 0; i < len(spans); {
		now := moment{time: spans[i].Stop}
		for ; entered < len(late) && late[entered].Start < now.time; entered++ {
			atRisk += late[entered].Count
		}
		now.atRisk = atRisk
		for ; i < len(spans) && spans[i].Stop == now.time; i++ {
			if spans[i].Ended {
				now.ended += spans[i].Count
			} else {
				now.censored += spans[i].Count
			}
		}
		atRisk -= now.ended + now.censored
		walked = append(walked, now)
	}
	return walked
}
