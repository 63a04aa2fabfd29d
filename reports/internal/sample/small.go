package sample

import (
	"math"
	"time"

	"clientele/internal/table"
	"clientele/reports"
)

// Small is a document with each thing that a renderer can show, once: each
// form of chart, each format of a column, a total, a note, a list with more
// rows than a page shows, values that are missing.
func Small() *reports.Document {
	money := reports.Format{Kind: reports.Money, Digits: 2}
	percent := reports.Format{Kind: reports.Percent, Digits: 1}
	data := smallData()
	return &reports.Document{
		Title: "Small report", Company: "Harbour & Sons", Language: "en", Currency: "EUR", AsOf: AsOf(), Snapshot: "7",
		Sections: []reports.Section{{
			ID: "first", Title: "First section", Lead: []string{"One sentence.", "Another."}, Note: "A note.", Queries: []string{"reports/first"},
			Points: []reports.Point{{Tone: reports.Worse, Text: "Bad news.", Section: "second"}, {Tone: reports.Better, Text: "Good news.", Section: "first"}},
			Figures: []reports.Figure{
				{ID: "revenue", Label: "Revenue", Value: money2("1234.5"), Format: money,
					Comparison: &reports.Comparison{Value: money2("-0.125"), Format: reports.Format{Kind: reports.Percent, Digits: 1, Signed: true}, Label: "on a year earlier", Tone: reports.Worse}},
				{ID: "none", Label: "No value", Value: nil, Format: percent},
			},
			Charts: []reports.Chart{
				smallChart("line", reports.Line, data), smallChart("bars", reports.Bars, data),
				smallChart("stacked", reports.StackedBars, data), smallChart("rows", reports.RowBars, data),
				smallChart("waterfall", reports.Waterfall, data), marked(smallChart("targets", reports.StackedBars, data)), marked(smallChart("marked", reports.Line, data)),
				smallChart("stacked-rows", reports.StackedRows, data), smallChart("ranges", reports.Ranges, data),
				smallStreams(),
			},
			Grids: []reports.Grid{{ID: "grid", Title: "A grid", Note: "How to read it.", Charts: []reports.Chart{
				smallChart("one", reports.Line, data), smallChart("two", reports.Line, data), smallChart("three", reports.Line, data), smallChart("four", reports.Line, data),
			}}},
			Tables: []reports.Table{smallTable(data)},
		}, {
			ID: "second", Title: "Second section", Note: "Needs something.",
			Tables: []reports.Table{{
				ID: "list", Title: "A long list", Sheet: "Long list", Data: data, List: true, PageRows: 2,
				Columns: []reports.Column{{Name: "name", Label: "Name"}, {Name: "count", Label: "Count", Format: reports.Format{Kind: reports.Integer}, Bar: true}},
			}, {
				ID: "hidden", Title: "A list in the workbook", Data: data, List: true, PageRows: reports.OnlyInWorkbook,
				Columns: []reports.Column{{Name: "name", Label: "Name"}},
			}},
		}},
	}
}

// smallStreams flow two steps; a row of nobody is not drawn.
func smallStreams() reports.Chart {
	data := &table.Table{Columns: columns("t:from", "t:to", "i:step", "i:customers", "t:tip"), Rows: [][]any{
		{"", "a", int64(0), int64(5), "none → A\nfive"}, {"a", "b", int64(0), int64(3), "A → B"}, {"b", "b", int64(0), int64(0), "nobody"},
		{"a", "a", int64(1), int64(5), "A stays"}, {"b", "a", int64(1), int64(2), "B → A"}, {"b", "b", int64(1), int64(1), "B stays"},
	}}
	return reports.Chart{
		ID: "streams", Title: "Chart streams", Description: "What it draws.", Kind: reports.Sankey, Data: data, Table: "table",
		Series: []reports.Series{{Column: "customers", Label: "Customers"}}, Format: reports.Format{Kind: reports.Integer},
		Flow: &reports.Flow{From: "from", To: "to", Step: "step", Tip: "tip", Heads: []string{"May", "June", "July"}, Nodes: []reports.Node{
			{Key: "", Label: "none", Colour: reports.Faint}, {Key: "a", Label: "A <b>", Colour: reports.Fourth}, {Key: "b", Label: "B", Colour: reports.Accent},
		}},
	}
}

// Parts are parts of a whole with colours of their own; one of them is
// nothing.
func Parts(id string, kind reports.ChartKind) reports.Chart {
	data := &table.Table{Columns: columns("t:name", "i:count"), Rows: [][]any{{"Alpha & Co", int64(50)}, {"Beta <b>", int64(30)}, {"{b|c}", int64(19)}, {"Nothing", nil}}}
	return reports.Chart{
		ID: id, Title: "Chart " + id, Description: "What it draws.", Kind: kind, X: "name", Data: data, Table: "table",
		Series: []reports.Series{{Column: "count", Label: "Count"}}, Format: reports.Format{Kind: reports.Integer},
		Colours: []reports.Colour{reports.GroupBest, reports.GroupGone, reports.Third, reports.Faint},
	}
}

func smallData() *table.Table {
	day := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	t := &table.Table{Columns: columns("t:name", "d:month", "i:count", "m:amount", "f:share", "b:complete", "f:low", "f:high")}
	t.Rows = [][]any{
		{"Alpha & Co", day, int64(1200), money2("10250.75"), 0.5, true, nil, nil},
		{"Beta <b>", day.AddDate(0, 1, 0), int64(-3), money2("-0.05"), 0.3333, true, 5000.0, 9000.0},
		{nil, day.AddDate(0, 2, 0), nil, nil, math.NaN(), false, -1000.0, 12000.0},
		{"Delta", nil, int64(1) << 60, money2("9999999999999.99"), 0.1667, nil, math.Inf(1), nil},
	}
	return t
}

func smallTable(data *table.Table) reports.Table {
	return reports.Table{
		ID: "table", Title: "A table", Note: "How to read it.", Data: data,
		Columns: []reports.Column{
			{Name: "name", Label: "Name"}, {Name: "month", Label: "Month", Format: reports.Format{Kind: reports.Month}},
			{Name: "month", Label: "Day", Format: reports.Format{Kind: reports.Date}},
			{Name: "count", Label: "Count", Format: reports.Format{Kind: reports.Integer}, Bar: true},
			{Name: "amount", Label: "Amount", Format: reports.Format{Kind: reports.Money, Digits: 2}},
			{Name: "share", Label: "Share", Format: reports.Format{Kind: reports.Percent, Digits: 1}, Heat: true},
			{Name: "low", Label: "Low", Format: reports.Format{Kind: reports.Decimal, Digits: 3}},
			{Name: "complete", Label: "Complete", Format: reports.Format{Kind: reports.YesNo}},
		},
		Total: []any{"Total", nil, nil, int64(1197), money2("10250.70"), 1.0, nil, nil},
	}
}

// marked adds a mark at each value, and pale bars where the chart has bars.
func marked(c reports.Chart) reports.Chart {
	if c.Kind != reports.Line {
		c.Series = append(c.Series, reports.Series{Column: "low", Label: "Still", Colour: reports.Accent, Pale: true})
	}
	c.Series = append(c.Series, reports.Series{Column: "high", Label: "Target", Colour: reports.Fall, Mark: true})
	return c
}

func smallChart(id string, kind reports.ChartKind, data *table.Table) reports.Chart {
	c := reports.Chart{
		ID: id, Title: "Chart " + id, Description: "What it draws.", Kind: kind, X: "month", XFormat: reports.Format{Kind: reports.Month},
		Series: []reports.Series{{Column: "amount", Label: "Amount", Colour: reports.Accent}}, Format: reports.Format{Kind: reports.Money},
		Data: &table.Table{Columns: data.Columns, Rows: data.Rows[:3]}, Incomplete: "complete", Table: "table",
	}
	if kind == reports.Waterfall {
		c.Standing = "complete"
	}
	if kind == reports.Ranges {
		c.Bands = []reports.Band{{Low: "low", High: "high", Label: "Interval"}}
	}
	if kind == reports.Line {
		c.Subtitle = "Its figures"
		c.Bands = []reports.Band{{Low: "low", High: "high", Label: "Interval"}}
	}
	return c
}
