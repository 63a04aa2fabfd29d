package btyd

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"

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

// search tries every start on the coarse objective and brings the best to the
// full one. Where there is nothing to thin, both are the same function.
func search(coarse, full objective, starts [][]float64) (optimum, error) {
	return searchLevels([]objective{coarse, full}, starts)
}

// searchLevels tries every start on the first objective, a small sample of the
// data, and brings the best from each to the next, with what is known of the
// curvature. The last has all the data. Where the best ends on a plateau (a
// parameter runs to 0 or infinity, or the sample lacked what is rare), all
// starts are tried on the second objective too, and the first of them on all
// the data, where each trial is dear: a bowl may lie elsewhere.
func searchLevels(levels []objective, starts [][]float64) (optimum, error) {
	best, iterations := tryAll(levels[0], starts)
	if best.logs == nil {
		return optimum{}, fmt.Errorf("%w: the likelihood is not finite at any of %d starting points", ErrNoOptimum, len(starts))
	}
	last := len(levels) - 1
	best = refineFrom(levels[0], best.logs, best.inverse)
	for i, f := range levels {
		if i > 0 {
			iterations += best.iterations
			best = refineFrom(f, best.logs, best.curvature())
		}
		switch i {
		case min(1, last):
			best = orElsewhere(f, best, starts)
		case last:
			best = orElsewhere(f, best, starts[:1])
		}
		if best.logs == nil {
			return optimum{}, fmt.Errorf("%w: the likelihood is not finite", ErrNoOptimum)
		}
	}
	best.iterations += iterations
	return best, nil
}

// orElsewhere descends from the starts in turn for as long as the best is no
// bowl.
func orElsewhere(f objective, best optimum, starts [][]float64) optimum {
	for i := 0; i < len(starts) && !best.settled(); i++ {
		other := descend(f, starts[i], handOver, nil)
		iterations := best.iterations + other.iterations
		if best.logs == nil || other.value < best.value {
			best = refineFrom(f, other.logs, other.inverse)
		}
		best.iterations = iterations
	}
	return best
}

// tryAll descends from every start, beside each other, and answers with the
// best, the first of equals.
func tryAll(f objective, starts [][]float64) (best optimum, iterations int) {
	tried := make([]optimum, len(starts))
	var workers sync.WaitGroup
	for i, start := range starts {
		workers.Go(func() { tried[i] = descend(f, start, handOver, nil) })
	}
	workers.Wait()
	best = optimum{point: point{value: math.Inf(1)}}
	for _, found := range tried {
		iterations += found.iterations
		if found.value < best.value {
			best = found
		}
	}
	return best, iterations
}

// refine goes to the optimum from a start of which nothing is known.
func refine(f objective, start []float64) optimum { return refineFrom(f, start, nil) }

func refineFrom(f objective, start []float64, inverse *mat.SymDense) optimum {
	if start == nil {
		return optimum{}
	}
	best := descend(f, start, nearly, inverse)
	if best.logs == nil {
		return best
	}
	polish(f, &best)
	if !best.settled() && !arrived(best) {
		before := best.iterations
		best = descend(f, best.logs, lastDescent, nil)
		best.iterations += before
		polish(f, &best)
	}
	if !best.settled() && !arrived(best) {
		followRidge(f, &best)
	}
	return best
}

// curvature is the inverse of the Hessian, the directions left open taken as
// just known.
func (o optimum) curvature() *mat.SymDense {
	var eigen mat.EigenSym
	if o.hessian == nil || !eigen.Factorize(o.hessian, true) {
		return nil
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	inverse := mat.NewSymDense(o.hessian.SymmetricDim(), nil)
	for k, value := range eigen.Values(nil) {
		inverse.SymRankOne(inverse, 1/max(value, leastCurvature), vectors.ColView(k))
	}
	return inverse
}

// settled is true at the bottom of a bowl.
func (o optimum) settled() bool {
	if o.logs == nil {
		return false
	}
	_, gain, ok := newtonStep(o.hessian, o.gradient)
	return ok && gain <= enough
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

// polish takes Newton steps from where the descent ended, and leaves the
// Hessian of the final point.
func polish(f objective, best *optimum) {
	best.hessian = hessian(f, best.logs)
	moved := 0.0 // since the Hessian was taken
	step, gain := downTo(best.hessian, best.gradient)
	for range 20 {
		if !(gain > nothingLeft) || largest(step) > longestStep {
			break
		}
		next := point{logs: slices.Clone(best.logs), gradient: make([]float64, len(step))}
		floats.Add(next.logs, step)
		next.value = f(next.logs, next.gradient)
		if !next.finite() {
			break
		}
		// The slopes, not the value, tell points apart here: the value is flat to
		// its last digit around the optimum.
		then, less := downTo(best.hessian, next.gradient)
		if !(less < gain) {
			break
		}
		best.point = next
		best.iterations++
		if moved += largest(step); moved > farForHessian {
			best.hessian, moved = hessian(f, best.logs), 0
			then, less = downTo(best.hessian, best.gradient)
		}
		step, gain = then, less
	}
	if moved > nearForErrors {
		best.hessian = hessian(f, best.logs)
	}
}

// downTo is the Newton step, or where that goes far or there is no bowl the
// step to the bottom across the directions that are known.
func downTo(h *mat.SymDense, gradient []float64) (step []float64, gain float64) {
	step, gain, ok := newtonStep(h, gradient)
	if ok && largest(step) <= longestStep {
		return step, gain
	}
	across, ok := slopesOf(h, gradient)
	if !ok {
		return nil, 0
	}
	return across.across, across.gain
}

// newtonStep goes to the bottom of the parabola, gain below this point. It is
// not ok where the parabola has none.
func newtonStep(h *mat.SymDense, gradient []float64) (step []float64, gain float64, ok bool) {
	var factor mat.Cholesky
	if !factor.Factorize(h) {
		return nil, 0, false
	}
	to := mat.NewVecDense(len(gradient), nil)
	// An error is a bad condition: the step is then judged by what it brings.
	_ = factor.SolveVecTo(to, mat.NewVecDense(len(gradient), gradient))
	to.ScaleVec(-1, to)
	step = to.RawVector().Data
	return step, -floats.Dot(step, gradient) / 2, finite(step...)
}

// hessian takes central differences of the analytic gradient, beside each
// other. At a step of 1e-4 on the logs, truncation and rounding are both near
// 1e-9.
func hessian(f objective, logs []float64) *mat.SymDense {
	const step = 1e-4
	n := len(logs)
	full := mat.NewDense(n, n, nil)
	var workers sync.WaitGroup
	for i := range n {
		workers.Go(func() {
			at := slices.Clone(logs)
			up, down := make([]float64, n), make([]float64, n)
			at[i] = logs[i] + step
			f(at, up)
			at[i] = logs[i] - step
			f(at, down)
			for j := range n {
				full.Set(i, j, (up[j]-down[j])/(2*step))
			}
		})
	}
	workers.Wait()
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
