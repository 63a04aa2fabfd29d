package reports

import (
	"slices"
	"time"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// riskLines is how many risks the page has.
const riskLines = 4

// risk is a line with the money that it is about: what may be lost.
type risk struct {
	point Point
	money decimal.Decimal
	first bool // before all money: the figures themselves are in doubt
}

// directorRisks has what may go wrong, the most money first. What no money can
// be set to comes last.
func (b *builder) directorRisks() []Section {
	s := b.section("risks", "forecasts/btyd_statistics", "forecasts/rhythm", "forecasts/deal_courses", "segments/campaign_outcomes", "checks/quality_loads")
	risks := slices.Concat(b.leavingRisk(), b.planRisk(), b.dealRisk(), b.yearRisk(), b.campaignRisks(), b.fewRisk(), b.dataRisks())
	slices.SortStableFunc(risks, func(x, y risk) int {
		switch {
		case x.first && !y.first:
			return -1
		case y.first && !x.first:
			return 1
		}
		return y.money.Cmp(x.money)
	})
	for _, one := range risks[:min(riskLines, len(risks))] {
		one.point.Tone = Worse
		s.Points = append(s.Points, one.point)
	}
	switch {
	case len(risks) == 0 && !b.churnKnown(): // nobody has looked
		return nil
	case len(risks) == 0:
		s.Points = []Point{{Tone: Neutral, Text: b.say("director.no_risk"), Section: "summary"}}
	}
	return []Section{s}
}

// leavingRisk is the complete report's sentence of whom to call.
func (b *builder) leavingRisk() []risk {
	if empty(b.answers.Leaving) {
		return nil
	}
	return []risk{{point: Point{Section: "leaving", Text: b.callSentences()[0]}, money: b.slipping().stake}}
}

// planGap is the first open month of the plan, and what it should come short
// by; false where the target is likely.
func (b *builder) planGap() (row int, gap decimal.Decimal, ok bool) {
	months := b.planMonths()
	if empty(months) {
		return 0, gap, false
	}
	now := planNow(months)
	chance, known := float(months, now, "chance")
	if months.Boolean(now, "complete") || months.Value(now, "expected") == nil || !known || chance >= 0.45 {
		return 0, gap, false
	}
	gap = b.rounded(months, now, "target").Sub(b.rounded(months, now, "expected"))
	return now, gap, gap.IsPositive()
}

func (b *builder) planRisk() []risk {
	row, gap, ok := b.planGap()
	if !ok {
		return nil
	}
	months := b.planMonths()
	r := risk{point: Point{Section: "plan", Text: b.say("director.risk_plan", "month", b.Words.FirstMonth(months.Time(row, "month")), "expected", b.planValue(months, row, "expected"),
		"target", b.planValue(months, row, "target"), "gap", b.planAmount(months.Text(row, "metric"), gap), "chance", b.chance(months.Float(row, "chance")))}}
	if !countedFigure(months.Text(row, "metric")) {
		r.money = gap
	}
	return []risk{r}
}

// planAmount is a difference of targets, in money or in numbers.
func (b *builder) planAmount(metric string, amount decimal.Decimal) string {
	if countedFigure(metric) {
		return b.Show(integerLike(), amount)
	}
	return b.money(amount)
}

// dealRisk warns where the deals in hand say less than past months do.
func (b *builder) dealRisk() []risk {
	t := b.answers.DealForecast
	if empty(t) {
		return nil
	}
	t = sortedBy(t, "month", false)
	deals, past, last := decimal.Zero, decimal.Zero, -1
	for r := range t.Len() {
		if t.Value(r, "mean") != nil && t.Value(r, "series_mean") != nil {
			deals, past, last = deals.Add(b.rounded(t, r, "mean")), past.Add(b.rounded(t, r, "series_mean")), r
		}
	}
	change, ok := growth(deals, past).(decimal.Decimal)
	if !ok || change.InexactFloat64() > -alike {
		return nil
	}
	gap := past.Sub(deals)
	return []risk{{money: gap, point: Point{Section: "deals", Text: b.say("director.risk_deals", "deals", b.money(deals), "gap", b.money(gap), "until", b.Words.OfMonth(t.Time(last, "month")))}}}
}

// yearRisk warns of a year that should bring less.
func (b *builder) yearRisk() []risk {
	next, ok := b.nextYear()
	if !ok {
		return nil
	}
	m := b.answers.ForecastMetrics
	for r := range m.Len() {
		if m.Text(r, "figure") != "revenue" || m.Value(r, "dimension") != nil || m.Value(r, "last12") == nil {
			continue
		}
		gap := b.rounded(m, r, "last12").Sub(next)
		if toneOf(growth(next, b.rounded(m, r, "last12"))) != Worse {
			return nil
		}
		return []risk{{money: gap, point: Point{Section: "forecast", Text: b.say("director.risk_year", "next", b.money(next), "gap", b.money(gap))}}}
	}
	return nil
}

// harm is a campaign that left less than doing nothing.
type harm struct {
	name  string
	money decimal.Decimal
}

// harms are the campaigns that did harm, the last one first.
func (b *builder) harms() []harm {
	if empty(b.answers.Campaigns) {
		return nil
	}
	var out []harm
	data := b.campaignRows()
	for r := range data.Len() {
		profit, ok := float(data, r, "result_profit")
		if data.Text(r, "result_verdict") != "harmed" || !ok || profit >= 0 {
			continue
		}
		money, _ := b.moneyFormat().Number(-profit)
		out = append(out, harm{name: b.say("campaign_plan.quoted", "text", Shorten(name(data.Text(r, "label")), nameLength)), money: money})
	}
	return out
}

// nameLength is how much of a name a line of the page bears.
const nameLength = 40

func (b *builder) campaignRisks() []risk {
	var out []risk
	for _, h := range b.harms() {
		out = append(out, risk{money: h.money, point: Point{Section: "campaigns", Text: b.say("director.risk_campaign", "campaign", h.name, "money", b.money(h.money))}})
	}
	return out
}

// few is how many customers are few, and fewShare which part of a year's
// revenue is much for them.
const (
	few      = 5
	fewShare = 0.25
)

// fewRisk warns where a quarter of the last year's revenue with a known
// customer is with few of them.
func (b *builder) fewRisk() []risk {
	h := b.answers.ValueHistory
	if empty(h) || h.Index("revenue_last_year") < 0 || h.Len() <= few {
		return nil
	}
	best, all := sortedBy(h, "revenue_last_year", true), sum(h, "revenue_last_year")
	n, part := int64(0), decimal.Zero
	for r := range few {
		n, part = n+1, part.Add(best.Decimal(r, "revenue_last_year"))
		share, ok := ratio(part, all).(decimal.Decimal)
		if !ok || !all.IsPositive() {
			return nil
		}
		if share.InexactFloat64() >= fewShare {
			key := "director.risk_few"
			if !b.yearKnown() {
				key = "director.risk_few_all"
			}
			return []risk{{point: Point{Section: "value", Text: b.Words.Count(key, n, "share", b.percent(share), "money", b.money(part))}}}
		}
	}
	return nil
}

// yearKnown says that the first purchase is a year back: what is younger has no
// year's revenue.
func (b *builder) yearKnown() bool {
	year := b.settings.AsOf.AddDate(-1, 0, 1)
	for _, t := range []*table.Table{b.answers.Overview, b.answers.ValueHistory} {
		for r := range length(t) {
			if first, ok := t.Value(r, "first_on").(time.Time); ok && !first.After(year) {
				return true
			}
		}
	}
	return false
}

// dataRisks say why the figures themselves may be wrong.
func (b *builder) dataRisks() []risk {
	if empty(b.answers.QualityLoads) {
		return nil
	}
	var out []risk
	t := b.loadTotals()
	if !t.reconciled() {
		out = append(out, risk{first: true, point: Point{Section: "quality", Text: b.say("director.risk_unbalanced")}})
	}
	if t.rejected*100 >= t.read && t.rejected > 0 {
		share := ratio(decimal.NewFromInt(t.rejected), decimal.NewFromInt(t.read))
		out = append(out, risk{money: t.moneyRejected, point: Point{Section: "quality", Text: b.Words.Count("director.risk_rejected", t.rejected, "share", b.percent(share))}})
	}
	for _, p := range b.withoutRate() {
		out = append(out, risk{point: p})
	}
	return out
}
