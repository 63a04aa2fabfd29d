package btyd

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// drawGamma is a draw from Gamma(shape, rate). A shape so small that the draw
// underflows gives 0.
func drawGamma(random *rand.Rand, shape, rate float64) float64 {
	return distuv.Gamma{Alpha: shape, Beta: rate, Src: random}.Rand()
}

// drawBeta is a draw from Beta(a, b).
func drawBeta(random *rand.Rand, a, b float64) float64 {
	x, y := drawGamma(random, a, 1), drawGamma(random, b, 1)
	if x+y == 0 { // both underflow: all of the mass is at the ends
		if random.Float64()*(a+b) < a {
			return 1
		}
		return 0
	}
	return x / (x + y)
}

// drawPoisson is a draw of a count with this mean.
func drawPoisson(random *rand.Rand, mean float64) float64 {
	if !(mean > 0) {
		return 0
	}
	return distuv.Poisson{Lambda: mean, Src: random}.Rand()
}

// drawUntilSuccess counts the trials up to the first success, 1 or more.
func drawUntilSuccess(random *rand.Rand, chance float64) float64 {
	switch {
	case chance >= 1:
		return 1
	case !(chance > 0):
		return math.Inf(1)
	}
	return math.Ceil(math.Log(1-random.Float64()) / math.Log1p(-chance))
}
