package pipeline

import (
	"math"

	"clientele/internal/experiment"
	"clientele/internal/table"
)

// campaignCheck is one thing that would make a comparison wrong, and whether it
// is so. value is a share, but of balance the standardised difference.
type campaignCheck struct {
	check, subject string
	value, p       float64
	expected       float64
	customers      int
	ok             any // true, false, or nil where it cannot be judged
}

const (
	// unlikely is the chance at which arms count as different before: each check
	// of a campaign asks several questions.
	unlikely = 0.002
	// mostUnknown and mostUntouched are shares of the members that do no harm yet.
	mostUnknown   = 0.05
	mostUntouched = 0.1
	// leftOut is what is said of unknown members who are not compared.
	leftOut = "left_out"
)

// covariateNames are what checks call what was known before.
func covariateNames() [covariates]string {
	return [covariates]string{revenueYear: "revenue_year", ordersYear: "orders_year", revenueBefore: "revenue_before", ordersBefore: "orders_before", recency: "recency_days"}
}

// check asks what would make the comparison wrong.
func (m *measuredCampaign) check(overlaps *table.Table) {
	p, nan := m.people, math.NaN()
	both := p.arms[0] + p.arms[1]
	if both == 0 {
		return
	}
	share := func(n, of int) float64 { return float64(n) / float64(max(1, of)) }
	add := func(one campaignCheck) { m.checks = append(m.checks, one) }
	count := func(name string, n, of int, most float64) {
		add(campaignCheck{check: name, value: share(n, of), p: nan, expected: nan, customers: n, ok: share(n, of) <= most})
	}
	if p.arms[0] > 0 {
		ratio := campaignCheck{check: "sample_ratio", value: share(p.arms[0], both), p: m.sampleRatio(), expected: m.controlShare, customers: both}
		if known(ratio.p) != nil {
			ratio.ok = ratio.p >= experiment.SampleRatioAlert
		}
		add(ratio)
		if !m.started.IsZero() {
			m.balance()
		}
		count("control_reached", p.reached[0], p.arms[0], 0)
		count("merged_arms", p.both, p.members, 0)
	}
	count("reached_twice", p.twice[1], p.arms[1], 0)
	if p.anyTouch {
		count("no_touch", p.arms[1]-p.reached[1], p.arms[1], mostUntouched)
	}
	count("unknown_members", p.unknown, both+p.strangersOut, mostUnknown)
	if p.strangersOut > 0 {
		last := &m.checks[len(m.checks)-1]
		last.subject, last.ok = leftOut, false
	}
	if p.early > 0 {
		count("before_start", p.early, p.members, 0)
	}
	if p.unplanned > 0 {
		count("unplanned", p.unplanned, p.members, 0)
	}
	m.overlap(overlaps)
}

// balance compares what the arms were before the campaign.
func (m *measuredCampaign) balance() {
	names := covariateNames()
	for c := range m.people.before {
		var arms [2][]float64
		for place, treated := range m.people.treated {
			side := 0
			if treated {
				side = 1
			}
			arms[side] = append(arms[side], m.people.before[c][place])
		}
		if len(arms[0]) < 2 || len(arms[1]) < 2 {
			continue
		}
		difference, p := experiment.Balance(arms[0], arms[1])
		one := campaignCheck{check: "balance", subject: names[c], value: difference, p: p, expected: math.NaN(), customers: len(m.people.treated)}
		if known(p) != nil {
			one.ok = p >= unlikely
		}
		m.checks = append(m.checks, one)
	}
}

// overlap tells which other campaigns addressed the members meanwhile. That is
// in order where it met both arms alike.
func (m *measuredCampaign) overlap(rows *table.Table) {
	var others []string
	met := map[string][2]int{}
	for i := range rows.Len() {
		if rows.Text(i, "campaign_id") != m.id {
			continue
		}
		other, side := rows.Text(i, "other_id"), 0
		if rows.Text(i, "arm") == "treated" {
			side = 1
		}
		if _, there := met[other]; !there {
			others = append(others, other)
		}
		counts := met[other]
		counts[side] += int(rows.Integer(i, "customers"))
		met[other] = counts
	}
	arms := m.people.arms
	for _, other := range others {
		counts := met[other]
		one := campaignCheck{
			check: "overlap", subject: other, p: math.NaN(), expected: math.NaN(), customers: counts[0] + counts[1],
			value: float64(counts[0]+counts[1]) / float64(arms[0]+arms[1]),
		}
		if arms[0] > 1 && arms[1] > 1 {
			if _, one.p = experiment.Balance(indicators(counts[0], arms[0]), indicators(counts[1], arms[1])); known(one.p) != nil {
				one.ok = one.p >= unlikely
			}
		}
		m.checks = append(m.checks, one)
	}
}

// indicators are so many ones of so many.
func indicators(ones, of int) []float64 {
	values := make([]float64, of)
	for i := range min(ones, of) {
		values[i] = 1
	}
	return values
}
