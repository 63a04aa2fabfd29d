package reports_test

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
)

// What stands under one name says one number, on the wall as in the book.
func TestDirector_FiguresAreThoseOfTheCompleteReport(t *testing.T) {
	for _, language := range catalogue.Languages() {
		a := whole()
		page := director(t, a, sample.Settings(language))
		complete, err := reports.Complete(a, sample.Settings(language))
		if err != nil {
			t.Fatal(err)
		}
		figures, same := map[string]reports.Figure{}, 0
		for _, s := range complete.Sections {
			for _, f := range s.Figures {
				figures[f.ID] = f
			}
		}
		for _, f := range section(t, page, "result").Figures {
			if want, ok := figures[f.ID]; !ok || !reflect.DeepEqual(f, want) {
				t.Errorf("%s: %s is %v, not %v", language, f.ID, f, want)
			}
			same++
		}
		if same != 4 || f4(page) != same {
			t.Errorf("%s: there are %d key figures", language, same)
		}
		plan := complete.Find("plan")
		mine := page.Find("director-plan")
		for _, column := range []string{"target", "expected", "chance"} {
			if got, want := mine.Data.Value(0, column), plan.Data.Value(0, column); got != want {
				t.Errorf("%s: the month's %s is %v, not %v", language, column, got, want)
			}
		}
		if got, want := section(t, page, "risks").Points[0].Text, section(t, complete, "leaving").Lead[0]; got != want {
			t.Errorf("%s: %q and %q", language, got, want)
		}
	}
}

// f4 counts all figures of a page.
func f4(d *reports.Document) (n int) {
	for _, s := range d.Sections {
		n += len(s.Figures)
	}
	return n
}

func TestDirector_IsShort(t *testing.T) {
	for _, language := range catalogue.Languages() {
		d := director(t, whole(), sample.Settings(language))
		if !d.OnePage || d.ID != "director" {
			t.Errorf("it is %q, one page: %v", d.ID, d.OnePage)
		}
		var ids []string
		charts := 0
		for _, s := range d.Sections {
			ids, charts = append(ids, s.ID), charts+len(s.Charts)
			if len(s.Lead) > 3 || s.Note != "" || len(s.Checks)+len(s.Grids) > 0 {
				t.Errorf("%s: %s says too much", language, s.ID)
			}
			for _, table := range s.Tables {
				if table.Note != "" || table.PageLen() > 3 {
					t.Errorf("%s: %s has %d rows and the note %q", language, table.ID, table.PageLen(), table.Note)
				}
			}
		}
		if want := []string{"since", "result", "ahead", "moved", "risks", "ask"}; !slices.Equal(ids, want) || charts != 2 {
			t.Errorf("it has %v and %d charts", ids, charts)
		}
		for id, most := range map[string]int{"since": 5, "risks": 4, "ask": 5} {
			if n := len(section(t, d, id).Points); n != most {
				t.Errorf("%s: %s has %d lines, of the sample it is %d", language, id, n, most)
			}
		}
	}
}

func TestDirector_SpeaksNoJargon(t *testing.T) {
	jargon := regexp.MustCompile(`(?i)brier|p-value|p-знач|valor p|MASE|interval|интервал|intervalo|95|80\s?%|квантил|σ|Theta`)
	for _, language := range catalogue.Languages() {
		for _, text := range allTexts(director(t, whole(), sample.Settings(language))) {
			if found := jargon.FindString(text); found != "" {
				t.Errorf("%s: %q in %q", language, found, text)
			}
		}
	}
}

// A question without a number would be advice.
func TestDirector_EachQuestionStandsOnANumber(t *testing.T) {
	for _, language := range catalogue.Languages() {
		for _, p := range section(t, director(t, whole(), sample.Settings(language)), "ask").Points {
			if !strings.ContainsAny(p.Text, "0123456789") || !strings.Contains(p.Text, "?") || p.Section == "" {
				t.Errorf("%s: %q, of %q", language, p.Text, p.Section)
			}
		}
	}
	a, _ := bare()
	for _, s := range director(t, a, sample.Settings("en")).Sections {
		if s.ID == "ask" {
			t.Errorf("months alone ask %v", s.Points)
		}
	}
}

// falling has three groups of articles of which two fell: Lights from 1000 to
// 880, Paper from 500 to 420.
func falling() reports.Answers {
	a := whole()
	month := a.Months.Time(lastComplete, "month")
	series := &table.Table{Columns: a.ForecastSeries.Columns}
	amounts := map[string][2]float64{"Lights": {1000, 880}, "Paper": {500, 420}, "Kitchen & table": {700, 900}}
	for r, row := range a.ForecastSeries.Rows {
		row = slices.Clone(row)
		if amount, ok := amounts[a.ForecastSeries.Text(r, "member")]; ok && a.ForecastSeries.Text(r, "dimension") == "product_group" {
			switch at := a.ForecastSeries.Time(r, "month"); {
			case at.Equal(month):
				row[series.Index("actual")] = amount[1]
			case at.Equal(month.AddDate(-1, 0, 0)):
				row[series.Index("actual")] = amount[0]
			}
		}
		series.Rows = append(series.Rows, row)
	}
	a.ForecastSeries = series
	return a
}

// 120 of 1000 are 12 %; 120 of the 200 that two groups lost are 60 %.
func TestDirector_AsksForThePartThatFellMost(t *testing.T) {
	for language, want := range map[string]string{
		"en": "Why did “Lights” bring 12.0% (£120.00) less than in September 2025? It made 60.0% of all that fell.",
		"ru": "Почему выручка группы «Lights» на 12,0 % (120,00 ₽) ниже, чем в сентябре 2025? Это 60,0 % всего падения.",
		"es": "¿Por qué los ingresos de «Lights» fueron un 12,0 % (120,00 €) más bajos que en septiembre de 2025? Es el 60,0 % de todo lo que cayó.",
	} {
		if got := spoken(director(t, falling(), sample.Settings(language)), "ask", to("parts")); got != want {
			t.Errorf("it asks: %s", got)
		}
	}
	if got := spoken(director(t, whole(), sample.Settings("en")), "ask", to("parts")); got != "—" {
		t.Errorf("nothing fell, and it asks: %s", got)
	}
}

// Of the sample: 177,511 with customers, 96,868 with deals, 22,967 to the
// target, 2,724 by a campaign.
func TestDirector_TheGreatestRiskIsFirst(t *testing.T) {
	var found []string
	for _, p := range section(t, director(t, whole(), sample.Settings("en")), "risks").Points {
		found = append(found, p.Section)
		if p.Tone != reports.Worse {
			t.Errorf("%q is no bad news", p.Text)
		}
	}
	if want := []string{"leaving", "deals", "plan", "campaigns"}; !slices.Equal(found, want) {
		t.Errorf("the risks are of %v", found)
	}
	a, all := bare()
	a.QualityLoads = set(first(all.QualityLoads, 1), 0, map[string]any{"amount_read": decimal.NewFromInt(1)})
	a.ChurnRisks, a.Leaving = all.ChurnRisks, all.Leaving
	if p := section(t, director(t, a, sample.Settings("en")), "risks").Points[0]; p.Section != "quality" {
		t.Errorf("files that do not add up, and first comes %q", p.Text)
	}
	a.DealForecast = with(all.DealForecast, "mean", func(r int) any { return 0.95 * all.DealForecast.Float(r, "series_mean") })
	for _, p := range section(t, director(t, a, sample.Settings("en")), "risks").Points {
		if p.Section == "deals" {
			t.Errorf("deals that say what past months say are a risk: %q", p.Text)
		}
	}
}

// A report that an older run kept, a company without customers, of one month, of
// nothing at all.
func TestDirector_ThinDataLeavesNoHoleInASentence(t *testing.T) {
	holes := regexp.MustCompile(`[,—:(] *[.,;)]|  |[{}⟦⟧]|\( |NaN|^ | $|^$`)
	cases := thin()
	cases["nothing"] = func(a *reports.Answers) { *a = reports.Answers{} }
	cases["earlier"] = func(a *reports.Answers) { *a = sample.Earlier() }
	for name, change := range cases {
		for _, language := range catalogue.Languages() {
			a := sample.Answers()
			change(&a)
			d := director(t, a, sample.Settings(language))
			if d.Sections[0].ID != "since" || len(d.Sections[0].Points) == 0 && d.Sections[0].Note == "" {
				t.Errorf("%s, %s: it begins with %v", name, language, d.Sections[0])
			}
			for _, s := range d.Sections {
				lines := slices.Clone(s.Lead)
				for _, p := range s.Points {
					lines = append(lines, p.Text)
				}
				for _, line := range lines {
					if holes.MatchString(line) {
						t.Errorf("%s, %s, %s: %q", name, language, s.ID, line)
					}
				}
				if len(lines)+len(s.Figures)+len(s.Charts)+len(s.Tables) == 0 && s.Note == "" {
					t.Errorf("%s, %s: %s is empty", name, language, s.ID)
				}
			}
		}
	}
}

// An id may come from two sources.
func TestDirector_ABestCustomerIsCountedOnce(t *testing.T) {
	a := silentBest(2)
	a.Leaving = with(a.Leaving, "customer_id", func(int) any { return a.BestCustomers.Text(0, "customer_id") })
	if got := spoken(director(t, a, sample.Settings("en")), "since", to("leaving")); got != "1 of the 20 best customers has gone silent: £1,000 is at stake." {
		t.Errorf("it says: %s", got)
	}
}

// Rows come from queries in any order where there are threads.
func TestDirector_TheOrderOfRowsChangesNothing(t *testing.T) {
	turned := sample.Answers()
	for _, at := range []**table.Table{&turned.Months, &turned.ForecastSeries, &turned.ForecastMetrics, &turned.Leaving, &turned.BestCustomers, &turned.MonthBridge, &turned.Plan,
		&turned.DealForecast, &turned.DealStages, &turned.ValueHistory, &turned.QualityLoads, &turned.QualityCurrencies, &turned.Campaigns, &turned.CampaignResults, &turned.ForecastJudged, &turned.ChurnRisks} {
		rows := slices.Clone((*at).Rows)
		slices.Reverse(rows)
		*at = &table.Table{Columns: (*at).Columns, Rows: rows}
	}
	texts := func(a reports.Answers) []string { return allTexts(director(t, a, sample.Settings("ru"))) }
	if difference := cmp.Diff(texts(sample.Answers()), texts(turned)); difference != "" {
		t.Error(difference)
	}
}

// The year's row adds the months of the calendar's year: of 2026 twelve have a
// target, of which nine are over.
func TestDirector_TheYearOfThePlanIsTheSumOfItsMonths(t *testing.T) {
	d := director(t, whole(), sample.Settings("en"))
	plan := d.Find("director-plan").Data
	target, came, expected := 0.0, 0.0, 0.0
	for r := range whole().Plan.Len() {
		p := whole().Plan
		if p.Value(r, "scope") == nil && p.Text(r, "metric") == "revenue" && p.Time(r, "month").Year() == 2026 {
			target, came, expected = target+p.Float(r, "target"), came+p.Float(r, "so_far"), expected+p.Float(r, "expected")
		}
	}
	last := plan.Len() - 1
	if plan.Text(last, "plan_period") != "2026" {
		t.Fatalf("the last row is of %s", plan.Text(last, "plan_period"))
	}
	for column, want := range map[string]float64{"target": target, "so_far": came, "expected": expected, "reached": came / target} {
		if got := plan.Float(last, column); got < want-0.1 || got > want+0.1 || want == 0 {
			t.Errorf("%s of the year is %v, not %v", column, got, want)
		}
	}
	if plan.Value(last, "chance") != nil {
		t.Error("the chance of a sum is known from nothing")
	}
}
