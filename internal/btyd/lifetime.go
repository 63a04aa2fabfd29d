package btyd

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
)

// farewell is what the data say of when a customer left: with chance alive
// not before the end of observation, and otherwise at a time y between the last
// purchase and the end, which has a density. Means are over both, y being the
// end of observation for who is alive; gone is also the weight of who left.
type farewell struct {
	logWeight float64 // log of both ways together, relative to the last purchase
	alive     float64 // the share of still being there, P(alive)
	gone      float64 // the share of having left
	// The means that the derivatives of the likelihood are made of.
	logRates     float64 // of log((α+y)/(α+t_x))
	logLeaving   float64 // of log((β+y)/(β+t_x))
	agedRates    float64 // of y/(α+y)
	agedLeaving  float64 // of y/(β+y)
	agedWhenGone float64 // of y/(β+y), over who left alone
}

// falling is the integrand e^{−ψ(v)} of a lifetime, with
//
//	ψ(v) = near·v + far·log(1 + ratio·(e^v − 1)),  0 < ratio ≤ 1, near + far > 0.
//
// ψ is convex, and analytic at a distance below π from the real axis. That is
// why v is the log of the growth of the smaller one of α+y and β+y: in the log
// of the other, or in time itself, a singularity comes near, and a rule
// converges slowly where α and β differ by much.
type falling struct{ near, far, ratio float64 }

func (f falling) at(v float64) float64 {
	return f.near*v + f.far*math.Log1p(f.ratio*math.Expm1(v))
}

func (f falling) slope(v float64) float64 {
	grown := f.ratio * math.Exp(v)
	return f.near + f.far*grown/(1-f.ratio+grown)
}

// lowest is the v ≥ 0 at which the integrand is greatest.
func (f falling) lowest() float64 {
	if f.near+f.far*f.ratio >= 0 {
		return 0
	}
	return math.Log(-f.near * (1 - f.ratio) / (f.ratio * (f.near + f.far)))
}

const (
	// outOfSight is the fall, in e-folds, below which an integrand adds nothing
	// to a sum of 16 digits.
	outOfSight = 37
	// longestPanel bounds what one rule is stretched over.
	longestPanel = 16
)

// fallingFrom0 is an integrand e^{−ψ(v)} over v ≥ 0, with a ψ that is convex and
// 0 at 0.
type fallingFrom0 interface {
	at(v float64) float64    // ψ
	slope(v float64) float64 // its derivative
	lowest() float64         // the v ≥ 0 at which ψ is least
}

// windowOf is how far from 0 to end, where ψ is atEnd, an integrand has to be
// summed, and by how much it falls there from its greatest value. The cut is to the right of the
// place sought, where Newton's method on a convex function stays.
func windowOf[F fallingFrom0](f F, end, atEnd float64) (length, fall float64) {
	at := f.lowest()
	least := 0.0
	if at > 0 {
		least = f.at(min(at, end))
	}
	length, fall = end, atEnd-least
	if fall <= outOfSight+3 {
		return length, max(fall, 0)
	}
	if at == 0 {
		length = min(end, outOfSight/f.slope(0))
	}
	for range 20 {
		fall = f.at(length) - least
		if fall <= outOfSight+3 {
			break
		}
		length -= (fall - outOfSight) / f.slope(length)
	}
	return length, fall
}

// nodesFor is the number of nodes with which the Gauss-Legendre rule is right
// to 2e-14 of the integral of a [falling] function: a length in v adds as the
// distance of the singularity demands, a fall as an exponential does. The
// constants are measured over seven powers of ten of the shapes and ratios
// (lifetime_test.go repeats that).
func nodesFor(length, fall float64) int {
	return int(math.Ceil(5 + 2.6*length + 2.6*math.Sqrt(fall)))
}

// node is a point of a rule on [0, 1] with its weight.
type node struct{ at, weight float64 }

// mostNodes is what the longest panel with the greatest fall needs.
const mostNodes = 64

// wrongRule is a number of nodes for which gonum 0.17 has a wrong node: the
// weights sum to 0.989. The rule above takes its place.
const wrongRule = 26

// legendre holds the Gauss-Legendre rules that were in use. It is not for
// several goroutines.
type legendre [mostNodes + 1][]node

func (l *legendre) rule(n int) []node {
	n = min(max(n, 3), mostNodes)
	if n == wrongRule {
		n++
	}
	if l[n] == nil {
		at, weight := make([]float64, n), make([]float64, n)
		quad.Legendre{}.FixedLocations(at, weight, 0, 1)
		rule := make([]node, n)
		for i := range rule {
			rule[i] = node{at: at[i], weight: weight[i]}
		}
		l[n] = rule
	}
	return l[n]
}
