package pipeline

import (
	"cmp"
	"context"

	"clientele/segments"
)

// leaveOut says of every customer whether he is addressed, and why not.
func (p *campaignPlan) leaveOut(ctx context.Context) error {
	others, err := p.readOthers(ctx)
	if err != nil {
		return err
	}
	rule, err := p.rules(ctx, others)
	if err != nil {
		return err
	}
	for _, s := range p.strata {
		for _, id := range s.members {
			one := p.people[id]
			one.left = rule.of(one)
			s.counts[one.left]++
			if one.left == reachable {
				s.open = append(s.open, one)
			}
		}
	}
	p.tellSharing(others)
	empty := 0
	for _, s := range p.strata {
		if len(s.open) == 0 {
			empty++
		}
	}
	if empty > 0 {
		p.warn("nobody", int64(empty), "nobody can be reached in %d of %d segments", empty, len(p.strata))
	}
	return nil
}

// tellSharing tells of those who are in other campaigns of these days.
func (p *campaignPlan) tellSharing(others *otherCampaigns) {
	busy := others.busy(p.campaign.Starts, p.campaign.Ends)
	left, shared := 0, 0
	for _, s := range p.strata {
		left += s.counts[otherCampaign]
		for _, one := range s.open {
			if busy[one.id] {
				shared++
			}
		}
	}
	p.tellOthers(others, left, shared)
}

// reachRules decide who is left out.
type reachRules struct {
	consent  string // segments.ConsentRequired or segments.ConsentUnlessRefused
	address  func(*person) bool
	suppress suppression
	pressed  func(id string) bool
	busy     map[string]bool
	heldOut  func(id string) bool
}

// of is the first reason against a customer.
func (r reachRules) of(one *person) reason {
	switch {
	case one.consent == false, one.consent == nil && r.consent == segments.ConsentRequired:
		return noConsent
	case !r.address(one):
		return noAddress
	case r.suppress.has(one):
		return suppressed
	case r.pressed(one.id):
		return underPressure
	case r.busy[one.id]:
		return otherCampaign
	case r.heldOut(one.id):
		return holdout
	}
	return reachable
}

func (p *campaignPlan) rules(ctx context.Context, others *otherCampaigns) (r reachRules, err error) {
	reach, err := p.engine.ReadTable(ctx, "customer_reach")
	if err != nil {
		return r, err
	}
	p.setConsent(&r, anyKnown(reach, consentColumn(p.campaign.Channel)))
	p.setAddress(&r, anyKnown(reach, addressColumn(p.campaign.Channel)))
	if r.suppress, err = p.readSuppressed(); err != nil {
		return r, err
	}
	limits := p.config.Campaigns.Contacts
	if p.campaign.Contacts != nil {
		limits = *p.campaign.Contacts
	}
	if p.campaign.OtherCampaigns != segments.OthersAllowed {
		r.busy = others.busy(p.campaign.Starts, p.campaign.Ends)
	}
	r.pressed = func(id string) bool { return limits.Pressed(others.days[id], p.campaign.Starts) }
	r.heldOut = func(id string) bool { return segments.HeldOut(id, p.config.Campaigns.HoldoutPercent) }
	return r, nil
}

// setConsent says what becomes of those of whom nobody knows whether they may be
// addressed: as the campaign says, else the config, else e-mails and short
// messages need a consent wherever consents are known at all.
func (p *campaignPlan) setConsent(r *reachRules, known bool) {
	r.consent = cmp.Or(p.campaign.Consent, p.config.Campaigns.Consent)
	if r.consent != "" {
		if r.consent == segments.ConsentRequired && !known {
			p.warn("no_consent_data", nil, "nothing is known of who consented to %s, and consent is required: nobody can be reached", p.campaign.Channel)
		}
		return
	}
	r.consent = segments.ConsentUnlessRefused
	switch {
	case !known:
		p.warn("no_consent_data", nil, "nothing is known of who consented to %s; everybody who did not refuse is taken for reachable, which is yours to answer for", p.campaign.Channel)
	case p.campaign.Channel == segments.Email || p.campaign.Channel == segments.SMS:
		r.consent = segments.ConsentRequired
	}
}

// addressColumn is where customer_reach has what a channel needs.
func addressColumn(channel string) string {
	switch channel {
	case segments.Email:
		return "email"
	case segments.Letter, segments.Visit:
		return "city" // streets are in no record
	}
	return "phone"
}

// setAddress says who has an address. Where nobody has one, the addresses are
// kept elsewhere, and the lists bear the customers' ids.
func (p *campaignPlan) setAddress(r *reachRules, known bool) {
	switch {
	case !known:
		p.warn("no_addresses", nil, "no customer has an address for %s in the exports; the lists have the customers' ids", p.campaign.Channel)
		r.address = func(*person) bool { return true }
	case p.campaign.Channel == segments.Email:
		r.address = func(one *person) bool { return one.email != "" }
	case p.campaign.Channel == segments.Phone || p.campaign.Channel == segments.SMS:
		r.address = func(one *person) bool { return one.phone != "" }
	default:
		r.address = func(one *person) bool { return one.city != "" }
	}
	p.noAddresses = !known
}
