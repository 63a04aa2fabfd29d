package btyd

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// objective is the negative log-likelihood of all the data, at the logs of the
// parameters. It fills the gradient with respect to the logs.
type objective func(logs, gradient []float64) float64

const (
	// logLimit bounds the logs on either side of the scale of the data: beyond
	// e^±20 a parameter is 0 or infinity for any cohort, and sums lose digits.
	logLimit = 20
	// handOver is the gain in log-likelihood, as the descent foresees it, below
	// which a start is compared with the others; at nearly, Newton steps take
	// over, so few that one Hessian does for all. Where these find no bowl to go
	// down into, the descent goes on to lastDescent.
	handOver, nearly, lastDescent = 1e-2, 1e-6, 1e-8
	// nothingLeft is the gain for which no further Newton step is taken.
	nothingLeft = 1e-16
	// enough is the gain left that still counts as converged.
	enough = 1e-7
	// rounding is the relative error of a sum over the data. Within it, values
	// do not tell points apart, and slopes do.
	rounding = 1e-14
	// firstStep and longestStep bound a line search on the logs, by factors of
	// 1.3 and 7: beyond, the curvature learnt here says nothing.
	firstStep, longestStep = 0.25, 2
	// Newton steps take a new Hessian after farForHessian on the logs. One of a
	// point nearForErrors away gives the standard errors to four digits.
	farForHessian, nearForErrors = 0.1, 3e-4
	// maxIterations is several times what the hardest cohorts needed.
	maxIterations = 500
)

// point is a place of the objective.
type point struct {
	logs     []float64
	value    float64
	gradient []float64
}

func (p point) finite() bool { return finite(p.value) && finite(p.gradient...) }

// optimum is where a search ended.
type optimum struct {
	point
	inverse    *mat.SymDense // of the Hessian, as the descent has learnt it
	hessian    *mat.SymDense
	iterations int
}

// settled is true at the bottom of a bowl.
func (o optimum) settled() bool {
	if o.logs == nil {
		return false
	}
	_, gain, ok := newtonStep(o.hessian, o.gradient)
	return ok && gain <= enough
}

// descend minimises by BFGS, from what is known of the inverse Hessian, or
// from nothing. Where a line search finds no better point, the curvature learnt
// so far is forgotten and the steepest descent tried; a second failure in a row
// is the end, for better or worse.
func descend(f objective, start []float64, goal float64, inverse *mat.SymDense) optimum {
	at := point{logs: slices.Clone(start), gradient: make([]float64, len(start))}
	at.value = f(at.logs, at.gradient)
	if !at.finite() {
		return optimum{point: point{value: math.Inf(1)}}
	}
	fresh, iterations := inverse == nil, 0
	if fresh {
		inverse = identity(len(start))
	}
	for ; iterations < maxIterations; iterations++ {
		direction, slope := downhill(inverse, at.gradient)
		if slope == 0 || (!fresh && -slope/2 <= goal) {
			break
		}
		longest := float64(longestStep)
		if fresh {
			longest = firstStep
		}
		next, ok := lineSearch(f, at, direction, slope, longest)
		switch {
		case ok:
			learn(inverse, at, next, fresh)
			at, fresh = next, false
		case fresh:
			return optimum{point: at, iterations: iterations}
		default:
			inverse, fresh = identity(len(start)), true
		}
	}
	return optimum{point: at, inverse: inverse, iterations: iterations}
}

// downhill is the quasi-Newton direction and the slope along it.
func downhill(inverse *mat.SymDense, gradient []float64) (direction []float64, slope float64) {
	n := len(gradient)
	d := mat.NewVecDense(n, nil)
	d.MulVec(inverse, mat.NewVecDense(n, gradient))
	d.ScaleVec(-1, d)
	direction = d.RawVector().Data
	return direction, floats.Dot(direction, gradient)
}

// lineSearch halves its step until the value has fallen by a fair share of
// what the slope promised (Armijo), or, where the fall is lost in rounding,
// until the slope has eased (the approximate condition of Hager and Zhang).
func lineSearch(f objective, at point, direction []float64, slope, longest float64) (point, bool) {
	step := min(1, longest/largest(direction))
	for range 30 {
		next := point{logs: slices.Clone(at.logs), gradient: make([]float64, len(direction))}
		floats.AddScaled(next.logs, step, direction)
		next.value = f(next.logs, next.gradient)
		if next.finite() {
			eased := math.Abs(floats.Dot(next.gradient, direction)) <= 0.5*math.Abs(slope)
			if next.value <= at.value+1e-4*step*slope ||
				(eased && next.value <= at.value+rounding*math.Abs(at.value)) {
				return next, true
			}
		}
		step /= 2
	}
	return point{}, false
}

// learn is the BFGS update of the inverse Hessian. It is left out where the
// curvature along the step is not positive, so that the inverse stays definite.
func learn(inverse *mat.SymDense, from, to point, fresh bool) {
	n := len(from.logs)
	s, y := mat.NewVecDense(n, nil), mat.NewVecDense(n, nil)
	for i := range n {
		s.SetVec(i, to.logs[i]-from.logs[i])
		y.SetVec(i, to.gradient[i]-from.gradient[i])
	}
	curvature, yy := mat.Dot(s, y), mat.Dot(y, y)
	if curvature <= 1e-12*math.Sqrt(yy*mat.Dot(s, s)) {
		return
	}
	if fresh {
		inverse.ScaleSym(curvature/yy, inverse)
	}
	hy := mat.NewVecDense(n, nil)
	hy.MulVec(inverse, y)
	inverse.SymRankOne(inverse, (1+mat.Dot(y, hy)/curvature)/curvature, s)
	inverse.RankTwo(inverse, -1/curvature, s, hy)
}

func identity(n int) *mat.SymDense {
	one := mat.NewSymDense(n, nil)
	for i := range n {
		one.SetSym(i, i, 1)
	}
	return one
}

func largest(values []float64) float64 {
	most := 0.0
	for _, v := range values {
		most = max(most, math.Abs(v))
	}
	return most
}
