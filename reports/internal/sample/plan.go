package sample

import (
	"math"
	"time"

	"clientele/internal/table"
)

// plan has the company's targets of a year and a half, those of two managers
// and two segments for the month that runs, and one of new customers.
func plan(months *table.Table) *table.Table {
	t := &table.Table{Columns: columns("t:metric", "d:month", "t:scope", "t:scope_value", "f:target", "f:so_far", "f:expected", "f:lo80", "f:hi80", "f:chance",
		"f:missing", "f:weeks_left", "f:per_week", "b:complete", "f:reached")}
	for r := 24; r < 36; r++ {
		came := months.Float(r, "revenue")
		target := math.Round(came*(0.9+0.02*float64(r%11))/1000) * 1000
		t.Rows = append(t.Rows, []any{"revenue", months.Time(r, "month"), nil, nil, target, came, came, nil, nil, nil, math.Max(0, target-came), 0.0, nil, true, came / target})
	}
	mean, deviation := allParts()[0].ahead(months, 1)
	came := months.Float(36, "revenue")
	open := func(metric string, month time.Time, scope, value any, target, came, mean, deviation, chance, weeks float64) {
		missing := math.Max(0, target-came)
		t.Rows = append(t.Rows, []any{metric, month, scope, value, target, came, mean, mean - 1.2816*deviation, mean + 1.2816*deviation, chance, missing, weeks, missing / weeks, false, came / target})
	}
	now, weeks := firstAhead(), 12.0/7
	open("revenue", now, nil, nil, 590_000, came, mean, deviation, 0.22, weeks)
	for step := 2; step <= 4; step++ {
		one, two := allParts()[0].ahead(months, step)
		open("revenue", now.AddDate(0, step-1, 0), nil, nil, math.Round(one/1000)*1000+5000*float64(step-3), 0, one, two, 0.5-0.1*float64(step-3), 4.3)
	}
	open("revenue", now, "owner", "Kim Larsen", 330_000, came*0.57, mean*0.57, deviation*0.6, 0.41, weeks)
	open("revenue", now, "owner", "Ana Ruiz <b>", 260_000, came*0.43, mean*0.43, deviation*0.6, 0.17, weeks)
	open("revenue", now, "segment", "champions", 300_000, came*0.52, mean*0.52, deviation*0.7, 0.52, weeks)
	open("revenue", now, "segment", "loyal", 140_000, came*0.26, mean*0.26, deviation*0.4, 0.81, weeks)
	open("new_buyers", now, nil, nil, 190, 118, 181, 14, 0.29, weeks)
	return t
}

func dealForecast(months *table.Table) *table.Table {
	t := &table.Table{Columns: columns("d:month", "f:deals", "f:mean", "f:lo80", "f:hi80", "f:lo95", "f:hi95", "f:from_open", "f:from_new",
		"f:series_mean", "f:series_lo80", "f:series_hi80", "f:ratio", "f:share", "f:revenue_mean", "f:so_far")}
	for step := range 4 {
		revenue, deviation := allParts()[0].ahead(months, step+1)
		series := revenue * 0.4
		mean := series * (0.94 - 0.06*float64(step))
		open := mean * (0.8 - 0.22*float64(step))
		so := 0.0
		if step == 0 {
			so = mean * 0.35
		}
		t.Rows = append(t.Rows, []any{firstAhead().AddDate(0, step, 0), mean / 9100, mean, mean * 0.72, mean * 1.33, mean * 0.6, mean * 1.55, open, mean - open,
			series, series - 0.4*1.2816*deviation, series + 0.4*1.2816*deviation, mean / series, 0.4, revenue, so})
	}
	return t
}

func dealStages() *table.Table {
	t := &table.Table{Columns: columns("t:pipeline", "t:stage", "i:deals", "m:amount", "f:mean_age_days", "f:win_rate", "f:lo95", "f:hi95", "m:expected", "i:stalled", "f:stated_probability")}
	for i, stage := range []string{"First contact", "Offer sent", "Negotiation", "Contract <b>"} {
		deals, rate := int64(31-7*i), 0.12+0.21*float64(i)
		amount := float64(deals) * (8000 + 900*float64(i))
		t.Rows = append(t.Rows, []any{"Sales", stage, deals, money(amount), 12 + 11*float64(i), rate, rate * 0.7, math.Min(1, rate*1.35), money(amount * rate), int64(5 - i), 0.2 + 0.2*float64(i)})
	}
	return t
}

func dealOwners() *table.Table {
	return &table.Table{Columns: columns("t:owner", "i:open", "m:open_amount", "i:won", "i:lost", "f:win_rate", "f:raw_win_rate", "f:mean_days_to_win", "m:expected", "f:slippage_days"), Rows: [][]any{
		{"Kim Larsen", int64(44), money(398_400.50), int64(121), int64(160), 0.4263, 0.4306, 41.2, money(161_020.77), 6.4},
		{"Ana Ruiz <b>", int64(36), money(331_070), int64(58), int64(140), 0.3011, 0.2929, 55.8, money(101_118.10), 19.1},
		{"", int64(2), money(9_000), int64(1), int64(0), 0.3801, 1.0, 12.0, money(3_100.02), nil},
	}}
}

func dealCheck(months *table.Table) *table.Table {
	t := &table.Table{Columns: columns("d:cut_on", "d:month", "f:predicted", "f:lo80", "f:hi80", "f:lo95", "f:hi95", "f:actual", "f:naive", "f:written_probability")}
	for r := 26; r < 36; r++ {
		actual := months.Float(r, "revenue") * 0.4
		predicted := actual * (1 + 0.11*math.Sin(float64(r)*1.7))
		t.Rows = append(t.Rows, []any{months.Time(r, "month").AddDate(0, 0, -1), months.Time(r, "month"), predicted, predicted * 0.88, predicted * 1.13, predicted * 0.8, predicted * 1.22,
			actual, 0.4 * (months.Float(r-1, "revenue") + months.Float(r-2, "revenue") + months.Float(r-3, "revenue")) / 3, actual * (1.3 + 0.1*math.Sin(float64(r)))})
	}
	return t
}

// forecastJudged has what the method would have told of two years, one and two
// months ahead, and what three reports have told.
func forecastJudged(months *table.Table) *table.Table {
	t := &table.Table{Columns: columns("d:told_on", "d:month", "i:ahead", "f:mean", "f:lo80", "f:hi80", "f:lo95", "f:hi95", "f:actual", "f:naive", "b:published", "i:snapshot")}
	for r := 14; r < 36; r++ {
		for ahead := 1; ahead <= 2; ahead++ {
			actual := months.Float(r, "revenue")
			mean := actual * (1 + 0.06*math.Sin(float64(r)*2.3+float64(ahead)))
			row := []any{months.Time(r, "month").AddDate(0, 1-ahead, -1), months.Time(r, "month"), int64(ahead), mean, mean * 0.94, mean * 1.06, mean * 0.9, mean * 1.1,
				actual, months.Float(r-12, "revenue"), false, nil}
			t.Rows = append(t.Rows, row)
			if r >= 33 && ahead == 1 {
				told := append([]any{}, row...)
				told[3], told[10], told[11] = mean*1.01, true, int64(r)
				t.Rows = append(t.Rows, told)
			}
		}
	}
	return t
}

func forecastSkill() *table.Table {
	return &table.Table{Columns: columns("i:ahead", "i:forecasts", "f:mae", "f:naive_mae", "f:skill", "f:dm", "f:p_value", "f:inside80", "f:inside95", "f:bias", "b:published", "t:verdict"), Rows: [][]any{
		{int64(1), int64(3), 18_402.11, 44_001.50, 0.5818, nil, nil, 2.0 / 3, 1.0, 0.0181, true, "unjudged"},
		{nil, int64(3), 18_402.11, 44_001.50, 0.5818, nil, nil, 2.0 / 3, 1.0, 0.0181, true, "unjudged"},
		{int64(1), int64(22), 16_230.90, 51_700.33, 0.6861, -4.81, 0.0001, 17.0 / 22, 21.0 / 22, 0.0031, false, "better"},
		{int64(2), int64(22), 17_915.02, 51_700.33, 0.6535, -4.22, 0.0004, 16.0 / 22, 20.0 / 22, -0.0102, false, "better"},
		{nil, int64(44), 17_072.96, 51_700.33, 0.6698, nil, nil, 33.0 / 44, 41.0 / 44, -0.0036, false, "unjudged"},
	}}
}
