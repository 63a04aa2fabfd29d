package pipeline

import (
	"math"
	"slices"

	"clientele/internal/experiment"
	"clientele/segments"
)

const (
	// leastControl and mostControl bound the share that is left alone where the
	// file says nothing: with less a mishap in the draw decides, with more nobody
	// is left to earn anything.
	leastControl, mostControl = 0.10, 0.50
	// usualControl is left alone where nothing is known of the effect, or where
	// no control group is large enough to see it.
	usualControl = 0.20
	// enoughPower is the chance to see the effect that counts as enough.
	enoughPower = 0.8
)

// draw decides who is left alone and whom the budget is spent on.
func (p *campaignPlan) draw() {
	for _, s := range p.strata {
		s.chosen = len(s.open)
	}
	share := p.controlShare()
	p.spread(share)
	// Of fewer customers a larger part must be left alone; a smaller one would cost more.
	share = math.Max(share, p.controlShare())
	for range mostRedraws {
		p.drawArms(share)
		over := p.overBudget()
		if over <= 0 {
			break
		}
		p.chooseFewer(over)
	}
	if over := p.overBudget(); over > 0 {
		p.warn("over_budget", over, "the plan costs more than its budget")
	}
	p.tellKept()
}

// mostRedraws bounds how often the plan is cut to its budget: what costs differ
// between those who are drawn is little.
const mostRedraws = 50

// chosenOf counts whom the plan has, addressed or not.
func (p *campaignPlan) chosenOf() (n int) {
	for _, s := range p.strata {
		n += s.chosen
	}
	return n
}

// openOf counts who can be reached.
func (p *campaignPlan) openOf() (n int) {
	for _, s := range p.strata {
		n += len(s.open)
	}
	return n
}

// controlShare is which part of the chosen is left alone.
func (p *campaignPlan) controlShare() float64 {
	n := p.chosenOf()
	if n == 0 {
		return 0
	}
	control := p.campaign.Control
	baseline, expected := p.expectedOf()
	switch {
	case control.Percent != nil:
		return *control.Percent / 100
	case control.Size != nil:
		return math.Min(1, float64(*control.Size)/float64(n))
	case control.Effect != nil:
		expected = *control.Effect / 100
	}
	if math.IsNaN(expected) || expected == 0 {
		return usualControl
	}
	controls, ok := experiment.Design{Mean: baseline, Share: true, Target: enoughPower}.Controls(n, expected)
	if !ok {
		return usualControl
	}
	return min(max(float64(controls)/float64(n), leastControl), mostControl)
}

// expectedOf is the mean chance to buy of the chosen, and the mean lift of those
// of whom it is known.
func (p *campaignPlan) expectedOf() (baseline, expected float64) {
	var n, sum, of, lifts float64
	for _, s := range p.strata {
		for _, one := range s.open[:s.chosen] {
			n, sum = n+1, sum+one.buys
		}
		if s.lift.known() {
			of, lifts = of+float64(s.chosen), lifts+float64(s.chosen)*s.lift.value
		}
	}
	return inside(sum / n), lifts / of
}

// inside keeps a share off 0 and 1, where nothing could be computed of it.
func inside(share float64) float64 {
	if math.IsNaN(share) {
		return share
	}
	return min(max(share, 1e-6), 1-1e-6)
}

// spread spends the budget on the best segments, and in a segment on its best
// customers. Where nothing is expected of a segment, the segments come in the
// file's order.
func (p *campaignPlan) spread(share float64) {
	if p.campaign.Budget == nil {
		return
	}
	left := *p.campaign.Budget - p.campaign.Fixed
	var candidates []segments.Candidate
	known := true
	for _, s := range p.strata {
		known = known && s.lift.known()
		var candidate segments.Candidate
		for _, one := range s.open {
			candidate = append(candidate, segments.Outlay{
				Cost: (1 - share) * p.outlayOf(one), Profit: (1 - share) * p.profitOf(one),
			})
		}
		candidates = append(candidates, candidate)
	}
	if left < 0 {
		p.warn("over_budget", -left, "the fixed cost alone is more than the budget")
		left = -1
	}
	if !known {
		for i := range candidates {
			for j := range candidates[i] {
				candidates[i][j].Profit = candidates[i][j].Cost * float64(len(candidates)-i)
				if candidates[i][j].Cost == 0 {
					candidates[i][j].Profit = 1
				}
			}
		}
	}
	taken := segments.Spread(candidates, left)
	for i, s := range p.strata {
		s.chosen = taken[i]
	}
	// Where nobody can be reached, that was told.
	if left >= 0 && known && p.chosenOf() == 0 && p.openOf() > 0 {
		p.warn("nothing_pays", nil, "no segment is expected to bring back what it costs, so the budget is spent on none; leave the budget out to plan it nevertheless")
	}
}

// drawArms draws the arms of the chosen.
func (p *campaignPlan) drawArms(share float64) {
	sizes := make([]int, len(p.strata))
	for i, s := range p.strata {
		sizes[i] = s.chosen
	}
	controls := segments.Apportion(int(math.Ceil(share*float64(p.chosenOf())-1e-9)), sizes)
	for i, s := range p.strata {
		ids := make([]string, s.chosen)
		for j, one := range s.open[:s.chosen] {
			ids[j] = one.id
		}
		s.controls = controls[i]
		s.drawn = segments.Draw(p.campaign.ID, ids, controls[i], p.kept)
	}
}

// overBudget is by how much the drawn cost more than the budget.
func (p *campaignPlan) overBudget() float64 {
	if p.campaign.Budget == nil || p.chosenOf() == 0 {
		return 0
	}
	sum := p.campaign.Fixed
	for _, s := range p.strata {
		for _, id := range s.drawn.Treated {
			sum += p.outlayOf(p.people[id])
		}
	}
	// A hair is the rounding of the sum.
	if over := sum - *p.campaign.Budget; over > 1e-9*(1+sum) {
		return over
	}
	return 0
}

// chooseFewer leaves out the last of the segment that leaves least for its money.
func (p *campaignPlan) chooseFewer(over float64) {
	var worst *stratum
	least := math.Inf(1)
	for _, s := range p.strata {
		if s.chosen == 0 {
			continue
		}
		last := s.open[s.chosen-1]
		if density := p.profitOf(last) / p.outlayOf(last); worst == nil || density < least {
			worst, least = s, density
		}
	}
	if worst == nil {
		return
	}
	fewer := 1
	if each := p.outlayOf(worst.open[worst.chosen-1]); each > 0 {
		fewer = max(1, int(over/each))
	}
	worst.chosen = max(0, worst.chosen-fewer)
}

// tellKept says how many were in an arm before, where the draw would be another
// one without them: a plan that is repeated says the same.
func (p *campaignPlan) tellKept() {
	kept, same := int64(0), true
	for _, s := range p.strata {
		anew := segments.Draw(p.campaign.ID, slices.Concat(s.drawn.Treated, s.drawn.Control), s.controls, nil)
		same = same && slices.Equal(anew.Control, s.drawn.Control)
		for _, ids := range [][]string{s.drawn.Treated, s.drawn.Control} {
			for _, id := range ids {
				if p.kept[id] != "" {
					kept++
				}
			}
		}
	}
	if kept > 0 && !same {
		p.warn("kept_arms", kept, "%s drawn by an earlier plan of the campaign and stay%s", oneOr(kept, "customer was", "customers were"), oneWord(kept, "s in its arm", " in their arms"))
	}
}
