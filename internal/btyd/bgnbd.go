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
	// The odds of having left at the last purchase. They overflow to +Inf for
	// who bought often and then stopped, which is the right answer 0.
	odds := m.A / (m.B + c.X - 1) * math.Exp((m.R+c.X)*math.Log((m.Alpha+c.Age)/(m.Alpha+c.Recency)))
	return 1 / (1 + odds)
}

// given is the model of a customer's future, if alive: Bayes' rule on rate and
// chance to leave gives a BG/NBD again.
func (m BGNBD) given(c Customer) BGNBD {
	return BGNBD{R: m.R + c.X, Alpha: m.Alpha + c.Age, A: m.A, B: m.B + c.X}
}

// sum is the log-likelihood of a cohort; a gradient that is not nil receives
// the derivatives with respect to log R, log Alpha, log A, log B.
//
// With S for the log of the sum of the two ways in which a customer can have
// come to these statistics (alive at T, or gone after the last purchase):
//
//	log L = log[(r)_x] − log[(a+b)_x] + log[(b)_x] + r log α + S
//	S     = log[(α+T)^−(r+x) + a/(b+x−1) (α+t_x)^−(r+x)]
//
// (r)_x = r(r+1)…(r+x−1) is summed term by term over the growing x, which
// costs one logarithm a step and loses no digits for large parameters, as a
// difference of two log-gammas would.
func (m BGNBD) sum(c Cohort, gradient []float64) float64 {
	total := overChunks(c, gradient, m.terms)
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
func (m BGNBD) terms(groups []Group, gradient []float64) float64 {
	var rising risingProducts
	var total, dr, dAlpha, da, db float64
	logAlpha := math.Log(m.Alpha)
	for i := range groups {
		g := &groups[i]
		rising.upTo(g.X, m)
		shape := m.R + g.X
		logAge := math.Log1p(g.Age / m.Alpha)
		// Both logs are taken relative to α: r log α cancels, and a large α
		// (hardly any difference between customers) costs no digits.
		alive := -shape * logAge
		state, gone, logMean, inverseMean := alive, 0.0, logAge, 1/(m.Alpha+g.Age)
		if g.X > 0 {
			logRecency := math.Log1p(g.Recency / m.Alpha)
			left := rising.logOdds - shape*logRecency
			state, gone = logAdd(alive, left)
			logMean += gone * (logRecency - logAge)
			inverseMean += gone * (1/(m.Alpha+g.Recency) - inverseMean)
		}
		total += g.Count * (rising.logTerm - g.X*logAlpha + state)
		if gradient == nil {
			continue
		}
		dr += g.Count * (rising.slopeR - logMean)
		dAlpha += g.Count * (m.R/m.Alpha - shape*inverseMean)
		da += g.Count * (gone/m.A - rising.slopeAB)
		db += g.Count * (rising.slopeB - rising.slopeAB)
		if g.X > 0 {
			db -= g.Count * gone / (m.B + g.X - 1)
		}
	}
	if gradient != nil {
		gradient[0], gradient[1], gradient[2], gradient[3] = dr, dAlpha, da, db
	}
	return total
}

// risingProducts holds the parts of the likelihood that depend on x alone,
// for the x of the group at hand. Cohorts are ordered by x.
type risingProducts struct {
	x       float64
	logTerm float64 // log (r)_x + log (b)_x − log (a+b)_x
	slopeR  float64 // derivatives of the three logs
	slopeB  float64
	slopeAB float64
	logOdds float64 // log a/(b+x−1)
}

func (s *risingProducts) upTo(x float64, m BGNBD) {
	if s.x == x {
		return
	}
	for ; s.x < x; s.x++ {
		r, b, ab := m.R+s.x, m.B+s.x, m.A+m.B+s.x
		s.logTerm += math.Log(r) + math.Log1p(-m.A/ab)
		s.slopeR += 1 / r
		s.slopeB += 1 / b
		s.slopeAB += 1 / ab
	}
	s.logOdds = math.Log(m.A / (m.B + x - 1))
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
