package pipeline

import (
	"errors"
	"math"
	"slices"

	"clientele/internal/experiment"
)

// What campaigns are measured by: whether a member bought at all, how often, and
// for how much.
const (
	responseMetric = "response"
	ordersMetric   = "orders"
	revenueMetric  = "revenue"
)

func campaignMetrics() []string { return []string{responseMetric, ordersMetric, revenueMetric} }

const (
	campaignLevel = 0.95
	// campaignCap: one value in a thousand decides nothing; it is lowered, and told.
	campaignCap = 0.001
	// noMatter is what share of what comes anyway an effect would not matter below.
	noMatter = 0.05
	// mostSegments of a campaign are compared, the largest.
	mostSegments = 20
)

// campaignResult is what a campaign changed in one metric, of all members or of
// those of one segment.
type campaignResult struct {
	part   campaignPart
	metric string
	effect experiment.Effect

	adjusted, discovery     float64 // p by Holm and by Benjamini and Hochberg; not a number where there is none, and while the window runs
	anytimeLo, anytimeHi    float64 // while the window runs, where the arms are large enough for it; else not a number
	incremental, inLo, inHi float64
	cost                    float64 // not a number where not known
	profit, proLo, proHi    float64 // of revenue alone
	verdict                 experiment.Verdict
}

// campaignPart is all members, or those of a segment.
type campaignPart struct {
	whole   bool
	segment string
	places  []int
}

// compare fills the results: all members first, then the segments.
func (m *measuredCampaign) compare() error {
	if m.started.IsZero() || len(m.people.treated) == 0 {
		return nil
	}
	parts := m.people.parts()
	for _, family := range [][]campaignPart{parts[:1], parts[1:]} {
		var results []campaignResult
		for _, part := range family {
			for _, metric := range campaignMetrics() {
				result, err := m.compareOne(part, metric)
				if err != nil {
					return err
				}
				results = append(results, result)
			}
		}
		m.correct(results)
		m.results = append(m.results, results...)
	}
	return nil
}

// parts are all members, and the largest segments where there are several, by
// name.
func (p *campaignPeople) parts() []campaignPart {
	whole := campaignPart{whole: true}
	for place := range p.treated {
		whole.places = append(whole.places, place)
	}
	parts := []campaignPart{whole}
	names, counts := p.bySegment()
	if len(names) < 2 || p.arms[0] == 0 {
		return parts
	}
	if len(names) > mostSegments {
		slices.SortStableFunc(names, func(a, b string) int { return counts[b] - counts[a] })
		names = names[:mostSegments]
		slices.Sort(names)
	}
	places := map[string][]int{}
	for place, number := range p.segment {
		name := p.segments[number]
		places[name] = append(places[name], place)
	}
	for _, name := range names {
		parts = append(parts, campaignPart{segment: name, places: places[name]})
	}
	return parts
}

// sample is one arm of a part.
func (p *campaignPeople) sample(part campaignPart, metric string, treated bool) experiment.Sample {
	s := experiment.Sample{Before: make([][]float64, covariates)}
	for _, place := range part.places {
		if p.treated[place] != treated {
			continue
		}
		s.Values = append(s.Values, p.value(place, metric))
		for c := range s.Before {
			s.Before[c] = append(s.Before[c], p.before[c][place])
		}
	}
	return s
}

func (p *campaignPeople) value(place int, metric string) float64 {
	switch metric {
	case revenueMetric:
		return p.revenue[place]
	case ordersMetric:
		return p.orders[place]
	}
	if p.orders[place] > 0 {
		return 1
	}
	return 0
}

func (m *measuredCampaign) compareOne(part campaignPart, metric string) (campaignResult, error) {
	settings := experiment.Settings{Level: campaignLevel}
	if metric != responseMetric {
		settings.Cap = campaignCap
	}
	nan := math.NaN()
	r := campaignResult{part: part, metric: metric, adjusted: nan, discovery: nan, anytimeLo: nan, anytimeHi: nan, incremental: nan, inLo: nan, inHi: nan, profit: nan, proLo: nan, proHi: nan}
	r.cost = m.cost.of(m.people, part)
	control, treated := m.people.sample(part, metric, false), m.people.sample(part, metric, true)
	effect, err := experiment.Compare(control, treated, settings)
	r.effect = effect
	if errors.Is(err, experiment.ErrNoControl) || errors.Is(err, experiment.ErrNoTreated) {
		r.effect.ControlMean, r.effect.TreatedMean = meanValue(control.Values), meanValue(treated.Values)
		r.verdict = experiment.NotEnough
		if effect.Controls == 0 {
			r.verdict = experiment.NoControl
		}
		return r, nil
	}
	if err != nil {
		return r, err
	}
	lo, hi := effect.Lo, effect.Hi
	if !m.complete() {
		r.anytimeLo, r.anytimeHi = m.anytime(effect, campaignLevel)
		lo, hi = r.anytimeLo, r.anytimeHi
	}
	many := float64(effect.Treated)
	r.incremental, r.inLo, r.inHi = effect.Effect*many, lo*many, hi*many
	if metric == revenueMetric {
		r.profit, r.proLo, r.proHi = m.profit(r.incremental, r), m.profit(r.inLo, r), m.profit(r.inHi, r)
	}
	return r, nil
}

// anytime is an interval that holds at every look until the window ends. What the
// members are yet to buy are observations to come: of so many days so many parts
// are known.
func (m *measuredCampaign) anytime(effect experiment.Effect, level float64) (lo, hi float64) {
	passed, all := m.days()
	n := float64(effect.Controls + effect.Treated)
	lo, hi = experiment.Anytime(effect, level, int(math.Round(n*float64(all)/float64(passed))))
	// Where the interval of one look is skewed, that of many is no narrower. What is
	// not a number stays so.
	return min(lo, effect.Lo), max(hi, effect.Hi)
}

func meanValue(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// correct judges results that were looked at together.
func (m *measuredCampaign) correct(results []campaignResult) {
	var at []int
	var ps []float64
	ratio := 1.0
	if p := m.sampleRatio(); known(p) != nil {
		ratio = p
	}
	for i, r := range results {
		switch {
		case known(r.incremental) == nil: // an arm is empty
		case !r.effect.Known():
			results[i].verdict = experiment.Judge(r.effect, 1, ratio, 0, campaignLevel)
		default:
			at, ps = append(at, i), append(ps, r.effect.P)
		}
	}
	holm, found := experiment.Holm(ps), experiment.BenjaminiHochberg(ps)
	for k, i := range at {
		r := &results[i]
		effect, p := r.effect, holm[k]
		if m.complete() {
			r.adjusted, r.discovery = holm[k], found[k]
		} else {
			// A p-value is of one look. While the window runs only the interval counts that
			// holds at every look, and of as many results at once (Bonferroni).
			effect.Lo, effect.Hi = m.anytime(effect, 1-(1-campaignLevel)/float64(len(at)))
			if p = 1; effect.Lo > 0 || effect.Hi < 0 {
				p = 0
			}
		}
		r.verdict = experiment.Judge(effect, p, ratio, noMatter*math.Abs(effect.ControlMean), campaignLevel)
	}
}

// sampleRatio is the p-value of the arms' sizes, not a number where nobody says
// which were meant.
func (m *measuredCampaign) sampleRatio() float64 {
	share := m.controlShare
	if math.IsNaN(share) || share <= 0 || share >= 1 {
		return math.NaN()
	}
	return experiment.SampleRatio(m.people.arms[:], []float64{share, 1 - share})
}
