package reports_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
)

// The curve of all: 10, 20 and 40 % have come back after 0, 91 and 364 days.
func waiting(a *reports.Answers) {
	a.SurvivalCurves = &table.Table{Columns: a.SurvivalCurves.Columns, Rows: [][]any{
		{"second purchase", nil, 0.0, int64(400), int64(40), int64(0), 0.9, 0.88, 0.92, int64(0)},
		{"second purchase", nil, 91.0, int64(300), int64(30), int64(5), 0.8, 0.77, 0.83, int64(0)},
		{"second purchase", nil, 364.0, int64(200), int64(30), int64(5), 0.6, 0.55, 0.65, int64(0)},
		{"second purchase", nil, 371.0, int64(9), int64(3), int64(6), 0.4, nil, nil, int64(0)},
		{"second purchase", "2025 H2", 0.0, int64(40), int64(3), int64(6), 0.4, nil, nil, int64(0)},
		{"second purchase", "2026 H1", 0.0, int64(40), int64(3), int64(6), 0.5, nil, nil, int64(0)},
		{"second purchase", "2026 H1", 91.0, int64(40), int64(3), int64(6), 0.3, nil, nil, int64(0)},
	}}
	a.SurvivalGroups = &table.Table{Columns: a.SurvivalGroups.Columns, Rows: [][]any{
		{"second purchase", nil, int64(400), int64(150), 120.0, 100.4, nil, 200.0, 3.0, 365.0, int64(250)},
		{"second purchase", "2025 H2", int64(100), int64(50), nil, nil, nil, 200.0, 3.0, 365.0, int64(50)},
		{"second purchase", "2026 H1", int64(300), int64(100), nil, nil, nil, 90.0, 3.0, 150.0, int64(200)},
	}}
}

func TestSurvival_SaysWhoComesBackAndWhetherTimesDiffer(t *testing.T) {
	s := section(t, monthly(t, "en", waiting), "survival")
	said := sentences(s)
	for _, want := range []string{
		"Of 400 customers 150 came back", "Within 91 days of the first purchase 20.0% come back (17.0% – 23.0% in 19 cases of 20)", "Within 364 days of the first purchase 40.0% come back",
		"Half have come back after 120 days (≥ 100 in 19 cases of 20)", "do not differ in how soon they come back by more than chance would have it (log-rank test, p = 0.249)",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said: %s", want, said)
		}
	}
	// Fewer than ten could still come back on day 371.
	if curve := s.Charts[0].Data; curve.Len() != 3 || curve.Float(2, "ended_share_lo") != 1-0.65 {
		t.Errorf("the curve has %v", curve.Rows)
	}
	beside := s.Charts[1]
	if beside.Series[0].Label != "Second half of 2025" || beside.Data.Len() != 2 || beside.Data.Value(1, "curve1") != nil || beside.Data.Float(1, "curve2") != 0.7 {
		t.Errorf("beside each other: %+v, %v", beside.Series, beside.Data.Rows)
	}
}

func TestSurvival_DifferencesBeyondChanceAreSaid(t *testing.T) {
	for p, want := range map[float64]string{0.0312: "differ in how soon they come back (log-rank test, p = 0.031)", 1e-9: "(log-rank test, p < 0.001)", 0.05: "do not differ", 0.0499: "different times differ"} {
		s := section(t, monthly(t, "en", func(a *reports.Answers) {
			waiting(a)
			a.SurvivalTests = &table.Table{Columns: a.SurvivalTests.Columns, Rows: [][]any{{"contracts", int64(2), 1.0, int64(1), 0.5}, {"second purchase", int64(2), 1.0, int64(1), p}}}
		}), "survival")
		if said := sentences(s); !strings.Contains(said, want) {
			t.Errorf("p = %v: %s", p, said)
		}
	}
}

// Without a median, a band or a test nothing stands in their place.
func TestSurvival_SaysWhatIsNotKnown(t *testing.T) {
	thin := func(a *reports.Answers) {
		waiting(a)
		a.SurvivalGroups.Rows = a.SurvivalGroups.Rows[:1]
		a.SurvivalGroups.Rows[0][4] = nil
		a.SurvivalTests = nil
	}
	s := section(t, monthly(t, "en", thin), "survival")
	if said := sentences(s); !strings.Contains(said, "Less than half come back") || strings.Contains(said, "log-rank") || len(s.Charts) != 1 {
		t.Errorf("said: %s; %d charts", said, len(s.Charts))
	}
	nobody := section(t, monthly(t, "en", func(a *reports.Answers) { a.SurvivalCurves = nil }), "survival")
	if len(nobody.Tables) != 0 || !strings.Contains(nobody.Note, "at least ten customers") {
		t.Errorf("without curves: %d tables, %q", len(nobody.Tables), nobody.Note)
	}
}

func TestContracts_AreASectionOnlyWhereThereAreSome(t *testing.T) {
	for _, s := range monthly(t, "en", func(a *reports.Answers) { a.ContractMonths = first(a.ContractMonths, 0) }).Sections {
		if s.ID == "contracts" {
			t.Error("a section of contracts without contracts")
		}
	}
	d := monthly(t, "en", nil)
	for i, s := range d.Sections {
		if s.ID == "contracts" && d.Sections[i-1].ID != "survival" {
			t.Errorf("contracts stand behind %s", d.Sections[i-1].ID)
		}
	}
}

func TestContracts_SayWhatRunsWhatEndsAndWhatIsAtStake(t *testing.T) {
	s := section(t, monthly(t, "en", func(a *reports.Answers) {
		rows := a.ContractMonths.Rows
		rows[35][1], rows[35][5], rows[35][6] = int64(200), int64(9), 0.045
		rows[36][4], rows[36][10] = int64(201), decimal.RequireFromString("12345.60")
		a.ContractRisks = first(a.ContractRisks, 2)
		a.ContractRisks.Rows[0][13], a.ContractRisks.Rows[1][13] = decimal.RequireFromString("1000.50"), nil
		a.SurvivalCurves = &table.Table{Columns: a.SurvivalCurves.Columns, Rows: [][]any{
			{"contracts", nil, 0.0, int64(400), int64(0), int64(0), 1.0, nil, nil, int64(0)},
			{"contracts", nil, 12.0, int64(300), int64(30), int64(5), 0.8, 0.77, 0.83, int64(0)},
			{"contracts", nil, 13.0, int64(300), int64(30), int64(5), 0.7, 0.67, 0.73, int64(0)},
		}}
	}), "contracts")
	said := sentences(s)
	for _, want := range []string{"201 contracts run.", "Of 200 that ran at the beginning, 9 ended in September", ": 4.5%.", "80.0% run longer than 12 months (77.0% – 83.0%", "Plans differ", "p < 0.001", "£1,001"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said: %s", want, said)
		}
	}
	if checks := strings.Join(s.Checks, " "); !strings.Contains(checks, "expected 18 of 171 running contracts to end within 90 days (11 to 26 in 19 cases of 20); 20 did. As large a share as in the days before would have been 14.") {
		t.Errorf("it was checked: %s", checks)
	}
	if s.Figures[0].Value != int64(201) || s.Figures[2].Value != 0.045 {
		t.Errorf("the figures are %+v", s.Figures)
	}
}
