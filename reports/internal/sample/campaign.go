package sample

import (
	"math"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
)

// CampaignSettings of a campaign in a language.
func CampaignSettings(language string) reports.CampaignSettings {
	s := Settings(language)
	return reports.CampaignSettings{
		Company: s.Company, Language: language, Currency: s.Currency, AsOf: s.AsOf, Snapshot: s.Snapshot,
		ID: "november-coffee", Name: "Coffee in November", Channel: "email",
		Starts: time.Date(2026, 11, 10, 0, 0, 0, 0, time.UTC), Ends: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC),
		Offers:    []reports.CampaignOffer{{Text: "10 % off all coffee", ContactCost: money(0.02), Margin: 0.4, Discount: 0.1}},
		FixedCost: money(200), Budget: decimal.NewNullDecimal(money(400)), Level: 0.95,
	}
}

// planSegment is what differs between the sample's segments.
type planSegment struct {
	segment, kind, basis      string
	customers                 int64
	consent, address, pressed float64 // shares of them
	baseline, lift, spend     float64
	chosen                    bool
}

// CampaignPlanAnswers are those of a plan over five segments; one of them loses
// and is beyond the budget.
func CampaignPlanAnswers() reports.CampaignPlanAnswers {
	spec := columns("t:segment", "t:kind", "t:offer", "i:position", "i:customers", "i:reachable", "i:no_consent", "i:no_address", "i:suppressed", "i:under_pressure", "i:other_campaign", "i:holdout", "i:treated", "i:control",
		"f:response", "f:response_lo", "f:response_hi", "t:response_basis", "f:baseline", "f:lift", "f:lift_lo", "f:lift_hi", "t:lift_basis",
		"f:revenue", "f:incremental", "f:incremental_lo", "f:incremental_hi", "m:cost", "f:profit", "f:profit_lo", "f:profit_hi", "f:break_even", "f:power", "f:detectable", "i:needed", "b:chosen", "m:budget")
	out := &table.Table{Columns: spec}
	for i, s := range []planSegment{
		{"champions", "rfm", "own_segment", 1240, 0.06, 0.04, 0.11, 0.31, 0.034, 84, true}, {"at_risk", "rfm", "past", 2110, 0.12, 0.09, 0.02, 0.05, 0.021, 61, true},
		{"potential_loyalist", "rfm", "past", 1630, 0.08, 0.05, 0.05, 0.12, 0.016, 47, true}, {"won_back", "lifecycle", "values", 410, 0.10, 0.02, 0.04, 0.09, 0.012, 52, true},
		{"Sleeping coffee lovers <b>", "own", "given", 960, 0.30, 0.21, 0, 0.02, 0.001, 40, false},
	} {
		out.Rows = append(out.Rows, s.row(i))
	}
	return reports.CampaignPlanAnswers{Segments: out, Totals: planTotals(out), Lists: planLists(out), Warnings: &table.Table{
		Columns: columns("t:key", "f:value", "t:text"), Rows: [][]any{
			{"overlap", 88.0, "customers are in several segments"}, {"over_budget", 40.5, "the budget is short"}, {"something_new", nil, "A warning <i>of its own</i>."},
		},
	}}
}

// row is a segment's row; its parts add up to its customers.
func (s planSegment) row(i int) []any {
	n := float64(s.customers)
	consent, address, pressed, holdout := int64(s.consent*n), int64(s.address*n), int64(s.pressed*n), int64(0.04*n)
	suppressed, other := int64(7), int64(3*i)
	reachable := s.customers - consent - address - pressed - suppressed - other
	control := int64(0.2 * float64(reachable-holdout))
	treated := reachable - holdout - control
	if !s.chosen {
		control, treated = 0, 0
	}
	t := float64(treated)
	error := math.Sqrt(s.baseline*(1-s.baseline)*(1/math.Max(1, t)+1/math.Max(1, float64(control)))) / 2
	incremental := t * s.lift * s.spend
	low, high := t*(s.lift-1.96*error)*s.spend, t*(s.lift+1.96*error)*s.spend
	cost := 0.02 * t
	left := 0.3
	given := t * s.baseline * s.spend * 0.02
	var power, detectable, needed any
	if treated > 0 {
		power, detectable, needed = math.Min(0.99, 0.2+s.lift/error/8), 2.8*error, int64(40+900*error)
	}
	return []any{
		s.segment, s.kind, "10 % off all coffee", int64(i + 1), s.customers, reachable, consent, address, suppressed, pressed, other, holdout, treated, control,
		s.baseline + s.lift, s.baseline + s.lift - 1.96*error, s.baseline + s.lift + 1.96*error, s.basis, s.baseline, s.lift, s.lift - 1.96*error, s.lift + 1.96*error, s.basis,
		t * (s.baseline + s.lift) * s.spend, incremental, low, high, money(cost), left*incremental - cost - given, left*low - cost - given, left*high - cost - given,
		(0.02 + s.baseline*s.spend*0.02) / (left * s.spend), power, detectable, needed, s.chosen, money(cost),
	}
}

// planTotals adds the segments up; the interval is narrower than the sum of theirs.
func planTotals(segments *table.Table) *table.Table {
	row := make([]any, len(segments.Columns))
	add := func(column string) float64 {
		total := 0.0
		for r := range segments.Len() {
			total += segments.Float(r, column)
		}
		return total
	}
	for i, c := range segments.Columns {
		switch c.Name {
		case "customers", "reachable", "no_consent", "no_address", "suppressed", "under_pressure", "other_campaign", "holdout", "treated", "control":
			row[i] = int64(add(c.Name))
		case "revenue", "incremental":
			row[i] = add(c.Name)
		case "cost", "budget":
			row[i] = money(add(c.Name) + 200)
		case "profit":
			row[i] = add(c.Name) - 200
		}
	}
	set := func(column string, value any) { row[segments.Index(column)] = value }
	set("incremental_lo", add("incremental")-0.5*(add("incremental")-add("incremental_lo")))
	set("incremental_hi", add("incremental")+0.5*(add("incremental_hi")-add("incremental")))
	set("profit_lo", add("profit")-200-0.5*(add("profit")-add("profit_lo")))
	set("profit_hi", add("profit")-200+0.5*(add("profit_hi")-add("profit")))
	set("baseline", 0.131)
	set("lift", 0.0213)
	set("lift_lo", 0.0098)
	set("lift_hi", 0.0328)
	set("break_even", 0.0114)
	set("power", 0.63)
	set("detectable", 0.0262)
	set("needed", int64(1870))
	return &table.Table{Columns: segments.Columns, Rows: [][]any{row}}
}

func planLists(segments *table.Table) *table.Table {
	t := &table.Table{Columns: columns("t:list", "t:channel", "t:owner", "t:arm", "i:customers", "t:file")}
	total := 0.0
	for r := range segments.Len() {
		total += segments.Float(r, "treated")
	}
	for i, owner := range []any{"Kim Larsen", "Ana Ruiz <b>", nil} {
		n := int64(total / 3)
		if i == 2 {
			n = int64(total) - 2*n
		}
		t.Rows = append(t.Rows, []any{"email", "email", owner, "treated", n, "lists/email-" + []string{"kim-larsen", "ana-ruiz", "nobody"}[i] + ".csv"})
	}
	t.Rows = append(t.Rows, []any{"control", "email", nil, "control", int64(1187), "lists/control.xlsx"})
	return t
}
