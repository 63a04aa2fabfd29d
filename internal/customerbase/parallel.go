package customerbase

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// beside calls do for the parts of 0 … n−1, several at once. What a part does
// must depend on its numbers alone, so that nothing depends on how many run.
func beside(n, workers int, do func(from, to int)) {
	const part = 64
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	parts := (n + part - 1) / part
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(workers, parts) {
		group.Go(func() {
			for {
				at := int(next.Add(1)-1) * part
				if at >= n {
					return
				}
				do(at, min(at+part, n))
			}
		})
	}
	group.Wait()
}
