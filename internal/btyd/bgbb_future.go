package btyd

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// Expected is the mean number of purchases at the t occasions after the first
// purchase, [FHS]. It grows with t, without end where Gamma ≤ 1.
func (m BGBB) Expected(t float64) float64 {
	return m.Alpha / (m.Alpha + m.Beta) * m.presence(math.Floor(window(t)))
}

// ExpectedFor is the mean number of purchases of a customer at the t occasions
// after c.Age, [FHS].
func (m BGBB) ExpectedFor(c Customer, t float64) float64 {
	return m.there(c) * m.given(c).Expected(t)
}

// presence is the mean number of the t next occasions at which a customer who
// is there now will be there: Σ_j (δ)_j/(γ+δ)_j, a sum of positive terms. Past
// manyOccasions the rest has the closed form of [FHS], with logs of gammas at
// arguments so large that their differences can be taken digit by digit.
func (m BGBB) presence(t float64) float64 {
	const manyOccasions = 4096
	sum, there := 0.0, 1.0
	for j := 0.0; j < min(t, manyOccasions); j++ {
		there *= (m.Delta + j) / (m.Gamma + m.Delta + j)
		sum += there
	}
	if t <= manyOccasions {
		return sum
	}
	// With e = γ − 1 and D = δ + 4096, the rest relative to there is
	// D/e · (1 − Γ(D+1+t)/Γ(D+1+t+e) · Γ(D+1+e)/Γ(D+1)).
	e, d := m.Gamma-1, m.Delta+manyOccasions
	t -= manyOccasions
	if math.Abs(e) < 1e-9 {
		return sum + there*d*(mathext.Digamma(d+1+t)-mathext.Digamma(d+1))
	}
	return sum - there*d/e*math.Expm1(gammaStep(d+1, e)-gammaStep(d+1+t, e))
}

// gammaStep is log Γ(z+e) − log Γ(z) for z in the thousands and e > −1, by
// Stirling's series.
func gammaStep(z, e float64) float64 {
	series := func(z float64) float64 { return 1 / (12 * z) * (1 - 1/(30*z*z)) }
	return (z+e-0.5)*math.Log1p(e/z) + e*math.Log(z) - e + series(z+e) - series(z)
}

// Probability of n purchases at the t occasions after the first purchase, [FHS].
// More than 10,000 occasions count as 10,000, here and in Chances and Interval.
func (m BGBB) Probability(n int, t float64) float64 {
	lifetimes := m.lifetimes(t)
	if n < 0 || n >= len(lifetimes) {
		return 0
	}
	logAlways := 0.0
	for j := range n {
		logAlways += math.Log1p(-m.Beta / (m.Alpha + m.Beta + float64(j)))
	}
	return m.buying(n, logAlways, lifetimes)
}

// lifetimes are the chances to be there for exactly 0, 1, 2 … of the next t
// occasions; the last is that of all of them.
func (m BGBB) lifetimes(t float64) []float64 {
	n := int(math.Floor(min(window(t), maxOccasions)))
	chances, there := make([]float64, n+1), 1.0
	for i := range n {
		ends := 1 / (m.Gamma + m.Delta + float64(i))
		chances[i] = there * m.Gamma * ends
		there *= (m.Delta + float64(i)) * ends
	}
	chances[n] = there
	return chances
}

// buying is the chance to buy n times within a lifetime: the mean of
// beta-binomial chances, from that of n in n (its log is given) upward.
func (m BGBB) buying(n int, logAlways float64, lifetimes []float64) float64 {
	const huge = 1e200 // brought back to 1, for n in n may underflow
	sum, k, value := 0.0, float64(n), 1.0
	for i := n; i < len(lifetimes); i++ {
		sum += lifetimes[i] * value
		j := float64(i)
		value *= (j + 1) / (j + 1 - k) * (m.Beta + j - k) / (m.Alpha + m.Beta + j)
		if value > huge {
			value, sum, logAlways = value/huge, sum/huge, logAlways+math.Log(huge)
		}
	}
	return sum * math.Exp(logAlways)
}

// Chances of 0, 1, 2 … purchases of a customer at the t occasions after c.Age.
func (m BGBB) Chances(c Customer, t float64) []float64 {
	there, future := m.there(c), m.given(c)
	lifetimes := future.lifetimes(t)
	var chances []float64
	logAlways, above := 0.0, 1.0
	for n := range lifetimes {
		chance := there * future.buying(n, logAlways, lifetimes)
		if n == 0 {
			chance += 1 - there
		}
		chances = append(chances, chance)
		if above -= chance; above < leftOver {
			break
		}
		logAlways += math.Log1p(-future.Beta / (future.Alpha + future.Beta + float64(n)))
	}
	return chances
}

// Interval holds the customer's purchases at the t occasions after c.Age with
// at least the chance level, as that of [BGNBD] does.
func (m BGBB) Interval(c Customer, t, level float64) (lo, hi float64) {
	return intervalOf(m.Chances(c, t), level)
}

// Draw is one future of a customer: until when there, and at how many of the
// occasions until then a buyer.
func (m BGBB) Draw(random *rand.Rand, c Customer, t float64) float64 {
	if random.Float64() >= m.there(c) {
		return 0
	}
	future := m.given(c)
	stays := drawUntilSuccess(random, drawBeta(random, future.Gamma, future.Delta)) - 1
	occasions := min(math.Floor(window(t)), stays)
	if occasions < 1 {
		return 0
	}
	return distuv.Binomial{N: occasions, P: drawBeta(random, future.Alpha, future.Beta), Src: random}.Rand()
}
