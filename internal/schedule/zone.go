package schedule

import "time"

const (
	// farthest is more than any zone was ever away from UTC: Manila before 1844 was
	// 15:56 behind, Juneau before 1867 was 15:02 ahead.
	farthest = 24 * time.Hour
	// readable is how long ago a clock may have shown a later time than it does now: the
	// largest step back, a day where a date line was moved, and the distance from UTC.
	readable = 72 * time.Hour
)

// instant is the first at which the zone's clock shows the wall clock time or a later
// one. It never goes back when the wall clock time goes on.
func instant(wall time.Time, zone *time.Location) time.Time {
	t := wall.Add(-farthest).In(zone)
	for {
		start, end := t.ZoneBounds()
		_, offset := t.Zone()
		candidate := wall.Add(-time.Duration(offset) * time.Second)
		if !start.IsZero() && candidate.Before(start) {
			return start.In(zone) // the clocks went forward over it
		}
		if end.IsZero() || candidate.Before(end) {
			return candidate.In(zone)
		}
		t = end.In(zone)
	}
}

// reached is the latest time that the zone's clock has shown up to an instant: more than
// it shows then where clocks went back a short while ago. A wall clock time's instant has
// come exactly when it is not behind this one.
func reached(until time.Time, zone *time.Location) time.Time {
	t := until.In(zone)
	latest := reading(t)
	for {
		start, _ := t.ZoneBounds()
		if start.IsZero() || until.Sub(start) > readable {
			return latest
		}
		t = start.Add(-1).In(zone)
		if shown := reading(t); shown.After(latest) {
			latest = shown
		}
	}
}

// reading is what a clock shows, as if it were UTC.
func reading(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}
