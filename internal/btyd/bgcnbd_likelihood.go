package btyd

import "math"

// regular is the likelihood and the posterior that BG/CNBD-k (first = 0) and
// MBG/CNBD-k (first = 1) share: first counts the purchases before the first
// repeat purchase after which a customer may leave.
type regular struct {
	k              int
	first          float64
	r, alpha, a, b float64
}

// sum is the log-likelihood of a cohort; a gradient that is not nil receives
// the derivatives with respect to log r, log α, log a, log b.
//
// A customer with x repeat purchases has gone through kx phases until t_x, so
// R = r + kx takes the place of r + x in the BG/NBD. Alive at T means fewer
// than k further phases in T − t_x. With n = x + first for the purchases after
// which they stayed:
//
//	log L = log[(r)_kx] + log[(b)_n] − log[(a+b)_n] + r log α + S
//	S     = log[(α+T)^−R V + a/(b+n−1) (α+t_x)^−R]
//	V     = Σ_{j<k} (R)_j/j! u^j,  u = (T − t_x)/(α + T)
//
// and (k−1) Σ log Δ − x log Γ(k) for the times Δ between the purchases
// themselves ([Rhythm.logConstant]): this is the density of the times of all
// purchases, which for k = 1 is eq. 6 of [FHL].
func (m regular) sum(c Cohort, gradient []float64) float64 {
	total := overChunks(c, gradient, m.terms)
	if gradient != nil {
		gradient[0] *= m.r
		gradient[1] *= m.alpha
		gradient[2] *= m.a
		gradient[3] *= m.b
	}
	return total + c.rhythm.logConstant(m.k)
}

// terms are the sum over some groups, and its derivatives with respect to the
// parameters themselves.
func (m regular) terms(groups []Group, gradient []float64) float64 {
	rates := newRisingPhases(m.k, m.r)
	var coins risingCoins
	var total, dr, dAlpha, da, db float64
	logAlpha := math.Log(m.alpha)
	for i := range groups {
		g := &groups[i]
		stays := g.X + m.first
		rates.upTo(g.X)
		coins.upTo(stays, m.a, m.b)
		shape := m.r + float64(m.k)*g.X
		ages := m.alpha + g.Age
		logAge := math.Log1p(g.Age / m.alpha)
		logPhases, meanPhase, meanSlope := rates.alive((g.Age - g.Recency) / ages)
		// Both logs are taken relative to α, as in the BG/NBD.
		alive := logPhases - shape*logAge
		state, gone := alive, 0.0
		logMean, inverseMean := logAge-meanSlope, (shape+meanPhase)/ages
		if stays > 0 {
			logRecency := math.Log1p(g.Recency / m.alpha)
			state, gone = logAdd(alive, coins.logOdds-shape*logRecency)
			logMean += gone * (logRecency - logMean)
			inverseMean += gone * (shape/(m.alpha+g.Recency) - inverseMean)
		}
		total += g.Count * (rates.logTerm + coins.logTerm - float64(m.k)*g.X*logAlpha + state)
		if gradient == nil {
			continue
		}
		dr += g.Count * (rates.slope - logMean)
		dAlpha += g.Count * (m.r/m.alpha - inverseMean)
		da += g.Count * (gone/m.a - coins.slopeAB)
		db += g.Count * (coins.slopeB - coins.slopeAB)
		if stays > 0 {
			db -= g.Count * gone / (m.b + stays - 1)
		}
	}
	if gradient != nil {
		gradient[0], gradient[1], gradient[2], gradient[3] = dr, dAlpha, da, db
	}
	return total
}

// risingPhases is log (r)_kx and its derivative, and the coefficients of V, for
// the x of the group at hand. Cohorts are ordered by x.
type risingPhases struct {
	k              int
	r, x           float64
	logTerm, slope float64
	ratios         []float64 // (R+j−1)/j: from the term of phase j−1 to that of j
	slopes         []float64 // of log (R)_j
}

func newRisingPhases(k int, r float64) risingPhases {
	s := risingPhases{k: k, r: r, ratios: make([]float64, k), slopes: make([]float64, k)}
	s.coefficients()
	return s
}

func (s *risingPhases) upTo(x float64) {
	if s.x == x {
		return
	}
	for ; s.x < x; s.x++ {
		// One logarithm for k factors, or for as many as a float64 holds.
		product := 1.0
		for i := range s.k {
			factor := s.r + float64(s.k)*s.x + float64(i)
			product *= factor
			s.slope += 1 / factor
			if product > hugeWeight {
				s.logTerm += math.Log(product)
				product = 1
			}
		}
		s.logTerm += math.Log(product)
	}
	s.coefficients()
}

func (s *risingPhases) coefficients() {
	slope, shape := 0.0, s.r+float64(s.k)*s.x
	for j := 1; j < s.k; j++ {
		s.ratios[j] = (shape + float64(j-1)) / float64(j)
		slope += 1 / (shape + float64(j-1))
		s.slopes[j] = slope
	}
}

// hugeWeight is where weights that grow are brought down again, so that many
// phases and many purchases do not overflow.
const hugeWeight = 1e200

// alive is log V, and the means over the phases, as V weighs them, of their
// number and of the slope of log (R)_j.
func (s *risingPhases) alive(u float64) (logV, phase, slope float64) {
	if s.k == 1 {
		return 0, 0, 0
	}
	weight, total, logScale := 1.0, 1.0, 0.0
	for j := 1; j < s.k; j++ {
		weight *= s.ratios[j] * u
		total += weight
		phase += float64(j) * weight
		slope += s.slopes[j] * weight
		if total > hugeWeight {
			logScale += math.Log(total)
			weight, phase, slope, total = weight/total, phase/total, slope/total, 1
		}
	}
	return logScale + math.Log(total), phase / total, slope / total
}
