package customerbase

import (
	"math"
	"math/rand/v2"
)

// The two rules that need no model. Whether somebody has left they cannot say;
// that is left to the forecaster inside, the best of the models.

// ownRate goes on as before: purchases come by chance (Poisson) at the
// customer's own rate.
type ownRate struct{ forecaster }

func (ownRate) expected(h Habit, days float64) float64 {
	if h.AgeDays == 0 {
		return 0
	}
	return float64(h.Repeats) / float64(h.AgeDays) * days
}

func (r ownRate) chances(h Habit, days float64) []float64 { return poisson(r.expected(h, days)) }

func (r ownRate) drawn(*rand.Rand) forecaster { return r }

// zero expects nobody back.
type zero struct{ forecaster }

func (zero) expected(Habit, float64) float64  { return 0 }
func (zero) chances(Habit, float64) []float64 { return []float64{1} }
func (r zero) drawn(*rand.Rand) forecaster    { return r }

// poisson lists the chances of 0, 1, 2 … at this mean, up to where less than
// 1e-12 is left.
func poisson(mean float64) []float64 {
	var chances []float64
	left := 1.0
	for n := 0.0; ; n++ {
		chance := 0.0
		if logGamma, _ := math.Lgamma(n + 1); mean > 0 {
			chance = math.Exp(n*math.Log(mean) - mean - logGamma)
		} else if n == 0 {
			chance = 1
		}
		chances = append(chances, chance)
		if left -= chance; n >= mean && left < 1e-12 {
			return chances
		}
		if n > mean+40*math.Sqrt(mean)+40 {
			return chances // what is left is rounding
		}
	}
}
