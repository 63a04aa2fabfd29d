package reports

import (
	"time"

	"github.com/shopspring/decimal"

	"clientele/reports/catalogue"
)

// CampaignSettings are what the answers of one campaign do not say themselves:
// its file, and the report's frame.
type CampaignSettings struct {
	Company  string
	Language string // en, ru or es
	Currency string // ISO 4217 code
	AsOf     time.Time
	Snapshot string

	ID           string // of the campaign
	Name         string // "" where it is called by its id
	Channel      string // email, phone, sms, letter, visit, or a word of the user's
	Offers       []string
	Starts, Ends time.Time // zero where nothing is said
	Until        time.Time // the last day whose purchases count for it; zero: the day it ends

	FixedCost, ContactCost, ResponseCost decimal.Decimal
	Margin                               float64             // share of revenue that is left after the goods; 0 where nothing is said
	Discount                             float64             // share of revenue that the offer gives away
	Budget                               decimal.NullDecimal // not valid where there is none
	Draft                                bool                // the draw was not kept
}

// campaignReport makes the documents of one campaign out of the words and forms
// that the monthly report has.
type campaignReport struct {
	*builder
	campaign CampaignSettings
}

func newCampaignReport(settings CampaignSettings) (*campaignReport, error) {
	words, err := catalogue.New(settings.Language)
	if err != nil {
		return nil, err
	}
	b := &builder{Presenter: Presenter{Words: words, Currency: settings.Currency}, settings: Settings{
		Company: settings.Company, Language: settings.Language, Currency: settings.Currency, AsOf: settings.AsOf, Snapshot: settings.Snapshot,
	}}
	return &campaignReport{builder: b, campaign: settings}, nil
}

// document puts sections into their frame.
func (c *campaignReport) document(title string, sections []Section) *Document {
	d := &Document{
		Title: title, Company: c.campaign.Company, Language: c.campaign.Language, Currency: c.campaign.Currency,
		AsOf: c.campaign.AsOf, Snapshot: c.campaign.Snapshot, Sections: sections,
	}
	for s := range d.Sections {
		for t := range d.Sections[s].Tables {
			samePrecision(&d.Sections[s].Tables[t])
		}
	}
	return d
}

// called is what people call the campaign.
func (c *campaignReport) calledCampaign() string {
	if c.campaign.Name != "" {
		return name(c.campaign.Name)
	}
	return name(c.campaign.ID)
}
