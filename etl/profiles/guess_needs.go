package profiles

import (
	"slices"
	"strings"

	"clientele/internal/spelling"
)

// needs are the fields on which it depends whether a mapping is right.
func needs(mapping Mapping, entity entityAliases) []string {
	var fields []string
	for _, field := range entity.fields {
		if field.Needed {
			fields = append(fields, field.Field)
		}
	}
	if entity.entity == "purchases" {
		fields = append(fields, "customer", "order_id")
		if mapping.has("amount") || mapping.has("order_total") {
			fields = append(fields, "amount", "order_total")
		} else {
			fields = append(fields, "quantity", "price")
		}
	}
	return fields
}

// missing are the fields that an entity is nothing without. A list of people
// is more than keys; deals have a stage, a state or a pipeline.
func missing(mapping Mapping, entity entityAliases) []string {
	var fields []string
	for _, field := range entity.fields {
		if field.Needed && !mapping.has(field.Field) {
			fields = append(fields, field.Field)
		}
	}
	any := func(instead string, names ...string) {
		if !slices.ContainsFunc(names, func(name string) bool { return mapping.has(name) }) {
			fields = append(fields, instead)
		}
	}
	switch entity.entity {
	case "purchases":
		if !mapping.has("amount") && !mapping.has("order_total") && !mapping.has("quantity", "price") {
			fields = append(fields, "amount")
		}
		any("order_id", "order_id", "customer", "product", "product_id")
	case "contacts":
		any("full_name", "full_name", "first_name", "last_name", "email", "phone", "company", "tax_id")
	case "deals":
		// Orders have a state too, and contacts a name: what may be called so is
		// no evidence of a deal.
		if !slices.ContainsFunc(mapping.Columns, func(c Column) bool {
			return !c.weak && slices.Contains([]string{"stage", "pipeline", "probability", "expected_close_at", "closed_at", "lost_reason", "deal"}, c.Field)
		}) {
			fields = append(fields, "stage")
		}
	case "contracts":
		// A project has a start and an end too, and any list has dates: a contract is
		// called so, or has what only contracts have.
		if !slices.ContainsFunc(mapping.Columns, func(c Column) bool {
			return (!c.weak || c.thing) && slices.Contains([]string{"contract_id", "plan", "notice_at", "period"}, c.Field)
		}) {
			fields = append(fields, "plan")
		}
		any("ended_at", "ended_at", "paid_until", "status")
		any("contract_id", "contract_id", "customer", "customer_name", "customer_email", "customer_phone")
	case "campaigns":
		// Whatever has a start has a name: a campaign is called so.
		if !slices.ContainsFunc(mapping.Columns, func(c Column) bool {
			return (!c.weak || c.thing) && slices.Contains([]string{"campaign_id", "campaign"}, c.Field)
		}) {
			fields = append(fields, "campaign")
		}
		any("cost", "ended_at", "cost", "offer", "contact_cost", "planned_audience", "control_percent")
	case "campaign_members":
		any("customer", "customer", "customer_email", "customer_phone", "customer_name")
		any("held_out", "held_out", "opened_at", "clicked_at", "responded_at")
	case "products":
		any("product", "product", "price", "cost", "product_group")
	case "events":
		any("subject", "subject", "customer", "customer_name", "customer_email", "customer_phone", "owner", "status")
	}
	return fields
}

// byShape places what no header told but the cells do: addresses are addresses
// under any header, and the only dates of a file of sales are their dates.
func (s *sheet) byShape(mapping *Mapping, entity entityAliases, taken map[int]bool) {
	place := func(field string, certainty float64, why string, fits func(Shape) bool) {
		if mapping.has(field) || !slices.ContainsFunc(entity.fields, func(f fieldAliases) bool { return f.Field == field }) {
			return
		}
		var found []int
		for position, shape := range s.shapes {
			if !taken[position] && shape.Filled >= 3 && fits(shape) {
				found = append(found, position)
			}
		}
		if len(found) == 1 {
			taken[found[0]] = true
			mapping.Columns = append(mapping.Columns, Column{Field: field, Positions: found, Certainty: certainty, Why: why})
		}
	}
	s.currencyByShape(mapping, entity, taken)
	address := "customer_email"
	if entity.entity == "contacts" {
		address = "email"
	}
	place(address, 0.75, "holds e-mail addresses", func(s Shape) bool { return s.Email >= 0.8 })
	if entity.entity != "purchases" {
		return
	}
	// Another date may be one of delivery: only a single one is beyond doubt.
	dates := 0
	for _, shape := range s.shapes {
		if shape.Date >= 0.8 {
			dates++
		}
	}
	// One of the two may be found by what it holds, and not both: any list of
	// people has a date and a sum.
	switch {
	case dates == 1 && !mapping.has("purchased_at") && (mapping.has("amount") || mapping.has("quantity", "price")):
		place("purchased_at", 0.6, "is the only column with dates", func(s Shape) bool { return s.Date >= 0.8 && s.Number < 0.5 })
	case mapping.has("purchased_at") && !mapping.has("quantity", "price"):
		place("amount", 0.55, "is the only column left with decimals", func(s Shape) bool { return s.Fraction >= 0.5 && s.Date < 0.5 && s.Phone < 0.5 })
	}
}

// currencyByShape: a column in which nothing but currencies stands is the
// currency under any header. Of several the first is taken and the others are
// asked about.
func (s *sheet) currencyByShape(mapping *Mapping, entity entityAliases, taken map[int]bool) {
	at := slices.IndexFunc(entity.fields, func(f fieldAliases) bool { return f.Field == "currency" })
	if at < 0 || mapping.has("currency") {
		return
	}
	var found []int
	for position, shape := range s.shapes {
		if !taken[position] && shape.Filled >= 2 && shape.Money == 1 {
			found = append(found, position)
		}
	}
	if len(found) == 0 {
		return
	}
	taken[found[0]] = true
	column := Column{Field: "currency", Positions: found[:1], Certainty: 0.75, Why: "holds nothing but currencies"}
	for _, other := range found[1:] {
		if s.differs(other, found[0]) {
			column.Others = append(column.Others, other)
		}
	}
	mapping.Columns = append(mapping.Columns, column)
}

// doubles fills keys from what stands for them: a person is known by an e-mail
// where the file has no number for her.
func (s *sheet) doubles(mapping *Mapping) {
	from := func(field string, certainty float64, why, other string) {
		column, ok := mapping.Of(other)
		if ok && !mapping.has(field) {
			mapping.Columns = append(mapping.Columns, Column{Field: field, Positions: column.Positions[:1], Certainty: min(certainty, column.Certainty), Why: why})
		}
	}
	const stands = "stands in for a number, which no column has"
	different := func(field string) bool {
		column, ok := mapping.Of(field)
		return ok && len(s.sample) > 0 && !s.shapes[column.Positions[0]].Repeats()
	}
	switch mapping.Entity {
	case "purchases":
		from("customer", 0.85, stands, "customer_email")
		from("customer", 0.8, stands, "customer_tax_id")
		from("customer", 0.7, stands, "customer_phone")
		from("customer", 0.6, "is all that tells customers apart", "customer_name")
	case "contacts":
		from("source_id", 0.85, stands, "email")
		from("source_id", 0.7, stands, "tax_id")
		from("source_id", 0.65, stands, "phone")
		if different("full_name") {
			from("source_id", 0.55, stands, "full_name")
		}
		if !mapping.has("full_name") && different("company") {
			from("source_id", 0.55, stands, "company")
		}
	case "deals":
		if different("deal") {
			from("deal_id", 0.6, stands, "deal")
		}
	case "products":
		if different("product") {
			from("product_id", 0.55, stands, "product")
		}
	}
}

// wholeNames: a file with one column for names has whole ones in it, whatever
// it calls them.
func (s *sheet) wholeNames(mapping *Mapping) {
	if mapping.has("full_name") || mapping.has("last_name") {
		return
	}
	for i := range mapping.Columns {
		if mapping.Columns[i].Field == "first_name" {
			mapping.Columns[i].Field = "full_name"
			mapping.Columns[i].Certainty = min(mapping.Columns[i].Certainty, 0.9)
		}
	}
}

// orderTotals tells what an order came to from what a line did: where the lines
// of an order all bear the same sum, or the first alone does, and quantity ×
// price says otherwise, it is the order's.
func (s *sheet) orderTotals(mapping *Mapping) {
	amount, ok := mapping.Of("amount")
	order, has := mapping.Of("order_id")
	if !ok || !has || mapping.Entity != "purchases" || !mapping.has("quantity", "price") {
		return
	}
	of, sum := order.Positions[0], amount.Positions[0]
	several, same := 0, 0
	for i := 0; i < len(s.sample); {
		end := i + 1
		for end < len(s.sample) && cell(s.sample[end], of) == cell(s.sample[i], of) {
			end++
		}
		if end-i > 1 && cell(s.sample[i], of) != "" {
			several++
			if s.oneSum(i, end, sum) {
				same++
			}
		}
		i = end
	}
	if several >= 2 && same == several {
		for i := range mapping.Columns {
			if mapping.Columns[i].Field == "amount" {
				mapping.Columns[i].Field = "order_total"
				mapping.Columns[i].Why += "; all lines of an order bear the same sum, so it is the order's"
			}
		}
	}
}

func (s *sheet) oneSum(start, end, column int) bool {
	first := cell(s.sample[start], column)
	for i := start + 1; i < end; i++ {
		if text := cell(s.sample[i], column); text != first && text != "" {
			return false
		}
	}
	return first != ""
}

func cell(row []string, column int) string {
	if column >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[column])
}

// misspelt looks for headers that are almost those of a missing field.
func (s *sheet) misspelt(mapping *Mapping, entity entityAliases) {
	for _, field := range entity.fields {
		if !slices.Contains(mapping.Missing, field.Field) {
			continue
		}
		for _, position := range mapping.Unplaced {
			if factor, _ := s.shapes[position].agrees(field.Kind); factor == 0 {
				continue
			}
			have := s.keys[position]
			length := len([]rune(have))
			for _, key := range field.spelled {
				letters := len([]rune(key))
				if letters >= 4 && length <= letters+2 && length+2 >= letters && spelling.Distance(key, have) <= 1+letters/9 {
					mapping.Near = append(mapping.Near, Near{Field: field.Field, Position: position, Means: field.header(key)})
					break
				}
			}
		}
	}
}
