package reports_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
)

// zeroed sets all numbers of a table to zero, but its keys.
func zeroed(t *table.Table) *table.Table {
	out := &table.Table{Columns: t.Columns, Rows: make([][]any, t.Len())}
	for r, row := range t.Rows {
		out.Rows[r] = append([]any{}, row...)
		for i, column := range t.Columns {
			switch row[i].(type) {
			case decimal.Decimal:
				out.Rows[r][i] = decimal.Zero
			case float64:
				out.Rows[r][i] = 0.0
			case int64:
				if column.Name != "position" && column.Name != "decile" && column.Name != "period" {
					out.Rows[r][i] = int64(0)
				}
			}
		}
	}
	return out
}

func first(t *table.Table, rows int) *table.Table {
	return &table.Table{Columns: t.Columns, Rows: t.Rows[:min(rows, t.Len())]}
}

// thin are answers that leave a comparison without its other side.
func thin() map[string]func(*reports.Answers) {
	cases := map[string]func(*reports.Answers){
		"all":         func(*reports.Answers) {},
		"no months":   func(a *reports.Answers) { a.Months = first(a.Months, 0) },
		"no contest":  func(a *reports.Answers) { a.ForecastModels = nil },
		"no customer": func(a *reports.Answers) { a.RFMSegments, a.ValueDeciles, a.ValueCustomers = nil, nil, nil },
		"zero":        zeros,
		"year of zeros after sales": func(a *reports.Answers) { // an as-of in the future
			rows := zeroed(a.Months).Rows[:24]
			a.Months = &table.Table{Columns: a.Months.Columns, Rows: append(append([][]any{}, a.Months.Rows[:12]...), rows[12:]...)}
		},
		"returns only": func(a *reports.Answers) {
			for _, row := range a.Months.Rows {
				row[2] = row[4]
			}
		},
	}
	for _, n := range []int{1, 2, 12, 13, 24} {
		cases[fmt.Sprintf("%d months", n)] = func(a *reports.Answers) {
			a.Months, a.Forecast, a.Retention = first(a.Months, n), first(a.Forecast, 36-n), first(a.Retention, n)
		}
	}
	return cases
}

func zeros(a *reports.Answers) {
	for _, at := range []**table.Table{&a.Overview, &a.Months, &a.RFM, &a.RFMSegments, &a.Retention, &a.ValueHistory, &a.ValueDeciles, &a.BestCustomers,
		&a.BestProducts, &a.Forecast, &a.ForecastModels, &a.ValueModels, &a.ValueHoldout, &a.ValueCustomers, &a.QualityLoads,
		&a.ValueCheck, &a.ValueFrequency, &a.ValueTracking, &a.ValueTotal, &a.ValueMap, &a.ChurnReliability, &a.ChurnRisks, &a.Leaving, &a.SurvivalCurves, &a.SurvivalGroups, &a.SurvivalTests, &a.ContractMonths, &a.ContractRisks, &a.ContractCheck,
		&a.ForecastSeries, &a.ForecastMetrics, &a.ForecastMarks, &a.ForecastEffects, &a.MonthProgress, &a.MonthBridge, &a.Plan, &a.DealForecast, &a.DealStages, &a.DealOwners, &a.DealCheck,
		&a.ForecastJudged, &a.ForecastSkill,
		&a.SegmentSummary, &a.SegmentOverlaps, &a.SegmentDifferences, &a.LifecycleFlows, &a.RFMFlows, &a.RFMLifecycle, &a.ClusterProfiles, &a.ClusterQuality, &a.LookalikeModels, &a.Lookalikes} {
		*at = zeroed(*at)
	}
}

func TestComplete_ThinDataLeavesNoHoleInASentence(t *testing.T) {
	holes := regexp.MustCompile(`[,—:(] *[.,;)]|  |[{}⟦⟧]|\( |NaN|^ | $|^$`)
	for name, change := range thin() {
		for _, language := range catalogue.Languages() {
			d := monthly(t, language, change)
			for _, s := range d.Sections {
				sentences := append(append([]string{}, s.Lead...), s.Checks...)
				for _, p := range s.Points {
					sentences = append(sentences, p.Text)
				}
				for _, f := range s.Figures {
					sentences = append(sentences, f.Label)
				}
				for _, sentence := range sentences {
					if holes.MatchString(sentence) {
						t.Errorf("%s, %s, %s: %q", name, language, s.ID, sentence)
					}
				}
			}
		}
	}
}

func TestSummary_AYearWithoutOneBeforeIsToldAlone(t *testing.T) {
	for language, want := range map[string]string{
		"en": "The last 12 complete months brought £0.00.", "ru": "Последние 12 полных месяцев принесли 0,00\u00a0₽.",
		"es": "Los últimos 12 meses completos aportaron 0,00\u00a0€.",
	} {
		found := false
		for _, p := range section(t, monthly(t, language, zeros), "summary").Points {
			found = found || p.Text == want
		}
		if !found {
			t.Errorf("no point says %q", want)
		}
	}
}

// The shares of a table add up to 100, so some of them are a step off.
func TestSentences_SharesAreRoundedOnTheirOwn(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		columns := a.RFMSegments.Columns
		a.RFMSegments = &table.Table{Columns: columns}
		for i := range 7 { // 1 of 7 customers is 14.2857 %: 14.3 alone, 14.2 or 14.3 in the table
			revenue := decimal.NewFromInt(1)
			if i == 6 {
				revenue = decimal.NewFromInt(2) // 25.0 %
			}
			a.RFMSegments.Rows = append(a.RFMSegments.Rows, []any{int64(i + 1), fmt.Sprintf("part %d", i+1), int64(1), revenue, int64(1), revenue, 1.0})
		}
	})
	if lead := section(t, d, "segments").Lead[0]; lead != "“part 7”: 1 customer, 14.3% of all, brings 25.0% of revenue with a known customer." {
		t.Errorf("it says: %s", lead)
	}
	if shown := shownCell(t, d, "segments", 6, "customers_share"); shown != "14.2%" {
		t.Errorf("the table shows %s: the example does not tell the two ways apart", shown)
	}
}

func TestSentences_NameTheRevenueTheyAreSharesOf(t *testing.T) {
	for language, want := range map[string]string{"en": "of revenue with a known customer", "ru": "выручки от известных клиентов", "es": "ingresos de clientes conocidos"} {
		d := earlier(t, language, nil)
		said := 0
		for _, text := range allTexts(d) {
			if strings.Contains(text, want) {
				said++
			}
		}
		// Two leads, three points, a chart's title, a column in three tables
		// and a series in two charts.
		if said < 11 {
			t.Errorf("%s: %d texts say %q", language, said, want)
		}
		summary := ""
		for _, p := range section(t, d, "summary").Points {
			summary += p.Text + "\n"
		}
		if strings.Count(summary, want) != 3 {
			t.Errorf("%s: not three points say it: %s", language, summary)
		}
	}
}

func TestMonths_AreSmallInsideAPhraseAndCapitalAtItsBeginning(t *testing.T) {
	for language, want := range map[string][]string{
		"en": {"Revenue, September\u00a02026", "September\u00a02026 brought"}, "ru": {"Выручка, сентябрь\u00a02026", "Сентябрь\u00a02026: выручка"},
		"es": {"Ingresos, septiembre\u00a0de\u00a02026", "Septiembre\u00a0de\u00a02026: ingresos"},
	} {
		summary := section(t, monthly(t, language, nil), "summary")
		if got := summary.Figures[0].Label; got != want[0] {
			t.Errorf("%s: the figure is %q", language, got)
		}
		if got := summary.Points[0].Text; !strings.HasPrefix(got, want[1]) {
			t.Errorf("%s: the point is %q", language, got)
		}
	}
}

func models(rows ...[]any) func(*reports.Answers) {
	return func(a *reports.Answers) {
		a.ForecastModels = &table.Table{Columns: append(append([]table.Column{}, a.ForecastModels.Columns...), table.Column{Name: "weight", Kind: table.Float}), Rows: rows}
	}
}

// Both the first page and the section follow one verdict: 0.95 of the naive
// error, the mean of both measures.
func TestForecast_TheFirstPageBearsTheCaveat(t *testing.T) {
	point := func(change func(*reports.Answers)) (string, string) {
		d := monthly(t, "en", func(a *reports.Answers) {
			a.ForecastSkill = nil
			change(a)
		})
		for _, p := range section(t, d, "summary").Points {
			if p.Section == "forecast" {
				return p.Text, sentences(section(t, d, "forecast"))
			}
		}
		t.Fatal("no point of the forecast")
		return "", ""
	}
	naive := []any{"seasonal naive", 10.0, 0.935, false, 0.3}
	for _, c := range []struct {
		smape, mase float64
		rough       bool
	}{{9.4, 0.87, false}, {9.6, 0.90, true}, {12, 0.6, false}, {5, 1.4, true}, {10, 0.935, true}} {
		first, lead := point(models(naive, []any{"theta", c.smape, c.mase, true, 0.7}))
		if strings.Contains(first, "rough guide") != c.rough || strings.Contains(lead, "rough guide") != c.rough {
			t.Errorf("%+v: the first page says: %s\nthe section: %s", c, first, lead)
		}
	}
	short := models([]any{"naive", 10.0, 1.0, false, 0.3}, []any{"theta", 9.9, 1.0, true, 0.7})
	if first, _ := point(short); !strings.Contains(first, "the rule “last month's value”") {
		t.Errorf("a short history: %s", first)
	}
	if note := monthly(t, "en", short).Find("forecast-models").Note; !strings.Contains(note, "“last month's value”") {
		t.Errorf("the note says: %s", note)
	}
	for _, change := range []func(*reports.Answers){func(a *reports.Answers) { a.ForecastModels = nil }, models([]any{"theta", 9.0, 0.8, true, 1.0})} {
		if first, lead := point(change); !strings.Contains(first, "too little history") || !strings.Contains(lead, "too little history") {
			t.Errorf("an unchecked forecast: %s\n%s", first, lead)
		}
	}
}

func TestForecast_TheWeightsOfTheModelsAreShownWhereThereAreSome(t *testing.T) {
	with := monthly(t, "en", models([]any{"theta", 9.0, 0.8, true, 0.375}))
	if got := shownCell(t, with, "forecast-models", 0, "weight"); got != "37.5%" {
		t.Errorf("the weight is %q", got)
	}
	for _, c := range monthly(t, "en", nil).Find("forecast-models").Columns {
		if c.Name == "weight" {
			t.Error("a weight is shown that is not in the answer")
		}
	}
}

func TestForecast_TheSumSaysHowManyMonthsItIsOf(t *testing.T) {
	for months, want := range map[int]string{1: "The next month should bring", 6: "The next 6 months", 12: "The next 12 months"} {
		d := monthly(t, "en", func(a *reports.Answers) { a.Forecast = first(a.Forecast, 36+months) })
		if lead := strings.Join(section(t, d, "forecast").Lead, " "); !strings.Contains(lead, want) {
			t.Errorf("%d months: %s", months, lead)
		}
	}
	for name, change := range map[string]func(*reports.Answers){
		"half of the year before":   func(a *reports.Answers) { a.Forecast.Rows = a.Forecast.Rows[30:] },
		"a month without any sales": func(a *reports.Answers) { a.Forecast.Rows[28][1] = decimal.Zero },
	} {
		if lead := strings.Join(section(t, monthly(t, "en", change), "forecast").Lead, " "); strings.Contains(lead, "The next") {
			t.Errorf("%s: %s", name, lead)
		}
	}
}

// What stands in the data is the loading's word; people read the catalogue's.
func TestQuality_ReasonsAreInPlainWords(t *testing.T) {
	d, err := reports.Complete(sample.Answers(), sample.Settings("en"))
	if err != nil {
		t.Fatal(err)
	}
	reasons := ""
	for r := range d.Find("rejects").Data.Len() {
		reasons += d.Find("rejects").Data.Text(r, "reason") + "; "
	}
	if reasons != "is not a date; is not a number; is neither yes nor no; " {
		t.Errorf("the reasons are %s", reasons)
	}
}

// replaced says that 10 rows of the first file, worth 250.50, stand in a later
// one too.
func replaced(rows int64, amount string) func(*reports.Answers) {
	return func(a *reports.Answers) {
		out := &table.Table{Columns: append(append([]table.Column{}, a.QualityLoads.Columns...),
			table.Column{Name: "rows_replaced", Kind: table.Integer}, table.Column{Name: "amount_replaced", Kind: table.Decimal, Scale: 4})}
		for r, row := range a.QualityLoads.Rows {
			n, money := int64(0), decimal.Zero
			if r == 0 {
				n, money = rows, decimal.RequireFromString(amount)
			}
			out.Rows = append(out.Rows, append(append([]any{}, row...), n, money))
		}
		a.QualityLoads = out
	}
}

func TestQuality_ReplacedRowsReconcileWithWhatCounts(t *testing.T) {
	for language, want := range map[string][]string{
		"en": {"10 of the loaded rows (£250.50) belong to orders", "10 replaced by later files"},
		"ru": {"10 из загруженных строк (250,50\u00a0₽) относятся к заказам", "заменено более поздними файлами 10"},
		"es": {"10 de las filas cargadas (250,50\u00a0€) son de pedidos", "archivos posteriores reemplazaron 10"},
	} {
		d := monthly(t, language, replaced(10, "250.50"))
		if lead := strings.Join(section(t, d, "quality").Lead, " "); !strings.Contains(lead, want[0]) {
			t.Errorf("%q is not in: %s", want[0], lead)
		}
		points := section(t, d, "summary").Points
		if last := points[len(points)-1].Text; !strings.Contains(last, want[1]) {
			t.Errorf("%q is not in: %s", want[1], last)
		}
	}
	d := monthly(t, "en", replaced(10, "250.50"))
	rows, money := d.Find("loads"), d.Find("loads-money")
	if loaded, counted := rows.Data.Integer(0, "rows_loaded"), rows.Data.Integer(0, "rows_counted"); loaded-10 != counted {
		t.Errorf("%d rows loaded, %d counted", loaded, counted)
	}
	loaded, counted := money.Data.Decimal(0, "amount_loaded"), money.Data.Decimal(0, "amount_counted")
	if !loaded.Sub(counted).Equal(decimal.RequireFromString("250.5")) {
		t.Errorf("%s loaded, %s counted", loaded, counted)
	}
	for _, shown := range []*reports.Table{rows, money} {
		if len(shown.Total) != len(shown.Columns) {
			t.Errorf("%s: %d totals of %d columns", shown.ID, len(shown.Total), len(shown.Columns))
		}
	}
	if got := shownCell(t, d, "loads-money", 0, "amount_replaced"); got != "250.50" {
		t.Errorf("replaced money is shown as %q", got)
	}
}

func TestQuality_WhereNothingWasReplacedNothingIsSaidOfIt(t *testing.T) {
	for _, change := range []func(*reports.Answers){nil, replaced(0, "0")} {
		for _, text := range allTexts(monthly(t, "en", change)) {
			if regexp.MustCompile(`\b(replaced|counted)\b`).MatchString(text) {
				t.Errorf("it says: %s", text)
			}
		}
	}
}

func TestTables_MoneyOfOneTableHasOnePrecision(t *testing.T) {
	seen := map[string]int{}
	for _, change := range []func(*reports.Answers){nil, func(a *reports.Answers) {
		a.QualityLoads.Rows[0][10] = decimal.RequireFromString("0.01")
	}} {
		d := monthly(t, "en", change)
		for _, s := range d.Sections {
			for _, shown := range s.Tables {
				for _, c := range shown.Columns {
					if c.Format.Kind != reports.Money {
						continue
					}
					if digits, ok := seen[shown.ID]; ok && digits != c.Format.Digits {
						t.Errorf("%s: %s has %d digits beside %d", shown.ID, c.Name, c.Format.Digits, digits)
					}
					seen[shown.ID] = c.Format.Digits
				}
			}
		}
	}
	// A mean below ten thousand would have pence, its interval has none.
	d := monthly(t, "en", func(a *reports.Answers) {
		a.Forecast, a.MonthProgress = first(a.Forecast, 37), nil
		copy(a.Forecast.Rows[36][2:], []any{9000.6, 8000.5, 12000.5, 7000.5, 13000.5})
		for _, row := range a.Forecast.Rows[:36] {
			row[1] = decimal.NewFromInt(9000)
		}
	})
	if got := shownCell(t, d, "forecast", 0, "mean"); got != "9,001" {
		t.Errorf("beside whole pounds stands %s", got)
	}
	// Whole pounds where revenue is in thousands, but an account to the penny.
	if seen["months"] != 0 || seen["loads-money"] != 2 {
		t.Errorf("digits: %v", seen)
	}
}

// The contest names how many past months it was tried on, and claims nothing of few.
func TestForecast_TheContestNamesItsMonths(t *testing.T) {
	judged := func(months int64) func(*reports.Answers) {
		return func(a *reports.Answers) {
			m := a.ForecastModels
			rows := make([][]any, m.Len())
			for r := range rows {
				rows[r] = append(append([]any{}, m.Rows[r]...), months)
			}
			a.ForecastModels = &table.Table{Columns: append(append([]table.Column{}, m.Columns...), table.Column{Name: "judged", Kind: table.Integer}), Rows: rows}
			a.ForecastSkill = nil
		}
	}
	for language, want := range map[string][3]string{
		"en": {"It was tried on 12 past months.", "could be tried on 4 past months only: too few to say", "less than the rule"},
		"ru": {"Проверено на 12 прошлых месяцах.", "удалось проверить только на 4 прошлых месяцах: этого мало", "меньше, чем правило"},
		"es": {"Se probó con 12 meses pasados.", "solo se pudo probar con 4 meses pasados: muy pocos", "menos que la regla"},
	} {
		if said := sentences(section(t, monthly(t, language, judged(12)), "forecast")); !strings.Contains(said, want[0]) || !strings.Contains(said, want[2]) {
			t.Errorf("%s: it says %s", language, said)
		}
		if said := sentences(section(t, monthly(t, language, judged(4)), "forecast")); !strings.Contains(said, want[1]) || strings.Contains(said, want[2]) {
			t.Errorf("%s: it says %s", language, said)
		}
	}
	for months, want := range map[int64]bool{7: true, 8: false} {
		text := ""
		for _, p := range section(t, monthly(t, "en", judged(months)), "summary").Points {
			if p.Section == "forecast" {
				text = p.Text
			}
		}
		if strings.Contains(text, "too little history to check") != want {
			t.Errorf("%d months: the first page says %s", months, text)
		}
	}
}
