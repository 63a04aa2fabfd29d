package sample

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
)

// horizon is the days that purchases are expected for, and those of the check.
const horizon = 365

// Earlier are the answers as they were before the contest of the models had
// its tables: what an older run kept has to show as well.
func Earlier() reports.Answers {
	a := Answers()
	a.ValueHoldout = earlierHoldout()
	a.ValueCustomers = only(a.ValueCustomers, "customer_id", "customer", "frequency", "recency_days", "p_alive", "expected_purchases", "lo90", "hi90", "expected_value", "clv")
	a.ValueModels = only(a.ValueModels, "model", "parameter", "value", "standard_error", "log_likelihood", "customers")
	a.ValueCheck, a.ValueFrequency, a.ValueTracking, a.ValueTotal, a.ValueMap = nil, nil, nil, nil, nil
	a.ChurnReliability, a.ChurnRisks, a.Leaving = nil, nil, nil
	return a
}

func only(t *table.Table, names ...string) *table.Table {
	out := &table.Table{Rows: make([][]any, t.Len())}
	for _, name := range names {
		at := t.Index(name)
		out.Columns = append(out.Columns, t.Columns[at])
		for r, row := range t.Rows {
			out.Rows[r] = append(out.Rows[r], row[at])
		}
	}
	return out
}

// person is a customer as the models see him.
type person struct {
	key, title            string
	purchases             int64
	last                  time.Time
	silent, gap           float64
	alive, expected, buys float64
	average, revenue      decimal.Decimal
	risk                  string
	stake                 decimal.Decimal
}

// people takes the customers that the other tables have.
func people(customers customerTables) []person {
	random := rand.New(rand.NewPCG(20261019, 2))
	out := make([]person, customers.value.Len())
	for r := range out {
		v, h := customers.value, customers.history
		p := person{key: v.Text(r, "customer_id"), title: v.Text(r, "customer"), purchases: h.Integer(r, "orders"), last: h.Time(r, "last_on"),
			silent: float64(v.Integer(r, "recency_days")), average: v.Decimal(r, "expected_value"), revenue: h.Decimal(r, "revenue")}
		p.gap = 6 + 50/math.Sqrt(float64(p.purchases)) + 20*random.Float64()
		p.alive = 1 / (1 + math.Exp(p.silent/(1.5*p.gap)-3.2))
		rate := math.Min(float64(p.purchases)/3, 300/p.gap)
		p.expected = p.alive * rate
		p.buys = p.alive * (1 - math.Exp(-rate))
		p.risk = riskOf(p.buys)
		p.stake = money(p.average.InexactFloat64() * rate * (1 - p.alive))
		out[r] = p
	}
	return out
}

func riskOf(buys float64) string {
	switch {
	case buys >= 0.75:
		return "low"
	case buys >= 0.4:
		return "medium"
	case buys >= 0.1:
		return "high"
	}
	return "gone"
}

// around is a range of whole numbers about a count.
func around(mean, deviations float64) (float64, float64) {
	half := deviations * math.Sqrt(mean*1.4+0.1)
	return math.Max(0, math.Floor(mean-half)), math.Ceil(mean + half)
}

func valueCustomers(all []person) *table.Table {
	t := &table.Table{Columns: columns("t:customer_id", "t:customer", "i:frequency", "i:recency_days", "f:p_alive", "f:p_buys", "t:risk",
		"f:expected_purchases", "f:lo80", "f:hi80", "f:lo90", "f:hi90", "m:expected_value", "m:spend_lo80", "m:spend_hi80", "m:spend_lo90", "m:spend_hi90",
		"m:margin", "m:clv", "m:revenue", "d:next_on", "d:next_from", "d:next_to")}
	for _, p := range all {
		lo80, hi80 := around(p.expected, 1.2816)
		lo90, hi90 := around(p.expected, 1.6449)
		each := p.average.InexactFloat64()
		next := AsOf().AddDate(0, 0, 1+int(p.gap*0.7))
		var margin any
		if len(p.title)%7 > 0 {
			margin = money(each * p.expected * 0.38)
		}
		t.Rows = append(t.Rows, []any{p.key, p.title, p.purchases - 1, int64(p.silent), p.alive, p.buys, p.risk, p.expected, lo80, hi80, lo90, hi90, p.average,
			money(each * lo80 * 0.9), money(each * hi80 * 1.1), money(each * lo90 * 0.85), money(each * hi90 * 1.15),
			margin, money(each * p.expected * 0.96), p.revenue, next, next.AddDate(0, 0, -int(p.gap*0.6)), next.AddDate(0, 0, int(p.gap*1.9))})
	}
	return t
}

func valueTotal(all []person) *table.Table {
	purchases, spend := 0.0, 0.0
	for _, p := range all {
		purchases += p.expected
		spend += p.expected * p.average.InexactFloat64()
	}
	return &table.Table{
		Columns: columns("i:customers", "f:expected_purchases", "f:lo80", "f:hi80", "f:lo90", "f:hi90",
			"m:expected_spend", "m:spend_lo80", "m:spend_hi80", "m:spend_lo90", "m:spend_hi90", "m:clv", "m:margin"),
		Rows: [][]any{{int64(len(all)), purchases, math.Floor(purchases * 0.95), math.Ceil(purchases * 1.05), math.Floor(purchases * 0.94), math.Ceil(purchases * 1.065),
			money(spend), money(spend * 0.92), money(spend * 1.09), money(spend * 0.90), money(spend * 1.12), money(spend * 0.96), money(spend * 0.38)}},
	}
}

func churnRisks(all []person) *table.Table {
	t := &table.Table{Columns: columns("t:risk", "i:customers", "m:revenue", "m:clv", "m:at_stake", "f:p_buys", "i:held_customers", "f:held_bought")}
	for _, risk := range []string{"low", "medium", "high", "gone"} {
		n, revenue, clv, stake, buys := int64(0), decimal.Zero, decimal.Zero, decimal.Zero, 0.0
		for _, p := range all {
			if p.risk == risk {
				n, revenue, stake, buys = n+1, revenue.Add(p.revenue), stake.Add(p.stake), buys+p.buys
				clv = clv.Add(money(p.average.InexactFloat64() * p.expected * 0.96))
			}
		}
		t.Rows = append(t.Rows, []any{risk, n, revenue, clv, stake, buys / float64(max(n, 1)), n / 2, 0.97 * buys / float64(max(n, 1))})
	}
	return t
}

// leaving are those who are silent for longer than they use to be and have not
// gone for good, the most at stake first.
func leaving(all []person) *table.Table {
	t := &table.Table{Columns: columns("t:customer_id", "t:customer", "t:email", "t:phone", "t:owner", "d:last_on", "i:purchases", "f:usual_gap_days",
		"i:silent_days", "f:overdue_days", "f:overdue_times", "f:p_alive", "f:p_buys", "t:risk", "m:revenue", "m:at_stake", "m:clv", "d:next_on", "i:usual_weekday", "i:usual_hour")}
	for i, p := range all {
		overdue := p.silent - 1.8*p.gap
		if p.purchases < 3 || overdue <= 0 || p.risk == "gone" {
			continue
		}
		row := []any{p.key, p.title, fmt.Sprintf("buying@customer%s.example", p.key), fmt.Sprintf("+44207946%04d", i), []string{"Anna Weber", "Luis Ortega", "Team North"}[i%3],
			p.last, p.purchases, p.gap, int64(p.silent), overdue, p.silent / p.gap, p.alive, p.buys, p.risk, p.revenue, p.stake,
			money(p.average.InexactFloat64() * p.expected * 0.96), AsOf().AddDate(0, 0, 1+int(p.gap*0.7)), int64(1 + i%5), int64(8 + i%10)}
		switch i % 6 { // what exports leave out
		case 1:
			row[2] = nil
		case 2:
			row[3], row[4] = nil, nil
		case 3:
			row[2], row[3], row[19] = nil, nil, nil
		}
		t.Rows = append(t.Rows, row)
	}
	at := t.Index("at_stake")
	slices.SortStableFunc(t.Rows, func(a, b []any) int { return b[at].(decimal.Decimal).Cmp(a[at].(decimal.Decimal)) })
	return t
}

// valueMap counts customers by days since the last purchase and by purchases.
func valueMap(all []person) *table.Table {
	t := &table.Table{Columns: columns("i:recency_from", "i:recency_to", "i:purchases_from", "i:purchases_to", "i:customers", "f:p_alive", "m:clv")}
	days, purchases := []int64{0, 15, 31, 61, 91, 181, 366}, []int64{1, 2, 3, 5, 9, 17}
	for i, from := range days {
		for j, least := range purchases {
			n, alive, clv := int64(0), 0.0, decimal.Zero
			for _, p := range all {
				if within(int64(p.silent), days, i) && within(p.purchases, purchases, j) {
					n, alive, clv = n+1, alive+p.alive, clv.Add(money(p.average.InexactFloat64()*p.expected))
				}
			}
			var mean any
			if n > 0 {
				mean = alive / float64(n)
			}
			t.Rows = append(t.Rows, []any{from, end(days, i), least, end(purchases, j), n, mean, clv})
		}
	}
	return t
}

func within(value int64, from []int64, at int) bool {
	return value >= from[at] && (at == len(from)-1 || value < from[at+1])
}

// end is where a range ends; the last one is open.
func end(from []int64, at int) any {
	if at == len(from)-1 {
		return nil
	}
	return from[at+1] - 1
}
