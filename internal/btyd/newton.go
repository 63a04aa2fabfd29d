package btyd

import (
	"slices"
	"sync"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

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
