package queries_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	godiff "github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// The way from the lake to purchase lines once more in Go: which rows count, on
// which day of the company's, and whose they are.
func TestPurchaseLines_AreWhatTheDefinitionSays(t *testing.T) {
	for seed, zone := range []string{"Europe/Berlin", "America/St_Johns", "Pacific/Auckland"} {
		w := newWorld(t, 1)
		w.arguments["zone"] = zone
		h := newHistory(uint64(seed)+500, 1200)
		w.give(t, h)
		w.make(t, "purchase_lines")
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		want := linesByDefinition(h, location)
		got := lines(w.ask(t, "select source, order_id, line, purchased_on, customer_id, amount from purchase_lines"))
		slices.Sort(want)
		slices.Sort(got)
		if diff := godiff.Diff(want, got); diff != "" {
			t.Errorf("%s\n%s", zone, diff)
		}
	}
}

func linesByDefinition(h history, location *time.Location) []string {
	purchases := h.tables["purchases"]
	rank := ranksOfFiles(purchases, "purchased_at", "purchased_at")
	newest := map[string]string{}
	for row := range purchases.Len() {
		key := purchases.Text(row, "source") + "|" + purchases.Text(row, "order_id")
		newest[key] = later(rank, newest[key], purchases.Text(row, "source_file"))
	}
	counts := func(row int) bool {
		key := purchases.Text(row, "source") + "|" + purchases.Text(row, "order_id")
		return purchases.Value(row, "excluded") == nil && newest[key] == purchases.Text(row, "source_file")
	}
	customers := customersByDefinition(h, counts)
	var written []string
	for row := range purchases.Len() {
		rate, found := rateByDefinition(h, purchases.Text(row, "currency"), purchases.Time(row, "purchased_at"), location)
		if !counts(row) || !found {
			continue
		}
		customer := ""
		if purchases.Value(row, "customer") != nil {
			customer = customers[qualified(h, purchases.Text(row, "source"), purchases.Text(row, "customer"))]
		}
		written = append(written, fmt.Sprintf("%s|%s|%d|%s|%s|%s",
			purchases.Text(row, "source"), purchases.Text(row, "order_id"), purchases.Integer(row, "line"),
			purchases.Time(row, "purchased_at").In(location).Format(time.DateOnly),
			customer, purchases.Value(row, "amount").(decimal.Decimal).Mul(rate).Round(2).StringFixed(4)))
	}
	return written
}

// rateByDefinition is the last rate on or before the day, no older than 31
// days; of two of one day that of the file with a day in its name.
func rateByDefinition(h history, currency string, at time.Time, location *time.Location) (rate decimal.Decimal, found bool) {
	if currency == "" || currency == "EUR" {
		return decimal.NewFromInt(1), true
	}
	day := func(at time.Time) time.Time {
		year, month, day := at.In(location).Date()
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	}
	rates, best := h.tables["rates"], time.Time{}
	for row := range rates.Len() {
		on, err := time.Parse("2006-01-02 15:04:05", rates.Text(row, "rate_on"))
		if err != nil || strings.ToUpper(strings.TrimSpace(rates.Text(row, "currency"))) != currency {
			continue
		}
		on = day(on)
		first := on.After(best) || on.Equal(best) && rates.Text(row, "source_file") == "rates-2022-12-31.csv"
		if !on.After(day(at)) && day(at).Sub(on) <= 31*24*time.Hour && first {
			best, rate, found = on, decimal.RequireFromString(rates.Text(row, "rate")), true
		}
	}
	return rate, found
}

func qualified(h history, source, id string) string {
	sources := h.tables["sources"]
	for row := range sources.Len() {
		if sources.Text(row, "source") == source {
			source = sources.Text(row, "namespace")
			break
		}
	}
	return source + ":" + id
}

// customersByDefinition maps each qualified id to its customer.
func customersByDefinition(h history, counts func(row int) bool) map[string]string {
	emails := map[string]string{}
	mention := func(id, email string) {
		email = strings.ToLower(strings.TrimSpace(email))
		if known, ok := emails[id]; !ok || known == "" || (email != "" && email < known) {
			emails[id] = email
		}
	}
	purchases, contacts := h.tables["purchases"], h.tables["contacts"]
	for row := range purchases.Len() {
		if counts(row) && purchases.Value(row, "customer") != nil {
			mention(qualified(h, purchases.Text(row, "source"), purchases.Text(row, "customer")), purchases.Text(row, "customer_email"))
		}
	}
	rank := ranksOfFiles(contacts, "updated_at", "created_at")
	newest := map[string]string{}
	for row := range contacts.Len() {
		id := contacts.Text(row, "source_id")
		newest[id] = later(rank, newest[id], contacts.Text(row, "source_file"))
	}
	for row := range contacts.Len() {
		if id := contacts.Text(row, "source_id"); newest[id] == contacts.Text(row, "source_file") {
			mention(qualified(h, contacts.Text(row, "source"), id), contacts.Text(row, "email"))
		}
	}
	customers := map[string]string{}
	for id, email := range emails {
		customers[id] = id
		for other, theirs := range emails {
			if email != "" && theirs == email {
				customers[id] = min(customers[id], other)
			}
		}
	}
	return customers
}

// ranksOfFiles gives each file a text that sorts as the files are written: by
// the last time in it (the second column's where the first is empty), to the
// day first, and by name. The names of histories bear no days.
func ranksOfFiles(rows *table.Table, column, otherwise string) map[string]string {
	last := map[string]time.Time{}
	for row := range rows.Len() {
		at := rows.Time(row, column)
		if at.IsZero() && rows.Index(otherwise) >= 0 {
			at = rows.Time(row, otherwise)
		}
		if file := rows.Text(row, "source_file"); at.After(last[file]) {
			last[file] = at
		} else if _, known := last[file]; !known {
			last[file] = time.Time{}
		}
	}
	ranks := map[string]string{}
	for file, at := range last {
		ranks[file] = at.Format(time.DateOnly)
		if column == "purchased_at" {
			ranks[file] += at.Format(" 15:04:05.000000")
		}
		ranks[file] += "|" + file
	}
	return ranks
}

// later is the file with the greater rank.
func later(rank map[string]string, a, b string) string {
	if a == "" || rank[b] > rank[a] {
		return b
	}
	return a
}
