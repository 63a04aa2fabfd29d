package pipeline

import (
	"context"
	"math"
	"time"

	"clientele/internal/table"
	"clientele/queries"
)

// contractCheck is the answer that says how the chances of contracts to end did
// on days that they had not seen.
const contractCheck = "contract_check"

// checkContracts tells the chances again as of a horizon ago, of what was known
// then, and what came of them; beside it the naive answer, that as large a share
// ends as in the horizon before. There is no answer where nothing could be told.
func (w *work) checkContracts(ctx context.Context) error {
	cut := w.asOf.AddDate(0, 0, -contractHorizon)
	known, err := w.askAt(ctx, "forecasts/contract_durations", map[string]any{"as_of": cut.Format(time.DateOnly)})
	if err != nil {
		return err
	}
	chances, err := chancesToEnd(known)
	if err != nil || chances.Len() == 0 {
		return err
	}
	ran, err := w.contractsAt(ctx, cut)
	if err != nil {
		return err
	}
	before, err := w.contractsAt(ctx, cut.AddDate(0, 0, -contractHorizon))
	if err != nil {
		return err
	}
	made := judgeContracts(chances, ran, before, cut)
	if made.Len() == 0 {
		return nil
	}
	return w.engine.CreateTable(ctx, contractCheck, made)
}

// contractsAt are the contracts that ran on a day and what came of them.
func (w *work) contractsAt(ctx context.Context, cut time.Time) (*table.Table, error) {
	return w.askAt(ctx, "forecasts/contract_holdout", map[string]any{"cut": cut.Format(time.DateOnly), "days": int64(contractHorizon)})
}

func (w *work) askAt(ctx context.Context, name string, arguments map[string]any) (*table.Table, error) {
	query, err := queries.Get(name)
	if err != nil {
		return nil, err
	}
	bound, err := query.Bind(arguments)
	if err != nil {
		return nil, err
	}
	return w.engine.Query(ctx, bound)
}

// judgeContracts adds up the chances of those that ran at the cut. Their number
// that ends is a sum of independent draws, Σp with variance Σp(1 − p); its range
// is that of the normal distribution, with half a contract at each end.
func judgeContracts(chances, ran, before *table.Table, cut time.Time) *table.Table {
	out := &table.Table{Columns: []table.Column{
		{Name: "cut_on", Kind: table.Date}, {Name: "days", Kind: table.Integer}, {Name: "contracts", Kind: table.Integer}, {Name: "predicted", Kind: table.Float},
		{Name: "lo95", Kind: table.Float}, {Name: "hi95", Kind: table.Float}, {Name: "actual", Kind: table.Integer}, {Name: "naive", Kind: table.Float},
		{Name: "brier", Kind: table.Float}, {Name: "brier_naive", Kind: table.Float},
	}}
	ranBefore, endedBefore := int64(0), int64(0)
	for i := range before.Len() {
		ranBefore += before.Integer(i, "contracts")
		endedBefore += before.Integer(i, "ended")
	}
	told := map[planAge]float64{}
	for i := range chances.Len() {
		told[planAge{chances.Text(i, "plan"), chances.Integer(i, "age_days")}] = chances.Float(i, "chance")
	}
	var contracts, actual int64
	var predicted, variance, squares, naiveSquares float64
	naive := math.NaN()
	if ranBefore > 0 {
		naive = float64(endedBefore) / float64(ranBefore)
	}
	for i := range ran.Len() {
		chance, known := told[planAge{ran.Text(i, "plan"), ran.Integer(i, "age_days")}]
		if ran.Boolean(i, "has_notice") {
			chance, known = 1, true
		}
		if !known {
			continue
		}
		n, ended := ran.Integer(i, "contracts"), ran.Integer(i, "ended")
		contracts, actual = contracts+n, actual+ended
		predicted += float64(n) * chance
		variance += float64(n) * chance * (1 - chance)
		squares += squaredError(chance, n, ended)
		naiveSquares += squaredError(naive, n, ended)
	}
	if contracts == 0 {
		return out
	}
	reach := 1.959963984540054*math.Sqrt(variance) + 0.5
	out.Rows = append(out.Rows, []any{
		cut, int64(contractHorizon), contracts, predicted,
		math.Max(0, math.Ceil(predicted-reach)), math.Min(float64(contracts), math.Floor(predicted+reach)), actual, orNull(naive * float64(contracts)),
		squares / float64(contracts), orNull(naiveSquares / float64(contracts)),
	})
	return out
}

type planAge struct {
	plan string
	age  int64
}

// squaredError is that of a chance told for n, of which some have ended.
func squaredError(chance float64, n, ended int64) float64 {
	return float64(ended)*(1-chance)*(1-chance) + float64(n-ended)*chance*chance
}
