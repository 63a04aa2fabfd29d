package pipeline

import (
	"cmp"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/dealflow"
	"clientele/internal/table"
)

// openStage is the open deals of one stage of one pipeline.
type openStage struct {
	source, pipeline, stage string
	deals, aged, stalled    int64
	amount                  decimal.Decimal
	ages, expected          float64
	stated, withStated      float64
}

// stagesTable tells of the open deals by where they stand, those pipelines and
// stages first that have most of them. Also deals whose opening is not known
// stand somewhere; of them no chance is told.
func (b *dealBook) stagesTable(told dealflow.Forecast, asOf time.Time) *table.Table {
	out := &table.Table{Columns: columnsOf("pipeline t, stage t, deals i, amount m, mean_age_days f, win_rate f, lo95 f, hi95 f, expected m, stalled i, stated_probability f")}
	places := map[[3]string]int{}
	var stages []openStage
	old, place := b.oldAges(), make([]int, b.rows.Len())
	for row := range b.rows.Len() {
		place[row] = -1
		if b.rows.Text(row, "outcome") != "open" {
			continue
		}
		key := [3]string{b.rows.Text(row, "source"), b.rows.Text(row, "pipeline"), b.rows.Text(row, "stage")}
		at, known := places[key]
		if !known {
			at = len(stages)
			places[key] = at
			stages = append(stages, openStage{source: key[0], pipeline: key[1], stage: key[2]})
		}
		place[row] = at
		stages[at].add(b.rows, row, asOf, old)
	}
	stageOf := map[int]int{} // by the order of the model's open deals
	open := 0
	for i, d := range b.deals {
		if d.Outcome == dealflow.Open {
			stageOf[open] = place[b.taken[i]]
			stages[stageOf[open]].expected += told.Prospects[open].Expected
			open++
		}
	}
	order := make([]int, len(stages))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return compareStages(stages[i], stages[j]) })
	for _, i := range order {
		mean, lo, hi := told.Shares(func(prospect int) bool { return stageOf[prospect] == i })
		out.Rows = append(out.Rows, stages[i].row(mean, lo, hi))
	}
	return out
}

func (s *openStage) add(rows *table.Table, row int, asOf time.Time, old oldAges) {
	s.deals++
	s.amount = s.amount.Add(rows.Decimal(row, "amount"))
	if rows.Value(row, "opened_on") != nil {
		age := float64(dayNumber(asOf) - dayNumber(rows.Time(row, "opened_on")))
		s.aged++
		s.ages += age
		if age > old.of(s.source+"\x00"+s.pipeline) {
			s.stalled++
		}
	}
	if rows.Value(row, "probability") != nil {
		s.stated += rows.Float(row, "probability") / 100
		s.withStated++
	}
}

func compareStages(a, b openStage) int {
	return cmp.Or(
		cmp.Compare(a.source, b.source), cmp.Compare(a.pipeline, b.pipeline),
		cmp.Compare(a.stated/max(1, a.withStated), b.stated/max(1, b.withStated)),
		cmp.Compare(b.deals, a.deals), cmp.Compare(a.stage, b.stage),
	)
}

func (s *openStage) row(mean, lo, hi float64) []any {
	return []any{
		s.pipeline, s.stage, s.deals, s.amount, orNull(s.ages / float64(s.aged)),
		orNull(mean), orNull(lo), orNull(hi), decimal.NewFromFloat(s.expected).Round(2), s.stalled, orNull(s.stated / s.withStated),
	}
}

// dealOwner is the record of who is responsible for deals.
type dealOwner struct {
	name            string
	open, won, lost int64
	openAmount      decimal.Decimal
	expected        float64
	days, timed     float64
	late, told      float64
}

// ownersTable has who is expected to bring most first.
func (b *dealBook) ownersTable(told dealflow.Forecast) *table.Table {
	out := &table.Table{Columns: columnsOf("owner t, open i, open_amount m, won i, lost i, win_rate f, raw_win_rate f, mean_days_to_win f, expected m, slippage_days f")}
	owners := b.owners(told)
	won, closed := make([]float64, len(owners)), make([]float64, len(owners))
	for i, o := range owners {
		won[i], closed[i] = float64(o.won), float64(o.won+o.lost)
	}
	shrunk := dealflow.Shrunk(won, closed)
	for i, o := range owners {
		out.Rows = append(out.Rows, []any{
			o.name, o.open, o.openAmount, o.won, o.lost, shrunk[i], orNull(won[i] / closed[i]), orNull(o.days / o.timed),
			decimal.NewFromFloat(o.expected).Round(2), orNull(o.late / o.told),
		})
	}
	slices.SortStableFunc(out.Rows, func(x, y []any) int {
		return cmp.Or(y[8].(decimal.Decimal).Cmp(x[8].(decimal.Decimal)), cmp.Compare(x[0].(string), y[0].(string)))
	})
	return out
}

func (b *dealBook) owners(told dealflow.Forecast) []dealOwner {
	var owners []dealOwner
	places := map[string]int{}
	place := func(name string) *dealOwner {
		at, known := places[name]
		if !known {
			at = len(owners)
			places[name] = at
			owners = append(owners, dealOwner{name: name})
		}
		return &owners[at]
	}
	for row := range b.rows.Len() {
		place(b.rows.Text(row, "owner")).add(b.rows, row)
	}
	open := 0
	for _, d := range b.deals {
		if d.Outcome == dealflow.Open {
			place(d.Owner).expected += told.Prospects[open].Expected
			open++
		}
	}
	return owners
}

func (o *dealOwner) add(rows *table.Table, row int) {
	switch rows.Text(row, "outcome") {
	case "open":
		o.open++
		o.openAmount = o.openAmount.Add(rows.Decimal(row, "amount"))
		return
	case "won":
		o.won++
		if rows.Value(row, "fault") == nil {
			o.days += float64(dayNumber(rows.Time(row, "closed_on")) - dayNumber(rows.Time(row, "opened_on")))
			o.timed++
		}
	default:
		o.lost++
		return
	}
	if rows.Value(row, "closed_on") != nil && rows.Value(row, "expected_on") != nil {
		o.late += float64(dayNumber(rows.Time(row, "closed_on")) - dayNumber(rows.Time(row, "expected_on")))
		o.told++
	}
}
