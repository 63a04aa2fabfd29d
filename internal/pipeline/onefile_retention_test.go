package pipeline

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/realdata"
	"clientele/internal/table"
)

// All money of the sample's shop is in the lines of retention, to the last
// digit.
func TestRetention_OfTheSampleAddsUpToItsLedger(t *testing.T) {
	file := OneFile{Path: filepath.Join("..", "..", "sample-data", "exports", "shop-orders.csv"), Threads: 2,
		Columns: map[string]string{"customer": "Email", "purchased_at": "Created at", "amount": "Lineitem total", "order_id": "Name"}}
	retentionAddsUp(t, file, "")
}

// Online Retail (UCI 352) has 9,747,747.934 in its 541,909 lines, 1,447,682.11
// of it without a customer.
func TestRetention_OfOnlineRetailAddsUpToItsLedger(t *testing.T) {
	if os.Getenv("CLIENTELE_LONG") == "" {
		t.Skip("half a million lines; CLIENTELE_LONG=1 runs it")
	}
	file := OneFile{Path: realdata.Path(t, "online-retail/Online Retail.xlsx"), Threads: 2}
	retentionAddsUp(t, file, "9747747.934")
}

func retentionAddsUp(t *testing.T, file OneFile, published string) {
	t.Helper()
	ctx := context.Background()
	desk, err := file.purchases(ctx, []string{"customer", "purchased_at", "amount"})
	if err != nil {
		t.Fatal(err)
	}
	defer desk.close()
	day, err := desk.lastDay(ctx)
	if err != nil {
		t.Fatal(err)
	}
	form := RetentionForm{Period: "month"}
	asked := form.arguments(day)
	ask := func(query string, names ...string) *table.Table {
		given := map[string]any{}
		for _, name := range names {
			given[name] = asked[name]
		}
		rows, err := desk.engine.Ask(ctx, query, given)
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	ledger, _, err := desk.engine.QueryText(ctx, "select sum(amount) as revenue, sum(amount) filter (where customer_id is null) as anonymous from orders", 1)
	if err != nil {
		t.Fatal(err)
	}
	money, bridge := ask("reports/retention_money", "as_of", "unit"), ask("reports/retention_ledger", "as_of")
	sum := func(rows *table.Table, column, kind string, value any) decimal.Decimal {
		total := decimal.Zero
		for r := range rows.Len() {
			if rows.Value(r, kind) == value {
				total = total.Add(rows.Decimal(r, column))
			}
		}
		return total
	}
	revenue, anonymous := ledger.Decimal(0, "revenue"), ledger.Decimal(0, "anonymous")
	parts := sum(money, "revenue", "part", "cohort").Add(sum(money, "revenue", "part", "before")).Add(sum(money, "revenue", "part", "anonymous"))
	for what, got := range map[string]decimal.Decimal{"retention_money": parts, "retention_ledger": sum(bridge, "revenue", "months", int64(1))} {
		if !got.Equal(revenue) {
			t.Errorf("%s has %s of %s", what, got, revenue)
		}
	}
	for what, got := range map[string]decimal.Decimal{"retention_money": sum(money, "revenue", "part", "anonymous"), "retention_ledger": sum(bridge, "anonymous", "months", int64(1))} {
		if !got.Equal(anonymous) {
			t.Errorf("%s has %s of %s of nobody known", what, got, anonymous)
		}
	}
	if published != "" && revenue.String() != published {
		t.Errorf("the ledger has %s, not %s", revenue, published)
	}
	if bridge.Len() < 13 || revenue.IsZero() {
		t.Error("too little data to prove anything")
	}
}

func TestRetentionForm_RefusesWhatCannotBeMeant(t *testing.T) {
	for _, c := range []struct {
		form RetentionForm
		part string
	}{
		{RetentionForm{Period: ""}, "period"}, {RetentionForm{Period: "fortnight"}, "period"}, {RetentionForm{Period: "7-1"}, "period"},
		{RetentionForm{Period: "1-7,7-9"}, "period"}, {RetentionForm{Period: "1-7,,9"}, "period"}, {RetentionForm{Period: "1--7"}, "period"},
		{RetentionForm{Period: "1-99999999999"}, "period"}, {RetentionForm{Period: "month", Window: "never"}, "window"},
		{RetentionForm{Period: "month", Cohort: "week"}, "cohort"}, {RetentionForm{Period: "week", Rolling: true, Cohort: "decade"}, "cohort"},
	} {
		var parts []string
		c.form.check(func(part, _ string) { parts = append(parts, part) })
		if len(parts) != 1 || parts[0] != c.part {
			t.Errorf("%+v: mistakes in %v", c.form, parts)
		}
	}
	for _, form := range []RetentionForm{
		{Period: "month", Cohort: "month"}, {Period: "day", Rolling: true, Cohort: "quarter"}, {Period: "1-7, 8-30", Cohort: "week"}, {Period: "0,1,7", Window: "streak"},
	} {
		form.check(func(part, text string) { t.Errorf("%+v: %s: %s", form, part, text) })
	}
}

func TestRetentionForm_SaysWhatQueriesAskFor(t *testing.T) {
	on := time.Date(2024, 5, 6, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		form                            RetentionForm
		unit, brackets, window, cohorts string
		days                            int64
	}{
		{RetentionForm{Period: "month"}, "month", "", "on", "first", 0},
		{RetentionForm{Period: "quarter", Window: "streak", Recurring: true}, "quarter", "", "streak", "recurring", 0},
		{RetentionForm{Period: "month", Rolling: true}, "month", "", "on", "first", 30},
		{RetentionForm{Period: "day", Rolling: true, Cohort: "year"}, "year", "", "on", "first", 1},
		{RetentionForm{Period: "1-7, 30", Rolling: true}, "month", "1-7,30-30", "on", "first", 0},
	} {
		got := c.form.arguments(on)
		if got["unit"] != c.unit || got["brackets"] != c.brackets || got["window"] != c.window || got["cohorts"] != c.cohorts || got["rolling_days"] != c.days || got["as_of"] != "2024-05-06" {
			t.Errorf("%+v: %v", c.form, got)
		}
	}
}

// Three cohorts of 10, 30 and 60, the last not complete, the second without
// money in its first period.
func TestRetentionMeans_AreOfCompleteCellsAlone(t *testing.T) {
	rows := &table.Table{Columns: []table.Column{
		{Name: "period", Kind: table.Integer}, {Name: "customers", Kind: table.Integer}, {Name: "active", Kind: table.Integer}, {Name: "complete", Kind: table.Boolean},
		{Name: "orders", Kind: table.Integer}, {Name: "orders_base", Kind: table.Integer}, {Name: "revenue", Kind: table.Decimal, Scale: 4}, {Name: "revenue_base", Kind: table.Decimal, Scale: 4},
		{Name: "kept", Kind: table.Decimal, Scale: 4}, {Name: "kept_base", Kind: table.Decimal, Scale: 4},
	}}
	money := decimal.NewFromInt
	rows.Rows = [][]any{
		{int64(3), int64(10), int64(5), true, int64(6), int64(12), money(50), money(100), money(40), money(80)},
		{int64(3), int64(30), int64(6), true, int64(9), int64(36), money(7), money(0), money(0), money(0)},
		{int64(3), int64(60), int64(60), false, int64(99), int64(60), money(900), money(100), money(100), money(100)},
	}
	for _, c := range []struct {
		measure, mean string
		want          []float64
	}{
		{byCustomers, weightedMean, []float64{11.0 / 40}}, {byCustomers, simpleMean, []float64{(0.5 + 0.2) / 2}},
		{byOrders, weightedMean, []float64{15.0 / 48}}, {byOrders, simpleMean, []float64{(0.5 + 0.25) / 2}},
		{byRevenue, weightedMean, []float64{57.0 / 100, 40.0 / 80}}, {byRevenue, simpleMean, []float64{0.5, 0.5}},
	} {
		means := retentionMeans(rows, RetentionQuestion{Measure: c.measure, Mean: c.mean})
		if means.Len() != 1 || means.Integer(0, "period") != 3 || means.Integer(0, "cohorts") != 2 || means.Integer(0, "customers") != 40 || means.Integer(0, "active") != 11 {
			t.Fatalf("%s, %s: %v", c.measure, c.mean, means.Rows)
		}
		for i, want := range c.want {
			if got, ok := means.Rows[0][4+i].(float64); !ok || math.Abs(got-want) > 1e-12 {
				t.Errorf("%s, %s: %v, not %v", c.measure, c.mean, means.Rows[0][4+i], want)
			}
		}
	}
}
