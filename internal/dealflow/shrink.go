package dealflow

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// strongest is a prior that leaves nothing of what tells one group from another.
const strongest = 1e5

// rateStrength is α of the prior Gamma(α, α) of groups' rates against what is
// expected of them, by the greatest likelihood of their counts, which are
// negative binomial: Γ(α+O)/Γ(α)·(α/(α+E))^α·(1/(α+E))^O.
func rateStrength(counted, expected []float64) float64 {
	return likeliest(func(alpha float64) (sum float64) {
		for i, o := range counted {
			sum += lgamma(alpha+o) - lgamma(alpha) + alpha*math.Log(alpha/(alpha+expected[i])) - o*math.Log(alpha+expected[i])
		}
		return sum
	})
}

// shareStrength is M of the prior Beta(Mμ, M(1−μ)) of groups' shares, μ being
// what is expected of the group, by the greatest likelihood of their counts,
// which are beta-binomial (Skellam 1948).
func shareStrength(won, closed, expected []float64) float64 {
	return likeliest(func(m float64) (sum float64) {
		for i, n := range closed {
			if n == 0 {
				continue
			}
			a, b := m*expected[i], m*(1-expected[i])
			sum += mathext.Lbeta(a+won[i], b+n-won[i]) - mathext.Lbeta(a, b)
		}
		return sum
	})
}

// likeliest looks for the strength with the greatest likelihood on a grid of
// steps of 15 %, which is finer than any record of less than thousands of groups
// can tell. Where nothing is gained by a weaker prior it is the strongest.
func likeliest(logLikelihood func(strength float64) float64) float64 {
	best, at := logLikelihood(strongest), strongest
	for strength := 1.0; strength < strongest; strength *= 1.15 {
		// A gain that is not there is one of rounding.
		if l := logLikelihood(strength); l > best+1e-6 {
			best, at = l, strength
		}
	}
	return at
}

func lgamma(x float64) float64 {
	l, _ := math.Lgamma(x)
	return l
}

// logit of a share, kept within what odds can be told from.
func logit(p float64) float64 {
	p = math.Max(1e-6, math.Min(1-1e-6, p))
	return math.Log(p / (1 - p))
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// Shrunk are the shares of groups that have won so many of so many, each as far
// towards the share of all as its record is short.
func Shrunk(won, closed []float64) []float64 {
	wins, n := 0.0, 0.0
	for i := range closed {
		wins, n = wins+won[i], n+closed[i]
	}
	all := (wins + 0.5) / (n + 1)
	expected := make([]float64, len(closed))
	for i := range expected {
		expected[i] = all
	}
	strength := strongest
	if len(closed) > 1 {
		strength = shareStrength(won, closed, expected)
	}
	out := make([]float64, len(closed))
	for i := range out {
		out[i] = (won[i] + strength*all) / (closed[i] + strength)
	}
	return out
}
