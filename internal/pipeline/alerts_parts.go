package pipeline

import (
	"context"
	"fmt"

	"clientele/internal/alerts"
	"clientele/internal/table"
)

// daysOf are the days of the company, or of a part of it.
func (d *alertDesk) daysOf(ctx context.Context, part alerts.Part) (*alertDays, error) {
	if part.Of == "" {
		return d.days, nil
	}
	if err := d.countParts(ctx); err != nil {
		return nil, err
	}
	found := d.parts[part]
	if found.unknown != "" {
		return nil, unknownf("%s", found.unknown)
	}
	return found.days, nil
}

// partDays are the days of a part, or why there are none.
type partDays struct {
	days    *alertDays
	unknown string
}

// countParts asks for the days of all parts of which the rules ask, once.
func (d *alertDesk) countParts(ctx context.Context) error {
	if d.parts != nil {
		return nil
	}
	w, err := d.onDay(ctx, d.work.asOf)
	if err != nil {
		return err
	}
	defer w.close()
	if err := w.runSteps(ctx, w.tablesFor(partSources())); err != nil {
		return withoutStep(err)
	}
	if err := w.keepAsked(ctx, "marts/customer_figures"); err != nil {
		return err
	}
	known := map[alerts.Part]partDays{}
	words := &vocabulary{engine: w.engine, has: func(string) bool { return true }}
	for _, rule := range d.work.config.alertRules {
		if _, done := known[rule.Part]; done || rule.Part.Of == "" {
			continue
		}
		if known[rule.Part], err = d.partOf(ctx, w, words, rule.Part); err != nil {
			return err
		}
	}
	d.parts = known
	return nil
}

func (d *alertDesk) partOf(ctx context.Context, w *work, words *vocabulary, part alerts.Part) (partDays, error) {
	found, err := w.engine.Ask(ctx, "forecasts/part_days", map[string]any{"as_of": w.asOf, "part": part.Of, "name": part.Name})
	if err != nil {
		return partDays{}, err
	}
	if found.Len() > 0 {
		return partDays{days: d.days.onlyWith(found)}, nil
	}
	names, err := words.names(ctx, part.Of)
	if err != nil {
		return partDays{}, err
	}
	text := fmt.Sprintf("no line of any order has the %s %q", part.Of, part.Name)
	if meant := didYouMean(part.Name, names); meant != "" {
		text += "; " + meant
	}
	return partDays{unknown: text}, nil
}

// onlyWith are the same days with the figures of a part: the part was there as long as
// the company, and a day without it is 0.
func (d *alertDays) onlyWith(rows *table.Table) *alertDays {
	part := newAlertDays(rows, d.asOf)
	out := &alertDays{first: d.first, asOf: d.asOf, columns: map[string][]float64{}, some: d.some}
	for name, values := range part.columns {
		out.columns[name] = append(make([]float64, len(d.some)-len(values)), values...)
	}
	return out
}

// partSources are the tables that parts of the company are told by, and in which their
// names stand.
func partSources() []string {
	return []string{"customer_events", "customers", "orders", "purchase_lines"}
}
