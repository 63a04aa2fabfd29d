package reports

import "clientele/internal/table"

// CampaignPlanAnswers are the tables that the plan of a campaign is made of. A
// table that is nil or empty leaves out what it would show.
type CampaignPlanAnswers struct {
	Segments *table.Table // plan_segments
	Totals   *table.Table // plan_totals: one row
	Lists    *table.Table // plan_lists
	Warnings *table.Table // plan_warnings
}

// CampaignPlan makes the page that a marketer takes to the director: who is
// addressed, who stays out so that the effect can be seen, what it should bring
// beyond what comes anyway, and what it costs.
func CampaignPlan(answers CampaignPlanAnswers, settings CampaignSettings) (*Document, error) {
	c, err := newCampaignReport(settings)
	if err != nil {
		return nil, err
	}
	p := &campaignPlan{campaignReport: c, answers: answers}
	return c.document(c.say("campaign_plan.document", "campaign", c.calledCampaign()), p.sections()), nil
}

type campaignPlan struct {
	*campaignReport
	answers CampaignPlanAnswers
}

func (p *campaignPlan) sections() []Section {
	s := p.section("campaign_plan")
	if empty(p.answers.Segments) {
		return []Section{p.missing(s)}
	}
	return []Section{s}
}
