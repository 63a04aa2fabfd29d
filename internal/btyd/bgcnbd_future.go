package btyd

import (
	"math"
	"math/rand/v2"
)

// course is the future of a customer as BG/CNBD-k and MBG/CNBD-k see it after
// T. Alive in phase j, which has the posterior weight (R)_j/j! u^j, the customer
// has the rate λ ~ Gamma(R + j, α + T), and buys next when k − j more phases have
// ended. So all that can be asked is a mixture of k gammas: sums of positive
// terms, where the published forms need an approximation.
type course struct {
	k      int
	alive  float64
	phases []float64 // chances of phase 0 … k−1, given alive
	going  BGNBD     // of the phases as purchases, alive in phase 0
}

// course is Bayes' rule on phase, rate and chance to leave.
func (m regular) course(c Customer) course {
	shape, age, stays := m.r+float64(m.k)*c.X, m.alpha+c.Age, c.X+m.first
	phases, logV := phasesOf(m.k, shape, (c.Age-c.Recency)/age)
	p := course{k: m.k, alive: 1, phases: phases, going: BGNBD{R: shape, Alpha: age, A: m.a, B: m.b + stays}}
	if stays > 0 {
		// The odds of having left at the last purchase. They overflow to +Inf for
		// who bought often and then stopped, which is the right answer 0.
		odds := m.a / (m.b + stays - 1) * math.Exp(shape*math.Log(age/(m.alpha+c.Recency))-logV)
		p.alive = 1 / (1 + odds)
	}
	return p
}

// phasesOf are the chances of being in phase 0 … k−1, which are as (R)_j/j! u^j,
// and the log of the sum of these.
func phasesOf(k int, shape, u float64) (chances []float64, logSum float64) {
	chances = make([]float64, k)
	chances[0] = 1
	weight, total := 1.0, 1.0
	for j := 1; j < k; j++ {
		weight *= (shape + float64(j-1)) / float64(j) * u
		chances[j] = weight
		if total += weight; total > hugeWeight {
			logSum += math.Log(total)
			scale(chances[:j+1], 1/total)
			weight, total = weight/total, 1
		}
	}
	scale(chances, 1/total)
	return chances, logSum + math.Log(total)
}

func scale(values []float64, by float64) {
	for i := range values {
		values[i] *= by
	}
}

// more is P(K > n): more purchases than n, if the customer never left.
func (p course) more(n, odds float64) float64 {
	chance := 0.0
	for j, phase := range p.phases {
		if phase > 0 {
			chance += phase * atLeast((n+1)*float64(p.k)-float64(j), p.going.R+float64(j), odds)
		}
	}
	return min(chance, 1)
}

// above is P(Y > n) = alive · P(K > n) · P(D > n).
func (p course) above(n, odds float64) float64 {
	return p.alive * p.more(n, odds) * p.going.staying(n)
}

func (p course) expected(t float64) float64 {
	odds := window(t) / p.going.Alpha
	if odds == 0 {
		return 0
	}
	if p.going.summands(odds) > maxTerms {
		return p.alive * p.expectedByIntegral(odds)
	}
	var mean, purchases float64 // purchases is E[min(n, D)]
	stays := 1.0
	for n, chance := range p.wanted(odds) {
		mean += chance * purchases
		purchases += stays
		stays *= (p.going.B + float64(n)) / (p.going.A + p.going.B + float64(n))
	}
	return p.alive * mean
}

func (p course) probability(n int, t float64) float64 {
	odds := window(t) / p.going.Alpha
	if n < 0 || (n > 0 && odds == 0) {
		return 0
	}
	exactly := p.exactly(n, odds)
	if n == 0 {
		return 1 - p.alive + p.alive*exactly
	}
	leaves := p.going.A / (p.going.A + p.going.B + float64(n-1))
	return p.alive * p.going.staying(float64(n-1)) * (exactly + leaves*p.more(float64(n), odds))
}

// exactly is P(K = n) of a customer in phase 0: nk to nk + k − 1 phases.
func (p course) exactly(n int, odds float64) float64 {
	if odds == 0 {
		return 1
	}
	shape, z := p.going.R, odds/(1+odds)
	m := float64(n * p.k)
	chance := math.Exp(-shape * math.Log1p(odds))
	if n > 0 {
		chance = negativeBinomial(m, shape, odds)
	}
	sum := 0.0
	for range p.k {
		sum += chance
		chance *= z * (shape + m) / (m + 1)
		m++
	}
	return min(sum, 1)
}

// draw decides whether gone, in which phase, at which rate, and after which
// purchase for good.
func (p course) draw(random *rand.Rand, t float64) float64 {
	if random.Float64() >= p.alive {
		return 0
	}
	phase := p.drawPhase(random)
	ended := drawPoisson(random, drawGamma(random, p.going.R+phase, p.going.Alpha)*window(t))
	wanted := math.Floor((phase + ended) / float64(p.k))
	if wanted == 0 {
		return 0
	}
	return min(wanted, drawUntilSuccess(random, drawBeta(random, p.going.A, p.going.B)))
}

func (p course) drawPhase(random *rand.Rand) float64 {
	if p.k == 1 {
		return 0
	}
	left := random.Float64()
	for j, chance := range p.phases {
		if left -= chance; left < 0 {
			return float64(j)
		}
	}
	return float64(p.k - 1) // left over by rounding
}
