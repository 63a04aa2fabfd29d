package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"strconv"

	"github.com/shopspring/decimal"

	"clientele/internal/job"
	"clientele/reports"
)

const (
	planWorkbook = "plan.xlsx"
	planPage     = "plan.html"
)

// folder is where the plan lies; a draft leaves the plan's lists alone.
func (p *campaignPlan) folder() string {
	name := "plan"
	if p.draft {
		name = "draft"
	}
	return filepath.Join(p.campaignFolder(p.campaign.ID), name)
}

// write puts the plan and its lists aside.
func (p *campaignPlan) write(context.Context) error {
	files, err := job.Begin(p.folder())
	if err != nil {
		return &UsageError{Text: err.Error(), Hint: "the config says where the reports go (out:)", Cause: err}
	}
	p.out.files = files
	p.makeLists()
	if err := p.writeLists(); err != nil {
		return err
	}
	p.answers = p.tables()
	document, err := reports.CampaignPlan(p.answers, p.settings())
	if err != nil {
		return err
	}
	return p.renderAs(document, planWorkbook, planPage)
}

// settings are what the answers do not say themselves.
func (p *campaignPlan) settings() reports.CampaignSettings {
	c := p.campaign
	out := reports.CampaignSettings{
		Company: p.config.Company, Language: p.config.Language(), Currency: p.config.Currency, AsOf: p.asOf, Snapshot: strconv.Itoa(p.snapshot.Version), Look: p.config.look.Look,
		ID: c.ID, Name: c.Name, Channel: c.Channel, Starts: c.Starts, Ends: c.Ends,
		FixedCost: decimal.NewFromFloat(c.Fixed), Draft: p.draft, Level: campaignLevel,
	}
	for _, offer := range c.Offers {
		one := reports.CampaignOffer{
			Text: offer.Text, ContactCost: decimal.NewFromFloat(offer.ContactCost), ResponseCost: decimal.NewFromFloat(offer.ResponseCost),
			Discount: offer.DiscountPercent / 100,
		}
		if offer.MarginKnown || !math.IsNaN(p.margin) {
			one.Margin = p.marginOf(offer)
		}
		out.Offers = append(out.Offers, one)
	}
	if c.Budget != nil {
		out.Budget = decimal.NullDecimal{Decimal: decimal.NewFromFloat(*c.Budget), Valid: true}
	}
	return out
}

// finish keeps the draw, and puts the folder in place. What people read is kept
// first: a plan that is killed in between says the same when it is repeated.
func (p *campaignPlan) finish(ctx context.Context, results []job.Result) (PlanOutcome, error) {
	folder := p.folder()
	outcome := PlanOutcome{
		Campaign: p.campaign, Currency: p.config.Currency, AsOf: p.asOf, Snapshot: p.snapshot.Version, Answers: p.answers, Draft: p.draft,
		Folder: folder, Workbook: filepath.Join(folder, planWorkbook), Page: filepath.Join(folder, planPage), Warnings: job.Warnings(results),
	}
	if ctx.Err() != nil {
		return outcome, ctx.Err()
	}
	manifest, err := p.manifest(results)
	if err != nil {
		return outcome, err
	}
	path, err := p.out.files.Path(job.ManifestName)
	if err != nil {
		return outcome, err
	}
	if err := job.WriteManifest(path, manifest); err != nil {
		return outcome, err
	}
	if !p.draft {
		content, err := json.Marshal(p.entry())
		if err != nil {
			return outcome, fmt.Errorf("writing down who was drawn: %w", err)
		}
		if _, err := p.lake.Tell(campaignLedger, p.ledgerEntry(content)); err != nil {
			return outcome, err
		}
	}
	return outcome, p.out.files.Publish()
}
