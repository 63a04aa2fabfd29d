package series

import "math"

// linear is a least-squares fit.
type linear struct {
	values []float64
	// inverse is the diagonal of (X'X)⁻¹.
	inverse []float64
	// dropped marks columns that those before them say; their value is 0.
	dropped   []bool
	residuals []float64
	squares   float64
	freedom   int
	// basis is orthonormal and spans the columns.
	basis [][]float64
}

// leastSquares fits y by columns on the first n rows that are known: modified
// Gram-Schmidt, as stable here as Householder's (Björck, Numerical Methods for Least
// Squares Problems, 1996, 2.4).
func leastSquares(columns [][]float64, y []float64, known []bool, n int) linear {
	fit := linear{
		values: make([]float64, len(columns)), inverse: make([]float64, len(columns)),
		dropped: make([]bool, len(columns)), residuals: make([]float64, n),
	}
	for t := range fit.residuals {
		if known[t] {
			fit.residuals[t] = y[t]
			fit.freedom++
		}
	}
	q, r, along := make([][]float64, len(columns)), make([][]float64, len(columns)), make([]float64, len(columns))
	for j, column := range columns {
		q[j], r[j] = make([]float64, n), make([]float64, len(columns))
		for t := range q[j] {
			if known[t] {
				q[j][t] = column[t]
			}
		}
		before := norm(q[j])
		for i := range j {
			if fit.dropped[i] {
				continue
			}
			r[i][j] = dot(q[i], q[j])
			subtract(q[j], q[i], r[i][j])
		}
		r[j][j] = norm(q[j])
		// The bound of R's lm.
		if r[j][j] <= 1e-7*before || before == 0 {
			fit.dropped[j] = true
			continue
		}
		for t := range q[j] {
			q[j][t] /= r[j][j]
		}
		along[j] = dot(q[j], fit.residuals)
		subtract(fit.residuals, q[j], along[j])
		fit.basis = append(fit.basis, q[j])
		fit.freedom--
	}
	fit.squares = dot(fit.residuals, fit.residuals)
	fit.solve(r, along)
	return fit
}

// solve turns R b = along into b, and R⁻¹ into the diagonal of (X'X)⁻¹.
func (l *linear) solve(r [][]float64, along []float64) {
	p := len(along)
	back := func(right []float64) []float64 {
		x := make([]float64, p)
		for i := p - 1; i >= 0; i-- {
			if l.dropped[i] {
				continue
			}
			sum := right[i]
			for j := i + 1; j < p; j++ {
				sum -= r[i][j] * x[j]
			}
			x[i] = sum / r[i][i]
		}
		return x
	}
	l.values = back(along)
	for k := range p {
		unit := make([]float64, p)
		unit[k] = 1
		for i, v := range back(unit) {
			l.inverse[i] += v * v
		}
	}
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

func norm(a []float64) float64 { return math.Sqrt(dot(a, a)) }

func subtract(from, what []float64, times float64) {
	for i := range from {
		from[i] -= times * what[i]
	}
}
