package pipeline

import (
	"context"

	"clientele/internal/job"
	"clientele/internal/table"
	"clientele/queries"
)

const (
	segmentMembers = "segment_members"
	segmentNames   = "segment_names"
)

// segmentStep says who is in which segment, and what each segment is worth.
func (w *work) segmentStep() job.Step {
	return job.Step{
		Name: "segments", Reads: []string{"customers", "orders", "purchase_lines", "rfm", "rfm_segments", "lifecycle", "customer_reach", "customer_events", "campaign_lines", "member_lines"},
		Optional: []string{"value_customers", "customer_clusters", "cluster_profiles"},
		Writes:   []string{segmentMembers, segmentNames, "segment_summary", "segment_overlaps"}, Run: w.segments,
	}
}

func (w *work) segments(ctx context.Context, report *job.Reporter) error {
	if err := w.memberships(ctx, report, w.config.segmentOrder); err != nil {
		return err
	}
	for _, name := range []string{"segments/segment_summary", "segments/segment_overlaps"} {
		if err := w.keepAsked(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// memberships says who is in which segment: of all that others make, and of
// those of the company's own that stand at the places.
func (w *work) memberships(ctx context.Context, report *job.Reporter, own []int) error {
	if err := w.segmentSources(ctx); err != nil {
		return err
	}
	if err := w.standardMembers(ctx); err != nil {
		return err
	}
	return w.ownMembers(ctx, report, own)
}

// segmentSources are the tables about customers that segments are made of.
func (w *work) segmentSources(ctx context.Context) error {
	if err := w.keepAsked(ctx, "marts/customer_figures"); err != nil {
		return err
	}
	return w.customerOutlook(ctx)
}

// customerOutlook is what the value model expects of customers, without rows
// where it declined.
func (w *work) customerOutlook(ctx context.Context) error {
	there, err := w.engine.HasTable(ctx, "value_customers")
	if err != nil {
		return err
	}
	if there {
		return w.keepAsked(ctx, "marts/customer_outlook")
	}
	nobody := &table.Table{Columns: []table.Column{
		{Name: "customer_id", Kind: table.Text}, {Name: "expected_value", Kind: table.Decimal, Scale: 2}, {Name: "p_buys", Kind: table.Float},
	}}
	return w.engine.CreateTable(ctx, "customer_outlook", nobody)
}

// keepAsked keeps the answer of a query of package queries that is asked with
// the step's arguments.
func (w *work) keepAsked(ctx context.Context, name string) error {
	query, err := queries.Get(name)
	if err != nil {
		return err
	}
	bound, err := query.BindSome(w.arguments())
	if err != nil {
		return err
	}
	return w.engine.Create(ctx, bound)
}

// segmentAnswers are the tables of segments, of which a company with few
// customers has but some.
func segmentAnswers() []string {
	return []string{
		"segment_summary", "segment_overlaps", "segment_differences",
		"cluster_profiles", "cluster_quality", "lookalike_models", "lookalikes",
	}
}
