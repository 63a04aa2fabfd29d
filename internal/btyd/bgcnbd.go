package btyd

import (
	"math"
	"math/rand/v2"
)

// BGCNBD is the BG/CNBD-k model, [RPS]: as [BGNBD], but people buy more
// regularly than at random. Each goes through phases that end at random, at
// rates that differ by Gamma(R, rate Alpha), and every K-th end is a purchase:
// the times between purchases are Erlang-K, K/λ on average. K is 1 at least,
// and with 1 it is the BG/NBD.
type BGCNBD struct {
	K              int
	R, Alpha, A, B float64
}

// LogLikelihood of a cohort, the times between purchases included where its
// [Rhythm] is known: then it compares between different K. Without, it lacks a
// constant that holds no other parameter than K.
func (m BGCNBD) LogLikelihood(c Cohort) float64 { return m.sum(c, nil) }

func (m BGCNBD) sum(c Cohort, gradient []float64) float64 { return m.regular().sum(c, gradient) }

func (m BGCNBD) regular() regular {
	return regular{k: max(m.K, 1), first: 0, r: m.R, alpha: m.Alpha, a: m.A, b: m.B}
}

// PAlive is the chance that the customer has not left; 1 where X is 0.
func (m BGCNBD) PAlive(c Customer) float64 { return m.regular().course(c).alive }

// Expected is the mean number of purchases in t after the first one.
func (m BGCNBD) Expected(t float64) float64 { return m.regular().course(Customer{}).expected(t) }

// ExpectedFor is the mean number of purchases of a customer in t after c.Age.
// It is exact, where BTYDplus takes that of a BG/NBD and scales it.
func (m BGCNBD) ExpectedFor(c Customer, t float64) float64 {
	return m.regular().course(c).expected(t)
}

// Probability of n purchases in t after the first one.
func (m BGCNBD) Probability(n int, t float64) float64 {
	return m.regular().course(Customer{}).probability(n, t)
}

// Interval holds the customer's purchases in t after c.Age with at least the
// chance level; as [BGNBD.Interval].
func (m BGCNBD) Interval(c Customer, t, level float64) (lo, hi float64) {
	return m.regular().course(c).interval(t, level)
}

// Chances of 0, 1, 2 … purchases of a customer in t after c.Age.
func (m BGCNBD) Chances(c Customer, t float64) []float64 { return m.regular().course(c).chances(t) }

// Draw is one future of a customer.
func (m BGCNBD) Draw(random *rand.Rand, c Customer, t float64) float64 {
	return m.regular().course(c).draw(random, t)
}

var _ Model = BGCNBD{}

// FitBGCNBD finds the K from 1 to 12 and the parameters of greatest likelihood.
// It needs the cohort's [Rhythm]; without one K is 1, and the Note says so. It
// refuses what [FitBGNBD] refuses, and a Rhythm that cannot be the cohort's.
func FitBGCNBD(c Cohort, options Options) (Fit[BGCNBD], error) {
	return fitRegular(c, options, bgcnbdRecipe)
}

func bgcnbdRecipe(k int) recipe[BGCNBD, Cohort] {
	return recipe[BGCNBD, Cohort]{
		name: "BG/CNBD-k", parameters: []string{"r", "alpha", "a", "b"}, check: checkCohort, sum: BGCNBD.sum,
		start: func(c Cohort) []float64 { return faster(bgnbdStart(c), 1, k) },
		at: func(logs []float64) BGCNBD {
			m := bgnbdAt(logs)
			return BGCNBD{K: k, R: m.R, Alpha: m.Alpha, A: m.A, B: m.B}
		},
	}
}

// faster brings parameters for so many phases between two purchases to those
// for k phases in the same time.
func faster(logs []float64, from, k int) []float64 {
	return []float64{logs[0], logs[1] + math.Log(float64(from)/float64(k)), logs[2], logs[3]}
}
