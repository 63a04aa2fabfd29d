package queries_test

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	godiff "github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// The oracles of this file compute answers a second time, in Go, from the
// definitions, with loops over everything instead of anything clever.

// order is a row of the table orders.
type order struct {
	customer  string
	on        time.Time
	amount    decimal.Decimal
	sales     decimal.Decimal
	purchased bool
}

func (w *world) orders(t *testing.T, asOf time.Time) []order {
	t.Helper()
	rows := w.ask(t, "select customer_id, ordered_on, amount, sales, is_purchase from orders where customer_id is not null")
	var orders []order
	for row := range rows.Len() {
		if on := rows.Time(row, "ordered_on"); !on.After(asOf) {
			orders = append(orders, order{rows.Text(row, "customer_id"), on, rows.Decimal(row, "amount"), rows.Decimal(row, "sales"), rows.Boolean(row, "is_purchase")})
		}
	}
	return orders
}

func TestRFM_IsWhatTheDefinitionSays(t *testing.T) {
	for seed := range uint64(sized(t, "histories", 4, 5)) { //nolint:gosec // a small number
		w := newWorld(t, 1)
		w.arguments["as_of"] = day("2024-10-15")
		// From one customer to a few hundred.
		w.give(t, newHistory(seed+200, []int{12, 40, 300, 1500, 4000}[seed]))
		w.make(t, "orders", "rfm")
		want := rfmByDefinition(w.orders(t, day("2024-10-15")), day("2024-10-15"))
		got := lines(w.answer(t, "segments/rfm").Select("customer_id", "recency_days", "frequency", "monetary", "r", "f", "m"))
		if diff := godiff.Diff(want, got); diff != "" {
			t.Errorf("seed %d\n%s", seed, diff)
		}
	}
}

func rfmByDefinition(orders []order, asOf time.Time) []string {
	type customer struct {
		id                 string
		recency, frequency int
		monetary           decimal.Decimal
	}
	byID := map[string]*customer{}
	for _, o := range orders {
		c, ok := byID[o.customer]
		if !ok {
			c = &customer{id: o.customer, recency: 1 << 30}
			byID[o.customer] = c
		}
		c.monetary = c.monetary.Add(o.amount)
		if o.purchased {
			c.frequency++
			c.recency = min(c.recency, int(asOf.Sub(o.on).Hours()/24))
		}
	}
	var customers []*customer
	for _, c := range byID {
		if c.frequency > 0 {
			customers = append(customers, c)
		}
	}
	// The score is one more than the whole fifths of customers who are worse.
	score := func(worse func(*customer) bool) int {
		number := 0
		for _, c := range customers {
			if worse(c) {
				number++
			}
		}
		return 1 + 5*number/len(customers)
	}
	written := []string{}
	for _, c := range customers {
		r := score(func(other *customer) bool { return other.recency > c.recency })
		f := score(func(other *customer) bool { return other.frequency < c.frequency })
		m := score(func(other *customer) bool { return other.monetary.LessThan(c.monetary) })
		written = append(written, fmt.Sprintf("%s|%d|%d|%s|%d|%d|%d", c.id, c.recency, c.frequency, c.monetary.StringFixed(2), r, f, m))
	}
	slices.SortFunc(written, func(a, b string) int { return cmp.Compare(before(a), before(b)) })
	return written
}

// before is the part of a written row up to the first bar.
func before(line string) string {
	key, _, _ := strings.Cut(line, "|")
	return key
}

func TestRetention_IsWhatTheDefinitionSays(t *testing.T) {
	asOf := day("2024-10-15")
	for seed, unit := range []string{"month", "week", "quarter"} {
		w := newWorld(t, 1)
		w.arguments["as_of"], w.arguments["unit"] = asOf, unit
		w.give(t, newHistory(uint64(seed)+300, 1000))
		w.make(t, "orders", "retention")
		want := retentionByDefinition(w.orders(t, asOf), asOf, unit)
		got := w.answer(t, "reports/retention").Select("cohort", "period", "customers", "active", "rate", "complete")
		if diff := godiff.Diff(want, lines(got)); diff != "" {
			t.Errorf("%s\n%s", unit, diff)
		}
	}
}

func retentionByDefinition(orders []order, asOf time.Time, unit string) []string {
	first, visits := map[string]time.Time{}, map[string]bool{}
	for _, o := range orders {
		if !o.purchased {
			continue
		}
		period := beginning(o.on, unit)
		visits[o.customer+period.String()] = true
		if known, ok := first[o.customer]; !ok || period.Before(known) {
			first[o.customer] = period
		}
	}
	cohorts := map[time.Time][]string{}
	for customer, period := range first {
		cohorts[period] = append(cohorts[period], customer)
	}
	var begins []time.Time
	for period := range cohorts {
		begins = append(begins, period)
	}
	sort.Slice(begins, func(i, j int) bool { return begins[i].Before(begins[j]) })
	written := []string{}
	for _, cohort := range begins {
		number := 0
		for period := cohort; !period.After(asOf); period = next(period, unit) {
			active := 0
			for _, customer := range cohorts[cohort] {
				if visits[customer+period.String()] {
					active++
				}
			}
			complete := !next(period, unit).AddDate(0, 0, -1).After(asOf)
			size := len(cohorts[cohort])
			written = append(written, fmt.Sprintf("%s|%d|%d|%d|%v|%v", cohort.Format(time.DateOnly), number, size, active, float64(active)/float64(size), complete))
			number++
		}
	}
	return written
}

func beginning(on time.Time, unit string) time.Time {
	switch unit {
	case "week":
		for on.Weekday() != time.Monday {
			on = on.AddDate(0, 0, -1)
		}
	case "month":
		on = on.AddDate(0, 0, 1-on.Day())
	case "quarter":
		on = on.AddDate(0, 0, 1-on.Day())
		for (on.Month()-1)%3 != 0 {
			on = on.AddDate(0, -1, 0)
		}
	}
	return on
}

func next(period time.Time, unit string) time.Time {
	switch unit {
	case "week":
		return period.AddDate(0, 0, 7)
	case "month":
		return period.AddDate(0, 1, 0)
	}
	return period.AddDate(0, 3, 0)
}

func TestBTYDStatistics_AreWhatTheDefinitionSays(t *testing.T) {
	w := newWorld(t, 1)
	first, until, last := day("2023-02-01"), day("2024-03-31"), day("2024-09-30")
	w.arguments["first"], w.arguments["until"], w.arguments["last"] = first, until, last
	w.give(t, newHistory(400, 3000))
	w.make(t, "orders", "btyd_statistics", "btyd_holdout")
	days, net := map[string]map[time.Time]decimal.Decimal{}, map[string]map[time.Time]decimal.Decimal{}
	for _, o := range w.orders(t, last) {
		if net[o.customer] == nil {
			net[o.customer] = map[time.Time]decimal.Decimal{}
		}
		net[o.customer][o.on] = net[o.customer][o.on].Add(o.amount)
		if o.purchased {
			if days[o.customer] == nil {
				days[o.customer] = map[time.Time]decimal.Decimal{}
			}
			days[o.customer][o.on] = days[o.customer][o.on].Add(o.sales)
		}
	}
	statistics, holdout := w.answer(t, "forecasts/btyd_statistics"), w.answer(t, "forecasts/btyd_holdout")
	same(t, "customers of the statistics", int64(statistics.Len()), compareStatistics(t, statistics, days, net, first, until))
	same(t, "customers of the holdout", int64(holdout.Len()), compareHoldout(t, holdout, days, until))
}

func compareStatistics(t *testing.T, statistics *table.Table, days, net map[string]map[time.Time]decimal.Decimal, first, until time.Time) int64 {
	t.Helper()
	customers := int64(0)
	for customer, bought := range days {
		var within []time.Time
		for on := range bought {
			if !on.Before(first) && !on.After(until) {
				within = append(within, on)
			}
		}
		if len(within) == 0 {
			continue
		}
		customers++
		sort.Slice(within, func(i, j int) bool { return within[i].Before(within[j]) })
		begin, end := within[0], within[len(within)-1]
		spend := 0.0
		for on, amount := range net[customer] {
			if on.After(begin) && !on.After(until) {
				spend += amount.InexactFloat64()
			}
		}
		spend = max(0, spend) // NULL, which is 0 here: no money left
		row := slices.IndexFunc(statistics.Rows, func(row []any) bool { return row[0] == customer })
		if row < 0 {
			t.Errorf("%s is not there", customer)
			continue
		}
		same(t, customer+" x", statistics.Integer(row, "x"), int64(len(within)-1))
		same(t, customer+" t_x_days", statistics.Integer(row, "t_x_days"), int64(end.Sub(begin).Hours()/24))
		if sales := statistics.Float(row, "first_sales"); !near(sales, bought[begin].InexactFloat64()) {
			t.Errorf("%s: first_sales %v, not %s", customer, sales, bought[begin])
		}
		same(t, customer+" age_days", statistics.Integer(row, "age_days"), int64(until.Sub(begin).Hours()/24))
		want := spend / max(1, float64(len(within)-1))
		if mean := statistics.Float(row, "repeat_spend"); len(within) > 1 && mean != want && !near(mean, want) {
			t.Errorf("%s: repeat_spend %v, not %v", customer, mean, want)
		}
	}
	return customers
}

func compareHoldout(t *testing.T, holdout *table.Table, days map[string]map[time.Time]decimal.Decimal, until time.Time) int64 {
	t.Helper()
	customers := int64(0)
	for customer, bought := range days {
		known, later, spend := false, int64(0), decimal.Zero
		for on, sales := range bought {
			if on.After(until) {
				later++
				spend = spend.Add(sales)
			} else {
				known = true
			}
		}
		if !known {
			continue
		}
		customers++
		row := slices.IndexFunc(holdout.Rows, func(row []any) bool { return row[0] == customer })
		if row < 0 {
			t.Errorf("%s is not held out", customer)
			continue
		}
		same(t, customer+" purchases", holdout.Integer(row, "purchases"), later)
		sameMoney(t, customer+" spend", holdout.Decimal(row, "spend"), spend)
	}
	return customers
}

func near(a, b float64) bool { return a-b < 1e-9*b && b-a < 1e-9*b }
