package btyd

import (
	"runtime"
	"sync"

	"gonum.org/v1/gonum/floats"
)

// chunk is how many groups one worker sums at a time. It does not depend on
// the number of workers, so that neither does the sum.
const chunk = 4096

// overChunks adds up a function over the groups of a cohort.
func overChunks(c Cohort, gradient []float64, term func(groups []Group, gradient []float64) float64) float64 {
	return sumChunks(c.groups, gradient, term)
}

// sumChunks adds up a function over groups: term gives the sum over some of
// them and adds the derivatives to a gradient, which is nil where none are
// asked for. Chunks run beside each other and are added in the order of the
// groups.
func sumChunks[G any](groups []G, gradient []float64, term func(groups []G, gradient []float64) float64) float64 {
	clear(gradient)
	n := (len(groups) + chunk - 1) / chunk
	if n <= 1 {
		return term(groups, gradient)
	}
	sums, slopes := make([]float64, n), make([][]float64, n)
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := range next {
				if gradient != nil {
					slopes[i] = make([]float64, len(gradient))
				}
				sums[i] = term(groups[i*chunk:min((i+1)*chunk, len(groups))], slopes[i])
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	workers.Wait()
	total := 0.0
	for i := range n {
		total += sums[i]
		if gradient != nil {
			floats.Add(gradient, slopes[i])
		}
	}
	return total
}
