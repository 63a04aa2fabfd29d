package btyd

import (
	"runtime"
	"sync"

	"gonum.org/v1/gonum/floats"
)

// chunk is how many groups one worker sums at a time. It does not depend on
// the number of workers, so that neither does the sum.
const chunk = 4096

// overChunks adds up a function over the groups of a cohort: term gives the
// sum over some of them and adds the derivatives to a gradient, which is nil
// where none are asked for. Chunks run beside each other and are added in the
// order of the groups.
func overChunks(c Cohort, gradient []float64, term func(groups []Group, gradient []float64) float64) float64 {
	clear(gradient)
	n := (len(c.groups) + chunk - 1) / chunk
	if n <= 1 {
		return term(c.groups, gradient)
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
				sums[i] = term(c.groups[i*chunk:min((i+1)*chunk, len(c.groups))], slopes[i])
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
