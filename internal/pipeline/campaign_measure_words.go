package pipeline

import (
	"fmt"
	"math"

	"clientele/internal/experiment"
)

// verdict is that of the revenue of all members.
func (m *measuredCampaign) verdict() experiment.Verdict {
	if r := m.whole(revenueMetric); r != nil {
		return r.verdict
	}
	return experiment.NotEnough
}

// whole is the result of a metric of all members, nil where there is none.
func (m *measuredCampaign) whole(metric string) *campaignResult {
	for i := range m.results {
		if m.results[i].part.whole && m.results[i].metric == metric {
			return &m.results[i]
		}
	}
	return nil
}

// sentences say what the campaign brought, the answer first.
func (m *measuredCampaign) sentences(currency string) []string {
	r := m.whole(revenueMetric)
	if r == nil {
		return []string{"Nobody of its members can be compared."}
	}
	say := func(v float64) string { return wholeMoney(v) + " " + currency }
	var says []string
	add := func(format string, values ...any) { says = append(says, fmt.Sprintf(format, values...)) }
	from := fmt.Sprintf("between %s and %s", say(r.inLo), say(r.inHi))
	switch r.verdict {
	case experiment.NoControl:
		m.withoutControl(add, say)
	case experiment.Unsound:
		add("Nothing can be concluded: %s of %s members are held out where %.1f %% were drawn (p = %.2g), so somebody is missing from one of the arms.",
			grouped(int64(r.effect.Controls)), grouped(int64(r.effect.Controls+r.effect.Treated)), 100*m.controlShare, m.sampleRatio())
	case experiment.Worked:
		add("It brought %s more than nothing would have, %s.", say(r.incremental), from)
	case experiment.Harmed:
		add("It cost sales: %s less than nothing would have brought, %s.", say(-r.incremental), fmt.Sprintf("between %s and %s less", say(-r.inHi), say(-r.inLo)))
	case experiment.NoEffect:
		add("It changed nothing that matters: %s more or less than nothing would have brought, %s.", say(r.incremental), from)
	default:
		if known(r.inLo) == nil {
			from = "too few customers of the smaller arm can have bought for a range"
		}
		add("Not enough data to say what it brought: %s.", from)
	}
	if known(r.incremental) != nil && r.verdict != experiment.Unsound {
		m.tellProfit(r, add, say)
		m.tellOthers(add)
		if r.verdict == experiment.NotEnough {
			m.tellNeeded(r, add, currency)
		}
	}
	if !m.complete() {
		add("This is a look before the end: purchases count until %s, the data ends on %s. Ranges are told where they hold at every look.", dayText(m.until), dayText(m.counted))
	}
	if r.effect.Capped > 0 {
		add("%s of the greatest sums are counted as %s each, so that they do not decide alone.", grouped(int64(r.effect.Capped)), say(r.effect.CappedAt))
	}
	return says
}

// withoutControl says what the treated did, and what a control group would have
// shown.
func (m *measuredCampaign) withoutControl(add func(string, ...any), say func(float64) string) {
	p := m.people
	add("Nobody knows what it brought: there is no control group. %s of %s customers bought, for %s; how much of it would have come anyway cannot be told.",
		grouped(int64(p.buyers(nil, true))), grouped(int64(p.arms[1])), say(p.revenueOf(true)))
	deviation := deviationOf(p.capped())
	const held = 0.2
	if effect, ok := (experiment.Design{Deviation: deviation, ShareControl: held}).Detectable(p.arms[1]); ok && deviation > 0 {
		add("With every fifth of them held out, four times in five an effect of %s a customer, %s in all, would have been seen.", say(effect), say(effect*float64(p.arms[1])*(1-held)))
	}
}

func (m *measuredCampaign) tellProfit(r *campaignResult, add func(string, ...any), say func(float64) string) {
	if known(r.cost) == nil {
		add("What it cost is not known.")
		return
	}
	left, basis := "the profit", ""
	switch {
	case known(m.margin) == nil:
		left = "before the cost of the goods, which is not known, what is left"
	case m.byCost:
		basis = fmt.Sprintf(", and of revenue %.1f %% are left after what the goods cost", 100*m.margin)
	default:
		basis = fmt.Sprintf(", and the margin is %.1f %%", 100*m.margin)
	}
	if known(r.proLo) == nil {
		add("It cost %s%s.", say(r.cost), basis)
		return
	}
	if r.verdict == experiment.NotEnough {
		add("It cost %s%s: %s lies between %s and %s.", say(r.cost), basis, left, say(r.proLo), say(r.proHi))
		return
	}
	add("It cost %s%s: %s is %s, between %s and %s.", say(r.cost), basis, left, say(r.profit), say(r.proLo), say(r.proHi))
}

// tellOthers says what the other metrics show.
func (m *measuredCampaign) tellOthers(add func(string, ...any)) {
	if r := m.whole(responseMetric); r != nil && known(r.incremental) != nil {
		if known(r.inLo) == nil {
			add("Buyers: %.1f %% of the treated, %.1f %% of the control.", 100*r.effect.TreatedMean, 100*r.effect.ControlMean)
			return
		}
		chance := ""
		if r.verdict == experiment.NotEnough {
			chance = ", which may be chance"
			if r.adjusted > 0.05 { // a range without nought is not corrected for how many metrics there are
				chance += fmt.Sprintf(" (p = %.2g after Holm's correction)", r.adjusted)
			}
		}
		add("Buyers: %.1f %% of the treated, %.1f %% of the control; %s (%s to %s) would not have bought%s.",
			100*r.effect.TreatedMean, 100*r.effect.ControlMean, wholeMoney(r.incremental), wholeMoney(r.inLo), wholeMoney(r.inHi), chance)
	}
}

// tellNeeded says what could have been seen with as many customers as there are,
// and how many an effect as large as it looks takes.
func (m *measuredCampaign) tellNeeded(r *campaignResult, add func(string, ...any), currency string) {
	e := r.effect
	n := e.Controls + e.Treated
	if !(e.StandardError > 0) {
		return
	}
	design := experiment.Design{
		Deviation:    e.StandardError / math.Sqrt(1/float64(e.Controls)+1/float64(e.Treated)),
		ShareControl: float64(e.Controls) / float64(n),
	}
	if seen, ok := design.Detectable(n); ok {
		paid := ""
		if breakEven := m.breakEven(r); breakEven > 0 {
			paid = fmt.Sprintf("; one of %.2f %s pays its cost", breakEven, currency)
		}
		add("With as many customers an effect of %.2f %s a customer is seen four times in five%s.", seen, currency, paid)
	}
	if needed, ok := design.Needed(e.Effect); ok && e.Effect > 0 && needed > n {
		add("One as large as it looks (%.2f %s) takes %s customers, %s more.", e.Effect, currency, grouped(int64(needed)), grouped(int64(needed-n)))
	}
	if !m.complete() {
		passed, all := m.days()
		add("%s of its %s days are still to come.", grouped(int64(all-passed)), grouped(int64(all)))
	}
}

// breakEven is the effect a customer that pays the cost; 0 where that is not
// known.
func (m *measuredCampaign) breakEven(r *campaignResult) float64 {
	if known(r.cost) == nil {
		return 0
	}
	margin := 1.0
	if known(m.margin) != nil && m.margin > 0 {
		margin = m.margin
	}
	return r.cost / float64(r.effect.Treated) / margin
}

// wholeMoney is an amount without cents, thousands apart.
func wholeMoney(value float64) string { return grouped(int64(math.Round(value))) }

func deviationOf(values []float64) float64 {
	if len(values) < 2 {
		return 0
	}
	mean, sum := meanValue(values), 0.0
	for _, v := range values {
		sum += (v - mean) * (v - mean)
	}
	return math.Sqrt(sum / float64(len(values)-1))
}
