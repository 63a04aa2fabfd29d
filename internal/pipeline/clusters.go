package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"clientele/internal/cluster"
	"clientele/internal/job"
	"clientele/internal/table"
)

// clusterStep finds groups of customers that are alike.
func (w *work) clusterStep() job.Step {
	return job.Step{Name: "clusters", Reads: []string{"customer_features"}, Writes: []string{"customer_clusters", "cluster_profiles", "cluster_quality"}, Run: w.clusters}
}

const (
	// clusterSample is how many customers groups are found in; all are then put
	// into the nearest.
	clusterSample = 20_000
	clusterSeed   = 20070107
	// clusterFeatures are so many of the first features: how long ago, since when,
	// how often and how much. What says nearly the same once more would count twice;
	// what else is known describes the groups, but blurs them: on Online Retail the
	// silhouette of four features is 0.29, of five 0.23, which is that of no groups.
	clusterFeatures = 4
)

// namedFeature is a feature in the names of clusters.
type namedFeature struct {
	name  string
	words cluster.Words
}

// namedFeatures are those that clusters are made of, in the order of the words
// in a name. Who buys often has been a customer for long, and everybody but the
// few who buy often buys rarely: these words say less than others. With these
// weights the groups of Online Retail keep their names from September to
// December 2011, without them two of four change.
func namedFeatures() []namedFeature {
	return []namedFeature{
		{"orders", cluster.Words{Low: "rare", High: "frequent", Least: "onetime", LowWeight: 0.6}},
		{"average_order", cluster.Words{Low: "small", High: "big"}},
		{"recency_days", cluster.Words{Low: "recent", High: "silent", LowWeight: 0.85}},
		{"tenure_days", cluster.Words{Low: "new", High: "old", HighWeight: 0.6}},
	}
}

func (w *work) clusters(ctx context.Context, report *job.Reporter) error {
	sample, err := w.clusterSample(ctx)
	if err != nil {
		return err
	}
	found, err := cluster.Find(sample, cluster.Settings{Workers: w.threads(), Seed: clusterSeed})
	if errors.Is(err, cluster.ErrFewCustomers) || errors.Is(err, cluster.ErrFewFeatures) {
		return job.Skip("clusters: " + err.Error())
	}
	if err != nil {
		return err
	}
	if err := w.engine.CreateTable(ctx, "cluster_quality", clusterQualityTable(found)); err != nil {
		return err
	}
	if found.Model == nil {
		report.Warn(fmt.Sprintf("no groups of customers are worth telling: %v", found.Why))
		return nil
	}
	return w.keepClusters(ctx, found.Model)
}

// clusterSample is at most about so many customers, drawn by their ids.
func (w *work) clusterSample(ctx context.Context) (cluster.Sample, error) {
	sample := cluster.Sample{Features: numberFeatures(), Used: clusterFeatures}
	err := eachFeatured(ctx, w.engine, clusterSample, func(c featured) {
		sample.IDs = append(sample.IDs, c.id)
		sample.Values = append(sample.Values, slices.Clone(c.numbers))
	})
	return sample, err
}

// keepClusters puts every customer into the nearest cluster and says how the
// clusters lie.
func (w *work) keepClusters(ctx context.Context, model *cluster.Model) error {
	var (
		ids    []string
		of     []uint8
		buffer []float64
	)
	described := newClusterProfile(model)
	err := eachFeatured(ctx, w.engine, everybody, func(c featured) {
		at := model.Of(c.numbers, &buffer)
		ids, of = append(ids, c.id), append(of, uint8(at)) //nolint:gosec // at most eight clusters
		described.add(at, c)
	})
	if err != nil {
		return err
	}
	names := described.names()
	err = w.engine.CreateRows(ctx, "customer_clusters", columnsOf("customer_id t, cluster t"), len(ids), func(row int) []any {
		return []any{ids[row], names[of[row]]}
	})
	if err != nil {
		return err
	}
	totals, err := w.engine.Ask(ctx, "segments/cluster_totals", nil)
	if err != nil {
		return err
	}
	return w.engine.CreateTable(ctx, "cluster_profiles", described.table(names, totals))
}

func clusterQualityTable(found cluster.Result) *table.Table {
	out := &table.Table{Columns: columnsOf("k i, silhouette f, stability f, chosen b")}
	for _, trial := range found.Trials {
		out.Rows = append(out.Rows, []any{int64(trial.Clusters), known(trial.Silhouette), known(trial.Stability), trial.Chosen})
	}
	return out
}
