package pipeline

import (
	"context"
	"fmt"
)

// checkID refuses the id of a campaign that the lake has and that was not
// planned here: the plan would stand before it, and it could not be measured
// any more. One that is only announced, with neither a begin nor members, may
// be planned under its id.
func (p *campaignPlan) checkID(ctx context.Context) error {
	planned, err := p.plannedCampaigns()
	if err != nil {
		return err
	}
	for _, one := range planned {
		if one.ID == p.campaign.ID {
			return nil // what the lake has of it came of the plan
		}
	}
	lines, err := p.there(ctx, "campaign_lines")
	if err != nil || lines == nil {
		return err
	}
	for row := range lines.Len() {
		if lines.Text(row, "campaign_id") != p.campaign.ID {
			continue
		}
		begun := lines.Value(row, "started_on") != nil && !lines.Time(row, "started_on").After(p.asOf)
		if !begun {
			if begun, err = p.hasMembers(ctx); err != nil {
				return err
			}
		}
		if !begun {
			return nil
		}
		text := fmt.Sprintf("the lake has a campaign %s already; give this one another id", p.campaign.ID)
		if p.draft {
			p.warn("id_taken", nil, "%s before it is kept", text)
			return nil
		}
		return &UsageError{Text: text, Hint: "the key campaign: is the id; what the lake's brought: clientele measure " + p.campaign.ID + " -c " + p.config.path}
	}
	return nil
}

// hasMembers reports whether a list names somebody as a member of the lake's
// campaign of this id.
func (p *campaignPlan) hasMembers(ctx context.Context) (bool, error) {
	members, err := p.there(ctx, "campaign_people")
	if err != nil || members == nil {
		return false, err
	}
	for row := range members.Len() {
		if members.Text(row, "campaign_id") == p.campaign.ID {
			return true, nil
		}
	}
	return false, nil
}

// checkArms refuses a control group of everybody, since a later plan would keep
// all of them in it, and says where there is none.
func (p *campaignPlan) checkArms() error {
	treated, control := 0, 0
	for _, s := range p.strata {
		treated, control = treated+len(s.drawn.Treated), control+len(s.drawn.Control)
	}
	size := p.campaign.Control.Size
	switch {
	case treated == 0 && control > 0 && size != nil:
		return &UsageError{Text: fmt.Sprintf("control: %s to be left alone of the %s who can be reached: nobody would be addressed",
			oneOr(int64(*size), "customer is", "customers are"), thousands(int64(p.openOf()))), Hint: "give the control group a smaller size, or a part of them: percent"}
	case treated == 0 && control > 0:
		p.warn("all_controls", nil, "all of those who could be addressed are in the control group: nobody is addressed")
	case control == 0 && treated > 0:
		p.warn("no_control", nil, "nobody is left alone: what the campaign brings cannot be measured")
	}
	return nil
}

// oneOr counts what has a form for one and another for more.
func oneOr(n int64, one, more string) string {
	return thousands(n) + " " + oneWord(n, one, more)
}

func oneWord(n int64, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}
