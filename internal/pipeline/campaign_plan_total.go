package pipeline

import (
	"fmt"
	"math"
)

// total sums the segments up. The intervals of their lifts are of one size with
// each other: what is unsure is how the campaign as a whole will go.
func (p *campaignPlan) total() figures {
	t := figures{lift: lift{basis: p.totalBasis()}}
	var buys, lifts, low, high, responses, responseLow, responseHigh float64
	for _, s := range p.strata {
		n := float64(s.treated)
		t.treated, t.control = t.treated+s.treated, t.control+s.control
		if s.treated+s.control == 0 {
			continue
		}
		buys += s.baseline * float64(s.treated+s.control)
		if s.treated == 0 {
			continue
		}
		lifts, low, high = lifts+n*s.lift.value, low+n*s.lift.low, high+n*s.lift.high
		responses, responseLow, responseHigh = responses+n*s.response[0], responseLow+n*s.response[1], responseHigh+n*s.response[2]
		t.revenue, t.outlay, t.discount, t.cost = t.revenue+s.revenue, t.outlay+s.outlay, t.discount+s.discount, t.cost+s.cost
		t.slope, t.level = t.slope+s.slope, t.level+s.level
		for i := range t.profit {
			t.increment[i], t.profit[i] = t.increment[i]+s.increment[i], t.profit[i]+s.profit[i]
		}
	}
	n := float64(t.treated)
	t.baseline, t.breakEven = buys/float64(t.treated+t.control), math.NaN()
	t.lift.value, t.lift.low, t.lift.high = lifts/n, low/n, high/n
	t.response = [3]float64{responses / n, responseLow / n, responseHigh / n}
	if t.treated > 0 {
		t.breakEven = breakEven(t.slope, t.level)
	} else {
		nothing := math.NaN()
		t.increment, t.profit = [3]float64{nothing, nothing, nothing}, [3]float64{nothing, nothing, nothing}
	}
	t.see(t.lift.value)
	return t
}

// totalBasis is that of the lifts, where they have one.
func (p *campaignPlan) totalBasis() string {
	basis := ""
	for i, s := range p.strata {
		if i > 0 && s.lift.basis != basis {
			return ""
		}
		basis = s.lift.basis
	}
	return basis
}

// hardlyAny is the chance below which an effect will not be seen, for all that
// anybody should count on.
const hardlyAny = 0.2

// warnOfSize says in words where the effect that is expected, or that the file
// asks to see, will hardly be seen.
func (p *campaignPlan) warnOfSize(t figures) {
	n := t.treated + t.control
	if n == 0 || t.control == 0 || math.IsNaN(t.detectable) {
		return
	}
	if asked := p.campaign.Control.Effect; asked != nil && t.detectable > *asked/100*(1+unseenSlack) {
		p.warn("effect_unseen", nil, "control: a lift of %g percentage points is to be seen, which cannot be with %s: only one of %.2f can",
			*asked, plural(int64(n), "customer"), 100*t.detectable)
	}
	if math.IsNaN(t.power) || t.power >= enoughPower {
		return
	}
	needed := any(nil)
	if customers, ok := t.design().Needed(t.lift.value); ok {
		needed = int64(customers)
	}
	// Rounded down: less than enough never reads like enough.
	chance := fmt.Sprintf("would be seen with a chance of %.0f %%, %.0f are wanted", math.Floor(100*t.power), 100*enoughPower)
	if t.power < hardlyAny {
		chance = fmt.Sprintf("will not (a chance of %.0f %%)", 100*t.power)
	}
	p.warn("too_small", needed, "with %s only a lift of %.1f percentage points could be seen; the expected %.1f %s",
		plural(int64(n), "customer"), 100*t.detectable, 100*t.lift.value, chance)
}

// unseenSlack is by which part an effect may be smaller than what can be seen
// and still counts as seen: customers come whole.
const unseenSlack = 0.02
