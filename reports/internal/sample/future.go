package sample

import (
	"math"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// firstAhead is the month that has not ended, the first one of the forecasts.
func firstAhead() time.Time { return time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC) }

// part is a part of revenue, or another figure: its share of revenue, how it
// grows in a year, and how even it is.
type part struct {
	figure            string
	dimension, member any
	share, growth     float64
	verdict           string
}

// allParts: the shares of each dimension add up to one.
func allParts() []part {
	return []part{
		{"revenue", nil, nil, 1, 1.12, "better"}, {"orders", nil, nil, 1.0 / 342, 1.09, "better"}, {"buyers", nil, nil, 1.0 / 480, 1.05, "no_better"},
		{"new_buyers", nil, nil, 0.2 / 480, 0.86, "unjudged"}, {"average_order", nil, nil, 0, 1.027, "no_better"}, {"margin", nil, nil, 0.31, 1.15, "better"},
		{"revenue", "segment", "returning", 0.62, 1.21, "better"}, {"revenue", "segment", "new", 0.19, 0.88, "no_better"},
		{"revenue", "segment", "won_back", 0.08, 1.02, "unjudged"}, {"revenue", "segment", "anonymous", 0.11, 1.12, "no_better"},
		{"revenue", "product_group", "Kitchen & table", 0.37, 1.2, "better"}, {"revenue", "product_group", "Lights", 0.24, 1.31, "better"},
		{"revenue", "product_group", "Paper", 0.17, 0.81, "no_better"}, {"revenue", "product_group", "", 0.12, 1, "no_better"},
		{"revenue", "product_group", nil, 0.1, 1.04, "unjudged"},
		{"revenue", "owner", "Kim Larsen", 0.55, 1.16, "better"}, {"revenue", "owner", "Ana Ruiz <b>", 0.45, 1.07, "better"},
	}
}

// value is a part of a month's revenue; average orders are a level of their
// own.
func (p part) value(revenue float64, i int) float64 {
	if p.figure == "average_order" {
		return 342 + 0.4*float64(i)
	}
	return revenue * p.share
}

// ahead is the forecast of a step, beside the same month of the year before.
func (p part) ahead(months *table.Table, step int) (mean, deviation float64) {
	mean = p.value(months.Float(23+step, "revenue"), 23+step) * p.growth / p.excess()
	return mean, mean * 0.045 * math.Sqrt(1+0.35*float64(step))
}

// excess is by how much the parts of a dimension would bring more than the
// whole.
func (p part) excess() float64 {
	if p.dimension == nil {
		return 1
	}
	all := 0.0
	for _, one := range allParts() {
		if one.dimension == p.dimension {
			all += one.share * one.growth
		}
	}
	return all / allParts()[0].growth
}

func forecastSeries(months *table.Table) *table.Table {
	t := &table.Table{Columns: columns("t:figure", "t:dimension", "t:member", "d:month", "f:actual", "f:mean", "f:lo80", "f:hi80", "f:lo95", "f:hi95", "b:incomplete")}
	for _, p := range allParts() {
		for r := range 36 {
			t.Rows = append(t.Rows, []any{p.figure, p.dimension, p.member, months.Time(r, "month"), p.value(months.Float(r, "revenue"), r), nil, nil, nil, nil, nil, false})
		}
		for step := 1; step <= 12; step++ {
			mean, deviation := p.ahead(months, step)
			t.Rows = append(t.Rows, []any{p.figure, p.dimension, p.member, firstAhead().AddDate(0, step-1, 0), nil, mean,
				mean - 1.2816*deviation, mean + 1.2816*deviation, mean - 1.96*deviation, mean + 1.96*deviation, step == 1})
		}
	}
	return t
}

func forecastMetrics(months *table.Table) *table.Table {
	t := &table.Table{Columns: columns("t:figure", "t:dimension", "t:member", "d:next_month", "f:mean", "f:lo80", "f:hi80", "f:year_before", "f:last12", "f:next12", "f:share",
		"t:model", "f:mase", "f:naive_mase", "t:verdict")}
	all := 0.0
	for step := 1; step <= 12; step++ {
		mean, _ := allParts()[0].ahead(months, step)
		all += mean
	}
	for _, p := range allParts() {
		mean, deviation := p.ahead(months, 2)
		last, next := 0.0, 0.0
		for step := 1; step <= 12; step++ {
			one, _ := p.ahead(months, step)
			next, last = next+one, last+p.value(months.Float(23+step, "revenue"), 23+step)
		}
		if p.figure == "average_order" {
			last, next = last/12, next/12
		}
		var share any
		if p.dimension != nil {
			share = next / all
		}
		t.Rows = append(t.Rows, []any{p.figure, p.dimension, p.member, firstAhead().AddDate(0, 1, 0), mean, mean - 1.2816*deviation, mean + 1.2816*deviation,
			p.value(months.Float(25, "revenue"), 25), last, next, share, "theta", 0.81, 1.04, p.verdict})
	}
	return t
}

func forecastMarks(months *table.Table) *table.Table {
	t := &table.Table{Columns: columns("d:month", "t:kind", "f:actual", "f:expected", "f:size")}
	for _, m := range []struct {
		row  int
		kind string
		size float64
	}{{5, "outlier", 61_200.40}, {14, "level_shift", -22_118}, {20, "gap", 0}, {27, "outlier", -48_005}} {
		actual := months.Float(m.row, "revenue")
		row := []any{months.Time(m.row, "month"), m.kind, actual, actual - m.size, m.size}
		if m.kind == "gap" {
			row[2], row[4] = nil, nil
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func forecastEffects() *table.Table {
	next := firstAhead().AddDate(0, 1, 0)
	return &table.Table{Columns: columns("t:name", "f:percent", "f:lo95", "f:hi95", "f:p_value", "b:used", "d:next_month", "i:next_days", "i:year_before_days"), Rows: [][]any{
		{"trading_days", 1.9, 0.6, 3.2, 0.004, true, next, int64(21), int64(20)}, {"holidays", -0.8, -2.4, 0.8, 0.33, false, next, int64(0), int64(0)},
		{"easter", -3.1, -8.0, 1.8, 0.21, false, next, int64(0), int64(0)},
	}}
}

// monthProgress: 19 of 31 days are over, and with them 14 of 22 working days.
func monthProgress(months *table.Table) *table.Table {
	t := &table.Table{Columns: columns("t:figure", "d:month", "i:days_done", "i:days", "i:working_days_done", "i:working_days", "f:so_far", "f:usual_share",
		"f:mean", "f:lo80", "f:hi80", "f:lo95", "f:hi95", "t:method")}
	for i, figure := range []string{"revenue", "orders"} {
		p := allParts()[i]
		mean, deviation := p.ahead(months, 1)
		so := p.value(months.Float(36, "revenue"), 36)
		if figure == "orders" {
			so = math.Round(so)
		}
		t.Rows = append(t.Rows, []any{figure, firstAhead(), int64(19), int64(31), int64(14), int64(22), so, 0.61,
			mean, mean - 1.2816*deviation, mean + 1.2816*deviation, mean - 1.96*deviation, mean + 1.96*deviation, "share"})
	}
	return t
}

// monthBridge goes from September to September; it adds up to the cent.
func monthBridge(months *table.Table) *table.Table {
	t := &table.Table{Columns: columns("d:month", "d:before_month", "t:step", "m:amount", "i:position")}
	before, after := months.Decimal(23, "revenue"), months.Decimal(35, "revenue")
	step := func(share float64) decimal.Decimal { return money(before.InexactFloat64() * share) }
	steps := []decimal.Decimal{step(0.19), step(0.11), step(-0.17), step(0.031), step(-0.042)}
	rest := after.Sub(before)
	for _, s := range steps {
		rest = rest.Sub(s)
	}
	amounts := append(append([]decimal.Decimal{before}, steps...), rest, after)
	for i, name := range []string{"before", "new", "returning", "lost", "price", "volume", "other", "after"} {
		t.Rows = append(t.Rows, []any{months.Time(35, "month"), months.Time(23, "month"), name, amounts[i], int64(i + 1)})
	}
	return t
}
