package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"clientele/etl/profiles"
)

// sameSales finds sales that two systems both export, as a shop its orders and
// a payment service its payments: read both, everything would count twice.
func (s *Survey) sameSales() {
	var sales []*initSource
	for _, source := range s.sources {
		if source.active && source.entity() == "purchases" {
			sales = append(sales, source)
		}
	}
	for i, one := range sales {
		for _, other := range sales[i+1:] {
			if !one.active || !other.active {
				continue
			}
			share, count, same := sharedSales(one, other)
			months, equal := sameMonths(one, other)
			if !same && !equal && (share < 0.5 || count < 3) {
				continue
			}
			better, worse := one, other
			if detail(other) > detail(one) {
				better, worse = other, one
			}
			worse.active = false
			if !same && (share < 0.5 || count < 3) {
				worse.why = fmt.Sprintf("for %s it seems to have the same sales as %s: both together would count them twice", plural(int64(months), "month"), better.name)
				s.ask(worse.name, "  - name: "+worse.name, false,
					"%s and %s seem to be two reports of the same sales in %s. %s is read; %s is commented out. If they are different sales, take the # away.",
					better.name, worse.name, plural(int64(months), "month"), better.name, worse.name)
				continue
			}
			worse.why = fmt.Sprintf("%.0f %% of its days and sums are those of %s: both together would count them twice", 100*share, better.name)
			s.ask(worse.name, "  - name: "+worse.name, false,
				"%s and %s seem to hold the same sales (%d of the same day and sum). %s is read; %s is commented out. If they are different sales, take the # away.", better.name, worse.name, count, better.name, worse.name)
		}
	}
}

// detail says how much a source tells of its sales: of two with the same ones
// that with articles is better.
func detail(source *initSource) int {
	table, points := source.first(), 0
	for _, field := range []string{"product", "product_id", "quantity", "customer", "customer_email", "customer_name", "order_id"} {
		if table.seen.positions(field) != nil {
			points++
		}
	}
	return points
}

// namespaces lets sources share the keys of customers where they have them in
// common. Small numbers are alike in any two systems, and a name is no key.
func (s *Survey) namespaces() {
	for i, source := range s.sources {
		if source.active && source.continues != nil && !source.namespaced() {
			text := fmt.Sprintf("the list of %s goes on, its numbers begin anew; the customers are the same", source.continues.name)
			source.settings = append(source.settings, setting{"namespace", quoted(source.continues.namespace()), text})
		}
		if !source.active || source.namespaced() || !source.keyed() {
			continue
		}
		for _, other := range s.sources[:i] {
			if !other.active || !other.keyed() || source.namespaced() {
				continue
			}
			share, count := 0.0, 0
			for _, a := range source.tables {
				for _, b := range other.tables {
					part, n := a.seen.facts.customers.common(&b.seen.facts.customers)
					share, count = max(share, part), count+n
				}
			}
			if share < 0.3 || count < 3 {
				continue
			}
			shared := other.namespace()
			source.settings = append(source.settings, setting{"namespace", quoted(shared), fmt.Sprintf("its customers' keys are those of %s: %.0f %% are found there", other.name, 100*share)})
		}
	}
}

// namespace is whose keys the source's are.
func (s *initSource) namespace() string {
	for _, one := range s.settings {
		if one.key == "namespace" {
			return strings.Trim(one.value, `"`)
		}
	}
	if table, ok := s.first().seen.profile.Table(""); ok && table.Namespace != "" {
		return table.Namespace
	}
	return s.name
}

func (s *initSource) namespaced() bool {
	table, ok := s.first().seen.profile.Table("")
	return ok && table.Namespace != "" || slices.ContainsFunc(s.settings, func(one setting) bool { return one.key == "namespace" })
}

// keyed reports whether the source has customers' keys that mean something
// beyond it.
func (s *initSource) keyed() bool {
	seen := s.first().seen
	positions := seen.facts.customer
	if positions == nil || len(s.first().Columns) <= positions[0] {
		return false
	}
	if column, ok := seen.mapping.Of("customer"); ok && column.Certainty <= 0.6 {
		return false // a name
	}
	samples := s.first().Columns[positions[0]].Samples
	return slices.ContainsFunc(samples, func(text string) bool { return len(strings.Trim(text, "0")) >= 4 })
}

// sales makes won deals the sales of a company that has no other ones, and
// says where it does not.
func (s *Survey) sales() {
	have := ""
	for _, source := range s.sources {
		if source.active && source.entity() == "purchases" {
			have = source.name
			break
		}
	}
	var made []*initSource
	for _, source := range s.sources {
		table, ok := source.first().seen.profile.Table("purchases")
		if !source.active || source.entity() != "deals" || !ok {
			continue
		}
		won := &initSource{name: source.name + "-won", tables: source.tables, files: source.files, sheets: source.sheets, active: have == ""}
		won.settings = append(won.settings, setting{"entity", "purchases", ""})
		if table.Namespace == "" {
			won.settings = append(won.settings, setting{"namespace", quoted(source.namespace()), "the same customers"})
		}
		won.asks = source.asks
		won.notes = []string{"Won deals as sales, because no export holds sales."}
		if have != "" {
			won.notes = nil
			won.why = fmt.Sprintf("won deals could be sales, but %s holds sales: both together may count them twice", have)
		}
		made = append(made, won)
	}
	s.sources = append(s.sources, made...)
	if have != "" || slices.ContainsFunc(made, func(one *initSource) bool { return one.active }) {
		return
	}
	for _, source := range s.sources {
		if source.active && source.entity() == "deals" {
			if won := s.wonDeals(source); won != nil {
				s.sources = append(s.sources, won)
			}
			return
		}
	}
	if len(s.sources) > 0 {
		s.ask("sources", "", false, "no file holds sales (a date with a sum, or with a quantity and a price), so nothing can be said of customers' value. Export the orders, invoices or payments too.")
	}
}

// wonDeals makes sales of deals without a profile, where a state is called won
// in plain words; else it asks which one is.
func (s *Survey) wonDeals(source *initSource) *initSource {
	seen := source.first().seen
	for i, positions := range seen.facts.state {
		var won, lost []string
		for _, text := range mostly(seen.facts.stages[i]) {
			switch outcomeOf(text) {
			case "won":
				won = append(won, quoted(tidyHeader(text)))
			case "lost":
				lost = append(lost, quoted(tidyHeader(text)))
			}
		}
		if len(won) == 0 {
			continue
		}
		column := quoted(tidyHeader(seen.header[positions[0]]))
		rules := fmt.Sprintf("[{column: %s, values: [%s], is: won}", column, strings.Join(won, ", "))
		if len(lost) > 0 {
			rules += fmt.Sprintf(", {column: %s, values: [%s], is: lost}", column, strings.Join(lost, ", "))
		}
		rules += "]"
		source.settings = append(source.settings, setting{"outcome", rules, ""})
		return source.salesOf(rules)
	}
	s.askOutcome(source)
	return nil
}

// salesOf are the won deals of a source as sales; nil where no column says for
// how much, or when.
func (s *initSource) salesOf(rules string) *initSource {
	table := *s.first()
	seen := *table.seen
	fields := map[string]string{"deal_id": "order_id", "closed_at": "purchased_at", "created_at": "", "deal": "product", "lead_source": "channel", "stage": "status",
		"pipeline": "", "status": "", "probability": "", "expected_close_at": "", "lost_reason": "", "updated_at": ""}
	var columns []profiles.Column
	for _, column := range seen.mapping.Columns {
		if to, named := fields[column.Field]; !named {
			columns = append(columns, column)
		} else if to != "" {
			column.Field = to
			columns = append(columns, column)
		}
	}
	seen.mapping.Columns, seen.mapping.Missing = columns, nil
	for _, needed := range []string{"purchased_at", "amount"} {
		if _, ok := seen.mapping.Of(needed); !ok {
			return nil
		}
	}
	if _, ok := seen.mapping.Of("customer"); !ok {
		if name, ok := seen.mapping.Of("customer_name"); ok {
			name.Field = "customer"
			seen.mapping.Columns = append(seen.mapping.Columns, name)
		}
	}
	if product, ok := profiles.GuessAs("purchases", seen.header, nil).Of("product"); ok {
		// The deal's name says less.
		seen.mapping.Columns = append(slices.DeleteFunc(seen.mapping.Columns, func(c profiles.Column) bool { return c.Field == "product" }), product)
	}
	table.seen, table.Entity = &seen, "purchases"
	return &initSource{name: s.name + "-won", tables: []*FoundTable{&table}, files: s.files, sheets: s.sheets, active: true, asks: s.asks,
		notes: []string{"Won deals as sales, because no export holds sales."}, settings: []setting{{"outcome", rules, ""}, {"only_won", "true", ""}, {"namespace", quoted(s.namespace()), "the same customers"}}}
}

// askOutcome asks which stage is won, with the stages that there are.
func (s *Survey) askOutcome(source *initSource) {
	seen := source.first().seen
	i := 1 // the stage says more than the state, unless there is none
	if seen.facts.state[i] == nil {
		i = 0
	}
	stages := mostly(seen.facts.stages[i])
	if len(stages) == 0 {
		s.ask(source.name, "", false, "no file holds sales, and no column says which of %s's deals are won. Export the orders, invoices or payments too.", source.name)
		return
	}
	told := strings.Join(stages[:min(8, len(stages))], ", ")
	rule := fmt.Sprintf("[{column: %s, values: [STAGE], is: won}]", quoted(tidyHeader(seen.header[seen.facts.state[i][0]])))
	s.ask(source.name, "    outcome: "+rule, false, "no file holds sales, and it is not known which of %s's deals are won. Which of these is: %s?", source.name, told)
	source.asks = append(source.asks, setting{"outcome", rule, "which stage is won? Then its deals can be sales: " + told})
}

// outcomeOf reads the state of a deal where it is said in plain words.
func outcomeOf(text string) string {
	plain := strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }), " ")
	switch plain {
	case "won", "closed won", "deal won", "выиграна", "выигран", "выиграно", "успешно реализовано", "сделка успешна", "закрыта успешно", "закрыта удачно",
		"ganado", "ganada", "cerrado ganado", "cerrada ganada", "ganho", "ganha", "fechado ganho", "fechada ganha", "vendida", "vendido":
		return "won"
	case "lost", "closed lost", "deal lost", "проиграна", "проигран", "проиграно", "закрыто и не реализовано", "сделка провалена", "провалена", "закрыта неудачно",
		"perdido", "perdida", "cerrado perdido", "cerrada perdida", "fechado perdido", "fechada perdida":
		return "lost"
	}
	return ""
}
