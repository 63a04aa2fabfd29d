package sample

import (
	"math"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// move is a part of a stage's customers that goes to another within a month.
type move struct {
	from, to string
	part     float64
	spends   float64 // what one of them leaves in the month, beside the others
}

func stageMoves() []move {
	return []move{
		{"prospect", "prospect", 0.96, 0}, {"prospect", "new", 0.04, 1}, {"new", "new", 0.45, 0}, {"new", "active", 0.25, 1.4}, {"new", "at_risk", 0.30, 0},
		{"active", "active", 0.88, 1.5}, {"active", "at_risk", 0.12, 0}, {"at_risk", "active", 0.30, 1.2}, {"at_risk", "at_risk", 0.42, 0}, {"at_risk", "lost", 0.28, 0},
		{"lost", "lost", 0.97, 0}, {"lost", "won_back", 0.03, 0.9}, {"won_back", "active", 0.6, 1.1}, {"won_back", "at_risk", 0.4, 0},
	}
}

// lifecycleFlows lets a company grow from its first customers; a month's
// revenue is that of the months, to the cent.
func lifecycleFlows(months *table.Table) *table.Table {
	t := &table.Table{Columns: columns("d:month", "t:from_stage", "t:to_stage", "i:customers", "m:revenue")}
	there := map[string]int64{"prospect": 240, "active": 200}
	for r := range months.Len() {
		next, rows, weights := map[string]int64{}, [][]any{}, []float64{}
		add := func(from any, to string, n int64, spends float64) {
			if n > 0 {
				next[to] += n
				rows = append(rows, []any{months.Time(r, "month"), from, to, n, nil})
				weights = append(weights, float64(n)*spends)
			}
		}
		add(nil, "prospect", 9, 0)
		add(nil, "new", 14+int64(r)%5, 1)
		left := there["new"]
		for i, m := range stageMoves() {
			if i == 0 || m.from != stageMoves()[i-1].from {
				left = there[m.from]
			}
			n := int64(math.Round(m.part * float64(there[m.from])))
			if i+1 == len(stageMoves()) || stageMoves()[i+1].from != m.from {
				n = left
			}
			left -= n
			add(m.from, m.to, n, m.spends)
		}
		there = next
		known := months.Decimal(r, "revenue").Sub(months.Decimal(r, "revenue_anonymous"))
		spread(rows, weights, known)
		rows = append(rows, []any{months.Time(r, "month"), nil, nil, int64(0), months.Decimal(r, "revenue_anonymous")})
		if r >= months.Len()-13 {
			t.Rows = append(t.Rows, rows...)
		}
	}
	return t
}

// spread gives each row its part of an amount, the last one the rest.
func spread(rows [][]any, weights []float64, amount decimal.Decimal) {
	all, left, last := 0.0, amount, 0
	for i, w := range weights {
		all += w
		if w > 0 {
			last = i
		}
	}
	for i := range rows {
		part := decimal.Zero
		if weights[i] > 0 && i != last {
			part = money(amount.InexactFloat64() * weights[i] / all)
		}
		rows[i][4], left = part, left.Sub(part)
	}
	rows[last][4] = left
}

// rfmFlows has the same moves each month but for some; the last month ends with
// the customers that the segments have.
func rfmFlows(months, segments *table.Table) *table.Table {
	t := &table.Table{Columns: columns("d:month", "t:from_segment", "t:to_segment", "i:customers", "m:revenue")}
	moves := []move{
		{"loyal", "champions", 7, 3}, {"champions", "loyal", 5, 2}, {"potential_loyalist", "loyal", 6, 2}, {"loyal", "need_attention", 12, 0}, {"new", "promising", 9, 0},
		{"new", "potential_loyalist", 8, 1}, {"need_attention", "at_risk", 11, 0}, {"need_attention", "loyal", 2, 2}, {"promising", "about_to_sleep", 7, 0},
		{"about_to_sleep", "hibernating", 14, 0}, {"about_to_sleep", "potential_loyalist", 3, 1}, {"at_risk", "loyal", 4, 2}, {"at_risk", "hibernating", 6, 0},
		{"champions", "need_attention", 2, 0}, {"at_risk", "cannot_lose", 1, 0}, {"hibernating", "new", 1, 1},
	}
	for r := max(0, months.Len()-13); r < months.Len(); r++ {
		rows, weights, came := [][]any{}, []float64{}, map[string]int64{}
		add := func(from any, to string, n int64, spends float64) {
			rows, weights = append(rows, []any{months.Time(r, "month"), from, to, n, nil}), append(weights, float64(n)*spends)
			came[to] += n
		}
		add(nil, "new", 16, 1)
		for i, m := range moves {
			if n := int64(m.part) - int64((r+i)%3); n > 0 {
				add(m.from, m.to, n, m.spends)
			}
		}
		for s := range segments.Len() {
			name := segments.Text(s, "segment")
			if n := segments.Integer(s, "customers") - came[name]; n > 0 {
				add(name, name, n, map[string]float64{"champions": 5, "loyal": 2, "new": 1, "potential_loyalist": 1}[name])
			}
		}
		spread(rows, weights, months.Decimal(r, "revenue").Sub(months.Decimal(r, "revenue_anonymous")))
		t.Rows = append(append(t.Rows, rows...), []any{months.Time(r, "month"), nil, nil, int64(0), months.Decimal(r, "revenue_anonymous")})
	}
	return t
}

// rfmLifecycle says of each segment how many of its customers are silent for
// longer than they use to be.
func rfmLifecycle(segments *table.Table) *table.Table {
	t := &table.Table{Columns: columns("t:segment", "t:stage", "i:customers", "m:revenue")}
	for r := range segments.Len() {
		silent := map[string]float64{"champions": 0.04, "loyal": 0.09, "need_attention": 0.4, "at_risk": 0.8, "cannot_lose": 0.3, "about_to_sleep": 0.5, "hibernating": 0.1}[segments.Text(r, "segment")]
		n := segments.Integer(r, "customers")
		late := int64(silent * float64(n))
		money := segments.Decimal(r, "revenue").Mul(decimal.NewFromFloat(silent)).Round(2)
		stage := map[bool]string{true: "active", false: "lost"}[r < 6]
		t.Rows = append(t.Rows, []any{segments.Text(r, "segment"), stage, n - late, segments.Decimal(r, "revenue").Sub(money)})
		if late > 0 {
			t.Rows = append(t.Rows, []any{segments.Text(r, "segment"), "at_risk", late, money})
		}
	}
	return t
}

// summed is one line of the summary of segments.
type summed struct {
	segment   string
	name      any
	customers int64
	revenue   decimal.Decimal
	days      float64
	do        any
}

// segmentSummary has the segments of all kinds.
func segmentSummary(segments, flows *table.Table) *table.Table {
	t := &table.Table{Columns: columns("t:kind", "t:segment", "t:name", "i:position", "i:customers", "f:share", "m:revenue", "f:revenue_share", "m:revenue_12m",
		"i:orders", "m:average_order", "f:median_recency_days", "m:value_to_come", "f:at_risk", "t:do")}
	var kinds [4][]summed
	for r := range segments.Len() {
		kinds[0] = append(kinds[0], summed{segments.Text(r, "segment"), nil, segments.Integer(r, "customers"), segments.Decimal(r, "revenue"), segments.Float(r, "median_recency_days"), nil})
	}
	days := map[string]float64{"prospect": 0, "new": 15, "active": 20, "at_risk": 95, "lost": 320, "won_back": 12}
	for i, stage := range []string{"prospect", "new", "active", "at_risk", "lost", "won_back"} {
		n, last := int64(0), flows.Time(flows.Len()-1, "month")
		for r := range flows.Len() {
			if flows.Time(r, "month").Equal(last) && flows.Text(r, "to_stage") == stage {
				n += flows.Integer(r, "customers")
			}
		}
		kinds[1] = append(kinds[1], summed{stage, nil, n, money([]float64{0, 240_000, 9_100_000, 2_100_000, 1_400_000, 160_000}[i]), days[stage], nil})
	}
	kinds[2] = []summed{
		{"Sleeping coffee lovers", nil, 61, money(812_000), 130, "Send the new roast with a note from the roaster."}, {"VIP", nil, 44, money(5_210_400.5), 8, nil},
		{"New in Madrid", nil, 5, money(4_100), 12, "Invite to the tasting."}, {"Nobody yet", nil, 0, decimal.Zero, 0, nil},
	}
	kinds[3] = []summed{
		{"frequent_big", nil, 96, money(7_100_000), 11, nil}, {"frequent_devoted", nil, 140, money(2_900_000), 20, nil}, {"average", nil, 260, money(1_900_000), 60, nil}, {"onetime_silent", nil, 395, money(1_100_000), 240, nil},
	}
	for k, kind := range []string{"rfm", "lifecycle", "own", "cluster"} {
		customers, revenue := int64(0), decimal.Zero
		for _, s := range kinds[k] {
			customers, revenue = customers+s.customers, revenue.Add(s.revenue)
		}
		if kind == "own" { // they overlap, and many are in none
			customers, revenue = Customers, kinds[0][0].revenue.Mul(decimal.NewFromInt(2))
		}
		for i, s := range kinds[k] {
			t.Rows = append(t.Rows, s.row(kind, int64(i+1), customers, revenue))
		}
	}
	return t
}

func (s summed) row(kind string, position, customers int64, revenue decimal.Decimal) []any {
	orders := s.customers * int64(4+400/(10+s.days))
	var average, recency, come, risk any
	if s.customers > 0 && s.revenue.IsPositive() {
		average, recency = s.revenue.DivRound(decimal.NewFromInt(orders), 2), s.days
		come, risk = s.revenue.Mul(decimal.NewFromFloat(0.3*math.Exp(-s.days/90))).Round(2), 1-math.Exp(-(s.days+4)/70)
	} else {
		orders = 0
	}
	return []any{kind, s.segment, s.name, position, s.customers, float64(s.customers) / float64(customers), s.revenue, s.revenue.Div(revenue).InexactFloat64(),
		s.revenue.Mul(decimal.New(4, -1)).Round(2), orders, average, recency, come, risk, s.do}
}

func segmentOverlaps() *table.Table {
	t := &table.Table{Columns: columns("t:a", "t:b", "i:customers", "f:of_a", "f:of_b", "f:expected", "f:lift", "t:b_kind", "i:a_position", "i:b_position")}
	for i, o := range []struct {
		a, b      string
		n, na, nb int64
	}{
		{"Sleeping coffee lovers", "VIP", 12, 61, 44}, {"Sleeping coffee lovers", "at_risk", 38, 61, 90}, {"Sleeping coffee lovers", "hibernating", 9, 61, 189},
		{"VIP", "champions", 41, 44, 117}, {"VIP", "loyal", 2, 44, 126}, {"New in Madrid", "new", 5, 5, 63},
	} {
		expected := float64(o.na) * float64(o.nb) / Customers
		t.Rows = append(t.Rows, []any{o.a, o.b, o.n, float64(o.n) / float64(o.na), float64(o.n) / float64(o.nb), expected, float64(o.n) / expected,
			map[bool]string{true: "own", false: "rfm"}[i == 0], int64(1), int64(i + 1)})
	}
	return t
}

func segmentDifferences() *table.Table {
	t := &table.Table{Columns: columns("t:kind", "t:segment", "t:against", "t:feature", "t:level", "f:inside", "f:outside", "f:effect", "f:lo95", "f:hi95", "f:p_value", "f:p_adjusted",
		"i:members", "i:others", "i:position", "b:by_definition")}
	for i, d := range []struct {
		kind, segment   string
		feature         string
		level           any
		inside, outside float64
		p               float64
		given           bool
	}{
		{"own", "Sleeping coffee lovers", "recency_days", nil, 131.2, 70.1, 1e-9, true}, {"own", "Sleeping coffee lovers", "product_group", "Coffee", 0.93, 0.22, 1e-9, true},
		{"own", "Sleeping coffee lovers", "city", "Madrid", 0.41, 0.22, 0.0004, false}, {"own", "Sleeping coffee lovers", "orders", nil, 9.2, 4.0, 0.0001, false},
		{"own", "Sleeping coffee lovers", "weekend_share", nil, 0.31, 0.18, 0.002, false}, {"own", "Sleeping coffee lovers", "average_order", nil, 310.4, 290.7, 0.4, false},
		{"own", "VIP", "revenue", nil, 118_000, 9_400, 1e-12, false}, {"own", "VIP", "mean_gap_days", nil, 12.4, 47.1, 1e-8, false}, {"own", "VIP", "given_back_share", nil, 0.01, 0.034, 0.01, false},
		{"own", "VIP", "channel", "shop", 0.2, 0.55, 1e-6, false}, {"own", "VIP", "trend", nil, 0.21, -0.12, 0.003, false},
		{"rfm", "champions", "orders", nil, 31.0, 3.2, 1e-20, true}, {"rfm", "champions", "lines_an_order", nil, 9.0, 5.1, 1e-5, false}, {"cluster", "frequent_big", "weekday", "monday", 0.4, 0.2, 1e-4, false},
	} {
		effect := (d.inside - d.outside) / math.Max(math.Abs(d.outside), 0.1) / 2
		if d.level != nil {
			effect = d.inside - d.outside
		}
		t.Rows = append(t.Rows, []any{d.kind, d.segment, nil, d.feature, d.level, d.inside, d.outside, effect, effect - 0.1, effect + 0.1, d.p / 8, d.p, int64(61), int64(839), int64(i + 1), d.given})
	}
	return t
}

func lookalikeModels() *table.Table {
	return &table.Table{Columns: columns("t:segment", "i:members", "i:others", "f:auc", "f:lo95", "f:hi95", "t:features", "b:chosen", "t:defined_by", "t:refused"), Rows: [][]any{
		{"Sleeping coffee lovers", int64(61), int64(839), 0.84, 0.77, 0.91, "product_group, orders, city", true, "recency_days", nil}, {"VIP", int64(44), int64(856), 0.97, 0.94, 0.99, "revenue, mean_gap_days", true, nil, nil},
		{"New in Madrid", int64(5), int64(895), 0.56, 0.41, 0.71, "city", false, nil, "no_better"}, {"Nobody yet", int64(0), int64(900), nil, nil, nil, nil, false, nil, "few_members"},
	}}
}

func lookalikes(all []person) *table.Table {
	t := &table.Table{Columns: columns("t:segment", "t:customer_id", "t:customer", "t:email", "t:phone", "t:owner", "f:score", "i:position")}
	for s, segment := range []string{"Sleeping coffee lovers", "VIP"} {
		for i := range 100 {
			p := all[(i*7+s)%len(all)]
			t.Rows = append(t.Rows, []any{segment, p.key, p.title, "buyer" + p.key + "@shop.example", nil, []string{"Anna", "Pedro"}[i%2], 0.93 - float64(i)*0.006, int64(i + 1)})
		}
	}
	return t
}

func clusterQuality() *table.Table {
	return &table.Table{Columns: columns("i:k", "f:silhouette", "f:stability", "b:chosen"), Rows: [][]any{
		{int64(2), 0.31, 0.95, false}, {int64(3), 0.34, 0.83, false}, {int64(4), 0.42, 0.91, true}, {int64(5), 0.36, 0.62, false}, {int64(6), 0.30, 0.55, false},
	}}
}

func clusterProfiles() *table.Table {
	t := &table.Table{Columns: columns("t:cluster", "i:position", "i:customers", "f:share", "m:revenue", "f:revenue_share", "t:feature", "f:mean", "f:overall", "f:z", "t:typical")}
	for i, c := range []struct {
		key       string
		customers int64
		revenue   float64
		features  []string
		means, z  []float64
	}{
		{"frequent_big", 96, 7_100_000, []string{"orders", "average_order", "mean_gap_days", "trend"}, []float64{38, 1940, 11, 0.1}, []float64{2.4, 1.6, -0.9, 0.3}},
		{"frequent_devoted", 140, 2_900_000, []string{"orders", "top_group_share", "lines_an_order", "average_order"}, []float64{21, 0.91, 3.1, 980}, []float64{1.1, 1.3, -0.6, 0.1}},
		{"average", 260, 1_900_000, []string{"orders", "average_order"}, []float64{6.1, 420}, []float64{-0.1, -0.1}},
		{"onetime_silent", 395, 1_100_000, []string{"recency_days", "orders", "average_order"}, []float64{241, 1.2, 310}, []float64{1.2, -0.9, -0.2}},
	} {
		overall := map[string]float64{"orders": 7.4, "average_order": 610, "mean_gap_days": 44, "trend": -0.05, "top_group_share": 0.52, "lines_an_order": 6.2, "recency_days": 110}
		for f, feature := range c.features {
			t.Rows = append(t.Rows, []any{c.key, int64(i + 1), c.customers, float64(c.customers) / 891, money(c.revenue), c.revenue / 13_000_000, feature, c.means[f], overall[feature], c.z[f], nil})
		}
		t.Rows = append(t.Rows, []any{c.key, int64(i + 1), c.customers, float64(c.customers) / 891, money(c.revenue), c.revenue / 13_000_000, "city", nil, nil, nil, []string{"Madrid", "Bilbao", "London", "Madrid"}[i]})
	}
	return t
}

// withStage adds where each customer stands in his life as one.
func withStage(rfm *table.Table) *table.Table {
	out := &table.Table{Columns: append(rfm.Columns, columns("t:stage")...)}
	for r, row := range rfm.Rows {
		stage := "active"
		switch days := rfm.Integer(r, "recency_days"); {
		case days > 180:
			stage = "lost"
		case days > 60:
			stage = "at_risk"
		case rfm.Integer(r, "frequency") == 1:
			stage = "new"
		}
		out.Rows = append(out.Rows, append(row, stage))
	}
	return out
}
