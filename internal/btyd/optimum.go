package btyd

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// objective is the mean negative log-likelihood at the logs of the parameters.
// It fills the gradient with respect to the logs.
type objective func(logs, gradient []float64) float64

const (
	// logLimit bounds the logs on either side of the scale of the data: beyond
	// e^±20 a parameter is 0 or infinity for any cohort, and sums lose digits.
	logLimit = 20
	// descentGoal is the mean gradient where the descent hands over to Newton
	// steps: below it the value is flat to its last digits.
	descentGoal = 1e-5
	// gradientGoal is the mean gradient below which nothing is gained.
	gradientGoal = 1e-13
	// gradientEnough is the mean gradient that still counts as converged: what
	// rounding leaves of a sum over millions.
	gradientEnough = 1e-6
	// longestStep of a line search on the logs, a factor of 7: beyond it the
	// curvature learnt here says nothing.
	longestStep = 2
	// maxIterations is ten times what a hard cohort needed.
	maxIterations = 1000
	// unknownSpread is the standard error of a log above which a parameter is
	// not known at all: e^5 is a factor of 150.
	unknownSpread = 5
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
	hessian    *mat.SymDense
	iterations int
}

// search tries every start on the coarse objective and refines the best on the
// full one. Where there is nothing to thin, both are the same function.
func search(coarse, full objective, starts [][]float64) (optimum, error) {
	best := optimum{point: point{value: math.Inf(1)}}
	iterations := 0
	for _, start := range starts {
		found := descend(coarse, start)
		iterations += found.iterations
		if found.value < best.value {
			best = found
		}
	}
	if best.logs == nil {
		return optimum{}, fmt.Errorf("%w: the likelihood is not finite at any of %d starting points", ErrNoOptimum, len(starts))
	}
	best = descend(full, best.logs)
	best.iterations += iterations
	if best.logs == nil {
		return optimum{}, fmt.Errorf("%w: the likelihood is not finite", ErrNoOptimum)
	}
	polish(full, &best)
	return best, nil
}

// scatter gives n starting points around the centre, itself the first. The
// spread of 1 on the logs is a factor of e.
func scatter(centre []float64, options Options) [][]float64 {
	random := rand.New(rand.NewPCG(options.Seed, 0))
	starts := [][]float64{centre}
	for len(starts) < options.starts() {
		start := slices.Clone(centre)
		for i := range start {
			start[i] += random.NormFloat64()
		}
		starts = append(starts, start)
	}
	return starts
}

// descend minimises by BFGS. Where a line search finds no better point, the
// curvature learnt so far is forgotten and the steepest descent tried; a
// second failure in a row is the end, for better or worse.
func descend(f objective, start []float64) optimum {
	at := point{logs: slices.Clone(start), gradient: make([]float64, len(start))}
	at.value = f(at.logs, at.gradient)
	if !at.finite() {
		return optimum{point: point{value: math.Inf(1)}}
	}
	inverse, fresh, iterations := identity(len(start)), true, 0
	for ; iterations < maxIterations && largest(at.gradient) > descentGoal; iterations++ {
		next, ok := lineSearch(f, at, inverse)
		if !ok {
			if fresh {
				break
			}
			inverse, fresh = identity(len(start)), true
			continue
		}
		learn(inverse, at, next, fresh)
		at, fresh = next, false
	}
	return optimum{point: at, iterations: iterations}
}

// lineSearch goes along the quasi-Newton direction and halves its step until
// the value has fallen by a fair share of what the slope promised (Armijo).
func lineSearch(f objective, at point, inverse *mat.SymDense) (point, bool) {
	n := len(at.logs)
	direction := mat.NewVecDense(n, nil)
	direction.MulVec(inverse, mat.NewVecDense(n, at.gradient))
	slope := 0.0
	for i, g := range at.gradient {
		slope -= g * direction.AtVec(i)
	}
	if !(slope < 0) {
		return point{}, false
	}
	step := min(1, longestStep/largest(direction.RawVector().Data))
	for range 40 {
		next := point{logs: make([]float64, n), gradient: make([]float64, n)}
		for i, v := range at.logs {
			next.logs[i] = v - step*direction.AtVec(i)
		}
		next.value = f(next.logs, next.gradient)
		if next.finite() && next.value <= at.value+1e-4*step*slope {
			return next, true
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

// polish takes Newton steps with the Hessian of the point where the descent
// ended, and leaves the Hessian of the final point.
func polish(f objective, best *optimum) {
	best.hessian = hessian(f, best.logs)
	for range 8 {
		if largest(best.gradient) <= gradientGoal {
			return
		}
		step, ok := newtonStep(best.hessian, best.gradient)
		if !ok || largest(step) > 1 {
			return
		}
		next := point{logs: slices.Clone(best.logs), gradient: make([]float64, len(step))}
		for i := range next.logs {
			next.logs[i] -= step[i]
		}
		next.value = f(next.logs, next.gradient)
		// The gradient, not the value, tells points apart here: the value is
		// flat to its last digit around the optimum.
		if !finite(next.value) || largest(next.gradient) >= largest(best.gradient) {
			return
		}
		best.point = next
		if largest(step) > 1e-4 {
			best.hessian = hessian(f, best.logs)
		}
		best.iterations++
	}
}

func newtonStep(h *mat.SymDense, gradient []float64) ([]float64, bool) {
	var factor mat.Cholesky
	if !factor.Factorize(h) {
		return nil, false
	}
	step := mat.NewVecDense(len(gradient), nil)
	if err := factor.SolveVecTo(step, mat.NewVecDense(len(gradient), gradient)); err != nil {
		return nil, false
	}
	return step.RawVector().Data, finite(step.RawVector().Data...)
}

// hessian takes central differences of the analytic gradient. At a step of
// 1e-4 on the logs, truncation and rounding are both near 1e-9.
func hessian(f objective, logs []float64) *mat.SymDense {
	const step = 1e-4
	n := len(logs)
	at := slices.Clone(logs)
	up, down := make([]float64, n), make([]float64, n)
	full := mat.NewDense(n, n, nil)
	for i := range n {
		at[i] = logs[i] + step
		f(at, up)
		at[i] = logs[i] - step
		f(at, down)
		at[i] = logs[i]
		for j := range n {
			full.Set(i, j, (up[j]-down[j])/(2*step))
		}
	}
	h := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			h.SetSym(i, j, (full.At(i, j)+full.At(j, i))/2)
		}
	}
	return h
}

func largest(values []float64) float64 {
	most := 0.0
	for _, v := range values {
		most = max(most, math.Abs(v))
	}
	return most
}
