package pipeline

import (
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"clientele/internal/job"
	"clientele/queries"
)

func everyStages() []Stages {
	var all []Stages
	for bits := 1; bits < 8; bits++ {
		stages := Stages{Load: bits&1 > 0, Analyse: bits&2 > 0, Report: bits&4 > 0}
		if stages.Load && stages.Report && !stages.Analyse {
			continue // reports of what the load has changed already: no command does it
		}
		all = append(all, stages)
	}
	return all
}

func TestSteps_ReadOnlyWhatAnEarlierOneWrote(t *testing.T) {
	for _, stages := range everyStages() {
		work := &work{config: &Config{}, options: Options{Stages: stages}, out: newOut()}
		if err := work.steps().Check(inputs()); err != nil {
			t.Errorf("%+v: %v", stages, err)
		}
	}
}

// inOrder must not lean on the order in which the queries come.
func TestInOrder_FindsAnOrderFromAnyStart(t *testing.T) {
	wanted := analysisQueries(given())
	var want []string
	for _, query := range wanted {
		want = append(want, query.Name)
	}
	for seed := range uint64(50) {
		shuffled := slices.Clone(wanted)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] }) //nolint:gosec // a test
		there := given()
		for _, query := range inOrder(shuffled, given()) {
			for _, read := range query.Reads {
				if !slices.Contains(there, read) {
					t.Fatalf("seed %d: %s reads %s, which comes later", seed, query.Name, read)
				}
			}
			there = append(there, query.Table())
		}
		if len(there) != len(given())+len(want) {
			t.Fatalf("seed %d: %d of %d queries", seed, len(there)-len(given()), len(want))
		}
	}
}

// A query that reads a table that nobody makes is told by the job's check, and
// does not hang the ordering.
func TestInOrder_LeavesWhatCannotBeOrderedToTheCheck(t *testing.T) {
	sorted := inOrder([]queries.Query{{Name: "a/one", Reads: []string{"two"}}, {Name: "a/two", Reads: []string{"one"}}}, nil)
	if len(sorted) != 2 {
		t.Fatalf("got %d queries", len(sorted))
	}
	steps := job.Job{}
	for _, query := range sorted {
		steps = append(steps, job.Step{Name: query.Name, Reads: query.Reads, Writes: []string{query.Table()}})
	}
	if steps.Check(nil) == nil {
		t.Error("a circle passes the check")
	}
}

// usedOtherwise are the queries that are no step of their own, and who asks
// them.
func usedOtherwise() map[string]string {
	return map[string]string{
		"segments/cluster_totals":      "clusters",
		"segments/feature_values":      "clusters, differences",
		"segments/compared_customers":  "differences",
		"segments/compared_segments":   "differences",
		"segments/lookalikes":          "differences",
		"segments/member_known":        "campaigns",
		"segments/member_places":       "differences",
		"segments/members":             "the plan of a campaign",
		"forecasts/btyd_gaps":          "customer value",
		"forecasts/btyd_holdout":       "customer value",
		"forecasts/btyd_statistics":    "customer value",
		"forecasts/btyd_tracking":      "customer value",
		"forecasts/margins":            "customer value",
		"forecasts/observations":       "the forecast of one file",
		"forecasts/part_days":          "alerts",
		"forecasts/rhythm":             "customer value",
		"forecasts/contract_holdout":   "survival",
		"reports/contract_risks":       "survival",
		"marts/customer_figures":       "segments",
		"segments/campaign_arms":       "campaigns",
		"segments/campaign_margins":    "campaigns",
		"segments/campaign_outcomes":   "campaigns",
		"segments/campaign_overlaps":   "campaigns",
		"marts/cluster_members":        "segments",
		"marts/cluster_names":          "segments",
		"marts/customer_outlook":       "segments",
		"marts/lifecycle_members":      "segments",
		"marts/lifecycle_names":        "segments",
		"marts/own_members":            "segments",
		"marts/own_names":              "segments",
		"marts/rfm_members":            "segments",
		"marts/rfm_names":              "segments",
		"segments/chosen_list":         "the question who belongs to a rule",
		"segments/chosen_totals":       "the question who belongs to a rule",
		"segments/segment_overlaps":    "segments",
		"segments/vocabulary_campaign": "rules",
		"segments/vocabulary_category": "rules",
		"segments/vocabulary_channel":  "rules",
		"segments/vocabulary_city":     "rules",
		"segments/vocabulary_country":  "rules",
		"segments/vocabulary_manager":  "rules",
		"segments/vocabulary_product":  "rules",
		"segments/vocabulary_source":   "rules",
		"segments/vocabulary_status":   "rules",
		"segments/vocabulary_tag":      "rules",
		"segments/vocabulary_type":     "rules",
		"segments/segment_summary":     "segments",
		"reports/deal_book":            "the deals that are kept for a manager's report",
		"reports/manager_best":         "a manager's report",
		"reports/manager_deals":        "a manager's report",
		"reports/manager_leaving":      "a manager's report",
		"reports/manager_members":      "a manager's report",
		"reports/manager_months":       "a manager's report",
		"reports/manager_owners":       "a manager's report",
		"reports/manager_people":       "a manager's report",
		"reports/manager_totals":       "a manager's report",
		"staging/identity_mentions":    "the step that says who is who",
		"staging/last_day":             "the day that the numbers are for",
	}
}

// A statement that is written and never asked is a promise that is not kept.
func TestQueries_EachIsAStepOrIsNamedAsUsedOtherwise(t *testing.T) {
	all, err := queries.All()
	if err != nil {
		t.Fatal(err)
	}
	steps := map[string]bool{}
	work := &work{config: &Config{}, options: Options{Stages: Stages{Analyse: true}}, out: newOut()}
	for _, step := range work.steps() {
		steps[step.Name] = true
	}
	other := usedOtherwise()
	for _, query := range all {
		if query.Macro || query.Use == "audit" {
			continue // macros are made by the engine, audits are asked by their severity
		}
		_, named := other[query.Name]
		if steps[query.Name] == named {
			t.Errorf("query %s: a step %v, named as used otherwise %v", query.Name, steps[query.Name], named)
		}
		delete(other, query.Name)
	}
	for name := range other {
		t.Errorf("%s is named as used otherwise, and there is no such query", name)
	}
}

// Every table that is an answer for the reports is kept by a step, and every
// query of the reports is an answer, or what another step reads.
func TestAnswers_AreWhatTheStepsWrite(t *testing.T) {
	work := &work{config: &Config{}, options: Options{Stages: Stages{Load: true, Analyse: true, Report: true}}, out: newOut()}
	written, read := map[string]bool{}, map[string]bool{}
	var keep job.Step
	for _, step := range work.steps() {
		for _, name := range step.Writes {
			written[name] = true
		}
		for _, name := range append(slices.Clone(step.Reads), step.Optional...) {
			read[name] = true
		}
		if step.Name == "answers" {
			keep = step
		}
	}
	kept := append(slices.Clone(keep.Reads), keep.Optional...)
	for _, name := range kept {
		if !written[name] {
			t.Errorf("the answer %s is written by no step", name)
		}
	}
	for _, query := range analysisQueries(given()) {
		folder, _, _ := strings.Cut(query.Name, "/")
		if slices.Contains([]string{"reports", "segments", "checks"}, folder) && !slices.Contains(kept, query.Table()) && !read[query.Table()] {
			t.Errorf("the answer of %s is thrown away", query.Name)
		}
	}
}

func TestRun_DryRunDescribesEveryStageWithoutTouchingAnything(t *testing.T) {
	for _, stages := range everyStages() {
		var plan strings.Builder
		_, err := Run(t.Context(), &Config{path: "/nowhere/clientele.yaml", Lake: "lake", Out: "out"},
			Options{Stages: stages, DryRun: true, Plan: &plan})
		if err != nil || !strings.Contains(plan.String(), " 1. ") {
			t.Errorf("%+v: %v\n%s", stages, err, &plan)
		}
	}
	if _, err := Run(t.Context(), &Config{}, Options{Threads: -1, DryRun: true, Plan: io.Discard}); ExitCode(err) != ExitUsage {
		t.Errorf("-1 threads: %v", err)
	}
}
