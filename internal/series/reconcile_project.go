package series

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// projection moves forecasts onto what adds up.
type projection struct {
	sums []Sum
	// gain is W Cᵀ (C W Cᵀ)⁻¹: how far each series moves for what each sum is off by.
	gain [][]float64
}

// newProjection for errors with this covariance; fixed series do not move, as if they
// made no errors.
func newProjection(sums []Sum, covariance [][]float64, fixed []bool) projection {
	n, m := len(covariance), len(sums)
	p := projection{sums: sums, gain: make([][]float64, n)}
	spread := make([][]float64, n) // W Cᵀ
	for i := range n {
		p.gain[i], spread[i] = make([]float64, m), make([]float64, m)
		if fixed[i] {
			continue
		}
		row := make([]float64, n)
		for j, w := range covariance[i] {
			if !fixed[j] {
				row[j] = w
			}
		}
		for k, sum := range sums {
			spread[i][k] = sum.gap(row)
		}
	}
	inverse := pseudoInverse(offCovariance(sums, spread))
	for i := range n {
		for k := range m {
			for l := range m {
				p.gain[i][k] += spread[i][l] * inverse[l][k]
			}
		}
	}
	return p
}

// gap is the whole less its parts.
func (s Sum) gap(values []float64) float64 {
	off := values[s.Whole]
	for _, part := range s.Parts {
		off -= values[part]
	}
	return off
}

// offCovariance is C W Cᵀ, the covariance of what the sums are off by.
func offCovariance(sums []Sum, spread [][]float64) [][]float64 {
	m := len(sums)
	out := make([][]float64, m)
	column := make([]float64, len(spread))
	for k := range m {
		for i := range spread {
			column[i] = spread[i][k]
		}
		out[k] = make([]float64, m)
		for l, sum := range sums {
			out[k][l] = sum.gap(column)
		}
	}
	return out
}

// pseudoInverse of a symmetric matrix without negative eigenvalues. One sum may follow
// from others (towns add up to regions, these to the country, and towns to the country
// once more), and a sum of fixed series cannot be off by anything: such directions have
// an eigenvalue of 0, and nothing moves along them.
func pseudoInverse(a [][]float64) [][]float64 {
	m := len(a)
	out := make([][]float64, m)
	scale := make([]float64, m)
	for k := range m {
		out[k] = make([]float64, m)
		if a[k][k] > 0 {
			scale[k] = 1 / math.Sqrt(a[k][k])
		}
	}
	if m == 0 {
		return out
	}
	// A diagonal of ones, so that a sum of cents counts as much as one of millions.
	scaled := mat.NewSymDense(m, nil)
	for k := range m {
		for l := k; l < m; l++ {
			scaled.SetSym(k, l, (a[k][l]+a[l][k])/2*scale[k]*scale[l])
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(scaled, true) {
		return out
	}
	values := eigen.Values(nil)
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	least := 1e-11 * values[m-1]
	for e, value := range values {
		if value <= least {
			continue
		}
		for k := range m {
			for l := range m {
				out[k][l] += vectors.At(k, e) * vectors.At(l, e) / value * scale[k] * scale[l]
			}
		}
	}
	return out
}

// refinements of a projection: the second removes what rounding left in the first.
const refinements = 2

func (p projection) apply(means []float64) []float64 {
	out := append([]float64(nil), means...)
	for range refinements {
		off := p.off(out)
		for i, gain := range p.gain {
			for k, g := range gain {
				out[i] -= g * off[k]
			}
		}
	}
	return out
}

func (p projection) off(values []float64) []float64 {
	off := make([]float64, len(p.sums))
	for k, sum := range p.sums {
		off[k] = sum.gap(values)
	}
	return off
}

// coherent is the share of the largest value in a sum that it may be off by.
const coherent = 1e-10

// holds says whether every sum does.
func (p projection) holds(values []float64) bool {
	for k, off := range p.off(values) {
		size := math.Abs(values[p.sums[k].Whole])
		for _, part := range p.sums[k].Parts {
			size = math.Max(size, math.Abs(values[part]))
		}
		if math.Abs(off) > coherent*size {
			return false
		}
	}
	return true
}

// spread is what M W Mᵀ leaves of the widths, by series.
func (p projection) spread(joint jointErrors, widths []float64) []float64 {
	n := len(widths)
	w := joint.covariance(widths)
	// M W, row by row, and of M W Mᵀ the diagonal.
	left := p.timesFromLeft(w)
	out := make([]float64, n)
	for i := range n {
		variance := left[i][i]
		off := p.off(left[i])
		for k, g := range p.gain[i] {
			variance -= g * off[k]
		}
		out[i] = 1
		if widths[i] > 0 {
			out[i] = math.Sqrt(math.Max(0, variance)) / widths[i]
		}
	}
	return out
}

// timesFromLeft is M W = W − gain · C W.
func (p projection) timesFromLeft(w [][]float64) [][]float64 {
	n := len(w)
	out := make([][]float64, n)
	for i := range n {
		out[i] = append([]float64(nil), w[i]...)
	}
	for j := range n {
		column := make([]float64, n)
		for i := range n {
			column[i] = w[i][j]
		}
		off := p.off(column)
		for i := range n {
			for k, g := range p.gain[i] {
				out[i][j] -= g * off[k]
			}
		}
	}
	return out
}
