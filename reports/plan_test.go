package reports_test

import (
	"strings"
	"testing"
	"time"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/internal/sample"
)

// target is one month of the company: the fields that sentences tell.
func target(values map[string]any) func(*reports.Answers) {
	return func(a *reports.Answers) {
		p := a.Plan
		row := &table.Table{Columns: p.Columns, Rows: [][]any{p.Rows[12]}}
		all := map[string]any{"target": 100_000.0, "so_far": 57_000.0, "reached": 0.57, "expected": 97_000.0, "lo80": 90_000.0, "hi80": 104_000.0, "missing": 43_000.0, "per_week": 21_500.0}
		for column, value := range values {
			all[column] = value
		}
		a.Plan = one(row, all)
	}
}

func TestPlan_SaysWhereTheMonthStandsAndWhatIsMissing(t *testing.T) {
	for language, want := range map[string]string{
		"en": "The target for October\u00a02026 is £100,000; so far there is £57,000, 57% of it. The month should end at £97,000, with a probability of 80% between £90,000 and £104,000. " +
			"Reaching it is less likely than not (30%). £43,000 is still missing: £21,500 a week until the month ends.",
		"ru": "План на октябрь\u00a02026 — 100\u00a0000\u00a0₽; пока есть 57\u00a0000\u00a0₽, это 57\u00a0% плана. К концу месяца ожидается 97\u00a0000\u00a0₽, с вероятностью 80\u00a0% — от 90\u00a0000\u00a0₽ до 104\u00a0000\u00a0₽. " +
			"Выполнение плана скорее маловероятно (30\u00a0%). Не хватает 43\u00a0000\u00a0₽: это 21\u00a0500\u00a0₽ в неделю до конца месяца.",
		"es": "El objetivo de octubre\u00a0de\u00a02026 es 100.000\u00a0€; hasta hoy hay 57.000\u00a0€, el 57\u00a0%. El mes debería cerrar en 97.000\u00a0€, con una probabilidad del 80\u00a0% entre 90.000\u00a0€ y 104.000\u00a0€. " +
			"Que se alcance el objetivo es más improbable que probable (30\u00a0%). Faltan 43.000\u00a0€: 21.500\u00a0€ por semana hasta fin de mes.",
	} {
		d := monthly(t, language, target(map[string]any{"chance": 0.3}))
		if got := strings.ReplaceAll(strings.Join(section(t, d, "plan").Lead, " "), "80 %", "80\u00a0%"); got != want {
			t.Errorf("%s: it says\n%s\nnot\n%s", language, got, want)
		}
	}
}

func TestPlan_ChancesHaveWordsAndNoneIsSure(t *testing.T) {
	for _, c := range []struct {
		chance float64
		want   string
		tone   reports.Tone
	}{
		{1, "almost certain (more than 99%)", reports.Better}, {0.97, "almost certain (97%)", reports.Better}, {0.8, "is likely (80%)", reports.Better},
		{0.6, "more likely than not (60%)", reports.Neutral}, {0.5, "as likely as not (50%)", reports.Neutral}, {0.3, "less likely than not (30%)", reports.Worse},
		{0.1, "is unlikely (10%)", reports.Worse}, {0.02, "hardly possible (2%)", reports.Worse}, {0, "hardly possible (less than 1%)", reports.Worse},
	} {
		d := monthly(t, "en", target(map[string]any{"chance": c.chance}))
		if lead := strings.Join(section(t, d, "plan").Lead, " "); !strings.Contains(lead, c.want) {
			t.Errorf("%v: %s", c.chance, lead)
		}
		found := false
		for _, p := range section(t, d, "summary").Points {
			if p.Section == "plan" {
				found = true
				if p.Tone != c.tone || !strings.Contains(p.Text, c.want) {
					t.Errorf("%v: the first page says %s, tone %v", c.chance, p.Text, p.Tone)
				}
			}
		}
		if !found {
			t.Errorf("%v: the first page is silent", c.chance)
		}
	}
}

func TestPlan_WhatIsReachedMissesNothing(t *testing.T) {
	d := monthly(t, "en", target(map[string]any{"so_far": 120_000.0, "reached": 1.2, "missing": 0.0, "per_week": 0.0, "chance": nil}))
	if lead := strings.Join(section(t, d, "plan").Lead, " "); !strings.Contains(lead, "120% of it") || !strings.Contains(lead, "The target has been reached already.") || strings.Contains(lead, "missing") {
		t.Errorf("it says %s", lead)
	}
	d = monthly(t, "en", target(map[string]any{"so_far": 0.0, "reached": 0.0}))
	if lead := section(t, d, "plan").Lead[0]; !strings.Contains(lead, "nothing of it has come so far") {
		t.Errorf("it says %s", lead)
	}
	d = monthly(t, "en", target(map[string]any{"complete": true}))
	if lead := strings.Join(section(t, d, "plan").Lead, " "); lead != "The target for October\u00a02026 was £100,000; £57,000 came, 57% of it." {
		t.Errorf("all months are over: %s", lead)
	}
}

// On the last day of September October has not begun: September is told, and
// nothing is missing yet.
func TestPlan_AMonthThatHasNotBegunMissesNothing(t *testing.T) {
	d, err := reports.Complete(sample.Answers(), asOf(time.Date(2026, 9, 30, 0, 0, 0, 0, time.UTC)))
	if err != nil {
		t.Fatal(err)
	}
	s := section(t, d, "plan")
	lead := strings.Join(s.Lead, " ")
	if !strings.HasPrefix(lead, "The target for September\u00a02026 was £551,000; £586,031 came, 106% of it. The target for October\u00a02026 is £590,000. The month should end") || strings.Contains(lead, "missing") {
		t.Errorf("it says %s", lead)
	}
	for _, f := range s.Figures {
		if f.ID == "plan_so_far" {
			t.Error("a figure of what has not begun")
		}
	}
	owners := d.Find("plan-owner")
	for _, c := range owners.Columns {
		if c.Name == "so_far" || c.Name == "missing" {
			t.Errorf("the managers have a column %s", c.Label)
		}
	}
	if len(owners.Total) != len(owners.Columns) {
		t.Errorf("%d totals of %d columns", len(owners.Total), len(owners.Columns))
	}
}

func TestPlan_CountsTheMonthsThatReachedTheirTarget(t *testing.T) {
	for language, want := range map[string]string{"en": "Of the last 2 months with a target 1 reached it.", "ru": "Из последних 2 месяцев с планом он выполнен в 1.", "es": "De los últimos 2 meses con objetivo se alcanzó en 1."} {
		d := monthly(t, language, func(a *reports.Answers) {
			a.Plan = with(first(a.Plan, 2), "reached", func(r int) any { return []any{1.0, 0.99}[r] })
		})
		if lead := strings.Join(section(t, d, "plan").Lead, " "); !strings.Contains(lead, want) {
			t.Errorf("%s: %s", language, lead)
		}
	}
}

// A month that is over has nothing to come, one that has not begun has nothing
// yet; parts add up where they can.
func TestPlan_TablesHaveWhatIsKnownOfEachMonth(t *testing.T) {
	d := monthly(t, "en", nil)
	months := d.Find("plan").Data
	for r := range months.Len() {
		over, begun := months.Boolean(r, "complete"), !months.Time(r, "month").After(sample.AsOf())
		if (months.Value(r, "chance") == nil) != over || (months.Value(r, "so_far") == nil) == begun || (months.Value(r, "missing") == nil) != (over || !begun) {
			t.Errorf("row %d: %v", r, months.Rows[r])
		}
	}
	owners := d.Find("plan-owner")
	if got := owners.Total[1]; got == nil || shownCell(t, d, "plan-owner", 0, "target") != "330,000" {
		t.Errorf("the managers' targets add up to %v", got)
	}
	if d.Find("plan-others").Data.Len() != 1 || shownCell(t, d, "plan-others", 0, "target") != "190" {
		t.Errorf("other targets are %v", d.Find("plan-others").Data.Rows)
	}
	next, err := reports.Complete(sample.Answers(), asOf(time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)))
	if err != nil {
		t.Fatal(err)
	}
	if next.Find("plan").Data.Value(1, "so_far") == nil {
		t.Error("a month that has begun is left blank")
	}
}

// With less than a week left nothing is said of weeks.
func TestPlan_WithLessThanAWeekLeftTheDaysAreTold(t *testing.T) {
	for language, want := range map[string][3]string{
		"en": {"£43,000 is still missing, in the 4 days that are left.", "£43,000 is still missing, in the 1 day that is left.", "a week"},
		"ru": {"Не хватает 43\u00a0000\u00a0£; до конца месяца 4 дня.", "Не хватает 43\u00a0000\u00a0£; до конца месяца 1 день.", "в неделю"},
		"es": {"Faltan 43.000\u00a0£ en los 4 días que quedan.", "Faltan 43.000\u00a0£ en el 1 día que queda.", "por semana"},
	} {
		for i, day := range []int{27, 30, 24} {
			settings := asOf(time.Date(2026, 10, day, 0, 0, 0, 0, time.UTC))
			settings.Language = language
			a := sample.Answers()
			target(nil)(&a)
			d, err := reports.Complete(a, settings)
			if err != nil {
				t.Fatal(err)
			}
			lead := strings.Join(section(t, d, "plan").Lead, " ")
			if !strings.Contains(lead, want[i]) || i < 2 && strings.Contains(lead, want[2]) {
				t.Errorf("%s, %d October: it says %s", language, day, lead)
			}
		}
	}
}
