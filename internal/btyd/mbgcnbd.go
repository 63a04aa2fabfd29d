package btyd

import "math/rand/v2"

// MBGCNBD is the MBG/CNBD-k model, [RPS]: as [BGCNBD], but a customer may leave
// after the first purchase too. With K = 1 it is the MBG/NBD.
type MBGCNBD struct {
	K              int
	R, Alpha, A, B float64
}

// LogLikelihood of a cohort; as [BGCNBD.LogLikelihood].
func (m MBGCNBD) LogLikelihood(c Cohort) float64 { return m.sum(c, nil) }

func (m MBGCNBD) sum(c Cohort, gradient []float64) float64 { return m.regular().sum(c, gradient) }

func (m MBGCNBD) regular() regular {
	return regular{k: max(m.K, 1), first: 1, r: m.R, alpha: m.Alpha, a: m.A, b: m.B}
}

// PAlive is the chance that the customer has not left.
func (m MBGCNBD) PAlive(c Customer) float64 { return m.regular().course(c).alive }

// Expected is the mean number of purchases in t after the first one.
func (m MBGCNBD) Expected(t float64) float64 { return m.regular().course(Customer{}).expected(t) }

// ExpectedFor is the mean number of purchases of a customer in t after c.Age.
// It is exact, where BTYDplus takes that of an MBG/NBD and scales it.
func (m MBGCNBD) ExpectedFor(c Customer, t float64) float64 {
	return m.regular().course(c).expected(t)
}

// Probability of n purchases in t after the first one.
func (m MBGCNBD) Probability(n int, t float64) float64 {
	return m.regular().course(Customer{}).probability(n, t)
}

// Interval holds the customer's purchases in t after c.Age with at least the
// chance level; as [BGNBD.Interval].
func (m MBGCNBD) Interval(c Customer, t, level float64) (lo, hi float64) {
	return m.regular().course(c).interval(t, level)
}

// Chances of 0, 1, 2 … purchases of a customer in t after c.Age.
func (m MBGCNBD) Chances(c Customer, t float64) []float64 { return m.regular().course(c).chances(t) }

// Draw is one future of a customer.
func (m MBGCNBD) Draw(random *rand.Rand, c Customer, t float64) float64 {
	return m.regular().course(c).draw(random, t)
}

var _ Model = MBGCNBD{}

// FitMBGCNBD is [FitBGCNBD] for customers who may leave after the first
// purchase.
func FitMBGCNBD(c Cohort, options Options) (Fit[MBGCNBD], error) {
	return fitRegular(c, options, mbgcnbdRecipe)
}

func mbgcnbdRecipe(k int) recipe[MBGCNBD, Cohort] {
	return recipe[MBGCNBD, Cohort]{
		name: "MBG/CNBD-k", parameters: []string{"r", "alpha", "a", "b"}, check: checkCohort, sum: MBGCNBD.sum,
		start: func(c Cohort) []float64 { return faster(mbgnbdStart(c), 1, k) },
		at: func(logs []float64) MBGCNBD {
			m := mbgnbdAt(logs)
			return MBGCNBD{K: k, R: m.R, Alpha: m.Alpha, A: m.A, B: m.B}
		},
	}
}
