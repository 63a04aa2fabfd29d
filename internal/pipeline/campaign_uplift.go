package pipeline

import (
	"math"
	"slices"

	"clientele/internal/experiment"
)

// campaignUplift says whether it can be told beforehand who is moved by a
// campaign: what treating the most promising share of its members alone would
// have brought.
type campaignUplift struct{ experiment.Curve }

const (
	// fewestForUplift in each arm: of fewer nothing can be told by parts.
	fewestForUplift = 50
	// faith is how many customers of both arms a cell needs to be believed as much
	// as the whole.
	faith = 50
	// upliftDraws are the resamples of a curve, fewer where there are so many
	// members that it takes longer than a second or two.
	upliftDraws, fewestUpliftDraws, upliftWork = 200, 20, 20_000_000
	upliftSeed                                 = 20070611
)

// uplift scores each member by what the campaign changed in members like them,
// as the other folds show it: nobody is judged by the own outcome.
func (p *campaignPeople) uplift() campaignUplift {
	if p.arms[0] < fewestForUplift || p.arms[1] < fewestForUplift {
		return campaignUplift{}
	}
	cells, number := p.cells()
	if number < 2 {
		return campaignUplift{}
	}
	outcome := p.capped()
	score := make([]float64, len(cells))
	for fold := range uint8(folds) {
		effects := p.effectsWithout(fold, cells, number, outcome)
		for place, of := range p.fold {
			if of == fold {
				score[place] = effects[cells[place]]
			}
		}
	}
	draws := max(fewestUpliftDraws, min(upliftDraws, upliftWork/len(cells)))
	return campaignUplift{experiment.Qini(score, p.treated, outcome, draws, upliftSeed)}
}

// cells say who is alike: those of one segment, or, where there are no segments,
// those who bought about as long ago and about as much.
func (p *campaignPeople) cells() (cells []int, number int) {
	cells = make([]int, len(p.treated))
	if len(p.segments) >= 2 {
		for place, segment := range p.segment {
			cells[place] = int(segment)
		}
		return cells, len(p.segments)
	}
	const byRecency, byRevenue = 4, 3
	silence, money := quantilesOf(p.before[recency], byRecency), quantilesOf(positive(p.before[revenueYear]), byRevenue-1)
	for place := range cells {
		spent := 0
		if p.before[revenueYear][place] > 0 {
			spent = 1 + above(money, p.before[revenueYear][place])
		}
		cells[place] = above(silence, p.before[recency][place])*byRevenue + spent
	}
	return cells, byRecency * byRevenue
}

func positive(values []float64) []float64 {
	return slices.DeleteFunc(slices.Clone(values), func(v float64) bool { return v <= 0 })
}

// quantilesOf are the values between as many parts.
func quantilesOf(values []float64, parts int) []float64 {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	var borders []float64
	for i := 1; i < parts && len(sorted) > 0; i++ {
		borders = append(borders, sorted[i*(len(sorted)-1)/parts])
	}
	return borders
}

// above is how many borders a value lies above.
func above(borders []float64, value float64) int {
	count := 0
	for _, border := range borders {
		if value > border {
			count++
		}
	}
	return count
}

// capped is the revenue with its greatest values lowered, as it is compared.
func (p *campaignPeople) capped() []float64 {
	values := slices.DeleteFunc(slices.Clone(p.revenue), func(v float64) bool { return v == 0 })
	if len(values) == 0 {
		return p.revenue
	}
	slices.Sort(values)
	at := values[max(int(math.Ceil((1-campaignCap)*float64(len(values))))-1, 0)]
	outcome := slices.Clone(p.revenue)
	for i := range outcome {
		outcome[i] = min(outcome[i], at)
	}
	return outcome
}

// effectsWithout are the effects by cell that all folds but one show, each drawn
// towards the effect of all by as much as its customers are few.
func (p *campaignPeople) effectsWithout(fold uint8, cells []int, number int, outcome []float64) []float64 {
	counts, sums := make([][2]float64, number+1), make([][2]float64, number+1)
	for place, of := range p.fold {
		if of == fold {
			continue
		}
		side := 0
		if p.treated[place] {
			side = 1
		}
		for _, cell := range []int{cells[place], number} {
			counts[cell][side]++
			sums[cell][side] += outcome[place]
		}
	}
	effect := func(cell int) (difference, weight float64) {
		c, t := counts[cell][0], counts[cell][1]
		if c == 0 || t == 0 {
			return 0, 0
		}
		return sums[cell][1]/t - sums[cell][0]/c, c * t / (c + t)
	}
	all, _ := effect(number)
	effects := make([]float64, number)
	for cell := range effects {
		own, weight := effect(cell)
		effects[cell] = (own*weight + all*faith) / (weight + faith)
	}
	return effects
}
