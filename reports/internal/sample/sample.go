// Package sample makes the answers of an imaginary company for the tests of
// the reports and their renderers: 36 months that hang together, from a seed.
package sample

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
)

// Customers is how many customers the company has.
const Customers = 900

// AsOf is the day its numbers are true for, within an unfinished month.
func AsOf() time.Time { return time.Date(2026, 10, 19, 0, 0, 0, 0, time.UTC) }

// Settings of its report in a language.
func Settings(language string) reports.Settings {
	currency := map[string]string{"ru": "RUB", "es": "EUR"}[language]
	if currency == "" {
		currency = "GBP"
	}
	return reports.Settings{Company: "Harbour & Sons", Language: language, Currency: currency, AsOf: AsOf(), Snapshot: "42", ValueHorizon: 365}
}

// Answers of its queries and models: each caller has tables of his own, which
// he may change.
func Answers() reports.Answers { return copied(answers()) }

// answers are made once: that takes longer than most of what is done with them.
//
//nolint:gochecknoglobals // a constant that is computed
var answers = sync.OnceValue(generated)

func generated() reports.Answers {
	g := &generator{random: rand.New(rand.NewPCG(20261019, 1))}
	months, total := g.months()
	customers, segments := g.customers(total)
	all, stages := people(customers), lifecycleFlows(months)
	return reports.Answers{
		Months: months, Overview: overview(months), Forecast: forecast(months), ForecastModels: forecastModels(),
		ForecastSeries: forecastSeries(months), ForecastMetrics: forecastMetrics(months), ForecastMarks: forecastMarks(months), ForecastEffects: forecastEffects(),
		MonthProgress: monthProgress(months), MonthBridge: monthBridge(months),
		Plan: plan(months), DealForecast: dealForecast(months), DealStages: dealStages(), DealOwners: dealOwners(), DealCheck: dealCheck(months),
		ForecastJudged: forecastJudged(months), ForecastSkill: forecastSkill(),
		RFM: withStage(customers.rfm), RFMSegments: segments, Retention: withMoney(g.retention()), RetentionLedger: retentionLedger(months), RetentionMoney: retentionMoney(months),
		ValueHistory: customers.history, ValueDeciles: deciles(customers.history), BestCustomers: best(customers.history),
		BestProducts: g.products(), ValueModels: valueModels(), ValueHoldout: valueHoldout(), ValueCustomers: valueCustomers(all),
		ValueCheck: valueCheck(), ValueFrequency: valueFrequency(), ValueTracking: valueTracking(), ValueTotal: valueTotal(all), ValueMap: valueMap(all),
		ChurnReliability: churnReliability(), ChurnRisks: churnRisks(all), Leaving: leaving(all),
		SurvivalCurves: survivalCurves(), SurvivalGroups: survivalGroups(), SurvivalTests: survivalTests(), ContractMonths: contractMonths(), ContractRisks: contractRisks(), ContractCheck: contractCheck(),
		SegmentSummary: segmentSummary(segments, stages), SegmentOverlaps: segmentOverlaps(), SegmentDifferences: segmentDifferences(),
		LifecycleFlows: stages, RFMFlows: rfmFlows(months, segments), RFMLifecycle: rfmLifecycle(segments),
		ClusterProfiles: clusterProfiles(), ClusterQuality: clusterQuality(), LookalikeModels: lookalikeModels(), Lookalikes: lookalikes(all),
		QualityLoads: loads(), QualityRejects: rejects(), QualityExcluded: excluded(), QualityFields: fields(),
		QualityCurrencies: currencies(), QualityAudits: audits(),
		QualitySources: qualitySources(), QualityBefore: qualityBefore(), QualityPeople: qualityPeople(), QualityMonths: qualityMonths(), QualityRecords: qualityRecords(),
		CustomerContacts: customerContacts(customers.rfm),
		Campaigns:        pastCampaignTable(), CampaignResults: campaignResults(), CampaignChecks: campaignChecks(),
		IdentityTotals: identityTotals(), IdentityLinks: identityLinks(), IdentityValues: identityValues(), IdentityNames: identityNames(),
	}
}

type generator struct{ random *rand.Rand }

func money(amount float64) decimal.Decimal { return decimal.New(int64(math.Round(100*amount)), -2) }

// columns reads "name kind" pairs; a letter per kind.
func columns(spec ...string) []table.Column {
	kinds := map[byte]table.Kind{'t': table.Text, 'i': table.Integer, 'f': table.Float, 'm': table.Decimal, 'd': table.Date, 's': table.Timestamp, 'b': table.Boolean}
	out := make([]table.Column, len(spec))
	for i, s := range spec {
		out[i] = table.Column{Name: s[2:], Kind: kinds[s[0]]}
		if s[0] == 'm' {
			out[i].Scale = 2
		}
	}
	return out
}

// months are 37, the last of them unfinished, growing, with a season.
func (g *generator) months() (*table.Table, decimal.Decimal) {
	t := &table.Table{Columns: columns("d:month", "b:complete", "m:revenue", "m:sales", "m:returns", "i:orders", "i:buyers",
		"i:new_buyers", "i:returning_buyers", "m:average_order", "m:revenue_new", "m:revenue_returning", "m:revenue_anonymous")}
	total := decimal.Zero
	for i := range 37 {
		month := time.Date(2023, 10, 1, 0, 0, 0, 0, time.UTC).AddDate(0, i, 0)
		level := 310_000 * math.Pow(1.011, float64(i)) * (1 + 0.28*math.Sin(float64(month.Month())/12*2*math.Pi-2.6)) * (1 + 0.05*g.random.NormFloat64())
		if i == 36 {
			level *= 19.0 / 31
		}
		sales, returns := money(level*1.03), money(-level*0.03)
		revenue := sales.Add(returns)
		fresh := money(level * (0.30 - 0.003*float64(i)))
		anonymous := money(level * 0.11)
		orders, buyers := int64(level/342), int64(level/480)
		first := int64(float64(buyers) * (0.34 - 0.004*float64(i)))
		t.Rows = append(t.Rows, []any{month, i < 36, revenue, sales, returns, orders, buyers, first, buyers - first,
			revenue.DivRound(decimal.NewFromInt(orders), 2), fresh, revenue.Sub(fresh).Sub(anonymous), anonymous})
		total = total.Add(revenue.Sub(anonymous))
	}
	return t, total
}

func overview(months *table.Table) *table.Table {
	add := func(column string) decimal.Decimal {
		out := decimal.Zero
		for r := range months.Len() {
			out = out.Add(months.Decimal(r, column))
		}
		return out
	}
	var orders int64
	for r := range months.Len() {
		orders += months.Integer(r, "orders")
	}
	return &table.Table{
		Columns: columns("d:as_of", "d:first_on", "d:last_on", "m:revenue", "m:sales", "m:returns", "i:orders", "i:buyers", "i:lines",
			"i:anonymous_lines", "m:anonymous_revenue", "m:average_order", "i:products"),
		Rows: [][]any{{AsOf(), time.Date(2023, 10, 1, 0, 0, 0, 0, time.UTC), AsOf(), add("revenue"), add("sales"), add("returns"), orders,
			int64(Customers), orders * 17, orders * 2, add("revenue_anonymous"), add("revenue").DivRound(decimal.NewFromInt(orders), 2), int64(3941)}},
	}
}

// forecast repeats the last year a little higher, with widening intervals.
func forecast(months *table.Table) *table.Table {
	t := &table.Table{Columns: columns("d:month", "m:actual", "f:mean", "f:lo80", "f:hi80", "f:lo95", "f:hi95", "t:model", "b:incomplete")}
	for r := range 36 {
		t.Rows = append(t.Rows, []any{months.Time(r, "month"), months.Decimal(r, "revenue"), nil, nil, nil, nil, nil, nil, false})
	}
	for step := 1; step <= 12; step++ {
		month := months.Time(35, "month").AddDate(0, step, 0)
		mean := months.Decimal(23+step, "revenue").InexactFloat64() * 1.12
		deviation := mean * 0.045 * math.Sqrt(1+0.35*float64(step))
		t.Rows = append(t.Rows, []any{month, nil, mean, mean - 1.2816*deviation, mean + 1.2816*deviation, mean - 1.96*deviation, mean + 1.96*deviation, "theta", step == 1})
	}
	return t
}

func forecastModels() *table.Table {
	return &table.Table{Columns: columns("t:model", "f:smape", "f:mase", "b:chosen"), Rows: [][]any{
		{"seasonal naive", 12.4417, 1.0312, false}, {"theta", 8.9023, 0.7138, true}, {"ses", 21.077, 1.6604, false},
	}}
}

type customerTables struct{ rfm, history, value *table.Table }

// cell is a segment with its typical scores and its part of customers and
// revenue.
type cell struct {
	name           string
	r, f, m        int64
	share, revenue float64
	days           float64
}

func cells() []cell {
	return []cell{
		{"champions", 5, 5, 5, 0.13, 0.52, 9}, {"loyal", 4, 4, 4, 0.14, 0.19, 27}, {"potential_loyalist", 4, 2, 3, 0.11, 0.05, 33},
		{"new", 5, 1, 2, 0.07, 0.02, 11}, {"promising", 4, 1, 1, 0.05, 0.01, 39}, {"need_attention", 3, 3, 3, 0.09, 0.06, 71},
		{"about_to_sleep", 3, 2, 2, 0.08, 0.02, 88}, {"at_risk", 2, 4, 4, 0.10, 0.08, 190}, {"cannot_lose", 1, 5, 5, 0.02, 0.03, 260},
		{"hibernating", 1, 2, 1, 0.21, 0.02, 310},
	}
}

func (g *generator) customers(total decimal.Decimal) (customerTables, *table.Table) {
	out := customerTables{
		rfm: &table.Table{Columns: columns("t:customer_id", "t:customer", "i:recency_days", "i:frequency", "m:monetary", "i:r", "i:f", "i:m", "t:segment")},
		history: &table.Table{Columns: columns("t:customer_id", "t:customer", "d:first_on", "d:last_on", "i:orders", "m:revenue", "m:returns",
			"m:average_order", "m:revenue_last_year", "f:cumulative_share", "t:country")},
		value: &table.Table{Columns: columns("t:customer_id", "t:customer", "i:frequency", "i:recency_days", "f:p_alive", "f:expected_purchases",
			"f:lo90", "f:hi90", "m:expected_value", "m:clv")},
	}
	segments := &table.Table{Columns: columns("i:position", "t:segment", "i:customers", "m:revenue", "i:orders", "m:average_order", "f:median_recency_days")}
	id := 0
	for position, c := range cells() {
		count := int(c.share * Customers)
		orders, revenue := int64(0), decimal.Zero
		for i := range count {
			id++
			weight := math.Pow(float64(i+1), -0.55)
			amount := money(total.InexactFloat64() * c.revenue * weight / (math.Pow(float64(count), 0.45) / 0.45))
			frequency := max(1, int64(float64(c.f*c.f)*(0.5+g.random.Float64())*weight*3))
			days := int64(c.days * (0.4 + 1.2*g.random.Float64()))
			orders, revenue = orders+frequency, revenue.Add(amount)
			g.customer(out, id, c, frequency, days, amount)
		}
		segments.Rows = append(segments.Rows, []any{int64(position + 1), c.name, int64(count), revenue, orders, revenue.DivRound(decimal.NewFromInt(orders), 2), c.days})
	}
	return out, segments
}

func (g *generator) customer(out customerTables, id int, c cell, frequency, days int64, amount decimal.Decimal) {
	key, title := fmt.Sprintf("%05d", 12000+id), g.company()
	last := AsOf().AddDate(0, 0, -int(days))
	first := last.AddDate(0, 0, -int(frequency)*20)
	average := amount.DivRound(decimal.NewFromInt(frequency), 2)
	alive := 1 / (1 + math.Exp(float64(days)/60-3))
	expected := alive * float64(frequency) / 3
	out.rfm.Rows = append(out.rfm.Rows, []any{key, title, days, frequency, amount, c.r, c.f, c.m, c.name})
	out.history.Rows = append(out.history.Rows, []any{key, title, first, last, frequency, amount, amount.Mul(decimal.New(-3, -2)).Round(2),
		average, amount.DivRound(decimal.NewFromInt(2), 2), 0.5, "United Kingdom"})
	out.value.Rows = append(out.value.Rows, []any{key, title, frequency - 1, days, alive, expected, expected * 0.4, expected*1.8 + 1,
		average, average.Mul(decimal.NewFromFloat(expected)).Round(2)})
}

func (g *generator) company() string {
	pick := func(words ...string) string { return words[g.random.IntN(len(words))] }
	return pick("North", "Green", "Silver", "Old Town", "Bright", "River", "Oak", "Blue Door", "Corner", "Market", "Garden", "Vega") + " " +
		pick("Gifts", "Trading", "Interiors", "Kitchens", "Toys", "Books", "Florists", "Supplies", "Stationery", "Café") + " " +
		pick("Ltd", "GmbH", "& Co", "SL", "plc")
}
