package pipeline

import (
	"context"

	"clientele/internal/job"
)

// judgeStep holds earlier forecasts against what came.
func (w *work) judgeStep() job.Step {
	return job.Step{Name: "judge", Reads: []string{"monthly_series"}, Writes: []string{"forecast_judged", "forecast_skill"}, Run: func(context.Context, *job.Reporter) error {
		return job.Skip("there are no earlier forecasts")
	}}
}
