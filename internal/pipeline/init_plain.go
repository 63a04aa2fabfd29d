package pipeline

import (
	"fmt"
	"slices"
	"strings"
)

// plainFacts are what the rows of a list of sales say that no profile knows:
// which are no sales, and which go on with the order above them.
type plainFacts struct {
	status, kind spoken

	order, product []int
	who            []int          // and when
	byOrder        bool           // sums are those of whole orders
	fields         []plannedField // that an order has once
	first          []string       // row of the order that goes on
	open           string         // its number
	empty, differs map[string]int // rows that go on, by field: empty where the first is filled, or filled otherwise
	continuing     int64          // rows in which something of the first is to be filled in
	strays         int64          // rows that seem to go on in a list without numbers
}

// orderFields are those of purchases that a whole order has once.
func orderFields() []string {
	return []string{"order_id", "purchased_at", "customer", "customer_name", "customer_email", "customer_phone", "customer_tax_id", "currency", "owner",
		"entered_by", "country", "city", "channel", "status", "document_type", "deal_id"}
}

func (p *plainFacts) begin(s *seenTable) {
	p.status.positions, p.kind.positions = s.positions("status"), s.positions("document_type")
	p.order = s.positions("order_id")
	p.product = slices.Concat(s.positions("product"), s.positions("product_id"))
	for _, field := range []string{"order_id", "purchased_at", "customer", "customer_name", "customer_email"} {
		p.who = append(p.who, s.positions(field)...)
	}
	p.byOrder = s.positions("order_total") != nil && s.positions("amount") == nil
	p.empty, p.differs = map[string]int{}, map[string]int{}
	for _, planned := range s.plan {
		if slices.Contains(orderFields(), planned.field) {
			p.fields = append(p.fields, planned)
		}
	}
}

func (p *plainFacts) row(row []string, worth int64) {
	order, _ := filled(row, p.order)
	if p.byOrder && order != "" && order == p.open {
		worth = 0 // the order's first row had it
	}
	p.status.add(row, worth)
	p.kind.add(row, worth)
	who, _ := filled(row, p.who)
	bare := who == ""
	product, _ := filled(row, p.product)
	switch {
	case p.first != nil && bare && product != "":
		if p.order == nil {
			p.strays++
			return
		}
		p.goesOn(row)
	case order != "" && order == p.open:
		p.goesOn(row)
	default:
		p.open, p.first = order, nil
		if order != "" || p.order == nil && !bare {
			p.first = slices.Clone(row)
		}
	}
}

// goesOn compares a row with the first of its order.
func (p *plainFacts) goesOn(row []string) {
	lacks := false
	for _, field := range p.fields {
		here, _ := filled(row, field.positions)
		there, _ := filled(p.first, field.positions)
		switch {
		case here == "" && there != "":
			p.empty[field.field]++
			lacks = true
		case here != "" && here != there:
			p.differs[field.field]++
		}
	}
	if lacks {
		p.continuing++
	}
}

// fillDown asks about orders of which only the first row says when and for whom
// they were; what is empty below is filled from it.
func (s *Survey) fillDown(source *initSource) {
	if !source.plainSales() {
		return
	}
	var rows, strays int64
	for _, table := range source.tables {
		plain := &table.seen.plain
		rows, strays = rows+plain.continuing, strays+plain.strays
	}
	if strays > 0 {
		s.ask(source.name, "", false, "rows of %s that only say what was bought (%d) seem to go on with the row above; without a column of order numbers they are rejected. Export it with the date on each row.",
			source.first().Label(), strays)
	}
	var fields, headers []string
	for _, field := range orderFields() {
		empty, differs := 0, 0
		for _, table := range source.tables {
			empty, differs = empty+table.seen.plain.empty[field], differs+table.seen.plain.differs[field]
		}
		if empty > 0 && differs == 0 {
			fields = append(fields, field)
			header := tidyHeader(source.first().seen.header[source.first().seen.positions(field)[0]])
			if !slices.Contains(headers, header) {
				headers = append(headers, header)
			}
		}
	}
	if len(fields) == 0 {
		return
	}
	value := "[" + strings.Join(fields, ", ") + "]"
	text := fmt.Sprintf("rows that go on with the order above (%d) are empty where only its first row says something, and are filled from it: %s; is that right?", rows, brieflyListed(headers, 8))
	source.settings = append(source.settings, setting{"fill_down", value, "? " + text})
	s.ask(source.name, "    fill_down: "+value, false, "%s", text)
}
