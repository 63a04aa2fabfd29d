package experiment

import (
	"math"
	"math/rand/v2"
	"testing"
)

// customer is one of a simulated experiment.
type customer struct {
	value, of float64
	before    []float64
}

// world draws customers of whom everything is known.
type world struct {
	name              string
	controls, treated int
	cap               float64
	customer          func(r *rand.Rand, treated bool) customer
	ratio             bool
	truth             float64 // the effect
}

func (w world) sample(r *rand.Rand, treated bool) Sample {
	n := w.controls
	if treated {
		n = w.treated
	}
	var s Sample
	for range n {
		c := w.customer(r, treated)
		s.Values = append(s.Values, c.value)
		if w.ratio {
			s.Of = append(s.Of, c.of)
		}
		if s.Before == nil && len(c.before) > 0 {
			s.Before = make([][]float64, len(c.before))
		}
		for k, b := range c.before {
			s.Before[k] = append(s.Before[k], b)
		}
	}
	return s
}

// outcome is what simulated experiments come to.
type outcome struct {
	runs, significant, covered, related, adjusted, enough int
	relative                                              int     // relative intervals that hold
	sum, squares                                          float64 // of the errors
	reduction                                             float64
}

func (w world) run(t *testing.T, runs int, relative float64) (o outcome) {
	t.Helper()
	r := rand.New(rand.NewPCG(20261122, 1))
	for range runs {
		e := compared(t, w.sample(r, false), w.sample(r, true), Settings{Cap: w.cap})
		o.runs++
		count(&o.significant, e.P < 0.05)
		count(&o.covered, e.Lo <= w.truth && w.truth <= e.Hi)
		count(&o.adjusted, e.Adjusted)
		count(&o.enough, e.Enough)
		count(&o.related, e.Relative)
		count(&o.relative, e.Relative && e.RelativeLo <= relative && relative <= e.RelativeHi)
		o.sum += e.Effect - w.truth
		o.squares += (e.Effect - w.truth) * (e.Effect - w.truth)
		o.reduction += e.VarianceReduction / float64(runs)
	}
	return o
}

func count(into *int, holds bool) {
	if holds {
		*into++
	}
}

func percent(of, all int) float64 { return 100 * float64(of) / float64(all) }

// bias is the mean error in its own standard errors.
func (o outcome) bias() float64 { return o.sum / math.Sqrt(o.squares) }

// chanceOf is how far, in points, a share of so many simulations may be from
// what it is about, by chance: three standard errors in a short run. A full run
// is long enough for the margin that is claimed alone.
func chanceOf(share float64, runs, full int) float64 {
	if runs >= full {
		return 0
	}
	return 300 * math.Sqrt(share*(1-share)/float64(runs))
}

func bernoulli(r *rand.Rand, p float64) float64 {
	if r.Float64() < p {
		return 1
	}
	return 0
}

// spend is nothing for most and lognormal for buyers.
func spend(r *rand.Rand, buyers, deviation float64) float64 {
	if r.Float64() >= buyers {
		return 0
	}
	return math.Exp(3 + deviation*r.NormFloat64())
}

// spendWorld has heavy-tailed spend, and what was spent before: the same
// customers' taste is in both.
func spendWorld(controls, treated int, limit float64) world {
	return world{name: "spend, adjusted", controls: controls, treated: treated, cap: limit, customer: func(r *rand.Rand, _ bool) customer {
		taste := math.Exp(0.7 * r.NormFloat64())
		return customer{value: taste * spend(r, 0.5, 0.7), before: []float64{taste * spend(r, 0.8, 0.5), r.NormFloat64()}}
	}}
}
