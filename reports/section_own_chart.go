package reports

import (
	"strings"

	"clientele/internal/table"
)

// Places along the axis that a chart of an own section has room for; a pie has
// parts.
const (
	mostBars     = 60
	mostRowBars  = 30
	mostPoints   = 1000
	mostPieParts = 6
)

// ownChart draws an own section, as far as it can be drawn; why says what is not
// as the config has it.
func (b *builder) ownChart(own *OwnSection, shown *Table) (chart *Chart, why string) {
	kind, room := own.Chart.Kind, mostBars
	switch kind {
	case Line:
		room = mostPoints
	case RowBars:
		room = mostRowBars
	case Pie:
		if kind, why = b.pieOr(own); kind == RowBars {
			room = mostRowBars
		}
	}
	data := own.Data
	if data.Len() > room {
		data = &table.Table{Columns: data.Columns, Rows: data.Rows[:room]}
		why = strings.TrimSpace(why + " " + b.Words.Count("own_section.chart_first", int64(room)))
	}
	if !drawable(data, own.Chart.Y) {
		return nil, b.say("own_section.chart_empty")
	}
	x := b.shownAs(own, own.Chart.X)
	c := &Chart{
		ID: strings.ReplaceAll(own.ID, "_", "-") + "-chart", Title: shown.Title, Kind: kind,
		X: own.Chart.X, XFormat: x.Format, Data: data, Table: shown.ID,
	}
	for i, column := range own.Chart.Y {
		y := b.shownAs(own, column)
		if i == 0 {
			c.Format = Format{Kind: y.Format.Kind, Digits: y.Format.Digits}
			if !c.Format.Numeric() {
				c.Format = Format{Kind: Decimal, Digits: 2}
			}
		}
		c.Series = append(c.Series, Series{Column: column, Label: y.Label, Colour: ownColours()[i]})
	}
	c.Description = b.say("own_section.chart", "title", c.Title, "x", x.Label)
	return c, why
}

func ownColours() []Colour { return []Colour{Accent, Second, Third, Fourth, Muted, Strong} }

// shownAs is a column of an own section, hidden or not.
func (b *builder) shownAs(own *OwnSection, name string) Column {
	column := own.Data.Columns[own.Data.Index(name)]
	return b.ownColumn(own.Data, column, own.column(name))
}

// pieOr is bars where a pie would mislead: with parts below nought, or more
// parts than eyes can compare.
func (b *builder) pieOr(own *OwnSection) (ChartKind, string) {
	at := own.Data.Index(own.Chart.Y[0])
	if own.Data.Len() > mostPieParts {
		return RowBars, b.say("own_section.pie_many", "most", b.Words.Integer(mostPieParts))
	}
	for _, row := range own.Data.Rows {
		if number, ok := (Format{Kind: Decimal, Digits: 6}).Number(row[at]); ok && number.IsNegative() {
			return RowBars, b.say("own_section.pie_negative")
		}
	}
	return Pie, ""
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
