package reports

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// askLines is how many questions the page has.
const askLines = 5

// directorAsk has the questions that follow from the numbers; a rule without
// numbers asks nothing, and without any there is no such section.
func (b *builder) directorAsk() []Section {
	questions := slices.Concat(b.askPlan(), b.askPart(), b.askCall(), b.askCampaign(), b.askStalled(), b.askOwner(), b.askLost(), b.askForecast(), b.askAnonymous(), b.askRejected())
	if len(questions) == 0 {
		return nil
	}
	s := b.section("ask", "forecasts/month_days", "forecasts/monthly_parts", "forecasts/btyd_statistics", "forecasts/deal_sightings", "reports/month_bridge")
	s.Points = questions[:min(askLines, len(questions))]
	return []Section{s}
}

func (b *builder) askPlan() []Point {
	row, gap, ok := b.planGap()
	if !ok {
		return nil
	}
	months := b.planMonths()
	return []Point{{Section: "plan", Text: b.say("director.ask_plan", "gap", b.planAmount(months.Text(row, "metric"), gap), "month", b.Words.LongMonth(months.Time(row, "month")))}}
}

// fall is a part of revenue that brought less than a year before.
type fall struct {
	dimension, member    string
	before, less, change decimal.Decimal
	share                decimal.Decimal // of all that fell in the dimension
}

// askPart asks for the part that fell most in the last month: of the articles,
// else of managers, else of regions.
func (b *builder) askPart() []Point {
	m := b.lastMonth()
	if m == nil || empty(b.answers.ForecastSeries) {
		return nil
	}
	for _, dimension := range b.dimensions() {
		f, ok := b.worstFall(dimension, m.month)
		if !ok {
			continue
		}
		key, share := "director.ask_part", ""
		switch dimension {
		case "owner":
			key = "director.ask_part_owner"
		case "product_group":
			key = "director.ask_part_group"
		}
		if f.share.LessThan(decimal.NewFromInt(1)) {
			share = b.say("director.ask_part_share", "share", b.percent(f.share))
		}
		return []Point{{Section: "parts", Text: b.say(key, "member", Shorten(b.memberName(dimension, f.member), nameLength), "change", b.percent(f.change),
			"before", b.Words.InMonth(m.month.AddDate(-1, 0, 0)), "money", b.money(f.less), "share", share)}}
	}
	return nil
}

// leastFall is the part of itself that a fall has to be to be asked for.
const leastFall = 0.03

// worstFall finds the named member of a dimension that fell most in money from
// the month a year before. Kinds of customers are the bridge's.
func (b *builder) worstFall(dimension string, month time.Time) (worst fall, ok bool) {
	if dimension == "segment" {
		return fall{}, false
	}
	t, all := b.answers.ForecastSeries, decimal.Zero
	before := map[string]decimal.Decimal{}
	each := func(at time.Time, do func(member string, amount decimal.Decimal)) {
		for r := range t.Len() {
			if member, named := t.Value(r, "member").(string); named && t.Text(r, "figure") == "revenue" && t.Text(r, "dimension") == dimension && t.Time(r, "month").Equal(at) && t.Value(r, "actual") != nil {
				do(member, b.rounded(t, r, "actual"))
			}
		}
	}
	each(month.AddDate(-1, 0, 0), func(member string, amount decimal.Decimal) { before[member] = amount })
	each(month, func(member string, amount decimal.Decimal) {
		less := before[member].Sub(amount)
		if !less.IsPositive() {
			return
		}
		all = all.Add(less)
		if namesPart(member) && less.GreaterThan(worst.less) {
			worst = fall{dimension: dimension, member: member, before: before[member], less: less}
		}
	})
	change, grew := ratio(worst.less, worst.before).(decimal.Decimal)
	if !grew || change.InexactFloat64() < leastFall {
		return fall{}, false
	}
	worst.change, worst.share = change, worst.less.DivRound(all, 6)
	return worst, true
}

// leastChance is how likely a customer has to buy again to be asked for by name:
// who is as good as lost is not the first to call.
const leastChance = 0.1

// askCall asks for the customer with most at stake of those who may come back.
func (b *builder) askCall() []Point {
	if empty(b.answers.Leaving) || b.answers.Leaving.Index("silent_days") < 0 {
		return nil
	}
	t, at := sortedBy(b.answers.Leaving, "at_stake", true), 0
	for ; at < t.Len(); at++ {
		if chance, known := float(t, at, "p_buys"); !known || chance >= leastChance {
			break
		}
	}
	if at == t.Len() {
		return nil
	}
	stake, days := t.Decimal(at, "at_stake"), t.Integer(at, "silent_days")
	customer := Shorten(name(b.label(t, at, "customer", "customer_id")), nameLength)
	if !stake.IsPositive() || days < 1 || customer == "" {
		return nil
	}
	pairs := []string{"customer", customer, "money", b.money(stake)}
	key := "director.ask_call"
	if owner := t.Text(at, "owner"); t.Index("owner") >= 0 && Clean(owner) != "" {
		key, pairs = "director.ask_call_owner", append(pairs, "owner", Shorten(name(owner), nameLength))
	}
	return []Point{{Section: "leaving", Text: b.Words.Count(key, days, pairs...)}}
}

func (b *builder) askCampaign() []Point {
	harms := b.harms()
	if len(harms) == 0 {
		return nil
	}
	return []Point{{Section: "campaigns", Text: b.say("director.ask_campaign", "campaign", harms[0].name, "money", b.money(harms[0].money))}}
}

func (b *builder) askStalled() []Point {
	t := b.answers.DealStages
	if empty(t) {
		return nil
	}
	stalled := sum(t, "stalled").IntPart()
	if stalled == 0 {
		return nil
	}
	return []Point{{Section: "deals", Text: b.Words.Count("director.ask_stalled", stalled, "open", b.Words.Integer(sum(t, "deals").IntPart()))}}
}

// askLost asks for those who bought a year before and did not now.
func (b *builder) askLost() []Point {
	t := b.answers.MonthBridge
	for r := range length(t) {
		if amount := t.Decimal(r, "amount"); t.Text(r, "step") == "lost" && amount.IsNegative() {
			return []Point{{Section: "bridge", Text: b.say("director.ask_lost", "before", b.Words.OfMonth(t.Time(r, "before_month")), "money", b.money(amount.Neg()))}}
		}
	}
	return nil
}

// askForecast asks for a month that was outside of what had been told.
func (b *builder) askForecast() []Point {
	m := b.lastMonth()
	if m == nil {
		return nil
	}
	r := b.judgedMonth(m.month)
	if r < 0 {
		return nil
	}
	rows := b.judgedRows()
	if rows.Value(r, "inside") != false {
		return nil
	}
	gap, key := b.rounded(rows, r, "mean").Sub(b.rounded(rows, r, "actual")), "director.ask_forecast_high"
	if gap.IsNegative() {
		key = "director.ask_forecast_low"
	}
	return []Point{{Section: "judged", Text: b.say(key, "month", b.Words.InMonth(m.month), "gap", b.money(gap.Abs()))}}
}

// askAnonymous asks how to learn who buys, where a tenth of revenue and more has
// no customer.
func (b *builder) askAnonymous() []Point {
	if len(b.anonymousPoint()) == 0 {
		return nil
	}
	o := b.answers.Overview
	share := ratio(o.Decimal(0, "anonymous_revenue"), o.Decimal(0, "revenue"))
	return []Point{{Section: "quality", Text: b.say("director.ask_anonymous", "share", b.percent(share), "money", b.money(o.Decimal(0, "anonymous_revenue")))}}
}

func (b *builder) askRejected() []Point {
	if empty(b.answers.QualityLoads) {
		return nil
	}
	t := b.loadTotals()
	if t.rejected == 0 || !t.moneyRejected.IsPositive() {
		return nil
	}
	return []Point{{Section: "quality", Text: b.Words.Count("director.ask_rejected", t.rejected, "money", b.money(t.moneyRejected))}}
}
