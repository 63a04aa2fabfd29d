package btyd

import "math/rand/v2"

// MBGNBD is the MBG/NBD model: as [BGNBD], but a customer may leave after the
// first purchase too, with the same chance as after each further one. So a
// customer without a repeat purchase is not alive for certain.
type MBGNBD struct{ R, Alpha, A, B float64 }

// LogLikelihood of a cohort, [BDF]. It is finite for every cohort and every
// parameter above 0.
func (m MBGNBD) LogLikelihood(c Cohort) float64 {
	return m.sum(c, nil)
}

// sum is the log-likelihood of a cohort; a gradient that is not nil receives
// the derivatives with respect to log R, log Alpha, log A, log B.
func (m MBGNBD) sum(c Cohort, gradient []float64) float64 {
	return BGNBD(m).sumFrom(1, c, gradient)
}

// PAlive is the chance that the customer has not left, [BDF].
func (m MBGNBD) PAlive(c Customer) float64 {
	return BGNBD(m).aliveAfter(c, c.X+1)
}

// prospect is Bayes' rule on rate and chance to leave, given x + 1 purchases
// after which the customer stayed: a BG/NBD, for the next one to leave after is
// in the future.
func (m MBGNBD) prospect(c Customer) prospect {
	return prospect{
		alive: m.PAlive(c),
		going: BGNBD{R: m.R + c.X, Alpha: m.Alpha + c.Age, A: m.A, B: m.B + c.X + 1},
	}
}

// newcomer is the prospect at the moment of the first purchase.
func (m MBGNBD) newcomer() prospect { return m.prospect(Customer{}) }

// Expected is the mean number of purchases in t after the first one.
func (m MBGNBD) Expected(t float64) float64 { return m.newcomer().expected(t) }

// ExpectedFor is the mean number of purchases of a customer in t after c.Age.
func (m MBGNBD) ExpectedFor(c Customer, t float64) float64 { return m.prospect(c).expected(t) }

// Probability of n purchases in t after the first one.
func (m MBGNBD) Probability(n int, t float64) float64 {
	start := m.newcomer()
	chance := start.alive * start.going.Probability(n, t)
	if n == 0 {
		chance += 1 - start.alive
	}
	return chance
}

// Interval holds the customer's purchases in t after c.Age with at least the
// chance level; as [BGNBD.Interval].
func (m MBGNBD) Interval(c Customer, t, level float64) (lo, hi float64) {
	return m.prospect(c).interval(t, level)
}

// Chances of 0, 1, 2 … purchases of a customer in t after c.Age.
func (m MBGNBD) Chances(c Customer, t float64) []float64 { return m.prospect(c).chances(t) }

// Draw is one future of a customer.
func (m MBGNBD) Draw(random *rand.Rand, c Customer, t float64) float64 {
	return m.prospect(c).draw(random, t)
}
