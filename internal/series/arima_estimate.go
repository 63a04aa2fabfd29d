package series

import "math"

// ARIMAOrder is the form of a seasonal ARIMA model,
//
//	ARIMA(AR,Differences,MA)(SeasonalAR,SeasonalDifferences,SeasonalMA)[season]
//
// Constant stands for a mean where nothing is differenced, and for a drift where one
// difference is taken; with more there is none.
type ARIMAOrder struct {
	AR, Differences, MA                         int
	SeasonalAR, SeasonalDifferences, SeasonalMA int
	Constant                                    bool
}

// parameters counts what is estimated, the variance aside.
func (o ARIMAOrder) parameters() int {
	n := o.AR + o.MA + o.SeasonalAR + o.SeasonalMA
	if o.Constant {
		n++
	}
	return n
}

// coefficients of a model, views of one slice in R's order.
type arimaCoefficients struct {
	all                        []float64
	ar, ma, seasonal, seasonMA []float64
	constant                   float64 // the mean of the differenced series
}

func (o ARIMAOrder) coefficients(all []float64) arimaCoefficients {
	c := arimaCoefficients{all: all}
	rest := all
	take := func(n int) []float64 {
		taken := rest[:n:n]
		rest = rest[n:]
		return taken
	}
	c.ar, c.ma, c.seasonal, c.seasonMA = take(o.AR), take(o.MA), take(o.SeasonalAR), take(o.SeasonalMA)
	if o.Constant {
		c.constant = rest[0]
	}
	return c
}

// estimation of ARIMA models on one differenced series, whose slices serve all of them.
type estimation struct {
	x       []float64 // differenced, scaled to about 1
	season  int
	centre  float64 // of x
	unit    float64 // ten standard errors of the centre: the unit of the constant's search
	filter  armaFilter
	descent descent
	apart   []float64 // x less the constant
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
	criterion float64 // conditional, for comparing
	checked   bool
}

// smallest sum of squares, relative to the scale: logarithms of less are of no use.
const leastSquare = 1e-28

// conditional is half the logarithm of the mean squared error of x, given the values
// before the first one that the AR part can forecast, and zeros for the errors there.
func (e *estimation) conditional(o ARIMAOrder, searched []float64) float64 {
	c := o.coefficients(searched)
	centre := 0.0
	if o.Constant {
		centre = e.centre + c.constant*e.unit
	}
	f := &e.filter
	f.ar = appendProduct(f.ar[:0], c.ar, c.seasonal, e.season, -1)
	f.ma = appendProduct(f.ma[:0], c.ma, c.seasonMA, e.season, 1)
	first, n := longestLag(o.AR, o.SeasonalAR, e.season), len(e.x)
	e.apart, e.errors = resized(e.apart, n), resized(e.errors, n)
	apart, errors := e.apart, e.errors
	for t, v := range e.x {
		apart[t] = v - centre
	}
	squares := 0.0
	copy(errors[first:], apart[first:])
	for _, term := range f.ar {
		weight, past := term.weight, apart[first-term.lag:]
		for i := range errors[first:] {
			errors[first+i] -= weight * past[i]
		}
	}
	for t := first; t < n; t++ {
		v := errors[t]
		for _, term := range f.ma {
			if back := t - term.lag; back >= first {
				v -= term.weight * errors[back]
			}
		}
		errors[t] = v
		squares += v * v
	}
	return math.Log(math.Max(squares/float64(n-first), leastSquare)) / 2
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
	f.ar = appendProduct(f.ar[:0], c.ar, c.seasonal, e.season, -1)
	f.ma = appendProduct(f.ma[:0], c.ma, c.seasonMA, e.season, 1)
	f.resize(longestLag(o.AR, o.SeasonalAR, e.season), longestLag(o.MA, o.SeasonalMA, e.season))
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
	used := len(e.x) - longestLag(o.AR, o.SeasonalAR, e.season)
	n, k := float64(len(e.x)), float64(o.parameters()+1)
	spare := n - k - 1
	if used < 1 || (spare <= 0 && !small) {
		c.failed = true
		return c
	}
	e.descent.value = func(x []float64) float64 { return e.conditional(o, x) }
	least, settled, ok := e.descent.minimise(c.searched)
	c.settled, c.failed = settled, !ok
	if !ok || !e.conditionalRoots(o, c.searched) {
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

func (e *estimation) conditionalRoots(o ARIMAOrder, searched []float64) bool {
	return e.rootsFarFromUnit(o.coefficients(searched))
}

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
// conditional search ended. It refuses a model that is not stationary there, one with a
// root near the unit circle, and one on a ridge.
func (e *estimation) maximise(c candidate) (estimated, bool) {
	o, start := c.order, append([]float64(nil), c.searched...)
	if !c.settled {
		clear(start)
	}
	from := o.coefficients(start)
	if !rootsBeyond(1, from.ar) || !rootsBeyond(1, from.seasonal) {
		return estimated{}, false
	}
	toPartial(from.ar)
	toPartial(from.seasonal)
	invertible(from.ma)
	invertible(from.seasonMA)
	e.descent.value = func(x []float64) float64 { return e.exact(o, x) }
	if _, _, ok := e.descent.minimise(start); !ok {
		return estimated{}, false
	}
	invertible(from.ma)
	invertible(from.seasonMA)
	out := e.estimated(o, start)
	return out, e.rootsFarFromUnit(o.coefficients(out.coefficients)) && e.descent.curved(start)
}

// estimated is a model with its coefficients, in units of the scaled series.
type estimated struct {
	order        ARIMAOrder
	coefficients []float64
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
	return estimated{order: o, coefficients: all, logLik: -n * (value + (1+math.Log(2*math.Pi))/2)}
}
