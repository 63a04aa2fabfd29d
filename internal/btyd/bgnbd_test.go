package btyd

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

func TestLogLikelihood_IsThePublishedForm(t *testing.T) {
	lgamma := func(x float64) float64 { v, _ := math.Lgamma(x); return v }
	lbeta := mathext.Lbeta
	for i, m := range randomModels(45, 100) {
		want := 0.0
		customers := randomCustomers(uint64(i), 10)
		for _, c := range customers {
			ways := math.Exp(lbeta(m.A, m.B+c.X)-lbeta(m.A, m.B)) * math.Pow((m.Alpha+c.Recency)/(m.Alpha+c.Age), m.R+c.X)
			if c.X > 0 {
				ways += math.Exp(lbeta(m.A+1, m.B+c.X-1) - lbeta(m.A, m.B))
			}
			want += lgamma(m.R+c.X) - lgamma(m.R) + m.R*math.Log(m.Alpha) - (m.R+c.X)*math.Log(m.Alpha+c.Recency) + math.Log(ways)
		}
		near(t, "log-likelihood", m.LogLikelihood(compress(t, customers)), want, 1e-9*math.Abs(want))
	}
}

func TestPAlive_IsBayesRule(t *testing.T) {
	for i, m := range randomModels(47, 50) {
		for _, c := range randomCustomers(uint64(i), 20) {
			p := m.PAlive(c)
			if !(p >= 0 && p <= 1) || (c.X == 0 && p != 1) {
				t.Errorf("%+v %+v: %v", m, c, p)
			}
			// The share of eq. 6 that belongs to being alive at T.
			alive := mathext.Lbeta(m.A, m.B+c.X) - (m.R+c.X)*math.Log(m.Alpha+c.Age)
			if c.X > 0 {
				gone := mathext.Lbeta(m.A+1, m.B+c.X-1) - (m.R+c.X)*math.Log(m.Alpha+c.Recency)
				near(t, "P(alive)", p, 1/(1+math.Exp(gone-alive)), 1e-9)
			}
		}
	}
}

func TestGradients_AreTheSlopesOfTheLikelihoods(t *testing.T) {
	for i, m := range randomModels(46, 50) {
		cohort := compress(t, randomCustomers(uint64(i), 30))
		logs := []float64{math.Log(m.R), math.Log(m.Alpha), math.Log(m.A), math.Log(m.B)}
		checkGradient(t, logs, func(at, gradient []float64) float64 { return bgnbdAt(at).sum(cohort, gradient) })

		var spends []Spend
		for _, c := range randomCustomers(uint64(i), 30) {
			spends = append(spends, Spend{X: c.X, Mean: c.Age})
		}
		data := compressSpends(t, spends)
		logs = []float64{math.Log(m.R), math.Log(m.Alpha), math.Log(m.B)}
		checkGradient(t, logs, func(at, gradient []float64) float64 { return gammaGammaAt(at).sum(data, gradient) })
	}
}

func checkGradient(t *testing.T, logs []float64, f objective) {
	t.Helper()
	gradient, unused := make([]float64, len(logs)), make([]float64, len(logs))
	value := f(logs, gradient)
	const step = 1e-4
	for i := range logs {
		at := slices.Clone(logs)
		at[i] += step
		up := f(at, unused)
		at[i] -= 2 * step
		slope := (up - f(at, unused)) / (2 * step)
		near(t, "slope", gradient[i], slope, 1e-6*(math.Abs(slope)+math.Abs(value)))
	}
}

func TestLogLikelihood_KeepsItsDigitsWhereAllLeaveAtOnce(t *testing.T) {
	// b/(a+b) is 1e-15: as 1 − a/(a+b) it would have one digit.
	var coins risingCoins
	coins.upTo(1, 1e9, 1e-6)
	near(t, "log b/(a+b)", coins.logTerm, math.Log(1e-6)-math.Log(1e9), 1e-13)
	coins = risingCoins{}
	coins.upTo(1, 1e-6, 1e9)
	near(t, "log b/(a+b)", coins.logTerm, -1e-15, 1e-29)
}

func TestChances_OfWhoIsSureToBuy(t *testing.T) {
	// P(K = 0) is 1e-903.
	p := prospect{alive: 0.75, going: BGNBD{R: 3000, Alpha: 1, A: 0.3, B: 700}}
	total, mean := 0.0, 0.0
	for n, chance := range p.chances(1) {
		total += chance
		mean += float64(n) * chance
	}
	near(t, "sum", total, 1, 1e-9)
	near(t, "mean", mean, p.expected(1), 1e-7*mean)
}
