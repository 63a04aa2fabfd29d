package dealflow

import "strconv"

// Past days, one in so many, at which it is asked where deals stood and what
// became of them; the effect of a stage is one for each of the windows behind.
const landmarkDays = 30

// windows end so many days behind a landmark.
func windows() []float64 { return []float64{30, 60, 150} }

// enoughLandmarks of closings must be known with the stage before: with less,
// stages are left alone.
const enoughLandmarks = 2 * FewestClosed

func stageWindow(stage string, window int) string { return strconv.Itoa(window) + " " + stage }

// learnStages finds the effect of stages from the days on which they are known.
func (m *Model) learnStages(since int) {
	var tallies []tally
	closings := 0
	for _, d := range m.deals {
		if len(d.Sightings) == 0 {
			continue
		}
		by := m.by(d)
		for day := m.asOf - landmarkDays; day >= d.Opened && day >= since; day -= landmarkDays {
			seen, known := d.seenOn(day)
			if !known || d.Outcome != Open && d.Closed <= day {
				continue
			}
			made := m.behind(d, by, day, seen.Stage)
			tallies = append(tallies, made...)
			if made[0].closed {
				closings++
			}
		}
	}
	if m.hasStages = closings >= enoughLandmarks; m.hasStages {
		m.stages = newEffect(tallies, m.likely.share)
	}
}

// behind is what was expected and came in each window behind a day. Landmarks
// are nearer to each other than the last window is long, so that each counts for
// its part of it.
func (m *Model) behind(d Deal, by influence, day int, stage string) []tally {
	var out []tally
	age, end := float64(day+1-d.Opened), float64(m.asOf+1-d.Opened)
	if d.Outcome != Open {
		end = float64(d.Closed-d.Opened) + 0.5
	}
	from := 0.0
	for i, to := range windows() {
		if age+from >= end {
			break
		}
		until := min(age+to, end)
		t := tally{
			group: stageWindow(stage, i), weight: landmarkDays / (to - from),
			expected: by.factor * (m.likely.cumulative(until) - m.likely.cumulative(age+from)),
		}
		if d.Outcome != Open && end <= age+to {
			t.closed, t.won, t.share = true, d.Outcome == Won, logistic(m.likely.odds[m.likely.band(end)]+by.shift)
		}
		out = append(out, t)
		from = to
	}
	return out
}
