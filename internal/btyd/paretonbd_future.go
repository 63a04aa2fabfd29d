package btyd

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"
)

// Expected is the mean number of purchases in t after the first one: the mean
// rate times the mean time of being there, eq. 17 of [SMC]. It grows with t,
// without end where S ≤ 1.
func (m ParetoNBD) Expected(t float64) float64 {
	return m.R / m.Alpha * m.present(window(t))
}

// present is the mean time within t that a customer is there,
//
//	β/(s−1) [1 − (β/(β+t))^{s−1}] = β log(1 + t/β) (1 − e^−z)/z,
//
// z = (s−1) log(1 + t/β), where nothing is lost near s = 1.
func (m ParetoNBD) present(t float64) float64 {
	growth := math.Log1p(t / m.Beta)
	z := (m.S - 1) * growth
	if math.Abs(z) < 1e-9 {
		return m.Beta * growth * (1 - z/2)
	}
	return m.Beta * growth * -math.Expm1(-z) / z
}

// ExpectedFor is the mean number of purchases of a customer in t after c.Age,
// eq. 22 of [SMC].
func (m ParetoNBD) ExpectedFor(c Customer, t float64) float64 {
	return m.PAlive(c) * m.given(c).Expected(t)
}

// Probability of n purchases in t after the first one: of n in all of t by who
// is there to its end, or of n in the shorter time of being there.
func (m ParetoNBD) Probability(n int, t float64) float64 {
	t = window(t)
	switch {
	case n < 0 || (n > 0 && t == 0):
		return 0
	case t == 0:
		return 1
	}
	k := float64(n)
	logWays := 0.0 // log Γ(r+n)/(Γ(r) n!)
	if n > 0 {
		logWays = -math.Log(k) - mathext.Lbeta(m.R, k)
	}
	odds := t / m.Alpha
	stays := logWays - m.R*math.Log1p(odds) - m.S*math.Log1p(t/m.Beta)
	if n > 0 {
		stays -= k * math.Log1p(1/odds)
	}
	// In the log of y/α the density of leaving times the chance of n is s(α/β)
	// times a bump.
	leaves := bump{up: k + 1, down: k + m.R, ratio: m.Alpha / m.Beta, late: m.S + 1}
	return min(math.Exp(stays)+leaves.integral(math.Log(odds), logWays+math.Log(m.S*leaves.ratio)), 1)
}

// exceeds is P(Y > n) of who is there at the beginning of t. The purchase
// after the n-th comes at a time that is α times a beta prime of n+1 and r; it
// must come within t, and before the customer leaves.
func (m ParetoNBD) exceeds(n, t float64) float64 {
	next := bump{up: n + 1, down: n + 1 + m.R, ratio: m.Alpha / m.Beta, late: m.S}
	return min(next.integral(math.Log(t/m.Alpha), -mathext.Lbeta(n+1, m.R)), 1)
}

// Interval holds the customer's purchases in t after c.Age with at least the
// chance level, and leaves at most (1 − level)/2 on either side: the quantiles
// of the predictive distribution, which is exact for these parameters.
func (m ParetoNBD) Interval(c Customer, t, level float64) (lo, hi float64) {
	t = window(t)
	future := m.given(c)
	if future.most(t) < longestList {
		return intervalOf(m.Chances(c, t), level)
	}
	if !(level > 0) {
		level = 0
	}
	alive, tail := m.PAlive(c), max((1-min(level, 1))/2, 2*leftOver)
	above := func(n float64) float64 { return alive * future.exceeds(n, t) }
	return firstBelow(above, 1-tail), firstBelow(above, tail)
}

// most is a number of purchases in t that is exceeded by a chance below 1e-12:
// past the mean, ten standard deviations, and the exponential tail.
func (m ParetoNBD) most(t float64) float64 {
	odds := t / m.Alpha
	mean := m.R * odds
	return mean + 10*math.Sqrt(mean*(1+odds)) + 40*(1+odds)
}

// Chances of 0, 1, 2 … purchases of a customer in t after c.Age: negative
// binomial in the time of being there, a mean over that time.
func (m ParetoNBD) Chances(c Customer, t float64) []float64 {
	alive, future := m.PAlive(c), m.given(c)
	chances := []float64{1 - alive}
	for _, stay := range future.stays(window(t)) {
		chances = addPurchases(chances, future.R, stay.at/future.Alpha, alive*stay.weight)
	}
	for n := range chances {
		chances[n] = min(chances[n], 1) // rounding
	}
	return shortened(chances)
}

// shortened leaves out the end of a list that is not worth its length.
func shortened(chances []float64) []float64 {
	rest := 0.0
	for n := len(chances) - 1; n > 0; n-- {
		if rest += chances[n]; rest >= leftOver {
			return chances[:n+1]
		}
	}
	return chances[:1]
}

// stays are times of being there within t, with their weights: a rule for the
// time of leaving, and t itself for who has not left. In the w of
// y = c sinh² w, c the smaller one of α and β, singularities keep a distance
// of π/2, and a negative binomial of any mean is a bump no narrower than 1/(2√r).
func (m ParetoNBD) stays(t float64) []node {
	fall := m.S * math.Log1p(t/m.Beta)
	rest := node{at: t, weight: math.Exp(-fall)}
	if t == 0 {
		return []node{rest}
	}
	if fall > outOfSight {
		fall, t = outOfSight, m.Beta*math.Expm1(outOfSight/m.S)
	}
	scale := min(m.Alpha, m.Beta)
	end := math.Asinh(math.Sqrt(t / scale))
	sharp := 4 * math.Sqrt(m.R)
	panels := math.Ceil(end * max(1.0/3, sharp/(mostNodes/2)))
	length := end / panels
	var rules legendre
	rule := rules.rule(nodesFor(2*length, fall) + int(length*sharp))
	all := make([]node, 0, int(panels)*len(rule)+1)
	for p := range int(panels) {
		for _, n := range rule {
			w := length * (float64(p) + n.at)
			y := scale * math.Sinh(w) * math.Sinh(w)
			leaving := m.S / (m.Beta + y) * math.Exp(-m.S*math.Log1p(y/m.Beta))
			all = append(all, node{at: y, weight: length * n.weight * leaving * scale * math.Sinh(2*w)})
		}
	}
	return append(all, rest)
}

// addPurchases adds a weight times the negative binomial chances of 0, 1, 2 …
// to a list, and makes it longer where it must be.
func addPurchases(chances []float64, r, odds, weight float64) []float64 {
	const nothing = 1e-20
	if weight < nothing {
		return chances
	}
	z := odds / (1 + odds)
	up := func(n float64) float64 { return z * (r + n) / (n + 1) }
	peak := math.Floor(max(0, (r-1)*odds))
	from, chance := 0.0, math.Exp(-r*math.Log1p(odds))
	if chance < 1e-280 {
		// It underflows for who bought often: both ways from the most probable
		// number, then.
		from = min(peak, longestList-1)
		chance = math.Exp(-r*math.Log1p(odds) - from*math.Log1p(1/odds) - math.Log(from) - mathext.Lbeta(r, from))
	}
	chance *= weight
	for n, p := from-1, chance; n >= 0; n-- {
		p /= up(n)
		if p < nothing {
			break
		}
		chances = addAt(chances, int(n), p)
	}
	for n, p := from, chance; n < longestList && (p >= nothing || n < peak); n++ {
		chances = addAt(chances, int(n), p)
		p *= up(n)
	}
	return chances
}

func addAt(list []float64, n int, value float64) []float64 {
	for len(list) <= n {
		list = append(list, 0)
	}
	list[n] += value
	return list
}

// Draw is one future of a customer: whether gone, the two rates, and the time
// of leaving.
func (m ParetoNBD) Draw(random *rand.Rand, c Customer, t float64) float64 {
	if random.Float64() >= m.PAlive(c) {
		return 0
	}
	future := m.given(c)
	stay := min(random.ExpFloat64()/drawGamma(random, future.S, future.Beta), window(t))
	return drawPoisson(random, drawGamma(random, future.R, future.Alpha)*stay)
}
