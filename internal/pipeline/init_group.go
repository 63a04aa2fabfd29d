package pipeline

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"clientele/etl/profiles"
)

// initSource is a source of the config that is being made: the tables of one
// kind.
type initSource struct {
	name     string
	tables   []*FoundTable
	files    []string // patterns
	active   bool     // not commented out
	why      string   // why it is not
	notes    []string // comments of its own
	settings []setting
	asks     []setting // lines that are commented out, with a question
}

// setting is a line of a source; a question stands above it.
type setting struct{ key, value, text string }

func (s *initSource) first() *FoundTable { return s.tables[0] }

func (s *initSource) entity() string { return s.first().Entity }

func (s *initSource) rows() (rows int64) {
	for _, table := range s.tables {
		rows += table.Rows
	}
	return rows
}

func (s *initSource) period() (from, to string) {
	for _, table := range s.tables {
		if table.From != "" && (from == "" || table.From < from) {
			from = table.From
		}
		to = max(to, table.To)
	}
	return from, to
}

// group puts tables of one kind together: of one profile, or with the same
// columns, in one folder and in the same place of their files. The name of the
// file is of no matter, but files of one list that were exported twice are
// found by their keys later.
func (s *Survey) group() []*initSource {
	var sources []*initSource
	at := map[string]int{}
	for i := range s.Tables {
		table := &s.Tables[i]
		if table.seen == nil || table.Entity == "" || len(table.seen.plan) == 0 {
			continue
		}
		member := table.Member
		if member != "" {
			member = dateless(path.Base(member))
		}
		kind := table.Profile
		if kind == "" {
			var names []string
			for _, header := range table.seen.header {
				name, _ := profiles.Normalise(header)
				names = append(names, name)
			}
			kind = table.Entity + "\x00" + strings.Join(names, "\x00")
		}
		key := strings.Join([]string{path.Dir(table.File), kind, member, table.Sheet, string(rune('0' + table.Block))}, "\x01")
		if where, ok := at[key]; ok {
			sources[where].tables = append(sources[where].tables, table)
			continue
		}
		at[key] = len(sources)
		sources = append(sources, &initSource{tables: []*FoundTable{table}, active: true})
	}
	return sources
}

// nameSources gives each source a name that says what it is.
func nameSources(sources []*initSource) {
	taken := map[string]bool{}
	for _, source := range sources {
		table := source.first()
		name := table.Profile
		if name == "" {
			base := path.Base(table.File)
			if table.Member != "" {
				base = path.Base(table.Member)
			}
			name = slug(strings.TrimSuffix(base, path.Ext(base)))
			if table.Sheet != "" && table.Block > 1 {
				name += "-" + slug(table.Sheet)
			}
		}
		if name == "" {
			name = table.Entity
		}
		unique := name
		for n := 2; taken[unique]; n++ {
			unique = name + "-" + digits(n)
		}
		taken[unique] = true
		source.name = unique
		for _, one := range source.tables {
			one.Source = unique
		}
	}
}

func digits(n int) string {
	if n >= 10 {
		return digits(n/10) + string(rune('0'+n%10))
	}
	return string(rune('0' + n))
}

// slug is a file's name as a source's: letters and digits, without a date at
// its end.
func slug(text string) string {
	var b strings.Builder
	dash := false
	for _, r := range strings.ToLower(dateless(text)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteRune(r)
			continue
		}
		dash = true
	}
	return string([]rune(b.String())[:min(40, len([]rune(b.String())))])
}

// A date in a name, with a time behind it and with what a browser adds to a
// second download: 2026-05-01, 01.05.2026, 5-1-2026 9-00-00 AM (3).
var (
	numberRun = regexp.MustCompile(`\d+(?:[-_. T]\d+)*(?: \(\d+\))?`)
	dateIn    = regexp.MustCompile(`(?:^|\D)(?:(?:19|20)\d\d(?:[-_. ]?(?:0?[1-9]|1[0-2]))?(?:[-_. ]?(?:0?[1-9]|[12]\d|3[01]))?|\d{1,2}[-_.]\d{1,2}[-_.]\d{2,4})(?:\D|$|T?\d{4,6}$)`)
	download  = regexp.MustCompile(` \(\d+\)(\.[^.]*)?$`)
)

// dateless is a name with its dates as stars, and without what a browser adds
// to a second download.
func dateless(name string) string {
	name = numberRun.ReplaceAllStringFunc(name, func(run string) string {
		if dateIn.MatchString(run) {
			return "*"
		}
		return run
	})
	return download.ReplaceAllString(name, "*$1")
}

// patterns are the shortest patterns that match the files and no other file
// of the survey. A date in a name becomes a star, so that next month's export
// is found too.
func patterns(files []string, all []string) []string {
	files = slices.Compact(slices.Sorted(slices.Values(files)))
	exact := func(pattern string) bool {
		count := 0
		for _, file := range all {
			if ok, err := path.Match(pattern, file); err != nil {
				return false
			} else if ok {
				if !slices.Contains(files, file) {
					return false
				}
				count++
			}
		}
		return count == len(files)
	}
	var candidates []string
	if len(files) == 1 {
		candidates = append(candidates, glob(files[0]))
	} else {
		candidates = append(candidates, glob(files[0]), between(files))
	}
	for _, candidate := range candidates {
		if candidate != "" && strings.ContainsAny(candidate, "*?") && exact(candidate) {
			return []string{candidate}
		}
	}
	var names []string
	for _, file := range files {
		names = append(names, literal(file))
	}
	return names
}

// glob is a file's path with the dates of its name as stars; what means
// something in a pattern is kept from it.
func glob(file string) string {
	folder, base := path.Split(file)
	parts := strings.Split(dateless(strings.ReplaceAll(base, "*", "\x00")), "*")
	for i := range parts {
		parts[i] = literal(strings.ReplaceAll(parts[i], "\x00", "*"))
	}
	return strings.ReplaceAll(literal(folder)+strings.Join(parts, "*"), "**", "*")
}

// between is what all names begin with, a star, and what all end with.
func between(files []string) string {
	prefix, suffix := files[0], files[0]
	for _, file := range files[1:] {
		for !strings.HasPrefix(file, prefix) {
			prefix = prefix[:len(prefix)-1]
		}
		for !strings.HasSuffix(file, suffix) {
			suffix = suffix[1:]
		}
	}
	if at := strings.LastIndexByte(prefix, '/'); at >= 0 && strings.Contains(files[0][at+1:], "/") {
		return ""
	}
	// Half a number is no beginning: 2026-0 of 2026-01 and 2026-02.
	prefix, suffix = strings.TrimRight(prefix, "0123456789"), strings.TrimLeft(suffix, "0123456789")
	shortest := len(files[0])
	for _, file := range files {
		shortest = min(shortest, len(file))
	}
	if len(prefix)+len(suffix) > shortest {
		suffix = suffix[len(prefix)+len(suffix)-shortest:]
	}
	// A pattern that is nothing but a star claims whatever comes later.
	if path.Base(prefix+"x") == "x" && path.Ext(suffix) == suffix {
		return ""
	}
	return literal(strings.ToValidUTF8(prefix, "?")) + "*" + literal(strings.ToValidUTF8(suffix, "?"))
}

// literal keeps the marks of a name from being those of a pattern.
func literal(name string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(name)
}
