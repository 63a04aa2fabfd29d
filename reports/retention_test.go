package reports_test

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/internal/sample"
)

// retentionForm is a form by the name of what is unusual in it.
func retentionForm(name string) reports.RetentionForm {
	switch name {
	case "brackets":
		return reports.RetentionForm{Brackets: []string{"1-7", "8-8", "9-30"}, Cohort: "month"}
	case "streak", "on-or-after", "on-or-before":
		return reports.RetentionForm{Unit: "week", Window: name, Rolling: name == "streak", Recurring: true}
	}
	return reports.RetentionForm{Unit: name}
}

// cohorts makes months of a hundred customers each, of whom so many are active
// in each of three later periods.
func cohorts(active ...int64) *table.Table {
	out := &table.Table{Columns: []table.Column{
		{Name: "cohort", Kind: table.Date}, {Name: "period", Kind: table.Integer}, {Name: "customers", Kind: table.Integer},
		{Name: "active", Kind: table.Integer}, {Name: "rate", Kind: table.Float}, {Name: "complete", Kind: table.Boolean},
	}}
	for i, n := range active {
		on := time.Date(2024, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC)
		for period := range int64(4) {
			count := n
			if period == 0 {
				count = 100
			}
			out.Rows = append(out.Rows, []any{on, period, int64(100), count, float64(count) / 100, true})
		}
	}
	return out
}

func retentionLead(t *testing.T, change func(*reports.Answers)) string {
	t.Helper()
	return strings.Join(section(t, monthly(t, "en", change), "retention").Lead, "\n")
}

// Of ten cohorts at 30 of 100, one at 70 and one at 2: the average is 31 %, a
// deviation 4.6 customers a period.
func TestRetention_NamesTheCohortsThatAreFarFromTheAverage(t *testing.T) {
	lead := retentionLead(t, func(a *reports.Answers) {
		a.Retention = cohorts(30, 30, 30, 70, 30, 30, 30, 30, 2, 30, 30, 30)
	})
	if !strings.Contains(lead, "1 cohort comes back more than the average of the first periods makes likely: Apr\u00a02024 (+126%).") ||
		!strings.Contains(lead, "1 cohort comes back less than the average of the first periods makes likely: Sep\u00a02024 (−94%).") {
		t.Errorf("it says:\n%s", lead)
	}
}

// Who bought in the first month of the data is not new, and comes more often.
func TestRetention_TheFirstCohortIsNotCompared(t *testing.T) {
	lead := retentionLead(t, func(a *reports.Answers) {
		a.Retention = cohorts(80, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30)
	})
	if !strings.Contains(lead, "No cohort comes back more or less") {
		t.Errorf("it says:\n%s", lead)
	}
}

// 38 of 100 is 1.7 deviations above 30: with a dozen of cohorts that is chance.
func TestRetention_WhatChanceExplainsIsNotNews(t *testing.T) {
	lead := retentionLead(t, func(a *reports.Answers) {
		a.Retention = cohorts(30, 38, 30, 24, 30, 30, 30, 30, 30, 30, 30, 30)
	})
	if !strings.Contains(lead, "No cohort comes back more or less than the average") || strings.Contains(lead, "makes likely") {
		t.Errorf("it says:\n%s", lead)
	}
}

func TestRetention_SaysHowMuchMoneyCameAgain(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		l := sample.Answers().RetentionLedger
		for r := range l.Rows {
			if l.Integer(r, "months") == 12 {
				l.Rows[r][13], l.Rows[r][14] = 0.605, 0.84
				if !l.Time(r, "month").Before(time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)) {
					l.Rows[r][13], l.Rows[r][14] = 0.7, 0.815
				}
			}
		}
		a.RetentionLedger = l
	})
	lead := strings.Join(section(t, d, "retention").Lead, "\n")
	for _, want := range []string{
		"In the twelve months to September\u00a02026, the customers of the twelve months before brought 81.5% of their money again; counting nobody for more than before, 70.0%.",
		"A year earlier, 84.0% came again: −2.5 percentage points since.", "410 of the 600 customers of the year before bought again",
	} {
		if !strings.Contains(lead, want) {
			t.Errorf("it does not say %q:\n%s", want, lead)
		}
	}
}

// Each row that is shown adds up by itself, as a reader would check it.
func TestRetention_TheBridgeAddsUp(t *testing.T) {
	d := monthly(t, "en", nil)
	for _, id := range []string{"retention-years", "retention-months"} {
		shown := d.Find(id)
		for r := range shown.Data.Len() {
			sum := decimal.Zero
			for _, column := range shown.Columns[1:8] {
				sum = sum.Add(shown.Data.Decimal(r, column.Name))
			}
			if closing := shown.Data.Decimal(r, "bridge_closing"); !sum.Equal(closing) {
				t.Errorf("%s, row %d: %s, not %s", id, r, sum, closing)
			}
			if known := shown.Data.Decimal(r, "bridge_closing").Add(shown.Data.Decimal(r, "bridge_anonymous")); !known.Equal(shown.Data.Decimal(r, "revenue")) {
				t.Errorf("%s, row %d: revenue is not that of known and unknown customers", id, r)
			}
		}
	}
	if months := d.Find("retention-months"); months.Data.Boolean(0, "complete") || !months.Data.Boolean(1, "complete") {
		t.Error("the newest month, which has not ended, does not come first")
	}
}

// Money of a cell is a part of what the same customers brought first.
func TestRetention_HeatOfMoneyIsRevenueByThatOfTheFirstPeriod(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		r := a.Retention
		row := append([]any{}, r.Rows[1]...)
		row[r.Index("revenue")], row[r.Index("revenue_base")] = decimal.NewFromInt(30), decimal.NewFromInt(120)
		r.Rows[1] = row
	})
	if got := d.Find("cohorts-money").Data.Decimal(0, "p1"); !got.Equal(decimal.New(25, -2)) {
		t.Errorf("the cell is %s", got)
	}
}

func TestRetention_BracketsAreCalledByTheirDays(t *testing.T) {
	settings := sample.Settings("en")
	settings.Retention = retentionForm("brackets")
	d, err := reports.Complete(sample.Answers(), settings)
	if err != nil {
		t.Fatal(err)
	}
	columns := d.Find("cohorts").Columns
	if columns[2].Label != "1–7" || columns[3].Label != "8" || columns[4].Label != "9–30" {
		t.Errorf("the columns are %q, %q, %q", columns[2].Label, columns[3].Label, columns[4].Label)
	}
	if lead := section(t, d, "retention").Lead[0]; !strings.HasPrefix(lead, "Days 1–7: ") {
		t.Errorf("it says: %s", lead)
	}
}

// The answers of an earlier version have no money of cohorts.
func TestRetention_AnswersWithoutMoneyHaveNoTableOfIt(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		a.Retention, a.RetentionLedger, a.RetentionMoney = cohorts(30, 40, 50), nil, nil
	})
	if d.Find("cohorts") == nil || d.Find("cohorts-money") != nil || d.Find("retention-months") != nil || len(section(t, d, "retention").Charts) != 1 {
		t.Error("the section is not that of customers alone")
	}
}
