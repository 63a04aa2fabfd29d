package btyd

import "math"

// BGNBD is the BG/NBD model: buying rates differ by Gamma(R, rate Alpha), and
// after each repeat purchase a customer leaves with a chance that differs by
// Beta(A, B). All four are above 0. Nobody leaves before the first repeat
// purchase, so a customer without one is alive for certain.
type BGNBD struct{ R, Alpha, A, B float64 }

// LogLikelihood of a cohort, eq. 6 of [FHL]. It is finite for every cohort and
// every parameter above 0.
func (m BGNBD) LogLikelihood(c Cohort) float64 {
	return m.sum(c, nil)
}

// PAlive is the chance that the customer has not left, [PA]; 1 where X is 0.
func (m BGNBD) PAlive(c Customer) float64 {
	if c.X <= 0 {
		return 1
	}
	return m.aliveAfter(c, c.X)
}

// aliveAfter is the chance that a customer who has stayed so many times, the
// last of them at the last purchase, did not leave then. The odds of that
// overflow to +Inf for who bought often and then stopped, which is the right
// answer 0.
func (m BGNBD) aliveAfter(c Customer, stays float64) float64 {
	odds := m.A / (m.B + stays - 1) * math.Exp((m.R+c.X)*math.Log((m.Alpha+c.Age)/(m.Alpha+c.Recency)))
	return 1 / (1 + odds)
}

// sum is the log-likelihood of a cohort; a gradient that is not nil receives
// the derivatives with respect to log R, log Alpha, log A, log B.
func (m BGNBD) sum(c Cohort, gradient []float64) float64 {
	return m.sumFrom(0, c, gradient)
}

// sumFrom is the sum for customers who may leave after their first purchase
// (first = 1, MBG/NBD) or after their first repeat purchase at the earliest
// (first = 0, BG/NBD).
//
// With n = x + first for the number of times they stayed, and S for the log of
// the sum of the two ways in which a customer can have come to these
// statistics (alive at T, or gone after the last purchase; the latter is none
// where n = 0):
//
//	log L = log[(r)_x] + log[(b)_n] − log[(a+b)_n] + r log α + S
//	S     = log[(α+T)^−(r+x) + a/(b+n−1) (α+t_x)^−(r+x)]
//
// (r)_x = r(r+1)…(r+x−1) is summed term by term over the growing x, which
// costs one logarithm a step and loses no digits for large parameters, as a
// difference of two log-gammas would.
func (m BGNBD) sumFrom(first float64, c Cohort, gradient []float64) float64 {
	total := overChunks(c, gradient, func(groups []Group, gradient []float64) float64 {
		return m.terms(first, groups, gradient)
	})
	if gradient != nil {
		gradient[0] *= m.R
		gradient[1] *= m.Alpha
		gradient[2] *= m.A
		gradient[3] *= m.B
	}
	return total
}

// terms are the sum over some groups, and its derivatives with respect to the
// parameters themselves.
func (m BGNBD) terms(first float64, groups []Group, gradient []float64) float64 {
	var rates risingRates
	var coins risingCoins
	var total, dr, dAlpha, da, db float64
	logAlpha := math.Log(m.Alpha)
	for i := range groups {
		g := &groups[i]
		stays := g.X + first
		rates.upTo(g.X, m.R)
		coins.upTo(stays, m.A, m.B)
		shape := m.R + g.X
		logAge := math.Log1p(g.Age / m.Alpha)
		// Both logs are taken relative to α: r log α cancels, and a large α
		// (hardly any difference between customers) costs no digits.
		alive := -shape * logAge
		state, gone, logMean, inverseMean := alive, 0.0, logAge, 1/(m.Alpha+g.Age)
		if stays > 0 {
			logRecency := math.Log1p(g.Recency / m.Alpha)
			left := coins.logOdds - shape*logRecency
			state, gone = logAdd(alive, left)
			logMean += gone * (logRecency - logAge)
			inverseMean += gone * (1/(m.Alpha+g.Recency) - inverseMean)
		}
		total += g.Count * (rates.logTerm + coins.logTerm - g.X*logAlpha + state)
		if gradient == nil {
			continue
		}
		dr += g.Count * (rates.slope - logMean)
		dAlpha += g.Count * (m.R/m.Alpha - shape*inverseMean)
		da += g.Count * (gone/m.A - coins.slopeAB)
		db += g.Count * (coins.slopeB - coins.slopeAB)
		if stays > 0 {
			db -= g.Count * gone / (m.B + stays - 1)
		}
	}
	if gradient != nil {
		gradient[0], gradient[1], gradient[2], gradient[3] = dr, dAlpha, da, db
	}
	return total
}

// risingRates is log (r)_x and its derivative, for the x of the group at hand.
// Cohorts are ordered by x.
type risingRates struct{ x, logTerm, slope float64 }

func (s *risingRates) upTo(x, r float64) {
	for ; s.x < x; s.x++ {
		s.logTerm += math.Log(r + s.x)
		s.slope += 1 / (r + s.x)
	}
}

// risingCoins is log (b)_n − log (a+b)_n with the derivatives of the two logs,
// for the n of the group at hand.
type risingCoins struct {
	n, logTerm, slopeB, slopeAB float64
	logOdds                     float64 // log a/(b+n−1): of leaving at the last purchase
}

func (s *risingCoins) upTo(n, a, b float64) {
	if s.n == n {
		return
	}
	for ; s.n < n; s.n++ {
		both := a + b + s.n
		if stay := b + s.n; stay < a {
			s.logTerm += math.Log(stay / both)
		} else {
			s.logTerm += math.Log1p(-a / both)
		}
		s.slopeB += 1 / (b + s.n)
		s.slopeAB += 1 / both
	}
	s.logOdds = math.Log(a / (b + n - 1))
}

// logAdd is log(e^p + e^q) without overflow, and the share of e^q in the sum.
func logAdd(p, q float64) (sum, share float64) {
	if q > p {
		small := math.Exp(p - q)
		return q + math.Log1p(small), 1 / (1 + small)
	}
	small := math.Exp(q - p)
	return p + math.Log1p(small), small / (1 + small)
}
