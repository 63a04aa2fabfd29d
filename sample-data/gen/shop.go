package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"time"
)

// shopRow is one line item; money that went back is a row of its own with the
// date of the order, which is the only date that the export has.
type shopRow struct {
	Name, Email string
	At          time.Time
	Status      string
	Line        line
	Billing     string
	Country     string
	Source      string
	Faults      []fault
}

func shopHeader() []string {
	return []string{"Name", "Email", "Created at", "Financial Status", "Currency", "Lineitem sku", "Lineitem name",
		"Lineitem quantity", "Lineitem price", "Lineitem total", "Billing Name", "Billing Country", "Source"}
}

func newShop(seed uint64, p period, orders []order) []shopRow {
	r := newRandom(seed, streamShop)
	var rows []shopRow
	for i, o := range orders {
		head := shopRow{Name: fmt.Sprintf("#%d", 1001+i), At: o.At, Status: status(r, p, o.At), Country: "ES", Source: "pos"}
		if o.Person != nil {
			head.Email, head.Billing, head.Country = o.Person.Email, o.Person.BillingName, o.Person.Place.Country
			head.Source = pick(r, []string{"web", "web", "web", "mobile"})
		} else {
			head.Status = "paid"
		}
		rows = append(rows, items(head, o.Lines)...)
		if head.Status == "paid" && o.Person != nil && r.chance(0.045) {
			head.Status = "refunded"
			rows = append(rows, items(head, refund(r, o.Lines))...)
		}
	}
	spoilShop(r, rows)
	return rows
}

func items(head shopRow, lines []line) []shopRow {
	rows := make([]shopRow, len(lines))
	for i, l := range lines {
		rows[i] = head
		rows[i].Line = l
	}
	return rows
}

// status leaves the orders of the last days unpaid more often than older ones.
func status(r random, p period, at time.Time) string {
	pending := 0.003
	if p.moment(p.AsOf, 23, 59, 59).Sub(at) < 4*24*time.Hour {
		pending = 0.25
	}
	switch x := r.Float64(); {
	case x < pending:
		return "pending"
	case x < pending+0.012:
		return "voided"
	default:
		return "paid"
	}
}

// refund takes back a line, or the whole order in a third of the cases.
func refund(r random, lines []line) []line {
	var back []line
	one := r.IntN(len(lines))
	whole := r.chance(0.33)
	for i, l := range lines {
		if whole || i == one {
			back = append(back, newLine(l.Product, -l.Quantity, l.Price))
		}
	}
	return back
}

func spoilShop(r random, rows []shopRow) {
	h := shopHeader()
	name, date, quantity, total := h[0], h[2], h[7], h[9]
	wanted := [][]fault{
		{{date, "2025-02-31 10:15:00 +0000", impossibleDate}}, {{date, "31.02.2025", impossibleDate}},
		{{date, "unknown", notADate}},
		{{total, "1O0.50", badAmount}}, {{total, "48.5O", badAmount}},
		{{quantity, "five", badQuantity}},
		{{name, "", missingOrder}},
	}
	refunded := map[string]bool{} // both sides of a refund can be read, or neither
	for _, row := range rows {
		refunded[row.Name] = refunded[row.Name] || row.Status == "refunded"
	}
	names := map[string]bool{}
	for _, n := range hostileNames() {
		names[n] = true
	}
	ordinary := func(i int) bool {
		return rows[i].Email != "" && rows[i].Status == "paid" && !names[rows[i].Billing] && !refunded[rows[i].Name]
	}
	spoil(r, len(rows), ordinary, wanted, func(i int, faults []fault) { rows[i].Faults = faults })
}

func (s shopRow) cells() []string {
	cells := []string{s.Name, s.Email, s.At.UTC().Format("2006-01-02 15:04:05 -0700"), s.Status, "EUR",
		s.Line.Product.SKU, s.Line.Product.English, strconv.Itoa(s.Line.Quantity), s.Line.Price.String(),
		s.Line.Amount.String(), s.Billing, s.Country, s.Source}
	replace(shopHeader(), cells, s.Faults, func(v string) string { return v })
	return cells
}

func shopCSV(rows []shopRow) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	records := [][]string{shopHeader()}
	for _, row := range rows {
		records = append(records, row.cells())
	}
	if err := w.WriteAll(records); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
