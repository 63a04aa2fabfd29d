package pipeline

import (
	"math"
	"time"
)

// measuredTables are the answers about campaigns.
func measuredTables(campaigns []measuredCampaign) []lazyTable {
	var past, results, checks, uplift, qini [][]any
	for _, m := range campaigns {
		past = append(past, m.row())
		for _, r := range m.results {
			results = append(results, m.resultRow(r))
		}
		for _, c := range m.checks {
			checks = append(checks, []any{m.id, nil, c.check, orNothing(c.subject), millionths(c.value), millionths(c.p), int64(c.customers), c.ok, millionths(c.expected)})
		}
		for i := range m.uplift.Fractions {
			uplift = append(uplift, []any{m.id, m.uplift.Fractions[i], millionths(m.uplift.Gain[i]), millionths(m.uplift.Lo[i]), millionths(m.uplift.Hi[i]), millionths(m.uplift.Random[i])})
		}
		if len(m.uplift.Fractions) > 0 {
			qini = append(qini, []any{m.id, millionths(m.uplift.Qini), millionths(m.uplift.QiniLo), millionths(m.uplift.QiniHi)})
		}
	}
	return []lazyTable{
		lazily("past_campaigns", "campaign_id t, campaign t, channel t, offer t, started_on d, ended_on d, members i, treated i, control i, opened i, clicked i, responded i, "+
			"buyers i, revenue m, cost m, revenue_a_customer m, planned b, touched i, control_buyers i, control_revenue m, until_on d, counted_to d, complete b, margin f, margin_basis t", past),
		lazily("campaign_results", "campaign_id t, segment t, metric t, treated i, control i, control_mean f, treated_mean f, effect f, standard_error f, lo95 f, hi95 f, p f, p_adjusted f, "+
			"adjusted b, variance_reduction f, capped_at f, capped i, anytime_lo f, anytime_hi f, complete b, incremental f, incremental_lo f, incremental_hi f, "+
			"cost m, profit f, profit_lo f, profit_hi f, verdict t, q f, method t, plain_effect f, plain_lo95 f, plain_hi95 f, relative f, relative_lo f, relative_hi f", results),
		lazily("campaign_checks", "campaign_id t, segment t, check t, subject t, value f, p f, customers i, ok b, expected f", checks),
		lazily("campaign_uplift", "campaign_id t, fraction f, gain f, lo95 f, hi95 f, random f", uplift),
		lazily("campaign_qini", "campaign_id t, qini f, lo95 f, hi95 f", qini),
	}
}

func (m *measuredCampaign) row() []any {
	p := m.people
	row := []any{
		m.id, m.name, orNothing(m.channel), orNothing(m.offer), dayOrNull(m.started), dayOrNull(m.ended), int64(p.members), int64(p.arms[1]), int64(p.arms[0]),
		int64(p.opened), int64(p.clicked), int64(p.responded),
	}
	if m.started.IsZero() {
		return append(row, nil, nil, inCents(m.cost.total), nil, m.planned, int64(p.reached[1]), nil, nil, nil, nil, false, nil, nil)
	}
	revenue := p.revenueOf(true)
	return append(row, int64(p.buyers(nil, true)), inCents(revenue), inCents(m.cost.total), inCents(revenue/float64(p.arms[1])), m.planned, int64(p.reached[1]),
		int64(p.buyers(nil, false)), inCents(p.revenueOf(false)), m.until, m.counted, m.complete(), millionths(m.margin), m.marginBasis())
}

// marginBasis says where the margin is from: given, or cost: what the goods cost
// that the members bought; NULL where it is not known.
func (m *measuredCampaign) marginBasis() any {
	switch {
	case known(m.margin) == nil:
		return nil
	case m.byCost:
		return "cost"
	}
	return "given"
}

func (m *measuredCampaign) resultRow(r campaignResult) []any {
	var segment any
	if !r.part.whole {
		segment = r.part.segment
	}
	e := r.effect
	row := []any{m.id, segment, r.metric, int64(e.Treated), int64(e.Controls), millionths(e.ControlMean), millionths(e.TreatedMean)}
	if known(r.incremental) == nil {
		row = append(row, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, m.complete(), nil, nil, nil, inCents(r.cost), nil, nil, nil, string(r.verdict))
		return append(row, nil, nil, nil, nil, nil, nil, nil, nil)
	}
	var cappedAt any
	if e.Capped > 0 {
		cappedAt = millionths(e.CappedAt)
	}
	row = append(row, millionths(e.Effect), millionths(e.StandardError), millionths(e.Lo), millionths(e.Hi), millionths(e.P), millionths(r.adjusted),
		e.Adjusted, millionths(e.VarianceReduction), cappedAt, int64(e.Capped), millionths(r.anytimeLo), millionths(r.anytimeHi), m.complete(),
		millionths(r.incremental), millionths(r.inLo), millionths(r.inHi), inCents(r.cost), hundredths(r.profit), hundredths(r.proLo), hundredths(r.proHi), string(r.verdict),
		millionths(r.discovery), string(e.Method), millionths(e.Plain.Effect), millionths(e.Plain.Lo), millionths(e.Plain.Hi))
	if !e.Relative {
		return append(row, nil, nil, nil)
	}
	return append(row, millionths(e.RelativeEffect), millionths(e.RelativeLo), millionths(e.RelativeHi))
}

// millionths rounds what is no money; NULL is what is not a number.
func millionths(value float64) any { return known(math.Round(value*1e6) / 1e6) }

func hundredths(value float64) any { return known(math.Round(value*100) / 100) }

func orNothing(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func dayOrNull(day time.Time) any {
	if day.IsZero() {
		return nil
	}
	return day
}
