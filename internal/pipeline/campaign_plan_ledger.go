package pipeline

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"clientele/internal/lake"
	"clientele/internal/table"
)

// campaignLedger is the lake's ledger of campaigns as they were planned: their
// terms, and who is in which arm. Of several entries of a campaign the last one
// holds.
const campaignLedger = "campaigns"

// plannedCampaign is what an entry of the ledger of campaigns has in it.
type plannedCampaign struct {
	ID       string           `json:"campaign"`
	Name     string           `json:"name"`
	Channel  string           `json:"channel"`
	Starts   day              `json:"starts"`
	Ends     day              `json:"ends"`
	Currency string           `json:"currency"`
	Fixed    float64          `json:"fixed_cost"`
	Budget   *float64         `json:"budget,omitempty"`
	Offers   []plannedOffer   `json:"offers"`
	Strata   []plannedStratum `json:"strata"`

	told lake.Told // the entry
	on   time.Time // its day
}

// plannedOffer is one offer's terms.
type plannedOffer struct {
	Text            string   `json:"offer"`
	ContactCost     float64  `json:"contact_cost"`
	ResponseCost    float64  `json:"response_cost"`
	MarginPercent   *float64 `json:"margin_percent,omitempty"` // where it was given
	DiscountPercent float64  `json:"discount_percent"`
}

// plannedStratum is who was drawn of one segment.
type plannedStratum struct {
	Kind    string    `json:"kind"`
	Segment string    `json:"segment"`
	Offer   int       `json:"offer"` // its place among the offers
	Treated packedIDs `json:"treated"`
	Control packedIDs `json:"control"`
}

// packedIDs are customer ids in an order, packed: an entry with half a million
// of them would be read and hashed at each run. In JSON they are the base64 of
// the deflated JSON list.
type packedIDs []string

// MarshalJSON implements json.Marshaler.
func (ids packedIDs) MarshalJSON() ([]byte, error) {
	list, err := json.Marshal([]string(ids))
	if err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	writer, err := flate.NewWriter(&packed, flate.DefaultCompression)
	if err != nil {
		return nil, err
	}
	if _, err := writer.Write(list); err != nil {
		return nil, err
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	return json.Marshal(packed.Bytes())
}

// UnmarshalJSON implements json.Unmarshaler.
func (ids *packedIDs) UnmarshalJSON(content []byte) error {
	var packed []byte
	if err := json.Unmarshal(content, &packed); err != nil {
		return err
	}
	reader := flate.NewReader(bytes.NewReader(packed))
	list, err := io.ReadAll(io.LimitReader(reader, mostUnpacked+1))
	if err != nil {
		return err
	}
	if len(list) > mostUnpacked {
		return errors.New("a list of customers is longer than any that was written")
	}
	var unpacked []string
	if err := json.Unmarshal(list, &unpacked); err != nil {
		return err
	}
	*ids = unpacked
	return nil
}

// mostUnpacked bytes bound what a damaged entry may ask for.
const mostUnpacked = 1 << 31

// readPlanned reads an entry of the ledger of campaigns.
func readPlanned(entry lake.Told) (planned plannedCampaign, err error) {
	if err = json.Unmarshal(entry.Content, &planned); err == nil {
		planned.on, err = time.Parse(time.DateOnly, entry.On)
	}
	if err != nil {
		return plannedCampaign{}, fmt.Errorf("read entry %d of the ledger of campaigns: %w", entry.Number, err)
	}
	entry.Content = nil
	planned.told = entry
	return planned, nil
}

// plannedCampaigns are the campaigns as they were planned last, in the order in
// which they were planned first.
func (w *work) plannedCampaigns() ([]plannedCampaign, error) {
	entries, _, err := w.lake.Ledger(campaignLedger) // what is damaged, verify tells
	if err != nil {
		return nil, err
	}
	var order []string
	last := map[string]lake.Told{}
	for _, entry := range entries {
		var of struct {
			ID string `json:"campaign"`
		}
		if err := json.Unmarshal(entry.Content, &of); err != nil {
			return nil, fmt.Errorf("read entry %d of the ledger of campaigns: %w", entry.Number, err)
		}
		if _, there := last[of.ID]; !there {
			order = append(order, of.ID)
		}
		last[of.ID] = entry
	}
	planned := make([]plannedCampaign, len(order))
	for i, id := range order {
		if planned[i], err = readPlanned(last[id]); err != nil {
			return nil, err
		}
	}
	return planned, nil
}

// The ledger of campaigns as tables: terms, and members as they were called.
const (
	plannedTerms = "planned_campaigns"
	toldMembers  = "told_members"
)

// makePlanned makes the tables of the ledger of campaigns. The query
// staging/planned_members makes customers of the members.
func (w *work) makePlanned(ctx context.Context) error {
	planned, err := w.plannedCampaigns()
	if err != nil {
		return err
	}
	if err := w.engine.CreateTable(ctx, plannedTerms, termsTable(planned)); err != nil {
		return err
	}
	members := memberRows{planned: planned}
	_, err = w.engine.CreateFrom(ctx, toldMembers, &members)
	return err
}

// termsTable has a row for each offer of a campaign. What is spent once stands
// on the first.
func termsTable(planned []plannedCampaign) *table.Table {
	out := &table.Table{Columns: columnsOf("campaign_id t, position i, told_on d, snapshot i, number i, campaign t, channel t, starts_on d, ends_on d, offer t, currency t, " +
		"fixed_cost m, contact_cost f, response_cost f, margin_percent f, discount_percent f, budget m, treated i, control i")}
	for _, campaign := range planned {
		for i, offer := range campaign.Offers {
			var treated, control int
			for _, stratum := range campaign.Strata {
				if stratum.Offer == i {
					treated, control = treated+len(stratum.Treated), control+len(stratum.Control)
				}
			}
			fixed, budget, margin := inCents(0), any(nil), any(nil)
			if i == 0 {
				fixed = inCents(campaign.Fixed)
				if campaign.Budget != nil {
					budget = inCents(*campaign.Budget)
				}
			}
			if offer.MarginPercent != nil {
				margin = *offer.MarginPercent
			}
			out.Rows = append(out.Rows, []any{
				campaign.ID, int64(i + 1), campaign.on, int64(campaign.told.Snapshot), int64(campaign.told.Number), campaign.Name, campaign.Channel,
				campaign.Starts.date, campaign.Ends.date, offer.Text, campaign.Currency,
				fixed, offer.ContactCost, offer.ResponseCost, margin, offer.DiscountPercent, budget, int64(treated), int64(control),
			})
		}
	}
	return out
}
