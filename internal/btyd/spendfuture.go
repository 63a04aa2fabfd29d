package btyd

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"
)

// Spending is what one customer spends within a horizon: the money of Y
// purchases, where Y has the chances that a model of counts gives.
//
// Given the customer's own transactions, ν ~ Gamma(px + q, γ + xz̄), and n
// purchases to come are Gamma(pn, ν); so their sum over γ + xz̄ is beta-prime,
// and with u = s/(γ + xz̄ + s) the chance to spend at most s is
//
//	P(Y = 0) + Σ_n P(Y = n) I_u(pn, px + q)
//
// This is exact for these parameters, for who has not bought again too (x = 0),
// and also where the mean does not exist. What the parameters are uncertain by
// is not in it.
type Spending struct {
	chances []float64
	p       float64   // 0 where each purchase costs the same
	shape   float64   // px + q
	scale   float64   // γ + xz̄, or what each purchase costs
	logBeta []float64 // log B(pn, px + q) at n
}

// Spending of a customer with these chances of 0, 1, 2 … purchases to come, and
// a mean of x transactions so far; x = 0 where nothing is known.
func (m GammaGamma) Spending(chances []float64, x, mean float64) Spending {
	x, mean = knownSpend(x, mean)
	s := Spending{chances: chances, p: m.P, shape: m.P*x + m.Q, scale: m.Scale(x, mean)}
	s.logBeta = make([]float64, len(chances))
	for n := 1; n < len(chances); n++ {
		s.logBeta[n] = mathext.Lbeta(s.p*float64(n), s.shape)
	}
	return s
}

// Scale is the money that a customer's spending is proportional to: of customers
// alike in their chances and in x, the intervals differ as their scales do, and
// need to be found for one of them only.
func (m GammaGamma) Scale(x, mean float64) float64 {
	x, mean = knownSpend(x, mean)
	return m.Gamma + x*mean
}

// knownSpend takes a mean that is not above 0 (all returned, or a gift) for
// nothing known.
func knownSpend(x, mean float64) (float64, float64) {
	if !(x > 0) || !(mean > 0) {
		return 0, 0
	}
	return x, mean
}

// EvenSpending is the answer where no model of spend could be fitted: each
// purchase costs the same, the customer's own mean, and only the number of
// purchases is uncertain. Its intervals are too narrow by what the purchases
// differ.
func EvenSpending(chances []float64, each float64) Spending {
	return Spending{chances: chances, scale: max(each, 0)}
}

// SpendInterval is [Spending.Interval] of the customer's [GammaGamma.Spending].
func (m GammaGamma) SpendInterval(chances []float64, x, mean, level float64) (lo, hi float64) {
	return m.Spending(chances, x, mean).Interval(level)
}

// Interval holds what the customer spends with the chance level (more where
// the lower end is 0 or purchases cost the same), and leaves at most half of
// the rest on either side.
func (s Spending) Interval(level float64) (lo, hi float64) {
	if !(level > 0) {
		level = 0
	}
	tail := max((1-min(level, 1))/2, 2*leftOver)
	return s.Quantile(tail), s.Quantile(1 - tail)
}

// AtMost is the chance to spend no more than this.
func (s Spending) AtMost(money float64) float64 {
	switch {
	case !(money >= 0) || len(s.chances) == 0:
		return 0
	case s.p == 0:
		below := 0.0
		for n, chance := range s.chances {
			if float64(n)*s.scale <= money {
				below += chance
			}
		}
		return below
	}
	below, _, _ := s.at(math.Log(money / s.scale))
	return below
}

// at is the chance to spend at most scale·e^y, with its first two derivatives
// by y, the log of the odds of u.
func (s Spending) at(y float64) (below, slope, bend float64) {
	logU, logV := -softplus(-y), -softplus(y)
	u, v := math.Exp(logU), math.Exp(logV)
	below = s.chances[0]
	for n := 1; n < len(s.chances); n++ {
		chance := s.chances[n]
		if chance == 0 {
			continue
		}
		a := s.p * float64(n)
		density := math.Exp(a*logU + s.shape*logV - s.logBeta[n])
		lower := incompleteBeta(a, s.shape, u, v, density)
		// The shares fall as n grows: what is left is below what is asked for.
		if lower < 1e-13 {
			break
		}
		below += chance * lower
		slope += chance * density
		bend += chance * density * (a*v - s.shape*u)
	}
	return below, slope, bend
}

// incompleteBeta is I_u(a, b) where v = 1 − u and density is u^a v^b/B(a, b):
// the continued fraction of Abramowitz and Stegun 26.5.8 by Lentz's method, on
// the side where it converges.
func incompleteBeta(a, b, u, v, density float64) float64 {
	if u*(a+b+2) > a+1 {
		return 1 - betaFraction(b, a, v)*density/b
	}
	return betaFraction(a, b, u) * density / a
}

func betaFraction(a, b, u float64) float64 {
	const tiny, longest = 1e-300, 20_000
	safe := func(x float64) float64 {
		if math.Abs(x) < tiny {
			return tiny
		}
		return x
	}
	c, d := 1.0, 1/safe(1-(a+b)*u/(a+1))
	fraction := d
	for k := 1.0; k < longest; k++ {
		even := k * (b - k) * u / ((a + 2*k - 1) * (a + 2*k))
		d, c = 1/safe(1+even*d), safe(1+even/c)
		fraction *= d * c
		odd := -(a + k) * (a + b + k) * u / ((a + 2*k) * (a + 2*k + 1))
		d, c = 1/safe(1+odd*d), safe(1+odd/c)
		fraction *= d * c
		if math.Abs(d*c-1) < 1e-14 {
			break
		}
	}
	return fraction
}

// Quantile is the least money that the customer spends no more than with this
// chance; 0 where not buying has it already.
func (s Spending) Quantile(share float64) float64 {
	n := quantile(s.chances, share)
	if n == 0 {
		return 0
	}
	if s.p == 0 {
		return n * s.scale
	}
	return s.scale * math.Exp(s.solve(share, math.Log(s.p*n/s.shape)))
}

// solve finds y by Halley's method between the ends that are known. A step that
// leads out of them, or further than the curvature here can tell, is replaced
// by half of what is left.
func (s Spending) solve(share, y float64) float64 {
	// A step of close leaves an error of its cube.
	const steps, close, longest = 200, 1e-4, 1
	low, high := math.Inf(-1), math.Inf(1)
	reach := 1.0
	for range steps {
		below, slope, bend := s.at(y)
		if below > share {
			high = y
		} else {
			low = y
		}
		newton := (share - below) / slope
		next := y + newton/max(1+newton*bend/(2*slope), 0.5)
		switch {
		case math.Abs(newton) <= close:
			return next
		case low < next && next < high && math.Abs(newton) <= longest:
		case math.IsInf(low, -1):
			next, reach = y-reach, 2*reach
		case math.IsInf(high, 1):
			next, reach = y+reach, 2*reach
		default:
			next = (low + high) / 2
		}
		if high-low <= 1e-12*math.Abs(y) {
			return next
		}
		y = next
	}
	return y
}

// Draw is one amount that the customer spends with n purchases to come.
func (s Spending) Draw(random *rand.Rand, n float64) float64 {
	switch {
	case n <= 0:
		return 0
	case s.p == 0:
		return n * s.scale
	}
	return drawGamma(random, s.p*n, 1) / drawGamma(random, s.shape, 1) * s.scale
}
