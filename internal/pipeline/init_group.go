package pipeline

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"clientele/etl/profiles"
)

// initSource is a source of the config that is being made: the tables of one
// kind.
type initSource struct {
	name     string
	tables   []*FoundTable
	files    []string // patterns
	sheets   []string // names or patterns; the first sheet where empty
	active   bool     // not commented out
	why      string   // why it is not
	notes    []string // comments of its own
	settings []setting
	// continues is the list that this one goes on with, its numbers beginning anew.
	continues *initSource
	asks      []setting // lines that are commented out, with a question
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
// columns, in the same place of their files. The names of file, folder and sheet
// are of no matter; that two tables are the same list, or the lists of two
// branches, is seen by their keys.
func (s *Survey) group() []*initSource {
	var sources []*initSource
	of := map[string][]*initSource{}
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
		key := strings.Join([]string{kind, member, string(rune('0' + table.Block))}, "\x01")
		fits := false
		for _, source := range of[key] {
			if !slices.ContainsFunc(source.tables, func(other *FoundTable) bool { return collide(table, other) }) {
				source.tables, fits = append(source.tables, table), true
				break
			}
		}
		if !fits {
			source := &initSource{tables: []*FoundTable{table}, active: true, continues: continued(of[key], table)}
			of[key] = append(of[key], source)
			sources = append(sources, source)
		}
	}
	return sources
}

// collide tells two tables whose numbers are the same but whose rows are not:
// the orders of two branches that both count from 1.
func collide(one, other *FoundTable) bool {
	a, b := &one.seen.facts, &other.seen.facts
	keys, count := a.keys.common(&b.keys)
	rows, _ := a.rows.common(&b.rows)
	return keys >= 0.2 && count >= 3 && rows < 0.1*keys
}

// continued is the source of which a table with the same numbers is another
// time, and not another branch.
func continued(sources []*initSource, table *FoundTable) *initSource {
	for _, source := range sources {
		from, to := source.period()
		if table.From != "" && from != "" && (table.From > to || table.To < from) {
			return source
		}
	}
	return nil
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
			if sheet := slug(table.Sheet); taken[name] && sheet != "" {
				name += "-" + sheet
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

// What else changes with the next export: a number at the end (export_1), a time
// in seconds, a month's name.
var (
	serialEnd = regexp.MustCompile(`([-_ ])\d+(\.[^.]*)?$`)
	seconds   = regexp.MustCompile(`\d{9,}`)
	monthName = regexp.MustCompile(`(?i)(^|[^\p{L}])(january|february|march|april|may|june|july|august|september|october|november|december|` +
		`январ[ья]|феврал[ья]|марта?|апрел[ья]|ма[йя]|июн[ья]|июл[ья]|августа?|сентябр[ья]|октябр[ья]|ноябр[ья]|декабр[ья]|` +
		`enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|` +
		`janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro)([^\p{L}]|$)`)
)

// timeless is a name with all that changes with the next export as stars, as
// long as letters stay by which the file is known.
func timeless(name string) string {
	made := serialEnd.ReplaceAllString(dateless(name), "$1*$2")
	made = seconds.ReplaceAllString(made, "*")
	made = monthName.ReplaceAllString(made, "$1*$3")
	if !strings.ContainsFunc(strings.TrimSuffix(made, path.Ext(made)), unicode.IsLetter) {
		return dateless(name)
	}
	return made
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
	parts := strings.Split(timeless(strings.ReplaceAll(base, "*", "\x00")), "*")
	for i := range parts {
		parts[i] = literal(strings.ReplaceAll(parts[i], "\x00", "*"))
	}
	return strings.ReplaceAll(literal(folder)+strings.Join(parts, "*"), "**", "*")
}

// between is a pattern for files that lie equally deep: what all names begin
// with, a star, and what all end with; a folder that differs is a star.
func between(files []string) string {
	split := make([][]string, len(files))
	for i, file := range files {
		split[i] = strings.Split(file, "/")
		if len(split[i]) != len(split[0]) {
			return ""
		}
	}
	var pattern []string
	for level := range split[0] {
		var names []string
		for _, parts := range split {
			names = append(names, parts[level])
		}
		slices.Sort(names)
		names = slices.Compact(names)
		switch {
		case len(names) == 1:
			pattern = append(pattern, literal(names[0]))
		case level < len(split[0])-1:
			pattern = append(pattern, "*")
		default:
			name := betweenNames(names)
			if name == "" {
				return ""
			}
			pattern = append(pattern, name)
		}
	}
	return strings.Join(pattern, "/")
}

func betweenNames(names []string) string {
	prefix, suffix := []rune(names[0]), []rune(names[0])
	shortest := len(prefix)
	for _, name := range names[1:] {
		for !strings.HasPrefix(name, string(prefix)) {
			prefix = prefix[:len(prefix)-1]
		}
		for !strings.HasSuffix(name, string(suffix)) {
			suffix = suffix[1:]
		}
		shortest = min(shortest, len([]rune(name)))
	}
	if over := len(prefix) + len(suffix) - shortest; over > 0 {
		suffix = suffix[over:]
	}
	// Half a number is no beginning: 2026-0 of 2026-01 and 2026-02.
	start, end := strings.TrimRight(string(prefix), "0123456789"), strings.TrimLeft(string(suffix), "0123456789")
	start, end = wholeWords(names, start, end)
	if start == "" && path.Ext(end) == end {
		return "" // nothing but a star claims whatever comes later
	}
	return literal(start) + "*" + literal(end)
}

// wholeWords drops half a word at the end of what names begin with, and at the
// beginning of what they end with: uary of january and february.
func wholeWords(names []string, start, end string) (first, last string) {
	first, last = start, end
	for _, name := range names {
		next, _ := utf8.DecodeRuneInString(name[len(start):])
		before, _ := utf8.DecodeLastRuneInString(name[:len(name)-len(end)])
		if unicode.IsLetter(next) {
			first = strings.TrimRightFunc(start, unicode.IsLetter)
		}
		if unicode.IsLetter(before) {
			last = strings.TrimLeftFunc(end, unicode.IsLetter)
		}
	}
	return first, last
}

// literal keeps the marks of a name from being those of a pattern.
func literal(name string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(name)
}
