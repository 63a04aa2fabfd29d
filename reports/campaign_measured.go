package reports

import (
	"math"
	"slices"

	"clientele/internal/table"
)

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
	m := &campaignMeasured{
		campaignReport: c,
		campaigns:      ofCampaign(having(answers.Campaign, pastColumns()...), settings.ID),
		results:        ofCampaign(having(answers.Results, resultColumns()...), settings.ID),
		checks:         ofCampaign(having(answers.Checks, checkColumns()...), settings.ID),
		uplift:         ofCampaign(having(answers.Uplift, "campaign_id", "fraction", "gain", "lo95", "hi95", "random"), settings.ID),
		qini:           ofCampaign(having(answers.Qini, "campaign_id", "qini", "lo95", "hi95"), settings.ID),
	}
	m.head = headline(m.results)
	return c.document(c.say("campaign_measured.document", "campaign", c.calledCampaign()), m.sections()), nil
}

// campaignMeasured makes the sections of a result; its tables have all columns
// and the campaign's rows alone.
type campaignMeasured struct {
	*campaignReport
	campaigns, results, checks, uplift, qini *table.Table
	head                                     int // the row of results that the verdict is of
}

func (m *campaignMeasured) sections() []Section {
	s := m.section("campaign_measured", "segments/campaign_outcomes")
	if m.head < 0 {
		s.Points = m.failed()
		return []Section{m.missing(s)}
	}
	s.Lead = slices.Concat([]string{m.verdict()}, m.needed(), m.between())
	s.Points = slices.Concat(m.effects(), m.failed())
	s.Checks = slices.Concat(m.before(), m.cap())
	s.Figures = m.figures()
	s.Note = m.say("campaign_measured.note")
	return slices.Concat([]Section{s}, m.metrics(), m.checked(), m.upliftSection())
}

// verdict says in words what came of the campaign.
func (m *campaignMeasured) verdict() string {
	key := m.results.Text(m.head, "verdict")
	if _, ok := m.Words.Find("outcome_means." + key); !ok || slug(key) != key {
		return m.say("outcome_means.not_enough")
	}
	return m.say("outcome_means." + key)
}

// usable says whether the arms may be compared at all.
func (m *campaignMeasured) usable() bool {
	verdict := m.results.Text(m.head, "verdict")
	return verdict != "unsound" && verdict != "no_control"
}

// needed says how much more it takes, where there is not enough.
func (m *campaignMeasured) needed() []string {
	if m.results.Text(m.head, "verdict") != "not_enough" {
		return nil
	}
	if text := m.neededSentence(m.results, m.head); text != "" {
		return []string{text}
	}
	return nil
}

// between says that the campaign runs and that this is a look before its end.
func (m *campaignMeasured) between() []string {
	if !interim(m.results, m.head) {
		return nil
	}
	until := m.campaign.Ends
	if m.campaigns.Len() > 0 && m.campaigns.Value(0, "until_on") != nil {
		until = m.campaigns.Time(0, "until_on")
	}
	if until.IsZero() {
		return []string{m.say("campaign_measured.interim_open")}
	}
	return []string{m.say("campaign_measured.interim", "until", m.Words.Date(until))}
}

// effects are what each metric shows, and the money.
func (m *campaignMeasured) effects() []Point {
	if !m.usable() {
		return nil
	}
	var points []Point
	for _, metric := range []string{"response", "orders", "revenue"} {
		row := resultRow(m.results, metric)
		if row < 0 {
			continue
		}
		if text := m.effectSentence(m.results, row); text != "" {
			text = m.doubted(text, m.results.Text(row, "verdict"))
			points = append(points, Point{Text: text, Tone: outcomeTone(m.results.Text(row, "verdict")), Section: "campaign_" + metric})
		}
	}
	return append(points, m.earned()...)
}

// doubted says of an effect that it may be chance, where there is not enough to
// tell: its own interval can be clear of nought all the same, since that is not
// corrected for how many metrics were looked at.
func (m *campaignMeasured) doubted(text, verdict string) string {
	if verdict == "not_enough" {
		return joined(text, m.say("campaign_measured.may_be_chance"))
	}
	return text
}

// outcomeTone is the tone of a verdict.
func outcomeTone(verdict string) Tone {
	switch verdict {
	case "worked":
		return Better
	case "harmed", "unsound":
		return Worse
	}
	return Neutral
}

// earned tells what came beyond what would have come anyway, what it cost and
// what is left.
func (m *campaignMeasured) earned() []Point {
	row := resultRow(m.results, "revenue")
	if row < 0 {
		return nil
	}
	e, ok := estimated(m.results, row, "incremental", "incremental_lo", "incremental_hi")
	if !ok {
		return nil
	}
	text, tone := m.ranged("campaign_measured.incremental", e), Neutral
	if m.results.Value(row, "cost") != nil {
		text = joined(text, m.say("campaign_measured.cost", "cost", m.money(m.rounded(m.results, row, "cost"))))
	}
	if left, ok := estimated(m.results, row, "profit", "profit_lo", "profit_hi"); ok {
		if m.marginless() {
			text = joined(text, m.ranged("campaign_measured.left", left), m.say("campaign_measured.no_margin"))
		} else {
			text = joined(text, m.ranged("campaign_measured.profit", left), m.marginSentence())
		}
		switch {
		case left.ranged && left.low > 0:
			tone = Better
		case left.ranged && left.high < 0:
			tone = Worse
		}
	}
	return []Point{{Text: text, Tone: tone, Section: "campaign_revenue"}}
}

// marginless says that no margin is known, so that the cost of the goods is not
// taken off.
func (m *campaignMeasured) marginless() bool {
	return m.campaigns.Len() > 0 && m.campaigns.Value(0, "margin") == nil
}

// marginSentence says which margin the profit is by; "" where no table says it.
func (m *campaignMeasured) marginSentence() string {
	if m.campaigns.Len() == 0 || m.marginless() {
		return ""
	}
	key := "campaign_measured.margin_given"
	if m.campaigns.Text(0, "margin_basis") == "cost" {
		key = "campaign_measured.margin_cost"
	}
	return m.say(key, "margin", m.Show(percentFormat(), m.campaigns.Value(0, "margin")))
}

// before says what past behaviour did for the interval.
func (m *campaignMeasured) before() []string {
	if !m.usable() || m.results.Value(m.head, "adjusted") == nil {
		return nil
	}
	reduction, ok := measure(m.results, m.head, "variance_reduction")
	narrower := 0.0
	if ok && reduction > 0 && reduction < 1 {
		narrower = 1 - math.Sqrt(1-reduction)
	}
	if !m.results.Boolean(m.head, "adjusted") || narrower < 0.01 {
		return []string{m.say("campaign_measured.no_narrower")}
	}
	return []string{m.say("campaign_measured.narrower", "share", m.Show(Format{Kind: Percent}, narrower))}
}

// cap says openly which values count for less than they are.
func (m *campaignMeasured) cap() []string {
	at, ok := measure(m.results, m.head, "capped_at")
	n := m.results.Integer(m.head, "capped")
	if !ok || n <= 0 || !m.usable() {
		return nil
	}
	value := m.Words.Number(decimalOf(at), 0)
	if m.results.Text(m.head, "metric") == "revenue" {
		value = m.money(decimalOf(at).Round(2))
	}
	return []string{m.Words.Count("campaign_measured.capped", n, "cap", value)}
}

// figures are the result's numbers that stand alone.
func (m *campaignMeasured) figures() []Figure {
	figures := []Figure{
		m.figure("campaign_was_treated", m.results.Value(m.head, "treated"), integerFormat()),
		m.figure("campaign_was_control", m.results.Value(m.head, "control"), integerFormat()),
	}
	row := resultRow(m.results, "revenue")
	if row < 0 {
		return figures
	}
	// A figure that stands alone is believed: one that may be chance does not.
	sure := m.usable() && slices.Contains([]string{"worked", "harmed"}, m.results.Text(row, "verdict"))
	if e, ok := estimated(m.results, row, "incremental", "incremental_lo", "incremental_hi"); ok && sure {
		figures = append(figures, m.moneyFigureOf("campaign_incremental", e))
	}
	if m.results.Value(row, "cost") != nil {
		figures = append(figures, m.moneyFigure("campaign_cost", m.rounded(m.results, row, "cost")))
	}
	if e, ok := estimated(m.results, row, "profit", "profit_lo", "profit_hi"); ok && sure {
		left := m.moneyFigureOf("campaign_profit", e)
		if m.marginless() {
			left.Label = m.say("figure.campaign_left")
		}
		figures = append(figures, left)
	}
	return figures
}
