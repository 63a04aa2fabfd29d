package profiles

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Mapping is what the columns of a file without a profile seem to be.
type Mapping struct {
	Entity string
	// Certainty is that of the least certain field that the entity needs; 0
	// where something is missing that it cannot do without.
	Certainty float64
	Why       string
	Columns   []Column // in the order of the catalogue
	Missing   []string // fields that are needed and that no column fills
	Near      []Near   // headers that may be misspelt
	Unplaced  []int    // positions of the columns that are of no use, or of none known
}

// Column is a field with its columns.
type Column struct {
	Field     string
	Positions []int // several only where a field may have several values
	Certainty float64
	Why       string
	Others    []int // columns that may be meant as well

	weak  bool // its header says little
	thing bool // but it names what the rows are
}

// Near is a header that is almost one that we know. It is a question, and
// never an answer.
type Near struct {
	Field    string
	Position int
	Means    string
}

// Of returns the column of a field.
func (m Mapping) Of(field string) (Column, bool) {
	at := slices.IndexFunc(m.Columns, func(c Column) bool { return c.Field == field })
	if at < 0 {
		return Column{}, false
	}
	return m.Columns[at], true
}

func (m Mapping) has(fields ...string) bool {
	return !slices.ContainsFunc(fields, func(field string) bool { _, ok := m.Of(field); return !ok })
}

// Guess finds out what a file without a profile holds, by its headers and a
// sample of its rows: which entity, and which column is which field.
func Guess(header []string, sample [][]string) Mapping {
	known, err := embedded()
	if err != nil {
		return Mapping{}
	}
	s := newSheet(header, sample)
	var best, second Mapping
	var most, next float64
	for _, entity := range known.aliases {
		if entity.entity == "observations" { // fits everything that has a date and a number
			continue
		}
		mapping := s.mapTo(entity)
		score := s.score(known, mapping)
		switch {
		case score > most:
			best, second, most, next = mapping, best, score, most
		case score > next:
			second, next = mapping, score
		}
	}
	if best.Entity == "contacts" {
		if sales, are := s.salesByHeaders(known); are {
			return sales
		}
	}
	if best.Entity != "" && next > 0.8*most {
		best.Certainty *= 0.8
		best.Why += fmt.Sprintf("; %s are nearly as likely", second.Entity)
	}
	return best
}

// salesByHeaders is the mapping of a list of sales in which too little can be
// read for one: its headers name orders, what was sold, how much of it, and for
// how much. As a list of people it would lose all of that and look complete.
func (s *sheet) salesByHeaders(known *catalogue) (Mapping, bool) {
	at := slices.IndexFunc(known.aliases, func(e entityAliases) bool { return e.entity == "purchases" })
	if at < 0 {
		return Mapping{}, false
	}
	named := newSheet(s.header, nil).mapTo(known.aliases[at])
	plainly := func(fields ...string) bool {
		return slices.ContainsFunc(fields, func(field string) bool {
			column, ok := named.Of(field)
			return ok && !column.weak
		})
	}
	if !plainly("order_id") || !plainly("product", "product_id") || !plainly("quantity") || !plainly("amount", "order_total", "price") {
		return Mapping{}, false
	}
	sales := s.mapTo(known.aliases[at])
	for _, field := range sales.Missing {
		if column, ok := named.Of(field); ok && slices.Contains(sales.Unplaced, column.Positions[0]) {
			sales.Near = append(sales.Near, Near{Field: field, Position: column.Positions[0], Means: field})
		}
	}
	return sales, true
}

// GuessAs maps the columns to an entity that is given.
func GuessAs(entity string, header []string, sample [][]string) Mapping {
	known, err := embedded()
	if err != nil {
		return Mapping{Entity: entity}
	}
	at := slices.IndexFunc(known.aliases, func(e entityAliases) bool { return e.entity == entity })
	if at < 0 {
		return Mapping{Entity: entity}
	}
	return newSheet(header, sample).mapTo(known.aliases[at])
}

// Columns finds headers for the wanted fields of an entity by the headers
// alone; a field that none fits is missing.
func Columns(entity string, wanted []string, header []string) (columns map[string]string, missing []string) {
	mapping := GuessAs(entity, header, nil)
	columns = map[string]string{}
	for _, field := range wanted {
		if column, ok := mapping.Of(field); ok {
			columns[field] = header[column.Positions[0]]
		} else {
			missing = append(missing, field)
		}
	}
	return columns, missing
}

// sheet is a header with its sample, made ready.
type sheet struct {
	header []string
	sample [][]string
	names  *index
	keys   []string // squeezed headers
	bare   []string // squeezed, without the entity beside it
	shapes []Shape
}

func newSheet(header []string, sample [][]string) *sheet {
	s := &sheet{header: header, sample: sample, names: newIndex(header)}
	for i := range header {
		s.keys = append(s.keys, squeeze(header[i]))
		bare := ""
		if of := s.names.affixes[i]; of != "" && (of == s.names.own || personal(s.names.bare[i])) {
			bare = squeeze(s.names.bare[i])
		}
		s.bare = append(s.bare, bare)
		s.shapes = append(s.shapes, ShapeOf(s.cells(i)))
	}
	return s
}

func (s *sheet) cells(column int) []string {
	cells := make([]string, 0, len(s.sample))
	for _, row := range s.sample {
		if column < len(row) {
			cells = append(cells, row[column])
		} else {
			cells = append(cells, "")
		}
	}
	return cells
}

// countsRows tells a column that numbers the rows of a list. It is no key: with
// a row put in between, every row behind it has another one's number.
func (s *sheet) countsRows(column int) bool {
	if !slices.Contains([]string{"№", "№пп", "пп", "#", "n", "no", "nr", "num"}, s.keys[column]) || len(s.sample) < 3 {
		return false
	}
	for i, cell := range s.cells(column) {
		if strings.TrimSpace(cell) != strconv.Itoa(i+1) {
			return false
		}
	}
	return true
}

// candidate is a column that a field may have.
type candidate struct {
	field, position int
	score           float64
	alias           alias
	why             string
}

// candidates are all pairs of a field and a column that go together, the best
// first.
func (s *sheet) candidates(entity entityAliases) []candidate {
	var all []candidate
	for f, field := range entity.fields {
		for position := range s.header {
			if one, ok := s.candidate(field, f, position); ok {
				all = append(all, one)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.field, b.field), cmp.Compare(a.position, b.position))
	})
	return all
}

func (s *sheet) candidate(field fieldAliases, at, position int) (candidate, bool) {
	found, ok := field.keys[s.keys[position]]
	beside := false
	if !ok && s.bare[position] != "" {
		found, ok = field.keys[s.bare[position]]
		beside = true
	}
	if !ok || s.keys[position] == "" || s.countsRows(position) {
		return candidate{}, false
	}
	shape := s.shapes[position]
	factor, why := shape.agrees(field.Kind)
	score, how := 0.95, "is called so"
	if found.weak {
		score, how = 0.7, "may be called so"
		factor = s.weakly(field, shape, factor)
	}
	if field.Kind == "text" && isPersonName(field.Field) && shape.Code >= 0.7 {
		factor = 0 // numbers of customers under the header "Customer"
	}
	if beside {
		score -= 0.05
	}
	score = score*factor - 0.0002*float64(found.rank)
	if why != "" {
		how += " and " + why
	}
	return candidate{field: at, position: position, score: score, alias: found, why: how}, score >= 0.45
}

func isPersonName(field string) bool {
	return field == "customer_name" || field == "full_name" || field == "first_name" || field == "last_name"
}

// weakly judges a header that says little: what stands in the column decides.
func (s *sheet) weakly(field fieldAliases, shape Shape, factor float64) float64 {
	if shape.Filled == 0 {
		return factor
	}
	numbered := field.Field == "order_id" || field.Field == "deal_id" || field.Field == "event_id" || field.Field == "source_id" || field.Field == "product_id" || field.Field == "contract_id"
	switch {
	case field.Kind == "key" && shape.Code < 0.6:
		return 0
	case field.Field == "customer" && field.entity != "contracts" && shape.Filled >= 2 && !shape.Repeats():
		return 0 // every row another one: that is the row's own number
	case numbered && field.Field != "order_id" && field.Field != "deal_id" && shape.Filled >= 5 && shape.Distinct*2 < shape.Filled:
		return 0
	case field.Field == "order_id" && shape.Filled >= 20 && shape.Distinct*4 < shape.Filled:
		return factor * 0.8
	case field.Kind == "key" || field.Kind == "date" || field.Kind == "money" || field.Kind == "number":
		return factor * 1.1
	}
	return factor
}

// mapTo gives the fields of an entity their columns, the surest first; a
// column that has a field is not taken again.
func (s *sheet) mapTo(entity entityAliases) Mapping {
	mapping := Mapping{Entity: entity.entity}
	placed := make([]*Column, len(entity.fields))
	taken := map[int]bool{}
	all := s.candidates(entity)
	for _, one := range all {
		field := entity.fields[one.field]
		have := placed[one.field]
		switch {
		case taken[one.position]:
		case have == nil:
			placed[one.field] = &Column{Field: field.Field, Positions: []int{one.position}, Certainty: min(one.score+0.04, 0.99), Why: one.why, weak: one.alias.weak, thing: one.alias.thing}
			taken[one.position] = true
		case many(field) && !one.alias.weak:
			have.Positions = append(have.Positions, one.position)
			taken[one.position] = true
		}
	}
	for _, one := range all {
		if have := placed[one.field]; have != nil && !taken[one.position] && !one.alias.weak && s.differs(one.position, have.Positions[0]) &&
			!slices.Contains(have.Others, one.position) {
			have.Others = append(have.Others, one.position)
		}
	}
	for _, column := range placed {
		if column != nil {
			mapping.Columns = append(mapping.Columns, *column)
		}
	}
	s.byShape(&mapping, entity, taken)
	s.wholeNames(&mapping)
	s.doubles(&mapping)
	s.orderTotals(&mapping)
	for _, column := range mapping.Columns {
		for _, position := range column.Positions {
			taken[position] = true
		}
	}
	for position := range s.header {
		if !taken[position] && s.keys[position] != "" {
			mapping.Unplaced = append(mapping.Unplaced, position)
		}
	}
	s.judge(&mapping, entity)
	return mapping
}

func many(field fieldAliases) bool {
	return field.Kind == "email" || field.Kind == "phone" || field.Field == "tags"
}

// differs reports whether two columns say different things.
func (s *sheet) differs(a, b int) bool {
	if s.keys[a] == s.keys[b] && s.names.currencies[a] == s.names.currencies[b] {
		return false
	}
	one, two := s.cells(a), s.cells(b)
	return len(one) == 0 || !slices.Equal(one, two)
}

// score weighs how much a mapping explains of the file: a header that only one
// entity knows says more than one that all know.
func (s *sheet) score(known *catalogue, mapping Mapping) float64 {
	score := 0.0
	used := map[int]bool{}
	for _, column := range mapping.Columns {
		for _, position := range column.Positions {
			if used[position] {
				continue
			}
			used[position] = true
			score += column.Certainty / max(1, known.shared(s.keys[position], s.bare[position]))
		}
	}
	if score == 0 {
		return 0
	}
	score *= 0.5 + 0.5*float64(len(used))/float64(len(s.header))
	if len(mapping.Missing) > 0 {
		score *= 0.2
	}
	return score
}

// shared counts the entities that know a header; those for which it says
// little count half. Contracts and campaigns do not count: their headers are
// those of deals, purchases, contacts and events too, of which they would take
// away what tells these apart.
func (c *catalogue) shared(key, bare string) float64 {
	count := 0.0
	for _, entity := range c.aliases {
		if slices.Contains([]string{"observations", "rates", "contracts", "campaigns", "campaign_members"}, entity.entity) {
			continue
		}
		most := 0.0
		for _, field := range entity.fields {
			found, ok := field.keys[key]
			if !ok && bare != "" {
				found, ok = field.keys[bare]
			}
			switch {
			case ok && !found.weak:
				most = 1
			case ok:
				most = max(most, 0.5)
			}
		}
		count += most
	}
	return count
}

// judge says what is missing, what may be misspelt, and how sure the whole is.
func (s *sheet) judge(mapping *Mapping, entity entityAliases) {
	mapping.Missing = missing(*mapping, entity)
	s.misspelt(mapping, entity)
	mapping.Certainty = 0.95
	for _, field := range needs(*mapping, entity) {
		if column, ok := mapping.Of(field); ok {
			mapping.Certainty = min(mapping.Certainty, column.Certainty)
		}
	}
	mapping.Why = fmt.Sprintf("%d of %d columns are those of %s", len(s.header)-len(mapping.Unplaced), len(s.header), entity.entity)
	if len(mapping.Missing) > 0 {
		mapping.Certainty = 0
		mapping.Why += ", but nothing is its " + strings.Join(mapping.Missing, ", ")
	}
}
