package reports_test

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
)

// one keeps the first row of a table and sets its values.
func one(t *table.Table, values map[string]any) *table.Table {
	out := first(t, 1)
	for column, value := range values {
		out = with(out, column, func(int) any { return value })
	}
	return out
}

func TestForecast_TheMonthThatHasNotEndedSaysHowFarItIs(t *testing.T) {
	for _, c := range []struct {
		language    string
		done, all   int64
		days        int64
		want, share string
	}{
		{"en", 14, 22, 31, "October\u00a02026 has brought £200,000 so far, in 14 of 22 working days; it should end at £320,000, with a probability of 80% between £300,000 and £340,000.", "61% of the whole"},
		{"en", 1, 1, 31, "in 1 of 1 working day; it", ""}, {"en", 0, 0, 31, "in 19 of 31 days; it", ""},
		{"ru", 14, 22, 31, "Октябрь\u00a02026: пока 200\u00a0000\u00a0₽ за 14 из 22 рабочих дней; к концу месяца ожидается 320\u00a0000\u00a0₽", "61\u00a0%"},
		{"ru", 14, 21, 31, "за 14 из 21 рабочего дня;", ""}, {"ru", 0, 0, 31, "за 19 из 31 дня;", ""}, {"ru", 0, 0, 30, "за 19 из 30 дней;", ""},
		{"es", 14, 22, 31, "Octubre\u00a0de\u00a02026 lleva 200.000\u00a0€ en 14 de 22 días laborables; debería cerrar en 320.000\u00a0€", "61\u00a0%"},
		{"es", 1, 1, 31, "en 1 de 1 día laborable;", ""},
	} {
		d := monthly(t, c.language, func(a *reports.Answers) {
			a.MonthProgress = one(a.MonthProgress, map[string]any{"working_days_done": c.done, "working_days": c.all, "days": c.days, "so_far": 200_000.0,
				"mean": 320_000.0, "lo80": 300_000.0, "hi80": 340_000.0})
		})
		lead := section(t, d, "forecast").Lead
		if !strings.Contains(lead[0], c.want) || !strings.Contains(lead[1], c.share) {
			t.Errorf("%s: %q and %q are not in %q", c.language, c.want, c.share, lead[:2])
		}
		if got := d.Find("forecast").Data; got.Float(0, "mean") != 320_000 || got.Float(0, "hi80") != 340_000 || got.Decimal(0, "so_far").String() != "200000" {
			t.Errorf("the table begins with %v", got.Rows[0])
		}
	}
}

func TestForecast_AMonthWhoseDaysAreNotKnownIsLeftOutAndThatIsSaid(t *testing.T) {
	for language, want := range map[string]string{"en": "its days so far are left out", "ru": "прошедшие дни не учтены", "es": "sus días transcurridos no se usan"} {
		d := monthly(t, language, func(a *reports.Answers) { a.MonthProgress = nil })
		s := section(t, d, "forecast")
		if !strings.Contains(s.Lead[0], want) {
			t.Errorf("%s: it says %q", language, s.Lead[0])
		}
		for _, series := range s.Charts[0].Series {
			if series.Column == "so_far" {
				t.Error("the chart marks what is not known")
			}
		}
	}
	whole := monthly(t, "en", func(a *reports.Answers) {
		a.Forecast = with(a.Forecast, "incomplete", func(int) any { return false })
	})
	if lead := strings.Join(section(t, whole, "forecast").Lead, " "); strings.Contains(lead, "so far") || !strings.HasPrefix(lead, "October") {
		t.Errorf("no month has begun, and it says %s", lead)
	}
}

func TestForecast_AYearAheadNamesItsMonths(t *testing.T) {
	for language, want := range map[string]string{
		"en": "The next 12 months, October\u00a02026 to September\u00a02027, should bring", "ru": "За следующие 12 месяцев (октябрь\u00a02026 — сентябрь\u00a02027) вместе ожидается",
		"es": "En los próximos 12 meses, de octubre\u00a0de\u00a02026 a septiembre\u00a0de\u00a02027, se esperan",
	} {
		if lead := strings.Join(section(t, monthly(t, language, nil), "forecast").Lead, " "); !strings.Contains(lead, want) {
			t.Errorf("%s: %s", language, lead)
		}
	}
}

// An effect of 2 % a day makes a month with a day fewer 2 % smaller.
// A running month that is told by its days does not make two sums of one year.
func TestForecast_TheYearAheadIsThatOfTheTables(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		a.MonthProgress = one(a.MonthProgress, map[string]any{"mean": 1.0})
		a.ForecastMetrics = with(a.ForecastMetrics, "next12", func(r int) any {
			if r == 0 {
				return 4_321_000.0
			}
			return a.ForecastMetrics.Value(r, "next12")
		})
		if a.ForecastMetrics.Text(0, "figure") != "revenue" || a.ForecastMetrics.Value(0, "dimension") != nil {
			t.Fatal("the first figure is not the company's revenue")
		}
	})
	if lead := strings.Join(section(t, d, "forecast").Lead, " "); !strings.Contains(lead, "4,321,000") {
		t.Errorf("the lead has another sum: %q", lead)
	}
}

func TestForecast_WhyAMonthDiffersIsSaidOfWhatIsUsed(t *testing.T) {
	for _, c := range []struct {
		language    string
		name        string
		now, before int64
		want        string
	}{
		{"en", "trading_days", 21, 20, "November\u00a02026 has 21 working days, 1 more than a year earlier: worth about +2.0%."},
		{"en", "trading_days", 19, 21, "has 19 working days, 2 fewer than a year earlier: worth about −4.0%."},
		{"ru", "trading_days", 20, 21, "Ноябрь\u00a02026: рабочих дней 20, на 1 меньше, чем годом ранее, — это примерно −2,0\u00a0%."},
		{"es", "trading_days", 21, 20, "tiene 21 días laborables, 1 más que un año antes: supone aproximadamente un +2,0\u00a0%."},
		{"en", "trading_days", 21, 21, ""}, {"en", "easter", 21, 20, ""}, {"en", "the moon", 21, 20, ""},
	} {
		d := monthly(t, c.language, func(a *reports.Answers) {
			a.ForecastEffects = one(a.ForecastEffects, map[string]any{"name": c.name, "percent": 2.0, "next_days": c.now, "year_before_days": c.before})
		})
		lead := strings.Join(section(t, d, "forecast").Lead, " ")
		if c.want != "" && !strings.Contains(lead, c.want) || c.want == "" && strings.Contains(lead, "worth about") {
			t.Errorf("%+v: %s", c, lead)
		}
	}
	for language, want := range map[string]string{"en": "Easter falls into November\u00a02026, unlike a year earlier: worth about +1.5%", "ru": "приходится Пасха", "es": "cae en él la Semana Santa"} {
		d := monthly(t, language, func(a *reports.Answers) {
			e := one(a.ForecastEffects, map[string]any{"name": "easter", "percent": 2.0})
			e.Columns = append(append([]table.Column{}, e.Columns...), table.Column{Name: "next_value", Kind: table.Float}, table.Column{Name: "year_before_value", Kind: table.Float})
			e.Rows = [][]any{append(append([]any{}, e.Rows[0]...), 0.875, 0.125)}
			a.ForecastEffects = e
		})
		if lead := strings.Join(section(t, d, "forecast").Lead, " "); !strings.Contains(lead, want) {
			t.Errorf("%s: %s", language, lead)
		}
	}
	for p, want := range map[float64]bool{0.04: true, 0.3: false} {
		d := monthly(t, "en", func(a *reports.Answers) {
			a.ForecastEffects = one(a.ForecastEffects, map[string]any{"used": false, "p_value": p})
		})
		if none := strings.Contains(section(t, d, "forecast").Note, "none made the forecasts of past months better"); none == want || (d.Find("forecast-effects") != nil) != want {
			t.Errorf("p %v: the table is there: %v", p, d.Find("forecast-effects") != nil)
		}
	}
	unused := monthly(t, "en", func(a *reports.Answers) { a.ForecastEffects = one(a.ForecastEffects, map[string]any{"used": false}) })
	if lead := strings.Join(section(t, unused, "forecast").Lead, " "); strings.Contains(lead, "working days,") {
		t.Errorf("an effect that is not used: %s", lead)
	}
}

func TestForecast_MonthsThatStandOutAreMarkedAndListed(t *testing.T) {
	d := monthly(t, "en", nil)
	chart, shown := section(t, d, "forecast").Charts[0], d.Find("forecast-marks")
	marked := 0
	for r := range chart.Data.Len() {
		if v := chart.Data.Value(r, "unusual"); v != nil {
			marked++
			if !v.(decimal.Decimal).Equal(chart.Data.Decimal(r, "actual")) {
				t.Errorf("row %d is marked at %v", r, v)
			}
		}
	}
	// The sample's gap has a figure among the months, so it is marked too.
	if marked != 4 || shown.Data.Len() != 4 || shown.Data.Text(0, "kind") != "single month" {
		t.Errorf("%d months are marked, %d listed: %v", marked, shown.Data.Len(), shown.Data.Rows)
	}
	for language, want := range map[string]string{"en": "From December\u00a02024 on", "ru": "Начиная с декабря\u00a02024", "es": "Desde diciembre\u00a0de\u00a02024"} {
		if lead := strings.Join(section(t, monthly(t, language, nil), "forecast").Lead, " "); !strings.Contains(lead, want) {
			t.Errorf("%s: %s", language, lead)
		}
	}
}

// The report's rule: bands and forecast open at the last known value and are
// nowhere before it, also where months without data lie in the past.
func TestForecast_BandsOpenAtTheLastKnownMonth(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) { a.Forecast.Rows[20][1], a.Forecast.Rows[10][2] = nil, 1.0 })
	data := section(t, d, "forecast").Charts[0].Data
	for r := range 35 {
		if data.Value(r, "lo80") != nil || data.Value(r, "mean") != nil {
			t.Fatalf("row %d has a band", r)
		}
	}
	if data.Len() != 48 || data.Value(20, "actual") != nil || data.Float(35, "lo95") != data.Float(35, "actual") || data.Float(35, "hi95") != data.Float(35, "actual") {
		t.Errorf("%d rows; the last known one is %v", data.Len(), data.Rows[35])
	}
}

// A forecast of six months has no next year: nothing is said of one.
func TestFigures_AShortForecastTellsTheNextMonth(t *testing.T) {
	for language, want := range map[string]string{"en": "Orders: 1,292 in November\u00a02026.", "ru": "Заказы: 1\u00a0292 за ноябрь\u00a02026.", "es": "Pedidos: 1.292 en noviembre\u00a0de\u00a02026."} {
		d := monthly(t, language, func(a *reports.Answers) {
			a.ForecastMetrics = with(a.ForecastMetrics, "next12", func(int) any { return nil })
		})
		if lead := strings.Join(section(t, d, "figures").Lead, " "); !strings.Contains(lead, want) {
			t.Errorf("%s: %s", language, lead)
		}
		for _, id := range []string{"figures-counts", "parts-segment"} {
			for _, c := range d.Find(id).Columns {
				if c.Name == "next12" || c.Name == "year_growth" {
					t.Errorf("%s: %s has a column %s", language, id, c.Label)
				}
			}
		}
		if chart := grid(t, d, "figures").Charts[0]; chart.Subtitle != "" {
			t.Errorf("a small chart says %q", chart.Subtitle)
		}
	}
}

func TestParts_AddUpToTheForecastOfTheWhole(t *testing.T) {
	d := monthly(t, "en", nil)
	figures := d.Find("figures-money").Data
	for _, id := range []string{"parts-segment", "parts-product_group", "parts-owner"} {
		shown := d.Find(id)
		for i, c := range shown.Columns {
			want, ok := decimal.Decimal{}, false
			switch c.Name {
			case "mean", "last12", "next12", "year_before":
				want, ok = decimal.NewFromFloat(figures.Float(0, c.Name)).Round(2), true
			case "part_share":
				want, ok = decimal.NewFromInt(1), true
			}
			if got, is := shown.Total[i].(decimal.Decimal); ok && (!is || got.Sub(want).Abs().GreaterThan(decimal.New(5, -2))) {
				t.Errorf("%s: %s adds up to %v, the whole is %s", id, c.Name, shown.Total[i], want)
			}
		}
		if charts := len(grid(t, d, id).Charts); charts != shown.Data.Len() {
			t.Errorf("%s: %d charts of %d parts", id, charts, shown.Data.Len())
		}
	}
	groups := d.Find("parts-product_group").Data
	if last := groups.Len() - 1; groups.Text(last, "label") != "All others" || groups.Text(last-1, "label") != "Not named" {
		t.Errorf("the groups are %v", groups.Rows)
	}
}

func grid(t *testing.T, d *reports.Document, id string) *reports.Grid {
	t.Helper()
	for i := range d.Sections {
		for j := range d.Sections[i].Grids {
			if d.Sections[i].Grids[j].ID == id {
				return &d.Sections[i].Grids[j]
			}
		}
	}
	t.Fatalf("no grid %s", id)
	return nil
}

func TestParts_SayWhoGrowsAndWhoFalls(t *testing.T) {
	change := func(gain, loss float64) func(*reports.Answers) {
		return func(a *reports.Answers) {
			m := a.ForecastMetrics
			a.ForecastMetrics = &table.Table{Columns: m.Columns}
			for r, row := range m.Rows {
				if m.Text(r, "dimension") == "owner" {
					a.ForecastMetrics.Rows = append(a.ForecastMetrics.Rows, append([]any{}, row...))
				}
			}
			for r, by := range []float64{gain, loss} {
				a.ForecastMetrics.Rows[r][m.Index("last12")], a.ForecastMetrics.Rows[r][m.Index("next12")] = 50_000.0, 50_000+by
			}
		}
	}
	for _, c := range []struct {
		language   string
		gain, loss float64
		want       string
	}{
		{"en", 9000, -4000, "Of the managers, “Kim Larsen” should grow most in the next 12 months, by £9,000, and “Ana Ruiz <b>” fall most, by £4,000."},
		{"en", 9000, 10, "by £9,000; none should fall."}, {"en", 0, -4000, "by £4,000; none should grow."}, {"en", 0, 0, ""},
		{"ru", 9000, -4000, "Менеджеры: за следующие 12 месяцев больше всех прибавит «Kim Larsen» (+9\u00a0000\u00a0₽), больше всех потеряет «Ana Ruiz <b>» (−4\u00a0000\u00a0₽)."},
		{"es", 9000, -4000, "Responsables: en los próximos 12 meses lo que más crecería es «Kim Larsen», en 9.000\u00a0€, y lo que más bajaría, «Ana Ruiz <b>», en 4.000\u00a0€."},
	} {
		lead := strings.Join(section(t, monthly(t, c.language, change(c.gain, c.loss)), "parts").Lead, " ")
		if !strings.Contains(lead, c.want) || (c.want == "") != (lead == "") {
			t.Errorf("%+v: %q", c, lead)
		}
	}
}

// What nobody knows is no part that grows, but it is told where it is most.
func TestParts_WhatIsNotNamedIsNoMember(t *testing.T) {
	for language, want := range map[string]string{"en": "For 60% of revenue the managers are not known.", "ru": "Менеджеры: для 60\u00a0% выручки не указаны.", "es": "Para el 60\u00a0% de los ingresos no se indican responsables."} {
		d := monthly(t, language, func(a *reports.Answers) {
			m := a.ForecastMetrics
			a.ForecastMetrics = &table.Table{Columns: m.Columns}
			for r, row := range m.Rows {
				if m.Text(r, "dimension") != "owner" {
					continue
				}
				row = append([]any{}, row...)
				row[m.Index("last12")], row[m.Index("next12")] = 10_000.0, 40_000.0
				if m.Text(r, "member") == "Kim Larsen" {
					row[m.Index("member")], row[m.Index("next12")] = "", 60_000.0
				}
				a.ForecastMetrics.Rows = append(a.ForecastMetrics.Rows, row)
			}
		})
		lead := strings.Join(section(t, d, "parts").Lead, " ")
		if !strings.Contains(lead, want) || !strings.Contains(lead, "Ana Ruiz") {
			t.Errorf("%s: %s", language, lead)
		}
	}
}

func TestSections_WithoutAnswersOfTheirOwnAreLeftOut(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		a.MonthBridge, a.ForecastMetrics, a.ForecastSeries, a.DealForecast, a.DealStages, a.Plan, a.ForecastJudged = nil, nil, nil, nil, nil, nil, nil
	})
	var ids []string
	for _, s := range d.Sections {
		ids = append(ids, s.ID)
		if (s.ID == "plan" || s.ID == "judged") && (s.Note == "" || len(s.Tables) > 0) {
			t.Errorf("%s has no word of what it needs: %+v", s.ID, s)
		}
	}
	if got := strings.Join(ids[:6], " "); got != "summary leaving overview forecast plan judged" {
		t.Errorf("the sections are %v", ids)
	}
	ids = nil
	for _, s := range monthly(t, "en", nil).Sections {
		ids = append(ids, s.ID)
	}
	if got := strings.Join(ids[2:10], " "); got != "overview bridge forecast figures parts plan deals judged" {
		t.Errorf("the sections are %v", ids)
	}
}

func TestBridge_StepsAddUpAndTheLargestAreNamed(t *testing.T) {
	for language, want := range map[string][]string{
		"en": {"September\u00a02026 brought £130.00, £30.00 more than September\u00a02025 (£100.00).", "What added most: customers whose first purchase is later than that month, £50.00.", "What took most: customers who bought then and nothing now, £20.00."},
		"ru": {"Сентябрь\u00a02026: выручка 130,00\u00a0₽, на 30,00\u00a0₽ больше, чем за сентябрь\u00a02025 (100,00\u00a0₽).", "Больше всего прибавили клиенты, впервые купившие", "Больше всего отняли клиенты"},
		"es": {"Septiembre\u00a0de\u00a02026 aportó 130,00\u00a0€, 30,00\u00a0€ más que septiembre\u00a0de\u00a02025 (100,00\u00a0€).", "Lo que más sumó", "Lo que más restó"},
	} {
		d := monthly(t, language, func(a *reports.Answers) { a.MonthBridge = steps(a.MonthBridge, 100, 50, 0, -20, 0, 0, 0, 130) })
		s := section(t, d, "bridge")
		for i := range want {
			if !strings.Contains(s.Lead[i], want[i]) {
				t.Errorf("%s: %q is not in %q", language, want[i], s.Lead)
			}
		}
		if got := s.Charts[0].Data.Len(); got != 4 {
			t.Errorf("%d bars: steps of nothing are shown", got)
		}
	}
	for key, c := range map[string][]float64{"less than": {100, 0, 0, -20, 0, 0, 0, 80}, "as much as": {100, 0, 0, 0, 0, 20, -20, 100}} {
		d := monthly(t, "en", func(a *reports.Answers) { a.MonthBridge = steps(a.MonthBridge, c...) })
		if lead := section(t, d, "bridge").Lead[0]; !strings.Contains(lead, key) {
			t.Errorf("%v: %s", c, lead)
		}
	}
}

// What is not assigned is more than lines without a customer: the query puts there what
// known customers gave back without having bought as much.
func TestBridge_WhatIsNotAssignedHasReturnsToo(t *testing.T) {
	for language, want := range map[string][2]string{"en": {"Not assigned", "returns of customers"}, "ru": {"Прочее", "возвраты клиентов"}, "es": {"Sin asignar", "devoluciones de clientes"}} {
		d := monthly(t, language, func(a *reports.Answers) { a.MonthBridge = steps(a.MonthBridge, 100, 0, 0, 0, 0, 0, -30, 70) })
		data := d.Find("bridge").Data
		if name, means := data.Text(1, "bridge_step"), data.Text(1, "bridge_means"); name != want[0] || !strings.Contains(means, want[1]) {
			t.Errorf("%s: %s is said to be %s", language, name, means)
		}
	}
}

// steps are the sample's with amounts of their own.
func steps(t *table.Table, amounts ...float64) *table.Table {
	return with(t, "amount", func(r int) any { return decimal.NewFromFloat(amounts[r]) })
}

// Each layer begins where the one before ended; the last bar is as high as all
// steps together. Above and below zero are drawn apart.
func TestWaterfall_LayersReachFromStepToStep(t *testing.T) {
	for _, amounts := range [][]float64{{100, 50, 0, -20, 0, 0, 0, 130}, {30, -70, 20, -10, 60, 0, 5, 35}, {-20, 50, -60, 10, 0, 0, 0, -20}} {
		d := monthly(t, "en", func(a *reports.Answers) { a.MonthBridge = steps(a.MonthBridge, amounts...) })
		chart := section(t, d, "bridge").Charts[0]
		layers := reports.WaterfallLayers(&chart)
		if !layers[0].Hidden {
			t.Fatal("the first layer is to be seen")
		}
		height := 0.0
		for r := range chart.Data.Len() {
			from, to := height, height+chart.Data.Float(r, "amount")
			if chart.Data.Boolean(r, "standing") {
				from, to = 0, chart.Data.Float(r, "amount")
			}
			low, high := span(layers, r)
			if low != min(from, to) || high != max(from, to) {
				t.Errorf("%v, row %d: the bar is from %v to %v, the step from %v to %v", amounts, r, low, high, from, to)
			}
			height = to
		}
	}
}

// span is where the visible bars of a place reach: offices stack what is above
// zero upwards and what is below downwards.
func span(layers []reports.WaterfallLayer, row int) (low, high float64) {
	up, down, seen := 0.0, 0.0, false
	for _, layer := range layers {
		if layer.Values[row] == nil {
			continue
		}
		v := layer.Values[row].InexactFloat64()
		at := up
		if v < 0 {
			at = down
		}
		if !layer.Hidden {
			if !seen {
				low, high, seen = min(at, at+v), max(at, at+v), true
			}
			low, high = min(low, at, at+v), max(high, at, at+v)
		}
		if v < 0 {
			down += v
		} else {
			up += v
		}
	}
	return low, high
}

// ru, en and es have all words for each figure and dimension, known or not.
func TestForecast_FiguresAndPartsThatNobodyKnowsKeepTheirNames(t *testing.T) {
	for _, language := range catalogue.Languages() {
		d := monthly(t, language, func(a *reports.Answers) {
			for _, at := range []**table.Table{&a.ForecastMetrics, &a.ForecastSeries} {
				m := *at
				*at = with(m, "dimension", func(r int) any {
					if m.Text(r, "dimension") == "owner" {
						return "colour <b>"
					}
					return m.Value(r, "dimension")
				})
			}
		})
		found := false
		for _, text := range allTexts(d) {
			found = found || strings.Contains(text, "olour <b>")
			if strings.ContainsAny(text, "⟦{}") {
				t.Errorf("%s: %q", language, text)
			}
		}
		if !found {
			t.Errorf("%s: the dimension has no name", language)
		}
	}
}

func asOf(day time.Time) reports.Settings {
	s := sample.Settings("en")
	s.AsOf = day
	return s
}

// The names are those of the models' own Name().
func TestForecast_EachModelHasANameThatPeopleRead(t *testing.T) {
	names := []string{"arima", "ces", "combination", "croston", "drift", "dynamic theta", "ets", "naive", "sba", "seasonal naive", "seasonal theta", "ses", "theta", "tsb"}
	for _, language := range catalogue.Languages() {
		words, err := catalogue.New(language)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if _, ok := words.Find("model." + strings.ReplaceAll(name, " ", "_")); !ok {
				t.Errorf("%s: no word for the model %q", language, name)
			}
		}
	}
}

// Somebody who buys in three months is a buyer of each: the sum of the months
// counts no people. A new customer is new once.
func TestFigures_BuyersOfAYearAreAMeanMonth(t *testing.T) {
	for language, want := range map[string][3]string{
		"en": {"Buyers: 257 a month on average in the next 12 months, 12.7% more", "257 a month on average, +12.7%", "Buyers a month"},
		"ru": {"Покупатели: в среднем 257 в месяц за следующие 12 месяцев — ", "в среднем 257 в месяц, +12,7\u00a0%", "Покупатели в месяц"},
		"es": {"Compradores: 257 al mes de media en los próximos 12 meses, ", "257 al mes de media, +12,7\u00a0%", "Compradores al mes"},
	} {
		d := monthly(t, language, func(a *reports.Answers) {
			m := a.ForecastMetrics
			year := func(column string, buyers, others float64) {
				a.ForecastMetrics = with(a.ForecastMetrics, column, func(r int) any {
					if m.Text(r, "figure") == "buyers" {
						return buyers
					}
					return others
				})
			}
			year("last12", 12*228, 2280)
			year("next12", 12*257, 2570)
		})
		if lead := strings.Join(section(t, d, "figures").Lead, " "); !strings.Contains(lead, want[0]) || !strings.Contains(lead, map[string]string{"en": "New customers: 2,570", "ru": "Новые клиенты: 2\u00a0570", "es": "Clientes nuevos: 2.570"}[language]) {
			t.Errorf("%s: %s", language, lead)
		}
		subtitles := ""
		for _, chart := range grid(t, d, "figures").Charts {
			subtitles += chart.Subtitle + "\n"
		}
		if !strings.Contains(subtitles, want[1]) {
			t.Errorf("%s: the small charts say %s", language, subtitles)
		}
		counts := d.Find("figures-counts")
		for r := range counts.Data.Len() {
			last, next := 2280.0, 2570.0
			if counts.Data.Text(r, "figure") == "buyers" {
				last, next = 228, 257
				if got := counts.Data.Text(r, "label"); got != want[2] {
					t.Errorf("%s: the row is %s", language, got)
				}
			}
			if counts.Data.Float(r, "last12") != last || counts.Data.Float(r, "next12") != next {
				t.Errorf("%s: the table has %v", language, counts.Data.Rows[r])
			}
		}
	}
}

// A note explains what its table has.
func TestFigures_NotesExplainNoColumnThatIsNotThere(t *testing.T) {
	d := monthly(t, "en", nil)
	for id, want := range map[string][2]bool{"figures-counts": {true, false}, "figures-money": {false, true}, "parts-segment": {false, false}} {
		note := d.Find(id).Note
		if strings.Contains(note, "Buyers of 12 months") != want[0] || strings.Contains(note, "average order") != want[1] || !strings.Contains(note, "last year's month") {
			t.Errorf("%s: the note says %s", id, note)
		}
	}
	if note := d.Find("parts-owner").Note; note != "" {
		t.Errorf("what is said of the first table of parts is said again: %s", note)
	}
	none := monthly(t, "en", func(a *reports.Answers) {
		a.ForecastMetrics = with(a.ForecastMetrics, "verdict", func(int) any { return nil })
	})
	if note := none.Find("figures-counts").Note; strings.Contains(note, "last column") {
		t.Errorf("without verdicts it says %s", note)
	}
	for _, days := range []any{2.5, nil} {
		d := monthly(t, "en", func(a *reports.Answers) {
			a.DealOwners = with(a.DealOwners, "slippage_days", func(int) any { return days })
		})
		if note := d.Find("deal-owners").Note; strings.Contains(note, "Late is") != (days != nil) {
			t.Errorf("late by %v: the note says %s", days, note)
		}
	}
}

// Who is named as growing or falling most, by a forecast that is no better than
// the rule of thumb, is named with that.
func TestParts_ADoubtfulForecastIsToldWithTheDoubt(t *testing.T) {
	for _, c := range []struct {
		language, best, worst string
		want                  string
	}{
		{"en", "better", "better", ""},
		{"en", "better", "no_better", "On past months the forecast of “Ana Ruiz <b>” was not clearly better than last year's month."},
		{"en", "unjudged", "better", "On past months the forecast of “Kim Larsen” was not clearly better than last year's month."},
		{"en", "unproven", "worse", "On past months the forecasts of “Kim Larsen” and “Ana Ruiz <b>” were not clearly better than last year's month."},
		{"ru", "better", "no_better", "прогноз для «Ana Ruiz <b>» не был заметно лучше, чем правило «как год назад»."},
		{"es", "better", "no_better", "la previsión de «Ana Ruiz <b>» no fue claramente mejor que el mes del año anterior."},
	} {
		d := monthly(t, c.language, func(a *reports.Answers) {
			m := a.ForecastMetrics
			a.ForecastMetrics = &table.Table{Columns: m.Columns}
			for r, row := range m.Rows {
				row = append([]any{}, row...)
				by, verdict := 9000.0, c.best
				if m.Text(r, "member") == "Ana Ruiz <b>" {
					by, verdict = -4000, c.worst
				}
				row[m.Index("last12")], row[m.Index("next12")], row[m.Index("verdict")] = 50_000.0, 50_000+by, verdict
				if m.Text(r, "dimension") == "owner" {
					a.ForecastMetrics.Rows = append(a.ForecastMetrics.Rows, row)
				}
			}
		})
		lead := strings.Join(section(t, d, "parts").Lead, " ")
		if !strings.Contains(lead, c.want) || c.want == "" && strings.Contains(lead, "On past months") {
			t.Errorf("%+v: %s", c, lead)
		}
	}
}
