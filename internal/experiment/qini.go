package experiment

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// Curve is a Qini curve (Radcliffe 2007, "Using control groups to target on
// predicted lift"): what treating only the best-scored share of the customers
// would bring, a customer of all, with what treating as many at random would.
// The gain of a share of customers is what the treated among them brought less
// what as many of the controls among them would have.
type Curve struct {
	Fractions    []float64 // of the customers, from 0 to 1
	Gain, Lo, Hi []float64
	Random       []float64
	// Qini is the area between gain and random; with its interval.
	Qini, QiniLo, QiniHi float64
}

// qiniSteps are how many fractions a curve has, behind 0.
const qiniSteps = 20

// Qini ranks customers by a score, the greatest first, and follows their
// outcome. Equal scores are one rank: within it the curve is a straight line.
// The intervals (95 %) are quantiles over customers that are drawn anew, each
// arm as large as it is. Without customers in both arms the curve is empty.
func Qini(score []float64, treated []bool, outcome []float64, resamples int, seed uint64) Curve {
	r := newRanking(score, treated, outcome)
	if r.arms[0] == 0 || r.arms[1] == 0 {
		return Curve{}
	}
	once := make([]float64, len(r.outcome))
	for i := range once {
		once[i] = 1
	}
	curve := r.curve(once)
	source := rand.New(rand.NewPCG(seed, 0))
	drawn := make([][]float64, qiniSteps+1)
	var areas []float64
	for range resamples {
		again := r.curve(r.draw(source, once))
		for i, gain := range again.Gain {
			drawn[i] = append(drawn[i], gain)
		}
		areas = append(areas, again.Qini)
	}
	curve.Lo, curve.Hi = slices.Clone(curve.Gain), slices.Clone(curve.Gain)
	curve.QiniLo, curve.QiniHi = curve.Qini, curve.Qini
	if resamples > 0 {
		for i := range drawn {
			curve.Lo[i], curve.Hi[i] = middle95(drawn[i])
		}
		curve.QiniLo, curve.QiniHi = middle95(areas)
	}
	return curve
}

// ranking is customers in the order of their score.
type ranking struct {
	score, outcome []float64
	treated        []bool
	of             [2][]int // places of controls and of treated
	arms           [2]float64
}

// newRanking leaves out who has no score or outcome that is a number. Equal
// scores are put in an order that their customers' does not change.
func newRanking(score []float64, treated []bool, outcome []float64) ranking {
	var order []int
	for i := range min(len(score), len(treated), len(outcome)) {
		if score[i] == score[i] && outcome[i]-outcome[i] == 0 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(armOf(treated[a]), armOf(treated[b])), cmp.Compare(outcome[a], outcome[b]))
	})
	var r ranking
	for place, i := range order {
		r.score, r.outcome, r.treated = append(r.score, score[i]), append(r.outcome, outcome[i]), append(r.treated, treated[i])
		r.of[armOf(treated[i])] = append(r.of[armOf(treated[i])], place)
		r.arms[armOf(treated[i])]++
	}
	return r
}

func armOf(treated bool) int {
	if treated {
		return 1
	}
	return 0
}

// draw gives weights to customers: how often each was drawn.
func (r ranking) draw(source *rand.Rand, into []float64) []float64 {
	clear(into)
	for _, places := range r.of {
		for range places {
			into[places[source.IntN(len(places))]]++
		}
	}
	return into
}

// curve follows weighted customers.
func (r ranking) curve(weights []float64) Curve {
	// Of each rank's end: customers so far and their gain.
	ends, gains := []float64{0}, []float64{0}
	var count, outcome [2]float64
	for i, w := range weights {
		arm := armOf(r.treated[i])
		count[arm] += w
		outcome[arm] += w * r.outcome[i]
		if i+1 < len(weights) && r.score[i+1] == r.score[i] {
			continue
		}
		ends = append(ends, count[0]+count[1])
		gains = append(gains, r.gain(count, outcome))
	}
	all := r.arms[0] + r.arms[1]
	var c Curve
	at := 0
	for step := range qiniSteps + 1 {
		fraction := float64(step) / qiniSteps
		for at+1 < len(ends)-1 && ends[at+1] < fraction*all {
			at++
		}
		part := 0.0
		if width := ends[at+1] - ends[at]; width > 0 {
			part = min((fraction*all-ends[at])/width, 1)
		}
		c.Fractions = append(c.Fractions, fraction)
		c.Gain = append(c.Gain, gains[at]+part*(gains[at+1]-gains[at]))
	}
	last := c.Gain[qiniSteps]
	for step, gain := range c.Gain {
		c.Random = append(c.Random, c.Fractions[step]*last)
		if step > 0 {
			c.Qini += (gain - c.Random[step] + c.Gain[step-1] - c.Random[step-1]) / 2 / qiniSteps
		}
	}
	return c
}

// gain is a customer of all treated ones: what those so far brought, less what
// as many controls did.
func (r ranking) gain(count, outcome [2]float64) float64 {
	if count[0] == 0 {
		return 0 // nobody to compare with yet
	}
	return (outcome[1] - outcome[0]*count[1]/count[0]) / r.arms[1]
}

// middle95 are the quantiles that hold 95 of a hundred.
func middle95(values []float64) (lo, hi float64) {
	slices.Sort(values)
	return quantile(values, 0.025), quantile(values, 0.975)
}

func quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	below := int(at)
	if below+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[below] + (at-float64(below))*(sorted[below+1]-sorted[below])
}
