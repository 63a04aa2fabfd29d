package etl

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"clientele/etl/columnar"
	"clientele/etl/profiles"
	"clientele/etl/values"
	"clientele/internal/strictyaml"
)

// plan says how the records of one file become rows of an entity: what fills
// each field, and by which rules. It is read by several goroutines and changed
// by none.
type plan struct {
	file    string
	entity  Entity
	source  Source
	zone    *time.Location
	stored  []columnar.Field
	origins []origin       // of the fields that something fills
	at      map[string]int // their places in origins
	slots   []int          // positions in a record of the cells that are needed
	slotOf  map[int]int    // places in slots

	extracts []extraction
	outcome  []rule
	exclude  []rule
	nothing  map[string]bool
	// nothingSaid says that the config itself calls it so, and no profile.
	nothingSaid bool
	words       wordLists
	fold        []int // stored columns
	fillDown    []fill
	fillsKey    bool // rows without a number go on with the order above
	// moneyHeaders says that some header of a sum names a currency.
	moneyHeaders bool
	group        int  // the origin of the key by which rows belong together; -1
	shared       bool // an order's total is shared among its lines
	continued    bool // rows of one deal are one deal
}

// origin is what fills a field.
type origin struct {
	field    Field
	column   columnar.Field
	stored   int     // among the stored columns, -1 for none
	from     [][]int // slots: the columns of each header that is there
	single   int     // the slot, where only one column fills the field; else -1
	joined   bool
	split    string
	constant string
	words    map[string]string
	pulls    []pull
	header   string   // as the mapping has it
	found    []string // the file's headers of from
	currency []string // in them; nil where there is none
}

// pull is a group of a pattern.
type pull struct{ extraction, group int }

type extraction struct {
	from    [][]int
	pattern *regexp.Regexp
}

// rule is one of the profile's, ready to be asked.
type rule struct {
	from   []int // slots; nil where the file has no such column
	values map[string]bool
	filled bool
	is     string
}

// fill is a field of which rows of one order have what the first one has.
type fill struct{ slots []int }

// wordLists are the words of a config that decide about purchases, in small
// letters.
type wordLists struct{ returns, products, statuses map[string]bool }

// planFile matches a mapping with a file's header.
func planFile(file File, header []string, excludeProducts []string) (*plan, error) {
	file.Source = file.Source.byName()
	entity, ok := EntityNamed(file.Source.Entity)
	if !ok {
		return nil, fmt.Errorf("source %s: no entity is called %q", file.Source.Name, file.Source.Entity)
	}
	zone, err := time.LoadLocation(file.Source.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", file.Source.Name, err)
	}
	p := &plan{
		file: file.Name, entity: entity, source: file.Source, zone: zone, at: map[string]int{}, slotOf: map[int]int{}, group: -1,
		words: wordLists{wordSet(file.Source.Returns), wordSet(excludeProducts), wordSet(file.Source.ExcludeStatuses)},
	}
	if len(file.Source.Nothing) > 0 {
		p.nothing = wordSet(file.Source.Nothing)
		p.nothingSaid = file.Source.Profile == "" || slices.Contains(file.Source.Own, "nothing")
	}
	for _, field := range entity.Stored() {
		column, err := columnar.FieldOf(field.ID, field.Name, field.Type)
		if err != nil {
			return nil, err
		}
		p.stored = append(p.stored, column)
	}
	for _, step := range []func([]string) error{p.takeExtracts, p.takeFields, p.takeRules} {
		if err := step(header); err != nil {
			return nil, err
		}
	}
	return p, p.takeGroups()
}

func wordSet(words []string) map[string]bool {
	set := map[string]bool{}
	for _, word := range words {
		if word = strings.ToLower(trim(word)); word != "" {
			set[word] = true
		}
	}
	return set
}

// slot is where the cell of a column stands in a batch.
func (p *plan) slot(position int) int {
	if at, known := p.slotOf[position]; known {
		return at
	}
	p.slots = append(p.slots, position)
	p.slotOf[position] = len(p.slots) - 1
	return len(p.slots) - 1
}

// columns are the slots of the headers that the file has, in their order.
func (p *plan) columns(header, wanted []string) (from [][]int, found []string) {
	for _, name := range wanted {
		var slots []int
		for _, position := range profiles.Find(header, name) {
			slots = append(slots, p.slot(position))
		}
		if slots == nil {
			continue
		}
		if p.source.Duplicates != "first" {
			slices.Reverse(slots)
		}
		from, found = append(from, slots), append(found, header[p.slots[slots[0]]])
	}
	return from, found
}

// takeFields finds out what fills each field.
func (p *plan) takeFields(header []string) error {
	for _, field := range p.entity.Input() {
		made := origin{field: field, stored: p.storedAt(field.Name), single: -1, pulls: p.pulls(field.Name)}
		var err error
		if !field.Passing || field.Kind == NumberField {
			if made.column, err = columnar.FieldOf(field.ID, field.Name, field.Type); err != nil {
				return err
			}
		}
		made.constant, _ = p.source.Constants.Get(field.Name)
		if field.Name == "currency" && made.constant == "" && !field.Required {
			made.constant = p.source.Currency
		}
		made.split, _ = p.source.Split.Get(field.Name)
		if words, ok := p.source.Words.Get(field.Name); ok {
			made.words = map[string]string{}
			for _, pair := range words {
				made.words[strings.ToLower(pair.Key)] = pair.Value
			}
		}
		wanted, mapped := p.source.Columns.Get(field.Name)
		if joined, ok := p.source.Join.Get(field.Name); ok {
			wanted, mapped, made.joined = joined, true, true
		}
		var found []string
		made.from, found = p.columns(header, wanted)
		if mapped && len(made.from) == 0 && len(made.pulls) == 0 && made.constant == "" && p.must(field) {
			return &ColumnError{File: p.file, Field: field.Name, Headers: wanted, Have: header}
		}
		if len(made.from)+len(made.pulls) == 0 && made.constant == "" {
			continue
		}
		made.describe(wanted, found)
		p.moneyHeaders = p.moneyHeaders || made.currency != nil
		p.at[field.Name] = len(p.origins)
		p.origins = append(p.origins, made)
	}
	return nil
}

// must reports whether a column of the field has to be there: one that the
// config names itself, or without which a profile's table makes no sense.
func (p *plan) must(field Field) bool {
	if p.source.Profile == "" || slices.Contains(p.source.Own, field.Name) {
		return true
	}
	return field.Required && (field.Name != "purchased_at" || !p.source.fills("period_to"))
}

func (o *origin) describe(wanted, found []string) {
	if len(wanted) > 0 {
		o.header = wanted[0]
	}
	o.found = found
	known := false
	for _, header := range found {
		_, currency := profiles.Normalise(header)
		o.currency = append(o.currency, currency)
		known = known || currency != ""
	}
	if !known {
		o.currency = nil
	}
	if len(o.from) == 1 && len(o.from[0]) == 1 && !o.joined && o.split == "" && o.words == nil && o.pulls == nil {
		o.single = o.from[0][0]
	}
	for i, name := range wanted {
		if len(found) > 0 && sameHeader(name, found[0]) {
			o.header = wanted[i]
			return
		}
	}
	if len(found) > 0 {
		o.header = found[0]
	}
}

func sameHeader(a, b string) bool {
	one, _ := profiles.Normalise(a)
	two, _ := profiles.Normalise(b)
	return one == two
}

func (p *plan) storedAt(name string) int {
	return slices.IndexFunc(p.stored, func(f columnar.Field) bool { return f.Name == name })
}

// decisions are what was seen of a file's notation, or said in the config.
type decisions struct {
	decimalMark byte
	dayOrder    values.DayOrder
}

// mapping makes pairs of one header each; it is how a mapping is put together
// that no config wrote.
func mapping(field, header string) strictyaml.Pair[[]string] {
	return strictyaml.Pair[[]string]{Key: field, Value: []string{header}}
}
