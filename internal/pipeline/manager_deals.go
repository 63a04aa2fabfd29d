package pipeline

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/dealflow"
	"clientele/internal/job"
	"clientele/internal/table"
)

// openDeals are the deals that are open, one a row, as the model of deals leaves
// them; dealBookTable is the same with their names and customers.
const (
	openDeals     = "deal_open"
	dealBookTable = "deal_book"
)

// dealBookStep names the open deals and whose they are.
func (w *work) dealBookStep() job.Step {
	return job.Step{
		Name: "deal book", Reads: []string{"deal_lines", "customers"}, Optional: []string{openDeals}, Writes: []string{dealBookTable},
		Run: func(ctx context.Context, _ *job.Reporter) error {
			there, err := w.engine.HasTable(ctx, openDeals)
			if err != nil {
				return err
			}
			if !there {
				return job.Skip("of open deals nothing is told")
			}
			return w.keepAsked(ctx, "reports/"+dealBookTable)
		},
	}
}

// openTable has a row for each open deal. Of one whose opening is not known no
// chance is told.
func (b *dealBook) openTable(told dealflow.Forecast, asOf time.Time) *table.Table {
	out := &table.Table{Columns: columnsOf("source t, deal_id t, pipeline t, stage t, owner t, amount m, age_days i, win_chance f, expected m, expected_on d, stalled b")}
	prospects, open := map[int]dealflow.Prospect{}, 0
	for i, d := range b.deals {
		if d.Outcome == dealflow.Open {
			prospects[b.taken[i]] = told.Prospects[open]
			open++
		}
	}
	old := b.oldAges()
	for row := range b.rows.Len() {
		if b.rows.Text(row, "outcome") != "open" {
			continue
		}
		var age, chance, expected any
		stalled := false
		source := b.rows.Text(row, "source")
		if b.rows.Value(row, "opened_on") != nil {
			days := dayNumber(asOf) - dayNumber(b.rows.Time(row, "opened_on"))
			age, stalled = int64(days), float64(days) > old.of(source+"\x00"+b.rows.Text(row, "pipeline"))
		}
		if p, ok := prospects[row]; ok {
			chance, expected = known(p.Chance), decimal.NewFromFloat(p.Expected).Round(2)
		}
		out.Rows = append(out.Rows, []any{
			source, b.rows.Text(row, "deal_id"), b.rows.Text(row, "pipeline"), b.rows.Text(row, "stage"), b.rows.Text(row, "owner"),
			b.rows.Value(row, "amount"), age, chance, expected, b.rows.Value(row, "expected_on"), stalled,
		})
	}
	return out
}
