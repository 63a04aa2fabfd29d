package segments

import "time"

// shifted is the day that lies so many days later.
func shifted(day string, days int) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return at.AddDate(0, 0, days).Format(time.DateOnly)
}

// back is the day that lies a length before another: calendar months before the
// 31st of a month with 30 days is its 30th.
func back(from time.Time, by length) time.Time {
	if months := by.months(); months > 0 {
		first := time.Date(from.Year(), from.Month()-time.Month(months), 1, 0, 0, 0, 0, time.UTC)
		last := first.AddDate(0, 1, -1).Day()
		return first.AddDate(0, 0, min(from.Day(), last)-1)
	}
	return from.AddDate(0, 0, -by.days())
}

// bounds are the first and the last day of a period, both included, as of a
// day; empty is unbounded.
func (p period) bounds(asOf time.Time) (from, to string) {
	day := back(asOf, p.length).Format(time.DateOnly)
	switch p.kind {
	case betweenDays:
		return p.from, p.to
	case inTheLast, lessLongAgo:
		return shifted(day, 1), asOf.Format(time.DateOnly)
	case atMostAgo:
		return day, asOf.Format(time.DateOnly)
	case atLeastAgo:
		return "", day
	case longerAgo:
		return "", shifted(day, -1)
	}
	return "", ""
}
