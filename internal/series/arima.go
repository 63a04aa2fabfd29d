package series

import "math"

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
		if err := a.Order.check(); err != nil {
			return nil, err
		}
		if f, ok := fitOrder(y, season, a.Order.sensible(season)); ok {
			return f, nil
		}
	}
	return fitARIMA(y, season), nil
}

func fitARIMA(y []float64, season int) *ARIMAFit {
	shrink := binaryScale(y)
	x := shrunk(y, shrink)
	form := ARIMAOrder{Constant: true}
	if isNearlyConstant(x) {
		return newARIMAFit(y, season, estimated{order: form, coefficients: []float64{mean(x) / shrink}})
	}
	form.SeasonalDifferences = seasonalDifferences(x, season)
	if form.SeasonalDifferences > 0 {
		x = difference(x, season)
	}
	form.Differences = plainDifferences(x)
	form = form.sensible(season)
	x = ARIMAOrder{Differences: form.Differences}.difference(x, season)
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

// fitOrder estimates a given form; not ok where the history cannot carry it.
func fitOrder(y []float64, season int, o ARIMAOrder) (*ARIMAFit, bool) {
	if len(y) <= o.lost(season) {
		return nil, false
	}
	shrink := binaryScale(y)
	x := o.difference(shrunk(y, shrink), season)
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

func shrunk(y []float64, shrink float64) []float64 {
	out := make([]float64, len(y))
	for t, v := range y {
		out[t] = v * shrink
	}
	return out
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
	return newEstimation(shrunk(x, 1/scale), season), scale
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
