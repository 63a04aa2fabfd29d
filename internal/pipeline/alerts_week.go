package pipeline

import (
	"errors"
	"math"
	"time"

	"clientele/internal/alerts"
	"clientele/reports"
)

// weeksShown are those of the picture: half a year.
const weeksShown = 26

// measureWeek finds the numbers of a rule about a week.
func measureWeek(rule alerts.Rule, days *alertDays, facts *alertFacts) (alerts.Measured, error) {
	back := 0
	if rule.Period == alerts.LastWeek {
		back = 1
	}
	week := days.week(back)
	facts.From, facts.To, facts.Complete = week.from, week.to, true
	if !days.begun(week) {
		return alerts.Measured{}, unknownf("the data begin on %s, within the week", dayText(days.first))
	}
	value := days.of(rule.Figure, week, false)
	if math.IsNaN(value) {
		return alerts.Measured{}, unknownf("%s", whyNotKnown(rule.Figure, "the week"))
	}
	facts.Points = weekPoints(rule.Figure, days, back)
	measured := alerts.Final(value)
	switch rule.Form {
	case alerts.Band:
		expected, err := alerts.Expect(days.weeks(rule.Figure, back+1))
		var short *alerts.TooShortError
		if errors.As(err, &short) {
			return measured, unknownf("%v", short)
		} else if err != nil {
			return measured, err
		}
		measured.Expected = roundedBand(expected)
	case alerts.Change:
		before := back + 1
		if rule.Against == "year" {
			before = back + weeksAYear
		}
		facts.Against = "week"
		if rule.Against != "" {
			facts.Against = rule.Against
		}
		return changed(rule, days, measured, week, days.week(before), false)
	}
	return measured, nil
}

// changed adds what was before.
func changed(rule alerts.Rule, days *alertDays, measured alerts.Measured, now, before span, month bool) (alerts.Measured, error) {
	if !days.begun(before) {
		return measured, unknownf("the data begin on %s, and what was before is not known", dayText(days.first))
	}
	measured.Before = days.of(rule.Figure, before, month)
	if math.IsNaN(measured.Before) {
		return measured, unknownf("%s", whyNotKnown(rule.Figure, "the time before"))
	}
	measured.Orders = days.sum("orders", now) + days.sum("orders", before)
	return measured, nil
}

func whyNotKnown(figure, when string) string {
	if figure == alerts.Margin {
		return "too few lines of " + when + " have a cost, so that its margin is not known"
	}
	return "there is no order in " + when + ", so that there is no average"
}

// weekPoints are the weeks of the picture, oldest first, each by its last day.
func weekPoints(figure string, days *alertDays, back int) []reports.AlertPoint {
	var points []reports.AlertPoint
	for at := back + weeksShown - 1; at >= back; at-- {
		if week := days.week(at); days.begun(week) {
			points = append(points, reports.AlertPoint{On: week.to, Value: days.of(figure, week, false)})
		}
	}
	return points
}

func roundedBand(e alerts.Expected) alerts.Expected {
	return alerts.Expected{Mean: cents(e.Mean), Lo80: cents(e.Lo80), Hi80: cents(e.Hi80), Lo95: cents(e.Lo95), Hi95: cents(e.Hi95)}
}

// monthsShown are those of the picture: a year and the month before it.
const monthsShown = 13

// monthPoints are the months of the picture before one, oldest first, each by its first
// day: whole, or their first so many days.
func monthPoints(figure string, days *alertDays, month time.Time, first int) []reports.AlertPoint {
	var points []reports.AlertPoint
	for back := monthsShown - 1; back > 0; back-- {
		begin := beginOf(month.AddDate(0, -back, 0), first)
		if days.begun(begin) {
			points = append(points, reports.AlertPoint{On: begin.from, Value: days.of(figure, begin, true)})
		}
	}
	return points
}

// beginOf is the first so many days of a month, all of it where it is shorter.
func beginOf(month time.Time, days int) span {
	ends := month.AddDate(0, 1, -1)
	if last := month.AddDate(0, 0, days-1); last.Before(ends) {
		ends = last
	}
	return span{month, ends}
}

const longestMonth = 31
