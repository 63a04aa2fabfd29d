package series

import "math"

// etsWeights are the parameters that stay the same from period to period: alpha, beta
// and gamma smooth level, slope and season, phi damps the slope. Without a trend beta is
// 0 and phi 1, without a season gamma is 0.
type etsWeights struct {
	alpha, beta, gamma, phi float64
}

// etsState is what changes: level, slope and one cycle of the season, of which next
// belongs to the coming period.
type etsState struct {
	level, slope float64
	season       []float64
	next         int
}

func (s etsState) clone() etsState {
	s.season = append([]float64(nil), s.season...)
	return s
}

// ahead is the factor of the slope h steps ahead: phi + phi² + … + phi^h.
func (w etsWeights) ahead(h int) []float64 {
	out := make([]float64, h)
	sum, power := 0.0, 1.0
	for i := range out {
		power *= w.phi
		sum += power
		out[i] = sum
	}
	return out
}

// forecast continues the state without further errors.
func (s etsState) forecast(form etsForm, w etsWeights, horizon int) []float64 {
	out := w.ahead(horizon)
	for i, phi := range out {
		out[i] = s.level + phi*s.slope
		switch form.season {
		case seasonAdditive:
			out[i] += s.season[(s.next+i)%len(s.season)]
		case seasonMultiplicative:
			out[i] *= s.season[(s.next+i)%len(s.season)]
		}
	}
	return out
}

// run carries the state over y and returns −2·log likelihood but for a constant,
//
//	n·log Σ e² + 2·Σ log |fitted|    (the second sum for relative errors only)
//
// with e the error one step ahead, divided by the fitted value where it is relative.
// Where fitted is not nil it receives the values one step ahead. Hyndman, Koehler, Ord &
// Snyder, Forecasting with Exponential Smoothing (2008), sections 2.5 and 5.1.
func (s *etsState) run(form etsForm, w etsWeights, y, fitted []float64) float64 {
	squares, size := 0.0, newLogSum()
	switch form.season {
	case seasonAdditive:
		s.runAdditive(form.relative, w, y, fitted, &squares, &size)
	case seasonMultiplicative:
		s.runMultiplicative(form.relative, w, y, fitted, &squares, &size)
	default:
		s.runPlain(form.relative, w, y, fitted, &squares, &size)
	}
	criterion := float64(len(y)) * math.Log(squares)
	if form.relative {
		criterion += 2 * size.value()
	}
	// A perfect fit: -Inf could not be compared.
	return math.Max(criterion, -1e10)
}

func (s *etsState) runPlain(relative bool, w etsWeights, y, fitted []float64, squares *float64, size *logSum) {
	level, slope, sum := s.level, s.slope, 0.0
	for t, v := range y {
		damped := w.phi * slope
		f := level + damped
		e := v - f
		level = f + w.alpha*e
		slope = damped + w.beta*e
		if fitted != nil {
			fitted[t] = f
		}
		if relative {
			e /= f
			size.add(f)
		}
		sum += e * e
	}
	s.level, s.slope, *squares = level, slope, sum
}

func (s *etsState) runAdditive(relative bool, w etsWeights, y, fitted []float64, squares *float64, size *logSum) {
	level, slope, sum, i := s.level, s.slope, 0.0, s.next
	for t, v := range y {
		damped := w.phi * slope
		term := s.season[i]
		trend := level + damped
		f := trend + term
		e := v - f
		level = trend + w.alpha*e
		slope = damped + w.beta*e
		s.season[i] = term + w.gamma*e
		if i++; i == len(s.season) {
			i = 0
		}
		if fitted != nil {
			fitted[t] = f
		}
		if relative {
			e /= f
			size.add(f)
		}
		sum += e * e
	}
	s.level, s.slope, s.next, *squares = level, slope, i, sum
}

func (s *etsState) runMultiplicative(relative bool, w etsWeights, y, fitted []float64, squares *float64, size *logSum) {
	level, slope, sum, i := s.level, s.slope, 0.0, s.next
	for t, v := range y {
		damped := w.phi * slope
		factor := s.season[i]
		trend := level + damped
		f := trend * factor
		e := v - f
		share := e / f
		// A fitted value of 0 says nothing of how to divide the error.
		if f != 0 {
			level = trend + w.alpha*share*trend
			slope = damped + w.beta*share*trend
			s.season[i] = factor + w.gamma*share*factor
		} else {
			level, slope = trend, damped
		}
		if i++; i == len(s.season) {
			i = 0
		}
		if fitted != nil {
			fitted[t] = f
		}
		if relative {
			e = share
			size.add(f)
		}
		sum += e * e
	}
	s.level, s.slope, s.next, *squares = level, slope, i, sum
}

// logSum adds up the logarithms of absolute values with few calls of Log.
type logSum struct {
	sum, product float64
}

func newLogSum() logSum { return logSum{product: 1} }

func (s *logSum) add(v float64) {
	s.product *= v
	if size := math.Abs(s.product); !(size > 1e-100 && size < 1e100) {
		s.sum += math.Log(size)
		s.product = 1
	}
}

func (s *logSum) value() float64 { return s.sum + math.Log(math.Abs(s.product)) }
