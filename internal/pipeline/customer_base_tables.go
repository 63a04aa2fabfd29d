package pipeline

import (
	"math"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/btyd"
	"clientele/internal/customerbase"
	"clientele/internal/table"
)

// lazyTable is an answer whose rows are made when it is their turn.
type lazyTable struct {
	name    string
	columns []table.Column
	n       int
	row     func(row int) []any
}

// columnsOf reads columns off a list: each a name and the letter of its kind,
// t for text, i a whole number, f a float, m money, d a day, b yes or no.
func columnsOf(list string) []table.Column {
	kinds := map[string]table.Column{
		"t": {}, "i": {Kind: table.Integer}, "f": {Kind: table.Float}, "m": {Kind: table.Decimal, Scale: 2}, "d": {Kind: table.Date}, "b": {Kind: table.Boolean},
	}
	var columns []table.Column
	for _, column := range strings.Split(list, ",") {
		name, kind, _ := strings.Cut(strings.TrimSpace(column), " ")
		made := kinds[kind]
		made.Name = name
		columns = append(columns, made)
	}
	return columns
}

func lazily(name, columns string, rows [][]any) lazyTable {
	return lazyTable{name: name, columns: columnsOf(columns), n: len(rows), row: func(row int) []any { return rows[row] }}
}

// known is NULL for what is not a number.
func known(value float64) any {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return nil
	}
	return value
}

// inCents is an amount rounded once, NULL for what is not a number.
func inCents(value float64) any {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return nil
	}
	return decimal.NewFromFloat(value).Round(2)
}

func knownRange(r customerbase.Range) []any {
	return []any{known(r.Low80), known(r.High80), known(r.Low90), known(r.High90)}
}

func centsRange(r customerbase.Range) []any {
	return []any{inCents(r.Low80), inCents(r.High80), inCents(r.Low90), inCents(r.High90)}
}

func joined(parts ...[]any) []any {
	var row []any
	for _, part := range parts {
		row = append(row, part...)
	}
	return row
}

func modelsTable(estimates []btyd.Estimate) lazyTable {
	var rows [][]any
	for _, estimate := range estimates {
		for _, parameter := range estimate.Parameters {
			var deviation any
			if !parameter.Unknown {
				deviation = known(parameter.StandardError)
			}
			rows = append(rows, []any{estimate.Name, parameter.Name, known(parameter.Value), deviation, known(estimate.LogLikelihood), int64(estimate.Customers), estimate.Converged})
		}
	}
	return lazily("value_models", "model t, parameter t, value f, standard_error f, log_likelihood f, customers i, converged b", rows)
}

// contestTableOf has a row for each rule: how it foretold the part that was held
// out, and, where the same months a year earlier were foretold as well, the errors
// over both, by which it was chosen.
func contestTableOf(contest customerbase.Contest) lazyTable {
	var rows [][]any
	for _, entry := range contest.Entries {
		if entry.Refused != "" {
			rows = append(rows, []any{entry.Name, nil, nil, nil, nil, nil, nil, false, entry.Naive, entry.Refused, nil, nil})
			continue
		}
		var likelihood, pooledMAE, pooledRMSE any
		if contest.Windows > 1 && entry.Pooled.Customers > 0 {
			pooledMAE, pooledRMSE = entry.Pooled.MAE, entry.Pooled.RMSE
		}
		if entry.Estimate != nil {
			likelihood = known(entry.Estimate.LogLikelihood)
		}
		rows = append(rows, []any{entry.Name, entry.Predicted, entry.Actual, known(entry.Bias()), entry.MAE, entry.RMSE, likelihood, entry.Chosen, entry.Naive, nil, pooledMAE, pooledRMSE})
	}
	return lazily("value_holdout", "rule t, predicted f, actual i, bias f, mae f, rmse f, log_likelihood f, chosen b, naive b, refused t, pooled_mae f, pooled_rmse f", rows)
}

func checkTable(h held) lazyTable {
	c := h.check
	row := joined([]any{h.until, h.last, int64(c.Days), int64(customersOf(h)), c.Actual, c.Purchases.Mean}, knownRange(c.Purchases.Range),
		[]any{c.Covered80, c.Covered90, inCents(c.ActualMoney), inCents(c.Money.Mean)}, centsRange(c.Money.Range),
		[]any{c.BaseRate, c.Brier, c.BrierNaive, known(c.AUC), known(c.TopDecileShare)})
	return lazily("value_check", "cut_on d, last_on d, horizon_days i, customers i, actual i, predicted f, lo80 f, hi80 f, lo90 f, hi90 f, covered80 f, covered90 f, "+
		"spend_actual m, spend_predicted m, spend_lo80 m, spend_hi80 m, spend_lo90 m, spend_hi90 m, base_rate f, brier f, brier_naive f, auc f, top_decile_share f", [][]any{row})
}

func customersOf(h held) (n int) {
	for _, band := range h.check.Risks {
		n += int(band.Customers)
	}
	return n
}

func frequencyTable(check customerbase.Check) lazyTable {
	var rows [][]any
	for _, band := range check.Frequencies {
		rows = append(rows, []any{band.Past, band.Open, band.Customers, band.Actual, band.Predicted})
	}
	return lazily("value_frequency", "past i, open b, customers i, actual f, predicted f", rows)
}

func trackingTable(h held) lazyTable {
	var rows [][]any
	for _, track := range h.track {
		rows = append(rows, []any{track.Period, h.unit, track.Actual, known(track.Predicted), track.HeldOut})
	}
	return lazily("value_tracking", "period d, unit t, actual i, predicted f, held_out b", rows)
}

func reliabilityTable(check customerbase.Check) lazyTable {
	var rows [][]any
	for _, band := range check.Bands {
		rows = append(rows, []any{band.Lower, band.Upper, band.Customers, band.Predicted, band.Actual, band.Low95, band.High95})
	}
	return lazily("churn_reliability", "lower f, upper f, customers i, predicted f, actual f, lo95 f, hi95 f", rows)
}

// totalTable is the sum of all customers. Its intervals are as wide as what the
// same method missed before asks for.
func totalTable(v customerbase.Valuation, missed customerbase.Misses) lazyTable {
	purchases, money := v.Totals().Widened(missed)
	var lifetime, margin float64
	for i, o := range v.Outlooks {
		lifetime += cents(o.Lifetime)
		margin += o.Money * v.History.Customers[i].Margin
	}
	row := joined([]any{int64(len(v.Outlooks)), purchases.Mean}, knownRange(purchases.Range), []any{inCents(money.Mean)}, centsRange(money.Range), []any{inCents(lifetime), inCents(margin)})
	return lazily("value_total", "customers i, expected_purchases f, lo80 f, hi80 f, lo90 f, hi90 f, expected_spend m, spend_lo80 m, spend_hi80 m, spend_lo90 m, spend_hi90 m, clv m, margin m", [][]any{row})
}

// riskTable has a row for each band, also an empty one; what became of such
// customers in the part that was held out stands beside it.
func riskTable(v customerbase.Valuation, h held) lazyTable {
	bands := v.ByRisk()
	var rows [][]any
	for risk, band := range bands {
		row := []any{customerbase.Risk(risk).String(), band.Customers, inCents(band.Revenue), inCents(band.Lifetime), inCents(band.AtStake), known(band.Buys), nil, nil}
		if h.refused == "" {
			was := h.check.Risks[risk]
			row[6], row[7] = was.Customers, known(float64(was.Bought)/float64(was.Customers))
		}
		rows = append(rows, row)
	}
	return lazily("churn_risks", "risk t, customers i, revenue m, clv m, at_stake m, p_buys f, held_customers i, held_bought f", rows)
}

func mapTable(v customerbase.Valuation) lazyTable {
	open := func(to int64) any {
		if to < 0 {
			return nil
		}
		return to
	}
	var rows [][]any
	for _, place := range v.Map() {
		rows = append(rows, []any{place.RecencyFrom, open(place.RecencyTo), place.PurchasesFrom, open(place.PurchasesTo), place.Customers, known(place.Alive), inCents(place.Lifetime)})
	}
	return lazily("value_map", "recency_from i, recency_to i, purchases_from i, purchases_to i, customers i, p_alive f, clv m", rows)
}

// dayIn is the day so many days behind another, NULL for what is not a number.
func dayIn(from time.Time, days float64) any {
	if math.IsNaN(days) {
		return nil
	}
	return from.AddDate(0, 0, int(math.Round(days)))
}
