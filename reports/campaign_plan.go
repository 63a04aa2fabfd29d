package reports

import (
	"slices"

	"clientele/internal/table"
)

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
	p := &campaignPlan{campaignReport: c, segments: having(answers.Segments, planColumns()...),
		totals: having(answers.Totals, planColumns()...), lists: having(answers.Lists, "list", "channel", "owner", "arm", "customers", "file"),
		warnings: having(answers.Warnings, "key", "value", "text")}
	p.segments = p.titled(sortedBy(p.segments, "position", false))
	return c.document(c.say("campaign_plan.document", "campaign", c.calledCampaign()), p.sections()), nil
}

// campaignPlan makes the sections of a plan; its tables have all columns.
type campaignPlan struct {
	*campaignReport
	segments, totals, lists, warnings *table.Table
}

// planColumns are the columns of the plan's segments and of its totals.
func planColumns() []string {
	return append([]string{
		"segment", "kind", "offer", "position", "customers", "reachable", "holdout", "treated", "control",
		"response", "response_lo", "response_hi", "response_basis", "baseline", "lift", "lift_lo", "lift_hi", "lift_basis",
		"revenue", "incremental", "incremental_lo", "incremental_hi", "cost", "profit", "profit_lo", "profit_hi", "break_even",
		"power", "detectable", "needed", "chosen", "budget", "name", "outlay", "discount",
	}, outReasons()...)
}

// outReasons are why customers cannot be reached, as their columns are called.
func outReasons() []string {
	return []string{"no_address", "no_consent", "suppressed", "under_pressure", "other_campaign"}
}

func (p *campaignPlan) sections() []Section {
	short := p.section("campaign_plan")
	if p.segments.Len() == 0 {
		short.Points = p.warned()
		return []Section{p.missing(short)}
	}
	short.Lead, short.Figures = p.facts(), p.figures()
	short.Points = slices.Concat(p.audiencePoints(), p.returnPoints(), p.powerPoints(), p.warned())
	return slices.Concat([]Section{short, p.audience(), p.returns(), p.visibility()}, p.targetLists(), []Section{p.method()})
}

// titled gives each segment the name that people know: one of the config's,
// where the table has it.
func (c *campaignReport) titled(t *table.Table) *table.Table {
	return extend(t, table.Column{Name: "label", Kind: table.Text}, func(r int) any {
		if named := t.Text(r, "name"); named != "" {
			return named
		}
		return c.segmentTitle(t.Text(r, "kind"), t.Text(r, "segment"))
	})
}

// segmentTitle is what people call a segment: a key has a word, a name of the
// user's own stays as it is.
func (b *builder) segmentTitle(kind, segment string) string {
	if slug(segment) != segment {
		return segment
	}
	prefix := "segment."
	switch kind {
	case "own":
		return segment
	case "cluster":
		return b.clusterName(segment)
	case "lifecycle":
		prefix = "stage."
	}
	if word, ok := b.Words.Find(prefix + segment); ok {
		return word
	}
	return segment
}

// total is a sum of the plan: its row of totals, or the segments added up.
func (p *campaignPlan) total(column string) int64 {
	if p.totals.Len() > 0 && p.totals.Value(0, column) != nil {
		return number(p.totals, 0, column).IntPart()
	}
	return sum(p.segments, column).IntPart()
}

// facts are channel, dates and offers, each where it is known.
func (p *campaignPlan) facts() []string {
	line := ""
	add := func(text string) {
		if line != "" {
			line += " "
		}
		line += text
	}
	if p.campaign.Channel != "" {
		add(p.say("campaign_plan.channel", "channel", p.channelName(p.campaign.Channel)))
	}
	from, to := p.campaign.Starts, p.campaign.Ends
	switch {
	case !from.IsZero() && !to.IsZero():
		add(p.say("campaign_plan.dates", "from", p.Words.Date(from), "to", p.Words.Date(to)))
	case !from.IsZero():
		add(p.say("campaign_plan.from", "from", p.Words.Date(from)))
	}
	var offers []string
	for _, offer := range p.campaign.Offers {
		if text := name(offer.Text); text != "" {
			offers = append(offers, p.say("campaign_plan.quoted", "text", Shorten(text, 120)))
		}
	}
	if len(offers) > 0 {
		add(p.Words.Count("campaign_plan.offers", int64(len(offers)), "offers", p.listed(offers)))
	}
	if line == "" {
		return nil
	}
	return []string{line}
}

// listed writes the first of some texts one after the other.
func (b *builder) listed(texts []string) string {
	const most = 4
	out := ""
	for i, text := range texts {
		if i == most {
			return out + "…"
		}
		if i > 0 {
			out += ", "
		}
		out += text
	}
	return out
}

// channelName is the word for a channel, or what the user calls it.
func (b *builder) channelName(channel string) string {
	if word, ok := b.Words.Find("channel." + slug(channel)); ok {
		return word
	}
	return name(channel)
}

// figures are the plan's numbers that stand alone.
func (p *campaignPlan) figures() []Figure {
	figures := []Figure{
		p.figure("campaign_treated", p.total("treated"), integerFormat()),
		p.figure("campaign_control", p.total("control"), integerFormat()),
	}
	if p.totals.Len() == 0 {
		return figures
	}
	if e, ok := estimated(p.totals, 0, "incremental", "incremental_lo", "incremental_hi"); ok {
		figures = append(figures, p.moneyFigureOf("campaign_incremental", e))
	}
	if p.totals.Value(0, "cost") != nil {
		figures = append(figures, p.moneyFigure("campaign_cost", number(p.totals, 0, "cost")))
	}
	if e, ok := estimated(p.totals, 0, "profit", "profit_lo", "profit_hi"); ok {
		figures = append(figures, p.moneyFigureOf("campaign_profit", e))
	}
	if power, ok := measure(p.totals, 0, "power"); ok {
		figures = append(figures, p.figure("campaign_power", power, Format{Kind: Percent}))
	}
	return figures
}

// warned are the planner's warnings: in the report's language where it has
// words for them, else as they came.
func (p *campaignPlan) warned() []Point {
	var points []Point
	for r := range p.warnings.Len() {
		key, text := p.warnings.Text(r, "key"), name(p.warnings.Text(r, "text"))
		if _, tone := p.powerSentence(); key == "too_small" && tone == Worse || key == "no_control" || key == "all_controls" { // told already
			continue
		}
		said := p.warning(key, r)
		switch {
		case said != "":
		case text != "":
			said = text
		default:
			continue
		}
		points = append(points, Point{Tone: Worse, Text: said, Section: warnedIn(key)})
	}
	return points
}

// gave reports whether the planner gives a warning, and its value.
func (p *campaignPlan) gave(key string) (value float64, ok bool) {
	for r := range p.warnings.Len() {
		if p.warnings.Text(r, "key") == key {
			value, _ = measure(p.warnings, r, "value")
			return value, true
		}
	}
	return 0, false
}

// warning says what a key means, with its value in the form that the phrase
// asks for: a count, money, or none. A phrase without its value says nothing.
func (p *campaignPlan) warning(key string, row int) string {
	value, known := measure(p.warnings, row, "value")
	phrase := "warning." + key
	if _, ok := p.Words.Find(phrase); !ok || slug(key) != key {
		return ""
	}
	switch {
	case key == "over_budget":
		if !known {
			return ""
		}
		return p.say(phrase, "value", p.money(p.rounded(p.warnings, row, "value")))
	case slices.Contains([]string{"too_small", "nobody", "loses", "overlap", "kept_arms", "suppressed_unread", "past_campaigns", "never_pays", "other_campaigns", "other_campaigns_allowed", "later_start"}, key):
		if !known || value < 0 {
			return ""
		}
		return p.Words.Count(phrase, int64(value))
	}
	return p.say(phrase)
}

// warnedIn is the section that a warning's reader looks at next.
func warnedIn(key string) string {
	switch key {
	case "no_consent_data", "no_addresses", "nobody", "overlap", "suppressed_unread", "other_campaigns", "later_start":
		return "campaign_audience"
	case "too_small", "kept_arms", "other_campaigns_allowed", "effect_unseen":
		return "campaign_visibility"
	case "no_history", "values_only", "over_budget", "loses", "no_margin", "given_only", "past_campaigns", "nothing_pays", "never_pays":
		return "campaign_return"
	}
	return "campaign_method"
}
