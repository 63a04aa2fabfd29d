package dealflow

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// chance draws numbers; the same seed gives the same ones.
type chance struct{ *rand.Rand }

func newChance(seed uint64) chance { return chance{rand.New(rand.NewPCG(seed, 0x6465616c))} }

// gamma draws with a shape and a rate. A shape of the strongest prior has no
// spread that matters.
func (c chance) gamma(shape, rate float64) float64 {
	if shape >= strongest {
		return shape / rate
	}
	return distuv.Gamma{Alpha: shape, Beta: rate, Src: c}.Rand()
}

func (c chance) beta(a, b float64) float64 {
	if a+b >= strongest {
		return a / (a + b)
	}
	x, y := c.gamma(a, 1), c.gamma(b, 1)
	if x+y == 0 {
		return a / (a + b)
	}
	return x / (x + y)
}

// count draws a number with a mean.
func (c chance) count(mean float64) int {
	if mean <= 0 || math.IsNaN(mean) {
		return 0
	}
	return int(distuv.Poisson{Lambda: mean, Src: c}.Rand())
}

func pick[T any](c chance, from []T) T { return from[c.IntN(len(from))] }
