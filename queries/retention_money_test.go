package queries_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// Every amount of the ledger of orders is in exactly one line of retention, by
// cohorts and in the bridge from month to month.
func TestRetentionMoney_AddsUpToTheLedgerToTheLastDigit(t *testing.T) {
	for seed := range uint64(sized(t, "histories", 2, 4)) { //nolint:gosec // a small number
		w := newWorld(t, 1)
		w.arguments["zone"] = []string{"UTC", "America/Santiago", "Asia/Vladivostok", "Europe/Madrid"}[seed]
		w.arguments["as_of"] = day([]string{"2024-12-31", "2024-11-17", "2025-03-01", "2023-08-01"}[seed])
		w.give(t, newHistory(seed+500, 2500))
		w.make(t, "orders", "overview_months")
		checkRetentionMoney(t, w)
	}
}

func checkRetentionMoney(t *testing.T, w *world) {
	t.Helper()
	asOf := w.arguments["as_of"].(time.Time).Format(time.DateOnly)
	ledger := w.ask(t, "select month, sum(amount) as revenue, sum(sales) as sales, sum(returns) as returns, count(*) filter (where is_purchase) as orders, coalesce(sum(amount) filter (where customer_id is null), 0) as anonymous from orders where ordered_on <= date '"+asOf+"' group by month order by month")
	money, bridge := w.answer(t, "reports/retention_money"), w.answer(t, "reports/retention_ledger")
	for _, column := range []string{"revenue", "sales", "returns"} {
		sameMoney(t, column+" of all parts", total(money, column), total(ledger, column))
	}
	same(t, "orders of all parts", count(money, "orders"), count(ledger, "orders"))
	for row := range ledger.Len() {
		month := ledger.Time(row, "month")
		ofMonth := rowsWhere(money, func(r int) bool { return money.Time(r, "period_on").Equal(month) })
		for _, column := range []string{"revenue", "sales", "returns"} {
			sameMoney(t, fmt.Sprint(column, " of ", month.Format("2006-01")), total(ofMonth, column), ledger.Decimal(row, column))
		}
		for _, months := range []int64{1, 12} {
			checkBridge(t, rowsWhere(bridge, func(r int) bool {
				return bridge.Integer(r, "months") == months && bridge.Time(r, "month").Equal(month)
			}), ledger, months, month)
		}
	}
	checkChain(t, bridge)
	checkOverview(t, w, bridge)
}

// checkBridge holds one line of the bridge against the ledger of its months.
func checkBridge(t *testing.T, line, ledger *table.Table, months int64, month time.Time) {
	t.Helper()
	what := fmt.Sprintf("%d months to %s: ", months, month.Format("2006-01"))
	if line.Len() == 0 && months == 12 {
		return // less than two years
	}
	begin := month.AddDate(0, 1-int(months), 0)
	now, anonymous, before := decimal.Zero, decimal.Zero, decimal.Zero
	for row := range ledger.Len() {
		at := ledger.Time(row, "month")
		switch {
		case !at.Before(begin) && !at.After(month):
			now, anonymous = now.Add(ledger.Decimal(row, "revenue")), anonymous.Add(ledger.Decimal(row, "anonymous"))
		case !at.Before(begin.AddDate(0, -int(months), 0)) && at.Before(begin):
			before = before.Add(ledger.Decimal(row, "revenue")).Sub(ledger.Decimal(row, "anonymous"))
		}
	}
	sameMoney(t, what+"revenue", line.Decimal(0, "revenue"), now)
	sameMoney(t, what+"anonymous", line.Decimal(0, "anonymous"), anonymous)
	sameMoney(t, what+"opening", line.Decimal(0, "opening"), before)
	parts := decimal.Zero
	for _, column := range []string{"opening", "new", "returned", "expansion", "contraction", "lost", "refunds"} {
		parts = parts.Add(line.Decimal(0, column))
	}
	sameMoney(t, what+"closing", parts, line.Decimal(0, "closing"))
	sameMoney(t, what+"closing and anonymous", line.Decimal(0, "closing").Add(line.Decimal(0, "anonymous")), line.Decimal(0, "revenue"))
	for column, positive := range map[string]bool{"new": true, "returned": true, "expansion": true, "contraction": false, "lost": false} {
		if amount := line.Decimal(0, column); amount.IsPositive() && !positive || amount.IsNegative() && positive {
			t.Errorf("%s%s is %s", what, column, amount)
		}
	}
	if gross, net := line.Float(0, "gross_retention"), line.Float(0, "net_retention"); gross > 1 || net < gross {
		t.Errorf("%sgross %v, net %v", what, gross, net)
	}
}

// checkChain: a month opens with what the month before closed with.
func checkChain(t *testing.T, bridge *table.Table) {
	t.Helper()
	for row := 1; row < bridge.Len() && bridge.Integer(row, "months") == 1; row++ {
		sameMoney(t, "opening of "+bridge.Time(row, "month").Format("2006-01"), bridge.Decimal(row, "opening"), bridge.Decimal(row-1, "closing"))
		if !bridge.Time(row, "month").Equal(bridge.Time(row-1, "month").AddDate(0, 1, 0)) {
			t.Errorf("no month before %s", bridge.Time(row, "month").Format("2006-01"))
		}
	}
}

// checkOverview: the bridge has the months and the money of the overview.
func checkOverview(t *testing.T, w *world, bridge *table.Table) {
	t.Helper()
	months := w.answer(t, "reports/overview_months")
	for row := range months.Len() {
		if bridge.Integer(row, "months") != 1 || !bridge.Time(row, "month").Equal(months.Time(row, "month")) {
			t.Fatalf("the bridge has no %v", months.Value(row, "month"))
		}
		sameMoney(t, "revenue in cents", bridge.Decimal(row, "revenue").Round(2), months.Decimal(row, "revenue"))
		if bridge.Boolean(row, "complete") != months.Boolean(row, "complete") {
			t.Errorf("%v is complete in one answer alone", months.Value(row, "month"))
		}
	}
}

func rowsWhere(rows *table.Table, holds func(row int) bool) *table.Table {
	found := &table.Table{Columns: rows.Columns}
	for row := range rows.Rows {
		if holds(row) {
			found.Rows = append(found.Rows, rows.Rows[row])
		}
	}
	return found
}

// The bridge a second time, customer by customer, from its definition.
func TestRetentionLedger_IsWhatTheDefinitionSays(t *testing.T) {
	w := newWorld(t, 1)
	asOf := day("2025-01-20")
	w.arguments["as_of"] = asOf
	w.give(t, newHistory(611, 6000))
	w.make(t, "orders")
	bridge := w.answer(t, "reports/retention_ledger")
	orders := w.orders(t, asOf)
	byCustomer := map[string][]order{}
	for _, o := range orders {
		byCustomer[o.customer] = append(byCustomer[o.customer], o)
	}
	seen := map[int64]int{}
	for row := range bridge.Len() {
		months, month := bridge.Integer(row, "months"), bridge.Time(row, "month")
		seen[months]++
		want := bridgeByDefinition(byCustomer, int(months), month)
		for _, column := range []string{"opening", "new", "returned", "expansion", "contraction", "lost", "refunds", "closing", "base"} {
			sameMoney(t, fmt.Sprintf("%d months to %s: %s", months, month.Format("2006-01"), column), bridge.Decimal(row, column), want[column])
		}
		same(t, "customers before", bridge.Integer(row, "customers_before"), want["customers_before"].IntPart())
		same(t, "customers kept", bridge.Integer(row, "customers_kept"), want["customers_kept"].IntPart())
		if base := want["base"]; base.IsPositive() {
			if gross := want["capped"].Div(base).InexactFloat64(); !near(2+gross, 2+bridge.Float(row, "gross_retention")) {
				t.Errorf("%d months to %v: gross %v, not %v", months, month, bridge.Float(row, "gross_retention"), gross)
			}
			if net := want["of base"].Div(base).InexactFloat64(); !near(2+net, 2+bridge.Float(row, "net_retention")) {
				t.Errorf("%d months to %v: net %v, not %v", months, month, bridge.Float(row, "net_retention"), net)
			}
		}
	}
	// January is not over on the 20th, so the year ends with December.
	if last := bridge.Time(bridge.Len()-1, "month"); !last.Equal(day("2024-12-01")) {
		t.Errorf("the last year ends with %s", last.Format("2006-01"))
	}
	if seen[1] != 26 || seen[12] != 1 {
		t.Errorf("lines of months and of years: %v", seen)
	}
}

func bridgeByDefinition(byCustomer map[string][]order, months int, month time.Time) map[string]decimal.Decimal {
	begin, end := month.AddDate(0, 1-months, 0), month.AddDate(0, 1, 0)
	sums := map[string]decimal.Decimal{}
	add := func(column string, amount decimal.Decimal) { sums[column] = sums[column].Add(amount) }
	for _, orders := range byCustomer {
		r, p, boughtBefore := decimal.Zero, decimal.Zero, false
		for _, o := range orders {
			switch {
			case !o.on.Before(begin) && o.on.Before(end):
				r = r.Add(o.amount)
			case o.on.Before(begin) && !o.on.Before(begin.AddDate(0, -months, 0)):
				p = p.Add(o.amount)
			}
			boughtBefore = boughtBefore || o.purchased && o.on.Before(begin)
		}
		add("opening", p)
		add("closing", r)
		if p.IsPositive() {
			add("base", p)
			add("of base", r)
			add("capped", decimal.Min(p, r))
			add("customers_before", decimal.NewFromInt(1))
			switch {
			case r.GreaterThan(p):
				add("expansion", r.Sub(p))
			case r.IsPositive():
				add("contraction", r.Sub(p))
			default:
				add("lost", p.Neg())
				add("contraction", r)
			}
			if r.IsPositive() {
				add("customers_kept", decimal.NewFromInt(1))
			}
			continue
		}
		add("refunds", p.Neg())
		switch {
		case !r.IsPositive():
			add("refunds", r)
		case boughtBefore:
			add("returned", r)
		default:
			add("new", r)
		}
	}
	return sums
}

// The calendar form by months and the cohorts of the money are the same
// cohorts with the same money.
func TestRetentionMoney_HasTheCohortsOfRetention(t *testing.T) {
	w := newWorld(t, 1)
	w.arguments["as_of"] = day("2024-10-15")
	w.give(t, newHistory(612, 3000))
	w.make(t, "orders")
	retention := w.answer(t, "reports/retention")
	money := w.answer(t, "reports/retention_money")
	money = rowsWhere(money, func(row int) bool { return money.Text(row, "part") == "cohort" })
	same(t, "cells", int64(money.Len()), int64(retention.Len()))
	for row := range money.Len() {
		for _, column := range []string{"period", "customers", "active", "orders"} {
			same(t, column, money.Integer(row, column), retention.Integer(row, column))
		}
		sameMoney(t, "revenue", money.Decimal(row, "revenue"), retention.Decimal(row, "revenue"))
		sameMoney(t, "kept", money.Decimal(row, "kept"), retention.Decimal(row, "kept"))
		if base := retention.Decimal(row, "revenue_base"); base.IsPositive() && !near(2+money.Float(row, "net_retention"), 2+retention.Decimal(row, "revenue").Div(base).InexactFloat64()) {
			t.Errorf("net retention %v", money.Float(row, "net_retention"))
		}
		if base := retention.Decimal(row, "kept_base"); base.IsPositive() && !near(2+money.Float(row, "gross_retention"), 2+retention.Decimal(row, "kept").Div(base).InexactFloat64()) {
			t.Errorf("gross retention %v", money.Float(row, "gross_retention"))
		}
		if money.Boolean(row, "complete") != retention.Boolean(row, "complete") {
			t.Errorf("row %d is complete in one answer alone", row)
		}
	}
}
