package pipeline

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"clientele/internal/lake"
	"clientele/internal/strictyaml"
	"clientele/queries"
)

// Whoever adds an audit says what becomes of a fault, and what to do about it.
func TestAudits_HaveAllTheSameColumns(t *testing.T) {
	config := defaults()
	audits, err := config.audits()
	if err != nil || len(audits) == 0 {
		t.Fatal(audits, err)
	}
	for _, audit := range audits {
		if audit.name == audit.query.Table() {
			t.Errorf("%s must be called audit_…", audit.query.Name)
		}
		if !slices.Equal(audit.query.Grain, []string{"problem", "subject"}) {
			t.Errorf("%s has grain %v", audit.query.Name, audit.query.Grain)
		}
	}
}

func TestAudits_TakeTheirSeverityFromTheConfig(t *testing.T) {
	config := defaults()
	config.Audits = strictyaml.Ordered[string]{{Key: "rates", Value: "stop"}, {Key: "dates", Value: "off"}}
	audits, err := config.audits()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, audit := range audits {
		got[audit.name] = audit.severity
	}
	for name, want := range map[string]string{"rates": "stop", "dates": "off", "keys": "stop", "loads": "stop", "drop": "warn"} {
		if got[name] != want {
			t.Errorf("%s: %q, want %q", name, got[name], want)
		}
	}
}

func TestFinding_SaysWhatWhereAndWhatToDo(t *testing.T) {
	for _, c := range []struct {
		finding finding
		want    string
	}{
		{finding{problem: "a date is after 2099", subject: "events", lines: 1, remedy: "mend it"},
			"a date is after 2099: events (1 row); mend it"},
		{finding{problem: "no rate", subject: "USD", lines: 1234, of: int64(2000), amount: decimal.RequireFromString("-1234567.891"), currency: "USD", example: "a.csv, row 7", remedy: "add it"},
			"no rate: USD (1,234 of 2,000, -1,234,567.89 USD; for example a.csv, row 7); add it"},
		{finding{problem: "less", subject: "till", lines: 0, amount: decimal.RequireFromString("0.005"), remedy: "look"},
			"less: till (0 rows, 0.01); look"},
	} {
		if got := c.finding.sentence(); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// Only what is new is looked at row by row: the rest was when it came.
func TestNewIn_HasTheLoadsThatTheOtherHasNotWithTheirFiles(t *testing.T) {
	load := func(id string) lake.Load { return lake.Load{ID: id} }
	file := func(id, month string) lake.File { return lake.File{Load: id, Month: month} }
	base := lake.Snapshot{Version: 1, Loads: []lake.Load{load("a"), load("gone")}, Files: []lake.File{file("a", "2025-01"), file("gone", "2025-01")}}
	candidate := lake.Snapshot{Version: 2, Parent: 1, Loads: []lake.Load{load("a"), load("b"), load("empty")},
		Files: []lake.File{file("a", "2025-01"), file("b", "2025-01"), file("b", "2025-02")}}
	got := newIn(candidate, base)
	if len(got.Loads) != 2 || got.Loads[0].ID != "b" || got.Loads[1].ID != "empty" ||
		!slices.Equal(got.Files, []lake.File{file("b", "2025-01"), file("b", "2025-02")}) || got.Parent != 1 {
		t.Errorf("got %+v", got)
	}
}

// A load alone asks the audits that cost little; a run asks all that warn.
func TestWarningSteps_OfALoadReadNothingOfTheAnalysis(t *testing.T) {
	all, err := queries.All()
	if err != nil {
		t.Fatal(err)
	}
	warning := 0
	for _, query := range all {
		if query.Use == "audit" && query.Severity == auditWarns {
			warning++
		}
	}
	if warning < 2 {
		t.Fatalf("%d audits warn", warning)
	}
	config := defaults()
	for _, stages := range everyStages() {
		work := &work{config: &config, options: Options{Stages: stages}, out: newOut()}
		for _, step := range work.steps() {
			if step.Name == "audits" && slices.Contains(step.Reads, "purchase_rates") != stages.Analyse {
				t.Errorf("%+v: the audits read %v", stages, step.Reads)
			}
		}
	}
}
