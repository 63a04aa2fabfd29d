package pipeline

import (
	"context"
	"slices"

	"clientele/internal/job"
	"clientele/internal/sentence"
	"clientele/internal/table"
	"clientele/segments"
)

// SegmentAnswer is who a rule finds.
type SegmentAnswer struct {
	Rule      string       // as it was understood
	AsOf      string       // the day that relative days count from
	Currency  string       // of the money
	Totals    *table.Table // one row: customers, of_customers, orders, revenue, revenue_share, revenue_12m, average_order
	Customers *table.Table // those who brought most first
	Warnings  []string     // names that nothing in the data bears
}

// AskSegment says who belongs to a rule of the segment language, with the rule
// as the only thing that is not in the config.
func AskSegment(ctx context.Context, config *Config, rule string, options Options) (SegmentAnswer, error) {
	read, mistakes := segments.ParseRule(rule)
	if len(mistakes) > 0 {
		return SegmentAnswer{}, &UsageError{Text: "the rule cannot be read:\n" + sentence.Underlined(rule, mistakes)}
	}
	work := &work{config: config, options: options, out: newOut()}
	defer work.close()
	if err := work.open(ctx); err != nil {
		return SegmentAnswer{}, explained(err)
	}
	needs, err := work.needsOf(read)
	if err != nil {
		return SegmentAnswer{}, err
	}
	if err := work.makeAsked(ctx, needs); err != nil {
		return SegmentAnswer{}, explained(withoutStep(err))
	}
	answer, err := work.askSegment(ctx, read)
	if err != nil {
		return SegmentAnswer{}, explained(err)
	}
	return answer, nil
}

// makeSegments does what a run does until segments are made, and no more.
func (w *work) makeSegments(ctx context.Context) error {
	steps := append(job.Job{w.readSnapshotStep()}, w.analysisSteps()...)
	for _, step := range w.modelSteps() {
		if slices.Contains([]string{"customer value", "clusters", "segments"}, step.Name) {
			steps = append(steps, step)
		}
	}
	return w.runSteps(ctx, steps)
}

func (w *work) runSteps(ctx context.Context, steps job.Job) error {
	sink := w.options.Sink
	if sink == nil {
		sink = job.Discard{}
	}
	_, err := steps.Run(ctx, inputs(), w.options.Clock, sink)
	return err
}

// chosenCustomers is the query that a rule becomes; its answer is the table of
// those who belong to it.
const chosenCustomers = "segments/chosen_customers"

func (w *work) askSegment(ctx context.Context, rule segments.Rule) (SegmentAnswer, error) {
	answer := SegmentAnswer{Rule: rule.String(), AsOf: dayText(w.asOf), Currency: w.config.Currency}
	world, err := w.ruleWorld(ctx)
	if err != nil {
		return answer, err
	}
	bound, err := rule.Compile(world)
	if err != nil {
		return answer, err
	}
	bound.Query.Name = chosenCustomers
	if err := w.engine.Create(ctx, bound); err != nil {
		return answer, err
	}
	if answer.Totals, err = w.engine.Ask(ctx, "segments/chosen_totals", nil); err != nil {
		return answer, err
	}
	if answer.Customers, err = w.engine.Ask(ctx, "segments/chosen_list", nil); err != nil {
		return answer, err
	}
	words := &vocabulary{engine: w.engine, has: world.Has, segments: world.Segments}
	answer.Warnings, err = words.unknown(ctx, rule)
	return answer, err
}
