package sample

import (
	"math"
	"time"

	"clientele/internal/table"
	"clientele/reports"
)

// pastCampaign is what the tables of a past campaign are made of: its arms, the
// share that buys anyway, what a purchase brings, and what the campaign changed.
type pastCampaign struct {
	id, name, channel string
	start             time.Time
	days              int
	treated, control  int64
	baseline, spend   float64
	lift, deviation   float64 // of a customer's revenue
	cost              float64
	complete          bool
	verdict           string
}

func pastCampaigns() []pastCampaign {
	day := func(month, day int) time.Time { return time.Date(2026, time.Month(month), day, 0, 0, 0, 0, time.UTC) }
	return []pastCampaign{
		{"spring-letter", "Spring letter", "letter", day(3, 2), 28, 2400, 600, 0.11, 64, 2.31, 21, 1980, true, "worked"},
		{"may-calls", "Calls in May", "phone", day(5, 4), 28, 320, 80, 0.18, 90, 3.80, 34, 960, true, "not_enough"},
		{"summer-sale", "Summer sale, all customers", "email", day(6, 15), 21, 5100, 0, 0.14, 58, 0, 0, 350, true, "no_control"},
		{"july-sms", "July reminder", "sms", day(7, 6), 14, 3000, 1000, 0.10, 51, -1.92, 18, 420, true, "harmed"},
		{"august-mail", "August mailing <b>", "email", day(8, 3), 28, 3600, 1200, 0.12, 55, 0.02, 9, 210, true, "no_effect"},
		{"september-list", "List from the agency", "email", day(9, 7), 28, 900, 410, 0.09, 48, 4.10, 22, 300, true, "unsound"},
		{"november-coffee", "Coffee in November", "email", day(10, 5), 28, 3225, 805, 0.13, 60, 1.74, 19, 265, false, "not_enough"},
	}
}

func pastCampaignTable() *table.Table {
	t := &table.Table{Columns: columns("t:campaign_id", "t:campaign", "t:channel", "t:offer", "d:started_on", "d:ended_on", "i:members", "i:treated", "i:control", "i:opened", "i:clicked", "i:responded",
		"i:buyers", "m:revenue", "m:cost", "m:revenue_a_customer", "b:planned", "i:touched", "i:control_buyers", "m:control_revenue", "d:until_on", "d:counted_to", "b:complete", "f:margin")}
	for i, c := range pastCampaigns() {
		revenue := float64(c.treated) * (c.baseline*c.spend + c.lift)
		t.Rows = append(t.Rows, []any{c.id, c.name, c.channel, "10 % off", c.start, c.start.AddDate(0, 0, c.days-1), c.treated + c.control, c.treated, c.control, c.treated / 3, c.treated / 11, int64(40 + i),
			int64(float64(c.treated) * c.baseline), money(revenue), money(c.cost), money(revenue / float64(c.treated)), i > 4, c.treated - 4, int64(float64(c.control) * c.baseline), money(float64(c.control) * c.baseline * c.spend),
			c.start.AddDate(0, 0, c.days-1), AsOf(), c.complete, 0.4})
	}
	return t
}

func campaignResults() *table.Table {
	t := &table.Table{Columns: columns("t:campaign_id", "t:segment", "t:metric", "i:treated", "i:control", "f:control_mean", "f:treated_mean", "f:effect", "f:standard_error", "f:lo95", "f:hi95", "f:p", "f:p_adjusted",
		"b:adjusted", "f:variance_reduction", "f:capped_at", "i:capped", "f:anytime_lo", "f:anytime_hi", "b:complete", "f:incremental", "f:incremental_lo", "f:incremental_hi", "m:cost", "f:profit", "f:profit_lo", "f:profit_hi", "t:verdict")}
	for _, c := range pastCampaigns() {
		t.Rows = append(t.Rows, c.results(nil, 1, c.verdict)...)
		for i, segment := range []string{"champions", "at_risk", "Sleeping coffee lovers <b>"} {
			if c.id == "november-coffee" || c.id == "spring-letter" {
				t.Rows = append(t.Rows, c.results(segment, 0.5-0.15*float64(i), "not_enough")...)
			}
		}
	}
	return t
}

// results are the rows of one campaign, or of a part of its members, in each
// metric.
func (c pastCampaign) results(segment any, part float64, verdict string) [][]any {
	treated, control := int64(part*float64(c.treated)), int64(part*float64(c.control))
	var rows [][]any
	for _, metric := range []struct {
		name            string
		mean, lift, one float64 // one: a customer's standard deviation
	}{
		{"response", c.baseline, c.lift / 70, math.Sqrt(c.baseline * (1 - c.baseline))}, {"orders", 1.3 * c.baseline, c.lift / 60, 1.2 * math.Sqrt(c.baseline)},
		{"revenue", c.baseline * c.spend, c.lift, c.deviation},
	} {
		if control == 0 {
			rows = append(rows, []any{c.id, segment, metric.name, treated, control, nil, metric.mean, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, c.complete, nil, nil, nil, money(part * c.cost), nil, nil, nil, "no_control"})
			continue
		}
		rows = append(rows, c.row(segment, metric.name, [2]int64{treated, control}, metric.mean, metric.lift, metric.one, money(part*c.cost), verdict))
	}
	return rows
}

func (c pastCampaign) row(segment any, metric string, arms [2]int64, mean, lift, one float64, cost any, verdict string) []any {
	many := float64(arms[0])
	deviation := one * math.Sqrt(1/many+1/float64(arms[1])) * 0.82
	low, high := lift-1.96*deviation, lift+1.96*deviation
	p := math.Erfc(math.Abs(lift/deviation) / math.Sqrt2)
	row := []any{c.id, segment, metric, arms[0], arms[1], mean, mean + lift*0.98, lift, deviation, low, high, p, math.Min(1, 3*p), true, 0.3276, nil, int64(0), nil, nil, c.complete}
	if metric == "revenue" {
		row[15], row[16] = 412.4, int64(4)
	}
	if !c.complete {
		low, high = lift-3.1*deviation, lift+3.1*deviation
		row[17], row[18] = low, high
	}
	row = append(row, lift*many, low*many, high*many, cost)
	if metric != "revenue" {
		return append(row, nil, nil, nil, verdict)
	}
	return append(row, 0.4*lift*many-c.cost, 0.4*low*many-c.cost, 0.4*high*many-c.cost, verdict)
}

func campaignChecks() *table.Table {
	t := &table.Table{Columns: columns("t:campaign_id", "t:segment", "t:check", "t:subject", "f:value", "f:p", "i:customers", "b:ok", "f:expected")}
	for _, c := range pastCampaigns() {
		add := func(check string, subject any, value float64, p any, customers int64, ok any) {
			t.Rows = append(t.Rows, []any{c.id, nil, check, subject, value, p, customers, ok, nil})
		}
		add("sample_ratio", nil, float64(c.control)/float64(c.treated+c.control), 0.31, c.treated+c.control, c.verdict != "unsound")
		add("balance", "revenue_year", 0.021, 0.44, c.treated+c.control, true)
		add("balance", "recency_days", 0.118, 0.0004, c.treated+c.control, c.id != "november-coffee")
		add("control_reached", nil, 0.0149, nil, 12, c.id != "november-coffee")
		add("reached_twice", nil, 0, nil, 0, true)
		add("merged_arms", nil, 0, nil, 0, true)
		add("unknown_members", nil, 0.013, nil, 51, true)
		add("overlap", "July reminder <b>", 0.2, nil, 310, nil)
	}
	return t
}

// campaignUplift rises steeply at first: the most promising customers come
// first.
func campaignUplift() (curve, qini *table.Table) {
	curve = &table.Table{Columns: columns("t:campaign_id", "f:fraction", "f:gain", "f:lo95", "f:hi95", "f:random")}
	for i := range 21 {
		at := float64(i) / 20
		gain, width := 1.74*(1-math.Pow(1-at, 1.9))+0.25*at*(1-at), 1.15*math.Sqrt(at)
		curve.Rows = append(curve.Rows, []any{"november-coffee", at, gain, gain - width, gain + width, 1.74 * at})
	}
	return curve, &table.Table{Columns: columns("t:campaign_id", "f:qini", "f:lo95", "f:hi95"), Rows: [][]any{{"november-coffee", 0.29, 0.04, 0.55}}}
}

// CampaignMeasuredAnswers are those of a campaign that still runs.
func CampaignMeasuredAnswers() reports.CampaignMeasuredAnswers {
	curve, qini := campaignUplift()
	return reports.CampaignMeasuredAnswers{Campaign: pastCampaignTable(), Results: campaignResults(), Checks: campaignChecks(), Uplift: curve, Qini: qini}
}

// HostileCampaign has hostile texts wherever a file or a config can bring one.
func HostileCampaign() (reports.CampaignPlanAnswers, reports.CampaignMeasuredAnswers, reports.CampaignSettings) {
	plan, measured, settings := CampaignPlanAnswers(), CampaignMeasuredAnswers(), CampaignSettings("en")
	names := Hostile()
	for i, column := range []string{"segment", "offer", "kind", "lift_basis"} {
		poisonColumn(plan.Segments, column, 4*i)
	}
	for i, column := range []string{"list", "channel", "owner", "arm", "file"} {
		poisonColumn(plan.Lists, column, 3*i)
	}
	poisonColumn(plan.Warnings, "text", 0)
	poisonColumn(plan.Warnings, "key", 3)
	poisonColumn(measured.Results, "segment", 0)
	poisonColumn(measured.Checks, "subject", 0)
	poisonColumn(measured.Checks, "check", 2)
	settings.Name, settings.Channel, settings.Company = names[0], names[1], names[7]
	settings.Offers[0].Text = names[13]
	return plan, measured, settings
}
