package series

import "math"

// Theta is the method that won the M3 competition: the series without its season is
// smoothed, and continued with half the slope of its straight line,
//
//	forecast[n+h] = level[n] + b/2·(h − 1 + (1 − (1−alpha)^n)/alpha)
//
// times the factor of the season (plus its term, where some value is not positive).
// It is R's forecast::thetaf, but for the additive season, which R does not have.
//
// Assimakopoulos & Nikolopoulos, "The theta model: a decomposition approach to
// forecasting", International Journal of Forecasting 16 (2000) 521–530. Hyndman &
// Billah, "Unmasking the Theta method", ibid. 19 (2003) 287–290: the form used here.
type Theta struct{}

// Name implements Model.
func (Theta) Name() string { return "theta" }

// Fit implements Model. With one value the forecast repeats it.
func (Theta) Fit(y []float64, season int) (Fitted, error) {
	if err := checkFit(y, season); err != nil {
		return nil, err
	}
	return fitTheta(y, season, isSeasonal(y, season)), nil
}

// SeasonalTheta is Theta with a season wherever there are more than two cycles to find
// it in. The test that Theta makes needs long series: on 36 months with a trend, whose
// autocorrelations are high at every lag, it passes over a December that is plain to see.
type SeasonalTheta struct{}

// Name implements Model.
func (SeasonalTheta) Name() string { return "seasonal theta" }

// Fit implements Model.
func (SeasonalTheta) Fit(y []float64, season int) (Fitted, error) {
	if err := checkFit(y, season); err != nil {
		return nil, err
	}
	return fitTheta(y, season, canBeSeasonal(len(y), season)), nil
}

func fitTheta(y []float64, season int, seasonal bool) thetaFit {
	var f thetaFit
	if seasonal {
		f.season, _ = decompose(y, season)
	}
	x := make([]float64, len(y))
	for t, v := range y {
		x[t] = f.season.remove(v, t)
	}
	s := fitSmoothing(x)
	f.alpha, f.initial, f.drift = s.alpha, s.initial, slope(x)/2
	return f.run(y)
}

// slope of the least-squares line of x on 0, 1, …; 0 for a single value.
func slope(x []float64) float64 {
	if len(x) < 2 {
		return 0
	}
	middle, centre := float64(len(x)-1)/2, mean(x)
	var xy, xx float64
	for t, v := range x {
		d := float64(t) - middle
		xy += d * (v - centre)
		xx += d * d
	}
	return xy / xx
}

type thetaFit struct {
	n         int
	alpha     float64
	initial   float64 // level before the first value
	level     float64 // after the last
	drift     float64 // half the slope
	season    seasonality
	residuals []float64
}

// run smooths y with what was estimated.
func (f thetaFit) run(y []float64) thetaFit {
	f.n, f.level, f.residuals = len(y), f.initial, make([]float64, 0, len(y))
	for t, v := range y {
		if t > 0 {
			f.residuals = append(f.residuals, v-f.season.restore(f.level+f.drift*f.lag(t), t))
		}
		f.level += f.alpha * (f.season.remove(v, t) - f.level)
	}
	return f
}

// Extend implements Extended: weight, first level, slope and season are held.
func (f thetaFit) Extend(y []float64) Extended { return f.run(y) }

// lag is how many steps the level of n smoothed values is behind a straight line, plus
// the one step ahead.
func (f thetaFit) lag(n int) float64 {
	return (1 - math.Pow(1-f.alpha, float64(n))) / f.alpha
}

func (f thetaFit) Forecast(horizon int) []float64 {
	out := make([]float64, horizon)
	lag := f.lag(f.n)
	for i := range out {
		out[i] = f.season.restore(f.level+f.drift*(float64(i)+lag), f.n+i)
	}
	return out
}

// Residuals are those of the whole model. R's thetaf leaves the drift out of them.
func (f thetaFit) Residuals() []float64 { return f.residuals }

// Growth is the one of simple exponential smoothing: sqrt(1 + (h−1)·alpha²).
func (f thetaFit) Growth(horizon int) []float64 {
	out := make([]float64, horizon)
	for i := range out {
		out[i] = math.Sqrt(1 + float64(i)*f.alpha*f.alpha)
	}
	return out
}
