// Package reports makes a Document out of the answers of the queries and the
// models: sections of sentences, key figures, charts and tables. The packages
// below it render a Document to a workbook and to a page, so that both show the
// same numbers in the same words.
package reports

import (
	"time"

	"clientele/internal/table"
)

// Document is one report in one language.
type Document struct {
	ID       string // which of the reports it is: director, marketing, …
	Title    string
	Company  string
	Language string // en, ru or es
	Currency string // ISO 4217 code of all money in it
	AsOf     time.Time
	Snapshot string // of the lake, for tracing
	Look     Look
	OnePage  bool // fits one printed page
	Sections []Section
	Sources  []Source
}

// Look is how a company's own reports look.
type Look struct {
	Logo          []byte // a PNG or JPEG picture, nil where there is none
	Width, Height int    // of the logo, in pixels
	Colours       []Slot // the company's, in place of the palette's
}

// Source is where the numbers of a section come from.
type Source struct {
	Section string // its title
	Query   string
	What    string   // what the query answers; empty where a model and no query made the numbers
	Reads   []string // tables
}

// Section is one question and its answer.
type Section struct {
	ID      string
	Title   string
	Lead    []string // what the numbers say, a sentence each
	Checks  []string // how the method did on what it had not seen; a paragraph of its own
	Points  []Point
	Figures []Figure
	Charts  []Chart
	Grids   []Grid
	Tables  []Table
	Note    string   // how to read it, what was left out
	Queries []string // names of the queries whose numbers it shows
}

// Tone says whether a fact is good or bad news for the company.
type Tone uint8

// The tones of facts.
const (
	Neutral Tone = iota
	Better
	Worse
)

// Point is one sentence of the summary with the section that explains it.
type Point struct {
	Tone    Tone
	Text    string
	Section string
}

// Figure is one number that stands alone.
type Figure struct {
	ID         string
	Label      string
	Value      any
	Format     Format
	Comparison *Comparison
}

// Comparison says how a figure stands to another one.
type Comparison struct {
	Value  any
	Format Format
	Label  string
	Tone   Tone
}

// Table is rows for people. Data may have more columns than are shown.
type Table struct {
	ID       string
	Title    string
	Columns  []Column
	Data     *table.Table
	Total    []any  // a last row in the order of Columns, or nil
	PageRows int    // the page shows the first so many rows, 0 all; the workbook has all
	List     bool   // a long list: a sheet of its own
	Sheet    string // the sheet's name where it has its own
	Lead     bool   // stands above the charts
	Note     string
	Exact    bool     // all money to the cent
	Swatches []Colour // of each row of Data: a mark before its first cell, the same as in charts
}

// Column shows one column of the data.
type Column struct {
	Name   string
	Label  string
	Format Format
	Bar    bool   // a bar in the cell, as long as its share of the column's maximum
	Heat   bool   // a colour by the cell's place between the table's least and greatest
	Wide   bool   // running text
	None   string // what the page shows where there is no value
	Book   bool   // the workbook has it, the page does without
	Page   bool   // the page has it, the workbook does without
	Sum    bool   // the total of the column is its sum: a formula in the workbook
}

// ChartKind is the form of a chart.
type ChartKind uint8

// The forms of charts. A heat map is a table with Heat columns: each of its
// cells can be read, printed and copied.
const (
	Line ChartKind = iota
	Bars
	StackedBars
	RowBars
	Waterfall // see Chart.Standing
	StackedRows
	Ranges // rows: the only band is drawn as a bar from border to border, the only series as a mark
	Sankey // see Chart.Flow; the workbook shows its table alone
	Pie    // the parts of a whole, where they are few; see Parts
)

// Chart draws columns of its data over the column X.
type Chart struct {
	ID          string
	Title       string
	Subtitle    string // of a small chart: its figures
	Description string // for those who do not see it
	Kind        ChartKind
	X           string
	XFormat     Format
	XTitle      string // what the numbers along X are, where they are bare
	YTitle      string // what the values are, where the title does not say
	Series      []Series
	Bands       []Band // outermost first
	Format      Format // of the values
	Data        *table.Table
	Incomplete  string // boolean column: false where the period has not ended
	Standing    string // boolean column of a waterfall: true where the value is a level and no step
	Flow        *Flow  // of a Sankey
	Shade       *Shade
	Colours     []Colour // of each row of Data where the only series has more than one
	Table       string   // ID of the table that has the same numbers
}

// Series is one line or one set of bars.
type Series struct {
	Column string
	Label  string
	Colour Colour
	Dashed bool
	Pale   bool // bars of what is expected beside what is
	Mark   bool // no line and no bar but a mark at each value: a target, an unusual month
}

// Grid is small charts of one form beside each other. Each has a scale of its
// own: a part of a hundredth would be a line on the ground of the others'.
type Grid struct {
	ID, Title, Note string
	Charts          []Chart
}

// Flow says how the rows of a chart's data are streams from node to node. Each
// step leads from one upright row of nodes to the next.
type Flow struct {
	From, To string // columns of the keys of nodes
	Step     string // integer column: which step a row belongs to, from 0
	Tip      string // text column: what is shown where the pointer is
	Nodes    []Node // in their order from above
	Heads    []string
}

// Node is one end of streams: the same in each upright row.
type Node struct {
	Key, Label string
	Colour     Colour
}

// Band is the area between two columns.
type Band struct {
	Low, High string
	Label     string
}

// Shade is a ground behind the places of X where a boolean column is true, with
// a line where it begins: the days that a model had not seen.
type Shade struct {
	Column, Label string
}

// Shaded returns the first and the last row of a chart's shade, which is one
// piece; false where it has none.
func (c *Chart) Shaded() (first, last int, ok bool) {
	if c.Shade == nil {
		return 0, 0, false
	}
	at := c.Data.Index(c.Shade.Column)
	for r, row := range c.Data.Rows {
		if row[at] != true {
			continue
		}
		if !ok {
			first, ok = r, true
		}
		last = r
	}
	return first, last, ok
}

// Find returns the table with the ID, or nil.
func (d *Document) Find(id string) *Table {
	for s := range d.Sections {
		for t := range d.Sections[s].Tables {
			if d.Sections[s].Tables[t].ID == id {
				return &d.Sections[s].Tables[t]
			}
		}
	}
	return nil
}

// Places returns the position in the data of each shown column.
func (t *Table) Places() []int {
	places := make([]int, len(t.Columns))
	for i, column := range t.Columns {
		places[i] = t.Data.Index(column.Name)
		if places[i] < 0 {
			panic("reports: table " + t.ID + " has no column " + column.Name)
		}
	}
	return places
}

// ForWorkbook returns the table without the columns that only a page shows.
func (t *Table) ForWorkbook() Table {
	out := *t
	out.Columns, out.Total = nil, nil
	for i, c := range t.Columns {
		if c.Page {
			continue
		}
		out.Columns = append(out.Columns, c)
		if i < len(t.Total) {
			out.Total = append(out.Total, t.Total[i])
		}
	}
	return out
}

// inlineRows is how many rows a table may have on its section's sheet.
const inlineRows = 200

// OwnSheet says that a table stands on a sheet of its own.
func (t *Table) OwnSheet() bool { return t.List || t.Data.Len() > inlineRows }

// SheetTitle names the sheet that a section's table stands on.
func (s *Section) SheetTitle(t *Table) string {
	switch {
	case !t.OwnSheet():
		return s.Title
	case t.Sheet != "":
		return t.Sheet
	}
	return t.Title
}

// OnlyInWorkbook as PageRows leaves a table's rows out of the page, which says
// where they are.
const OnlyInWorkbook = -1

// PageLen is the number of rows that a page shows.
func (t *Table) PageLen() int {
	if t.PageRows == OnlyInWorkbook {
		return 0
	}
	if t.PageRows > 0 && t.PageRows < t.Data.Len() {
		return t.PageRows
	}
	return t.Data.Len()
}
