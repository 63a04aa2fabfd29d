package pipeline

import (
	"context"

	"clientele/internal/btyd"
	"clientele/internal/customerbase"
	"clientele/internal/job"
	"clientele/internal/table"
)

// valueAnswers are the tables that the step of customer value writes.
func valueAnswers() []string {
	return []string{
		"value_models", "value_holdout", "value_check", "value_frequency", "value_tracking", "value_customers", "value_total", "value_map",
		"churn_reliability", "churn_risks", "leaving",
	}
}

// value lets the customer-base models foretell the last part of the history,
// takes the best of them, and asks it about every customer.
func (w *work) value(ctx context.Context, report *job.Reporter) error {
	names, err := w.engine.ReadTable(ctx, "customers")
	if err != nil {
		return err
	}
	if names.Len() == 0 {
		return job.Skip("no purchase has a customer")
	}
	first := w.asOf
	for i := range names.Len() {
		if day := names.Time(i, "first_on"); !day.IsZero() && day.Before(first) {
			first = day
		}
	}
	base := bases{engine: w.engine, first: first}
	question := customerbase.Question{
		UnitDays: daysAWeek, HorizonDays: float64(w.config.Value.HorizonDays), DiscountRate: w.config.Value.DiscountRate,
		Workers: w.threads(), Seed: fitSeed,
	}
	history, err := base.history(ctx, w.asOf)
	if err != nil {
		return err
	}
	if err := base.addMargins(ctx, &history, w.asOf); err != nil {
		return err
	}
	held, err := base.holdOut(ctx, question, w.asOf)
	if err != nil {
		return err
	}
	choice, err := held.chosen(history, question)
	if customerbase.Refusal(err) != "" {
		return job.Skip(err.Error())
	}
	if err != nil {
		return err
	}
	report.Add(int64(len(history.Customers)))
	if held.refused != "" {
		report.Warn("customer value: " + held.refused)
	} else if err := base.check(ctx, &held); err != nil {
		return err
	}
	w.out.unfinished = unfinished(choice.Estimates())
	return w.valueTables(ctx, base, held, choice.Value(), names)
}

// fitSeed is where whatever is drawn starts from.
const fitSeed = 1

// valueTables turns what was found into answers.
func (w *work) valueTables(ctx context.Context, base bases, held held, valuation customerbase.Valuation, names *table.Table) error {
	rhythms, err := base.rhythms(ctx, valuation.History, w.asOf, w.config.TimeZone)
	if err != nil {
		return err
	}
	shown := contactsOf(valuation.History, names)
	tables := []lazyTable{
		modelsTable(valuation.Estimates()), riskTable(valuation, held), totalTable(valuation, held.missed), mapTable(valuation),
		customersTable(valuation, shown, w.asOf), leavingTable(valuation, rhythms, shown, w.asOf),
	}
	if held.refused == "" {
		tables = append(tables, contestTableOf(held.contest), checkTable(held), frequencyTable(held.check), trackingTable(held), reliabilityTable(held.check))
	}
	for _, t := range tables {
		if err := w.engine.CreateRows(ctx, t.name, t.columns, t.n, t.row); err != nil {
			return err
		}
	}
	return nil
}

// unfinished is the first model that did not converge, nil where all did.
func unfinished(estimates []btyd.Estimate) error {
	for _, estimate := range estimates {
		if !estimate.Converged {
			return &ConvergenceError{Model: estimate.Name, Note: estimate.Note}
		}
	}
	return nil
}
