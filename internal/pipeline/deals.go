package pipeline

import (
	"context"

	"clientele/internal/job"
)

// dealStep says what the deals in the pipeline should bring.
func (w *work) dealStep() job.Step {
	return job.Step{Name: "deals", Reads: []string{"deals"}, Writes: []string{"deal_forecast", "deal_stages_open", "deal_owners", "deal_check"}, Run: func(context.Context, *job.Reporter) error {
		return job.Skip("there are no deals")
	}}
}
