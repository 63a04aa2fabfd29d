package html

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"clientele/reports"
)

type tableView struct {
	ID, Title, Note, More string
	Heads                 []head
	Rows                  [][]cell
	Total                 []cell
	Dense                 bool
	Class                 string
	Behind                bool   // a chart, and no table of the document
	Sort                  string // says that headings sort; "" where they do not
	Filter                *filter
	Part                  string // says that both see the rows of the page alone
}

// filter is the field that looks for a text in a table's rows.
type filter struct{ Label, Found string }

// sortRows and filterRows are from how many rows on a table can be sorted and
// filtered: the eye takes in what has fewer.
const (
	sortRows   = 8
	filterRows = 16
)

type head struct{ Text, Class string }

// cell is one value: Number and Day are what machines read, Text what people
// read.
type cell struct {
	Number, Day, Text, Class, Bar string
	Swatch                        string // the colour's name
	Blank                         bool
}

// cell shows one value without its place in a table.
func (r *renderer) cell(f reports.Format, value any) cell {
	out := cell{Text: r.Show(f, value)}
	if f.Numeric() {
		out.Class = "n"
		if number, ok := f.Number(value); ok {
			out.Number = number.String()
		}
	}
	if day, ok := value.(time.Time); ok {
		out.Day, out.Class = day.Format(time.DateOnly), "d"
	}
	out.Blank = out.Text == ""
	return out
}

// narrowColumns is up to how many columns a table keeps its natural width: the
// eye would lose the row. On paper the more columns the smaller letters a table
// has.
const (
	narrowColumns = 6
	manyColumns   = 8
	moreColumns   = 10
	mostColumns   = 13
)

func (v *tableView) class() string {
	switch n := len(v.Heads); {
	case v.Dense:
		return "dense"
	case n <= narrowColumns:
		return "narrow"
	case n >= mostColumns:
		return "most"
	case n >= moreColumns:
		return "more"
	case n >= manyColumns:
		return "many"
	}
	return ""
}

func (r *renderer) table(s *reports.Section, t *reports.Table) tableView {
	out := tableView{ID: t.ID, Title: t.Title, Note: t.Note, More: r.more(s, t)}
	if t.PageLen() == 0 {
		return out
	}
	places, scale, shown := t.Places(), scaleOf(t), onPage(t)
	for _, i := range shown {
		out.Heads, out.Dense = append(out.Heads, headOf(i, t.Columns[i])), out.Dense || t.Columns[i].Heat
	}
	out.Class = out.class()
	for at, row := range t.Data.Rows[:t.PageLen()] {
		var cells []cell
		for _, i := range shown {
			one := r.bodyCell(i, t.Columns[i], row[places[i]])
			scale.mark(&one, t.Columns[i], i, row[places[i]])
			cells = append(cells, one)
		}
		if at < len(t.Swatches) {
			cells[0].Swatch = t.Swatches[at].Name()
		}
		out.Rows = append(out.Rows, cells)
	}
	r.addTools(&out, s, t)
	for _, i := range shown {
		if len(t.Total) == 0 {
			break
		}
		f := t.Columns[i].Format
		if _, isText := t.Total[i].(string); isText {
			f = reports.Format{}
		}
		out.Total = append(out.Total, r.cell(f, t.Total[i]))
	}
	return out
}

// addTools lets readers sort and filter a table. The colours of a heat map show
// a form that sorting would destroy.
func (r *renderer) addTools(view *tableView, s *reports.Section, t *reports.Table) {
	rows, all := int64(t.PageLen()), int64(t.Data.Len())
	if view.Dense || rows < sortRows {
		return
	}
	view.Sort = r.Words.Say("page.sort")
	if rows >= filterRows {
		view.Filter = &filter{Label: r.Words.Say("page.filter"), Found: r.Words.Count("page.filter_found", rows, "found", "{found}")}
	}
	if rows < all {
		view.Part = r.Words.Count("page.part", all, "shown", r.Words.Integer(rows), "sheet", s.SheetTitle(t))
	}
}

// onPage are the places of the columns that the page has room for.
func onPage(t *reports.Table) []int {
	var places []int
	for i, c := range t.Columns {
		if !c.Book {
			places = append(places, i)
		}
	}
	return places
}

func headOf(place int, c reports.Column) head {
	h := head{Text: c.Label}
	switch {
	case named(place, c):
	case c.Format.Numeric():
		h.Class = "n"
	case c.Wide:
		h.Class = "wide"
	}
	return h
}

func (r *renderer) bodyCell(place int, c reports.Column, value any) cell {
	out := r.cell(c.Format, value)
	if named(place, c) {
		out.Class = ""
	}
	if c.Format.Kind == reports.Text && longWord(out.Text) {
		out.Class = strings.TrimSpace(out.Class + " long")
	}
	if out.Blank && c.None != "" {
		out.Text, out.Blank = c.None, false
	}
	return out
}

// wordLength is up to how many characters a word stays in one piece; a longer
// one, such as an address, would make its column too wide.
const wordLength = 18

func longWord(text string) bool {
	for _, word := range strings.Fields(text) {
		if utf8.RuneCountInString(word) > wordLength {
			return true
		}
	}
	return false
}

// Pieces are the parts of a text between which a line may end. An address
// breaks behind its @, and before its dots where a side is long; a long name of
// a file breaks behind the marks between its words.
func (c cell) Pieces() []string {
	if !strings.Contains(c.Text, "@") {
		if !longWord(c.Text) {
			return []string{c.Text}
		}
		return splitBehind(c.Text, "/_")
	}
	var out []string
	for _, side := range strings.SplitAfter(c.Text, "@") {
		if !longWord(side) {
			out = append(out, side)
			continue
		}
		for i, part := range strings.Split(side, ".") {
			if i > 0 {
				part = "." + part
			}
			out = append(out, part)
		}
	}
	return out
}

// splitBehind splits a text behind each of some marks, all of them one byte long.
func splitBehind(text, marks string) []string {
	var out []string
	for {
		at := strings.IndexAny(text, marks)
		if at < 0 || at == len(text)-1 {
			return append(out, text)
		}
		out, text = append(out, text[:at+1]), text[at+1:]
	}
}

// named tells the whole numbers of a first column: they are positions, periods
// and scores, and stand like names.
func named(place int, c reports.Column) bool {
	return place == 0 && c.Format.Kind == reports.Integer
}

// more says where the rows are that the page leaves out.
func (r *renderer) more(s *reports.Section, t *reports.Table) string {
	sheet, all := s.SheetTitle(t), int64(t.Data.Len())
	switch shown := t.PageLen(); {
	case all == 0:
		return r.Words.Say("page.no_rows")
	case shown == 0:
		return r.Words.Count("page.only_workbook", all, "sheet", sheet)
	case int64(shown) < all:
		return r.Words.Count("page.first_rows", all, "shown", r.Words.Integer(int64(shown)), "sheet", sheet)
	}
	return ""
}

// scale is what the cells' bars and colours are measured by.
type scale struct {
	most        []decimal.Decimal // of each column with bars
	least, best decimal.Decimal   // of all cells with colours
}

func scaleOf(t *reports.Table) *scale {
	s := &scale{most: make([]decimal.Decimal, len(t.Columns))}
	first := true
	for i, place := range t.Places() {
		column := t.Columns[i]
		if !column.Bar && !column.Heat {
			continue
		}
		for _, row := range t.Data.Rows {
			number, ok := column.Format.Number(row[place])
			switch {
			case !ok:
			case column.Bar:
				s.most[i] = decimal.Max(s.most[i], number)
			case first:
				s.least, s.best, first = number, number, false
			default:
				s.least, s.best = decimal.Min(s.least, number), decimal.Max(s.best, number)
			}
		}
	}
	return s
}

// heats is the number of colours of a heat map.
const heats = 10

func (s *scale) mark(c *cell, column reports.Column, place int, value any) {
	number, ok := column.Format.Number(value)
	if !ok || (!column.Bar && !column.Heat) {
		return
	}
	if column.Bar && s.most[place].IsPositive() {
		percent := decimal.Max(number, decimal.Zero).Shift(2).DivRound(s.most[place], 0)
		c.Bar = "w" + percent.String()
	}
	if column.Heat && s.best.GreaterThan(s.least) {
		step := number.Sub(s.least).Mul(decimal.NewFromInt(heats)).Div(s.best.Sub(s.least)).IntPart()
		c.Class = strings.TrimSpace(c.Class + " h" + strconv.FormatInt(min(step, heats-1), 10))
	}
}
