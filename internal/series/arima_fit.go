package series

import (
	"fmt"
	"math"
)

// ARIMAFit is an ARIMA model estimated on a series.
type ARIMAFit struct {
	// Order is the form, Season the number of values to a cycle.
	Order  ARIMAOrder
	Season int
	// Coefficients are AR, MA, seasonal AR, seasonal MA ones and the constant, in this
	// order and with R's signs. The constant is the mean of the differenced series, so
	// with a seasonal difference the drift of a whole cycle.
	Coefficients []float64
	// LogLikelihood is that of the differenced series; 0 where nothing was estimated.
	LogLikelihood float64

	recent    []float64 // as many of the last values as the differences need
	state     []float64 // of the filter after the last value
	phi       []float64
	residuals []float64
}

func newARIMAFit(y []float64, season int, e estimated) *ARIMAFit {
	f := &ARIMAFit{Order: e.order, Season: season, Coefficients: e.coefficients, LogLikelihood: e.logLik}
	return f.follow(y)
}

// follow runs the filter over y with everything estimated held.
func (f *ARIMAFit) follow(y []float64) *ARIMAFit {
	out := *f
	o, season := f.Order, f.Season
	x := o.difference(y, season)
	out.recent = append([]float64(nil), y[len(y)-o.lost(season):]...)
	c := o.coefficients(f.Coefficients)
	var filter armaFilter
	filter.ar, filter.ma = c.terms(nil, nil, season)
	filter.resize(o.longAR(season), o.longMA(season))
	out.residuals = make([]float64, len(x))
	filter.run(x, c.constant, out.residuals)
	out.state, out.phi = filter.state, filter.phi
	return &out
}

// Extend implements Extended.
func (f *ARIMAFit) Extend(y []float64) Extended { return f.follow(y) }

// Forecast implements Fitted.
func (f *ARIMAFit) Forecast(horizon int) []float64 {
	constant := f.Order.coefficients(f.Coefficients).constant
	state := append([]float64(nil), f.state...)
	lost := len(f.recent)
	path := append(append(make([]float64, 0, lost+horizon), f.recent...), make([]float64, horizon)...)
	weights := f.differences()
	for t := lost; t < len(path); t++ {
		path[t] = constant + state[0]
		for _, term := range weights {
			path[t] += term.weight * path[t-term.lag]
		}
		first := state[0]
		for i := range len(state) - 1 {
			state[i] = f.phi[i]*first + state[i+1]
		}
	}
	return path[lost:]
}

// differences as an AR polynomial: what a value takes over from the past ones.
func (f *ARIMAFit) differences() []lagTerm {
	dense := []float64{1}
	for range f.Order.Differences {
		dense = timesDifference(dense, 1)
	}
	for range f.Order.SeasonalDifferences {
		dense = timesDifference(dense, f.Season)
	}
	var out []lagTerm
	for lag, v := range dense {
		if lag > 0 && v != 0 {
			out = append(out, lagTerm{lag, -v})
		}
	}
	return out
}

func timesDifference(polynomial []float64, lag int) []float64 {
	out := append(append([]float64(nil), polynomial...), make([]float64, lag)...)
	for i, v := range polynomial {
		out[i+lag] -= v
	}
	return out
}

// Residuals implements Fitted: errors one step ahead, from the first value on that has
// all its differences.
func (f *ARIMAFit) Residuals() []float64 { return f.residuals }

// Growth is sqrt(Σ ψ²) of the responses ψ of the series to an error.
func (f *ARIMAFit) Growth(horizon int) []float64 {
	c := f.Order.coefficients(f.Coefficients)
	ar, ma := c.terms(nil, nil, f.Season)
	differences := f.differences()
	stationary, whole := make([]float64, horizon), make([]float64, horizon)
	out := make([]float64, horizon)
	sum := 0.0
	for h := range out {
		if h == 0 {
			stationary[h] = 1
		}
		for _, term := range ma {
			if term.lag == h {
				stationary[h] += term.weight
			}
		}
		stationary[h] += weighted(ar, stationary, h)
		whole[h] = stationary[h] + weighted(differences, whole, h)
		sum += whole[h] * whole[h]
		out[h] = math.Sqrt(sum)
	}
	return out
}

func weighted(terms []lagTerm, past []float64, at int) float64 {
	sum := 0.0
	for _, term := range terms {
		if term.lag <= at {
			sum += term.weight * past[at-term.lag]
		}
	}
	return sum
}

// Form is R's name of the model: "ARIMA(0,1,1)(0,1,1)[12] with drift".
func (f *ARIMAFit) Form() string {
	o := f.Order
	form := fmt.Sprintf("ARIMA(%d,%d,%d)", o.AR, o.Differences, o.MA)
	if f.Season > 1 && o.SeasonalAR+o.SeasonalDifferences+o.SeasonalMA > 0 {
		form += fmt.Sprintf("(%d,%d,%d)[%d]", o.SeasonalAR, o.SeasonalDifferences, o.SeasonalMA, f.Season)
	}
	switch differences := o.Differences + o.SeasonalDifferences; {
	case o.Constant && differences == 0:
		return form + " with non-zero mean"
	case o.Constant:
		return form + " with drift"
	case differences == 0:
		return form + " with zero mean"
	default:
		return form
	}
}
