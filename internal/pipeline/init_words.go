package pipeline

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"clientele/etl/profiles"
	"clientele/etl/values"
)

// spoken counts the words of a column that say whether a row is a sale.
type spoken struct {
	positions []int
	by        map[string]*saying // by the text as written
	many      bool               // more texts than states or kinds there are
}

// saying is how many rows say something, and what they are worth.
type saying struct {
	rows int64
	sum  int64 // with four decimals
}

// mostSayings is more than any company has states of its orders; a column with
// more holds remarks.
const mostSayings = 60

func (w *spoken) add(row []string, worth int64) {
	text, _ := filled(row, w.positions)
	if text == "" || w.many {
		return
	}
	one := w.by[text]
	if one == nil {
		if w.many = len(w.by) == mostSayings; w.many {
			return
		}
		if w.by == nil {
			w.by = map[string]*saying{}
		}
		one = &saying{}
		w.by[text] = one
	}
	one.rows++
	one.sum += worth
}

// heard are the texts of one meaning with what they count together, the most
// frequent first.
func heard(words []*spoken, means func(text string) bool) (texts []string, all saying) {
	counts := map[string]int64{}
	for _, word := range words {
		if word.many {
			return nil, saying{}
		}
		for text, one := range word.by {
			if means(text) {
				counts[text] += one.rows
				all.rows += one.rows
				all.sum += one.sum
			}
		}
	}
	return mostly(counts), all
}

// withRows names texts with their number of rows.
func withRows(words []*spoken, texts []string) string {
	var named []string
	for _, text := range texts[:min(len(texts), 8)] {
		var rows int64
		for _, word := range words {
			if one := word.by[text]; one != nil {
				rows += one.rows
			}
		}
		named = append(named, fmt.Sprintf("%s (%s)", comment(text), plural(rows, "row")))
	}
	if len(texts) > 8 {
		named = append(named, fmt.Sprintf("%d more", len(texts)-8))
	}
	return strings.Join(named, ", ")
}

// worth is what a row of sales is worth, as the sample writes numbers; 0 where
// it cannot be read.
func (f *facts) worth(row []string) int64 {
	mark, _ := f.guess.DecimalMark()
	read := func(positions []int) (int64, bool) {
		text, _ := filled(row, positions)
		units, fault := values.Number(text, mark, 18, 4)
		return units, text != "" && fault == values.Sound
	}
	for _, positions := range [][]int{f.amount, f.total} {
		if units, ok := read(positions); ok {
			return units
		}
	}
	quantity, counted := read(f.quantity)
	price, priced := read(f.price)
	if product, ok := values.Product(quantity, price, 4, 4); ok && counted && priced {
		return product
	}
	return 0
}

// sumText is a sum to the cent, as a person reads it.
func sumText(units int64) string {
	sign := ""
	if units < 0 {
		sign, units = "-", -units
	}
	cents := (units + 50) / 100
	return fmt.Sprintf("%s%s.%02d", sign, grouped(cents/100), cents%100)
}

// words asks about the rows of a plain list that say to be no sales, and about
// the documents that take goods back. What the words mean is written into the
// config; what no list of words knows is told.
func (s *Survey) words(source *initSource) {
	if !source.plainSales() {
		return
	}
	var states, kinds []*spoken
	for _, table := range source.tables {
		states, kinds = append(states, &table.seen.plain.status), append(kinds, &table.seen.plain.kind)
	}
	s.states(source, states)
	s.kinds(source, kinds)
	source.taxes()
}

// plainSales reports whether a source is a list of sales that no profile knows.
func (s *initSource) plainSales() bool {
	return s.active && s.entity() == "purchases" && s.first().Profile == ""
}

func (s *Survey) states(source *initSource, states []*spoken) {
	is := func(means profiles.Meaning) func(string) bool {
		return func(text string) bool { return profiles.StatusMeans(text) == means }
	}
	none, _ := heard(states, is(profiles.NoSale))
	var out, back []string // left out; negative already, as returns are
	for _, text := range none {
		if _, one := heard(states, func(other string) bool { return other == text }); one.sum < 0 {
			back = append(back, text)
		} else {
			out = append(out, text)
		}
	}
	if len(out) > 0 {
		_, all := heard(states, func(text string) bool { return slices.Contains(out, text) })
		value := "[" + strings.Join(quotedAll(distinct(out)), ", ") + "]"
		text := fmt.Sprintf("rows that are no sales by their state are left out: %s, %s in all; is that right?", withRows(states, out), sumText(all.sum))
		source.settings = append(source.settings, setting{"exclude_statuses", value, "? " + text})
		s.ask(source.name, "    exclude_statuses: "+value, false, "%s", text)
	}
	if len(back) > 0 {
		_, all := heard(states, func(text string) bool { return slices.Contains(back, text) })
		s.ask(source.name, "    exclude_statuses: ["+strings.Join(quotedAll(distinct(back)), ", ")+"]", false,
			"rows that are no sales by their state are negative, and count as returns: %s, %s in all; or are they to be left out?", withRows(states, back), sumText(all.sum))
	}
	if unclear, all := heard(states, is(profiles.Unclear)); len(unclear) > 0 {
		source.notes = append(source.notes, fmt.Sprintf("States of which it is not known whether they are sales; they count as sales (%s, %s): %s",
			plural(all.rows, "row"), sumText(all.sum), withRows(states, unclear)))
	}
}

func (s *Survey) kinds(source *initSource, kinds []*spoken) {
	is := func(means profiles.Meaning) func(string) bool {
		return func(text string) bool { return profiles.DocumentMeans(text) == means }
	}
	back, all := heard(kinds, is(profiles.Return))
	sales, _ := heard(kinds, is(profiles.Sale))
	if len(back) > 0 {
		value := "[" + strings.Join(quotedAll(distinct(back)), ", ") + "]"
		one := setting{key: "returns", value: value}
		if all.sum > 0 { // negative ones are what they are anyway
			text := fmt.Sprintf("rows of documents that take goods back are subtracted: %s, %s in all; is that right?", withRows(kinds, back), sumText(all.sum))
			one.text = "? " + text
			s.ask(source.name, "    returns: "+value, false, "%s", text)
		}
		source.settings = append(source.settings, one)
	}
	if unclear, all := heard(kinds, is(profiles.Unclear)); len(unclear) > 0 && len(back)+len(sales) > 0 {
		source.notes = append(source.notes, fmt.Sprintf("Kinds of document of which it is not known whether they are sales or returns; they count as written (%s, %s): %s",
			plural(all.rows, "row"), sumText(all.sum), withRows(kinds, unclear)))
	}
}

// distinct drops texts that differ in case only, as the load compares them.
func distinct(texts []string) []string {
	var kept []string
	for _, text := range texts {
		if !slices.ContainsFunc(kept, func(other string) bool { return strings.EqualFold(other, text) }) {
			kept = append(kept, text)
		}
	}
	return kept
}

// Headers of sums before and after tax, and of the tax itself.
var taxed = regexp.MustCompile(`(?i)(^|[^\p{L}])(net|netto|neto|gross|brutto|bruto|vat|tax|taxes|gst|ндс|нетто|брутто|налог|iva|impuesto|impuestos|base imponible|imposto|impostos|icms|líquido|liquido)([^\p{L}]|$)`)

// taxes says which of several sums is the amount, where some are with tax and
// some without.
func (s *initSource) taxes() {
	table := s.first()
	var amount string
	var others []string
	for _, column := range table.Columns {
		number := slices.ContainsFunc(column.Samples, func(text string) bool { return strings.ContainsAny(text, "0123456789") })
		switch {
		case slices.Contains(column.Fields, "amount") || slices.Contains(column.Fields, "order_total"):
			amount = column.Header
		case number && len(column.Fields) == 0 && taxed.MatchString(column.Header):
			others = append(others, fmt.Sprintf("%q", tidyHeader(column.Header)))
		}
	}
	if amount != "" && len(others) > 0 {
		s.notes = append(s.notes, fmt.Sprintf("The amount is %q; not used: %s", tidyHeader(amount), strings.Join(others, ", ")))
	}
}

// documents finds the column with kinds of documents by what it holds, where no
// header says it: all of its cells are sales and returns. It may pass for the
// number of the document.
func (s *seenTable) documents(sample [][]string) {
	if _, known := s.mapping.Of("document_type"); known || s.mapping.Entity != "purchases" {
		return
	}
	candidates := slices.Clone(s.mapping.Unplaced)
	if order, ok := s.mapping.Of("order_id"); ok {
		candidates = append(candidates, order.Positions[0])
	}
	for _, position := range candidates {
		if !kindsOnly(sample, position) {
			continue
		}
		s.mapping.Columns = slices.DeleteFunc(s.mapping.Columns, func(c profiles.Column) bool { return slices.Contains(c.Positions, position) })
		s.mapping.Columns = append(s.mapping.Columns, profiles.Column{Field: "document_type", Positions: []int{position}, Certainty: 0.8, Why: "holds sales and returns"})
		s.mapping.Unplaced = slices.DeleteFunc(s.mapping.Unplaced, func(other int) bool { return other == position })
		return
	}
}

// kindsOnly reports whether a column holds nothing but kinds of documents, both
// sales and returns.
func kindsOnly(sample [][]string, position int) bool {
	rows := map[profiles.Meaning]int{}
	for _, row := range sample {
		text, _ := filled(row, []int{position})
		rows[profiles.DocumentMeans(text)]++
	}
	return rows[profiles.Unclear] == 0 && rows[profiles.Sale] > 0 && rows[profiles.Return] > 0
}
