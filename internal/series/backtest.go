package series

import "math"

// Trial is how a model did on one series, judged by rolling origins: at each origin it
// was fitted to the values known then and to nothing later.
type Trial struct {
	Model string
	// Known holds the number of values known at each origin, ascending.
	Known []int
	// Errors[i][h-1] is value minus forecast h steps after origin i; the rows of late
	// origins are shorter, as the series ends, and NaN stands where the series has a gap
	// to be judged by or from. Means are the forecasts themselves.
	Errors, Means [][]float64
	// StepSMAPE[h-1] and StepMASE[h-1] are the measures h steps ahead, over the origins
	// that reach so far; Counts[h-1] says how many do.
	StepSMAPE, StepMASE []float64
	Counts              []int
	// SMAPE and MASE are the means over the steps, so that the many short steps do not
	// outweigh the few long ones. The unit of MASE is Scale of the whole series: one
	// unit for all origins and all models.
	SMAPE, MASE float64
}

// Along its rolling origins a model is estimated anew when the history has grown by a
// third since it was estimated last. In between it is extended: the parameters of a model
// move little from month to month, and an estimation costs a hundred times what carrying
// the states along does.
func outgrown(known, estimated int) bool { return 3*known >= 4*estimated }

// Backtest judges model on y by at most origins rolling origins, the latest ones that
// leave it enough history; each forecasts up to horizon steps. The model is estimated at
// the first origin, and again whenever the history has grown by a third; in between it
// keeps its parameters, where it is an Extended. A series too short for a single origin is refused
// with a TooShortError.
func Backtest(model Model, y []float64, season, horizon, origins int) (Trial, error) {
	if err := checkFit(y, season); err != nil {
		return Trial{}, err
	}
	if err := checkRange("horizon", horizon, 1, longest); err != nil {
		return Trial{}, err
	}
	if err := checkRange("origins", origins, 1, longest); err != nil {
		return Trial{}, err
	}
	if first := firstOrigin(len(y), season); first >= len(y) {
		return Trial{}, &TooShortError{Have: len(y), Need: first + 1}
	}
	return backtest(model, history{y: y}, season, horizon, origins, math.Inf(-1))
}

// backtest lets no forecast fall below floor.
func backtest(model Model, past history, season, horizon, origins int, floor float64) (Trial, error) {
	n := len(past.y)
	first := max(firstOrigin(n, season), n-origins)
	trial := Trial{Model: model.Name()}
	var fit Fitted
	estimated := 0
	for known := first; known < n; known++ {
		before, ok := fit.(Extended)
		if ok && !outgrown(known, estimated) {
			fit = before.Extend(past.y[:known])
		} else {
			var err error
			if fit, err = model.Fit(past.y[:known], season); err != nil {
				return Trial{}, err
			}
			estimated = known
		}
		trial.add(known, atLeast(floor, fit.Forecast(min(horizon, n-known))), past)
	}
	trial.measure(past.y, season)
	return trial, nil
}

// history is a series whose gaps are filled, and where they were. Models learn from what
// fills them, but nothing is judged there: neither in a gap nor from one.
type history struct {
	y    []float64
	gaps map[int]bool // positions from 0
}

// firstOrigin is the least history that a rolling origin leaves to a model: enough for
// it to be the model that forecasts in the end, so more than two cycles, without which
// no season is found. A series that has no more than that is judged from one cycle on,
// or from the third value.
func firstOrigin(n, season int) int {
	for _, known := range []int{2*season + 1, season + 1} {
		if n >= known+season/2+2 {
			return max(known, 3)
		}
	}
	return max(3, n/2)
}

func (t *Trial) add(known int, means []float64, past history) {
	errors := make([]float64, len(means))
	for i, f := range means {
		errors[i] = past.y[known+i] - f
		if past.gaps[known+i] || past.gaps[known-1] {
			errors[i] = math.NaN()
		}
	}
	t.Known = append(t.Known, known)
	t.Means = append(t.Means, means)
	t.Errors = append(t.Errors, errors)
}

func (t *Trial) measure(y []float64, season int) {
	scale, steps := Scale(y, season), len(t.Errors[0])
	t.StepSMAPE, t.StepMASE = make([]float64, steps), make([]float64, steps)
	t.Counts = make([]int, steps)
	for i, errors := range t.Errors {
		for h, e := range errors {
			if math.IsNaN(e) {
				continue
			}
			t.StepSMAPE[h] += symmetric(t.Means[i][h]+e, t.Means[i][h])
			t.StepMASE[h] += math.Abs(e) / scale
			t.Counts[h]++
		}
	}
	t.SMAPE, t.MASE = overSteps(t.StepSMAPE, t.Counts), overSteps(t.StepMASE, t.Counts)
}

// overSteps turns sums into means, step by step, and is the mean of these.
func overSteps(sums []float64, counts []int) float64 {
	total, steps := 0.0, 0
	for h, count := range counts {
		if count == 0 {
			continue
		}
		sums[h] /= float64(count)
		total += sums[h]
		steps++
	}
	return total / float64(max(1, steps))
}
