package reports

import (
	"strings"

	"clientele/internal/table"
)

// Places along the axis that a chart of an own section has room for.
const (
	mostBars    = 60
	mostRowBars = 30
	mostPoints  = 1000
)

// ownChart draws an own section, as far as it can be drawn; why says what is not
// as the config has it.
func (b *builder) ownChart(own *OwnSection, shown *Table) (chart *Chart, why string) {
	if !drawable(own.Data, own.Chart.Y) {
		return nil, b.say("own_section.chart_empty")
	}
	x := b.shownAs(own, own.Chart.X)
	c := &Chart{
		ID: strings.ReplaceAll(own.ID, "_", "-") + "-chart", Kind: own.Chart.Kind,
		X: own.Chart.X, XFormat: x.Format, Data: own.Data, Table: shown.ID,
	}
	var names []string
	for i, column := range own.Chart.Y {
		y := b.shownAs(own, column)
		if i == 0 {
			c.Format = Format{Kind: y.Format.Kind, Digits: y.Format.Digits}
			if !c.Format.Numeric() {
				c.Format = decimalFormat(2)
			}
		}
		c.Series = append(c.Series, Series{Column: column, Label: Shorten(y.Label, LabelLength), Colour: ownColours()[i]})
		names = append(names, Shorten(y.Label, LabelLength))
	}
	c.Title = b.say("own_section.chart", "y", strings.Join(names, "; "), "x", Shorten(x.Label, LabelLength))
	c.Description = b.say("own_section.drawn", "section", Clean(own.Title), "chart", c.Title)
	if c.Kind == Pie {
		c.Kind, why = b.pieOr(c)
	}
	if room := roomOf(c.Kind); c.Data.Len() > room {
		c.Data = &table.Table{Columns: c.Data.Columns, Rows: c.Data.Rows[:room]}
		why = strings.TrimSpace(why + " " + b.Words.Count("own_section.chart_first", int64(room)))
	}
	return c, why
}

// roomOf is how many places a chart has.
func roomOf(kind ChartKind) int {
	switch kind {
	case Line:
		return mostPoints
	case RowBars:
		return mostRowBars
	}
	return mostBars
}

func ownColours() []Colour { return []Colour{Accent, Second, Third, Fourth, Muted, Strong} }

// shownAs is a column of an own section, hidden or not.
func (b *builder) shownAs(own *OwnSection, name string) Column {
	column := own.Data.Columns[own.Data.Index(name)]
	return b.ownColumn(own.Data, column, own.column(name))
}

// pieOr is rows, with the reason, where a pie would mislead: with parts below
// nought, or more parts than eyes can compare.
func (b *builder) pieOr(c *Chart) (kind ChartKind, why string) {
	kind = Parts(c)
	switch {
	case kind == Pie:
	case len(PartsOf(c)) > mostParts:
		why = b.say("own_section.pie_many", "most", b.Words.Integer(mostParts))
	case len(PartsOf(c)) > 1:
		why = b.say("own_section.pie_negative")
	}
	return kind, why
}

// drawable tells whether a column has a number at all.
func drawable(data *table.Table, columns []string) bool {
	for _, column := range columns {
		at := data.Index(column)
		for _, row := range data.Rows {
			if _, ok := (Format{Kind: Decimal}).Number(row[at]); ok {
				return true
			}
		}
	}
	return false
}
