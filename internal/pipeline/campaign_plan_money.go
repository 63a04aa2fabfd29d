package pipeline

import (
	"math"

	"clientele/internal/experiment"
	"clientele/segments"
)

// figures are what is expected of a segment, or of all.
type figures struct {
	lift       lift
	likeBefore bool // the baseline is what most of them did before
	treated    int
	control    int
	baseline   float64 // share of the chosen that buys anyway
	response   [3]float64
	revenue    float64 // of the treated in the campaign's days
	increment  [3]float64
	outlay     float64
	discount   float64
	cost       float64
	profit     [3]float64
	slope      float64 // of the profit in the lift
	level      float64 // what a lift must bring before it pays
	breakEven  float64
	power      float64
	detectable float64
	needed     int // controls that it takes to see what is expected, 0 where none are enough
}

// accounts sum up what one offer brings and costs as a line in the lift: what is
// earned grows with it, and so do discounts and what responses cost.
type accounts struct {
	margin, discount, responseCost float64

	n, buys         float64 // of the treated, and the sum of their chances to buy
	spend           float64 // sum of what a purchase of each brings
	anyway          float64 // what they spend anyway
	contacts, fixed float64
	response        float64 // share that takes the offer where the file says it; NaN elsewhere
}

// newAccounts are those of an offer before anybody is addressed.
func (p *campaignPlan) newAccounts(offer segments.Offer) accounts {
	a := accounts{margin: p.marginOf(offer), discount: offer.DiscountPercent / 100, responseCost: offer.ResponseCost, response: math.NaN()}
	if given := offer.Response.Percent; given != nil {
		a.response = *given / 100
	}
	return a
}

func (a *accounts) add(one *person, offer segments.Offer) {
	a.n++
	a.buys += one.buys
	a.spend += one.spend
	a.anyway += one.purchases * one.spend
	a.contacts += offer.ContactCost
}

// responses is how many take the offer.
func (a accounts) responses(lift float64) float64 {
	if !math.IsNaN(a.response) {
		return a.n * a.response
	}
	return min(max(a.buys+lift*a.n, 0), a.n)
}

func (a accounts) incremental(lift float64) float64 { return lift * a.spend }

func (a accounts) revenue(lift float64) float64 { return math.Max(0, a.anyway+a.incremental(lift)) }

func (a accounts) outlay(lift float64) float64 {
	return a.fixed + a.contacts + a.responseCost*a.responses(lift)
}

// given is what is given away: to everybody who buys, also to those who would
// have bought without it.
func (a accounts) given(lift float64) float64 { return a.discount * a.revenue(lift) }

func (a accounts) cost(lift float64) float64 { return a.outlay(lift) + a.given(lift) }

func (a accounts) profit(lift float64) float64 {
	return a.margin*a.incremental(lift) - a.cost(lift)
}

// line is the profit as a line in the lift, where nobody and everybody are far:
// slope times the lift, less the level.
func (a accounts) line() (slope, level float64) {
	slope, level = (a.margin-a.discount)*a.spend, a.fixed+a.contacts+a.discount*a.anyway
	if math.IsNaN(a.response) {
		return slope - a.responseCost*a.n, level + a.responseCost*a.buys
	}
	return slope, level + a.responseCost*a.n*a.response
}

// breakEven is the lift that pays; +Inf where none does.
func breakEven(slope, level float64) float64 {
	switch {
	case level <= 0:
		return 0
	case slope <= 0:
		return math.Inf(1)
	}
	return level / slope
}

// outlayOf is what is paid for addressing one customer, discounts apart.
func (p *campaignPlan) outlayOf(one *person) float64 {
	offer := p.campaign.Offers[one.stratum.offer]
	a := p.newAccounts(offer)
	a.add(one, offer)
	return a.outlay(p.liftOr0(one))
}

func (p *campaignPlan) liftOr0(one *person) float64 {
	if one.stratum.lift.known() {
		return one.stratum.lift.value
	}
	return 0
}

// profitOf is what addressing one customer should leave; where no lift is known,
// what the customer brings anyway stands for it.
func (p *campaignPlan) profitOf(one *person) float64 {
	if !one.stratum.lift.known() {
		return one.purchases * one.spend
	}
	offer := p.campaign.Offers[one.stratum.offer]
	a := p.newAccounts(offer)
	a.add(one, offer)
	return a.profit(one.stratum.lift.value)
}

// accountsOf are those of the treated of a segment, with its part of what is
// spent once.
func (p *campaignPlan) accountsOf(s *stratum, treated int) accounts {
	offer := p.campaign.Offers[s.offer]
	a := p.newAccounts(offer)
	for _, id := range s.drawn.Treated {
		a.add(p.people[id], offer)
	}
	if treated > 0 {
		a.fixed = p.campaign.Fixed * float64(len(s.drawn.Treated)) / float64(treated)
	}
	return a
}

// figure fills in what is expected of each segment.
func (p *campaignPlan) figure() {
	treated := 0
	for _, s := range p.strata {
		treated += len(s.drawn.Treated)
	}
	for _, s := range p.strata {
		a := p.accountsOf(s, treated)
		f := &s.figures
		f.treated, f.control = len(s.drawn.Treated), len(s.drawn.Control)
		f.baseline = meanBuys(s.open[:s.chosen])
		for i, lift := range []float64{f.lift.value, f.lift.low, f.lift.high} {
			f.response[i] = a.responseShare(lift)
			f.increment[i], f.profit[i] = a.incremental(lift), a.profit(lift)
		}
		at := f.lift.value
		if !f.lift.known() {
			at = 0
		}
		f.revenue, f.outlay, f.discount, f.cost = a.revenue(at), a.outlay(at), a.given(at), a.cost(at)
		f.slope, f.level = a.line()
		f.breakEven = math.NaN()
		if f.treated > 0 {
			f.breakEven = breakEven(f.slope, f.level)
		}
		f.see(f.lift.value)
	}
	p.warnOfMoney()
}

func meanBuys(people []*person) float64 {
	var sum float64
	for _, one := range people {
		sum += one.buys
	}
	return sum / float64(len(people))
}

// responseShare is the share of the treated that buys.
func (a accounts) responseShare(lift float64) float64 {
	return min(max((a.buys+lift*a.n)/a.n, 0), 1)
}

// see says which effects the draw can see.
func (f *figures) see(expected float64) {
	n := f.treated + f.control
	f.power, f.detectable, f.needed = math.NaN(), math.NaN(), 0
	if n == 0 || f.control == 0 || f.treated == 0 || math.IsNaN(f.baseline) {
		return
	}
	design := f.design()
	if effect, ok := design.Detectable(n); ok {
		f.detectable = effect
	}
	if math.IsNaN(expected) || expected == 0 {
		return
	}
	f.power = design.Power(n, expected)
	if controls, ok := design.Controls(n, expected); ok {
		f.needed = controls
	}
}

// design is the experiment that the draw makes.
func (f figures) design() experiment.Design {
	return experiment.Design{Mean: inside(f.baseline), Share: true, ShareControl: float64(f.control) / float64(f.treated+f.control), Target: enoughPower}
}

func (p *campaignPlan) warnOfMoney() {
	losing, unknown, never := 0, 0, 0
	for _, s := range p.strata {
		if s.profit[0] < 0 && s.treated > 0 {
			losing++
		}
		if math.IsInf(s.breakEven, 1) {
			never++
		}
		if !p.campaign.Offers[s.offer].MarginKnown && math.IsNaN(p.margin) {
			unknown++
		}
	}
	if losing > 0 {
		p.warn("loses", int64(losing), "%d of %s expected to cost more than %s", losing, plural(int64(len(p.strata)), "segment")+oneWord(int64(losing), " is", " are"), oneWord(int64(losing), "it brings", "they bring"))
	}
	if never > 0 {
		p.warn("never_pays", int64(never), "in %d of %s no lift pays: what is given away and paid for responses is more than a sale leaves", never, plural(int64(len(p.strata)), "segment"))
	}
	if unknown > 0 {
		p.warn("no_margin", nil, "neither the file (margin_percent) nor the costs of what was sold say what stays of a sale: all of it is taken to stay")
	}
}
