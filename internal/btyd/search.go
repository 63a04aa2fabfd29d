package btyd

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"gonum.org/v1/gonum/mat"
)

// search tries every start on the coarse objective and brings the best to the
// full one. Where there is nothing to thin, both are the same function.
func search(coarse, full objective, starts [][]float64) (optimum, error) {
	return searchLevels([]objective{coarse, full}, starts)
}

// searchLevels tries every start on the first objective, a small sample of the
// data, and brings the best from each to the next, with what is known of the
// curvature. The last has all the data. Where the best ends on a plateau (a
// parameter runs to 0 or infinity, or the sample lacked what is rare), all
// starts are tried on the second objective too, and the first of them on the
// third, where each trial is dear: a bowl may lie elsewhere. What 25,000
// histories do not show is no bowl of more.
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
		case min(2, last):
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
