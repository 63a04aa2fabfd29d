package customerbase

import "math"

// The two rules that need no model. Whether somebody has left they cannot say;
// that is left to the forecaster inside, the best of the models.

// ownRate goes on as before: purchases come by chance (Poisson) at the
// customer's own rate.
type ownRate struct{ forecaster }

func (ownRate) expected(c Customer, days float64) float64 {
	if c.AgeDays == 0 {
		return 0
	}
	return float64(c.Repeats) / float64(c.AgeDays) * days
}

func (r ownRate) chances(c Customer, days float64) []float64 { return poisson(r.expected(c, days)) }

// zero expects nobody back.
type zero struct{ forecaster }

func (zero) expected(Customer, float64) float64  { return 0 }
func (zero) chances(Customer, float64) []float64 { return []float64{1} }

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
