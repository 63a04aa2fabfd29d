package pipeline

import (
	"cmp"
	"context"
	"math"
	"slices"

	"clientele/internal/table"
	"clientele/segments"
)

// Where a figure of the plan comes from.
const (
	fromPast    = "past"        // earlier campaigns that had a control group
	fromOwn     = "own_segment" // what the segment's customers did in as many days before
	fromValues  = "values"      // the models of customer value
	fromFigures = "given"       // the campaign's file
)

// lift is how many more of the addressed buy than would have anyway, as a share
// of them, with its interval; NaN where nothing is known.
type lift struct {
	value, low, high float64
	basis            string
}

func (l lift) known() bool { return !math.IsNaN(l.value) }

func unknownLift() lift { return lift{math.NaN(), math.NaN(), math.NaN(), ""} }

// expect says what each customer will do anyway in the campaign's days, and
// what the campaign should change in that.
func (p *campaignPlan) expect(ctx context.Context) error {
	if err := p.expectAnyway(ctx); err != nil {
		return err
	}
	if err := p.readPast(ctx); err != nil {
		return err
	}
	known, given := 0, 0
	for _, s := range p.strata {
		s.lift = p.liftOf(s)
		switch s.lift.basis {
		case fromPast:
			known++
		case fromFigures:
			given++
		}
		for _, one := range s.open {
			if spend := p.campaign.Offers[s.offer].Response.Spend; spend != nil {
				one.spend = *spend
			}
		}
		// The best first: by what somebody brings, of equals by id.
		slices.SortFunc(s.open, func(a, b *person) int {
			return cmp.Or(cmp.Compare(p.profitOf(b), p.profitOf(a)), cmp.Compare(b.spend, a.spend), cmp.Compare(a.id, b.id))
		})
	}
	switch {
	case known == 0 && given == 0:
		p.warn("no_history", nil, "no earlier campaign was measured against a control group, and the file expects nothing (response: lift_points): what it should bring is not known, only what it must bring to pay")
	case known == 0:
		p.warn("given_only", nil, "the expected response is the file's own figure")
	case p.past.campaigns < fewCampaigns:
		p.warn("past_campaigns", int64(p.past.campaigns), "what to expect rests on %s, so it may be off by much", plural(int64(p.past.campaigns), "earlier campaign"))
	}
	return nil
}

// expectAnyway says what customers will do where nobody addresses them: by the
// model of customer value, scaled to the campaign's days, else by what the segment's
// customers did in as many days before.
func (p *campaignPlan) expectAnyway(ctx context.Context) error {
	values, err := p.there(ctx, "value_customers")
	if err != nil {
		return err
	}
	days := float64(p.campaign.Days())
	if values != nil {
		p.foretold = true
		scale := days / float64(p.config.Value.HorizonDays)
		for row := range values.Len() {
			one := p.people[values.Text(row, "customer_id")]
			if one == nil || values.Value(row, "expected_purchases") == nil {
				continue
			}
			one.purchases = values.Float(row, "expected_purchases") * scale
			// Purchases of one customer come at a rate: none with the chance e^-rate.
			one.buys = -math.Expm1(-one.purchases)
			one.spend = values.Float(row, "expected_value")
		}
	}
	if err := p.expectLikeBefore(ctx); err != nil {
		return err
	}
	return p.readMargin(ctx)
}

// expectLikeBefore is for those of whom the models say nothing.
func (p *campaignPlan) expectLikeBefore(ctx context.Context) error {
	rows, err := p.engine.ReadTable(ctx, "orders")
	if err != nil {
		return err
	}
	first := p.asOf.AddDate(0, 0, -p.campaign.Days())
	bought := map[string]float64{} // purchases of each customer in as many days
	var purchases, money float64
	id, is := rows.Index("customer_id"), rows.Index("is_purchase")
	for row := range rows.Len() {
		customer, _ := rows.Rows[row][id].(string)
		on := rows.Time(row, "ordered_on")
		if customer == "" || rows.Rows[row][is] != true || on.After(p.asOf) {
			continue
		}
		purchases++
		money += rows.Float(row, "amount")
		if on.After(first) {
			bought[customer]++
		}
	}
	average := math.Max(0, money/math.Max(1, purchases))
	for _, s := range p.strata {
		p.fillIn(s, bought, average)
	}
	return nil
}

// fillIn gives the customers of a segment of whom the models say nothing the
// mean of what such customers of the segment did.
func (p *campaignPlan) fillIn(s *stratum, bought map[string]float64, average float64) {
	var unknown, buyers, purchases float64
	for _, id := range s.members {
		if math.IsNaN(p.people[id].buys) {
			unknown++
			purchases += bought[id]
			if bought[id] > 0 {
				buyers++
			}
		}
	}
	s.likeBefore = 2*unknown > float64(len(s.members))
	for _, id := range s.members {
		one := p.people[id]
		if math.IsNaN(one.buys) {
			one.buys, one.purchases = buyers/unknown, purchases/unknown
		}
		if !(one.spend > 0) {
			one.spend = average
		}
	}
}

// readMargin is what stays of a sale, where costs are known.
func (p *campaignPlan) readMargin(ctx context.Context) error {
	p.margin = math.NaN()
	total, err := p.there(ctx, "value_total")
	if err != nil || total == nil || total.Len() == 0 || total.Value(0, "margin") == nil {
		return err
	}
	if spend := total.Float(0, "expected_spend"); spend > 0 {
		p.margin = min(max(total.Float(0, "margin")/spend, 0), 1)
	}
	return nil
}

// marginOf is the share of the price that an offer leaves.
func (p *campaignPlan) marginOf(offer segments.Offer) float64 {
	if !offer.MarginKnown && !math.IsNaN(p.margin) {
		return p.margin
	}
	return offer.MarginPercent / 100
}

// liftOf is what an offer should change in a segment: by earlier campaigns, else
// as the file expects.
func (p *campaignPlan) liftOf(s *stratum) lift {
	if found := p.past.of(s.named.Key, s.title); found.known() {
		return found
	}
	if given := p.campaign.Offers[s.offer].Response.LiftPoints; given != nil {
		return lift{*given / 100, math.NaN(), math.NaN(), fromFigures}
	}
	return unknownLift()
}

// pastLifts are what earlier campaigns changed in the share of buyers.
type pastLifts struct {
	campaigns int
	all       pooled
	segments  map[string]pooled // by a segment's name in plain letters
}

const (
	// fewCampaigns: with fewer nobody knows how much campaigns differ.
	fewCampaigns = 3
	// halfOff: then the next one is taken to be off by half of what they brought.
	halfOff = 0.5
	z95     = 1.959963984540054
)

// readPast reads the campaigns that had a control group and no unsound arms.
func (p *campaignPlan) readPast(ctx context.Context) error {
	p.past = pastLifts{segments: map[string]pooled{}}
	results, err := p.there(ctx, "campaign_results")
	if err != nil || results == nil {
		return err
	}
	channels, err := p.pastChannels(ctx)
	if err != nil {
		return err
	}
	// Those of the channel count where there are enough of them.
	same := 0
	for row := range results.Len() {
		if p.usable(results, row) && results.Value(row, "segment") == nil && channels[results.Text(row, "campaign_id")] == p.campaign.Channel {
			same++
		}
	}
	var whole []estimated
	parts := map[string][]estimated{}
	for row := range results.Len() {
		if !p.usable(results, row) || same >= fewCampaigns && channels[results.Text(row, "campaign_id")] != p.campaign.Channel {
			continue
		}
		one := estimated{results.Float(row, "effect"), results.Float(row, "standard_error")}
		if results.Value(row, "segment") == nil {
			whole = append(whole, one)
			continue
		}
		name := plainSegment(results.Text(row, "segment"))
		parts[name] = append(parts[name], one)
	}
	p.past.campaigns = len(whole)
	p.past.all = pool(whole)
	for name, list := range parts {
		p.past.segments[name] = pool(list)
	}
	return nil
}

// usable tells results of other campaigns that say something.
func (p *campaignPlan) usable(results *table.Table, row int) bool {
	return results.Text(row, "metric") == responseMetric && results.Text(row, "campaign_id") != p.campaign.ID &&
		results.Value(row, "effect") != nil && results.Float(row, "standard_error") > 0 && results.Boolean(row, "complete") && results.Text(row, "verdict") != "unsound"
}

func (p *campaignPlan) pastChannels(ctx context.Context) (map[string]string, error) {
	rows, err := p.there(ctx, "past_campaigns")
	if err != nil || rows == nil {
		return nil, err
	}
	channels := map[string]string{}
	for row := range rows.Len() {
		channels[rows.Text(row, "campaign_id")] = rows.Text(row, "channel")
	}
	return channels, nil
}
