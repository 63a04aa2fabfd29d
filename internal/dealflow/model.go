package dealflow

import (
	"fmt"
	"math"
	"slices"
	"sort"
)

// Model is what was learnt from the deals that were known on a day.
type Model struct {
	asOf      int
	deals     []Deal
	likely    hazards
	pipelines effect
	owners    effect
	sizes     effect
	hasSizes  bool
	limits    [2]float64 // between small, middle and large amounts
	stages    effect
	hasStages bool
	rhythm    rhythm
	amounts   amounts
	opening   opening
	// Closed counts the deals that the rates are learnt from.
	Closed int
}

// How long deals take is learnt from the shorter of these times in which enough
// deals were closed, since how a company sold longer ago tells less of how it
// sells now; who sells how well, and what months differ by, from the longer one.
const (
	halfYear, twoYears        = 183, 731
	enoughInHalf, enoughInTwo = 500, 200
)

// Fit learns from what was known at the end of a day: deals opened later do not
// count, deals closed later are open.
func Fit(all []Deal, asOf int) (Model, error) {
	m := Model{asOf: asOf, deals: make([]Deal, 0, len(all))}
	var closedOn []int
	won := 0
	for _, d := range all {
		if known, there := d.knownOn(asOf); there {
			m.deals = append(m.deals, known)
			if known.Outcome != Open {
				closedOn = append(closedOn, known.Closed)
			}
			if known.Outcome == Won {
				won++
			}
		}
	}
	if len(closedOn) < FewestClosed {
		return m, fmt.Errorf("%w: %d, and %d are needed", ErrFewClosed, len(closedOn), FewestClosed)
	}
	if won == 0 {
		return m, fmt.Errorf("%w of %d closed ones", ErrNoneWon, len(closedOn))
	}
	since := lately(closedOn, asOf, twoYears, enoughInTwo)
	spans := spansOf(m.deals, asOf, since)
	for _, s := range spans {
		if s.outcome != Open {
			m.Closed++
		}
	}
	if m.Closed < FewestClosed/2 {
		return m, fmt.Errorf("%w while they were watched: %d", ErrFewClosed, m.Closed)
	}
	m.likely = mostLikely(newAges(spansOf(m.deals, asOf, max(since, lately(closedOn, asOf, halfYear, enoughInHalf)))))
	var err error
	if m.amounts, err = newAmounts(m.deals); err != nil {
		return m, err
	}
	m.opening = newOpening(m.deals, asOf)
	m.learnEffects(spans)
	m.learnRhythm(spans)
	m.learnStages(since)
	return m, nil
}

// lately is the first of so many last days if enough deals were closed in them,
// else a day before all.
func lately(closedOn []int, asOf, days, enough int) int {
	n := 0
	for _, day := range closedOn {
		if day > asOf-days {
			n++
		}
	}
	if n < enough {
		return math.MinInt32
	}
	return asOf - days
}

// mostLikely are the hazards in the middle of what they may be.
func mostLikely(a ages) hazards {
	return hazardsOf(a, func(closings, days float64) float64 { return closings / days }, func(won, lost float64) float64 { return won / (won + lost) })
}

// learnEffects finds the influence of pipelines, owners and sizes one after the
// other, each of what the ones before have left.
func (m *Model) learnEffects(spans []span) {
	before := make([]influence, len(m.deals))
	for i := range before {
		before[i] = neutral()
	}
	learn := func(group func(Deal) string) effect {
		tallies := make([]tally, 0, len(spans))
		for _, s := range spans {
			by := before[s.deal]
			tallies = append(tallies, tally{
				group: group(m.deals[s.deal]), weight: 1,
				expected: by.factor * (m.likely.cumulative(s.exit) - m.likely.cumulative(s.entry)),
				closed:   s.outcome != Open, won: s.outcome == Won,
				share: logistic(m.likely.odds[m.likely.band(s.exit)] + by.shift),
			})
		}
		made := newEffect(tallies, m.likely.share)
		for i := range before {
			before[i] = before[i].and(made.of(group(m.deals[i])))
		}
		return made
	}
	m.pipelines = learn(func(d Deal) string { return d.Pipeline })
	m.owners = learn(func(d Deal) string { return d.Owner })
	if m.limits, m.hasSizes = sizeLimits(m.deals); m.hasSizes {
		m.sizes = learn(m.size)
	}
}

// sizeLimits part the amounts of closed deals into thirds. Where lost deals have
// none, as in a CRM that empties them, an amount tells the end and not the size.
func sizeLimits(deals []Deal) (limits [2]float64, ok bool) {
	var amounts []float64
	var closed, filled [3]float64
	for _, d := range deals {
		closed[d.Outcome]++
		if d.Amount > 0 {
			filled[d.Outcome]++
			if d.Outcome != Open {
				amounts = append(amounts, d.Amount)
			}
		}
	}
	told := closed[Lost] > 0 && filled[Lost]/closed[Lost] > 0.5*filled[Won]/closed[Won]
	if !told || len(amounts) < 3*FewestClosed {
		return limits, false
	}
	slices.Sort(amounts)
	return [2]float64{amounts[len(amounts)/3], amounts[2*len(amounts)/3]}, true
}

// size is the third that a deal belongs to; one without an amount is of none.
func (m *Model) size(d Deal) string {
	if !(d.Amount > 0) {
		return ""
	}
	return []string{"small", "middle", "large"}[sort.SearchFloat64s(m.limits[:], d.Amount)]
}

// by is the influence of all that is known of a deal but its stage.
func (m *Model) by(d Deal) influence {
	out := m.pipelines.of(d.Pipeline).and(m.owners.of(d.Owner))
	if m.hasSizes && d.Amount > 0 {
		out = out.and(m.sizes.of(m.size(d)))
	}
	return out
}
