package pipeline

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// write makes the text of the config.
func (s *Survey) write() string {
	var b strings.Builder
	line := func(format string, arguments ...any) { fmt.Fprintf(&b, format+"\n", arguments...) }
	line("# Made by `clientele init` of what lies here. Lines that begin with # are remarks,")
	line("# questions, and settings that are not in use; take the # away to use one.")
	line("company: %s", quoted(s.Company))
	line("language: %-14s # of the reports: en, ru or es", s.Language)
	for _, question := range s.about("currency") {
		remark(&b, "", "? "+question.Text)
	}
	line("currency: %-14s # of the reports", s.Currency)
	for _, question := range s.about("currency") {
		if strings.HasPrefix(question.Line, "rates:") {
			line("# %s", question.Line)
		}
	}
	remark(&b, "", "Times without a zone are read as this zone's clocks show them; a day begins at its midnight. Put yours here, such as Europe/Madrid.")
	line("time_zone: UTC")
	line("")
	for _, question := range s.about("sources") {
		remark(&b, "", "? "+question.Text)
	}
	if len(s.sources) == 0 {
		line("sources: []")
	} else {
		line("sources:")
	}
	for i, source := range s.sources {
		if i > 0 {
			line("")
		}
		source.write(&b)
	}
	s.writeRest(&b)
	s.writeIgnored(&b)
	return b.String()
}

func (s *Survey) about(where string) []Question {
	return slices.DeleteFunc(slices.Clone(s.Questions), func(q Question) bool { return q.Where != where })
}

// writeRest names the files of which nothing is made.
func (s *Survey) writeRest(b *strings.Builder) {
	var rest []string
	for _, table := range s.Tables {
		if table.Source == "" && table.Sureness == "unknown" {
			rest = append(rest, fmt.Sprintf("%s: %s", table.Label(), table.Why))
		}
	}
	for _, one := range s.Unread {
		rest = append(rest, fmt.Sprintf("%s: %s", one.File, one.Why))
	}
	if len(rest) == 0 {
		return
	}
	b.WriteString("\n")
	remark(b, "", "Not used:")
	for _, one := range rest {
		remark(b, "", "  "+one)
	}
}

// writeIgnored lists the files that lie here and that no source reads, so that a
// load tells of new ones alone.
func (s *Survey) writeIgnored(b *strings.Builder) {
	read := map[string]bool{}
	for _, source := range s.sources {
		for _, table := range source.tables {
			read[table.File] = read[table.File] || source.active
		}
	}
	var left []string
	for _, table := range s.Tables {
		if !read[table.File] {
			left = append(left, table.File)
		}
	}
	for _, one := range s.Unread {
		left = append(left, one.File)
	}
	if len(left) == 0 {
		return
	}
	slices.Sort(left)
	b.WriteString("\n")
	remark(b, "", "A load tells of files that no source reads, but for these.")
	b.WriteString("ignore:\n")
	for _, file := range slices.Compact(left) {
		fmt.Fprintf(b, "  - %s\n", quoted(file))
	}
}

// Label is how a table is called: its file, and where in it it stands.
func (t FoundTable) Label() string {
	label := t.File
	if t.Member != "" {
		label += "/" + t.Member
	}
	if t.Sheet != "" {
		label += ", sheet " + t.Sheet
	}
	if t.Block > 1 {
		label += fmt.Sprintf(", table %d", t.Block)
	}
	return label
}

// write makes the lines of a source; one that is not in use is commented out.
func (s *initSource) write(b *strings.Builder) {
	table := s.first()
	from, to := s.period()
	seen := strings.ToUpper(table.What()[:1]) + table.What()[1:] + ", " + plural(s.rows(), "row")
	if from != "" {
		seen += fmt.Sprintf(", %s to %s", from, to)
	}
	remark(b, "  ", fmt.Sprintf("%s: %s.", seen, table.Sureness))
	for _, note := range s.notes {
		remark(b, "  ", note)
	}
	if s.why != "" {
		remark(b, "  ", "? "+strings.ToUpper(s.why[:1])+s.why[1:]+".")
	}
	if unplaced := table.Unplaced(); len(unplaced) > 0 && table.seen.profile.Name == "" {
		remark(b, "  ", "Columns of no use: "+brieflyListed(unplaced, 12))
	}
	off := ""
	if !s.active {
		off = "# "
	}
	line := func(format string, arguments ...any) {
		b.WriteString("  " + off + fmt.Sprintf(format, arguments...) + "\n")
	}
	line("- name: %s", quoted(s.name))
	if len(s.files) == 1 {
		line("  files: %s", quoted(s.files[0]))
	} else {
		line("  files:")
		for _, file := range s.files {
			line("    - %s", quoted(file))
		}
	}
	if table.Member != "" {
		line("  member: %s", quoted(glob(table.Member)))
	}
	switch len(s.sheets) {
	case 0:
	case 1:
		line("  sheet: %s", quoted(s.sheets[0]))
	default:
		line("  sheet: [%s]", strings.Join(quotedAll(s.sheets), ", "))
	}
	if table.Block > 1 {
		line("  block: %d", table.Block)
	}
	s.writeMapping(line)
	for _, one := range s.settings {
		if one.text != "" {
			line("  # %s", comment(one.text))
		}
		line("  %s: %s", one.key, one.value)
	}
	for _, one := range s.asks {
		line("  # ? %s", comment(one.text))
		line("  # %s: %s", one.key, one.value)
	}
}

// writeMapping names the profile, or every column.
func (s *initSource) writeMapping(line func(string, ...any)) {
	table := s.first()
	if table.Profile != "" {
		name := table.Profile
		if table.seen.own != "" {
			name = table.seen.own
		}
		line("  profile: %s", quoted(name))
		return
	}
	line("  entity: %s", table.Entity)
	line("  columns:")
	header := table.seen.header
	for _, column := range table.seen.mapping.Columns {
		var names []string
		for _, position := range column.Positions {
			if name := quoted(tidyHeader(header[position])); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		value := names[0]
		if len(names) > 1 {
			value = "[" + strings.Join(names, ", ") + "]"
		}
		if column.Certainty < 0.8 {
			value = fmt.Sprintf("%-20s # a guess: it %s", value, comment(column.Why))
		}
		line("    %s: %s", column.Field, value)
	}
	for _, field := range table.seen.mapping.Missing {
		line("    # ? %s: which column?", field)
	}
}

// What says what the rows are: the profile's words, or the entity's name.
func (t FoundTable) What() string {
	if t.Holds != "" {
		return fmt.Sprintf("%s (%s)", t.Holds, t.System)
	}
	return t.Entity
}

func plural(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(n) + " " + noun + "s"
}

// thousands writes a count with commas.
func thousands(n int64) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

func brieflyListed(names []string, most int) string {
	var told []string
	for _, name := range names[:min(most, len(names))] {
		told = append(told, tidyHeader(name))
	}
	text := strings.Join(told, ", ")
	if len(names) > most {
		text += fmt.Sprintf(" and %d more", len(names)-most)
	}
	return text
}

// remark writes a comment of as many lines as it takes.
func remark(b *strings.Builder, indent, text string) {
	const width = 88
	current := indent + "#"
	for word := range strings.FieldsSeq(comment(text)) {
		if len([]rune(current))+1+len([]rune(word)) > width && len([]rune(current)) > len(indent)+1 {
			b.WriteString(current + "\n")
			current = indent + "#"
		}
		current += " " + word
	}
	b.WriteString(current + "\n")
}

// comment is a text on one line: what files say must not become a setting.
func comment(text string) string { return tidyHeader(strings.ToValidUTF8(text, "�")) }

var plain = regexp.MustCompile(`^[\p{L}\d_][\p{L}\d_./%$€₽₸№()+*]*(?:[ -]+[\p{L}\d_./%$€₽₸№()+*]+)*$`)

// quotedAll writes texts as YAML values.
func quotedAll(texts []string) []string {
	quotes := make([]string, len(texts))
	for i, text := range texts {
		quotes[i] = quoted(text)
	}
	return quotes
}

// quoted writes a text as a YAML value.
func quoted(text string) string {
	if plain.MatchString(text) && len(text) < 200 && !slices.Contains([]string{"null", "true", "false", "yes", "no", "on", "off"}, strings.ToLower(text)) {
		return text
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == '\uFEFF' || r == 0x2028 || r == 0x2029:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
