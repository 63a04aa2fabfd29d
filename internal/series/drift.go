package series

import "math"

// Drift is a random walk with drift: the last value, and from there the straight line
// from the first value to the last,
//
//	forecast[n+h] = y[n] + h·(y[n] − y[1])/(n−1)
//
// Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., section 5.2.
type Drift struct{}

// Name implements Model.
func (Drift) Name() string { return "drift" }

// Fit implements Model. It makes no use of the season; a single value is repeated.
func (Drift) Fit(y []float64, season int) (Fitted, error) {
	if err := checkFit(y, season); err != nil {
		return nil, err
	}
	f := driftFit{known: len(y)}
	if len(y) > 1 {
		f.slope = (y[len(y)-1] - y[0]) / float64(len(y)-1)
	}
	return f.run(y), nil
}

type driftFit struct {
	known     int // the values that the slope was estimated on
	slope     float64
	last      float64
	residuals []float64
}

func (f driftFit) run(y []float64) driftFit {
	f.last, f.residuals = y[len(y)-1], nil
	for t := 1; t < len(y); t++ {
		f.residuals = append(f.residuals, y[t]-y[t-1]-f.slope)
	}
	return f
}

// Extend implements Extended.
func (f driftFit) Extend(y []float64) Extended { return f.run(y) }

func (f driftFit) Forecast(horizon int) []float64 {
	out := make([]float64, horizon)
	for i := range out {
		out[i] = f.last + float64(i+1)*f.slope
	}
	return out
}

// Residuals implements Fitted.
func (f driftFit) Residuals() []float64 { return f.residuals }

// Growth is sqrt(h·(1 + h/(n−1))) over its value at h = 1 (the same book, table 5.2): the
// walk, and the slope, which is not known exactly either.
func (f driftFit) Growth(horizon int) []float64 {
	out, steps := make([]float64, horizon), float64(max(f.known-1, 1))
	for i := range out {
		h := float64(i + 1)
		out[i] = math.Sqrt(h * (1 + h/steps) / (1 + 1/steps))
	}
	return out
}
