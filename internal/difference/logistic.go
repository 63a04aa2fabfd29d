package difference

import (
	"errors"
	"math"
)

// errSingular says that no weights are better than all others.
var errSingular = errors.New("the weights of the likeness cannot be told apart")

// logistic finds the weights that make rows most likely to be what they are
// (is, 0 or 1), less penalty/2 times the squares of all weights but the first,
// which is the intercept: Newton's steps, halved while they lead astray. Each
// row begins with 1. Weights are where to begin, and the result.
func logistic(rows [][]float64, is []float64, penalty float64, weights []float64) error {
	const rounds, settled = 60, 1e-10
	columns := len(weights)
	gradient, step := make([]float64, columns), make([]float64, columns)
	hessian := make([][]float64, columns)
	for i := range hessian {
		hessian[i] = make([]float64, columns)
	}
	loss := lossOf(rows, is, penalty, weights)
	for range rounds {
		slope(rows, is, penalty, weights, gradient, hessian)
		if err := solve(hessian, gradient, step); err != nil {
			return err
		}
		tried, size := make([]float64, columns), 1.0
		for {
			for j := range tried {
				tried[j] = weights[j] + size*step[j]
			}
			next := lossOf(rows, is, penalty, tried)
			if next <= loss || size < 1e-6 {
				gone := loss - next
				copy(weights, tried)
				loss = next
				if gone < settled*(1+math.Abs(loss)) {
					return nil
				}
				break
			}
			size /= 2
		}
	}
	return nil
}

// lossOf is the negative log-likelihood and the penalty.
func lossOf(rows [][]float64, is []float64, penalty float64, weights []float64) float64 {
	loss := 0.0
	for _, w := range weights[1:] {
		loss += penalty / 2 * w * w
	}
	for i, row := range rows {
		loss += unlikely(dot(row, weights), is[i])
	}
	return loss
}

// unlikely is the negative log-likelihood of a row, log(1 + e^x) − x·is, without
// overflow.
func unlikely(x, is float64) float64 {
	return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) - x*is
}

// slope is the way down and the curvature.
func slope(rows [][]float64, is []float64, penalty float64, weights, gradient []float64, hessian [][]float64) {
	clear(gradient)
	for j := range hessian {
		clear(hessian[j])
	}
	for i, row := range rows {
		p := 1 / (1 + math.Exp(-dot(row, weights)))
		off, spread := is[i]-p, p*(1-p)
		for j, v := range row {
			if v == 0 {
				continue
			}
			gradient[j] += off * v
			to, scaled := hessian[j], spread*v
			for l := 0; l <= j; l++ {
				to[l] += scaled * row[l]
			}
		}
	}
	for j := range hessian {
		if j > 0 {
			gradient[j] -= penalty * weights[j]
			hessian[j][j] += penalty
		}
		for l := range j {
			hessian[l][j] = hessian[j][l]
		}
	}
}

func dot(a, b []float64) (sum float64) {
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// solve finds x of a·x = b for a symmetric positive a (Cholesky), which it
// overwrites below the diagonal.
func solve(a [][]float64, b, x []float64) error {
	n := len(b)
	for j := range n {
		for l := range j {
			a[j][j] -= a[j][l] * a[j][l]
		}
		if !(a[j][j] > 1e-12) {
			return errSingular
		}
		a[j][j] = math.Sqrt(a[j][j])
		for i := j + 1; i < n; i++ {
			for l := range j {
				a[i][j] -= a[i][l] * a[j][l]
			}
			a[i][j] /= a[j][j]
		}
	}
	for i := range n {
		x[i] = b[i]
		for l := range i {
			x[i] -= a[i][l] * x[l]
		}
		x[i] /= a[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		for l := i + 1; l < n; l++ {
			x[i] -= a[l][i] * x[l]
		}
		x[i] /= a[i][i]
	}
	return nil
}
