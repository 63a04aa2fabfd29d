package btyd

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// GammaGamma is the Gamma-Gamma model of spend: a customer's transactions are
// Gamma(P, ν), and ν differs by Gamma(Q, rate Gamma). It holds where how much
// is spent does not depend on how often.
type GammaGamma struct{ P, Q, Gamma float64 }

// LogLikelihood of the mean spends, eq. 1a of [GG].
func (m GammaGamma) LogLikelihood(s Spends) float64 {
	return m.sum(s, nil)
}

// ExpectedSpend is the customer's mean spend a transaction, eq. 5 of [GG]: what
// was seen, drawn towards the population's mean, which is the answer for x = 0.
// Where the estimated spread is so wide that the mean is infinite (px + q ≤ 1),
// it answers [ErrNoMean].
func (m GammaGamma) ExpectedSpend(x, mean float64) (float64, error) {
	if x <= 0 {
		x, mean = 0, 0
	}
	weight := m.P*x + m.Q - 1
	if !(weight > 0) {
		return 0, fmt.Errorf("%w: p·x + q is %.3f and must be above 1", ErrNoMean, weight+1)
	}
	return m.P * (m.Gamma + x*mean) / weight, nil
}

// sum is the log-likelihood; a gradient that is not nil receives the
// derivatives with respect to the logs of P, Q, Gamma.
//
//	log L = −log B(px, q) + q log[γ/(γ+xz̄)] + px log[xz̄/(γ+xz̄)] − log z̄
func (m GammaGamma) sum(s Spends, gradient []float64) float64 {
	total := sumChunks(s.groups, gradient, m.terms)
	if gradient != nil {
		gradient[0] *= m.P
		gradient[1] *= m.Q
		gradient[2] *= m.Gamma
	}
	return total
}

// terms are the sum over some groups, and its derivatives with respect to the
// parameters themselves.
func (m GammaGamma) terms(groups []SpendGroup, gradient []float64) float64 {
	var total, dp, dq, dGamma float64
	var x, logBeta, slopeP, slopeQ float64
	digammaQ := mathext.Digamma(m.Q)
	for i := range groups {
		g := &groups[i]
		shape := m.P * g.X
		if g.X != x { // groups are ordered by x
			x = g.X
			logBeta = mathext.Lbeta(shape, m.Q)
			both := mathext.Digamma(shape + m.Q)
			slopeP, slopeQ = both-mathext.Digamma(shape), both-digammaQ
		}
		sum := g.X * g.Mean
		logBase := -math.Log1p(sum / m.Gamma)
		logShare := -math.Log1p(m.Gamma / sum)
		total += g.Count * (m.Q*logBase + shape*logShare - logBeta - math.Log(g.Mean))
		dp += g.Count * g.X * (slopeP + logShare)
		dq += g.Count * (slopeQ + logBase)
		dGamma += g.Count * (m.Q*sum/m.Gamma - shape) / (m.Gamma + sum)
	}
	if gradient != nil {
		gradient[0], gradient[1], gradient[2] = dp, dq, dGamma
	}
	return total
}

// FitGammaGamma finds the parameters of greatest likelihood. It refuses with
// [ErrTooFew] or [ErrAllSame] what cannot be estimated, and with
// [ErrNoOptimum] where no greatest likelihood was found: the customers' own
// means are then the better answer.
//
// Money has no unit of its own: spends k times as large have the same P and Q,
// k times the Gamma, and a log-likelihood less by log k a customer. The search
// therefore runs on spends of mean 1, so that millions and cents end alike.
func FitGammaGamma(s Spends, options Options) (Fit[GammaGamma], error) {
	r := gammaGammaRecipe()
	if err := r.check(s); err != nil {
		return Fit[GammaGamma]{}, fmt.Errorf("fitting %s: %w", r.name, err)
	}
	unit := s.meanSpend()
	ones := s.inUnitsOf(unit)
	centre := r.start(ones)
	found, err := searchLevels(r.levels(ones, centre), scatter(centre, options))
	if err != nil {
		return Fit[GammaGamma]{}, fmt.Errorf("fitting %s: %w", r.name, err)
	}
	found.logs = insideBounds(centre, found.logs)
	found.logs[2] += math.Log(unit)
	found.value += s.customers * math.Log(unit)
	fit := r.found(found, s.customers)
	if !fit.Converged {
		return Fit[GammaGamma]{}, fmt.Errorf("fitting %s: %w: %s", r.name, ErrNoOptimum, fit.Note)
	}
	return fit, nil
}

func gammaGammaRecipe() recipe[GammaGamma, Spends] {
	return recipe[GammaGamma, Spends]{
		name: "Gamma-Gamma", parameters: []string{"p", "q", "gamma"},
		check: checkSpread, start: gammaGammaStart, at: gammaGammaAt, sum: GammaGamma.sum,
	}
}

// minSpenders is five customers for each of the three parameters.
const minSpenders = 15

func checkSpread(s Spends) error {
	if s.customers < minSpenders {
		return fmt.Errorf("%w: %v with a spend, at least %d are needed", ErrTooFew, s.customers, minSpenders)
	}
	for _, g := range s.groups {
		if g.Mean != s.groups[0].Mean {
			return nil
		}
	}
	return fmt.Errorf("%w: all %v spend %v, so nothing tells how customers differ", ErrAllSame, s.customers, s.groups[0].Mean)
}

// gammaGammaStart puts the population's mean, pγ/(q−1), at the mean of the
// customers' means.
func gammaGammaStart(s Spends) []float64 {
	const p, q = 3, 3
	return []float64{math.Log(p), math.Log(q), math.Log(s.meanSpend() * (q - 1) / p)}
}

func gammaGammaAt(logs []float64) GammaGamma {
	return GammaGamma{P: math.Exp(logs[0]), Q: math.Exp(logs[1]), Gamma: math.Exp(logs[2])}
}
