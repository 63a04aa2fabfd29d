package reports_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
)

// oneMove lets n customers go from one stage or segment to another in the last
// month that has ended, and nothing else happen.
func oneMove(t *table.Table, from, to any, n int64) *table.Table {
	month := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	return &table.Table{Columns: t.Columns, Rows: [][]any{{month, from, to, n, decimal.NewFromInt(n)}, {month, "active", "active", int64(3), decimal.NewFromInt(3)}}}
}

func TestGroups_SentencesHaveTheRightForms(t *testing.T) {
	said := map[string]map[int64][]string{
		"en": {
			0: {"September\u00a02026: nobody"}, 1: {"1 new customer came", "In September\u00a02026 1 customer changed segment, from “Loyal” to “Champions”", "The 1 customer at risk brought"},
			2: {"2 new customers came", "2 customers changed segment", "The 2 customers at risk brought"}, 5: {"5 new customers came", "5 customers changed segment", "“VIP”: 5 customers"},
		},
		"ru": {
			1: {"пришёл 1 новый клиент", "сегмент сменил 1 клиент", "1 клиент под угрозой принёс", "«VIP»: 1 клиент"},
			2: {"пришли 2 новых клиента", "сегмент сменили 2 клиента", "2 клиента под угрозой принесли", "«VIP»: 2 клиента"},
			5: {"пришли 5 новых клиентов", "сегмент сменили 5 клиентов", "5 клиентов под угрозой принесли", "«VIP»: 5 клиентов"},
		},
		"es": {
			1: {"llegó 1 cliente nuevo", "cambió de segmento 1 cliente", "El 1 cliente en riesgo aportó"}, 2: {"llegaron 2 clientes nuevos", "cambiaron de segmento 2 clientes"},
			5: {"llegaron 5 clientes nuevos", "Los 5 clientes en riesgo aportaron"},
		},
	}
	for language, counts := range said {
		for _, n := range []int64{0, 1, 2, 5} {
			d := monthly(t, language, func(a *reports.Answers) {
				a.LifecycleFlows, a.RFMFlows = oneMove(a.LifecycleFlows, nil, "new", n), oneMove(a.RFMFlows, "loyal", "champions", n)
				for _, row := range a.SegmentSummary.Rows {
					row[a.SegmentSummary.Index("customers")] = n
				}
			})
			text := ""
			for _, id := range []string{"segments", "lifecycle", "own", "clusters"} {
				text += sentences(section(t, d, id)) + " "
			}
			for _, want := range counts[n] {
				if n > 0 && !strings.Contains(text, want) {
					t.Errorf("%s, %d: %q is not in: %s", language, n, want, text)
				}
			}
			if n == 0 && (strings.Contains(text, "0 new") || strings.Contains(text, " 0 customers changed")) {
				t.Errorf("%s: nothing moved, and it says: %s", language, text)
			}
		}
	}
}

func TestGroups_EveryFormOfAWordIsThere(t *testing.T) {
	for _, language := range catalogue.Languages() {
		words, err := catalogue.New(language)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"lifecycle.now", "lifecycle.came", "lifecycle.silent", "lifecycle.back", "lifecycle.lost", "lifecycle.won", "lifecycle.at_risk_money",
			"segments.silent", "segments.moved", "own.lead", "own.overlap", "clusters.lead", "clusters.best", "count.days"} {
			for _, n := range []int64{0, 1, 2, 5, 11, 21, 104} {
				if text := words.Count(key, n); text == "" || !strings.Contains(text, words.Integer(n)) {
					t.Errorf("%s, %s, %d: %q", language, key, n, text)
				}
			}
		}
	}
}

// In the first year of the data everybody is new: a comparison with it would
// say that customers doubled.
func TestLifecycle_AYearEarlierIsToldOnlyWhereAYearLiesBeforeIt(t *testing.T) {
	for months, want := range map[int]bool{37: true, 24: false} {
		d := monthly(t, "en", func(a *reports.Answers) {
			a.Months = &table.Table{Columns: a.Months.Columns, Rows: a.Months.Rows[a.Months.Len()-months:]}
		})
		if f := section(t, d, "lifecycle").Figures[0]; (f.Comparison != nil) != want {
			t.Errorf("%d months: the comparison is %+v", months, f.Comparison)
		}
	}
}

func TestLifecycle_TheMonthsMovesAreToldByWhatTheyMean(t *testing.T) {
	month := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	d := monthly(t, "en", func(a *reports.Answers) {
		rows := [][]any{}
		for i, c := range [][2]any{{nil, "new"}, {"prospect", "new"}, {"active", "at_risk"}, {"new", "at_risk"}, {"at_risk", "active"}, {"at_risk", "lost"}, {"lost", "won_back"}, {"active", "active"}, {"new", "active"}, {nil, "prospect"}} {
			rows = append(rows, []any{month, c[0], c[1], int64(1) << i, decimal.Zero})
		}
		a.LifecycleFlows = &table.Table{Columns: a.LifecycleFlows.Columns, Rows: rows}
	})
	want := "September 2026: 3 new customers came, 12 fell silent for longer than usual, 16 bought again before being lost, 32 were lost, 64 lost ones were won back."
	if lead := section(t, d, "lifecycle").Lead[1]; lead != want {
		t.Errorf("it says: %s", lead)
	}
}

// What a month's moves carry is the month's revenue, row by row and on the
// page; customers in the streams are those of the table but for who stay lost
// or have never bought.
func TestLifecycle_TheMovesAddUpToTheMonthsRevenue(t *testing.T) {
	d := monthly(t, "en", nil)
	revenue := decimal.Zero
	months := sample.Answers().Months
	for r := range months.Len() {
		if months.Time(r, "month").Equal(time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)) {
			revenue = months.Decimal(r, "revenue")
		}
	}
	for _, id := range []string{"lifecycle-flows", "segments-flows"} {
		shown := d.Find(id)
		total := decimal.Zero
		for r := range shown.Data.Len() {
			total = total.Add(shown.Data.Decimal(r, "revenue"))
		}
		if said, ok := shown.Total[3].(decimal.Decimal); !ok || !total.Equal(revenue) || !said.Equal(revenue) {
			t.Errorf("%s: the rows carry %s, the total says %v, the month brought %s", id, total, shown.Total[3], revenue)
		}
		if !strings.Contains(shown.Note, "adds up to the revenue of the month") {
			t.Errorf("%s says: %s", id, shown.Note)
		}
	}
	off := monthly(t, "en", func(a *reports.Answers) {
		for _, row := range a.LifecycleFlows.Rows {
			row[4] = row[4].(decimal.Decimal).Add(decimal.New(1, -2))
		}
	})
	if note := off.Find("lifecycle-flows").Note; !strings.Contains(note, "but the month's revenue is") {
		t.Errorf("moves that do not add up are told as: %s", note)
	}
}

func TestLifecycle_EachStackIsTheMonthsRevenue(t *testing.T) {
	d := monthly(t, "en", nil)
	months := sample.Answers().Months
	charts := section(t, d, "lifecycle").Charts
	at := slices.IndexFunc(charts, func(c reports.Chart) bool { return c.ID == "lifecycle-money" })
	chart := &charts[at]
	if chart.Data.Len() != 12 {
		t.Fatalf("%d months", chart.Data.Len())
	}
	for r := range chart.Data.Len() {
		stack := decimal.Zero
		for _, s := range chart.Series {
			stack = stack.Add(chart.Data.Decimal(r, s.Column))
		}
		if want := months.Decimal(months.Len()-12+r, "revenue"); !stack.Equal(want) {
			t.Errorf("month %d: the stack is %s, the revenue %s", r, stack, want)
		}
	}
}

func TestLifecycle_TheMatrixCountsEachCustomerOnce(t *testing.T) {
	d := monthly(t, "en", nil)
	for _, kind := range []string{"lifecycle", "segments"} {
		matrix, count := d.Find(kind+"-matrix"), int64(0)
		for _, row := range matrix.Data.Rows {
			for _, v := range row[1:] {
				if n, ok := v.(int64); ok {
					count += n
				}
			}
		}
		if want := d.Find(kind + "-flows").Total[2]; count != want {
			t.Errorf("%s: the matrix has %d customers, the moves %v", kind, count, want)
		}
	}
}

// difference makes one row of what sets a segment apart.
func difference(t *table.Table, level any, inside, outside, effect, p float64, defined bool) []any {
	row := make([]any, len(t.Columns))
	for name, value := range map[string]any{"kind": "own", "segment": "VIP", "feature": "orders", "level": level, "inside": inside, "outside": outside,
		"effect": effect, "p_adjusted": p, "by_definition": defined, "position": int64(1)} {
		row[t.Index(name)] = value
	}
	return row
}

func TestDifferences_OnlyNewsIsTold(t *testing.T) {
	for _, c := range []struct {
		name    string
		effect  float64
		p       float64
		defined bool
		want    string
	}{
		{"sure and great", 0.8, 0.001, false, "Order more often (2.3 times: 9.2 against 4.0)"}, {"by definition", 0.8, 0.001, true, "Nothing that is sure"},
		{"may be chance", 0.8, 0.2, false, "Nothing that is sure"}, {"too small to matter", 0.05, 0.0001, false, "Nothing that is sure"},
	} {
		d := monthly(t, "en", func(a *reports.Answers) {
			a.SegmentDifferences = &table.Table{Columns: a.SegmentDifferences.Columns, Rows: [][]any{difference(a.SegmentDifferences, nil, 9.2, 4.0, c.effect, c.p, c.defined)}}
		})
		if got := d.Find("own-apart").Data.Text(0, "apart"); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

// Who is chosen by all revenue has brought more within a year, too.
func TestDifferences_WhatSaysTheSameAsTheDefinitionIsNoNews(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		defined, same, news := difference(a.SegmentDifferences, nil, 9, 4, 0.8, 0.001, true), difference(a.SegmentDifferences, nil, 8, 2, 0.8, 0.001, false), difference(a.SegmentDifferences, nil, 7, 3.5, 0.8, 0.001, false)
		at := a.SegmentDifferences.Index("feature")
		defined[at], same[at], news[at] = "revenue", "revenue_12m", "product_groups"
		a.SegmentDifferences = &table.Table{Columns: a.SegmentDifferences.Columns, Rows: [][]any{defined, same, news}}
	})
	if got := d.Find("own-apart").Data.Text(0, "apart"); got != "Buy from more product groups (2.0 times: 7.0 against 3.5)" {
		t.Errorf("it says: %s", got)
	}
}

func TestDifferences_SpeakEachLanguage(t *testing.T) {
	for language, want := range map[string]string{
		"en": "Are more often from Madrid (41% against 22%); order more often (2.3 times: 9.2 against 4.0); buy more at weekends (31% against 18%)",
		"ru": "Чаще из города Madrid (41\u00a0% против 22\u00a0%); заказывают чаще (в 2,3 раза: 9,2 против 4,0); больше покупают в выходные (31\u00a0% против 18\u00a0%)",
		"es": "Son más a menudo de Madrid (41\u00a0% frente a 22\u00a0%); piden más veces (2,3 veces: 9,2 frente a 4,0); compran más en fin de semana (31\u00a0% frente a 18\u00a0%)",
	} {
		if got := monthly(t, language, nil).Find("own-apart").Data.Text(0, "apart"); got != want {
			t.Errorf("%s: %q", language, got)
		}
	}
}

// 12 of 61 and 44 of 900 customers are 4 times what chance would bring; that VIP
// are champions follows from the rules and stands in the table alone.
func TestOwn_TheLeadTellsTheOverlapOfTwoOwnSegments(t *testing.T) {
	for language, want := range map[string]string{
		"en": "12 customers of “Sleeping coffee lovers” (20%) are also in “VIP”, 4.0 times as many as by chance.",
		"ru": "12 клиентов сегмента «Sleeping coffee lovers» (20\u00a0%) есть и в «VIP»: в 4,0 раза больше, чем вышло бы случайно.",
		"es": "12 clientes de «Sleeping coffee lovers» (20\u00a0%) están también en «VIP»: 4,0 veces lo que daría el azar.",
	} {
		d := monthly(t, language, nil)
		if said := sentences(section(t, d, "own")); !strings.Contains(said, want) {
			t.Errorf("%q is not in: %s", want, said)
		}
		if d.Find("own-overlaps").Data.Len() < 3 {
			t.Errorf("%s: the table has %v", language, d.Find("own-overlaps").Data.Rows)
		}
	}
}

func TestOwn_WithoutAnyOneLineSaysHowToDefineThem(t *testing.T) {
	for _, language := range catalogue.Languages() {
		own := section(t, monthly(t, language, func(a *reports.Answers) { a.SegmentSummary = nil }), "own")
		if len(own.Lead)+len(own.Tables)+len(own.Charts) > 0 || !strings.Contains(own.Note, "segments:") {
			t.Errorf("%s: %+v", language, own)
		}
	}
}

func TestClusters_WhereNoneAreChosenThereAreNoClearGroups(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		for _, row := range a.ClusterQuality.Rows {
			row[3] = false
		}
	})
	if s := section(t, d, "clusters"); len(s.Charts) > 0 || !strings.HasPrefix(sentences(s), "There are no clear groups") {
		t.Errorf("it says: %s", sentences(s))
	}
	for _, s := range monthly(t, "en", func(a *reports.Answers) { a.ClusterQuality = nil }).Sections {
		if s.ID == "clusters" {
			t.Error("a section of groups stands there though nobody looked for any")
		}
	}
}

// How far apart groups are and whether they come out again, in plain words.
func TestClusters_QualityIsToldInPlainWords(t *testing.T) {
	for _, c := range []struct {
		silhouette, stability float64
		want                  [2]string
	}{
		{0.6, 0.9, [2]string{"stand well apart", "nearly the same groups come out"}}, {0.3, 0.7, [2]string{"soft borders", "the borders shift"}},
		{0.1, 0.3, [2]string{"run into each other", "as a hint only"}},
	} {
		d := monthly(t, "en", func(a *reports.Answers) {
			a.ClusterQuality = &table.Table{Columns: a.ClusterQuality.Columns, Rows: [][]any{{int64(4), c.silhouette, c.stability, true}}}
		})
		said := sentences(section(t, d, "clusters"))
		for _, want := range c.want {
			if !strings.Contains(said, want) {
				t.Errorf("%v: %q is not in: %s", c, want, said)
			}
		}
		for _, jargon := range []string{"silhouette", "Rand", "z-score", "k-means"} {
			if strings.Contains(said, jargon) {
				t.Errorf("it says %s: %s", jargon, said)
			}
		}
	}
}

func TestClusters_KeysAreNamesInEachLanguage(t *testing.T) {
	for language, want := range map[string][]string{
		"en": {"Buy often, big orders", "Buy often, big orders (2)", "Much like all"}, "ru": {"Покупают часто, крупные заказы", "Покупают часто, крупные заказы (2)", "Как все в среднем"},
		"es": {"Compran a menudo, pedidos grandes", "Compran a menudo, pedidos grandes (2)", "Como la mayoría"},
	} {
		d := monthly(t, language, func(a *reports.Answers) {
			keys := map[string]string{"frequent_devoted": "frequent_big_b"}
			for _, row := range a.ClusterProfiles.Rows {
				if to, ok := keys[fmt.Sprint(row[0])]; ok {
					row[0] = to
				}
			}
		})
		for r, name := range want {
			if got := d.Find("clusters").Data.Text(r, "segment"); got != name {
				t.Errorf("%s: %q, not %q", language, got, name)
			}
		}
	}
}

func TestSegments_WhatTheConfigSaysWins(t *testing.T) {
	d := monthly(t, "ru", func(a *reports.Answers) {
		row := a.SegmentSummary.Rows[1]
		row[a.SegmentSummary.Index("name")], row[a.SegmentSummary.Index("do")] = "Наши друзья", "Позвать на чай."
	})
	advice := d.Find("segments-advice")
	if advice.Data.Text(1, "segment") != "Наши друзья" || advice.Data.Text(1, "advice") != "Позвать на чай." || advice.Data.Text(0, "segment") != "Лучшие" {
		t.Errorf("the segments are %v", advice.Data.Rows[:2])
	}
	list := d.Find("rfm")
	if !slices.ContainsFunc(list.Data.Rows, func(row []any) bool { return row[list.Data.Index("segment")] == "Наши друзья" }) {
		t.Error("the list of customers has another name for the segment")
	}
}

func TestSegments_TheListHasStageAndRisk(t *testing.T) {
	answers := sample.Answers()
	d := monthly(t, "en", nil)
	list := d.Find("rfm")
	chance := map[string]float64{}
	for r := range answers.ValueCustomers.Len() {
		chance[answers.ValueCustomers.Text(r, "customer_id")] = answers.ValueCustomers.Float(r, "p_buys")
	}
	for _, r := range []int{0, 400, 800} {
		if want := 1 - chance[list.Data.Text(r, "customer_id")]; list.Data.Float(r, "churn_risk") != want {
			t.Errorf("row %d: the risk is %v, not %v", r, list.Data.Float(r, "churn_risk"), want)
		}
		if stage := list.Data.Text(r, "stage"); !slices.Contains([]string{"New", "Active", "At risk", "Lost"}, stage) {
			t.Errorf("row %d: the stage is %q", r, stage)
		}
	}
}

func TestOwn_LookalikesSayHowWellTheyCanBeFound(t *testing.T) {
	for language, want := range map[string][]string{
		"en": {"Well: of 100 pairs", "in 84 (chance: 50)", "No: of 100 pairs", "Too few members"}, "ru": {"Хорошо: из 100 пар", "назвал в 84 (наугад — 50)", "Нет: из 100 пар", "Слишком мало участников"},
		"es": {"Bien: de 100 pares", "en 84 (al azar: 50)", "No: de 100 pares", "muy pocos miembros"},
	} {
		shown, text := monthly(t, language, nil).Find("own-lookalike-models"), ""
		for r := range shown.Data.Len() {
			text += shown.Data.Text(r, "found") + " "
		}
		for _, one := range want {
			if !strings.Contains(text, one) {
				t.Errorf("%s: %q is not in: %s", language, one, text)
			}
		}
	}
	d := monthly(t, "en", nil)
	if list := d.Find("own-lookalikes"); list.PageLen() != 10 || list.Data.Len() != 200 || !list.OwnSheet() {
		t.Errorf("the page shows %d of %d", list.PageLen(), list.Data.Len())
	}
}
