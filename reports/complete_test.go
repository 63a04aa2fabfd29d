package reports_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
)

func monthly(t *testing.T, language string, change func(*reports.Answers)) *reports.Document {
	t.Helper()
	answers := sample.Answers()
	if change != nil {
		change(&answers)
	}
	d, err := reports.Complete(answers, sample.Settings(language))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// earlier is a report of answers that an older run has kept.
func earlier(t *testing.T, language string, change func(*reports.Answers)) *reports.Document {
	t.Helper()
	return monthly(t, language, func(a *reports.Answers) {
		*a = sample.Earlier()
		if change != nil {
			change(a)
		}
	})
}

func section(t *testing.T, d *reports.Document, id string) *reports.Section {
	t.Helper()
	for i := range d.Sections {
		if d.Sections[i].ID == id {
			return &d.Sections[i]
		}
	}
	t.Fatalf("no section %s", id)
	return nil
}

// sentences are what a section says, as one text.
func sentences(s *reports.Section) string {
	return strings.Join(append(append([]string{}, s.Lead...), s.Checks...), " ")
}

// allTexts are all words of a document.
func allTexts(d *reports.Document) []string {
	out := []string{d.Title}
	for _, s := range d.Sections {
		out = append(append(append(out, s.Title, s.Note), s.Lead...), s.Checks...)
		for _, p := range s.Points {
			out = append(out, p.Text)
		}
		for _, f := range s.Figures {
			out = append(out, f.Label)
			if f.Comparison != nil {
				out = append(out, f.Comparison.Label)
			}
		}
		charts := s.Charts
		for _, g := range s.Grids {
			out, charts = append(out, g.Title, g.Note), append(append([]reports.Chart{}, charts...), g.Charts...)
		}
		for _, c := range charts {
			out = append(out, c.Title, c.Subtitle, c.Description)
			for _, series := range c.Series {
				out = append(out, series.Label)
			}
			for _, band := range c.Bands {
				out = append(out, band.Label)
			}
		}
		for _, t := range s.Tables {
			out = append(out, t.Title, t.Note, t.Sheet)
			for _, c := range t.Columns {
				out = append(out, c.Label)
			}
		}
	}
	return out
}

func TestComplete_EachLanguageHasAllWords(t *testing.T) {
	none := func(a *reports.Answers) { *a = reports.Answers{} }
	units := []string{"month", "week", "quarter", "day", "year", "streak", "on-or-after", "on-or-before", "brackets"}
	for _, language := range catalogue.Languages() {
		documents := []*reports.Document{monthly(t, language, none)}
		for _, unit := range units {
			settings := sample.Settings(language)
			settings.Retention = retentionForm(unit)
			settings.ValueHorizon = len(unit) % 5 * 73
			d, err := reports.Complete(sample.Answers(), settings)
			if err != nil {
				t.Fatal(err)
			}
			documents = append(documents, d)
		}
		for _, d := range documents {
			for _, text := range allTexts(d) {
				if strings.ContainsAny(text, "⟦{}") {
					t.Errorf("%s: %q", language, text)
				}
			}
		}
	}
}

func TestComplete_LanguagesShareNoSentence(t *testing.T) {
	english, russian := monthly(t, "en", nil), monthly(t, "ru", nil)
	for i := range english.Sections {
		for j, lead := range english.Sections[i].Lead {
			if lead == russian.Sections[i].Lead[j] {
				t.Errorf("the same in English and Russian: %q", lead)
			}
		}
	}
	for _, text := range allTexts(russian) {
		if len(text) > 30 && !regexp.MustCompile(`\p{Cyrillic}`).MatchString(text) {
			t.Errorf("not Russian: %q", text)
		}
	}
}

func TestComplete_AnAnalysisWithoutAnswersSaysWhatItNeeds(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) { *a = reports.Answers{} })
	for _, s := range d.Sections {
		if s.Note == "" || len(s.Tables)+len(s.Charts)+len(s.Figures)+len(s.Points) > 0 {
			t.Errorf("section %s without answers: note %q, %d tables", s.ID, s.Note, len(s.Tables))
		}
	}
}

func TestComplete_EachAnswerMayBeMissing(t *testing.T) {
	full := sample.Answers()
	tables := []**table.Table{
		&full.Overview, &full.Months, &full.RFM, &full.RFMSegments, &full.Retention, &full.ValueHistory, &full.ValueDeciles,
		&full.BestCustomers, &full.BestProducts, &full.Forecast, &full.ForecastModels, &full.ValueModels, &full.ValueHoldout,
		&full.ValueCustomers, &full.QualityLoads, &full.QualityRejects, &full.QualityExcluded, &full.QualityFields,
		&full.QualityCurrencies, &full.QualityAudits,
		&full.ValueCheck, &full.ValueFrequency, &full.ValueTracking, &full.ValueTotal, &full.ValueMap, &full.ChurnReliability, &full.ChurnRisks, &full.Leaving,
		&full.IdentityTotals, &full.IdentityLinks, &full.IdentityValues, &full.IdentityNames,
		&full.ForecastSeries, &full.ForecastMetrics, &full.ForecastMarks, &full.ForecastEffects, &full.MonthProgress, &full.MonthBridge, &full.Plan,
		&full.DealForecast, &full.DealStages, &full.DealOwners, &full.DealCheck, &full.ForecastJudged, &full.ForecastSkill,
		&full.SegmentSummary, &full.SegmentOverlaps, &full.SegmentDifferences, &full.LifecycleFlows, &full.RFMFlows, &full.RFMLifecycle,
		&full.ClusterProfiles, &full.ClusterQuality, &full.LookalikeModels, &full.Lookalikes,
	}
	for i, at := range tables {
		kept := *at
		for _, missing := range []*table.Table{nil, {Columns: kept.Columns}} {
			*at = missing
			if _, err := reports.Complete(full, sample.Settings("en")); err != nil {
				t.Errorf("without answer %d: %v", i, err)
			}
		}
		*at = kept
	}
}

func TestComplete_SharesThatAreShownAddUp(t *testing.T) {
	d := monthly(t, "en", nil)
	for _, c := range []struct{ table, column string }{
		{"segments", "customers_share"}, {"segments", "revenue_share"}, {"deciles", "revenue_share"},
	} {
		shown, total := d.Find(c.table), decimal.Zero
		for r := range shown.Data.Len() {
			total = total.Add(shown.Data.Decimal(r, c.column))
		}
		if !total.Equal(decimal.NewFromInt(1)) {
			t.Errorf("%s of %s add up to %s", c.column, c.table, total)
		}
	}
}

func TestComplete_AnUnfinishedMonthIsNotCompared(t *testing.T) {
	d := monthly(t, "en", nil)
	months := d.Find("months")
	if months.Data.Boolean(0, "complete") || months.Data.Value(0, "year_change") != nil {
		t.Errorf("the first row of months is %v", months.Data.Rows[0])
	}
	if months.Data.Value(1, "year_change") == nil {
		t.Error("a finished month has no change to a year before")
	}
	overview := section(t, d, "overview")
	if !strings.Contains(strings.Join(overview.Lead, " "), "October\u00a02026 has not ended") || overview.Charts[0].Incomplete != "complete" {
		t.Errorf("the page does not mark it: %q", overview.Lead)
	}
	for i, want := range []string{"Revenue, September\u00a02026", "Orders, September\u00a02026", "Buyers, September\u00a02026"} {
		if f := section(t, d, "summary").Figures[i]; f.Label != want || f.Comparison == nil {
			t.Errorf("the month's figure is %q beside %+v", f.Label, f.Comparison)
		}
	}
}

func TestCustomers_AColumnThatNobodyFilledIsLeftOut(t *testing.T) {
	full, without := monthly(t, "en", nil), monthly(t, "en", func(a *reports.Answers) {
		for _, row := range a.BestCustomers.Rows {
			row[a.BestCustomers.Index("country")] = nil
		}
	})
	for d, want := range map[*reports.Document]bool{full: true, without: false} {
		columns := d.Find("best-customers").Columns
		if got := slices.ContainsFunc(columns, func(c reports.Column) bool { return c.Name == "country" }); got != want {
			t.Errorf("the column of countries is there: %v", got)
		}
	}
}

func TestForecast_SaysWhereNoModelBeatsTheNaiveOne(t *testing.T) {
	sentence := func(theta float64, chosen string) string {
		d := monthly(t, "en", func(a *reports.Answers) {
			a.ForecastSkill = nil
			a.ForecastModels = &table.Table{Columns: a.ForecastModels.Columns, Rows: [][]any{
				{"seasonal naive", 10.0, 1.0, chosen == "seasonal naive"}, {"theta", 9.0, theta, chosen == "theta"},
			}}
		})
		return sentences(section(t, d, "forecast"))
	}
	if got := sentence(0.75, "theta"); !strings.Contains(got, "erred 17.5% less") {
		t.Errorf("a better model: %s", got)
	}
	for _, got := range []string{sentence(1.0, "theta"), sentence(1.2, "theta"), sentence(1.2, "seasonal naive")} {
		if !strings.Contains(got, "No model was clearly better than the rule “same month of last year”") {
			t.Errorf("no better model: %s", got)
		}
	}
}

func TestValue_SaysWhereTheModelDoesNotBeatARuleOfThumb(t *testing.T) {
	sentence := func(model, rule float64, chosen string) string {
		d := earlier(t, "en", func(a *reports.Answers) {
			a.ValueHoldout = &table.Table{Columns: a.ValueHoldout.Columns, Rows: [][]any{
				{"BG/NBD", 100.0, int64(90), 0.1, model, chosen == "BG/NBD", false}, {"own rate", 80.0, int64(90), -0.1, rule, chosen == "own rate", true},
			}}
		})
		return sentences(section(t, d, "value"))
	}
	for want, got := range map[string]string{
		"beats the rule": sentence(0.5, 0.6, "BG/NBD"), "is no better than the rule": sentence(0.6, 0.6, "BG/NBD"),
		"no model was better than the rule “own rate so far”": sentence(0.7, 0.6, "own rate"),
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in: %s", want, got)
		}
	}
}

// 117 purchases predicted where 100 were made are 17 % too many.
func TestValue_TheErrorOfTheTotalIsAShareInWordsAndInTheTable(t *testing.T) {
	for language, want := range map[string][]string{
		"en": {"117 purchases where 100 were made, 17.0% too many;", "83 purchases where 100 were made, 17.0% too few;", "+17.0%", "−17.0%"},
		"ru": {"117, сделано 100 (предсказано на 17,0\u00a0% больше);", "83, сделано 100 (предсказано на 17,0\u00a0% меньше);", "+17,0\u00a0%", "−17,0\u00a0%"},
		"es": {"117 compras y se hicieron 100 (previó un 17,0\u00a0% de más);", "83 compras y se hicieron 100 (previó un 17,0\u00a0% de menos);", "+17,0\u00a0%", "−17,0\u00a0%"},
	} {
		for i, predicted := range []float64{117, 83, 100} {
			d := earlier(t, language, func(a *reports.Answers) {
				a.ValueHoldout = &table.Table{Columns: a.ValueHoldout.Columns, Rows: [][]any{
					{"BG/NBD", predicted, int64(100), predicted/100 - 1, 0.5, true, false}, {"own rate", 80.0, int64(100), -0.2, 0.6, false, true},
				}}
			})
			lead := sentences(section(t, d, "value"))
			if i == 2 {
				if strings.ContainsAny(lead, "()") && language == "ru" && strings.Contains(lead, "больше);") || strings.Contains(lead, "too ") {
					t.Errorf("%s: a total that was right: %s", language, lead)
				}
				continue
			}
			if !strings.Contains(lead, want[i]) {
				t.Errorf("%s: %q is not in: %s", language, want[i], lead)
			}
			if got := shownCell(t, d, "value-holdout", 0, "bias"); got != want[i+2] {
				t.Errorf("%s: the table shows %q, not %q", language, got, want[i+2])
			}
		}
	}
}

// shownCell is a cell of a table as people read it.
func shownCell(t *testing.T, d *reports.Document, id string, row int, column string) string {
	t.Helper()
	p, err := reports.NewPresenter(d)
	if err != nil {
		t.Fatal(err)
	}
	shown := d.Find(id)
	for _, c := range shown.Columns {
		if c.Name == column {
			return p.Show(c.Format, shown.Data.Value(row, column))
		}
	}
	t.Fatalf("%s shows no column %s", id, column)
	return ""
}

// Which rule is naive is what the answer says; one without that column knows
// the own rate only.
func TestValue_ANaiveRuleIsWhatTheAnswerCallsSo(t *testing.T) {
	for _, c := range []struct {
		rule  string
		naive any // nil: the answer has no such column
		want  bool
	}{{"a model of ours", false, false}, {"as last year (NBD)", true, true}, {"own rate", nil, true}, {"Pareto/NBD", nil, false}, {"a model of ours", nil, false}} {
		d := earlier(t, "en", func(a *reports.Answers) {
			columns, row := a.ValueHoldout.Columns, []any{c.rule, 90.0, int64(100), -0.1, 0.5, true, c.naive}
			if c.naive == nil {
				columns, row = columns[:6], row[:6]
			}
			a.ValueHoldout = &table.Table{Columns: columns, Rows: [][]any{row}}
		})
		if lead := sentences(section(t, d, "value")); strings.Contains(lead, "no model was better") != c.want {
			t.Errorf("%+v: %s", c, lead)
		}
	}
}

// Three customers: one bought once, which BG/NBD takes for surely active.
func TestValue_CustomersOfOnePurchaseAreNotCountedAsActive(t *testing.T) {
	customers := func(once int) func(*reports.Answers) {
		return func(a *reports.Answers) {
			columns := a.ValueCustomers.Columns
			a.ValueCustomers = &table.Table{Columns: columns}
			for i, frequency := range []int64{3, 1, 0}[once:] {
				a.ValueCustomers.Rows = append(a.ValueCustomers.Rows, []any{string(rune('a' + i)), nil, frequency, int64(10), []float64{0.9, 0.6, 1}[once+i], 1.0, 0.0, 3.0,
					decimal.NewFromInt(20), decimal.NewFromInt(int64(30 - i))})
			}
		}
	}
	for language, want := range map[string]string{
		"en": "Of 2 customers who bought more than once about 2 are still active.",
		"ru": "Из 2 клиентов, купивших больше одного раза, активны примерно 2.",
		"es": "De 2 clientes que compraron más de una vez siguen activos unos 2.",
	} {
		d := earlier(t, language, customers(0))
		value := section(t, d, "value")
		if lead := sentences(value); !strings.Contains(lead, want) {
			t.Errorf("%q is not in: %s", want, lead)
		}
		if f := value.Figures[2]; f.ID != "alive" || f.Value != 1.5 || !strings.Contains(f.Label, "2") {
			t.Errorf("the figure is %+v", f)
		}
		for row, want := range []bool{true, true, false} {
			if got := shownCell(t, d, "value-customers", row, "p_alive") != ""; got != want {
				t.Errorf("row %d shows a chance: %v", row, got)
			}
		}
	}
	only := earlier(t, "en", customers(2))
	if lead := sentences(section(t, only, "value")); strings.Contains(lead, "still active") {
		t.Errorf("nobody bought twice, and it says: %s", lead)
	}
}

func TestSummary_BadNewsComesRightAfterRevenue(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) { a.QualityLoads.Rows[0][6] = int64(1_000_000) })
	points := section(t, d, "summary").Points
	bad := 0
	for i, p := range points {
		if p.Section == "overview" {
			continue
		}
		if p.Tone != reports.Worse {
			bad = i
			break
		}
	}
	if bad < 5 {
		t.Fatalf("the first news that is not bad is at place %d", bad)
	}
	for _, p := range points[bad:] {
		if p.Tone == reports.Worse {
			t.Errorf("bad news comes late: %s", p.Text)
		}
	}
}

func TestQuality_MoneyHasToAddUpToo(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		a.QualityLoads.Rows[0][8] = a.QualityLoads.Rows[0][8].(decimal.Decimal).Add(decimal.New(1, -2))
	})
	if lead := section(t, d, "quality").Lead[1]; !strings.Contains(lead, "do not add up") {
		t.Errorf("the section says: %s", lead)
	}
	if difference := d.Find("loads-money").Data.Decimal(0, "amount_difference"); difference.String() != "-0.01" {
		t.Errorf("the difference is %s", difference)
	}
}

func TestQuality_FilesThatDoNotAddUpAreBadNews(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		a.QualityLoads.Rows[0][4] = a.QualityLoads.Rows[0][4].(int64) - 1
	})
	if lead := section(t, d, "quality").Lead[1]; !strings.Contains(lead, "do not add up") {
		t.Errorf("the section says: %s", lead)
	}
	if difference := d.Find("loads").Data.Integer(0, "rows_difference"); difference != 1 {
		t.Errorf("the difference is %d", difference)
	}
	var worse []string
	for _, p := range section(t, d, "summary").Points {
		if p.Tone == reports.Worse {
			worse = append(worse, p.Section)
		}
	}
	if !slices.Contains(worse, "quality") {
		t.Errorf("the summary warns of %v", worse)
	}
}

func TestRetention_PeriodsThatHaveNotEndedAreBlank(t *testing.T) {
	d := monthly(t, "en", nil)
	cohorts := d.Find("cohorts").Data
	last := cohorts.Rows[cohorts.Len()-1]
	for _, v := range last[2:] {
		if v != nil {
			t.Fatalf("the last cohort has %v", last)
		}
	}
	if before := cohorts.Rows[cohorts.Len()-3]; before[2] == nil || before[3] != nil {
		t.Errorf("the cohort of two months ago has %v", before)
	}
}

// Two cohorts of 100 and 300: (50+90) of 400 is 35 %, not the mean of 50 % and
// 30 %.
func TestRetention_TheMeanWeighsCohortsByTheirCustomers(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		first, then := a.Retention.Rows[0][0], a.Retention.Rows[40][0]
		a.Retention = &table.Table{Columns: a.Retention.Columns[:6], Rows: [][]any{
			{first, int64(0), int64(100), int64(100), 1.0, true}, {first, int64(1), int64(100), int64(50), 0.5, true},
			{first, int64(2), int64(100), int64(40), 0.4, true},
			{then, int64(0), int64(300), int64(300), 1.0, true}, {then, int64(1), int64(300), int64(90), 0.3, true},
			{then, int64(2), int64(300), int64(1), 0.0033, false},
		}}
	})
	if lead := section(t, d, "retention").Lead[0]; !strings.Contains(lead, "35.0%") {
		t.Errorf("it says: %s", lead)
	}
	if rows := d.Find("retention-average").Data.Len(); rows != 1 {
		t.Errorf("the mean has %d periods, the second has not ended for one of two cohorts", rows)
	}
}

func TestBandSteps_LayersAddUpToTheBorders(t *testing.T) {
	d := monthly(t, "en", nil)
	chart := &section(t, d, "forecast").Charts[0]
	steps := reports.BandSteps(chart)
	if len(steps) != 4 {
		t.Fatalf("%d layers", len(steps))
	}
	for r := range chart.Data.Len() {
		height := decimal.Zero
		for i, border := range []string{"lo95", "lo80", "hi80", "hi95"} {
			if steps[i].Values[r] == nil {
				if chart.Data.Value(r, border) != nil {
					t.Errorf("row %d has no layer %s", r, border)
				}
				continue
			}
			height = height.Add(*steps[i].Values[r])
			if want := chart.Data.Float(r, border); height.Sub(decimal.NewFromFloat(want)).Abs().GreaterThan(decimal.New(1, -3)) {
				t.Errorf("row %d: %s is at %s, not %v", r, border, height, want)
			}
		}
	}
}

// A query's text goes on for those who change it: a page of it in a cell of the
// workbook is read by nobody.
func TestDocument_ASourceSaysInOneSentenceWhatItAnswers(t *testing.T) {
	settings := sample.Settings("en")
	settings.Queries = []reports.Source{
		{Query: "reports/overview_months", What: "Months, version 1.5 of them; none is left out. A buyer is new once. And so on."},
		{Query: "reports/month_bridge", What: "No end"},
	}
	d, err := reports.Complete(sample.Answers(), settings)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, source := range d.Sources {
		said[source.Query] = source.What
	}
	for query, want := range map[string]string{"reports/overview_months": "Months, version 1.5 of them; none is left out.", "reports/month_bridge": "No end"} {
		if said[query] != want {
			t.Errorf("%s answers %q, want %q", query, said[query], want)
		}
	}
}
