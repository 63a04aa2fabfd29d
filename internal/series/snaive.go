package series

import "math"

// SeasonalNaive forecasts each period by the last value seen in the same period of
// the cycle: "last year's month". With season 1 it is the naive forecast, which
// repeats the last value; so it does where a series is shorter than a season.
//
// Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., section 5.2.
type SeasonalNaive struct{}

// Name implements Model.
func (SeasonalNaive) Name() string { return "seasonal naive" }

// Fit implements Model.
func (SeasonalNaive) Fit(y []float64, season int) (Fitted, error) {
	if err := checkFit(y, season); err != nil {
		return nil, err
	}
	if len(y) < season {
		season = 1
	}
	return repeatLast(y, season), nil
}

func repeatLast(y []float64, season int) seasonalNaiveFit {
	f := seasonalNaiveFit{last: append([]float64(nil), y[len(y)-season:]...)}
	for t := season; t < len(y); t++ {
		f.residuals = append(f.residuals, y[t]-y[t-season])
	}
	return f
}

type seasonalNaiveFit struct {
	last      []float64 // the last cycle
	residuals []float64
}

func (f seasonalNaiveFit) Forecast(horizon int) []float64 {
	out := make([]float64, horizon)
	for i := range out {
		out[i] = f.last[i%len(f.last)]
	}
	return out
}

// Extend implements Extended; there is nothing estimated to hold but the season.
func (f seasonalNaiveFit) Extend(y []float64) Extended { return repeatLast(y, len(f.last)) }

func (f seasonalNaiveFit) Residuals() []float64 { return f.residuals }

// Growth counts the cycles ahead: sqrt(k+1), k complete cycles before h (the same
// book, table 5.2).
func (f seasonalNaiveFit) Growth(horizon int) []float64 {
	out := make([]float64, horizon)
	for i := range out {
		out[i] = math.Sqrt(float64(i/len(f.last) + 1))
	}
	return out
}
