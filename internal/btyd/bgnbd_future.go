package btyd

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Expected is the mean number of purchases in t after the first one, eq. 9 of
// [FHL]. It grows with t, without end where A ≤ 1.
func (m BGNBD) Expected(t float64) float64 {
	odds := window(t) / m.Alpha
	if odds == 0 {
		return 0
	}
	if m.summands(odds) > maxTerms {
		return m.expectedByIntegral(odds)
	}
	return m.expectedBySum(odds)
}

// ExpectedFor is the mean number of purchases of a customer in t after c.Age,
// eq. 10 of [FHL].
func (m BGNBD) ExpectedFor(c Customer, t float64) float64 {
	return m.prospect(c).expected(t)
}

// Probability of n purchases in t after the first one, eq. 8 of [FHL].
func (m BGNBD) Probability(n int, t float64) float64 {
	odds := window(t) / m.Alpha
	switch {
	case n < 0 || (n > 0 && odds == 0):
		return 0
	case n == 0:
		return math.Exp(-m.R * math.Log1p(odds))
	}
	k := float64(n)
	// −log k − log B(r, k) is the log of Γ(r+k)/(Γ(r) k!).
	exactly := math.Exp(-math.Log(k) - mathext.Lbeta(m.R, k) - m.R*math.Log1p(odds) - k*math.Log1p(1/odds))
	stays := m.staying(k - 1)
	leaves := m.A / (m.A + m.B + k - 1)
	return stays * ((1-leaves)*exactly + leaves*m.wants(k, odds))
}

// wants is P(K ≥ k): as many purchases, if the customer never left.
func (m BGNBD) wants(k, odds float64) float64 {
	return atLeast(k, m.R, odds)
}

// staying is P(D > k), the chance to be there still after k purchases:
// (b)_k/(a+b)_k.
func (m BGNBD) staying(k float64) float64 {
	return math.Exp(mathext.Lbeta(m.A, m.B+k) - mathext.Lbeta(m.A, m.B))
}

const (
	// maxTerms is where the sum becomes dearer than the integral: it needs
	// hours of customers' lives against seconds of their mean interval.
	maxTerms = 100_000
	// negligible is the share of a sum at which its rest is left out.
	negligible = 1e-16
)

// window reads a length of time: below 0 or missing is 0, and infinity is a
// time within which every customer has left.
func window(t float64) float64 {
	const eternity = 1e12
	if !(t > 0) {
		return 0
	}
	return min(t, eternity)
}

// summands is how far the sum has to go: past the mean of K, ten standard
// deviations, and the exponential tail.
func (m BGNBD) summands(odds float64) float64 {
	mean := m.R * odds
	return mean + 10*math.Sqrt(mean*(1+odds)) + 40*(1+odds)
}

// expectedBySum is E[min(K, D)] as the mean over K of g(K) = Σ_{j<K} P(D > j).
// The weights are relative to that of the most probable K, for (1−z)^r itself
// underflows for who bought often, and normalised by their sum.
func (m BGNBD) expectedBySum(odds float64) float64 {
	z := odds / (1 + odds)
	k := math.Floor(max(0, (m.R-1)*odds))
	weight := 1.0
	for k > 0 && weight > 1e-20 {
		weight *= k / ((m.R + k - 1) * z)
		k--
	}
	purchases, stays := 0.0, 1.0
	for j := 0.0; j < k; j++ {
		purchases += stays
		stays *= (m.B + j) / (m.A + m.B + j)
	}
	var total, mean float64
	for {
		total += weight
		mean += weight * purchases
		ratio := z * (m.R + k) / (k + 1)
		purchases += stays
		stays *= (m.B + k) / (m.A + m.B + k)
		weight *= ratio
		k++
		// The ratios tend to z from either side; each further term adds at most
		// one purchase, so a geometric series bounds the rest.
		if worst := max(ratio, z); worst < 1 {
			rest := weight / (1 - worst) * (purchases + worst/(1-worst))
			if rest <= negligible*mean || (weight == 0 && mean > 0) {
				return mean / total
			}
		}
	}
}

// expectedByIntegral is the mean over p ~ Beta(a, b) of
// E[min(K, D) | p] = (1 − (1 + pt/α)^−r)/p, by the trapezoidal rule in v with
// logit p = centre + width·sinh v: the integrand falls off doubly
// exponentially on both sides, where the rule converges exponentially.
func (m BGNBD) expectedByIntegral(odds float64) float64 {
	centre := math.Log(m.A / m.B)
	width := math.Sqrt(1/m.A + 1/m.B)
	logBeta := mathext.Lbeta(m.A, m.B)
	at := func(v float64) float64 {
		logit := centre + width*math.Sinh(v)
		logP, logNotP := -softplus(-logit), -softplus(logit)
		p := math.Exp(logP)
		perChance := m.R * odds // the limit at p = 0
		if p*odds > 1e-12 {
			perChance = -math.Expm1(-m.R*math.Log1p(p*odds)) / p
		}
		return perChance * math.Exp(m.A*logP+m.B*logNotP-logBeta) * width * math.Cosh(v)
	}
	const reach = 8.0 // sinh 8 is 1490 widths
	step := 0.25
	sum := at(0)
	for v := step; v <= reach; v += step {
		sum += at(v) + at(-v)
	}
	for range 10 {
		middle := 0.0
		for v := step / 2; v <= reach; v += step {
			middle += at(v) + at(-v)
		}
		before := sum * step
		sum += middle
		step /= 2
		if math.Abs(sum*step-before) <= 1e-12*before {
			break
		}
	}
	return sum * step
}

// softplus is log(1 + e^y) without overflow.
func softplus(y float64) float64 {
	return max(y, 0) + math.Log1p(math.Exp(-math.Abs(y)))
}
