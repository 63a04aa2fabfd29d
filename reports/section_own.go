package reports

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"clientele/internal/table"
)

// OwnSection is a section that a company makes of a query of its own. Its texts
// are those of the report's language.
type OwnSection struct {
	ID       string
	Query    string   // the file that it is in
	Reads    []string // tables
	In       []string // the reports it stands in
	After    string   // the section behind which it stands; the end where there is none
	Title    string
	Lead     string // a sentence: {column} is that of the first row, {rows} their number
	Note     string
	Columns  []OwnColumn
	Chart    *OwnChart
	PageRows int
	Data     *table.Table // nil where the query brought none
	More     bool         // the query has more rows than these
	Problem  *OwnProblem
}

// OwnColumn says how a column of an own section is shown, beyond what its type
// and its name say.
type OwnColumn struct {
	Name   string
	Label  string
	Format *FormatKind
	Digits int // negative where nothing is said
	Total  bool
	Bar    bool
	Hide   bool
}

// OwnChart draws columns of an own section over one of them.
type OwnChart struct {
	Kind ChartKind
	X    string
	Y    []string
}

// OwnProblem is why an own section has no figures.
type OwnProblem struct {
	Kind         string
	Text         string
	Line, Column int // in the query; 0 where that is not known
}

// The problems of own sections.
const (
	OwnTime     = "time"      // the text is how many seconds the query was given
	OwnMemory   = "memory"    // the text is how much there was
	OwnMissing  = "missing"   // the text is the table that is not there
	OwnFailed   = "failed"    // the text is what the engine says
	OwnNotAsked = "not_asked" // the answers are older than the query
)

// MostOwnSeries is how many series of a chart can be told apart.
const MostOwnSeries = 6

// KindOf is the format that a column has by its type.
func KindOf(column table.Column) FormatKind {
	switch {
	case column.Kind == table.Integer, column.Kind == table.Decimal && column.Scale == 0:
		return Integer
	case column.Kind == table.Float, column.Kind == table.Decimal:
		return Decimal
	case column.Kind == table.Date, column.Kind == table.Timestamp:
		return Date
	case column.Kind == table.Boolean:
		return YesNo
	}
	return Text
}

// withOwn puts a company's own sections among those of a report: each behind the
// section that it names, in the order of the config, the others at the end.
func (b *builder) withOwn(report string, sections []Section) []Section {
	out := slices.Clone(sections)
	after := map[string]int{} // how many stand behind a section already
	for i := range b.settings.OwnSections {
		own := &b.settings.OwnSections[i]
		if !slices.Contains(own.In, report) {
			continue
		}
		at := slices.IndexFunc(out, func(s Section) bool { return s.ID == own.After })
		if at < 0 {
			out = append(out, b.ownSection(own))
			continue
		}
		after[own.After]++
		out = slices.Insert(out, at+after[own.After], b.ownSection(own))
	}
	return out
}

// ownSection is a company's own section, which says what failed where it has no
// figures.
func (b *builder) ownSection(own *OwnSection) Section {
	s := Section{ID: strings.ReplaceAll(own.ID, "_", "-"), Title: Clean(own.Title), Queries: []string{own.Query}, Note: Clean(own.Note)}
	if own.Problem != nil {
		s.Lead = []string{b.ownProblem(own.Problem)}
		return s
	}
	shown := b.ownTableOf(own)
	if own.Data.Len() == 0 {
		s.Lead = []string{b.say("own_section.no_rows")}
	} else if own.Lead != "" {
		s.Lead = []string{b.ownLeadOf(own, &shown)}
	}
	if own.More {
		s.Lead = append(s.Lead, b.Words.Count("own_section.more", int64(own.Data.Len())))
	}
	if own.Chart != nil && own.Data.Len() > 0 {
		chart, why := b.ownChart(own, &shown)
		if why != "" {
			s.Lead = append(s.Lead, why)
		}
		if chart != nil {
			s.Charts = []Chart{*chart}
		}
	}
	s.Tables = []Table{shown}
	return s
}

func (b *builder) ownProblem(problem *OwnProblem) string {
	what := name(problem.Text)
	switch problem.Kind {
	case OwnTime:
		seconds, _ := strconv.ParseInt(problem.Text, 10, 64) // written by us
		return b.Words.Count("own_section.time", seconds)
	case OwnMemory:
		return b.say("own_section.memory", "what", what)
	case OwnMissing:
		return b.say("own_section.missing", "what", what)
	case OwnNotAsked:
		return b.say("own_section.not_asked")
	}
	return b.say("own_section.failed", "what", what)
}

// ownTableOf shows all columns of an answer that are not hidden.
func (b *builder) ownTableOf(own *OwnSection) Table {
	t := Table{ID: strings.ReplaceAll(own.ID, "_", "-") + "-table", Title: b.say("own_section.table"), Data: own.Data, PageRows: own.PageRows, Sheet: b.say("own_section.sheet", "title", Clean(own.Title))}
	for _, column := range own.Data.Columns {
		if said := own.column(column.Name); !said.Hide {
			t.Columns = append(t.Columns, b.ownColumn(own.Data, column, said))
		}
	}
	// The sum of a part of the rows would be taken for that of all.
	if own.More || own.Data.Len() == 0 {
		for i := range t.Columns {
			t.Columns[i].Sum = false
		}
	}
	if slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Sum }) {
		if t.Total = t.Sums(); t.Total[0] == nil {
			t.Total[0] = b.say("total")
		}
	}
	return t
}

// column is what the config says of a column.
func (o *OwnSection) column(name string) OwnColumn {
	for _, column := range o.Columns {
		if column.Name == name {
			return column
		}
	}
	return OwnColumn{Name: name, Digits: -1}
}

// ownColumn shows a column as the config says, else by its type and its name.
func (b *builder) ownColumn(data *table.Table, column table.Column, said OwnColumn) Column {
	format := Format{Kind: KindOf(column)}
	if said.Format != nil {
		format.Kind = *said.Format
	}
	switch format.Kind {
	case Money:
		format = b.moneyColumn(data, column.Name).Format
	case Percent:
		format.Digits = 1
	case Decimal:
		format.Digits = 2
		if column.Kind == table.Decimal {
			format.Digits = min(column.Scale, 6)
		}
	}
	if said.Digits >= 0 && format.Numeric() {
		format.Digits = said.Digits
	}
	out := Column{Name: column.Name, Label: Clean(said.Label), Format: format, Bar: said.Bar, Sum: said.Total}
	if out.Label == "" {
		out.Label = b.ownLabel(column.Name)
	}
	if format.Kind == Money {
		out.Label = b.withCurrency(out.Label)
	}
	return out
}

// ownLabel is a column's name as people write it, in the report's language where
// the reports have a column of that name.
func (b *builder) ownLabel(name string) string {
	if word, ok := b.Words.Find("column." + name); ok {
		return word
	}
	return b.Words.Capital(cmp.Or(strings.TrimSpace(Clean(strings.ReplaceAll(name, "_", " "))), name))
}

// ownLeadOf fills the places in the sentence of a section with what the first
// row has; a value that looks like a place stays as it is.
func (b *builder) ownLeadOf(own *OwnSection, shown *Table) string {
	pairs := []string{"{rows}", b.Words.Integer(int64(own.Data.Len()))}
	for i, column := range own.Data.Columns {
		format := b.ownColumn(own.Data, column, own.column(column.Name)).Format
		text := "–"
		if value := own.Data.Rows[0][i]; value != nil {
			if format.Bare = false; format.Kind == Money {
				format.Digits = shownDigits(shown, column.Name, format.Digits)
			}
			text = cmp.Or(b.Show(format, value), text)
		}
		pairs = append(pairs, "{"+column.Name+"}", name(text))
	}
	return strings.NewReplacer(pairs...).Replace(Clean(own.Lead))
}

// shownDigits are those that a table shows a column's amounts with.
func shownDigits(t *Table, column string, digits int) int {
	for _, c := range t.Columns {
		if c.Name == column {
			return c.Format.Digits
		}
	}
	return digits
}
