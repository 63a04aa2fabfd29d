package btyd

import "math"

// ParetoNBD is the Pareto/NBD model: buying rates differ by Gamma(R, rate
// Alpha), and rates of leaving by Gamma(S, rate Beta), the two independent. All
// four are above 0. A customer can leave at any time, so nobody is alive for
// certain but who bought at the end of observation.
type ParetoNBD struct{ R, Alpha, S, Beta float64 }

// LogLikelihood of a cohort, [SMC] in the form of [NOTE]. It is finite for
// every cohort and every parameter above 0.
func (m ParetoNBD) LogLikelihood(c Cohort) float64 {
	return m.sum(c, nil)
}

// PAlive is the chance that the customer has not left.
func (m ParetoNBD) PAlive(c Customer) float64 {
	var rules legendre
	return m.farewell(c, &rules).alive
}

// given is the model of a customer's future, if alive: Bayes' rule on the two
// rates gives a Pareto/NBD again.
func (m ParetoNBD) given(c Customer) ParetoNBD {
	return ParetoNBD{R: m.R + c.X, Alpha: m.Alpha + c.Age, S: m.S, Beta: m.Beta + c.Age}
}

// sum is the log-likelihood of a cohort; a gradient that is not nil receives
// the derivatives with respect to log R, log Alpha, log S, log Beta.
//
//	L = (r)_x α^r β^s [ (α+T)^−(r+x) (β+T)^−s + s ∫ (α+y)^−(r+x) (β+y)^−(s+1) dy ]
//
// with y from t_x to T. The published forms of the integral are differences of
// two ₂F₁, which lose their digits where these are nearly equal, and which no
// series gives for who bought often. The integral has a positive integrand, and
// so have its derivatives: they are means over the time of leaving.
func (m ParetoNBD) sum(c Cohort, gradient []float64) float64 {
	total := overChunks(c, gradient, m.terms)
	if gradient != nil {
		gradient[0] *= m.R
		gradient[2] *= m.S
	}
	return total
}

// terms are the sum over some groups, and its derivatives with respect to R,
// log Alpha, S, log Beta.
func (m ParetoNBD) terms(groups []Group, gradient []float64) float64 {
	var rules legendre
	var total, dr, dAlpha, ds, dBeta float64
	var bought, logRising, slopeRising float64 // x, log (r)_x and its derivative
	for i := range groups {
		g := &groups[i]
		for ; bought < g.X; bought++ {
			logRising += math.Log(m.R + bought)
			slopeRising += 1 / (m.R + bought)
		}
		logRates, logLeaving := math.Log1p(g.Recency/m.Alpha), math.Log1p(g.Recency/m.Beta)
		f := m.farewell(g.Customer, &rules)
		// r log α cancels, and a large α (hardly any difference between customers)
		// costs no digits.
		total += g.Count * (logRising - g.X*math.Log(m.Alpha+g.Recency) - m.R*logRates - m.S*logLeaving + f.logWeight)
		dr += g.Count * (slopeRising - logRates - f.logRates)
		dAlpha += g.Count * ((m.R+g.X)*f.agedRates - g.X)
		ds += g.Count * (f.gone/m.S - logLeaving - f.logLeaving)
		dBeta += g.Count * (m.S*f.agedLeaving - f.gone + f.agedWhenGone)
	}
	if gradient != nil {
		gradient[0], gradient[1], gradient[2], gradient[3] = dr, dAlpha, ds, dBeta
	}
	return total
}

// farewell weighs the ways in which a customer can have come to these
// statistics: still alive at T, or gone at some time since the last purchase.
func (m ParetoNBD) farewell(c Customer, rules *legendre) farewell {
	shape := m.R + c.X
	rates, leaving := m.Alpha+c.Recency, m.Beta+c.Recency
	silence := c.Age - c.Recency
	logRates, logLeaving := math.Log1p(silence/rates), math.Log1p(silence/leaving)
	alive := math.Exp(-shape*logRates - m.S*logLeaving)
	// Gone is s ∫ (1 + u/rates)^−shape (1 + u/leaving)^−(s+1) du/leaving over the
	// silence; v is the log of the base that grows faster.
	var f falling
	var end, far, small float64
	nearIsLeaving := leaving <= rates
	if nearIsLeaving {
		f = falling{near: m.S, far: shape, ratio: leaving / rates}
		end, far, small = logLeaving, logRates, leaving
	} else {
		f = falling{near: shape - 1, far: m.S + 1, ratio: rates / leaving}
		end, far, small = logRates, logLeaving, rates
	}
	var s sums
	length, fall := windowOf(f, end, f.near*end+f.far*far)
	panels := math.Ceil(length / longestPanel)
	for p := range int(panels) {
		rule := rules.rule(nodesFor(length/panels, fall))
		s.add(m, f, c.Recency, small, length*float64(p)/panels, length/panels, rule)
	}
	scale := m.S
	if !nearIsLeaving {
		scale *= f.ratio
		s.near, s.far = s.far, s.near
	}
	total := alive + scale*s.mass
	stays, leaves := alive/total, scale/total
	return farewell{
		logWeight:    math.Log(total),
		alive:        stays,
		gone:         leaves * s.mass,
		logRates:     stays*logRates + leaves*s.far,
		logLeaving:   stays*logLeaving + leaves*s.near,
		agedRates:    stays*c.Age/(m.Alpha+c.Age) + leaves*s.agedRates,
		agedLeaving:  stays*c.Age/(m.Beta+c.Age) + leaves*s.agedLeaving,
		agedWhenGone: leaves * s.agedLeaving,
	}
}

// sums are integrals over the times of leaving.
type sums struct{ mass, near, far, agedRates, agedLeaving float64 }

// add is the share of one panel, which begins at from.
func (s *sums) add(m ParetoNBD, f falling, recency, small, from, length float64, rule []node) {
	for i := range rule {
		v := from + length*rule[i].at
		grown := math.Expm1(v)
		far := math.Log1p(f.ratio * grown)
		mass := length * rule[i].weight * math.Exp(-f.near*v-f.far*far)
		y := recency + small*grown
		s.mass += mass
		s.near += mass * v
		s.far += mass * far
		s.agedRates += mass * (y / (m.Alpha + y))
		s.agedLeaving += mass * (y / (m.Beta + y))
	}
}
