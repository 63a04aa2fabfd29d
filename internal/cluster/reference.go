package cluster

import (
	"math"
	"math/rand/v2"
)

const (
	// referenceRows is how many customers are compared with data without groups.
	referenceRows = 2000
	// references of each of two kinds are drawn.
	references = 12
	// clearly is how many of the references' deviations the clusters must be
	// above their mean. The number of clusters has been chosen for its
	// silhouette, so that two would not do.
	clearly = 4
)

// clearer reports whether the clusters' silhouette is above that of data
// without groups, of as many points and the same shape: one normal cloud with
// the same correlations, and an evenly filled box along the principal axes, as
// the gap statistic has it (Tibshirani, Walther and Hastie 2001).
func clearer(p points, k int, settings Settings) bool {
	settings.Starts = (settings.Starts + 1) / 2
	found := fit(p, k, settings, 1<<32)
	own := found.simplified(p)
	shape := newShape(p)
	for kind, draw := range []func(*rand.Rand, []float64){shape.cloud, shape.box} {
		values := make([]float64, references)
		one := settings
		one.Workers = 1
		beside(references, settings.Workers, func(i int) {
			random := rand.New(rand.NewPCG(settings.Seed+uint64(kind), uint64(i))) //nolint:gosec // a simulation
			other := points{values: make([]float64, p.n*p.columns), n: p.n, columns: p.columns}
			for row := range p.n {
				draw(random, other.row(row))
			}
			values[i] = fit(other, k, one, uint64(i)).simplified(other)
		})
		mean := 0.0
		for _, v := range values {
			mean += v / references
		}
		if own <= mean+clearly*math.Sqrt(variance(values)) {
			return false
		}
	}
	return true
}

// shape is the middle of points, their principal axes, and how far they lie
// along each.
type shape struct {
	middle      []float64
	axes        [][]float64
	deviations  []float64
	least, most []float64
}

func newShape(p points) shape {
	s := shape{middle: make([]float64, p.columns), deviations: make([]float64, p.columns), least: make([]float64, p.columns), most: make([]float64, p.columns)}
	for i := range p.n {
		for j, v := range p.row(i) {
			s.middle[j] += v / float64(p.n)
		}
	}
	covariance := make([][]float64, p.columns)
	for j := range covariance {
		covariance[j] = make([]float64, p.columns)
	}
	for i := range p.n {
		row := p.row(i)
		for j := range covariance {
			for l := range covariance[j] {
				covariance[j][l] += (row[j] - s.middle[j]) * (row[l] - s.middle[l]) / float64(p.n)
			}
		}
	}
	s.axes = principalAxes(covariance)
	for j, axis := range s.axes {
		s.deviations[j] = math.Sqrt(max(0, covariance[j][j]))
		s.least[j], s.most[j] = math.Inf(1), math.Inf(-1)
		for i := range p.n {
			along := 0.0
			for l, v := range p.row(i) {
				along += (v - s.middle[l]) * axis[l]
			}
			s.least[j], s.most[j] = min(s.least[j], along), max(s.most[j], along)
		}
	}
	return s
}

func (s shape) cloud(random *rand.Rand, point []float64) {
	s.place(point, func(axis int) float64 { return s.deviations[axis] * random.NormFloat64() })
}

func (s shape) box(random *rand.Rand, point []float64) {
	s.place(point, func(axis int) float64 { return s.least[axis] + (s.most[axis]-s.least[axis])*random.Float64() })
}

func (s shape) place(point []float64, along func(axis int) float64) {
	copy(point, s.middle)
	for j, axis := range s.axes {
		far := along(j)
		for l := range point {
			point[l] += far * axis[l]
		}
	}
}

// principalAxes are the eigenvectors of a symmetric matrix by Jacobi's
// rotations, a row each; the matrix becomes diagonal.
func principalAxes(matrix [][]float64) [][]float64 {
	n := len(matrix)
	axes := make([][]float64, n)
	for i := range axes {
		axes[i] = make([]float64, n)
		axes[i][i] = 1
	}
	const sweeps = 30
	for range sweeps {
		for i := range n {
			for j := i + 1; j < n; j++ {
				rotate(matrix, axes, i, j)
			}
		}
	}
	return axes
}

// rotate makes the element i, j nothing.
func rotate(matrix, axes [][]float64, i, j int) {
	if math.Abs(matrix[i][j]) < 1e-300 {
		return
	}
	theta := (matrix[j][j] - matrix[i][i]) / (2 * matrix[i][j])
	t := math.Copysign(1/(math.Abs(theta)+math.Hypot(theta, 1)), theta)
	c := 1 / math.Hypot(t, 1)
	s := t * c
	for k := range matrix {
		a, b := matrix[k][i], matrix[k][j]
		matrix[k][i], matrix[k][j] = c*a-s*b, s*a+c*b
	}
	for k := range matrix {
		a, b := matrix[i][k], matrix[j][k]
		matrix[i][k], matrix[j][k] = c*a-s*b, s*a+c*b
		a, b = axes[i][k], axes[j][k]
		axes[i][k], axes[j][k] = c*a-s*b, s*a+c*b
	}
}
