package pipeline

import (
	"context"

	"clientele/internal/job"
)

// clusterStep finds groups of customers that are alike.
func (w *work) clusterStep() job.Step {
	return job.Step{Name: "clusters", Reads: []string{"customer_features"}, Writes: []string{"customer_clusters", "cluster_profiles", "cluster_quality"}, Run: w.clusters}
}

func (w *work) clusters(context.Context, *job.Reporter) error {
	return job.Skip("no clusters are looked for")
}
