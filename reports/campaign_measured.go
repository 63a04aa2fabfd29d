package reports

import "clientele/internal/table"

// CampaignMeasuredAnswers are the tables that the result of one campaign is
// made of, in the form that those of all campaigns have; rows of other
// campaigns are left out. A table that is nil or empty leaves out what it would
// show.
type CampaignMeasuredAnswers struct {
	Campaign *table.Table // past_campaigns: the campaign's row
	Results  *table.Table // campaign_results
	Checks   *table.Table // campaign_checks
	Uplift   *table.Table // campaign_uplift
	Qini     *table.Table // campaign_qini
}

// CampaignMeasured makes the page that says what a campaign brought that would
// not have come anyway, and how sure that is.
func CampaignMeasured(answers CampaignMeasuredAnswers, settings CampaignSettings) (*Document, error) {
	c, err := newCampaignReport(settings)
	if err != nil {
		return nil, err
	}
	m := &campaignMeasured{campaignReport: c, answers: answers}
	return c.document(c.say("campaign_measured.document", "campaign", c.calledCampaign()), m.sections()), nil
}

type campaignMeasured struct {
	*campaignReport
	answers CampaignMeasuredAnswers
}

func (m *campaignMeasured) sections() []Section {
	s := m.section("campaign_measured")
	if empty(m.answers.Results) {
		return []Section{m.missing(s)}
	}
	return []Section{s}
}
