package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"clientele/segments"
)

// otherCampaigns are the campaigns beside the plan's, planned here or told by an
// export, and who of the plan's customers is in it, in any arm.
type otherCampaigns struct {
	all     []pastCampaign
	at      map[string]int
	members []map[string]bool
	days    map[string][]time.Time // on which customers are, or were, addressed
	seen    map[[2]string]bool     // campaign and customer whose day is among them
}

// readOthers reads the other campaigns and who is in them.
func (p *campaignPlan) readOthers(ctx context.Context) (*otherCampaigns, error) {
	book, err := p.everyCampaign(ctx)
	if err != nil {
		return nil, err
	}
	o := &otherCampaigns{at: map[string]int{}, days: map[string][]time.Time{}, seen: map[[2]string]bool{}}
	for _, c := range book {
		if c.id == p.campaign.ID {
			continue
		}
		c.dated(p.asOf)
		o.at[c.id] = len(o.all)
		o.all, o.members = append(o.all, c), append(o.members, map[string]bool{})
	}
	for _, name := range []string{"planned_members", "member_lines"} {
		rows, err := p.engine.ReadTable(ctx, name)
		if err != nil {
			return nil, err
		}
		touches := rows.Index("touched_on") >= 0
		for row := range rows.Len() {
			var touched time.Time
			if touches {
				touched = rows.Time(row, "touched_on")
			}
			if id := rows.Text(row, "customer_id"); p.people[id] != nil {
				o.add(rows.Text(row, "campaign_id"), id, rows.Text(row, "arm"), touched)
			}
		}
	}
	return o, nil
}

// add takes a member. Who is held out is in the campaign, and was not addressed
// by it, unless a touch is written: a mistake of whoever sent it. Where nobody
// says on which day somebody was addressed, it was when the campaign began.
func (o *otherCampaigns) add(campaign, id, arm string, touched time.Time) {
	at, there := o.at[campaign]
	if !there {
		return
	}
	o.members[at][id] = true
	if touched.IsZero() && arm != segments.Controls {
		touched = o.all[at].started
	}
	if key := [2]string{campaign, id}; !touched.IsZero() && !o.seen[key] {
		o.seen[key] = true
		o.days[id] = append(o.days[id], touched)
	}
}

// sharing are the campaigns that have customers of the plan and count purchases
// of these days, by their places. Of one that nobody says the end of so many
// days count as are measured.
func (o *otherCampaigns) sharing(starts, ends time.Time) (places []int) {
	for i, c := range o.all {
		if len(o.members[i]) > 0 && !c.started.IsZero() && !c.until.Before(starts) && !c.started.After(ends) {
			places = append(places, i)
		}
	}
	return places
}

// busy are the customers in a campaign of these days. Both arms count: whom
// another campaign addresses is a buyer by that one, and its controls, once
// addressed by this one, are none any more.
func (o *otherCampaigns) busy(starts, ends time.Time) map[string]bool {
	all := map[string]bool{}
	for _, i := range o.sharing(starts, ends) {
		for id := range o.members[i] {
			all[id] = true
		}
	}
	return all
}

// freeFrom is the first day from which on a campaign as long as this shares its
// days with none.
func (o *otherCampaigns) freeFrom(starts, ends time.Time) time.Time {
	for {
		places := o.sharing(starts, ends)
		if len(places) == 0 {
			return starts
		}
		last := o.all[places[0]].until
		for _, i := range places {
			if until := o.all[i].until; until.After(last) {
				last = until
			}
		}
		later := dayNumber(last) + 1 - dayNumber(starts)
		starts, ends = starts.AddDate(0, 0, later), ends.AddDate(0, 0, later)
	}
}

// mostNamed campaigns are named in a sentence.
const mostNamed = 4

// tellOthers says which campaigns have customers of this one in the same days,
// and when none of them will.
func (p *campaignPlan) tellOthers(o *otherCampaigns, left, shared int) {
	starts, ends := p.campaign.Starts, p.campaign.Ends
	var names []string
	for _, i := range o.sharing(starts, ends) {
		c := o.all[i]
		until := dayText(c.until)
		if c.ended.IsZero() {
			until += fmt.Sprintf(", %d days, since no end is written", responseDays)
		}
		names = append(names, fmt.Sprintf("%s (%s to %s)", c.name, dayText(c.started), until))
	}
	if len(names) > mostNamed {
		names = append(slices.Clone(names[:mostNamed]), fmt.Sprintf("%d more", len(names)-mostNamed))
	}
	told := strings.Join(names, "; ")
	switch {
	case shared > 0:
		p.warn("other_campaigns_allowed", int64(shared), "%d of the reachable are in campaigns of the same days (other_campaigns: allow), so that neither effect can be told from the other: %s", shared, told)
	case left > 0:
		p.warn("other_campaigns", int64(left), "%d customers are left out, addressed or held out by campaigns whose days overlap these: %s", left, told)
	default:
		return
	}
	free := o.freeFrom(starts, ends)
	p.warn("later_start", int64(dayNumber(free)-dayNumber(starts)), "starting on %s it would share its days with none of them", dayText(free))
}
