package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"clientele/internal/job"
	"clientele/internal/lake"
	"clientele/internal/sentence"
	"clientele/segments"
)

// ruleDesk answers rules on the lake as it was when the answers were made. It has
// an engine of its own: its tables bear the names of answers.
type ruleDesk struct {
	work *work
	made ruleNeeds // what there is besides the tables themselves
	any  bool      // something was made
}

// chosen keeps those whom a rule finds.
func (r *Recalled) chosen(ctx context.Context, text string) error {
	rule, mistakes := segments.ParseRule(text)
	if len(mistakes) > 0 {
		return &UsageError{Text: "the rule cannot be read:\n" + sentence.Underlined(text, mistakes)}
	}
	if err := r.openRules(ctx); err != nil {
		return err
	}
	desk := r.personal.rules
	if err := desk.prepare(ctx, rule, r.answerPath("value_customers")); err != nil {
		return withoutStep(err)
	}
	found, doubts, err := desk.find(ctx, rule)
	if err != nil {
		return err
	}
	if found == 0 {
		for _, doubt := range doubts {
			err = errors.Join(err, errors.New(doubt))
		}
		return errors.Join(fmt.Errorf("%s: %w", Filter{Rule: text}, ErrNobody), err)
	}
	file := filepath.Join(desk.work.temporary.Path(), "chosen_customers.parquet")
	if err := desk.work.engine.WriteSorted(ctx, chosenTable, file); err != nil {
		return err
	}
	return r.personal.engine.TakeFile(ctx, chosenTable, file)
}

// openRules opens the lake as it was; as it is, where that snapshot is gone.
func (r *Recalled) openRules(ctx context.Context) error {
	if r.personal.rules != nil {
		return nil
	}
	options := r.work.options
	options.AsOf = r.AsOf
	desk := &ruleDesk{work: &work{config: r.work.config, options: options, out: newOut(), asOf: r.work.asOf}}
	if err := desk.work.open(ctx); err != nil {
		desk.work.close()
		return err
	}
	snapshot, err := desk.work.lake.At(r.Snapshot)
	if errors.Is(err, lake.ErrNoSnapshot) {
		snapshot, err = desk.work.lake.Latest()
	}
	if err != nil {
		desk.work.close()
		return err
	}
	desk.work.snapshot = snapshot
	r.personal.rules = desk
	return nil
}

// prepare makes the tables that a rule asks, unless an earlier one needed as
// much. What the models expect is what they said in the analysis; only groups of
// the data, of which the answers do not have the members, are found again.
func (d *ruleDesk) prepare(ctx context.Context, rule segments.Rule, valued string) error {
	w := d.work
	needs, err := w.needsOf(rule)
	if err != nil {
		return err
	}
	needs.clusters = needs.clusters || d.made.clusters
	for _, own := range w.config.segmentOrder {
		if slices.Contains(d.made.own, own) && !slices.Contains(needs.own, own) {
			needs.own = append(needs.own, own)
		}
	}
	needs.own = slices.DeleteFunc(slices.Clone(w.config.segmentOrder), func(at int) bool { return !slices.Contains(needs.own, at) })
	if d.any && needs.clusters == d.made.clusters && len(needs.own) == len(d.made.own) {
		return nil
	}
	needs.outlook = true
	ask := w.askStep(needs)
	steps := job.Job{w.takenSnapshotStep(), {Name: "tables", Reads: []string{"lake"}, Writes: given(), Run: w.tables}}
	reads := slices.Clone(ask.Reads)
	if needs.clusters {
		reads = append(reads, w.clusterStep().Reads...)
	}
	for _, query := range neededFor(reads) {
		steps = append(steps, w.queryStep(query))
	}
	steps = append(steps, job.Step{Name: "customer value", Reads: []string{"lake"}, Writes: []string{"value_customers"}, Run: func(ctx context.Context, _ *job.Reporter) error {
		if _, err := os.Stat(valued); err != nil {
			return job.Skip("the models declined")
		}
		return w.engine.ViewFile(ctx, "value_customers", valued)
	}})
	if needs.clusters {
		steps = append(steps, w.clusterStep())
	}
	if err := w.runSteps(ctx, append(steps, ask)); err != nil {
		return err
	}
	d.made, d.any = needs, true
	return nil
}

// takenSnapshotStep stands in for the load where the snapshot is known.
func (w *work) takenSnapshotStep() job.Step {
	return job.Step{Name: "lake", Reads: []string{"config"}, Writes: []string{"lake"}, Run: func(context.Context, *job.Reporter) error { return nil }}
}

// find makes the table of those whom a rule finds, and says which of its names
// nothing in the data bears.
func (d *ruleDesk) find(ctx context.Context, rule segments.Rule) (found int64, doubts []string, err error) {
	w := d.work
	world, err := w.ruleWorld(ctx)
	if err != nil {
		return 0, nil, err
	}
	bound, err := rule.Compile(world)
	if err != nil {
		return 0, nil, err
	}
	bound.Query.Name = chosenCustomers
	if err := w.engine.Create(ctx, bound); err != nil {
		return 0, nil, err
	}
	totals, err := w.engine.Ask(ctx, "segments/chosen_totals", nil)
	if err != nil {
		return 0, nil, err
	}
	words := &vocabulary{engine: w.engine, has: world.Has, segments: world.Segments}
	doubts, err = words.unknown(ctx, rule)
	return totals.Integer(0, "customers"), doubts, err
}
