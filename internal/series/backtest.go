package series

import "math"

// Trial is how a model did on one series, judged by rolling origins: at each origin it
// was fitted to the values known then and to nothing later.
type Trial struct {
	Model string
	// Known holds the number of values known at each origin, ascending.
	Known []int
	// Errors[i][h-1] is value minus forecast h steps after origin i; the rows of late
	// origins are shorter, as the series ends. Means are the forecasts themselves.
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

// Backtest judges model on y by at most origins rolling origins, the latest ones that
// leave it enough history; each forecasts up to horizon steps. A series too short for a
// single origin is refused with a TooShortError.
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
	first := firstOrigin(len(y), season)
	if first >= len(y) {
		return Trial{}, &TooShortError{Have: len(y), Need: first + 1}
	}
	trial := Trial{Model: model.Name()}
	for known := max(first, len(y)-origins); known < len(y); known++ {
		fit, err := model.Fit(y[:known], season)
		if err != nil {
			return Trial{}, err
		}
		trial.add(known, fit.Forecast(min(horizon, len(y)-known)), y[known:])
	}
	trial.measure(y, season)
	return trial, nil
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

func (t *Trial) add(known int, means, came []float64) {
	errors := make([]float64, len(means))
	for i, f := range means {
		errors[i] = came[i] - f
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
			t.StepSMAPE[h] += symmetric(t.Means[i][h]+e, t.Means[i][h])
			t.StepMASE[h] += math.Abs(e) / scale
			t.Counts[h]++
		}
	}
	for h, count := range t.Counts {
		t.StepSMAPE[h] /= float64(count)
		t.StepMASE[h] /= float64(count)
	}
	t.SMAPE, t.MASE = mean(t.StepSMAPE), mean(t.StepMASE)
}
