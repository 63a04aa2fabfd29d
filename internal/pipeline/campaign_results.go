package pipeline

import (
	"context"
	"fmt"
	"math"
	"slices"

	"clientele/internal/job"
	"clientele/internal/table"
)

// campaignStep compares past campaigns by what each really brought.
func (w *work) campaignStep() job.Step {
	return job.Step{
		Name: "campaigns", Reads: campaignSources(),
		Writes: append(campaignAnswers(), "campaign_arms", "member_known", campaignWindows), Run: w.campaigns,
	}
}

// campaignAnswers are the tables of past campaigns.
func campaignAnswers() []string {
	return []string{"past_campaigns", "campaign_results", "campaign_checks", "campaign_uplift", "campaign_qini"}
}

func (w *work) campaigns(ctx context.Context, report *job.Reporter) error {
	book, err := w.pastCampaigns(ctx)
	if err != nil {
		return err
	}
	if len(book) == 0 {
		return job.Skip("there are no campaigns")
	}
	measured, err := w.measureCampaigns(ctx, book, book)
	if err != nil {
		return err
	}
	for _, sentence := range leftCampaigns(book) {
		report.Warn(sentence)
	}
	report.Add(int64(len(measured)))
	for _, made := range measuredTables(measured) {
		if err := w.createLazily(ctx, made); err != nil {
			return err
		}
	}
	return nil
}

// leftCampaigns says what keeps campaigns from being measured, a sentence a reason.
func leftCampaigns(book []pastCampaign) (sentences []string) {
	undated, foreign := 0, 0
	for _, c := range book {
		if c.started.IsZero() {
			undated++
		}
		if c.lacksRate {
			foreign++
		}
	}
	if undated > 0 {
		sentences = append(sentences, fmt.Sprintf("%d of %d campaigns have no first day and nobody who was addressed on one: what they brought is not told", undated, len(book)))
	}
	if foreign > 0 {
		sentences = append(sentences, fmt.Sprintf("%d of %d campaigns cost money in a currency without a rate for their first day: their cost is not told", foreign, len(book)))
	}
	return sentences
}

// measuredCampaign is a campaign with what it brought.
type measuredCampaign struct {
	pastCampaign
	people  *campaignPeople
	cost    campaignCost
	results []campaignResult
	checks  []campaignCheck
	uplift  campaignUplift
}

// measureCampaigns measures some of the campaigns, in the order given; the
// others may have addressed the same customers meanwhile.
func (w *work) measureCampaigns(ctx context.Context, book, chosen []pastCampaign) ([]measuredCampaign, error) {
	if err := w.makeWindows(ctx, book); err != nil {
		return nil, err
	}
	if err := w.keepAsked(ctx, "segments/campaign_arms"); err != nil {
		return nil, err
	}
	if err := w.keepAsked(ctx, "segments/member_known"); err != nil {
		return nil, err
	}
	margins, err := w.campaignMargins(ctx)
	if err != nil {
		return nil, err
	}
	overlaps, err := w.asked(ctx, "segments/campaign_overlaps")
	if err != nil {
		return nil, err
	}
	people, err := w.campaignMembers(ctx, chosen)
	if err != nil {
		return nil, err
	}
	var measured []measuredCampaign
	for i, campaign := range chosen {
		if known(campaign.margin) == nil {
			campaign.margin, campaign.discount = math.NaN(), 0 // what goods cost is of what was paid for them
			if margin, there := margins[campaign.id]; there {
				campaign.margin, campaign.byCost = margin, true
			}
		}
		one := measuredCampaign{pastCampaign: campaign, people: people[i]}
		one.cost = campaign.costs(one.people)
		if err := one.compare(); err != nil {
			return nil, fmt.Errorf("measuring the campaign %q: %w", campaign.id, err)
		}
		one.check(overlaps)
		one.uplift = one.people.uplift()
		measured = append(measured, one)
	}
	return measured, nil
}

// asked is the answer of a query that is asked with the step's arguments.
func (w *work) asked(ctx context.Context, name string) (*table.Table, error) {
	return w.engine.Ask(ctx, name, nil)
}

// byStart puts campaigns in the order of the report: the newest first, those
// without a day last.
func byStart(book []pastCampaign) {
	slices.SortFunc(book, func(a, b pastCampaign) int {
		if order := b.started.Compare(a.started); order != 0 {
			return order
		}
		switch {
		case a.id < b.id:
			return -1
		case a.id > b.id:
			return 1
		}
		return 0
	})
}
