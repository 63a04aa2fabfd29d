package reports

import (
	"math"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// chart draws the last weeks or months, marks the one that is judged, and shows what
// it is compared with: the band that opens towards it, or a line.
func (a alertTeller) chart() *Chart {
	f := a.facts
	if len(f.Points) < 2 {
		return nil
	}
	format, x := Format{Kind: Money}, Format{Kind: Date}
	if f.Count {
		format = Format{Kind: Integer}
	}
	if f.Month {
		x = monthFormat()
	}
	title := a.what()
	if !f.Count {
		title = (&builder{Presenter: a.Presenter}).withCurrency(title)
	}
	colour := Fall
	if f.Up {
		colour = Strong
	}
	chart := &Chart{
		ID: "alert", Title: title, Description: a.sentence(), Kind: Line, X: "on", XFormat: x, Format: format,
		Series: []Series{
			{Column: "value", Label: a.Words.Say("alert.figure." + f.Figure), Colour: Accent},
			{Column: "judged", Label: a.when(), Colour: colour, Mark: true},
		},
		Data: a.points(),
	}
	switch f.Form {
	case "band":
		chart.Bands = []Band{{Low: "low", High: "high", Label: a.Words.Say("alert.band")}}
	case "change":
		chart.Series = append(chart.Series, Series{Column: "line", Label: a.Words.Say("alert.line." + f.Against), Colour: Muted, Dashed: true})
	default:
		chart.Series = append(chart.Series, Series{Column: "line", Label: a.Words.Say("alert.line"), Colour: Muted, Dashed: true})
	}
	return chart
}

// points are the rows of the picture. What a month that has not ended is judged by is
// where it should end.
func (a alertTeller) points() *table.Table {
	f, last := a.facts, len(a.facts.Points)-1
	amounts := func(name string) table.Column { return table.Column{Name: name, Kind: table.Decimal, Scale: 2} }
	out := &table.Table{Columns: []table.Column{{Name: "on", Kind: table.Date}, amounts("value"), amounts("judged"), amounts("low"), amounts("high"), amounts("line")}}
	line := f.Bound
	if f.Form == "change" {
		line = f.Before
	}
	for i, point := range f.Points {
		row := []any{point.On, plotted(point.Value), nil, nil, nil, plotted(line)}
		switch i {
		case last:
			row[2], row[3], row[4] = plotted(f.Value), plotted(f.Band[0]), plotted(f.Band[1])
			if f.Ahead {
				row[1] = nil
			}
		case last - 1:
			row[3], row[4] = row[1], row[1]
		}
		if f.Form != "band" {
			row[3], row[4] = nil, nil
		} else {
			row[5] = nil
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func plotted(value float64) any {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return nil
	}
	return decimal.NewFromFloat(value).Round(2)
}
