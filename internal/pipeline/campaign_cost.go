package pipeline

import "math"

// profit is what is left of revenue that came besides. Where a discount was given
// and the margin is that of the full price, everything that the treated bought
// left less: goods for 1 − margin of the price were sold for 1 − discount of it.
func (m *measuredCampaign) profit(revenue float64, r campaignResult) float64 {
	if known(m.margin) == nil {
		return revenue - r.cost
	}
	given := 0.0
	if m.discount > 0 && m.discount < 1 {
		given = r.effect.TreatedMean * float64(r.effect.Treated) * (1 - m.margin) * m.discount / (1 - m.discount)
	}
	return revenue*m.margin - given - r.cost
}

// campaignCost is what a campaign cost, by what it depends on.
type campaignCost struct{ fixed, contacts, responses, perResponse, total float64 }

// costs adds up what is said of a campaign's costs; the total is not a number
// where nothing is.
func (c pastCampaign) costs(p *campaignPeople) campaignCost {
	addressed := p.arms[1] + p.strangersOut
	if p.anyTouch {
		addressed = p.reached[0] + p.reached[1] + p.strangersReached
	}
	cost := campaignCost{total: math.NaN()}
	if known(c.fixed) == nil && known(c.contact) == nil && known(c.response) == nil {
		return cost
	}
	or := func(v float64) float64 {
		if math.IsNaN(v) {
			return 0
		}
		return v
	}
	cost.fixed, cost.contacts, cost.perResponse = or(c.fixed), or(c.contact)*float64(addressed), or(c.response)
	cost.responses = cost.perResponse * float64(p.buyers(nil, true))
	cost.total = cost.fixed + cost.contacts + cost.responses
	return cost
}

// of is a part's cost: what does not depend on who bought is shared by how many
// were treated.
func (c campaignCost) of(p *campaignPeople, part campaignPart) float64 {
	if part.whole || known(c.total) == nil {
		return c.total
	}
	treated := 0
	for _, place := range part.places {
		if p.treated[place] {
			treated++
		}
	}
	share := float64(treated) / float64(max(1, p.arms[1]))
	return (c.fixed+c.contacts)*share + c.perResponse*float64(p.buyers(part.places, true))
}

// buyers counts who bought in an arm, of some places or of all.
func (p *campaignPeople) buyers(places []int, treated bool) int {
	count := 0
	one := func(place int) {
		if p.treated[place] == treated && p.orders[place] > 0 {
			count++
		}
	}
	if places == nil {
		for place := range p.treated {
			one(place)
		}
		return count
	}
	for _, place := range places {
		one(place)
	}
	return count
}

// revenueOf is what an arm bought.
func (p *campaignPeople) revenueOf(treated bool) float64 {
	sum := 0.0
	for place, is := range p.treated {
		if is == treated {
			sum += p.revenue[place]
		}
	}
	return sum
}
