package reports

import (
	"math"

	"clientele/internal/table"
)

// enoughPower is the chance to see an effect that a plan should have.
const enoughPower = 0.8

// powerPoints say whether the effect can be seen with so many customers.
func (p *campaignPlan) powerPoints() []Point {
	text, tone := p.powerSentence()
	text = joined(append([]string{text}, p.leastSentence()...)...)
	if text == "" {
		return nil
	}
	return []Point{{Section: "campaign_visibility", Tone: tone, Text: text}}
}

// leastSentence names the smallest effect that would be seen.
func (p *campaignPlan) leastSentence() []string {
	least, ok := measure(p.divided(), 0, "detectable")
	if !ok || least <= 0 {
		return nil
	}
	return []string{p.say("campaign_plan.detectable", "least", p.hundredOf(estimate{value: least}, least))}
}

// divided are the totals of a plan that leaves somebody out, or a row without
// any: without a control group nothing can be seen.
func (p *campaignPlan) divided() *table.Table {
	if p.totals.Len() == 0 || p.total("control") == 0 {
		return &table.Table{Columns: p.totals.Columns, Rows: [][]any{make([]any, len(p.totals.Columns))}}
	}
	return p.totals
}

func (p *campaignPlan) powerSentence() (string, Tone) {
	power, ok := measure(p.divided(), 0, "power")
	if !ok {
		return "", Neutral
	}
	of := p.Words.Integer(int64(math.Round(100 * power)))
	if power >= enoughPower {
		return p.say("campaign_plan.seen", "power", of), Better
	}
	text := p.say("campaign_plan.unseen", "power", of)
	needed, known := measure(p.divided(), 0, "needed")
	if !known {
		needed, known = p.gave("too_small")
	}
	if known && needed > 0 {
		text = joined(text, p.Words.Count("campaign_plan.needed", int64(needed)))
	}
	return text, Worse
}

// visibility shows of each segment which effect could be seen in it alone.
func (p *campaignPlan) visibility() Section {
	s := p.section("campaign_visibility")
	data := p.segments
	if !hasValue(data, "power") && !hasValue(data, "detectable") {
		return p.missing(s)
	}
	if text, _ := p.powerSentence(); text != "" {
		s.Lead = append(s.Lead, text)
	}
	s.Lead = append(s.Lead, p.leastSentence()...)
	points := changeFormat()
	columns := p.filled(data, []Column{
		p.column("segment", textFormat()).of("label"), p.column("treated", integerFormat()), p.column("control", integerFormat()), p.column("lift", points),
		p.column("detectable", points), p.column("power", Format{Kind: Percent}), p.column("needed", integerFormat()),
	})
	s.Tables = []Table{{ID: "campaign-visibility", Title: p.say("campaign_visibility.table"), Data: data, Swatches: p.segmentSwatches(data), Columns: columns, Total: p.totalRow(data, columns)}}
	s.Note = p.say("campaign_visibility.note")
	return s
}

// targetLists names the files with who is addressed and who is not; there are
// none without lists.
func (p *campaignPlan) targetLists() []Section {
	if p.lists.Len() == 0 {
		return nil
	}
	s := p.section("campaign_lists")
	files, treated := int64(0), int64(0)
	for r := range p.lists.Len() {
		if slug(p.lists.Text(r, "arm")) == "treated" {
			files, treated = files+1, treated+p.lists.Integer(r, "customers")
		}
	}
	s.Lead = []string{p.Words.Count("campaign_lists.files", files, "customers", p.Words.Integer(treated))}
	if p.campaign.Draft {
		s.Lead = append(s.Lead, p.say("campaign_lists.draft"))
	} else {
		s.Lead = append(s.Lead, p.say("campaign_lists.control"))
	}
	data := p.translated(p.translated(p.lists, "arm", "arm."), "channel", "channel.")
	columns := p.filled(data, []Column{
		p.column("list", textFormat()), p.column("channel", textFormat()), p.column("owner", textFormat()), p.column("arm", textFormat()), p.column("customers", integerFormat()), p.column("file", textFormat()),
	})
	s.Tables = []Table{{ID: "campaign-lists", Title: p.say("campaign_lists.table"), Data: data, Columns: columns, PageRows: 40}}
	s.Note = p.say("campaign_lists.note")
	return []Section{s}
}

// method says how the plan was computed, in sentences.
func (p *campaignPlan) method() Section {
	s := p.section("campaign_method")
	s.Lead = []string{p.say("campaign_method.reach"), p.say("campaign_method.draw")}
	for _, basis := range []string{"past", "own_segment", "values", "given"} {
		if n := p.based(p.segments, basis); n > 0 {
			s.Lead = append(s.Lead, p.Words.Count("campaign_method."+basis, n))
		}
	}
	s.Lead = append(s.Lead, p.say("campaign_method.profit"))
	for _, offer := range p.campaign.Offers {
		s.Lead = append(s.Lead, p.offerSentence(offer))
	}
	if p.campaign.FixedCost.IsPositive() {
		s.Lead = append(s.Lead, p.say("campaign_method.fixed", "cost", p.money(p.campaign.FixedCost)))
	}
	s.Note = p.say("campaign_method.note")
	return s
}

// based counts the segments whose expected lift stands on something.
func (p *campaignPlan) based(t *table.Table, basis string) int64 {
	n := int64(0)
	for r := range t.Len() {
		if t.Text(r, "lift_basis") == basis {
			n++
		}
	}
	return n
}

// offerSentence says what one offer costs and leaves.
func (p *campaignPlan) offerSentence(offer CampaignOffer) string {
	whole := Format{Kind: Percent, Digits: 1}
	line := p.say("campaign_method.offer", "offer", p.say("campaign_plan.quoted", "text", Shorten(name(offer.Text), 120)), "contact", p.Words.Money(offer.ContactCost, p.Currency, 2), "response", p.Words.Money(offer.ResponseCost, p.Currency, 2))
	if name(offer.Text) == "" {
		line = p.say("campaign_method.costs", "contact", p.Words.Money(offer.ContactCost, p.Currency, 2), "response", p.Words.Money(offer.ResponseCost, p.Currency, 2))
	}
	switch {
	case offer.Margin > 0:
		line += " " + p.say("campaign_method.margin", "margin", p.Show(whole, offer.Margin))
	default:
		line += " " + p.say("campaign_method.no_margin")
	}
	if offer.Discount > 0 {
		line += " " + p.say("campaign_method.discount", "discount", p.Show(whole, offer.Discount))
	}
	return line
}
