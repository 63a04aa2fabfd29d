package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"clientele/internal/job"
	"clientele/internal/lake"
	"clientele/internal/table"
	"clientele/queries"
)

// The severities of an audit, as queries and configs write them.
const (
	auditStops = "stop"
	auditWarns = "warn"
	auditOff   = "off"
)

// audit is a query that looks for faults, and what a fault that it finds does.
type audit struct {
	query    queries.Query
	name     string // as the config calls it
	severity string
}

// audits are all of them, with the severities that the config gives them.
func (c *Config) audits() ([]audit, error) {
	all, err := queries.All()
	if err != nil {
		return nil, err
	}
	var audits []audit
	for _, query := range all {
		if query.Use != "audit" {
			continue
		}
		one := audit{query: query, name: strings.TrimPrefix(query.Table(), "audit_"), severity: query.Severity}
		if severity, ok := c.Audits.Get(one.name); ok {
			one.severity = severity
		}
		audits = append(audits, one)
	}
	return audits, nil
}

// finding is a fault that an audit found.
type finding struct {
	audit            audit
	problem, subject string
	lines            int64
	of               any // of how many lines, an int64, or nil
	amount           any // a decimal, or nil
	currency         string
	example, remedy  string
}

// sentence tells a finding with what to do.
func (f finding) sentence() string {
	counted := grouped(f.lines) + " rows"
	if f.lines == 1 {
		counted = "1 row"
	}
	if of, ok := f.of.(int64); ok {
		counted = grouped(f.lines) + " of " + grouped(of)
	}
	text := fmt.Sprintf("%s: %s (%s", f.problem, f.subject, counted)
	if amount, ok := f.amount.(decimal.Decimal); ok {
		text += strings.TrimRight(", "+money(amount)+" "+f.currency, " ")
	}
	if f.example != "" {
		text += "; for example " + f.example
	}
	return text + "); " + f.remedy
}

func findingOf(by audit, found *table.Table, row int) finding {
	return finding{
		audit: by, problem: found.Text(row, "problem"), subject: found.Text(row, "subject"),
		lines: found.Integer(row, "lines"), of: found.Value(row, "of_lines"),
		amount: found.Value(row, "amount"), currency: found.Text(row, "currency"),
		example: found.Text(row, "example"), remedy: found.Text(row, "remedy"),
	}
}

// find asks audits of the engine's tables.
func (w *work) find(ctx context.Context, audits []audit) ([]finding, error) {
	var findings []finding
	for _, audit := range audits {
		bound, err := audit.query.BindSome(w.arguments())
		if err != nil {
			return nil, err
		}
		found, err := w.engine.Query(ctx, bound)
		if err != nil {
			return nil, err
		}
		for row := range found.Len() {
			findings = append(findings, findingOf(audit, found, row))
		}
	}
	return findings, nil
}

// audit checks a candidate snapshot before it is published: those audits that
// stop a load, of the new rows alone where an audit says that this suffices.
func (w *work) audit(ctx context.Context, base, candidate lake.Snapshot) error {
	audits, err := w.config.audits()
	if err != nil {
		return err
	}
	audits = slices.DeleteFunc(audits, func(a audit) bool { return a.severity != auditStops })
	ofNew := func(a audit) bool { return a.query.OnlyNew }
	if err := w.view(ctx, newIn(candidate, base)); err != nil {
		return err
	}
	findings, err := w.find(ctx, slices.DeleteFunc(slices.Clone(audits), func(a audit) bool { return !ofNew(a) }))
	if err != nil {
		return err
	}
	if err := w.view(ctx, candidate); err != nil {
		return err
	}
	audits = slices.DeleteFunc(audits, ofNew)
	if err := w.prepare(ctx, audits); err != nil {
		return err
	}
	more, err := w.find(ctx, audits)
	if err != nil {
		return err
	}
	if findings = append(findings, more...); len(findings) == 0 {
		return nil
	}
	failed := &AuditError{}
	for _, finding := range findings {
		problem := finding.sentence()
		if !finding.audit.query.Always {
			problem += fmt.Sprintf("; where it is right, `audits: {%s: warn}` in the config lets it pass", finding.audit.name)
		}
		failed.Problems = append(failed.Problems, problem)
	}
	return failed
}

// newIn is what a snapshot has that another has not, as a snapshot of its own.
func newIn(candidate, base lake.Snapshot) lake.Snapshot {
	only := lake.Snapshot{Version: candidate.Version, Parent: candidate.Parent}
	fresh := map[string]bool{}
	for _, load := range candidate.Loads {
		if _, known := base.Load(load.ID); !known {
			fresh[load.ID] = true
			only.Loads = append(only.Loads, load)
		}
	}
	for _, file := range candidate.Files {
		if fresh[file.Load] {
			only.Files = append(only.Files, file)
		}
	}
	return only
}

// prepare makes the tables of the analysis that audits read.
func (w *work) prepare(ctx context.Context, audits []audit) error {
	var tables []string
	for _, audit := range audits {
		tables = append(tables, audit.query.Reads...)
	}
	for _, query := range neededFor(tables) {
		bound, err := query.BindSome(w.arguments())
		if err != nil {
			return err
		}
		if err := w.engine.Create(ctx, bound); err != nil {
			return err
		}
	}
	return nil
}

const auditsTable = "quality_audits"

// warningSteps is a step for the audits that warn. They are asked of all that
// is there on every run, so that what is told does not depend on when it came.
// A load alone leaves out those that need tables of the analysis, which cost
// more than the load.
func (w *work) warningSteps() job.Job {
	audits, err := w.config.audits()
	if err != nil {
		panic(fmt.Sprintf("pipeline: the embedded queries do not parse, which a test forbids: %v", err))
	}
	audits = slices.DeleteFunc(audits, func(a audit) bool { return a.severity != auditWarns })
	step := job.Step{Name: "audits", Reads: []string{"lake"}, Writes: []string{auditsTable}}
	if w.options.Stages.Analyse {
		for _, audit := range audits {
			step.Reads = append(step.Reads, audit.query.Reads...)
		}
		slices.Sort(step.Reads)
		step.Reads = slices.Compact(step.Reads)
	} else {
		audits = slices.DeleteFunc(audits, func(a audit) bool {
			return slices.ContainsFunc(a.query.Reads, func(name string) bool { return !slices.Contains(given(), name) })
		})
	}
	step.Run = func(ctx context.Context, report *job.Reporter) error {
		if !w.options.Stages.Analyse {
			if err := w.view(ctx, w.snapshot); err != nil {
				return err
			}
		}
		return w.warn(ctx, audits, report)
	}
	return job.Job{step}
}

// warn tells what audits find, and keeps it as a table for the reports.
func (w *work) warn(ctx context.Context, audits []audit, report *job.Reporter) error {
	findings, err := w.find(ctx, audits)
	if err != nil {
		return err
	}
	rows := &table.Table{Columns: []table.Column{
		{Name: "audit"}, {Name: "problem"}, {Name: "subject"}, {Name: "lines", Kind: table.Integer}, {Name: "of_lines", Kind: table.Integer},
		{Name: "amount", Kind: table.Decimal, Scale: 4}, {Name: "currency"}, {Name: "example"}, {Name: "remedy"},
	}}
	for _, f := range findings {
		report.Warn(f.sentence())
		rows.Rows = append(rows.Rows, []any{
			f.audit.name, f.problem, f.subject, f.lines, f.of, f.amount, textOrNil(f.currency), textOrNil(f.example), f.remedy,
		})
	}
	return w.engine.CreateTable(ctx, auditsTable, rows)
}

func textOrNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// previous are the loads of the snapshot before; none where it was collected.
func (w *work) previous(snapshot lake.Snapshot) ([]lake.Load, error) {
	before, err := w.lake.At(snapshot.Parent)
	if errors.Is(err, lake.ErrNoSnapshot) || errors.Is(err, lake.ErrDamaged) {
		return nil, nil
	}
	return before.Loads, err
}

// checkAudits adds the mistakes of the config about audits.
func (c *Config) checkAudits() {
	audits, err := c.audits()
	if err != nil {
		return // the audits' own fault; the first step says it
	}
	var names []string
	fixed := map[string]bool{}
	for _, audit := range audits {
		names = append(names, audit.name)
		fixed[audit.name] = audit.query.Always
	}
	for _, pair := range c.Audits {
		path := auditPath(pair.Key)
		switch {
		case !slices.Contains(names, pair.Key):
			c.document.Add(path, "no audit is called %q; %sthere are %s", pair.Key, didYouMean(pair.Key, names), strings.Join(names, ", "))
		case !slices.Contains([]string{auditStops, auditWarns, auditOff}, pair.Value):
			c.document.Add(path, "%q is none of stop, warn, off", pair.Value)
		case fixed[pair.Key] && pair.Value != auditStops:
			c.document.Add(path, "this audit always stops: without it no figure can be trusted")
		}
	}
}
