package series

import "math"

// estimation of ARIMA models on one differenced series, whose slices serve all of them.
type estimation struct {
	x       []float64 // differenced, scaled to about 1
	season  int
	centre  float64 // of x
	unit    float64 // ten standard errors of the centre: the unit of the constant's search
	filter  armaFilter
	descent descent
	apart   []float64 // x less the constant
	cycles  []float64 // that after the seasonal AR part
	errors  []float64
	scratch []float64
}

func newEstimation(x []float64, season int) *estimation {
	e := &estimation{x: x, season: season, centre: mean(x), unit: 1}
	if n := float64(len(x)); n > 1 {
		if error := math.Sqrt(variance(x) / (n - 1)); error > 0 {
			e.unit = 10 * error
		}
	}
	return e
}

// candidate is a form with what has been estimated of it.
type candidate struct {
	order     ARIMAOrder
	searched  []float64 // where the conditional search ended, in its own units
	settled   bool
	failed    bool
	criterion float64 // infinite where a check has failed
}

// smallest sum of squares, relative to the scale: logarithms of less are of no use.
const leastSquare = 1e-28

// conditional is half the logarithm of the mean squared error of x, given the values
// before the first one that the AR part can forecast, and zeros for the errors there.
// The seasonal and the plain polynomial of a side are applied one after the other, which
// costs their sum and not their product.
func (e *estimation) conditional(o ARIMAOrder, searched []float64) float64 {
	c := o.coefficients(searched)
	centre := 0.0
	if o.Constant {
		centre = e.centre + c.constant*e.unit
	}
	n := len(e.x)
	e.apart, e.cycles, e.errors = resized(e.apart, n), resized(e.cycles, n), resized(e.errors, n)
	for t, v := range e.x {
		e.apart[t] = v - centre
	}
	reach, first := o.SeasonalAR*e.season, o.longAR(e.season)
	applyAR(e.cycles[reach:], e.apart, c.seasonal, e.season)
	applyAR(e.errors[first:], e.cycles[reach:], c.ar, 1)
	errors := e.errors[first:]
	undoMA(errors, c.seasonMA, e.season)
	undoMA(errors, c.ma, 1)
	squares := 0.0
	for _, v := range errors {
		squares += v * v
	}
	return math.Log(math.Max(squares/float64(n-first), leastSquare)) / 2
}

// applyAR takes 1 − Σ weights[j]·B^(lag·(j+1)) of from; to holds what all lags reach.
func applyAR(to, from, weights []float64, lag int) {
	reach := len(from) - len(to)
	copy(to, from[reach:])
	for j, weight := range weights {
		past := from[reach-lag*(j+1):]
		past = past[:len(to)]
		for t, v := range past {
			to[t] -= weight * v
		}
	}
}

// undoMA divides x by 1 + Σ weights[j]·B^(lag·(j+1)), with zeros before its first value.
func undoMA(x, weights []float64, lag int) {
	if len(weights) == 0 {
		return
	}
	for t := lag; t < len(x); t++ {
		v := x[t]
		for j, weight := range weights {
			back := t - lag*(j+1)
			if back < 0 {
				break
			}
			v -= weight * x[back]
		}
		x[t] = v
	}
}

// exact is half the logarithm of the variance with the determinant's share: −1/n of the
// concentrated log-likelihood, but for a constant. The AR coefficients are searched as
// partial autocorrelations.
func (e *estimation) exact(o ARIMAOrder, searched []float64) float64 {
	e.scratch = resized(e.scratch, len(searched))
	copy(e.scratch, searched)
	to, from := o.coefficients(e.scratch), o.coefficients(searched)
	fromPartial(from.ar, to.ar)
	fromPartial(from.seasonal, to.seasonal)
	if o.Constant {
		to.constant = e.centre + from.constant*e.unit
	}
	value, _ := e.likelihood(o, to)
	return value
}

// likelihood returns the criterion that exact minimises, and the mean squared error.
func (e *estimation) likelihood(o ARIMAOrder, c arimaCoefficients) (value, square float64) {
	f := &e.filter
	f.ar, f.ma = c.terms(f.ar[:0], f.ma[:0], e.season)
	f.resize(o.longAR(e.season), o.longMA(e.season))
	squares, logs, ok := f.run(e.x, c.constant, nil)
	if !ok {
		return math.MaxFloat64, 0
	}
	n := float64(len(e.x))
	square = math.Max(squares/n, leastSquare)
	return (math.Log(square) + logs/n) / 2, square
}

// search estimates the candidate by conditional least squares and gives it the
// corrected criterion of Akaike.
func (e *estimation) search(o ARIMAOrder, small bool) candidate {
	c := candidate{order: o, criterion: math.Inf(1), searched: make([]float64, o.parameters())}
	used := len(e.x) - o.longAR(e.season)
	n, k := float64(len(e.x)), float64(o.parameters()+1)
	spare := n - k - 1
	if used < 1 || (spare <= 0 && !small) {
		c.failed = true
		return c
	}
	e.descent.value = func(x []float64) float64 { return e.conditional(o, x) }
	least, settled, ok := e.descent.minimise(c.searched)
	c.settled, c.failed = settled, !ok
	if !ok || !e.rootsFarFromUnit(o.coefficients(c.searched)) {
		return c
	}
	c.criterion = n*2*least + 2*k
	if !small {
		c.criterion += 2 * k * (k + 1) / spare
	}
	return c
}

// nearUnit is the modulus that every root of a model must exceed.
const nearUnit = 1.01

// rootsFarFromUnit: those of a seasonal polynomial are the season-th roots of those of
// the same polynomial in one lag.
func (e *estimation) rootsFarFromUnit(c arimaCoefficients) bool {
	cycle := math.Pow(nearUnit, float64(e.season))
	return rootsBeyond(nearUnit, c.ar) && rootsBeyond(nearUnit, negated(c.ma)) &&
		rootsBeyond(cycle, c.seasonal) && rootsBeyond(cycle, negated(c.seasonMA))
}

// isMinimum makes sure that the candidate's search ended where the sum of squares is
// least, and not on a ridge.
func (e *estimation) isMinimum(c candidate) bool {
	e.descent.value = func(x []float64) float64 { return e.conditional(c.order, x) }
	return e.descent.curved(c.searched)
}

// maximise estimates the candidate by exact maximum likelihood, from where the
// conditional search ended. It refuses a model that is not stationary there.
func (e *estimation) maximise(c candidate) (estimated, bool) {
	o, start := c.order, append([]float64(nil), c.searched...)
	if !c.settled {
		clear(start)
	}
	from := o.coefficients(start)
	if !toPartial(from.ar) || !toPartial(from.seasonal) {
		return estimated{}, false
	}
	invertible(from.ma)
	invertible(from.seasonMA)
	e.descent.value = func(x []float64) float64 { return e.exact(o, x) }
	least, _, ok := e.descent.minimise(start)
	if !ok || least == math.MaxFloat64 {
		return estimated{}, false
	}
	invertible(from.ma)
	invertible(from.seasonMA)
	return e.estimated(o, start), true
}

// isSound refuses a model with a root near the unit circle and one whose likelihood has
// no clear maximum.
func (e *estimation) isSound(m estimated) bool {
	e.descent.value = func(x []float64) float64 { return e.exact(m.order, x) }
	return e.rootsFarFromUnit(m.order.coefficients(m.coefficients)) && e.descent.curved(m.searched)
}

// estimated is a model with its coefficients, in units of the scaled series.
type estimated struct {
	order        ARIMAOrder
	coefficients []float64
	searched     []float64 // the same in the units of the search
	logLik       float64
}

func (e *estimation) estimated(o ARIMAOrder, searched []float64) estimated {
	all := append([]float64(nil), searched...)
	c, from := o.coefficients(all), o.coefficients(searched)
	fromPartial(from.ar, c.ar)
	fromPartial(from.seasonal, c.seasonal)
	if o.Constant {
		c.constant = e.centre + from.constant*e.unit
		all[len(all)-1] = c.constant
	}
	value, _ := e.likelihood(o, c)
	n := float64(len(e.x))
	return estimated{order: o, coefficients: all, searched: searched, logLik: -n * (value + (1+math.Log(2*math.Pi))/2)}
}
