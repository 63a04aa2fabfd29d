package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"clientele/internal/job"
	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/csv"
)

// answers names the tables that the reports are made of, in the folder of
// answers each a Parquet file.
func answers(a *reports.Answers) []answer {
	return []answer{
		{"overview", &a.Overview}, {"overview_months", &a.Months}, {"day_totals", &a.DayTotals},
		{"rfm", &a.RFM}, {"rfm_segments", &a.RFMSegments}, {"rfm_flows", &a.RFMFlows}, {"rfm_lifecycle", &a.RFMLifecycle},
		{"lifecycle_flows", &a.LifecycleFlows}, {"retention", &a.Retention},
		{"retention_money", &a.RetentionMoney}, {"retention_ledger", &a.RetentionLedger},
		{"value_history", &a.ValueHistory}, {"value_deciles", &a.ValueDeciles},
		{"best_customers", &a.BestCustomers}, {"best_products", &a.BestProducts},
		{"forecast", &a.Forecast}, {"forecast_models", &a.ForecastModels},
		{"forecast_series", &a.ForecastSeries}, {"forecast_metrics", &a.ForecastMetrics},
		{"forecast_marks", &a.ForecastMarks}, {"forecast_effects", &a.ForecastEffects},
		{"forecast_judged", &a.ForecastJudged}, {"forecast_skill", &a.ForecastSkill},
		{"month_progress", &a.MonthProgress}, {"month_bridge", &a.MonthBridge}, {"plan", &a.Plan},
		{"deal_forecast", &a.DealForecast}, {"deal_stages_open", &a.DealStages}, {"deal_owners", &a.DealOwners}, {"deal_check", &a.DealCheck},
		{"value_models", &a.ValueModels}, {"value_holdout", &a.ValueHoldout}, {"value_customers", &a.ValueCustomers},
		{"value_check", &a.ValueCheck}, {"value_frequency", &a.ValueFrequency}, {"value_tracking", &a.ValueTracking},
		{"value_total", &a.ValueTotal}, {"value_map", &a.ValueMap},
		{"churn_reliability", &a.ChurnReliability}, {"churn_risks", &a.ChurnRisks}, {"leaving", &a.Leaving},
		{"survival_curves", &a.SurvivalCurves}, {"survival_groups", &a.SurvivalGroups}, {"survival_tests", &a.SurvivalTests},
		{"contract_months", &a.ContractMonths}, {contractRisks, &a.ContractRisks}, {contractCheck, &a.ContractCheck},
		{"segment_summary", &a.SegmentSummary}, {"segment_overlaps", &a.SegmentOverlaps}, {"segment_differences", &a.SegmentDifferences},
		{"cluster_profiles", &a.ClusterProfiles}, {"cluster_quality", &a.ClusterQuality},
		{"lookalike_models", &a.LookalikeModels}, {"lookalikes", &a.Lookalikes},
		{"past_campaigns", &a.Campaigns}, {"campaign_results", &a.CampaignResults}, {"campaign_checks", &a.CampaignChecks}, {"campaign_uplift", &a.CampaignUplift}, {"campaign_qini", &a.CampaignQini},
		{"quality_loads", &a.QualityLoads}, {"quality_rejects", &a.QualityRejects},
		{"quality_excluded", &a.QualityExcluded}, {"quality_fields", &a.QualityFields},
		{"customer_contacts", &a.CustomerContacts}, {"quality_sources", &a.QualitySources}, {"quality_before", &a.QualityBefore}, {"quality_people", &a.QualityPeople}, {"quality_months", &a.QualityMonths}, {"quality_records", &a.QualityRecords},
		{"quality_currencies", &a.QualityCurrencies}, {auditsTable, &a.QualityAudits},
		{identityTotals, &a.IdentityTotals}, {identityLinks, &a.IdentityLinks}, {identityValues, &a.IdentityValues}, {identityNames, &a.IdentityNames},
	}
}

type answer struct {
	name string
	into **table.Table
}

// ofModels are the answers that are left out where a model declines.
func ofModels() []string {
	return slices.Concat(forecastAnswers(), valueAnswers(), survivalAnswers(), segmentAnswers(), campaignAnswers())
}

// forecastAnswers are the tables of what is to come, of which a company with a
// short history, without a plan or without deals has but some.
func forecastAnswers() []string {
	return []string{
		"forecast", "forecast_models", "forecast_series", "forecast_metrics", "forecast_marks", "forecast_effects",
		"forecast_judged", "forecast_skill", "month_progress", "plan",
		"deal_forecast", "deal_stages_open", "deal_owners", "deal_check",
	}
}

// keepStep writes the answers as Parquet, for the reports and for programs.
func (w *work) keepStep() job.Step {
	reads, optional := []string{rejectedCells}, []string(nil)
	for _, answer := range answers(&reports.Answers{}) {
		if slices.Contains(ofModels(), answer.name) {
			optional = append(optional, answer.name)
		} else {
			reads = append(reads, answer.name)
		}
	}
	reads, optional = append(reads, customerBook, customerMonths), append(optional, dealBookTable)
	return job.Step{Name: "answers", Reads: reads, Optional: optional, Writes: []string{answersFolder}, Run: w.keep}
}

func (w *work) keep(ctx context.Context, _ *job.Reporter) error {
	if err := w.begin(); err != nil {
		return err
	}
	made, err := w.engine.Tables(ctx)
	if err != nil {
		return err
	}
	for _, answer := range answers(&reports.Answers{}) {
		if !made[answer.name] {
			continue
		}
		if err := w.keepAnswer(ctx, answer.name); err != nil {
			return err
		}
	}
	for _, name := range personalAnswers() {
		if !made[name] {
			continue
		}
		if err := w.keepAnswer(ctx, name); err != nil {
			return err
		}
	}
	return w.writeRejects(ctx)
}

func (w *work) keepAnswer(ctx context.Context, name string) error {
	path, err := w.out.files.Path(answersFolder + "/" + name + ".parquet")
	if err != nil {
		return err
	}
	_, err = w.engine.WriteTable(ctx, name, path)
	return err
}

func (w *work) begin() error {
	files, err := job.Begin(w.folder())
	if err != nil {
		return &UsageError{Text: err.Error(), Hint: "the config says where the reports go (out:)", Cause: err}
	}
	w.out.files = files
	return nil
}

// writeRejects lists every cell that could not be read, for those who mend
// the source.
func (w *work) writeRejects(ctx context.Context) error {
	rejects, err := w.engine.ReadTable(ctx, rejectedCells)
	if err != nil {
		return err
	}
	file, err := w.out.files.Create(rejectsName)
	if err != nil {
		return err
	}
	return errors.Join(csv.Write(file, rejects), file.Close())
}

// recallStep takes the answers of an earlier run, to make the reports anew.
func (w *work) recallStep() job.Step {
	return job.Step{Name: "recall", Reads: []string{"lake"}, Writes: []string{answersFolder}, Run: func(context.Context, *job.Reporter) error {
		if err := w.recallDay(); err != nil {
			return err
		}
		previous := filepath.Join(w.folder(), answersFolder)
		entries, err := os.ReadDir(previous)
		if err != nil {
			return &UsageError{Text: fmt.Sprintf("there are no answers in %s", previous), Hint: "ask first: clientele analyse -c " + w.config.path, Cause: err}
		}
		if err := w.begin(); err != nil {
			return err
		}
		for _, entry := range entries {
			path, err := w.out.files.Path(answersFolder + "/" + entry.Name())
			if err != nil {
				return err
			}
			if err := os.Link(filepath.Join(previous, entry.Name()), path); err != nil {
				return fmt.Errorf("taking over the answers: %w", err)
			}
		}
		return w.recallRejects()
	}}
}

func (w *work) recallRejects() error {
	path, err := w.out.files.Path(rejectsName)
	if err != nil {
		return err
	}
	return os.Link(filepath.Join(w.folder(), rejectsName), path)
}

// recallDay is the day that was asked for, else the latest that has answers.
func (w *work) recallDay() error {
	day := w.options.AsOf
	if day == "" {
		day = w.config.AsOf
	}
	if day == "" {
		entries, err := os.ReadDir(w.config.resolve(w.config.Out))
		if err != nil {
			return &UsageError{Text: fmt.Sprintf("there are no answers in %s", w.config.Out), Hint: "ask first: clientele analyse -c " + w.config.path, Cause: err}
		}
		for _, entry := range entries {
			if _, err := time.Parse(time.DateOnly, entry.Name()); err == nil && entry.IsDir() {
				day = entry.Name()
			}
		}
	}
	asOf, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return &UsageError{Text: fmt.Sprintf("%q is no day for which there are answers", day), Hint: "days look like 2026-10-31"}
	}
	w.asOf = asOf
	return nil
}
