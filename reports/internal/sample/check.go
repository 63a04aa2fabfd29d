package sample

import (
	"math"
	"time"

	"clientele/internal/table"
)

// The check's facts, which its tables share.
const (
	checkedActual    = 2011
	checkedPredicted = 1943.27
)

func cutOn() time.Time { return AsOf().AddDate(0, 0, -horizon) }

func valueModels() *table.Table {
	t := &table.Table{Columns: columns("t:model", "t:parameter", "f:value", "f:standard_error", "f:log_likelihood", "i:customers", "b:converged")}
	for _, p := range []struct {
		model, parameter         string
		value, deviation, loglik float64
	}{
		{"BG/NBD", "r", 0.2426, 0.0126, -9582.43}, {"BG/NBD", "alpha", 4.4136, 0.3782, -9582.43}, {"BG/NBD", "a", 0.7929, 0.1852, -9582.43},
		{"BG/NBD", "b", 2.4259, 0.7051, -9582.43}, {"Gamma-Gamma", "p", 6.2496, 1.1893, -4058.98}, {"Gamma-Gamma", "q", 3.7443, 0.2902, -4058.98},
		{"Gamma-Gamma", "gamma", 15.4415, math.NaN(), -4058.98},
	} {
		t.Rows = append(t.Rows, []any{p.model, p.parameter, p.value, p.deviation, p.loglik, int64(Customers), true})
	}
	return t
}

func earlierHoldout() *table.Table {
	return &table.Table{Columns: columns("t:rule", "f:predicted", "i:actual", "f:bias", "f:mae", "b:chosen", "b:naive"), Rows: [][]any{
		{"BG/NBD", checkedPredicted, int64(checkedActual), -0.033680, 0.7311, true, false}, {"own rate", 2660.81, int64(checkedActual), 0.323128, 0.9742, false, true},
		{"average rate", 2214.0, int64(checkedActual), 0.100945, 1.1216, false, true},
	}}
}

// valueHoldout is a contest with rules that could not take part.
func valueHoldout() *table.Table {
	t := &table.Table{Columns: columns("t:rule", "f:predicted", "i:actual", "f:bias", "f:mae", "f:rmse", "f:log_likelihood", "b:chosen", "b:naive", "t:refused")}
	for _, c := range []struct {
		rule                             string
		predicted, mae, rmse, likelihood float64
		naive                            bool
		refused                          string
	}{
		{"MBG/NBD", checkedPredicted, 0.7311, 1.6012, -9571.62, false, ""}, {"BG/NBD", 1921.4, 0.7389, 1.6130, -9582.43, false, ""},
		{"Pareto/NBD", 1930.9, 0.7402, 1.6155, -9594.98, false, ""}, {"BG/CNBD-2", 1898.2, 0.7455, 1.6420, -9566.10, false, ""},
		{"BG/BB", 1866.0, 0.7601, 1.6711, -9911.20, false, ""}, {"mean of the models", 1911.9, 0.7405, 1.6180, 0, false, ""},
		{"own rate", 2660.81, 0.9742, 2.1134, 0, true, ""}, {"zero", 0, 0.8013, 2.4010, 0, true, ""},
		{"MBG/CNBD-k", 0, 0, 0, 0, false, "too few customers"},
	} {
		if c.refused != "" {
			t.Rows = append(t.Rows, []any{c.rule, nil, nil, nil, nil, nil, nil, false, c.naive, c.refused})
			continue
		}
		var likelihood any
		if c.likelihood != 0 {
			likelihood = c.likelihood
		}
		t.Rows = append(t.Rows, []any{c.rule, c.predicted, int64(checkedActual), c.predicted/checkedActual - 1, c.mae, c.rmse, likelihood, c.rule == "MBG/NBD", c.naive, nil})
	}
	return t
}

func valueCheck() *table.Table {
	return &table.Table{
		Columns: columns("d:cut_on", "d:last_on", "i:horizon_days", "i:customers", "i:actual", "f:predicted", "f:lo80", "f:hi80", "f:lo90", "f:hi90", "f:covered80", "f:covered90",
			"m:spend_actual", "m:spend_predicted", "m:spend_lo80", "m:spend_hi80", "m:spend_lo90", "m:spend_hi90",
			"f:base_rate", "f:brier", "f:brier_naive", "f:auc", "f:top_decile_share"),
		Rows: [][]any{{cutOn(), AsOf(), int64(horizon), int64(Customers), int64(checkedActual), checkedPredicted, 1861.0, 2026.0, 1838.0, 2051.0, 0.8134, 0.9070,
			money(702_314.20), money(668_120.55), money(618_904.10), money(719_870.30), money(604_010.90), money(734_555.10),
			0.4471, 0.1382, 0.2472, 0.8734, 0.5127}},
	}
}

func valueFrequency() *table.Table {
	t := &table.Table{Columns: columns("i:past", "b:open", "i:customers", "f:actual", "f:predicted")}
	actual := []float64{0.24, 0.71, 1.02, 1.58, 1.83, 2.60, 2.71, 5.92}
	for i, mean := range actual {
		t.Rows = append(t.Rows, []any{int64(i), i == 7, int64(360 / (i + 1)), mean, 0.21 + 0.43*float64(i) + 0.026*float64(i*i)})
	}
	t.Rows[7][4] = 5.61
	return t
}

// valueTracking is a line a week: three years, the last of them held out.
func valueTracking() *table.Table {
	t := &table.Table{Columns: columns("d:period", "t:unit", "i:actual", "f:predicted", "b:held_out")}
	first := time.Date(2023, 10, 2, 0, 0, 0, 0, time.UTC)
	for i := range 159 {
		week, at := first.AddDate(0, 0, 7*i), float64(i+1)
		predicted := 6400 * (1 - math.Exp(-at/115))
		actual := predicted + 55*math.Sin(at/9) + math.Max(0, at-107)*2.2
		t.Rows = append(t.Rows, []any{week, "week", int64(actual), predicted, !week.Before(cutOn())})
	}
	return t
}

// churnReliability is a little too sure at the upper end, as models are.
func churnReliability() *table.Table {
	t := &table.Table{Columns: columns("f:lower", "f:upper", "i:customers", "f:predicted", "f:actual", "f:lo95", "f:hi95")}
	for i, customers := range []int64{188, 121, 84, 70, 66, 58, 61, 72, 80, 100} {
		lower := float64(i) / 10
		predicted := lower + 0.048
		actual := predicted + 0.03*math.Sin(float64(i)*1.3) - 0.02*lower
		half := 1.96 * math.Sqrt(actual*(1-actual)/float64(customers))
		t.Rows = append(t.Rows, []any{lower, lower + 0.1, customers, predicted, actual, math.Max(0, actual-half), math.Min(1, actual+half)})
	}
	return t
}
