package pipeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"clientele/etl/values"
)

// alike is what stays of a row wherever it is exported to: its day, and who or
// how much. A workbook writes 7 and 2026-03-01T00:00:00 where a text has 7.00 and
// 01.03.2026.
func (f *facts) alike(row []string) string {
	when, _ := filled(row, f.when)
	lasting, _ := filled(row, f.lasting)
	mark, _ := f.guess.DecimalMark()
	if units, fault := values.Number(lasting, mark, 18, 4); fault == values.Sound && lasting != "" {
		lasting = values.Text(units, 4)
	}
	return f.oneDay(when) + "\x00" + strings.ToLower(lasting)
}

// oneDay is the day of a text that has only one; another text is itself.
func (f *facts) oneDay(text string) string {
	day := ""
	for _, order := range dayOrders() {
		micros, ok := values.Moment(text, order, f.clock)
		if !ok {
			continue
		}
		read := time.UnixMicro(micros).UTC().Format(time.DateOnly)
		if day != "" && day != read {
			return text
		}
		day = read
	}
	if day == "" {
		return text
	}
	return day
}

// sameTwice reports whether two tables hold the same sales, by day and sum.
// Where all there is agrees, with the numbers of the orders, two are enough.
func sameTwice(one, other *FoundTable) (share float64, count int, same bool) {
	a, b := &one.seen.facts, &other.seen.facts
	share, count = a.sales.common(&b.sales)
	if share >= 0.5 && count >= 3 {
		return share, count, true
	}
	keys, numbered := a.keys.common(&b.keys)
	all := int64(count) == a.orders && int64(count) == b.orders
	return share, count, all && count >= 2 && keys == 1 && numbered == count
}

// sharedSales is how much of their sales two sources have in common, and whether
// any two of their tables hold the same ones.
func sharedSales(one, other *initSource) (share float64, count int, same bool) {
	for _, a := range one.tables {
		for _, b := range other.tables {
			part, n, pair := sameTwice(a, b)
			share, count, same = max(share, part), count+n, same || pair
		}
	}
	return share, count, same
}

// repeats finds lists that were exported twice: the newer one has what the
// older one had, and both together would count it twice. Where one pattern names
// all of them, they are the exports of several days: then all are read, since a
// load takes the later of two states by their keys, and next month's comes too.
func (s *Survey) repeats(source *initSource, all []string) {
	if len(source.tables) < 2 || source.entity() == "traffic" || source.entity() == "rates" {
		return
	}
	slices.SortStableFunc(source.tables, func(a, b *FoundTable) int {
		return cmp.Or(strings.Compare(a.To, b.To), strings.Compare(a.File, b.File))
	})
	serial := source.serial(all)
	overlaps := false
	var kept []*FoundTable
	for i, table := range source.tables {
		var newest *FoundTable
		for _, later := range source.tables[i+1:] {
			count, same := repeated(table, later)
			overlaps = overlaps || count > 0
			switch {
			case serial:
			case same:
				newest = later
			case count > 0:
				s.ask(source.name, "", false, "%s and %s both have %s of the same %s, which may count twice; export times that do not overlap.", table.Label(), later.Label(), plural(int64(count), "row"), source.entity())
			}
		}
		if newest == nil {
			kept = append(kept, table)
			continue
		}
		s.leaveOut(source, table, newest)
	}
	source.tables = kept
	if serial && overlaps {
		source.notes = append(source.notes, "Exports of one list at several times: of what stands in several, the latest one counts")
	}
}

// leaveOut leaves a table to the newer one that holds the same.
func (s *Survey) leaveOut(source *initSource, table, newest *FoundTable) {
	table.Source = ""
	newer := newest.Label()
	source.notes = append(source.notes, fmt.Sprintf("%s is left out: %s holds the same and newer rows", table.Label(), newer))
	line := "    files: [" + quoted(table.File) + ", …]"
	if table.book() == newest.book() {
		line = "    sheet: [" + quoted(table.Sheet) + ", " + quoted(newest.Sheet) + "]"
	}
	s.ask(source.name, line, false,
		"%s and %s hold the same %s; only the newer one is read, since both would count them twice. If they are different, name both.", table.Label(), newer, source.entity())
}

// serial reports whether the tables are one list as it was on several days: a
// file each, of one format, with keys, under names that one pattern finds.
func (s *initSource) serial(all []string) bool {
	if !slices.Contains([]string{"purchases", "deals", "contacts", "contracts"}, s.entity()) {
		return false
	}
	var names []string
	for _, table := range s.tables {
		if table.seen.facts.key == nil || table.Format != s.first().Format || slices.Contains(names, table.File) {
			return false
		}
		names = append(names, table.File)
	}
	found := patterns(names, all)
	return len(found) == 1 && strings.Contains(found[0], "*")
}

// repeated reports whether two tables of one list have the same rows. Rows
// without numbers are compared where the files are of two formats: who exports a
// list twice does it so, while two branches may sell the same things on one day.
func repeated(one, other *FoundTable) (count int, same bool) {
	a, b := &one.seen.facts, &other.seen.facts
	if a.key == nil && one.onSheet() != other.onSheet() {
		if _, count, same := sameTwice(one, other); same {
			return count, true
		}
	}
	share, count := a.rows.common(&b.rows)
	return count, share >= 0.5 && count >= 2
}
