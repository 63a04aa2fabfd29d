package series

import (
	"context"
	"sync"
)

// Input is one of many series.
type Input struct {
	Name   string
	Values []float64
}

// Outcome is its forecast, or the reason why there is none.
type Outcome struct {
	Name     string
	Forecast Forecast
	Err      error
}

// ForecastMany is Choose for every series, with as many workers as are given
// (at least one). Outcomes stand in the order of the inputs and do not depend on the
// number of workers or on the other series; a series that is refused has its Err and
// stops nothing. Options that no series could satisfy, and the end of ctx, do.
//
// progress, where it is not nil, is called after each series with the number done, in
// ascending order and never by two workers at once.
func ForecastMany(ctx context.Context, inputs []Input, models []Model, options Options, workers int, progress func(done int)) ([]Outcome, error) {
	if err := options.check(); err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, len(inputs))
	var (
		mu         sync.Mutex // guards next, done and the calls of progress
		next, done int
		group      sync.WaitGroup
	)
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		if next == len(inputs) || ctx.Err() != nil {
			return 0, false
		}
		next++
		return next - 1, true
	}
	finish := func() {
		mu.Lock()
		defer mu.Unlock()
		done++
		if progress != nil {
			progress(done)
		}
	}
	for range max(1, min(workers, len(inputs))) {
		group.Go(func() {
			for i, ok := take(); ok; i, ok = take() {
				forecast, err := Choose(inputs[i].Values, models, options)
				outcomes[i] = Outcome{Name: inputs[i].Name, Forecast: forecast, Err: err}
				finish()
			}
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return outcomes, nil
}
