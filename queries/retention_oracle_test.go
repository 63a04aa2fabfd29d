package queries_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	godiff "github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

// retentionForm is one of the forms of retention.
type retentionForm struct {
	unit        string // of the cohorts, and of the periods of the calendar
	rollingDays int
	brackets    string
	cohorts     string
	window      string
}

// retentionForms are all of them: 4 windows, calendar and rolling, first-time
// and recurring cohorts.
func retentionForms() []retentionForm {
	var forms []retentionForm
	for _, periods := range []retentionForm{
		{unit: "day"}, {unit: "week"}, {unit: "month"}, {unit: "quarter"}, {unit: "year"},
		{unit: "day", rollingDays: 1}, {unit: "month", rollingDays: 1}, {unit: "week", rollingDays: 7}, {unit: "month", rollingDays: 30},
		{unit: "quarter", rollingDays: 90}, {unit: "year", rollingDays: 365},
		{unit: "month", brackets: "1-7,8-30,31-90"}, {unit: "week", brackets: "0-2,3-9"}, {unit: "month", brackets: "5-6,20-40,60-60"},
	} {
		for _, window := range []string{"on", "on-or-after", "on-or-before", "streak"} {
			for _, cohorts := range []string{"first", "recurring"} {
				form := periods
				form.window, form.cohorts = window, cohorts
				forms = append(forms, form)
			}
		}
	}
	return forms
}

func (f retentionForm) calendar() bool { return f.rollingDays == 0 && f.brackets == "" }

func (w *world) retentionOf(form retentionForm, asOf time.Time) {
	w.arguments["unit"], w.arguments["rolling_days"], w.arguments["brackets"] = form.unit, form.rollingDays, form.brackets
	w.arguments["window"], w.arguments["cohorts"], w.arguments["as_of"] = form.window, form.cohorts, asOf
}

// Each form is computed a second time straight from its definition, on 500
// histories by chance (on one for each form where nobody asks for more), in a
// zone with clock changes.
func TestRetention_EveryFormIsWhatItsDefinitionSays(t *testing.T) {
	w := newWorld(t, 1)
	w.arguments["zone"] = "Europe/Madrid"
	w.arguments["currency"] = "EUR"
	forms := retentionForms()
	histories := make([]shopHistory, len(forms))
	if os.Getenv("CLIENTELE_LONG") != "" {
		histories = make([]shopHistory, 500)
	} else {
		t.Logf("%d histories; CLIENTELE_LONG=1 takes 500", len(histories))
	}
	all := shopRows()
	for seed := range histories {
		histories[seed] = newShopHistory(t, uint64(seed))
		all.Rows = append(all.Rows, histories[seed].rows(seed)...)
	}
	w.insert(t, "purchases", all)
	w.make(t, "orders")
	w.exec(t, "alter table orders rename to orders_of_all")
	for seed, history := range histories {
		form := forms[(seed*17)%len(forms)] // 17 and 112 have no common factor
		w.exec(t, fmt.Sprintf("create or replace view orders as select * from orders_of_all where source = 'shop %d'", seed))
		w.retentionOf(form, history.asOf)
		if diff := godiff.Diff(history.retention(form), lines(w.answer(t, "reports/retention"))); diff != "" {
			t.Errorf("seed %d, %+v, as of %s: wanted -, got +\n%s", seed, form, history.asOf.Format(time.DateOnly), diff)
		}
	}
}

// retention is the answer by definition.
func (h shopHistory) retention(form retentionForm) []string {
	byCohort := map[time.Time][]entry{}
	for _, customer := range h.customers() {
		for _, e := range h.entries(customer, form) {
			byCohort[e.cohort] = append(byCohort[e.cohort], e)
		}
	}
	var cohorts []time.Time
	for cohort := range byCohort {
		cohorts = append(cohorts, cohort)
	}
	slices.SortFunc(cohorts, time.Time.Compare)
	written := []string{}
	for _, cohort := range cohorts {
		for n := 0; ; n++ {
			line, there := h.retentionCell(form, cohort, byCohort[cohort], n)
			if !there {
				break
			}
			written = append(written, line)
		}
	}
	return written
}

// entry is a customer in a cohort.
type entry struct {
	customer string
	cohort   time.Time
	origin   time.Time
}

func (h shopHistory) entries(customer string, form retentionForm) []entry {
	var entries []entry
	for on := h.first; !on.After(h.asOf); on = on.AddDate(0, 0, 1) {
		if !h.bought(customer, on, on) {
			continue
		}
		cohort := beginningOf(on, form.unit)
		if len(entries) > 0 && (form.cohorts == "first" || entries[len(entries)-1].cohort.Equal(cohort)) {
			continue
		}
		entries = append(entries, entry{customer, cohort, on})
	}
	return entries
}

// during is the first and the last day of an entry's period n; there is none
// where it begins behind the last bracket.
func (e entry) during(form retentionForm, n int) (from, to time.Time, there bool) {
	switch {
	case form.calendar():
		from = e.cohort
		for range n {
			from = nextOf(from, form.unit)
		}
		return from, nextOf(from, form.unit).AddDate(0, 0, -1), true
	case form.rollingDays > 0:
		return e.origin.AddDate(0, 0, n*form.rollingDays), e.origin.AddDate(0, 0, (n+1)*form.rollingDays-1), true
	}
	brackets := readBrackets(form.brackets)
	if n >= len(brackets) {
		return from, to, false
	}
	return e.origin.AddDate(0, 0, brackets[n][0]), e.origin.AddDate(0, 0, brackets[n][1]), true
}

func (h shopHistory) retentionCell(form retentionForm, cohort time.Time, entries []entry, n int) (line string, there bool) {
	customers, active, orders, ordersBase := 0, 0, 0, 0
	revenue, revenueBase, kept, keptBase := decimal.Zero, decimal.Zero, decimal.Zero, decimal.Zero
	complete := true
	for _, e := range entries {
		from, to, known := e.during(form, n)
		ended := known && !to.After(h.asOf)
		complete = complete && ended
		if !known || form.calendar() && from.After(h.asOf) || !form.calendar() && n > 0 && !ended {
			continue
		}
		customers++
		base, baseOrders := h.brought(e, form, 0)
		ordersBase, revenueBase = ordersBase+baseOrders, revenueBase.Add(base)
		brought, count := h.broughtWithin(e, form, n)
		orders, revenue = orders+count, revenue.Add(brought)
		if base.IsPositive() {
			kept, keptBase = kept.Add(decimal.Min(base, brought)), keptBase.Add(base)
		}
		if h.active(e, form, n) {
			active++
		}
	}
	if customers == 0 {
		return "", false
	}
	if !form.calendar() && nextOf(cohort, form.unit).AddDate(0, 0, -1).After(h.asOf) {
		complete = false // somebody can still join
	}
	return fmt.Sprintf("%s|%d|%d|%d|%v|%v|%d|%d|%s|%s|%s|%s", cohort.Format(time.DateOnly), n, customers, active, float64(active)/float64(customers), complete,
		orders, ordersBase, revenue.StringFixed(4), revenueBase.StringFixed(4), kept.StringFixed(4), keptBase.StringFixed(4)), true
}

// active is the definition of the four windows.
func (h shopHistory) active(e entry, form retentionForm, n int) bool {
	switch form.window {
	case "on-or-after":
		for m := n; h.begun(e, form, m); m++ {
			if h.boughtIn(e, form, m) {
				return true
			}
		}
		return false
	case "on-or-before":
		for m := 1; m <= n; m++ {
			if h.boughtIn(e, form, m) {
				return true
			}
		}
		return n == 0
	case "streak":
		for m := 0; m <= n; m++ {
			if !h.boughtIn(e, form, m) {
				return false
			}
		}
		return true
	}
	return h.boughtIn(e, form, n)
}

// broughtWithin is the money and the orders of the window's periods.
func (h shopHistory) broughtWithin(e entry, form retentionForm, n int) (decimal.Decimal, int) {
	from, to := n, n
	switch form.window {
	case "on-or-after":
		for h.begun(e, form, to+1) {
			to++
		}
	case "on-or-before":
		from = min(n, 1)
	case "streak":
		if !h.active(e, form, n) {
			return decimal.Zero, 0
		}
	}
	sum, orders := decimal.Zero, 0
	for m := from; m <= to; m++ {
		brought, count := h.brought(e, form, m)
		sum, orders = sum.Add(brought), orders+count
	}
	return sum, orders
}

func (h shopHistory) begun(e entry, form retentionForm, n int) bool {
	from, _, there := e.during(form, n)
	return there && !from.After(h.asOf)
}

func (h shopHistory) boughtIn(e entry, form retentionForm, n int) bool {
	from, to, there := e.during(form, n)
	return there && h.bought(e.customer, from, to)
}

func (h shopHistory) brought(e entry, form retentionForm, n int) (decimal.Decimal, int) {
	sum, orders := decimal.Zero, 0
	from, to, there := e.during(form, n)
	for _, order := range h.orders {
		if there && order.customer == e.customer && !order.on.Before(from) && !order.on.After(to) && !order.on.After(h.asOf) {
			sum = sum.Add(order.amount)
			if order.bought {
				orders++
			}
		}
	}
	return sum, orders
}

// bought says whether a customer bought on one of these days, up to the day of
// the answer.
func (h shopHistory) bought(customer string, from, to time.Time) bool {
	return slices.ContainsFunc(h.orders, func(order shopOrder) bool {
		return order.customer == customer && order.bought && !order.on.Before(from) && !order.on.After(to) && !order.on.After(h.asOf)
	})
}
