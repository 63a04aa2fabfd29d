package pipeline

import (
	"fmt"
	"slices"
	"time"

	"clientele/internal/survival"
	"clientele/internal/table"
)

const (
	// returnLimit is the year within which the mean wait is looked at.
	returnLimit = 365
	// weeklyMarks is until when curves have a point a week, in days; a longer one
	// has a point every 30 days.
	weeklyMarks = 53 * daysAWeek
	monthlyStep = 30
	// halvesShown: a history of no more half-years is compared by these, and by
	// years where it is longer.
	halvesShown = 4
)

// secondPurchases are the waits for a second purchase, by when the first one was.
func secondPurchases(rows *table.Table) lasting {
	made := lasting{kind: secondPurchase, unit: 1, step: daysAWeek, limit: returnLimit, mark: func(day int) float64 { return float64(day) }}
	cohorts := map[time.Time]bool{}
	for i := range rows.Len() {
		cohorts[rows.Time(i, "cohort")] = true
	}
	for i := range rows.Len() {
		span := survival.Span{Stop: float64(rows.Integer(i, "days")), Ended: rows.Boolean(i, "came_back"), Count: rows.Integer(i, "customers")}
		made.all = append(made.all, span)
		if span.Stop > weeklyMarks {
			made.step = monthlyStep
		}
		name := cohortName(rows.Time(i, "cohort"), len(cohorts) <= halvesShown)
		at := slices.IndexFunc(made.groups, func(g lastingGroup) bool { return g.name == name })
		if at < 0 {
			at = len(made.groups)
			made.groups = append(made.groups, lastingGroup{name: name})
		}
		made.groups[at].spans = append(made.groups[at].spans, span)
	}
	// The rows come by cohort, the first of which is when the data begin: some of
	// its customers had bought before, so that it is not compared.
	first := ""
	if len(made.groups) > 0 {
		first = made.groups[0].name
	}
	// Of many the latest are shown.
	made.groups = largeEnough(made.groups)
	made.groups = made.groups[max(0, len(made.groups)-mostGroups):]
	made.compared = slices.DeleteFunc(slices.Clone(made.groups), func(g lastingGroup) bool { return g.name == first })
	return made
}

// cohortName is a year, or a half of one: 2024 H1.
func cohortName(from time.Time, halves bool) string {
	if !halves {
		return fmt.Sprint(from.Year())
	}
	return fmt.Sprintf("%d H%d", from.Year(), 1+int(from.Month()-1)/6)
}
