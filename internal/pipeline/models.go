package pipeline

import "clientele/internal/job"

// modelSteps forecast the months and judge the customers.
func (w *work) modelSteps() job.Job {
	return job.Job{
		w.forecastStep(), w.planStep(), w.dealStep(), w.dealBookStep(), w.judgeStep(),
		{Name: "customer value", Reads: []string{"orders", "customers", "purchase_lines", "purchase_sources", "purchases"}, Writes: valueAnswers(), Run: w.value},
		w.clusterStep(), w.segmentStep(), w.differenceStep(), w.campaignStep(),
	}
}

const (
	daysAWeek = 7
	daysAYear = 365.25
)
