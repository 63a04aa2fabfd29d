package pipeline

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	exports "clientele/etl/export"
)

// book is a workbook of the survey: a file, or a file in an archive.
type book struct{ file, member string }

func (t *FoundTable) book() book { return book{t.File, t.Member} }

// onSheet reports whether a table stands on a sheet that a config can name. It
// does so always, since which sheet is the first changes with the workbook.
func (t *FoundTable) onSheet() bool {
	return t.Sheet != "" && (t.Format == "xlsx" || t.Format == "ods")
}

// bySheets names the sheets of a source. A source reads the same sheets of all
// its files; where no names or patterns do that, each workbook becomes a source
// of its own, with the customers of the first.
func (s *Survey) bySheets(source *initSource) []*initSource {
	if sheets, ok := s.sheetsOf(source.tables); ok {
		source.nameSheets(sheets)
		return []*initSource{source}
	}
	parts := []*initSource{source}
	of := map[book]*initSource{source.first().book(): source}
	tables := source.tables
	source.tables = nil
	for _, table := range tables {
		part := of[table.book()]
		if part == nil {
			part = &initSource{name: s.free(source.name, parts), active: true}
			part.settings = append(part.settings, setting{"namespace", quoted(source.name), "the same list as " + source.name})
			of[table.book()] = part
			parts = append(parts, part)
		}
		part.tables, table.Source = append(part.tables, table), part.name
	}
	for _, part := range parts {
		sheets, _ := s.sheetsOf(part.tables) // those of one workbook have a list at least
		part.nameSheets(sheets)
	}
	return parts
}

// free is a name that no source bears.
func (s *Survey) free(name string, more []*initSource) string {
	for n := 2; ; n++ {
		candidate := name + "-" + digits(n)
		if !slices.ContainsFunc(slices.Concat(s.sources, more), func(one *initSource) bool { return one.name == candidate }) {
			return candidate
		}
	}
}

func (s *initSource) nameSheets(sheets []string) {
	s.sheets = sheets
	names := sheetNames(s.tables)
	if len(names) > 1 {
		s.notes = append(s.notes, fmt.Sprintf("One list on %d sheets: %s", len(names), brieflyListed(names, 12)))
	}
}

// sheetNames are the sheets of the tables, each once.
func sheetNames(tables []*FoundTable) (names []string) {
	for _, table := range tables {
		if table.onSheet() && !slices.Contains(names, table.Sheet) {
			names = append(names, table.Sheet)
		}
	}
	slices.Sort(names)
	return names
}

// sheetsOf are names or patterns that pick these tables' sheets of their
// workbooks, and no other one. A pattern is better than a list: it finds next
// year's sheet.
func (s *Survey) sheetsOf(tables []*FoundTable) (sheets []string, ok bool) {
	names := sheetNames(tables)
	if len(names) == 0 {
		return nil, true
	}
	for _, candidate := range append(sheetPatterns(names), names) {
		if s.picks(candidate, tables) {
			return candidate, true
		}
	}
	return names, false
}

// picks reports whether names pick the tables' sheets and no others. Each must
// pick something of each workbook, as the load wants it; an empty sheet is of
// no matter to a pattern.
func (s *Survey) picks(names []string, tables []*FoundTable) bool {
	mine := map[book]map[string]bool{}
	for _, table := range tables {
		if table.onSheet() {
			if mine[table.book()] == nil {
				mine[table.book()] = map[string]bool{}
			}
			mine[table.book()][table.Sheet] = true
		}
	}
	fits := func(name string, in book) bool {
		return slices.ContainsFunc(s.Tables, func(t FoundTable) bool {
			return t.book() == in && !t.blank && exports.SheetFits(t.Sheet, name)
		})
	}
	for in, sheets := range mine {
		if slices.ContainsFunc(names, func(name string) bool { return !fits(name, in) }) {
			return false
		}
		for _, table := range s.Tables {
			if table.book() != in || table.blank {
				continue
			}
			picked := slices.ContainsFunc(names, func(name string) bool { return exports.SheetFits(table.Sheet, name) })
			if picked != sheets[table.Sheet] {
				return false
			}
		}
	}
	return true
}

var (
	yearFirst = regexp.MustCompile(`^(19|20)\d\d(\D|$)`)
	nameWords = regexp.MustCompile(`\p{L}+|\p{N}+|[^\p{L}\p{N}]`)
)

// sheetPatterns are the patterns that sheets' names suggest, the narrowest
// first: of years, of the words that all begin and end with, and all sheets. A
// single sheet is called by its name, unless that is a date.
func sheetPatterns(names []string) (patterns [][]string) {
	if !slices.ContainsFunc(names, func(name string) bool { return !yearFirst.MatchString(name) || name[:2] != names[0][:2] }) {
		patterns = append(patterns, []string{names[0][:2] + "*"})
	}
	between := betweenWords(names)
	says := strings.ContainsFunc(between, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	switch {
	case len(names) == 1 && (!says || !exports.IsPattern(between)):
		return append(patterns, names)
	case len(names) == 1:
		return append(patterns, []string{between}, names)
	case says:
		return append(patterns, []string{between}, []string{"*"})
	}
	return append(patterns, []string{"*"}, []string{between})
}

// betweenWords is what all names begin and end with, in whole words, with a
// star between; dates are stars.
func betweenWords(names []string) string {
	var words [][]string
	least := 0
	for _, name := range names {
		words = append(words, nameWords.FindAllString(dateless(name), -1))
		if least == 0 || len(words[len(words)-1]) < least {
			least = len(words[len(words)-1])
		}
	}
	if len(names) == 1 {
		return strings.Join(words[0], "")
	}
	first := words[0]
	same := func(at func(words []string) string) bool {
		return !slices.ContainsFunc(words, func(other []string) bool { return at(other) != at(first) })
	}
	start := 0
	for start < least && same(func(words []string) string { return words[start] }) {
		start++
	}
	end := 0
	for end < least-start && same(func(words []string) string { return words[len(words)-1-end] }) {
		end++
	}
	pattern := strings.Join(first[:start], "") + "*" + strings.Join(first[len(first)-end:], "")
	return strings.ReplaceAll(pattern, "**", "*")
}
