package pipeline

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"clientele/internal/table"
)

// campaignWindows is the table of the days within which purchases count.
const campaignWindows = "campaign_windows"

// responseDays is how long after a campaign's first day purchases count for it
// where nothing says when it ended.
const responseDays = 30

// pastCampaign is a campaign of the lake, or one that was planned here and has
// begun.
type pastCampaign struct {
	id, name, channel, offer string

	started, ended time.Time // zero where nothing is said
	until          time.Time // the last day whose purchases count
	counted        time.Time // until, or the day that the figures are for

	fixed, contact, response float64 // costs; not a number where nothing is said
	margin                   float64 // share of revenue; not a number where not known
	discount                 float64 // share of the price that was given to those addressed; 0 where nothing is said
	controlShare             float64 // that was drawn; not a number where nobody says
	lacksRate                bool
	byCost                   bool // the margin is by what the goods cost
	planned                  bool // in our own ledger
}

// complete reports whether the window has ended.
func (c pastCampaign) complete() bool { return !c.until.IsZero() && !c.counted.Before(c.until) }

// days is how many of the window's have passed, and how many it has.
func (c pastCampaign) days() (passed, all int) {
	return dayNumber(c.counted) - dayNumber(c.started) + 1, dayNumber(c.until) - dayNumber(c.started) + 1
}

// dated gives a campaign its window as of a day.
func (c *pastCampaign) dated(asOf time.Time) {
	if c.started.IsZero() {
		return
	}
	c.until = c.started.AddDate(0, 0, responseDays-1)
	if !c.ended.IsZero() && !c.ended.Before(c.started) {
		c.until = c.ended
	}
	c.counted = c.until
	if asOf.Before(c.until) {
		c.counted = asOf
	}
}

// pastCampaigns lists the campaigns that have begun, and those without a day, in
// the order of the report.
func (w *work) pastCampaigns(ctx context.Context) ([]pastCampaign, error) {
	book, err := w.everyCampaign(ctx)
	if err != nil {
		return nil, err
	}
	begun := slices.DeleteFunc(book, func(c pastCampaign) bool { return c.started.After(w.asOf) })
	for i := range begun {
		begun[i].dated(w.asOf)
	}
	byStart(begun)
	return begun, nil
}

// everyCampaign lists the campaigns of the lake and those planned here. What our
// own plan says of a campaign holds, since its arms are those of the plan; what
// a list says besides fills what the plan leaves open.
func (w *work) everyCampaign(ctx context.Context) ([]pastCampaign, error) {
	lines, err := w.engine.ReadTable(ctx, "campaign_lines")
	if err != nil {
		return nil, err
	}
	plans, err := w.plannedCampaigns()
	if err != nil {
		return nil, err
	}
	var book []pastCampaign
	at := map[string]int{}
	for i := range lines.Len() {
		c := listedCampaign(lines, i)
		at[c.id] = len(book)
		book = append(book, c)
	}
	for _, told := range plans {
		plan := told.past()
		if place, there := at[plan.id]; there {
			book[place] = plan.besides(book[place])
		} else {
			book = append(book, plan)
		}
	}
	return book, nil
}

func listedCampaign(rows *table.Table, i int) pastCampaign {
	return pastCampaign{
		id: rows.Text(i, "campaign_id"), name: rows.Text(i, "campaign"), channel: rows.Text(i, "channel"), offer: rows.Text(i, "offer"),
		started: rows.Time(i, "started_on"), ended: rows.Time(i, "ended_on"),
		fixed: floatOrNaN(rows, i, "cost"), contact: floatOrNaN(rows, i, "contact_cost"), response: floatOrNaN(rows, i, "response_cost"),
		margin: floatOrNaN(rows, i, "margin_share"), controlShare: floatOrNaN(rows, i, "control_share"), lacksRate: rows.Boolean(i, "lacks_rate"),
	}
}

// past is a campaign as it was planned last.
func (p plannedCampaign) past() pastCampaign {
	c := pastCampaign{
		id: p.ID, name: p.Name, channel: p.Channel, started: p.Starts.date, ended: p.Ends.date, planned: true,
		fixed: p.Fixed, contact: math.NaN(), response: math.NaN(), margin: math.NaN(), controlShare: math.NaN(),
	}
	var treated, control int
	byOffer := make([]int, len(p.Offers))
	for _, stratum := range p.Strata {
		treated, control = treated+len(stratum.Treated), control+len(stratum.Control)
		byOffer[stratum.Offer] += len(stratum.Treated)
	}
	if treated+control > 0 {
		c.controlShare = float64(control) / float64(treated+control)
	}
	var offers []string
	c.contact, c.response = 0, 0
	margin, margins := 0.0, true
	for i, offer := range p.Offers {
		share := 1 / float64(len(p.Offers))
		if treated > 0 {
			share = float64(byOffer[i]) / float64(treated)
		}
		offers = append(offers, offer.Text)
		c.contact, c.response = c.contact+share*offer.ContactCost, c.response+share*offer.ResponseCost
		c.discount += share * offer.DiscountPercent / 100
		if margins = margins && offer.MarginPercent != nil; margins {
			margin += share * *offer.MarginPercent / 100
		}
	}
	if margins && len(p.Offers) > 0 {
		c.margin = margin
	}
	c.offer = strings.Join(slices.DeleteFunc(offers, func(text string) bool { return text == "" }), "; ")
	return c
}

// besides takes from a list what the plan leaves open.
func (c pastCampaign) besides(listed pastCampaign) pastCampaign {
	texts := func(into *string, from string) {
		if *into == "" {
			*into = from
		}
	}
	numbers := func(into *float64, from float64) {
		if math.IsNaN(*into) {
			*into = from
		}
	}
	if c.name == c.id {
		c.name = "" // a file without a name is called by its id
	}
	if c.fixed == 0 && c.contact == 0 && c.response == 0 {
		c.fixed, c.contact, c.response = math.NaN(), math.NaN(), math.NaN() // a file that says nothing of its cost
	}
	texts(&c.name, listed.name)
	texts(&c.name, c.id)
	texts(&c.channel, listed.channel)
	texts(&c.offer, listed.offer)
	numbers(&c.fixed, listed.fixed)
	numbers(&c.contact, listed.contact)
	numbers(&c.response, listed.response)
	numbers(&c.margin, listed.margin)
	if math.IsNaN(c.fixed) && math.IsNaN(c.contact) && math.IsNaN(c.response) {
		c.fixed, c.contact, c.response = 0, 0, 0
	}
	if c.started.IsZero() {
		c.started = listed.started
	}
	if c.ended.IsZero() {
		c.ended = listed.ended
	}
	return c
}

// makeWindows keeps the windows as a table for the queries.
func (w *work) makeWindows(ctx context.Context, book []pastCampaign) error {
	rows := &table.Table{Columns: columnsOf("campaign_id t, started_on d, counted_to d, before_days i")}
	for _, c := range book {
		if c.started.IsZero() {
			rows.Rows = append(rows.Rows, []any{c.id, nil, nil, nil}) // its members are counted all the same
			continue
		}
		passed, _ := c.days()
		rows.Rows = append(rows.Rows, []any{c.id, c.started, c.counted, int64(passed)})
	}
	if err := w.engine.CreateTable(ctx, campaignWindows, rows); err != nil {
		return fmt.Errorf("keeping the windows of campaigns: %w", err)
	}
	return nil
}

// Of what a campaign's members bought so much has to have a cost for the margin
// to be told from it.
const leastWithCost = 0.8

// campaignMargins are what is left of a campaign's sales by the cost of the
// goods, where that is known of most of them.
func (w *work) campaignMargins(ctx context.Context) (map[string]float64, error) {
	rows, err := w.asked(ctx, "segments/campaign_margins")
	if err != nil {
		return nil, err
	}
	margins := map[string]float64{}
	for i := range rows.Len() {
		sales, known, cost := rows.Float(i, "sales"), rows.Float(i, "sales_with_cost"), rows.Float(i, "goods_cost")
		if sales > 0 && known >= leastWithCost*sales {
			margins[rows.Text(i, "campaign_id")] = 1 - cost/known
		}
	}
	return margins, nil
}
