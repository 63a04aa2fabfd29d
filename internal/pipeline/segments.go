package pipeline

import (
	"context"

	"clientele/internal/job"
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
	if !there {
		return w.keepText(ctx, "segments/customer_outlook", `-- Nothing is expected of anybody.
-- grain: customer_id
select cast(null as varchar) as customer_id, cast(null as decimal(18, 2)) as expected_value, cast(null as double) as p_buys
where false`)
	}
	return w.keepText(ctx, "segments/customer_outlook", `-- What each customer should bring within the horizon: purchases times what one of them brings.
-- grain: customer_id
-- reads: value_customers
select customer_id, cast(cast(expected_value as double) * expected_purchases as decimal(18, 2)) as expected_value, p_buys
from value_customers`)
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

// keepText keeps the answer of a statement that stands in no file, because which
// tables are there is known only now.
func (w *work) keepText(ctx context.Context, name, text string) error {
	query, err := queries.Parse(name, text)
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
