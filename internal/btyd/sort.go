package btyd

import (
	"runtime"
	"slices"
	"sync"
)

// sortGroups orders groups by X, Recency, Age, and by count last, so that sums
// of equal statistics do not depend on the order of rows. It sorts in place, or
// answers with a slice of its own: parts beside each other, then merged. What
// compares as equal is equal, so the order does not depend on the parts.
func sortGroups(groups []Group) []Group {
	parts := min(runtime.GOMAXPROCS(0), len(groups)/partRows)
	if parts < 2 {
		slices.SortFunc(groups, compareGroups)
		return groups
	}
	var sorted [][]Group
	var workers sync.WaitGroup
	for i := range parts {
		part := groups[i*len(groups)/parts : (i+1)*len(groups)/parts]
		sorted = append(sorted, part)
		workers.Go(func() { slices.SortFunc(part, compareGroups) })
	}
	workers.Wait()
	for len(sorted) > 1 {
		var pairs [][]Group
		var workers sync.WaitGroup
		for i := 0; i < len(sorted); i += 2 {
			if i+1 == len(sorted) {
				pairs = append(pairs, sorted[i])
				continue
			}
			both := make([]Group, len(sorted[i])+len(sorted[i+1]))
			pairs = append(pairs, both)
			workers.Go(func() { mergeSorted(both, sorted[i], sorted[i+1]) })
		}
		workers.Wait()
		sorted = pairs
	}
	return sorted[0]
}

// partRows is how many rows are worth a worker.
const partRows = 1 << 15

func mergeSorted(into, p, q []Group) {
	for i := range into {
		if len(q) == 0 || (len(p) > 0 && compareGroups(p[0], q[0]) <= 0) {
			into[i], p = p[0], p[1:]
		} else {
			into[i], q = q[0], q[1:]
		}
	}
}

// compareGroups looks at the counts where nothing else differs. Numbers are
// finite here, so two comparisons tell.
func compareGroups(p, q Group) int {
	switch {
	case p.X != q.X:
		return order(p.X, q.X)
	case p.Recency != q.Recency:
		return order(p.Recency, q.Recency)
	case p.Age != q.Age:
		return order(p.Age, q.Age)
	case p.Count != q.Count:
		return order(p.Count, q.Count)
	}
	return 0
}

func order(p, q float64) int {
	if p < q {
		return -1
	}
	return 1
}
