package pipeline

import (
	"context"

	"clientele/internal/job"
)

// differenceStep says what sets a segment apart, and who else is like its
// members.
func (w *work) differenceStep() job.Step {
	return job.Step{
		Name: "differences", Reads: []string{"customer_features"}, Optional: []string{"segment_members"},
		Writes: []string{"segment_differences", "lookalike_models", "lookalikes"}, Run: w.differences,
	}
}

func (w *work) differences(context.Context, *job.Reporter) error {
	return job.Skip("no segments are compared")
}
