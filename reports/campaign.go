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
	Look     Look

	ID           string    // of the campaign
	Name         string    // "" where it is called by its id
	Channel      string    // email, phone, sms, letter, visit, or a word of the user's
	Starts, Ends time.Time // the first day, and the last whose purchases count; zero where nothing is said
	Offers       []CampaignOffer

	FixedCost decimal.Decimal     // whoever is addressed
	Budget    decimal.NullDecimal // not valid where there is none
	Draft     bool                // the draw was not kept
	Level     float64             // of the intervals of a plan and of a result, such as 0.95; 0 where it is not said
}

// CampaignOffer is what some of the campaign's customers are offered.
type CampaignOffer struct {
	Text                      string
	ContactCost, ResponseCost decimal.Decimal // of a customer addressed, and of one who takes it
	Margin                    float64         // share of the price that is left after the goods; 0 where nothing is said
	Discount                  float64         // share of the price that is given away
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
		Company: settings.Company, Language: settings.Language, Currency: settings.Currency, AsOf: settings.AsOf, Snapshot: settings.Snapshot, Look: settings.Look,
	}}
	return &campaignReport{builder: b, campaign: settings}, nil
}

// document puts sections into their frame.
func (c *campaignReport) document(title string, sections []Section) *Document {
	d := &Document{
		Title: title, Company: c.campaign.Company, Language: c.campaign.Language, Currency: c.campaign.Currency,
		AsOf: c.campaign.AsOf, Snapshot: c.campaign.Snapshot, Look: c.campaign.Look, Sections: sections,
	}
	for s := range d.Sections {
		for t := range d.Sections[s].Tables {
			samePrecision(&d.Sections[s].Tables[t])
		}
	}
	return d
}

// titleCharacters is how much of a campaign's name a title bears.
const titleCharacters = 80

// calledCampaign is what people call the campaign.
func (c *campaignReport) calledCampaign() string {
	if c.campaign.Name != "" {
		return name(Shorten(c.campaign.Name, titleCharacters))
	}
	return name(Shorten(c.campaign.ID, titleCharacters))
}
