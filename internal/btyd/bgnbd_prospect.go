package btyd

import (
	"math"
	"math/rand/v2"
)

// prospect is the future of a customer as BG/NBD and MBG/NBD see it after T:
// gone, or with the chance alive one who goes on as a BG/NBD from its start.
type prospect struct {
	alive float64
	going BGNBD
}

// prospect is Bayes' rule on rate and chance to leave.
func (m BGNBD) prospect(c Customer) prospect {
	return prospect{
		alive: m.PAlive(c),
		going: BGNBD{R: m.R + c.X, Alpha: m.Alpha + c.Age, A: m.A, B: m.B + c.X},
	}
}

// Chances of 0, 1, 2 … purchases of a customer in t after c.Age.
func (m BGNBD) Chances(c Customer, t float64) []float64 { return m.prospect(c).chances(t) }

// Draw is one future of a customer.
func (m BGNBD) Draw(random *rand.Rand, c Customer, t float64) float64 {
	return m.prospect(c).draw(random, t)
}

func (p prospect) expected(t float64) float64 { return p.alive * p.going.Expected(t) }

// above is P(Y > n) = alive · P(K > n) · P(D > n).
func (p prospect) above(n, odds float64) float64 {
	return p.alive * p.going.wants(n+1, odds) * p.going.staying(n)
}

// underflows is true where P(K = 0) is too small to start a walk from.
func (p prospect) underflows(odds float64) bool { return p.going.R*math.Log1p(odds) > 660 }

// chances of 0, 1, 2 … purchases: Y = n ≥ 1 is K = n while D ≥ n, or K > n
// while D = n.
func (p prospect) chances(t float64) []float64 {
	odds := window(t) / p.going.Alpha
	if odds == 0 {
		return []float64{1}
	}
	if p.underflows(odds) {
		return p.chancesFromTails(odds)
	}
	m := p.going
	z := odds / (1 + odds)
	exactly := math.Exp(-m.R * math.Log1p(odds)) // P(K = n), and P(K > n)
	more, stays := -math.Expm1(-m.R*math.Log1p(odds)), 1.0
	chances := []float64{1 - p.alive + p.alive*exactly}
	for n := 1.0; p.alive*more*stays >= leftOver && n < longestList; n++ {
		exactly *= z * (m.R + n - 1) / n
		more = max(0, more-exactly)
		leaves := m.A / (m.A + m.B + n - 1)
		chances = append(chances, p.alive*stays*(exactly+leaves*more))
		stays *= 1 - leaves
	}
	return chances
}

// chancesFromTails are the chances from those to exceed each number.
func (p prospect) chancesFromTails(odds float64) []float64 {
	before := 1.0 // P(Y > n − 1)
	var chances []float64
	for n := 0; n < longestList && before >= leftOver; n++ {
		above := p.above(float64(n), odds)
		chances = append(chances, max(0, before-above))
		before = above
	}
	return chances
}

// draw decides whether gone, at which rate, and after which purchase for good.
func (p prospect) draw(random *rand.Rand, t float64) float64 {
	if random.Float64() >= p.alive {
		return 0
	}
	wanted := drawPoisson(random, drawGamma(random, p.going.R, p.going.Alpha)*window(t))
	if wanted == 0 {
		return 0
	}
	return min(wanted, drawUntilSuccess(random, drawBeta(random, p.going.A, p.going.B)))
}
