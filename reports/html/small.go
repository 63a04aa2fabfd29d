package html

import (
	"encoding/json"

	"clientele/reports"
)

// smallHeight is the height of a small chart in pixels.
const smallHeight = 130

// grid draws small charts: the same drawings without legend and dots.
func (r *renderer) grid(g *reports.Grid) (gridView, error) {
	out := gridView{ID: g.ID, Title: g.Title, Note: g.Note}
	for i := range g.Charts {
		c := &g.Charts[i]
		d := drawing{tips: r.tips(c), Values: valuesName(c.Format), Height: smallHeight, Small: true}
		d.Option = option{
			Grid: grid{Left: 0, Right: 6, Top: 8, Bottom: 8}, Tooltip: tooltip{Trigger: "axis"}, Legend: legend{Data: []string{}},
			X: axis{Type: "category", Data: r.labels(c), Gap: c.Kind != reports.Line}, Y: axis{Type: "value"},
			Series: append(bands(c), lines(c)...),
		}
		for j := range d.Option.Series {
			one := &d.Option.Series[j]
			if one.Type == "line" {
				one.Symbol, one.Size = "none", nil
			}
			if one.Line != nil && one.Line.Width > 0 {
				one.Line.Width = 1.75
			}
		}
		one, err := r.framed(c, d)
		if err != nil {
			return out, err
		}
		out.Charts = append(out.Charts, one)
	}
	return out, nil
}

// label is a text beside a bar.
type label struct {
	Show     bool   `json:"show"`
	Position string `json:"position"`
	Text     string `json:"formatter"`
}

// waterfall stacks bars on a hidden one; each says its step.
func (r *renderer) waterfall(c *reports.Chart) []series {
	var out []series
	signed, place, standing := c.Format, c.Data.Index(c.Series[0].Column), c.Data.Index(c.Standing)
	told := make([]bool, c.Data.Len())
	for _, layer := range reports.WaterfallLayers(c) {
		one := series{Type: "bar", Name: c.Series[0].Label, Stack: "all", Color: colourName(layer.Colour), Width: 56, Z: 3, Data: make([]any, c.Data.Len())}
		if layer.Hidden {
			one.Color, one.Silent, one.Style = "@surface", true, &opacity{0}
		}
		for i, v := range layer.Values {
			if v == nil {
				continue
			}
			one.Data[i] = json.Number(v.String())
			if layer.Hidden || told[i] {
				continue
			}
			row := c.Data.Rows[i]
			signed.Signed, signed.Bare, told[i] = row[standing] != true, true, true
			position := "top"
			if v.IsNegative() {
				position = "bottom"
			}
			one.Data[i] = item{Value: one.Data[i], Label: &label{Show: true, Position: position, Text: r.Show(signed, row[place])}}
		}
		out = append(out, one)
	}
	return out
}

// ranges are bars from border to border, and a mark at each estimate.
func ranges(c *reports.Chart) []series {
	var out []series
	for _, layer := range reports.RangeLayers(c) {
		one := series{Type: "bar", Name: c.Bands[0].Label, Stack: "all", Color: colourName(layer.Colour), Width: 14, Z: 2, Data: make([]any, c.Data.Len()), Style: &opacity{0.55}}
		if layer.Hidden {
			one.Color, one.Silent, one.Style = "@surface", true, &opacity{0}
		}
		for i, v := range layer.Values {
			if v != nil {
				one.Data[i] = json.Number(v.String())
			}
		}
		out = append(out, one)
	}
	estimate := series{Type: "scatter", Name: c.Series[0].Label, Color: colourName(c.Series[0].Colour), Symbol: "circle", Size: 9, Z: 4}
	estimate.Data = points(c, c.Series[0].Column)
	return append(out, estimate)
}
