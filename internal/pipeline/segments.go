package pipeline

import (
	"context"

	"clientele/internal/job"
)

// segmentStep says who is in which segment, and what each segment is worth.
func (w *work) segmentStep() job.Step {
	return job.Step{Name: "segments", Reads: []string{"customers", "orders", "rfm"}, Writes: []string{"segment_members", "segment_summary", "segment_overlaps"}, Run: w.segments}
}

func (w *work) segments(context.Context, *job.Reporter) error {
	return job.Skip("no segments are made")
}

// segmentAnswers are the tables of segments, of which a company with few
// customers has but some.
func segmentAnswers() []string {
	return []string{
		"segment_summary", "segment_overlaps", "segment_differences",
		"cluster_profiles", "cluster_quality", "lookalike_models", "lookalikes",
	}
}
