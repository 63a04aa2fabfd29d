package reports_test

import (
	"strings"
	"testing"

	"clientele/internal/table"
	"clientele/reports"
)

// onlyParts leaves the targets of managers and segments, and none of the company.
func onlyParts(a *reports.Answers) {
	p := a.Plan
	a.Plan = &table.Table{Columns: p.Columns}
	for r, row := range p.Rows {
		if p.Value(r, "scope") != nil {
			a.Plan.Rows = append(a.Plan.Rows, row)
		}
	}
}

func TestPlan_TargetsOfPartsAloneHaveTheirSection(t *testing.T) {
	for language, want := range map[string][2]string{
		"en": {"October\u00a02026, targets of managers: 1 of 2 on course.", "Together £"},
		"ru": {"Октябрь\u00a02026, планы (менеджеры): к выполнению идут 1 из 2.", "Вместе ожидается"},
		"es": {"Octubre\u00a0de\u00a02026, objetivos de responsables: 1 de 2 van camino de cumplirse.", "En total se esperan"},
	} {
		d := monthly(t, language, func(a *reports.Answers) {
			onlyParts(a)
			a.Plan = with(a.Plan, "expected", func(r int) any { return a.Plan.Float(r, "target") + float64(1-2*(r%2)) })
		})
		s := section(t, d, "plan")
		if lead := strings.Join(s.Lead, " "); !strings.Contains(lead, want[0]) || !strings.Contains(lead, want[1]) {
			t.Errorf("%s: it says %s", language, lead)
		}
		if len(s.Tables) != 2 || s.Tables[0].ID != "plan-owner" || s.Tables[0].Data.Len() != 2 || s.Tables[1].ID != "plan-segment" {
			t.Errorf("%s: the tables are %+v", language, s.Tables)
		}
		found := false
		for _, p := range section(t, d, "summary").Points {
			found = found || p.Section == "plan" && p.Text == want[0]
		}
		if !found {
			t.Errorf("%s: the first page is silent", language)
		}
	}
}

func TestPlan_PartsWhoseMonthsAreOverWereReachedOrNot(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		onlyParts(a)
		a.Plan = with(first(a.Plan, 2), "complete", func(int) any { return true })
		a.Plan = with(a.Plan, "target", func(int) any { return 100_000.0 })
		a.Plan = with(a.Plan, "so_far", func(r int) any { return []any{100_000.0, 99_000.0}[r] })
	})
	if lead := strings.Join(section(t, d, "plan").Lead, " "); lead != "October\u00a02026, targets of managers: 1 of 2 reached. Together £199,000 came of £200,000." {
		t.Errorf("it says %s", lead)
	}
	for _, p := range section(t, d, "summary").Points {
		if p.Section == "plan" {
			t.Errorf("the first page says %s", p.Text)
		}
	}
}

// Two managers may share an order: those of all are no sum.
func TestPlan_OrdersOfPartsAreNoSum(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		onlyParts(a)
		a.Plan = with(first(a.Plan, 2), "metric", func(int) any { return "orders" })
	})
	s := section(t, d, "plan")
	if len(s.Lead) != 1 || len(s.Tables) != 1 || !strings.HasSuffix(s.Tables[0].Title, "targets of managers (Orders)") {
		t.Errorf("it says %v above %+v", s.Lead, s.Tables)
	}
}

// A part of which nothing can be foretold makes the sum of the others less than
// what is expected of all.
func TestPlan_WhatIsExpectedOfSomePartsIsNoTotal(t *testing.T) {
	for _, lacking := range []bool{false, true} {
		d := monthly(t, "en", func(a *reports.Answers) {
			onlyParts(a)
			a.Plan = with(first(a.Plan, 2), "expected", func(r int) any {
				if lacking && r == 1 {
					return nil
				}
				return 1000.0
			})
		})
		parts := section(t, d, "plan").Tables[0]
		for i, c := range parts.Columns {
			if c.Name == "expected" && (parts.Total[i] == nil) != lacking {
				t.Errorf("a part without a forecast (%v): the total is %v", lacking, parts.Total[i])
			}
		}
	}
}
