package html

import (
	"slices"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
)

// standBehind gives a chart what those read who do not see it: a link to the
// table of the page that has all its numbers, or a table of its own.
func (r *renderer) standBehind(view *chart, c *reports.Chart) {
	view.AsTable = r.Words.Say("page.as_table")
	if t := r.document.Find(c.Table); t != nil && hasNumbersOf(t, c) {
		view.Table = t.ID
		return
	}
	numbers := r.numbersOf(c)
	behind := r.table(&reports.Section{}, &numbers)
	behind.Behind = true
	view.Behind = &behind
}

// standBehindAll does so for small charts: the links stand once below them.
func (r *renderer) standBehindAll(g *gridView, of *reports.Grid) {
	g.AsTable = r.Words.Say("page.as_table")
	for i := range g.Charts {
		one := &g.Charts[i]
		r.standBehind(one, &of.Charts[i])
		if one.Behind != nil {
			g.Behind = append(g.Behind, one)
			continue
		}
		to := tableLink{To: "table-" + one.Table, Title: r.document.Find(one.Table).Title}
		if !slices.Contains(g.Links, to) {
			g.Links = append(g.Links, to)
		}
	}
}

// drawnColumns are the columns of numbers that a chart draws.
func drawnColumns(c *reports.Chart) []string {
	var out []string
	for _, s := range c.Series {
		out = append(out, s.Column)
	}
	for _, band := range c.Bands {
		out = append(out, band.Low, band.High)
	}
	return out
}

// hasNumbersOf says that what the page shows of a table has all numbers of a
// chart, to the digits that the table shows: each column that is drawn stands
// in one column of the table, or in one row; the steps of streams anywhere.
func hasNumbersOf(t *reports.Table, c *reports.Chart) bool {
	lines := shownNumbers(t, c.Format)
	if c.Flow != nil {
		lines = [][]rounded{slices.Concat(lines...)}
	}
	for _, column := range drawnColumns(c) {
		at, found := c.Data.Index(column), false
		for _, line := range lines {
			if found = hasAll(line, c, at); found {
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}

// rounded is a number as a table shows it.
type rounded struct {
	number decimal.Decimal
	digits int32
}

// shownNumbers are the numbers of a kind that a page shows of a table, by its
// columns and by its rows. Counts are no shares: each share of one would be a
// count of 1, rounded.
func shownNumbers(t *reports.Table, of reports.Format) [][]rounded {
	places, shown := t.Places(), onPage(t)
	columns, rows := make([][]rounded, len(shown)), make([][]rounded, t.PageLen())
	for i, column := range shown {
		format := t.Columns[column].Format
		if !format.Numeric() || kindOf(format) != kindOf(of) {
			continue
		}
		digits := int32(format.Digits)
		if format.Kind == reports.Percent {
			digits += 2
		}
		for r := range t.PageLen() {
			if number, ok := format.Number(t.Data.Rows[r][places[column]]); ok {
				one := rounded{number.Round(digits), digits}
				columns[i], rows[r] = append(columns[i], one), append(rows[r], one)
			}
		}
	}
	return slices.Concat(columns, rows)
}

// kindOf takes counts and other numbers for one kind.
func kindOf(f reports.Format) reports.FormatKind {
	if f.Kind == reports.Integer {
		return reports.Decimal
	}
	return f.Kind
}

// hasAll says that each number of a chart's column is among these. Nobody's
// stream is not drawn.
func hasAll(numbers []rounded, c *reports.Chart, at int) bool {
	for _, row := range c.Data.Rows {
		number, ok := reports.ChartNumber(c, row[at])
		if !ok || (c.Flow != nil && number.IsZero()) {
			continue
		}
		if !slices.ContainsFunc(numbers, func(one rounded) bool { return number.Round(one.digits).Equal(one.number) }) {
			return false
		}
	}
	return true
}

// numbersOf is the table of what a chart draws.
func (r *renderer) numbersOf(c *reports.Chart) reports.Table {
	t := reports.Table{ID: "of-" + c.ID, Title: c.Title, Data: &table.Table{}}
	if c.Flow != nil {
		r.addStreams(&t, c)
		return t
	}
	head := c.XTitle
	if head == "" {
		head = r.Words.Say("column.label")
	}
	t.Columns = append(t.Columns, reports.Column{Name: "x", Label: head})
	format := tipFormat(c)
	for _, s := range c.Series {
		t.Columns = append(t.Columns, reports.Column{Label: s.Label, Format: format})
	}
	for _, band := range c.Bands {
		t.Columns = append(t.Columns,
			reports.Column{Label: r.Words.Say("page.band_low", "band", band.Label), Format: format},
			reports.Column{Label: r.Words.Say("page.band_high", "band", band.Label), Format: format})
	}
	labels := r.namedLabels(c)
	for i, row := range c.Data.Rows {
		cells := []any{labels[i]}
		for _, column := range drawnColumns(c) {
			cells = append(cells, row[c.Data.Index(column)])
		}
		t.Data.Rows = append(t.Data.Rows, cells)
	}
	nameColumns(&t)
	return t
}

// tipFormat is how the numbers of a chart are told: shares with one digit more
// than an axis has.
func tipFormat(c *reports.Chart) reports.Format {
	format := c.Format
	if format.Kind == reports.Percent {
		format.Digits = 1
	}
	return format
}

// namedLabels are the texts of the X axis, which say of a period that it has
// not ended.
func (r *renderer) namedLabels(c *reports.Chart) []string {
	labels, at := r.labels(c), c.Data.Index(c.Incomplete)
	for i, row := range c.Data.Rows {
		if at >= 0 && row[at] == false {
			labels[i] += " (" + r.Words.Say("page.not_ended") + ")"
		}
	}
	return labels
}

// addStreams makes a table of the streams between nodes.
func (r *renderer) addStreams(t *reports.Table, c *reports.Chart) {
	f, names := c.Flow, map[string]string{}
	for _, node := range f.Nodes {
		names[node.Key] = node.Label
	}
	t.Columns = []reports.Column{
		{Label: r.Words.Say("page.stream_when")}, {Label: r.Words.Say("page.stream_from")}, {Label: r.Words.Say("page.stream_to")},
		{Label: c.Series[0].Label, Format: c.Format},
	}
	at := c.Data.Index(c.Series[0].Column)
	for i, row := range c.Data.Rows {
		number, ok := reports.ChartNumber(c, row[at])
		step := int(c.Data.Integer(i, f.Step))
		if !ok || number.IsZero() || step+1 >= len(f.Heads) {
			continue
		}
		t.Data.Rows = append(t.Data.Rows, []any{
			f.Heads[step] + " → " + f.Heads[step+1], names[c.Data.Text(i, f.From)], names[c.Data.Text(i, f.To)], row[at],
		})
	}
	nameColumns(t)
}

// nameColumns names the columns of a table's data by their places.
func nameColumns(t *reports.Table) {
	for i := range t.Columns {
		t.Columns[i].Name = string(rune('a' + i))
		t.Data.Columns = append(t.Data.Columns, table.Column{Name: t.Columns[i].Name})
	}
}
