package sample

import (
	"fmt"
	"math"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// lastings are the groups of second purchases, by year, and of contracts, by
// plan: how many there are, which share ever ends and how soon half of it does.
type lastings struct {
	kind, group string
	subjects    int64
	ever, half  float64
	last        float64
}

func allLastings() []lastings {
	return []lastings{
		{"second purchase", "", 900, 0.62, 75, 1110}, {"second purchase", "2023", 120, 0.66, 60, 1110}, {"second purchase", "2024", 330, 0.63, 70, 1020},
		{"second purchase", "2025", 290, 0.6, 80, 660}, {"second purchase", "2026", 160, 0.58, 90, 300},
		{"contracts", "", 260, 0.8, 17, 36}, {"contracts", "Basic", 180, 0.85, 15, 36}, {"contracts", "Pro <b>&", 80, 0.6, 24, 30},
	}
}

// left is the share that has not ended by a time.
func (l lastings) left(at float64) float64 { return 1 - l.ever*(1-math.Exp2(-at/l.half)) }

func (l lastings) name() any {
	if l.group == "" {
		return nil
	}
	return l.group
}

func survivalCurves() *table.Table {
	t := &table.Table{Columns: columns("t:kind", "t:group", "f:time", "i:at_risk", "i:ended", "i:censored", "f:survival", "f:lo95", "f:hi95", "i:entered")}
	for _, l := range allLastings() {
		step := 30.0
		if l.kind == "contracts" {
			step = 1
		}
		atRisk := l.subjects
		for at := 0.0; at <= l.last && atRisk > 0; at += step {
			now := l.left(at)
			ended := min(atRisk, int64(math.Round(float64(atRisk)*(1-now/l.left(max(0, at-step))))))
			censored := min(atRisk-ended, int64(float64(l.subjects)*0.3*step/l.last))
			row := []any{l.kind, l.name(), at, atRisk, ended, censored, now, nil, nil, int64(0)}
			if now < 1 {
				reach := math.Exp(1.96 / math.Sqrt(float64(l.subjects)) / -math.Log(now) * 0.5)
				row[7], row[8] = math.Pow(now, reach), math.Pow(now, 1/reach)
			}
			t.Rows = append(t.Rows, row)
			atRisk -= ended + censored
		}
	}
	return t
}

func survivalGroups() *table.Table {
	t := &table.Table{Columns: columns("t:kind", "t:group", "i:subjects", "i:ended", "f:median", "f:median_lo", "f:median_hi",
		"f:restricted_mean", "f:restricted_error", "f:restricted_to", "i:censored")}
	for _, l := range allLastings() {
		ended := int64(float64(l.subjects) * (1 - l.left(l.last*0.7)))
		row := []any{l.kind, l.name(), l.subjects, ended, nil, nil, nil, l.last / 3, l.last / 60, min(l.last, 365.0), l.subjects - ended}
		if l.ever > 0.6 {
			median := -l.half * math.Log2(1-0.5/l.ever)
			row[4], row[5] = median, median*0.9
			if l.ever > 0.62 {
				row[6] = median * 1.2
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func survivalTests() *table.Table {
	return &table.Table{Columns: columns("t:kind", "i:groups", "f:chi_squared", "i:degrees", "f:p_value"), Rows: [][]any{
		{"second purchase", int64(4), 4.1177, int64(3), 0.24906}, {"contracts", int64(2), 14.802, int64(1), 0.000119},
	}}
}

func contractMonths() *table.Table {
	t := &table.Table{Columns: columns("d:month", "i:opening", "i:started", "i:ended", "i:closing", "i:lost", "f:churn",
		"m:opening_amount", "m:started_amount", "m:ended_amount", "m:closing_amount", "b:complete")}
	running, amount := int64(0), decimal.Zero
	for i := range 37 {
		started, ended := int64(7+i%3), int64(float64(running)*(0.03+0.005*float64(i%4)))
		more, less := money(float64(started)*61.37), money(float64(ended)*58.21)
		var churn any
		if running > 0 {
			churn = float64(ended) / float64(running)
		}
		t.Rows = append(t.Rows, []any{time.Date(2023, 10, 1, 0, 0, 0, 0, time.UTC).AddDate(0, i, 0), running, started, ended, running + started - ended, ended, churn,
			amount, more, less, amount.Add(more).Sub(less), i < 36})
		running, amount = running+started-ended, amount.Add(more).Sub(less)
	}
	return t
}

func contractRisks() *table.Table {
	t := &table.Table{Columns: columns("t:source", "t:contract_id", "t:customer_id", "t:customer", "t:email", "t:phone", "t:plan", "t:owner",
		"d:started_on", "d:paid_until", "b:has_notice", "m:monthly_amount", "f:chance", "m:at_stake", "i:place")}
	for i := range 60 {
		amount, chance := money(400-6.13*float64(i)), 0.3-0.004*float64(i)
		row := []any{"crm", fmt.Sprintf("K-%03d", i), fmt.Sprint(i), fmt.Sprint("Tenant ", i), nil, nil, []string{"Basic", "Pro <b>&", ""}[i%3], []any{"Kim", nil}[i%2],
			AsOf().AddDate(0, 0, -40-13*i), AsOf().AddDate(0, 0, i%31), i%9 == 0, amount, chance, nil, int64(i + 1)}
		switch {
		case i%9 == 0:
			row[12] = 1.0
		case i > 55:
			row[12] = nil
		}
		if c, ok := row[12].(float64); ok {
			row[13] = money(amount.InexactFloat64() * 12 * c)
		}
		if i%2 == 0 {
			row[4], row[5] = fmt.Sprintf("tenant%d@harbour.example", i), "+44 7700 900100"
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func contractCheck() *table.Table {
	return &table.Table{
		Columns: columns("d:cut_on", "i:days", "i:contracts", "f:predicted", "f:lo95", "f:hi95", "i:actual", "f:naive", "f:brier", "f:brier_naive"),
		Rows:    [][]any{{AsOf().AddDate(0, 0, -90), int64(90), int64(171), 18.31, 11.0, 26.0, int64(20), 14.2, 0.0941, 0.1001}},
	}
}
