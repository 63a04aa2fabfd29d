package cluster

import (
	"math"
	"math/rand/v2"
	"sync"
	"sync/atomic"
)

// silhouetted is how many customers the silhouette is the mean of: it needs the
// distance of each to each.
const silhouetted = 1500

// try judges every number of clusters from two.
func try(p points, settings Settings) []Trial {
	trials := make([]Trial, 0, settings.Most-1)
	few := p.first(silhouetted)
	for k := 2; k <= settings.Most; k++ {
		all := fit(p, k, settings, 0)
		trials = append(trials, Trial{
			Clusters: k, Silhouette: silhouette(few, all.labels[:few.n], k, settings.Workers), Stability: stability(p, all, settings),
		})
	}
	return trials
}

// stability is how well the clusters of halves, drawn by chance, agree with
// those of all: each half says which of its centres every customer is nearest
// to.
func stability(p points, all fitted, settings Settings) float64 {
	k := len(all.centres)
	agreements := make([]float64, settings.Resamples)
	one := settings
	one.Workers, one.Starts = 1, (settings.Starts+1)/2
	beside(settings.Resamples, settings.Workers, func(draw int) {
		random := rand.New(rand.NewPCG(settings.Seed+uint64(k), uint64(draw))) //nolint:gosec // a simulation
		half := p.at(random.Perm(p.n)[:p.n/2])
		agreements[draw] = AdjustedRand(all.labels, labels(p, fit(half, k, one, uint64(draw)+1).centres))
	})
	sum := 0.0
	for _, a := range agreements {
		sum += a
	}
	return sum / float64(len(agreements))
}

// silhouette is the mean over points of (b − a) / max(a, b): a is the mean
// distance to the others of the own cluster, b that to the nearest other
// cluster. Who is alone in a cluster has 0.
func silhouette(p points, labels []int, k, workers int) float64 {
	sizes := make([]float64, k)
	for _, label := range labels {
		sizes[label]++
	}
	widths := make([]float64, p.n)
	beside(p.n, workers, func(i int) {
		sums := make([]float64, k)
		for j := range p.n {
			sums[labels[j]] += math.Sqrt(squaredDistance(p.row(i), p.row(j)))
		}
		own := labels[i]
		if sizes[own] < 2 {
			return
		}
		a, b := sums[own]/(sizes[own]-1), math.Inf(1)
		for c := range k {
			if c != own && sizes[c] > 0 {
				b = min(b, sums[c]/sizes[c])
			}
		}
		if far := max(a, b); far > 0 && !math.IsInf(b, 1) {
			widths[i] = (b - a) / far
		}
	})
	sum := 0.0
	for _, w := range widths {
		sum += w
	}
	return sum / float64(p.n)
}

// AdjustedRand is how well two groupings of the same things agree: 1 where they
// are the same but for the numbers of the groups, 0 on average where they have
// nothing to do with each other (Hubert and Arabie 1985). Two groupings that
// are both one group, or both all alone, agree.
func AdjustedRand(a, b []int) float64 {
	type cell struct{ a, b int }
	cells, rows, columns := map[cell]int{}, map[int]int{}, map[int]int{}
	for i := range a {
		cells[cell{a[i], b[i]}]++
		rows[a[i]]++
		columns[b[i]]++
	}
	// Sums of whole numbers: the order in which maps are gone through is nothing.
	both, inA, inB := 0, 0, 0
	for _, n := range cells {
		both += n * (n - 1) / 2
	}
	for _, n := range rows {
		inA += n * (n - 1) / 2
	}
	for _, n := range columns {
		inB += n * (n - 1) / 2
	}
	pairs := float64(len(a)) * float64(len(a)-1) / 2
	if pairs == 0 {
		return 1
	}
	expected := float64(inA) * float64(inB) / pairs
	most := float64(inA+inB) / 2
	if most == expected {
		return 1
	}
	return (float64(both) - expected) / (most - expected)
}

// beside calls do for 0 … n−1, several at once. What a part does hangs on its
// number alone.
func beside(n, workers int, do func(i int)) {
	if workers <= 1 || n < 2 {
		for i := range n {
			do(i)
		}
		return
	}
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(workers, n) {
		group.Go(func() {
			for {
				i := int(next.Add(1) - 1)
				if i >= n {
					return
				}
				do(i)
			}
		})
	}
	group.Wait()
}
