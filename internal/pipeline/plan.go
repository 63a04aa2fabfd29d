package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"clientele/internal/job"
	"clientele/internal/series"
	"clientele/internal/table"
)

// planStep completes the month that has not ended and holds the months against
// their targets.
func (w *work) planStep() job.Step {
	return job.Step{
		Name: "plan", Reads: []string{"month_days", "target_days", "target_months", "monthly_series"}, Optional: []string{"forecast_series"},
		Writes: []string{"month_progress", "plan"}, Run: w.plan,
	}
}

func (w *work) plan(ctx context.Context, report *job.Reporter) error {
	targets, err := w.engine.ReadTable(ctx, "target_months")
	if err != nil {
		return err
	}
	days, err := w.readDays(ctx)
	if err != nil {
		return err
	}
	if targets.Len() == 0 && days.done() == 0 {
		return job.Skip("the last month is complete, and there are no targets")
	}
	prospects, err := w.prospects(ctx)
	if err != nil {
		return err
	}
	p := &planner{days: days, prospects: prospects}
	if days.done() > 0 {
		if err := w.createLazily(ctx, p.progressTable()); err != nil {
			return err
		}
	}
	if targets.Len() == 0 {
		return nil
	}
	wanted, left := p.followed(targets)
	for _, reason := range left {
		report.Warn(reason)
	}
	report.Add(int64(len(wanted)))
	return w.createLazily(ctx, p.planTable(wanted))
}

// planner knows what the days brought and what the months to come should bring.
type planner struct {
	days      *planDays
	prospects prospects
	// together are the parts of the month that runs, made to add up.
	together map[planPart]series.Completion
}

// planPart is the whole company, a segment, an owner or a product group, and the
// figure that is planned of it.
type planPart struct{ metric, scope, value string }

func (p planPart) whole() planPart { return planPart{metric: p.metric} }

// target is one planned figure.
type target struct {
	planPart
	month  time.Time
	amount float64
}

// followed are the targets that can be followed, in the order of the report, and what is
// to be said of the others.
func (p *planner) followed(targets *table.Table) (wanted []target, left []string) {
	foreign := 0
	for row := range targets.Len() {
		one := target{
			planPart: planPart{targets.Text(row, "metric"), targets.Text(row, "scope"), targets.Text(row, "scope_value")},
			month:    targets.Time(row, "month"), amount: targets.Float(row, "target"),
		}
		switch reason := p.days.unknown(one.planPart); {
		case reason != "":
			left = append(left, reason)
		case targets.Boolean(row, "lacks_rate"):
			foreign++
		case one.month.Before(p.days.firstMonth):
			// nobody knows what it brought
		default:
			wanted = append(wanted, one)
		}
	}
	if foreign > 0 {
		left = append(left, fmt.Sprintf("%d targets are in a currency without a rate (rates:) and are not followed", foreign))
	}
	slices.Sort(left)
	slices.SortFunc(wanted, func(a, b target) int {
		return cmp.Or(cmp.Compare(slices.Index(plannedMetrics(), a.metric), slices.Index(plannedMetrics(), b.metric)),
			cmp.Compare(slices.Index(plannedScopes(), a.scope), slices.Index(plannedScopes(), b.scope)), cmp.Compare(a.value, b.value), a.month.Compare(b.month))
	})
	return wanted, slices.Compact(left)
}

// plannedMetrics are the figures that can be planned; of parts only the first three.
func plannedMetrics() []string {
	return []string{revenueFigure, ordersFigure, buyersFigure, newBuyersFigure, marginFigure}
}

const metricsOfParts = 3

func plannedScopes() []string { return []string{"", "owner", "segment", "product_group"} }
