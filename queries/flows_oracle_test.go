package queries_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	godiff "github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// shownMonths are the last thirteen up to a day, none before the first order.
func shownMonths(first, asOf time.Time) []time.Time {
	var months []time.Time
	last := beginning(asOf, "month")
	for month := last.AddDate(0, -12, 0); !month.After(last); month = month.AddDate(0, 1, 0) {
		if !month.Before(beginning(first, "month")) {
			months = append(months, month)
		}
	}
	return months
}

// movesByDefinition puts every customer's place at both ends of each month side
// by side, and the money of the month with it.
func (w *world) movesByDefinition(t *testing.T, asOf time.Time, place func(id string, on time.Time) string) []string {
	t.Helper()
	rows := w.ask(t, "select customer_id, month, ordered_on, amount from orders where ordered_on <= date '"+asOf.Format(time.DateOnly)+"' order by ordered_on")
	type key struct {
		month    time.Time
		from, to string
	}
	customers, revenue := map[key]int{}, map[key]decimal.Decimal{}
	var ids []string
	brought := map[string]decimal.Decimal{}
	for row := range rows.Len() {
		id := rows.Text(row, "customer_id")
		if id != "" {
			ids = append(ids, id)
		}
		month := id + rows.Time(row, "month").String()
		brought[month] = brought[month].Add(rows.Decimal(row, "amount"))
	}
	slices.Sort(ids)
	for _, month := range shownMonths(rows.Time(0, "ordered_on"), asOf) {
		end := month.AddDate(0, 1, -1)
		if end.After(asOf) {
			end = asOf
		}
		for _, id := range slices.Compact(slices.Clone(ids)) {
			k := key{month, place(id, month.AddDate(0, 0, -1)), place(id, end)}
			money := brought[id+month.String()]
			revenue[k] = revenue[k].Add(money)
			if k.to != "" {
				customers[k]++
			}
		}
		nobody := key{month, "", ""}
		if revenue[nobody] = revenue[nobody].Add(brought[month.String()]); revenue[nobody].IsZero() {
			delete(revenue, nobody)
		}
	}
	var keys []key
	for k := range revenue {
		keys = append(keys, k)
	}
	last := func(text string) string { return cmp.Or(text, "~") } // NULL comes last
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(a.month.Compare(b.month), cmp.Compare(last(a.from), last(b.from)), cmp.Compare(last(a.to), last(b.to)))
	})
	var written []string
	for _, k := range keys {
		complete := !k.month.AddDate(0, 1, -1).After(asOf)
		written = append(written, fmt.Sprintf("%s|%s|%s|%d|%s|%v", k.month.Format(time.DateOnly), k.from, k.to, customers[k], revenue[k].StringFixed(4), complete))
	}
	return written
}

func TestLifecycleFlows_AreWhatTheDefinitionSays(t *testing.T) {
	ways := map[string]bool{}
	days := []string{"2024-12-31", "2024-11-17", "2023-12-31", "2023-02-14", "2025-03-01", "2022-12-20", "2024-02-29"}
	for seed, asOf := range days[:sized(t, "histories", 3, len(days))] {
		w := newWorld(t, 1)
		on := day(asOf)
		w.arguments["as_of"] = on
		w.give(t, newHistory(uint64(seed)+900, []int{300, 2500, 1500, 800, 3000, 600, 15}[seed]))
		w.make(t, "lifecycle_flows")
		oracle := newLifecycleOracle(w.orders(t, on))
		want := w.movesByDefinition(t, on, func(id string, on time.Time) string { return oracle.stage(oracle.customers[id], on) })
		flows := w.answer(t, "segments/lifecycle_flows")
		if diff := godiff.Diff(want, lines(flows)); diff != "" {
			t.Errorf("seed %d, as of %s: wanted -, got +\n%s", seed, asOf, diff)
		}
		for row := range flows.Len() {
			ways[flows.Text(row, "from_stage")+" to "+flows.Text(row, "to_stage")] = true
		}
	}
	if len(ways) < 20 {
		t.Errorf("only %d ways are ever gone, which proves little", len(ways))
	}
}

// checkFlows: the money of a month is the month's revenue, and who comes to a
// place is who is there when the next month begins.
func checkFlows(t *testing.T, flows, months *table.Table, from, to string) {
	t.Helper()
	type stay struct {
		place string
		month time.Time // that it lasts beyond the end of
	}
	revenue := map[time.Time]decimal.Decimal{}
	came, left := map[stay]int64{}, map[stay]int64{}
	for row := range flows.Len() {
		month, customers := flows.Time(row, "month"), flows.Integer(row, "customers")
		revenue[month] = revenue[month].Add(flows.Decimal(row, "revenue"))
		came[stay{flows.Text(row, to), month}] += customers
		left[stay{flows.Text(row, from), month.AddDate(0, -1, 0)}] += customers
	}
	last := flows.Time(flows.Len()-1, "month")
	for s, customers := range came {
		if s.place != "" && !s.month.Equal(last) {
			same(t, "who is "+s.place+" beyond "+s.month.Format("2006-01"), left[s], customers)
		}
	}
	for row := max(0, months.Len()-13); row < months.Len(); row++ {
		month := months.Time(row, "month")
		sameMoney(t, "flows of "+month.Format("2006-01"), revenue[month].Round(2), months.Decimal(row, "revenue"))
	}
}

func TestLifecycleFlows_AddUpToTheRevenueAndChain(t *testing.T) {
	for seed := range uint64(sized(t, "histories", 2, 4)) { //nolint:gosec // a small number
		w := newWorld(t, 1)
		w.arguments["as_of"] = day([]string{"2024-12-31", "2024-11-17", "2025-03-01", "2023-08-01"}[seed])
		w.give(t, newHistory(seed+1100, 2500))
		w.make(t, "overview_months", "lifecycle", "lifecycle_flows")
		flows := w.answer(t, "segments/lifecycle_flows")
		checkFlows(t, flows, w.answer(t, "reports/overview_months"), "from_stage", "to_stage")
		last := flows.Time(flows.Len()-1, "month")
		w.exec(t, "create or replace table ends as select to_stage as stage, sum(customers) as customers from lifecycle_flows where month = date '"+last.Format(time.DateOnly)+"' and to_stage is not null and to_stage <> 'prospect' group by 1")
		apart := w.ask(t, "select * from ends full join (select stage, count(*) as customers from lifecycle where stage <> 'prospect' group by 1) as stages on ends.stage = stages.stage where ends.customers is distinct from stages.customers")
		if apart.Len() > 0 {
			t.Errorf("seed %d: the last month does not end as the lifecycle says: %v", seed, lines(apart))
		}
	}
}
