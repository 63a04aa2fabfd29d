package pipeline

import (
	"context"

	"clientele/internal/job"
)

// campaignStep compares past campaigns by what each really brought.
func (w *work) campaignStep() job.Step {
	return job.Step{Name: "campaigns", Reads: []string{"customers", "orders"}, Writes: campaignAnswers(), Run: w.campaigns}
}

func (w *work) campaigns(context.Context, *job.Reporter) error {
	return job.Skip("there are no campaigns")
}

// campaignAnswers are the tables of past campaigns.
func campaignAnswers() []string {
	return []string{"past_campaigns", "campaign_results", "campaign_checks", "campaign_uplift"}
}
