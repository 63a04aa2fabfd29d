package reports

import (
	"math"
	"time"

	"clientele/internal/table"
)

// campaignNews tell what the campaigns brought whose days reach into the last
// month that has ended or behind it.
func (b *builder) campaignNews() []Point {
	if empty(b.answers.Campaigns) || empty(b.answers.CampaignResults) {
		return nil
	}
	from := b.settings.AsOf.AddDate(0, -1, -b.settings.AsOf.Day()+1)
	if m := b.lastMonth(); m != nil {
		from = m.month
	}
	campaigns, results := b.campaignRows(), honest(having(b.answers.CampaignResults, resultColumns()...))
	var points []Point
	for r := range campaigns.Len() {
		if ended, ok := campaigns.Value(r, "until_on").(time.Time); !ok || ended.Before(from) || len(points) == 2 {
			continue
		}
		if p, ok := b.campaignSince(results, campaigns.Text(r, "campaign_id"), campaigns.Text(r, "label"), campaigns.Text(r, "result_verdict")); ok {
			points = append(points, p)
		}
	}
	return points
}

// campaignSince tells the orders that a campaign brought beyond what would have
// come anyway; false where nobody can tell.
func (b *builder) campaignSince(results *table.Table, campaign, label, verdict string) (Point, bool) {
	mine := ofCampaign(results, campaign)
	row := resultRow(mine, "orders")
	if row < 0 || verdict == "unsound" || verdict == "no_control" || verdict == "" {
		return Point{}, false
	}
	e, ok := effectOf(mine, row)
	treated := float64(mine.Integer(row, "treated"))
	if !ok || !e.ranged || treated == 0 {
		return Point{}, false
	}
	p := Point{Section: "campaigns"}
	p.Text, p.Tone = b.campaignOrders(Shorten(name(label), 60), whole(e.value*treated), whole(e.low*treated), whole(e.high*treated), interim(mine, row))
	return p, true
}

// campaignOrders says how many orders a campaign brought, and how surely.
func (b *builder) campaignOrders(campaign string, orders, low, high int64, running bool) (string, Tone) {
	key, soFar, tone := "marketing.campaign_unsure", "marketing.campaign_unsure_so_far", Neutral
	switch {
	case low > 0:
		key, soFar, tone = "marketing.campaign", "marketing.campaign_so_far", Better
	case high < 0:
		key, soFar, tone = "marketing.campaign_lost", "marketing.campaign_lost_so_far", Worse
		orders, low, high = -orders, -high, -low
	}
	if running {
		key = soFar
	}
	return b.Words.Count(key, orders, "campaign", campaign, "low", b.Words.Integer(low), "high", b.Words.Integer(high)), tone
}

func whole(v float64) int64 { return int64(math.Round(v)) }

// cohortNews tell how many of those who first bought in the month before came
// again in the last one, beside the usual.
func (b *builder) cohortNews() []Point {
	m := b.lastMonth()
	if m == nil || empty(b.answers.Retention) || b.retentionUnit() != "month" || !b.usualRetention() || b.settings.Retention.Rolling {
		return nil
	}
	averages := b.averageRetention()
	if averages.Len() < 2 {
		return nil
	}
	t, first := b.answers.Retention, m.month.AddDate(0, -1, 0)
	for r := range t.Len() {
		if t.Integer(r, "period") != 1 || !t.Boolean(r, "complete") || !t.Time(r, "cohort").Equal(first) || t.Integer(r, "customers") == 0 {
			continue
		}
		active, customers, usual := t.Integer(r, "active"), t.Integer(r, "customers"), averages.Decimal(1, "rate")
		return []Point{{Section: "retention", Tone: cohortTone(active, customers, usual.InexactFloat64()),
			Text: b.cohortSince(active, customers, first, b.percent(t.Value(r, "rate")), b.percent(usual))}}
	}
	return nil
}

// cohortTone takes a share for better or worse that lies two standard deviations
// from the usual one: of ten customers one more is a tenth.
func cohortTone(active, customers int64, usual float64) Tone {
	n := float64(customers)
	difference, deviation := float64(active)-n*usual, math.Sqrt(n*usual*(1-usual))
	switch {
	case math.Abs(difference) < 2*deviation || deviation == 0:
		return Neutral
	case difference > 0:
		return Better
	}
	return Worse
}

func (b *builder) cohortSince(active, customers int64, first time.Time, rate, usual string) string {
	return b.Words.Count("marketing.cohort", customers, "first", b.Words.InMonth(first), "active", b.Words.Integer(active), "rate", rate, "usual", usual)
}

// listsNews count who is to be called, won back and led to a second purchase.
func (b *builder) listsNews() []Point {
	var parts []string
	for _, list := range b.todoLists() {
		if list.short != "" {
			parts = append(parts, b.say(list.short, "n", b.Words.Integer(list.customers)))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	text := parts[0]
	for _, part := range parts[1:] {
		text += ", " + part
	}
	return []Point{{Section: "todo", Text: b.say("marketing.lists", "lists", text)}}
}
