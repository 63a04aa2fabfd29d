package pipeline

import (
	"context"
	"time"

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
	field, err := customerbase.Fit(history, question)
	if customerbase.Refusal(err) != "" {
		return job.Skip(err.Error())
	}
	if err != nil {
		return err
	}
	report.Add(int64(len(history.Customers)))
	held, err := base.holdOut(ctx, question, w.asOf)
	if err != nil {
		return err
	}
	if held.refused != "" {
		report.Warn("customer value: " + held.refused)
	}
	valuation := field.Pick(held.contestOrNil()).Value()
	w.out.unfinished = unfinished(valuation.Estimates())
	return w.valueTables(ctx, base, held, valuation, names)
}

// fitSeed is where whatever is drawn starts from.
const fitSeed = 1

// held is a contest on the last part of a history, or why there was none.
type held struct {
	refused string
	contest customerbase.Contest
	check   customerbase.Check
	until   time.Time // the last day that was not held out
	last    time.Time
	unit    string
	track   []customerbase.Track
}

func (h held) contestOrNil() *customerbase.Contest {
	if h.refused != "" {
		return nil
	}
	return &h.contest
}

// holdOut holds back the last part of the history, as long as the horizon but
// a third of the history at most, and lets all models foretell it.
func (b bases) holdOut(ctx context.Context, question customerbase.Question, last time.Time) (held, error) {
	days := min(int(question.HorizonDays), daysBetween(b.first, last)/3)
	if days < daysAWeek {
		return held{refused: tooShort(daysBetween(b.first, last))}, nil
	}
	return b.compare(ctx, question, last.AddDate(0, 0, -days), last)
}

// compare lets all models foretell the days behind until.
func (b bases) compare(ctx context.Context, question customerbase.Question, until, last time.Time) (held, error) {
	found := held{until: until, last: last}
	history, err := b.history(ctx, until)
	if err != nil {
		return found, err
	}
	field, err := customerbase.Fit(history, question)
	if customerbase.Refusal(err) != "" {
		found.refused = unjudged + err.Error()
		return found, nil
	}
	if err != nil {
		return found, err
	}
	return found, b.judge(ctx, &found, field)
}

// judge compares a field with what came behind its history.
func (b bases) judge(ctx context.Context, found *held, field customerbase.Field) error {
	later, err := b.later(ctx, field.History, found.until, found.last)
	if err != nil {
		return err
	}
	found.contest = field.Judge(later)
	choice := field.Pick(&found.contest)
	found.check = choice.Check(later)
	days, err := b.days(ctx, found.until, found.last)
	if err != nil {
		return err
	}
	found.unit, found.track = choice.Track(days, found.until, found.last)
	return nil
}

const unjudged = "the models could not be judged by a part of the history that they have not seen: "

func tooShort(days int) string {
	return unjudged + "the history is too short (" + grouped(int64(days)) + " days; 21 are needed)"
}

// valueTables turns what was found into answers.
func (w *work) valueTables(ctx context.Context, base bases, held held, valuation customerbase.Valuation, names *table.Table) error {
	rhythms, err := base.rhythms(ctx, valuation.History, w.asOf, w.config.TimeZone)
	if err != nil {
		return err
	}
	shown := contactsOf(valuation.History, names)
	tables := []lazyTable{
		modelsTable(valuation.Estimates()), riskTable(valuation, held), totalTable(valuation), mapTable(valuation),
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
