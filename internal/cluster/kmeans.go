package cluster

import (
	"math"
	"math/rand/v2"
	"slices"
)

// fitted is a run of k-means.
type fitted struct {
	centres [][]float64
	labels  []int
	inertia float64 // sum of squared distances to the own centre
}

// mostRounds end a run that has not settled; what changes by then are a few
// customers on a border.
const mostRounds = 100

// fit is the best of several starts. The stream tells fits of one search apart.
func fit(p points, k int, settings Settings, stream uint64) fitted {
	runs := make([]fitted, settings.Starts)
	beside(len(runs), settings.Workers, func(start int) {
		random := rand.New(rand.NewPCG(settings.Seed^stream<<16, uint64(k)<<32|uint64(start))) //nolint:gosec // a simulation
		runs[start] = run(p, seeds(p, k, random))
	})
	best := 0
	for i := range runs {
		if runs[i].inertia < runs[best].inertia {
			best = i
		}
	}
	return runs[best]
}

// seeds are centres to begin with: the first by chance, each further one with a
// chance in proportion to its squared distance from those that are there.
func seeds(p points, k int, random *rand.Rand) [][]float64 {
	centres := [][]float64{slices.Clone(p.row(random.IntN(p.n)))}
	distances := make([]float64, p.n)
	for i := range distances {
		distances[i] = squaredDistance(p.row(i), centres[0])
	}
	for len(centres) < k {
		total := 0.0
		for _, d := range distances {
			total += d
		}
		at, left := 0, random.Float64()*total
		for i, d := range distances {
			if left -= d; left < 0 && d > 0 {
				at = i
				break
			}
		}
		centre := slices.Clone(p.row(at))
		centres = append(centres, centre)
		for i := range distances {
			distances[i] = min(distances[i], squaredDistance(p.row(i), centre))
		}
	}
	return centres
}

// run moves customers to the nearest centre and centres to the middle of their
// customers until nothing moves (Lloyd). A centre that nobody is nearest to
// stays where it is.
func run(p points, centres [][]float64) fitted {
	k := len(centres)
	f := fitted{centres: centres, labels: make([]int, p.n)}
	for i := range f.labels {
		f.labels[i] = -1
	}
	sums, counts := make([]float64, k*p.columns), make([]float64, k)
	for range mostRounds {
		moved := false
		clear(sums)
		clear(counts)
		f.inertia = 0
		for i := range p.n {
			row := p.row(i)
			at, squared := nearest(row, f.centres)
			moved = moved || at != f.labels[i]
			f.labels[i] = at
			f.inertia += squared
			counts[at]++
			for j, v := range row {
				sums[at*p.columns+j] += v
			}
		}
		if !moved {
			return f
		}
		for c := range k {
			for j := range p.columns {
				if counts[c] > 0 {
					f.centres[c][j] = sums[c*p.columns+j] / counts[c]
				}
			}
		}
	}
	return f
}

// labels of points by the nearest centre.
func labels(p points, centres [][]float64) []int {
	out := make([]int, p.n)
	for i := range out {
		out[i], _ = nearest(p.row(i), centres)
	}
	return out
}

// simplified is the mean silhouette in which the distance to a cluster is that
// to its centre (Hruschka et al. 2004): it needs no distances between customers.
func (f fitted) simplified(p points) float64 {
	sum := 0.0
	for i := range p.n {
		own := math.Sqrt(squaredDistance(p.row(i), f.centres[f.labels[i]]))
		other := math.Inf(1)
		for c, centre := range f.centres {
			if c != f.labels[i] {
				other = min(other, squaredDistance(p.row(i), centre))
			}
		}
		if far := max(own, math.Sqrt(other)); far > 0 {
			sum += (math.Sqrt(other) - own) / far
		}
	}
	return sum / float64(p.n)
}
