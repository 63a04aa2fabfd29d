package reports_test

import (
	"bytes"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/html"
	"clientele/reports/internal/sample"
	"clientele/reports/xlsx"
)

// planned is the sample's plan, changed.
func planned(t *testing.T, language string, change func(*reports.CampaignPlanAnswers, *reports.CampaignSettings)) *reports.Document {
	t.Helper()
	answers, settings := sample.CampaignPlanAnswers(), sample.CampaignSettings(language)
	if change != nil {
		change(&answers, &settings)
	}
	d, err := reports.CampaignPlan(answers, settings)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// measured is the sample's result, changed.
func measured(t *testing.T, language string, change func(*reports.CampaignMeasuredAnswers, *reports.CampaignSettings)) *reports.Document {
	t.Helper()
	answers, settings := sample.CampaignMeasuredAnswers(), sample.CampaignSettings(language)
	if change != nil {
		change(&answers, &settings)
	}
	d, err := reports.CampaignMeasured(answers, settings)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// put sets a column in all rows of which a condition holds.
func put(t *table.Table, column string, value any, where func(row int) bool) {
	for r := range t.Rows {
		if where == nil || where(r) {
			t.Rows[r][t.Index(column)] = value
		}
	}
}

// pointsOf are a section's points as one text.
func pointsOf(s *reports.Section) string {
	var out []string
	for _, p := range s.Points {
		out = append(out, p.Text)
	}
	return strings.Join(out, "\n")
}

// noHoles looks for what a value that is missing leaves in a sentence.
func noHoles(t *testing.T, what string, d *reports.Document) {
	t.Helper()
	holes := regexp.MustCompile(`[,—:(] *[.,;)]|  |[{}⟦⟧]|\( |NaN|Inf|^ | $|^$`)
	for _, s := range d.Sections {
		said := append(append([]string{}, s.Lead...), s.Checks...)
		for _, p := range s.Points {
			said = append(said, p.Text)
		}
		for _, sentence := range said {
			if holes.MatchString(sentence) {
				t.Errorf("%s, %s: %q", what, s.ID, sentence)
			}
		}
	}
	for _, text := range allTexts(d) {
		if strings.ContainsAny(text, "⟦⟧{}") {
			t.Errorf("%s: %q", what, text)
		}
	}
}

// rendered writes a document both ways: whatever is missing, both can be made.
func rendered(t *testing.T, d *reports.Document) (page, book bytes.Buffer) {
	t.Helper()
	if err := new(html.Writer).Write(&page, d); err != nil {
		t.Fatal(err)
	}
	if err := xlsx.Write(&book, d, xlsx.Options{TempDir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	return page, book
}

func TestCampaigns_BothRenderersShowTheSameNumbers(t *testing.T) {
	for _, language := range catalogue.Languages() {
		for _, d := range []*reports.Document{planned(t, language, nil), measured(t, language, nil)} {
			noHoles(t, language, d)
			page, book := rendered(t, d)
			if bytes.ContainsAny(page.Bytes(), "⟦⟧") {
				t.Errorf("%s, %s: a word is missing", language, d.Title)
			}
			r := renderedReport{name: language, document: d, page: page.Bytes(), book: book.Bytes()}
			if n := agree(t, d, readPage(t, r), readBook(t, r)); n < 100 {
				t.Errorf("%s, %s: only %d values were compared", language, d.Title, n)
			}
		}
	}
}

// Each column of each table may be NULL, or not be there at all.
func TestCampaigns_AnyColumnMayBeMissing(t *testing.T) {
	p, m := sample.CampaignPlanAnswers(), sample.CampaignMeasuredAnswers()
	without := func(t *table.Table, column int, gone bool) *table.Table {
		out := &table.Table{}
		for i, c := range t.Columns {
			if i != column || !gone {
				out.Columns = append(out.Columns, c)
			}
		}
		for _, row := range t.Rows {
			var kept []any
			for i, v := range row {
				switch {
				case i != column:
					kept = append(kept, v)
				case !gone:
					kept = append(kept, nil)
				}
			}
			out.Rows = append(out.Rows, kept)
		}
		return out
	}
	for _, gone := range []bool{false, true} {
		for i := range p.Segments.Columns {
			noHoles(t, "plan without "+p.Segments.Columns[i].Name, planned(t, "ru", func(a *reports.CampaignPlanAnswers, _ *reports.CampaignSettings) {
				a.Segments, a.Totals = without(a.Segments, i, gone), without(a.Totals, i, gone)
			}))
			noHoles(t, "totals without "+p.Segments.Columns[i].Name, planned(t, "en", func(a *reports.CampaignPlanAnswers, _ *reports.CampaignSettings) {
				a.Totals = without(a.Totals, i, gone)
			}))
		}
		for i := range m.Results.Columns {
			noHoles(t, "result without "+m.Results.Columns[i].Name, measured(t, "es", func(a *reports.CampaignMeasuredAnswers, _ *reports.CampaignSettings) {
				a.Results = without(a.Results, i, gone)
			}))
			if name := m.Results.Columns[i].Name; gone && name != "campaign_id" { // without it the rows are everybody's
				noHoles(t, "campaigns without "+name, monthly(t, "ru", func(a *reports.Answers) { a.CampaignResults = without(a.CampaignResults, i, gone) }))
			}
		}
		for i := range m.Checks.Columns {
			noHoles(t, "checks without "+m.Checks.Columns[i].Name, measured(t, "en", func(a *reports.CampaignMeasuredAnswers, _ *reports.CampaignSettings) {
				a.Checks = without(a.Checks, i, gone)
			}))
		}
	}
}

func TestCampaigns_WholeTablesMayBeMissing(t *testing.T) {
	for _, language := range catalogue.Languages() {
		for name, d := range map[string]*reports.Document{
			"no plan":   planned(t, language, func(a *reports.CampaignPlanAnswers, _ *reports.CampaignSettings) { *a = reports.CampaignPlanAnswers{} }),
			"no totals": planned(t, language, func(a *reports.CampaignPlanAnswers, _ *reports.CampaignSettings) { a.Totals = nil }),
			"zeros": planned(t, language, func(a *reports.CampaignPlanAnswers, _ *reports.CampaignSettings) {
				a.Segments, a.Totals = zeroed(a.Segments), zeroed(a.Totals)
			}),
			"no settings": planned(t, language, func(_ *reports.CampaignPlanAnswers, s *reports.CampaignSettings) {
				*s = reports.CampaignSettings{Language: language}
			}),
			"no result": measured(t, language, func(a *reports.CampaignMeasuredAnswers, _ *reports.CampaignSettings) {
				*a = reports.CampaignMeasuredAnswers{}
			}),
			"no checks": measured(t, language, func(a *reports.CampaignMeasuredAnswers, _ *reports.CampaignSettings) {
				a.Checks, a.Uplift, a.Qini, a.Campaign = nil, nil, nil, nil
			}),
			"zero effect": measured(t, language, func(a *reports.CampaignMeasuredAnswers, _ *reports.CampaignSettings) { a.Results = zeroed(a.Results) }),
			"no member":   measured(t, language, func(_ *reports.CampaignMeasuredAnswers, s *reports.CampaignSettings) { s.ID = "another" }),
		} {
			noHoles(t, language+", "+name, d)
			page, _ := rendered(t, d)
			if !strings.Contains(page.String(), "<section") {
				t.Errorf("%s, %s: the page has no section", language, name)
			}
		}
	}
}

func TestCampaigns_HostileNamesStayTexts(t *testing.T) {
	plan, result, settings := sample.HostileCampaign()
	for _, make := range []func() (*reports.Document, error){
		func() (*reports.Document, error) { return reports.CampaignPlan(plan, settings) },
		func() (*reports.Document, error) { return reports.CampaignMeasured(result, settings) },
	} {
		d, err := make()
		if err != nil {
			t.Fatal(err)
		}
		page, book := rendered(t, d)
		r := renderedReport{name: d.Title, document: d, page: page.Bytes(), book: book.Bytes()}
		staysText(t, r)
		agree(t, d, readPage(t, r), readBook(t, r))
	}
}

func TestPlan_CountsHaveTheirPluralForms(t *testing.T) {
	for language, want := range map[string][4]string{
		"en": {"Nobody can be addressed", "1 customer will be addressed", "2 customers will be addressed", "5 customers will be addressed"},
		"ru": {"Обратиться не к кому", "Обратимся к 1 клиенту", "Обратимся к 2 клиентам", "Обратимся к 5 клиентам"},
		"es": {"No se puede contactar a nadie", "Se contactará a 1 cliente.", "Se contactará a 2 clientes.", "Se contactará a 5 clientes."},
	} {
		for i, n := range []int64{0, 1, 2, 5} {
			d := planned(t, language, func(a *reports.CampaignPlanAnswers, _ *reports.CampaignSettings) { put(a.Totals, "treated", n, nil) })
			if said := pointsOf(section(t, d, "campaign_plan")); !strings.Contains(said, want[i]) {
				t.Errorf("%s, %d: %s", language, n, said)
			}
		}
	}
	for n, want := range map[int64]string{0: "В стороне не остаётся никто", 1: "Ещё 1 по жребию остаётся", 2: "Ещё 2 по жребию остаются", 5: "Ещё 5 по жребию остаются", 21: "Ещё 21 по жребию остаётся"} {
		d := planned(t, "ru", func(a *reports.CampaignPlanAnswers, _ *reports.CampaignSettings) { put(a.Totals, "control", n, nil) })
		if said := pointsOf(section(t, d, "campaign_plan")); !strings.Contains(said, want) {
			t.Errorf("%d: %s", n, said)
		}
	}
}

// With an interval of ten thousand, ones and tens are noise.
func TestPlan_EstimatesAreNoFinerThanTheirIntervals(t *testing.T) {
	for _, c := range []struct {
		value, low, high float64
		want             string
	}{
		{12437.41, 3122.9, 21752.3, "£12,400 of revenue that would not come anyway, probably between £3,100 and £21,800"},
		{123456.7, 23456.7, 223456.7, "£120,000 of revenue that would not come anyway, probably between £20,000 and £220,000"},
		{12.344, 10.1, 14.6, "£12.30 of revenue that would not come anyway, probably between £10.10 and £14.60"},
	} {
		d := planned(t, "en", func(a *reports.CampaignPlanAnswers, _ *reports.CampaignSettings) {
			put(a.Totals, "incremental", c.value, nil)
			put(a.Totals, "incremental_lo", c.low, nil)
			put(a.Totals, "incremental_hi", c.high, nil)
		})
		if said := pointsOf(section(t, d, "campaign_plan")); !strings.Contains(said, c.want) {
			t.Errorf("%v: %s", c, said)
		}
	}
}

func TestPlan_SaysWhetherItPays(t *testing.T) {
	for _, c := range []struct {
		profit, low, high any
		need              any
		want              []string
		tone              reports.Tone
	}{
		{500.0, 100.0, 900.0, 0.0114, []string{"£500 should be left, probably between £100 and £900", "at least 1.1 buy who would not have bought; 2.1 are expected"}, reports.Better},
		{500.0, -100.0, 1100.0, 0.0, []string{"but a loss is possible too: probably between −£100 and £1,100", "costs nothing that a sale"}, reports.Neutral},
		{-300.0, -900.0, 300.0, 1.5, []string{"It should lose £300 in the end; at best £300 would be left", "It cannot pay"}, reports.Worse},
		{-300.0, -500.0, -100.0, nil, []string{"It should lose £300 in the end, probably between £100 and £500."}, reports.Worse},
		{300.0, nil, nil, nil, []string{"After that £300 should be left."}, reports.Neutral},
	} {
		d := planned(t, "en", func(a *reports.CampaignPlanAnswers, _ *reports.CampaignSettings) {
			for column, value := range map[string]any{"profit": c.profit, "profit_lo": c.low, "profit_hi": c.high, "break_even": c.need} {
				put(a.Totals, column, value, nil)
			}
		})
		said := section(t, d, "campaign_plan")
		for _, want := range c.want {
			if !strings.Contains(pointsOf(said), want) {
				t.Errorf("%v: %q is not in %s", c.profit, want, pointsOf(said))
			}
		}
		for _, p := range said.Points {
			if strings.HasPrefix(p.Text, "It costs £264.50") && p.Tone != c.tone {
				t.Errorf("%v: the tone is %d", c.profit, p.Tone)
			}
		}
	}
}

func TestPlan_SaysWhetherTheEffectCanBeSeen(t *testing.T) {
	for _, c := range []struct {
		power, needed any
		want          string
	}{
		{0.91, int64(400), "the expected effect can be seen: 91 of 100"}, {0.8, nil, "can be seen: 80 of 100"}, {0.79, int64(1), "79 of 100 such campaigns would show it, and 80 should. For that 1 customer would have to stay out."},
		{0.3, int64(5), "For that 5 customers would have to stay out."}, {nil, nil, "The smallest effect that would be seen"},
	} {
		d := planned(t, "en", func(a *reports.CampaignPlanAnswers, _ *reports.CampaignSettings) {
			put(a.Totals, "power", c.power, nil)
			put(a.Totals, "needed", c.needed, nil)
		})
		if said := pointsOf(section(t, d, "campaign_plan")); !strings.Contains(said, c.want) {
			t.Errorf("%v: %s", c.power, said)
		}
	}
	alone := planned(t, "en", func(a *reports.CampaignPlanAnswers, _ *reports.CampaignSettings) {
		put(a.Totals, "control", int64(0), nil)
	})
	if said := pointsOf(section(t, alone, "campaign_plan")); strings.Contains(said, "can be seen") || !strings.Contains(said, "Ask for a control group") {
		t.Errorf("without a control group: %s", said)
	}
}

// Each bar of the funnel is as long as its segment has customers.
func TestPlan_TheFunnelAddsUpToTheSegment(t *testing.T) {
	d := planned(t, "en", nil)
	chart := section(t, d, "campaign_audience").Charts[0]
	for r := range chart.Data.Len() {
		all := 0.0
		for _, s := range chart.Series {
			all += chart.Data.Float(r, s.Column)
		}
		if customers := chart.Data.Float(r, "customers"); all != customers {
			t.Errorf("%s: the parts are %v of %v", chart.Data.Text(r, "label"), all, customers)
		}
	}
}

func TestPlan_WarningsAreInTheReportsLanguageWhereItHasWords(t *testing.T) {
	d := planned(t, "ru", func(a *reports.CampaignPlanAnswers, _ *reports.CampaignSettings) {
		put(a.Totals, "power", 0.95, nil)
		a.Warnings.Rows = [][]any{{"overlap", 88.0, "x"}, {"over_budget", 40.5, "x"}, {"no_history", nil, "x"}, {"too_small", nil, "Too small."}, {"unheard_of", 3.0, "As it came."}, {nil, nil, nil}, {"kept_arms", 2.0, nil}}
	})
	said := pointsOf(section(t, d, "campaign_plan"))
	for _, want := range []string{"88 клиентов входят в несколько сегментов", "не хватает 40,50\u00a0₽ бюджета", "Что она принесёт, неизвестно", "Too small.", "As it came.", "2 клиента сохраняют место"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in %s", want, said)
		}
	}
}

// mine are the rows of the sample's campaign, of all members.
func mine(t *table.Table) func(row int) bool {
	return func(r int) bool { return t.Text(r, "campaign_id") == "november-coffee" && t.Value(r, "segment") == nil }
}

func TestMeasured_EachVerdictIsSaidInWords(t *testing.T) {
	for verdict, want := range map[string]string{
		"worked": "It worked", "harmed": "It did harm", "no_effect": "No effect worth telling", "not_enough": "Not enough data", "no_control": "Nobody was left alone", "unsound": "The comparison is not sound", "": "Not enough data", "else": "Not enough data",
	} {
		d := measured(t, "en", func(a *reports.CampaignMeasuredAnswers, _ *reports.CampaignSettings) {
			put(a.Results, "verdict", verdict, mine(a.Results))
		})
		s := section(t, d, "campaign_measured")
		if !strings.HasPrefix(s.Lead[0], want) {
			t.Errorf("%s: %s", verdict, s.Lead[0])
		}
		if told := strings.Contains(pointsOf(s), "would not have come anyway"); told == (verdict == "unsound" || verdict == "no_control") {
			t.Errorf("%s: %s", verdict, pointsOf(s))
		}
		noHoles(t, verdict, d)
	}
}

// The sample's campaign runs: a single look's interval would be too narrow.
func TestMeasured_ALookBeforeTheEndStaysHonest(t *testing.T) {
	d := measured(t, "en", nil)
	lead := sentences(section(t, d, "campaign_measured"))
	if !strings.Contains(lead, "counts until 1\u00a0Nov\u00a02026; this is an interim result") {
		t.Errorf("it says: %s", lead)
	}
	results := sample.CampaignMeasuredAnswers().Results
	for r := range results.Len() {
		if results.Text(r, "metric") != "revenue" || !mine(results)(r) {
			continue
		}
		shown := d.Find("campaign-revenue").Data
		if math.Abs(shown.Float(0, "effect_lo")-results.Float(r, "anytime_lo")) > 1e-9 || math.Abs(shown.Float(0, "effect_hi")-results.Float(r, "anytime_hi")) > 1e-9 {
			t.Errorf("the table has %v to %v", shown.Float(0, "effect_lo"), shown.Float(0, "effect_hi"))
		}
		if p := results.Float(r, "p"); p >= 0.05 {
			t.Fatalf("the sample's look has p %v: it does not tell the two ways apart", p)
		}
		if luck := shown.Text(0, "luck_word"); luck != "may be chance" {
			t.Errorf("a look that one interval alone finds sure says %q", luck)
		}
	}
	silent := measured(t, "en", func(a *reports.CampaignMeasuredAnswers, _ *reports.CampaignSettings) {
		for _, column := range []string{"anytime_lo", "anytime_hi", "incremental_lo", "incremental_hi", "profit_lo", "profit_hi"} {
			put(a.Results, column, nil, nil)
		}
	})
	noHoles(t, "without a range", silent)
	if shown := silent.Find("campaign-revenue").Data; shown.Value(0, "effect_lo") != nil || shown.Value(0, "luck_word") != nil {
		t.Errorf("a look too early for a range has that of one look: %v, %v", shown.Value(0, "effect_lo"), shown.Value(0, "luck_word"))
	}
	over := measured(t, "en", func(a *reports.CampaignMeasuredAnswers, _ *reports.CampaignSettings) {
		put(a.Results, "complete", true, nil)
	})
	if lead := sentences(section(t, over, "campaign_measured")); strings.Contains(lead, "interim result") {
		t.Errorf("over: %s", lead)
	}
	if shown := over.Find("campaign-revenue").Data; math.Abs(shown.Float(0, "effect_lo")-shown.Float(0, "lo95")) > 1e-9 {
		t.Error("a campaign that is over has the wide interval of a look")
	}
}

// 2.8 standard errors are an effect that is seen in 80 of 100 cases: with an
// effect of one it takes 2.8² ≈ 7.8 times as many customers.
func TestMeasured_SaysHowMuchMoreItTakes(t *testing.T) {
	for _, c := range []struct {
		effect, deviation float64
		want              string
	}{{1, 1, "it takes about 32,000 customers; there were 4,030"}, {-1, 0.5, "it takes about 7,900 customers"}, {1, 0.3, ""}, {1, 3, "more than 30 times as many"}, {0, 1, "more than 30 times as many"}} {
		d := measured(t, "en", func(a *reports.CampaignMeasuredAnswers, _ *reports.CampaignSettings) {
			put(a.Results, "effect", c.effect, nil)
			put(a.Results, "standard_error", c.deviation, nil)
		})
		lead := sentences(section(t, d, "campaign_measured"))
		if c.want == "" && strings.Contains(lead, "To be sure") || !strings.Contains(lead, c.want) {
			t.Errorf("%v: %s", c, lead)
		}
	}
}

func TestMeasured_PastBehaviourIsToldAlsoWhereItBringsNothing(t *testing.T) {
	for _, c := range []struct {
		adjusted, reduction any
		want                string
	}{
		{true, 0.3276, "made the range 18% narrower"}, {true, 0.005, "did not make the range narrower"}, {true, -0.1, "did not make"}, {false, 0.3, "did not make"}, {true, nil, "did not make"}, {true, math.NaN(), "did not make"}, {nil, nil, ""},
	} {
		d := measured(t, "en", func(a *reports.CampaignMeasuredAnswers, _ *reports.CampaignSettings) {
			put(a.Results, "adjusted", c.adjusted, nil)
			put(a.Results, "variance_reduction", c.reduction, nil)
		})
		checks := strings.Join(section(t, d, "campaign_measured").Checks, " ")
		if !strings.Contains(checks, c.want) || c.want == "" && strings.Contains(checks, "bought before") {
			t.Errorf("%v: %s", c, checks)
		}
	}
}

func TestMeasured_ChecksSayWhatTheyMeanAndWhatToDo(t *testing.T) {
	d := measured(t, "en", nil)
	said := pointsOf(section(t, d, "campaign_measured"))
	for _, want := range []string{"were not alike before the campaign (days since the last order)", "12 customers who were to be left alone were addressed after all", "Send from the lists that the plan wrote."} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in %s", want, said)
		}
	}
	data := d.Find("campaign-checks").Data
	for r := range data.Len() {
		if data.Text(r, "means") == "" {
			t.Errorf("%s: ok is %v, it means %q", data.Text(r, "check"), data.Value(r, "ok"), data.Text(r, "means"))
		}
	}
	stranger := measured(t, "en", func(a *reports.CampaignMeasuredAnswers, _ *reports.CampaignSettings) {
		a.Checks.Rows = [][]any{{nil, nil, "unknown_members", "left_out", 0.004, nil, int64(3), false, nil}}
	})
	if said := pointsOf(section(t, stranger, "campaign_measured")); !strings.Contains(said, "3 members are no known customers (0.4%) and are left out of the comparison") {
		t.Errorf("it says: %s", said)
	}
	answers := sample.CampaignMeasuredAnswers()
	for _, check := range []string{"sample_ratio", "balance", "reached_twice", "control_reached", "merged_arms", "unknown_members", "overlap", "no_touch", "before_start", "unplanned"} {
		for _, n := range []int64{1, 2, 5} {
			answers.Checks = &table.Table{Columns: answers.Checks.Columns, Rows: [][]any{{nil, nil, check, nil, 0.031, 0.0001, n, false, nil}}}
			for _, language := range catalogue.Languages() {
				d, err := reports.CampaignMeasured(answers, sample.CampaignSettings(language))
				if err != nil {
					t.Fatal(err)
				}
				noHoles(t, check, d)
				if data := d.Find("campaign-checks").Data; len(data.Text(0, "means")) < 40 || data.Text(0, "check") == check {
					t.Errorf("%s, %s: %q", language, check, data.Text(0, "means"))
				}
			}
		}
	}
}

func TestMeasured_OnlyTheCampaignsRowsCount(t *testing.T) {
	d := measured(t, "en", nil)
	if n := d.Find("campaign-revenue").Data.Len(); n != 4 {
		t.Errorf("%d rows of all and three segments", n)
	}
	if n := d.Find("campaign-checks").Data.Len(); n != 8 {
		t.Errorf("%d checks", n)
	}
}

// Without a margin it is no profit: it is called what it is, everywhere.
func TestMeasured_WhatIsBeforeTheGoodsIsNotCalledProfit(t *testing.T) {
	for language, words := range map[string][2]string{
		"en": {"before the cost of the goods", "Profit"}, "ru": {"без вычета себестоимости", "Прибыль"}, "es": {"antes del coste de los artículos", "Beneficio"},
	} {
		d := measured(t, language, func(a *reports.CampaignMeasuredAnswers, _ *reports.CampaignSettings) {
			put(a.Campaign, "margin", nil, nil)
			put(a.Results, "verdict", "worked", nil) // a figure that may be chance does not stand alone
			put(a.Results, "verdict", "not_enough", func(r int) bool { return a.Results.Text(r, "metric") == "response" })
		})
		s := section(t, d, "campaign_measured")
		said, labels := pointsOf(s), ""
		for _, f := range s.Figures {
			labels += f.Label + "\n"
		}
		if !strings.Contains(said, words[0]) || !strings.Contains(labels, words[0]) {
			t.Errorf("%s: %s\n%s", language, said, labels)
		}
		if language == "en" && !strings.Contains(said, "It may be chance.") {
			t.Error(said)
		}
		m := monthly(t, language, func(a *reports.Answers) { put(a.Campaigns, "margin", nil, nil) })
		if lead := sentences(section(t, m, "campaigns")); !strings.Contains(lead, words[0]) {
			t.Errorf("%s: %s", language, lead)
		}
		for _, table := range []*reports.Table{d.Find("campaign-money"), m.Find("campaigns-money")} {
			for _, c := range table.Columns {
				labels += c.Label + "\n"
			}
		}
		if strings.Contains(labels, words[1]) {
			t.Errorf("%s: profit in %s", language, labels)
		}
	}
	d := measured(t, "en", func(a *reports.CampaignMeasuredAnswers, _ *reports.CampaignSettings) {
		put(a.Campaign, "margin", 0.4, nil)
	})
	if said := pointsOf(section(t, d, "campaign_measured")); !strings.Contains(said, "with a margin of 40.0%") {
		t.Error(said)
	}
}

func TestCampaigns_TheLeadSaysWhichPaidAndWhichCouldNotBeSeen(t *testing.T) {
	for language, want := range map[string][]string{
		"en": {"7 campaigns are known.", "1 brought more than would have come anyway: “Spring letter”.", "1 did harm: “July reminder”.", "In 2 there were too few customers", "1 left nobody alone", "Plan the next with clientele plan", "1 still runs"},
		"ru": {"Известно 7 кампаний.", "1 принесла больше", "1 навредила", "В 2 кампаниях клиентов было слишком мало", "1 прошла без контрольной группы", "1 ещё идёт"},
		"es": {"Se conocen 7 campañas.", "1 aportó más", "1 fue perjudicial", "En 2 hubo pocos clientes", "1 no dejó a nadie fuera", "1 sigue en marcha"},
	} {
		lead := sentences(section(t, monthly(t, language, nil), "campaigns"))
		for _, one := range want {
			if !strings.Contains(lead, one) {
				t.Errorf("%s: %q is not in %s", language, one, lead)
			}
		}
	}
}

// Amounts that are independent: their errors add up by the squares, 3 and 4 to 5.
func TestCampaigns_TheSumsIntervalIsThatOfIndependentAmounts(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		r := a.CampaignResults
		profits := map[string][3]float64{"spring-letter": {1000, 700, 1300}, "july-sms": {-500, -900, -100}}
		for i := range r.Rows {
			values, ok := profits[r.Text(i, "campaign_id")]
			for j, column := range []string{"profit", "profit_lo", "profit_hi"} {
				r.Rows[i][r.Index(column)] = nil
				if ok && r.Value(i, "segment") == nil && r.Text(i, "metric") == "revenue" {
					r.Rows[i][r.Index(column)] = values[j]
				}
			}
		}
	})
	if lead := sentences(section(t, d, "campaigns")); !strings.Contains(lead, "the 2 that can be compared come to £500 together, probably between £0 and £1,000") {
		t.Errorf("it says: %s", lead)
	}
}

func TestCampaigns_FiguresOfAnUnsoundComparisonAreForNobody(t *testing.T) {
	data := monthly(t, "en", nil).Find("campaigns-money").Data
	found := false
	for r := range data.Len() {
		if data.Text(r, "result_verdict") != "not sound" {
			continue
		}
		found = true
		for _, column := range []string{"result_effect", "result_incremental", "result_profit", "result_response_effect"} {
			if v := data.Value(r, column); v != nil {
				t.Errorf("%s is %v", column, v)
			}
		}
	}
	if !found {
		t.Error("the sample has no unsound comparison")
	}
}

func TestCampaigns_WithoutAnyThereIsNoSectionAndNoPoint(t *testing.T) {
	for _, none := range []*table.Table{nil, {}} {
		d := monthly(t, "en", func(a *reports.Answers) { a.Campaigns = none })
		for _, s := range d.Sections {
			if s.ID == "campaigns" {
				t.Error("there is a section")
			}
			for _, p := range s.Points {
				if p.Section == "campaigns" {
					t.Errorf("it says: %s", p.Text)
				}
			}
		}
	}
	one := monthly(t, "ru", func(a *reports.Answers) {
		a.Campaigns, a.CampaignResults, a.CampaignChecks = first(a.Campaigns, 1), nil, nil
	})
	noHoles(t, "one campaign without results", one)
}

// Effects of pennies stand beside costs of thousands.
func TestCampaigns_SmallEffectsKeepTheirDigits(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		put(a.Campaigns, "cost", decimal.NewFromInt(250_000), nil)
	})
	if got := shownCell(t, d, "campaigns-money", 0, "result_effect"); got != "+1.74" {
		t.Errorf("the effect is shown as %s", got)
	}
}

func TestMeasured_SegmentsAreNamedByTheirVerdicts(t *testing.T) {
	d := measured(t, "en", func(a *reports.CampaignMeasuredAnswers, _ *reports.CampaignSettings) {
		put(a.Results, "verdict", "worked", func(r int) bool { return a.Results.Text(r, "segment") == "at_risk" })
		put(a.Results, "p_adjusted", nil, nil) // as at a look before the end
	})
	if lead := sentences(section(t, d, "campaign_revenue")); !strings.Contains(lead, "1 segment gained beyond chance: “At risk”. Address it again.") {
		t.Errorf("it says: %s", lead)
	}
	if lead := sentences(section(t, measured(t, "en", nil), "campaign_revenue")); !strings.Contains(lead, "In none of the 3 segments") {
		t.Errorf("it says: %s", lead)
	}
}

// Without a margin all revenue would pass for profit.
func TestMeasured_WithoutAMarginTheGoodsAreSaidToBeMissing(t *testing.T) {
	for known, want := range map[bool]int{true: 0, false: 1} {
		d := measured(t, "en", func(a *reports.CampaignMeasuredAnswers, _ *reports.CampaignSettings) {
			if !known {
				put(a.Campaign, "margin", nil, nil)
			}
		})
		if n := strings.Count(pointsOf(section(t, d, "campaign_measured")), "the cost of the goods is not taken off"); n != want {
			t.Errorf("known %v: it is said %d times", known, n)
		}
		m := monthly(t, "en", func(a *reports.Answers) {
			if !known {
				put(a.Campaigns, "margin", nil, nil)
			}
		})
		if n := strings.Count(sentences(section(t, m, "campaigns")), "the cost of the goods is not taken off"); n != want {
			t.Errorf("known %v: the monthly report says it %d times", known, n)
		}
	}
}

func TestPlan_ASegmentThatNobodyIsAddressedInHasNoMoney(t *testing.T) {
	data := planned(t, "en", nil).Find("campaign-return").Data
	for r := range data.Len() {
		if none := data.Integer(r, "treated") == 0; none != (data.Value(r, "profit") == nil) || none != (data.Value(r, "cost") == nil) {
			t.Errorf("%s: %d addressed, a profit of %v", data.Text(r, "label"), data.Integer(r, "treated"), data.Value(r, "profit"))
		}
	}
}

func TestPlan_WhatWasSaidIsNotWarnedOfAgain(t *testing.T) {
	warn := func(key string) func(*reports.CampaignPlanAnswers, *reports.CampaignSettings) {
		return func(a *reports.CampaignPlanAnswers, _ *reports.CampaignSettings) {
			put(a.Totals, "needed", nil, nil)
			a.Warnings.Rows = [][]any{{key, 1153.0, "x"}}
		}
	}
	said := pointsOf(section(t, planned(t, "en", warn("too_small")), "campaign_plan"))
	if strings.Contains(said, "hardly be told from chance") || !strings.Contains(said, "For that 1,153 customers would have to stay out.") {
		t.Errorf("it says: %s", said)
	}
}
