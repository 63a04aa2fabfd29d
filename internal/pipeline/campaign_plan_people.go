package pipeline

import (
	"context"
	"fmt"
	"math"
	"slices"

	"clientele/internal/table"
	"clientele/segments"
)

// person is a customer of the campaign's segments.
type person struct {
	id, name, owner     string
	email, phone        string // as they can be used, "" where they cannot
	country, city, tags string
	weekday, hour       any // on which the customer usually buys, NULL where not known
	consent             any // to the channel: yes, no, or NULL
	lastOn              any
	orders, revenue     any
	buys                float64 // chance of a purchase in the campaign's days, if nothing is done
	purchases           float64 // expected in them
	spend               float64 // what one brings
	stratum             *stratum
	left                reason
	written             string // what stands where the channel's address should
	noUse               string // why it cannot be used, where it cannot
}

// reason is why a customer is not addressed.
type reason int

// The reasons, in the order in which they are looked at: a customer who is left
// out for several is counted under the first.
const (
	reachable reason = iota
	noConsent
	noAddress
	suppressed
	underPressure
	otherCampaign
	holdout
	reasons
)

// stratum is one segment of the campaign with its offer.
type stratum struct {
	named    segments.Named
	title    string // its own name, else its key
	offer    int
	members  []string // ids, in order
	counts   [reasons]int
	open     []*person // who is reachable, the best first
	chosen   int       // how many of them the budget is spent on
	controls int       // how many of the chosen are to be left alone
	drawn    segments.Drawn
	figures
}

// addSegments finds the segments that the file names, and who is in them.
func (p *campaignPlan) addSegments(ctx context.Context) error {
	if err := p.remapped(ctx); err != nil {
		return err
	}
	known, err := p.namedSegments(ctx)
	if err != nil {
		return err
	}
	var members [][]string
	for i, offer := range p.campaign.Offers {
		if offer.Rule != nil {
			found, err := p.ruleMembers(ctx, i)
			if err != nil {
				return err
			}
			p.strata = append(p.strata, &stratum{named: segments.Named{Kind: kindOwn, Key: ruleKey(p.campaign, i)}, offer: i})
			members = append(members, found)
			continue
		}
		for _, named := range p.campaign.Resolve(i, known) {
			p.strata = append(p.strata, &stratum{named: named, offer: i})
			members = append(members, nil)
		}
	}
	if err := p.campaign.Err(); err != nil {
		return &UsageError{Text: err.Error(), Cause: err}
	}
	if err := p.readMembers(ctx, members); err != nil {
		return err
	}
	strata, shared := segments.Strata(members)
	for i, s := range p.strata {
		s.members, s.title = strata[i], s.named.Key
	}
	if p.shared = shared; shared > 0 {
		p.warn("overlap", int64(shared), "%s in several of the segments and belong%s to the first of them", oneOr(int64(shared), "customer is", "customers are"), oneWord(int64(shared), "s", ""))
	}
	return nil
}

// ruleKey names the customers of a rule: they are no segment that has a name.
func ruleKey(c *segments.Campaign, offer int) string {
	if len(c.Offers) == 1 {
		return c.ID
	}
	return fmt.Sprintf("%s %d", c.ID, offer+1)
}

// ruleMembers are the customers of an offer's rule.
func (p *campaignPlan) ruleMembers(ctx context.Context, offer int) ([]string, error) {
	world, err := p.ruleWorld(ctx)
	if err != nil {
		return nil, err
	}
	vocabulary := &vocabulary{engine: p.engine, has: world.Has, segments: world.Segments}
	mistakes, err := vocabulary.unknown(ctx, *p.campaign.Offers[offer].Rule)
	if err != nil {
		return nil, err
	}
	for _, mistake := range mistakes {
		p.campaign.Add(p.campaign.RulePath(offer), "%s", mistake)
	}
	bound, err := p.campaign.Offers[offer].Rule.Compile(world)
	if err != nil {
		return nil, &UsageError{Text: p.path + ": " + err.Error(), Cause: err}
	}
	rows, err := p.engine.Query(ctx, bound)
	if err != nil {
		return nil, err
	}
	var ids []string
	for row := range rows.Len() {
		ids = append(ids, rows.Text(row, "customer_id"))
	}
	return ids, nil
}

// readMembers fills in who is in the named segments.
func (p *campaignPlan) readMembers(ctx context.Context, members [][]string) error {
	for i, s := range p.strata {
		if p.campaign.Offers[s.offer].Rule != nil {
			continue
		}
		err := bases{engine: p.engine}.each(ctx, "segments/members", map[string]any{"kind": s.named.Kind, "segment": s.named.Key}, func(row []any) {
			if id, ok := row[0].(string); ok {
				members[i] = append(members[i], id)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// readPeople reads what is known of the customers of the segments.
func (p *campaignPlan) readPeople(ctx context.Context) error {
	p.people = map[string]*person{}
	for _, s := range p.strata {
		for _, id := range s.members {
			p.people[id] = &person{id: id, stratum: s, buys: math.NaN(), purchases: math.NaN(), spend: math.NaN()}
		}
	}
	reach, err := p.engine.ReadTable(ctx, "customer_reach")
	if err != nil {
		return err
	}
	usable := p.config.identityRules().Addresses()
	for row := range reach.Len() {
		one := p.people[reach.Text(row, "customer_id")]
		if one == nil {
			continue
		}
		one.name, one.owner, one.country, one.city, one.tags = reach.Text(row, "customer"), reach.Text(row, "owner"), reach.Text(row, "country"), reach.Text(row, "city"), reach.Text(row, "tags")
		one.email, one.phone = usable.UsableEmail(reach.Text(row, "email")), usable.UsablePhone(reach.Text(row, "phone"))
		one.written = reach.Text(row, addressColumn(p.campaign.Channel))
		one.noUse = whyNoUse(p.campaign.Channel, one.written, usable)
		one.consent = reach.Value(row, consentColumn(p.campaign.Channel))
	}
	if err := p.readCustomers(ctx); err != nil {
		return err
	}
	return p.readRhythms(ctx)
}

// consentColumn is where customer_reach says whether a channel is allowed.
func consentColumn(channel string) string {
	switch channel {
	case segments.Email:
		return "email_consent"
	case segments.SMS:
		return "sms_consent"
	case segments.Letter:
		return "post"
	}
	return "call_consent" // who may not be called is not visited unasked either
}

func (p *campaignPlan) readCustomers(ctx context.Context) error {
	rows, err := p.engine.ReadTable(ctx, "customers")
	if err != nil {
		return err
	}
	for row := range rows.Len() {
		if one := p.people[rows.Text(row, "customer_id")]; one != nil {
			one.lastOn, one.orders, one.revenue = rows.Value(row, "last_on"), rows.Value(row, "orders"), rows.Value(row, "revenue")
		}
	}
	return nil
}

// readRhythms reads when customers usually buy, of those of whom it is known.
func (p *campaignPlan) readRhythms(ctx context.Context) error {
	if p.campaign.Channel != segments.Phone && p.campaign.Channel != segments.Visit {
		return nil
	}
	return bases{engine: p.engine}.each(ctx, "forecasts/rhythm", map[string]any{"as_of": dayText(p.asOf), "zone": p.config.TimeZone}, func(row []any) {
		id, _ := row[0].(string)
		if one := p.people[id]; one != nil {
			one.weekday, one.hour = row[5], row[6]
		}
	})
}

// anyKnown reports whether a column has a value in any row.
func anyKnown(rows *table.Table, column string) bool {
	at := rows.Index(column)
	return slices.ContainsFunc(rows.Rows, func(row []any) bool { return row[at] != nil })
}
