package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"clientele/internal/job"
	"clientele/internal/lake"
)

// judgeStep holds earlier forecasts against what came, and prepares what this
// run tells for the ledger.
func (w *work) judgeStep() job.Step {
	return job.Step{
		Name: "judge", Reads: []string{"monthly_series"}, Optional: []string{"forecast", "forecast_series", "month_progress"},
		Writes: []string{"forecast_judged", "forecast_skill"}, Run: w.judge,
	}
}

// forecastLedger is the lake's ledger of what reports have forecast.
const forecastLedger = "forecasts"

func (w *work) judge(ctx context.Context, report *job.Reporter) error {
	months, err := w.engine.ReadTable(ctx, "monthly_series")
	if err != nil {
		return err
	}
	if months.Len() == 0 {
		return job.Skip("no month is complete")
	}
	if err := w.prepareTelling(ctx, months, report); err != nil {
		return err
	}
	came := figureOf(months, revenueFigure)
	earlier, damaged, err := w.lake.Ledger(forecastLedger)
	if err != nil {
		return err
	}
	for _, entry := range damaged {
		report.Warn(fmt.Sprintf("an earlier forecast cannot be judged: %s %s", entry.Path, entry.What))
	}
	told, err := came.judgedOf(earlier, w.config.Currency, w.asOf)
	if err != nil {
		return err
	}
	tried, err := w.wouldHaveTold(ctx, came)
	if err != nil {
		return err
	}
	report.Add(int64(len(told) + len(tried)))
	if len(told)+len(tried) == 0 {
		return job.Skip(fmt.Sprintf("%d complete months are too few to judge a forecast by", len(came.values)))
	}
	if err := w.engine.CreateTable(ctx, "forecast_judged", judgedTable(slices.Concat(told, tried))); err != nil {
		return err
	}
	return w.engine.CreateTable(ctx, "forecast_skill", skillTable(told, tried))
}

// at is the place of a month, which may lie outside.
func (s monthSeries) at(month time.Time) int { return monthsBetween(s.first, month) }

func monthsBetween(first, second time.Time) int {
	return (second.Year()-first.Year())*monthsAYear + int(second.Month()) - int(first.Month())
}

// naive is what a rule of thumb would have said of the month at a place when
// known months were known: the same month of the year before, or the last one
// where no year was known.
func (s monthSeries) naive(place, known int) (float64, bool) {
	season := seasonOf(known)
	for back := place - season; back >= 0; back -= season {
		if back < known && !math.IsNaN(s.values[back]) {
			return s.values[back], true
		}
	}
	return 0, false
}

// judged is one forecast of one month, and what came.
type judged struct {
	on        time.Time // the day that it was true for
	month     time.Time
	ahead     int // months, 1 for the first that had not begun, 0 for the one that ran
	mean      float64
	lo80      float64
	hi80      float64
	lo95      float64
	hi95      float64
	actual    float64
	naive     float64
	published bool
	snapshot  int
}

// judgedOf are the told months that have come since. Of several forecasts of a
// month that were told so many months ahead, the first one counts: it is what
// people went by. A month that had begun when it was told is judged apart. Forecasts of another currency, and such as are not older
// than the report, say nothing here.
func (s monthSeries) judgedOf(entries []lake.Told, currency string, asOf time.Time) ([]judged, error) {
	seen := map[[2]int]bool{}
	var all []judged
	for _, entry := range entries {
		told, err := readTold(entry)
		if err != nil {
			return nil, err
		}
		if told.Currency != currency || !told.on.Before(asOf) {
			continue
		}
		for _, month := range told.Months {
			of := month.Month.date
			one, ok := s.judge(of, s.at(told.Complete.date)+1)
			one.ahead = monthsAfter(told.on, of)
			key := [2]int{s.at(of), one.ahead}
			if !ok || month.Figure != revenueFigure || seen[key] {
				continue
			}
			seen[key] = true
			one.on, one.published, one.snapshot = told.on, true, entry.Snapshot
			one.mean, one.lo80, one.hi80, one.lo95, one.hi95 = month.Mean, month.Lo80, month.Hi80, month.Lo95, month.Hi95
			all = append(all, one)
		}
	}
	slices.SortFunc(all, func(a, b judged) int {
		return cmp.Or(a.month.Compare(b.month), cmp.Compare(a.ahead, b.ahead))
	})
	return all, nil
}

// monthsAfter is how many months ahead of a day a month lies: 1 for the first that
// has not begun, 0 for the one that the day is in, unless it is its last day.
func monthsAfter(day, month time.Time) int {
	ended := day.AddDate(0, 0, 1)
	if ended.Day() == 1 {
		return monthsBetween(ended, month) + 1
	}
	return monthsBetween(day, month)
}

// judge finds what came in a month, and what the rule of thumb said of it when
// so many months were known; false where it has not come or nothing can be said.
func (s monthSeries) judge(month time.Time, known int) (judged, bool) {
	place := s.at(month)
	if known < 1 || place < known || place >= len(s.values) || math.IsNaN(s.values[place]) {
		return judged{}, false
	}
	naive, ok := s.naive(place, known)
	return judged{month: month, ahead: place - known + 1, actual: s.values[place], naive: naive}, ok
}

const (
	// triedOrigins is at how many month ends the method is tried afterwards, and
	// triedAhead how far it looks from each. Each origin costs a whole choice
	// of models.
	triedOrigins = 12
	triedAhead   = 6
	// fewestTried months must be known to try it: with less there is nothing to
	// choose by.
	fewestTried = 6
)

// wouldHaveTold is what the method says where it is given no more than was
// known at earlier month ends, with everything chosen anew at each.
func (w *work) wouldHaveTold(ctx context.Context, came monthSeries) ([]judged, error) {
	n := len(came.values)
	var origins []monthSeries
	for known := max(fewestTried, n-triedOrigins); known < n; known++ {
		origins = append(origins, monthSeries{figure: revenueFigure, first: came.first, values: came.values[:known]})
	}
	made, err := w.continued(ctx, origins, triedAhead)
	if err != nil {
		return nil, err
	}
	var all []judged
	for _, origin := range made {
		if origin.err != nil {
			continue
		}
		known := len(origin.values)
		for step, mean := range origin.made.Mean {
			one, ok := came.judge(came.month(known+step), known)
			if !ok {
				continue
			}
			one.on = came.month(known).AddDate(0, 0, -1)
			one.mean, one.lo80, one.hi80 = cents(mean), cents(origin.made.Lo80[step]), cents(origin.made.Hi80[step])
			one.lo95, one.hi95 = cents(origin.made.Lo95[step]), cents(origin.made.Hi95[step])
			all = append(all, one)
		}
	}
	return all, nil
}
