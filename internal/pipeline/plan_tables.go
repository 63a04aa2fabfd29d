package pipeline

import (
	"math"
	"time"

	"clientele/internal/series"
)

// progressTable is the month that has not ended.
func (p *planner) progressTable() lazyTable {
	month, done := p.days.current, p.days.done()
	workingDone, working := p.days.workingDays(month, done)
	var rows [][]any
	for _, figure := range []string{revenueFigure, ordersFigure} {
		of := planPart{metric: figure}
		row := []any{figure, month, int64(done), int64(len(p.days.kinds(month))), int64(workingDone), int64(working), centsOf(p.days.of(of, month))}
		made, ok := p.outlook(of, month)
		if !ok {
			rows = append(rows, append(row, known(tenThousandths(made.UsualShare)), nil, nil, nil, nil, nil, nil))
			continue
		}
		row = append(row, known(tenThousandths(made.UsualShare)), centsOf(made.Mean))
		for _, chance := range []float64{0.1, 0.9, 0.025, 0.975} {
			row = append(row, centsOf(made.Quantile(chance)))
		}
		rows = append(rows, append(row, made.Method))
	}
	return lazily("month_progress", "figure t, month d, days_done i, days i, working_days_done i, working_days i, so_far f, usual_share f, mean f, lo80 f, hi80 f, lo95 f, hi95 f, method t", rows)
}

// planTable holds each target against what came and what should come.
func (p *planner) planTable(targets []target) lazyTable {
	p.together = p.addedUp(targets)
	var rows [][]any
	for _, t := range targets {
		row := []any{t.metric, t.month, nil, nil, centsOf(t.amount)}
		if t.scope != "" {
			row[2], row[3] = t.scope, t.value
		}
		rows = append(rows, append(row, p.held(t)...))
	}
	return lazily("plan", "metric t, month d, scope t, scope_value t, target f, so_far f, expected f, lo80 f, hi80 f, chance f, missing f, weeks_left f, per_week f, complete b, reached f", rows)
}

// held is the columns of a target from so_far on.
func (p *planner) held(t target) []any {
	soFar := p.days.of(t.planPart, t.month)
	missing, reached := math.Max(0, t.amount-soFar), math.NaN()
	if t.amount > 0 {
		reached = soFar / t.amount
	}
	if t.month.Before(p.days.current) {
		return []any{centsOf(soFar), nil, nil, nil, nil, centsOf(missing), nil, nil, true, known(tenThousandths(reached))}
	}
	weeks := p.weeksLeft(t.month)
	row := []any{centsOf(soFar), nil, nil, nil, nil}
	if made, ok := p.completed(t.planPart, t.month); ok {
		row = append(row[:1], outlookColumns(made, t.amount)...)
	}
	return append(row, centsOf(missing), known(math.Round(weeks*100)/100), centsOf(missing/math.Max(1, weeks)), false, known(tenThousandths(reached)))
}

func outlookColumns(made series.Completion, target float64) []any {
	return []any{centsOf(made.Mean), centsOf(made.Quantile(0.1)), centsOf(made.Quantile(0.9)), known(tenThousandths(made.Chance(target)))}
}

// weeksLeft are those of a month that the day has not reached.
func (p *planner) weeksLeft(month time.Time) float64 {
	days := len(p.days.kinds(month))
	if month.Equal(p.days.current) {
		days -= p.days.done()
	}
	return float64(days) / daysAWeek
}

// tenThousandths is a share to a hundredth of a per cent.
func tenThousandths(share float64) float64 { return math.Round(share*1e4) / 1e4 }
