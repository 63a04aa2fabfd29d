package series

import (
	"fmt"
	"math"
)

// ARIMA is the seasonal autoregressive integrated moving average model
//
//	φ(B)·Φ(B^m)·(1−B)^d·(1−B^m)^D·(y[t] − constant) = θ(B)·Θ(B^m)·e[t]
//
// Without an Order it chooses its form as R's forecast::auto.arima (8.20,
// approximation = TRUE) does: D by the strength of the season, d by tests of KPSS, the
// other orders by a stepwise search, and estimates it by exact maximum likelihood.
//
// Box & Jenkins, Time Series Analysis: Forecasting and Control (1970); Hyndman &
// Khandakar, Journal of Statistical Software 27(3) (2008).
type ARIMA struct {
	// Order, where it is not nil, is the form to estimate. A history that cannot carry it
	// gets one that is chosen.
	Order *ARIMAOrder
}

// Name implements Model.
func (ARIMA) Name() string { return "arima" }

// Fit implements Model. A history that follows its differences exactly, a single value
// or a straight line, is continued as it is.
func (a ARIMA) Fit(y []float64, season int) (Fitted, error) {
	if err := checkFit(y, season); err != nil {
		return nil, err
	}
	if a.Order != nil {
		if f, ok := fitOrder(y, season, *a.Order); ok {
			return f, nil
		}
	}
	return fitARIMA(y, season), nil
}

func fitARIMA(y []float64, season int) *ARIMAFit {
	shrink := binaryScale(y)
	x := make([]float64, len(y))
	for t, v := range y {
		x[t] = v * shrink
	}
	form := ARIMAOrder{Constant: true}
	if isNearlyConstant(x) {
		return newARIMAFit(y, season, estimated{order: form, coefficients: []float64{mean(x) / shrink}})
	}
	form.SeasonalDifferences = seasonalDifferences(x, season)
	if form.SeasonalDifferences > 0 {
		x = difference(x, season)
	}
	form.Differences = plainDifferences(x)
	for range form.Differences {
		x = difference(x, 1)
	}
	form.Constant = form.Differences+form.SeasonalDifferences <= 1
	best, ok := estimated{}, false
	if !isNearlyConstant(x) {
		best, ok = chooseARIMA(x, season, form, len(y), shrink)
	}
	if !ok {
		best = estimated{order: form}
		if form.Constant {
			best.coefficients = []float64{mean(x) / shrink}
		}
	}
	return newARIMAFit(y, season, best)
}

// chooseARIMA for x, the differences of n values, which are what they were times shrink.
func chooseARIMA(x []float64, season int, form ARIMAOrder, n int, shrink float64) (estimated, bool) {
	e, scale := scaledEstimation(x, season)
	s := arimaSearch{estimation: e, most: mostOrders(n, season), small: n <= 3}
	s.run(form, n)
	best, ok := s.final()
	if !ok {
		return estimated{}, false
	}
	return best.inUnits(scale/shrink, len(x)), true
}

// fitOrder estimates a given form; not ok where the history is too short for it or the
// likelihood has no maximum inside the stationary region.
func fitOrder(y []float64, season int, o ARIMAOrder) (*ARIMAFit, bool) {
	lost := o.Differences + o.SeasonalDifferences*season
	if len(y) <= lost {
		return nil, false
	}
	if o.Differences+o.SeasonalDifferences > 1 {
		o.Constant = false
	}
	shrink := binaryScale(y)
	x := make([]float64, len(y))
	for t, v := range y {
		x[t] = v * shrink
	}
	for range o.SeasonalDifferences {
		x = difference(x, season)
	}
	for range o.Differences {
		x = difference(x, 1)
	}
	if isNearlyConstant(x) {
		return nil, false
	}
	e, scale := scaledEstimation(x, season)
	c := e.search(o, true)
	if c.failed {
		return nil, false
	}
	best, ok := e.maximise(c)
	if !ok {
		return nil, false
	}
	return newARIMAFit(y, season, best.inUnits(scale/shrink, len(x))), true
}

// binaryScale is the power of two that brings the largest value to about 1: it changes no
// digit, and squares stay within float64.
func binaryScale(y []float64) float64 {
	largest := 0.0
	for _, v := range y {
		largest = math.Max(largest, math.Abs(v))
	}
	_, exponent := math.Frexp(largest)
	return math.Ldexp(1, min(max(-exponent, -1000), 1000))
}

// scaledEstimation divides x by its root mean square.
func scaledEstimation(x []float64, season int) (*estimation, float64) {
	scale := rootMeanSquare(x)
	out := make([]float64, len(x))
	for t, v := range x {
		out[t] = v / scale
	}
	return newEstimation(out, season), scale
}

// inUnits of the series itself, of n values after differencing.
func (e estimated) inUnits(scale float64, n int) estimated {
	e.coefficients = append([]float64(nil), e.coefficients...)
	if e.order.Constant {
		e.coefficients[len(e.coefficients)-1] *= scale
	}
	e.logLik -= float64(n) * math.Log(scale)
	return e
}

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
	x := y
	for range o.SeasonalDifferences {
		x = difference(x, season)
	}
	for range o.Differences {
		x = difference(x, 1)
	}
	lost := len(y) - len(x)
	out.recent = append([]float64(nil), y[len(y)-lost:]...)
	c := o.coefficients(f.Coefficients)
	filter := armaFilter{
		ar: appendProduct(nil, c.ar, c.seasonal, season, -1),
		ma: appendProduct(nil, c.ma, c.seasonMA, season, 1),
	}
	filter.resize(longestLag(o.AR, o.SeasonalAR, season), longestLag(o.MA, o.SeasonalMA, season))
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
	ar := appendProduct(nil, c.ar, c.seasonal, f.Season, -1)
	ma := appendProduct(nil, c.ma, c.seasonMA, f.Season, 1)
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
		whole[h] = stationary[h] + weighted(f.differences(), whole, h)
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
