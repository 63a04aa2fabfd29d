package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"clientele/internal/alerts"
	"clientele/internal/table"
	"clientele/reports"
	"clientele/segments"
)

// Alert is what a run found of a rule. Whether a mail is due, alerts.Step says by
// the reading and by what is kept of earlier runs.
type Alert struct {
	Name     string
	To       []string
	Language string
	alerts.Reading

	Value    float64
	Ends     [2]float64     // between what a month that runs ends in eight of ten cases; twice the value of what is final
	Count    bool           // of people or orders, and not of money
	Sentence string         // what is, and what it is compared with, in the language
	Chart    *reports.Chart // nil where there is none to draw
	Reason   string         // why nothing is known, in English; empty where it is known
	Warnings []string       // names that nothing in the data bears, in English
}

// Alerts judges the rules of the config by the answers of a day that was analysed:
// the day of the options, else the latest. What no answer has is asked of the lake:
// parts of the company, and who was in a segment before.
func Alerts(ctx context.Context, config *Config, options Options) ([]Alert, error) {
	if len(config.Alerts) == 0 {
		return nil, nil
	}
	if err := checkThreads(options.Threads); err != nil {
		return nil, err
	}
	work := &work{config: config, options: options, out: newOut()}
	defer work.close()
	if err := work.recallDay(); err != nil {
		return nil, err
	}
	if err := work.open(ctx); err != nil {
		return nil, explained(err)
	}
	desk, err := work.alertDesk(ctx)
	if err != nil {
		return nil, explained(err)
	}
	var found []Alert
	for i, rule := range config.Alerts {
		one, err := desk.judged(ctx, rule, config.alertRules[i])
		if err != nil {
			return nil, explained(fmt.Errorf("alert %q: %w", rule.Name, err))
		}
		found = append(found, one)
	}
	return found, nil
}

// alertDesk has what rules are judged by.
type alertDesk struct {
	work   *work
	days   *alertDays
	kept   map[string]*table.Table // answers of the day, by name
	counts map[sizeQuestion]sizeAnswer
	known  []segments.Named         // the segments that there are, once one was asked for
	parts  map[alerts.Part]partDays // nil until one was asked for
}

// alertAnswers are the answers that rules are judged by.
func alertAnswers() []string {
	return []string{"day_totals", "month_progress", "plan", "forecast_series", "leaving", "rfm_flows", "lifecycle_flows"}
}

func (w *work) alertDesk(ctx context.Context) (*alertDesk, error) {
	desk := &alertDesk{work: w, kept: map[string]*table.Table{}, counts: map[sizeQuestion]sizeAnswer{}}
	folder := filepath.Join(w.folder(), answersFolder)
	if _, err := os.Stat(folder); err != nil {
		return nil, &UsageError{Text: fmt.Sprintf("there are no answers in %s", folder), Hint: "ask first: clientele analyse -c " + w.config.path, Cause: err}
	}
	for _, name := range alertAnswers() {
		path := filepath.Join(folder, name+".parquet")
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			continue
		}
		rows, err := w.engine.ReadFile(ctx, path)
		if err != nil {
			return nil, err
		}
		desk.kept[name] = rows
	}
	days, there := desk.kept["day_totals"]
	if !there {
		return nil, &UsageError{Text: fmt.Sprintf("the answers in %s are of an earlier version and have no days", folder), Hint: "ask anew: clientele analyse -c " + w.config.path}
	}
	desk.days = newAlertDays(days, w.asOf)
	return desk, nil
}

// unknown says why a rule cannot be judged.
type unknown struct{ reason string }

func (u *unknown) Error() string { return u.reason }

func unknownf(format string, arguments ...any) error {
	return &unknown{fmt.Sprintf(format, arguments...)}
}

// judged is a rule with what was found of it.
func (d *alertDesk) judged(ctx context.Context, asked AlertRule, rule alerts.Rule) (Alert, error) {
	out := Alert{Name: asked.Name, To: asked.To, Language: asked.Language, Reading: alerts.Reading{Rule: rule.String(), Day: d.work.asOf}}
	if out.Language == "" {
		out.Language = d.work.config.Language()
	}
	facts := factsOf(rule, d.work.asOf)
	measured, err := d.measure(ctx, rule, &facts, &out)
	var reason *unknown
	if errors.As(err, &reason) {
		out.Reason = reason.reason
		return out, nil
	} else if err != nil {
		return out, err
	}
	verdict, ok := rule.Judge(measured)
	if !ok {
		out.Reason = "what it is compared with is nothing, so that no share of it can be said"
		return out, nil
	}
	out.Known, out.Verdict, out.Value, out.Count = true, verdict, measured.Value, rule.IsCount()
	out.Ends = [2]float64{measured.Low, measured.High}
	if rule.Period.IsMonth() {
		out.Period = facts.From.Format("2006-01")
	}
	facts.measured(measured, verdict)
	message, err := reports.Alert(facts.AlertFacts, reports.Settings{Language: out.Language, Currency: d.work.config.Currency})
	if err != nil {
		return out, err
	}
	out.Sentence, out.Chart = message.Sentence, message.Chart
	return out, nil
}

// measure finds the numbers that a rule is judged by, and those of the picture.
func (d *alertDesk) measure(ctx context.Context, rule alerts.Rule, facts *alertFacts, out *Alert) (alerts.Measured, error) {
	switch rule.Figure {
	case alerts.Size:
		return d.measureSize(ctx, rule, facts, out)
	case alerts.AtStake:
		leaving := d.kept["leaving"]
		if leaving == nil {
			return alerts.Measured{}, unknownf("who is leaving is not known: the history is too short for it")
		}
		return alerts.Final(sumOfColumn(leaving, "at_stake")), nil
	}
	days, err := d.daysOf(ctx, rule.Part)
	if err != nil {
		return alerts.Measured{}, err
	}
	if rule.Period.IsMonth() {
		return d.measureMonth(ctx, rule, days, facts)
	}
	return measureWeek(rule, days, facts)
}

// sumOfColumn adds amounts up without the errors of floats.
func sumOfColumn(rows *table.Table, column string) float64 {
	sum := rows.Decimal(0, column).Sub(rows.Decimal(0, column))
	for row := range rows.Len() {
		sum = sum.Add(rows.Decimal(row, column))
	}
	return sum.InexactFloat64()
}

// alertFacts are those of the mail.
type alertFacts struct{ reports.AlertFacts }

func factsOf(rule alerts.Rule, asOf time.Time) alertFacts {
	return alertFacts{reports.AlertFacts{
		Figure: rule.Figure, Count: rule.IsCount(), Segment: rule.Of.Name, PartOf: rule.Part.Of, Part: rule.Part.Name,
		Form: string(rule.Form), Up: rule.Up, Equal: rule.Equal, Share: rule.Percent != "", Against: rule.Against,
		From: asOf, To: asOf, AsOf: asOf,
	}}
}

func (f *alertFacts) measured(m alerts.Measured, v alerts.Verdict) {
	f.Value, f.Low, f.High, f.Bound, f.Holds = m.Value, m.Low, m.High, v.Bound, v.Holds
	f.Mean, f.Target, f.Before = m.Expected.Mean, m.Target, m.Before
	f.Band = [2]float64{m.Expected.Lo95, m.Expected.Hi95}
}
