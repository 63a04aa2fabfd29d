package pipeline

import (
	"context"
	"math"
	"strings"
	"time"

	"clientele/internal/series"
)

// prospects are what the forecast step says of months to come.
type prospects map[planPart]map[time.Time]series.Outlook

// prospects reads the forecasts; there are none where the history is short.
func (w *work) prospects(ctx context.Context) (prospects, error) {
	there, err := w.engine.HasTable(ctx, "forecast_series")
	if err != nil || !there {
		return nil, err
	}
	told, err := w.engine.ReadTable(ctx, "forecast_series")
	if err != nil {
		return nil, err
	}
	out := prospects{}
	for row := range told.Len() {
		if told.Value(row, "mean") == nil || told.Value(row, "dimension") != nil && told.Value(row, "member") == nil {
			continue // history, or the rest of a dimension
		}
		of := planPart{told.Text(row, "figure"), told.Text(row, "dimension"), strings.TrimSpace(told.Text(row, "member"))}
		if out[of] == nil {
			out[of] = map[time.Time]series.Outlook{}
		}
		out[of][told.Time(row, "month")] = series.NewOutlook(told.Float(row, "mean"), told.Float(row, "lo80"), told.Float(row, "hi80"))
	}
	return out, nil
}

// ahead is what a month should bring by its own forecast; nil where there is none. A part
// without one has its share of the whole of the last year, and is as uncertain as
// that whole and as that share were.
func (p *planner) ahead(of planPart, month time.Time) *series.Outlook {
	if own, ok := p.prospects[of][month]; ok {
		return &own
	}
	whole, ok := p.prospects[of.whole()][month]
	if !ok || of.scope == "" {
		return nil
	}
	share, deviation, ok := p.shareOfWhole(of)
	if !ok {
		return nil
	}
	whole.Down = math.Hypot(share*whole.Down, deviation*whole.Mean)
	whole.Up = math.Hypot(share*whole.Up, deviation*whole.Mean)
	whole.Mean *= share
	return &whole
}

// shareOfWhole is the mean and the deviation of a part's share in the last months.
func (p *planner) shareOfWhole(of planPart) (share, deviation float64, ok bool) {
	var shares []float64
	for back := 1; back <= monthsAYear; back++ {
		month := p.days.current.AddDate(0, -back, 0)
		if month.Before(p.days.firstMonth) {
			break
		}
		if whole := p.days.of(of.whole(), month); whole > 0 {
			shares = append(shares, p.days.of(of, month)/whole)
		}
	}
	if len(shares) < 3 {
		return 0, 0, false
	}
	n := float64(len(shares))
	share = sumOf(shares) / n
	for _, s := range shares {
		deviation += (s - share) * (s - share)
	}
	return share, math.Sqrt(deviation / (n - 1)), true
}

// outlook is what a month that has not ended should come to.
func (p *planner) outlook(of planPart, month time.Time) (series.Completion, bool) {
	ahead := p.ahead(of, month)
	if month.Equal(p.days.current) && p.days.done() > 0 {
		past, soFar := p.days.complete(of), p.days.month(of, month)
		if ahead != nil && *ahead == series.NewOutlook(0, 0, 0) && p.days.of(of, month) > 0 {
			// Who had ended has come back.
			if made, ok := series.Complete(past, soFar, nil); ok {
				return made, true
			}
		}
		return series.Complete(past, soFar, ahead)
	}
	if ahead == nil {
		return series.Completion{}, false
	}
	return series.Completion{Outlook: *ahead, Method: series.ByForecast}, true
}
