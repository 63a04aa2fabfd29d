package html

import (
	"encoding/json"
	"fmt"
	"html/template"
	"slices"

	"clientele/reports"
)

// drawing is what the page's script gets for one chart.
type drawing struct {
	Option option `json:"option"`
	tips
	Values string `json:"values"` // percent, integer or money: how the axis is labelled
	Height int    `json:"height"` // pixels
	Small  bool   `json:"small,omitempty"`
	Turn   bool   `json:"turn,omitempty"` // lies on its side where there is little room
	width  int    // on paper, where it is not the usual one
	high   int    // on paper, where the width is given
}

// option has the parts of an ECharts option that our charts use. Colours are
// names such as "@accent", which the script replaces.
type option struct {
	Animation bool     `json:"animation"`
	Grid      grid     `json:"grid"`
	Legend    legend   `json:"legend"`
	Tooltip   tooltip  `json:"tooltip"`
	X         axis     `json:"xAxis"`
	Y         axis     `json:"yAxis"`
	Series    []series `json:"series"`
}

type grid struct {
	Left   int `json:"left"`
	Right  int `json:"right"`
	Top    int `json:"top"`
	Bottom int `json:"bottom"`
}

type legend struct {
	Show bool     `json:"show"`
	Data []string `json:"data"`
}

type tooltip struct {
	Trigger string `json:"trigger"`
}

type axis struct {
	Type    string   `json:"type"`
	Data    []string `json:"data,omitempty"`
	Inverse bool     `json:"inverse,omitempty"`
	Gap     bool     `json:"boundaryGap"`
	Name    string   `json:"name,omitempty"`
	Max     float64  `json:"max,omitempty"`
	Step    float64  `json:"interval,omitempty"`
}

type series struct {
	Type     string     `json:"type"`
	Name     string     `json:"name"`
	Stack    string     `json:"stack,omitempty"`
	Strategy string     `json:"stackStrategy,omitempty"`
	Data     []any      `json:"data"`
	Color    string     `json:"color"`
	Symbol   string     `json:"symbol,omitempty"`
	Size     any        `json:"symbolSize,omitempty"` // a number, or width and height
	Silent   bool       `json:"silent,omitempty"`
	Line     *lineStyle `json:"lineStyle,omitempty"`
	Area     *opacity   `json:"areaStyle,omitempty"`
	Style    *opacity   `json:"itemStyle,omitempty"` // of a band's mark in the legend
	Width    int        `json:"barMaxWidth,omitempty"`
	Ground   *marks     `json:"markArea,omitempty"`
	Cut      *marks     `json:"markLine,omitempty"`
	Z        int        `json:"z"`
}

type lineStyle struct {
	Width   float64 `json:"width"`
	Opacity float64 `json:"opacity"`
	Type    string  `json:"type"`
}

type opacity struct {
	Opacity float64 `json:"opacity"`
}

// item is a value with a look of its own.
type item struct {
	Value any    `json:"value"`
	Style *style `json:"itemStyle,omitempty"`
	Label *label `json:"label,omitempty"`
}

type style struct {
	Color   string  `json:"color,omitempty"`
	Opacity float64 `json:"opacity,omitempty"`
}

func (r *renderer) chart(c *reports.Chart) (chart, error) {
	switch c.Kind {
	case reports.Sankey:
		return r.framed(c, sankey(c))
	case reports.Pie:
		return r.framed(c, r.ring(c))
	}
	d := drawing{tips: r.tips(c), Values: valuesName(c.Format), Height: 320}
	labels := r.labels(c)
	category, value := axis{Type: "category", Data: labels, Gap: c.Kind != reports.Line, Name: c.XTitle}, axis{Type: "value", Gap: false, Name: c.YTitle}
	if whole(c) { // steps of a third would go on to 120 %
		value.Max, value.Step = 1, 0.25
	}
	d.Option = option{Grid: grid{Left: 8, Right: 32, Top: 40, Bottom: 4}, Tooltip: tooltip{Trigger: "axis"}, X: category, Y: value}
	if c.Kind == reports.RowBars {
		category.Inverse = true
		d.Option.X, d.Option.Y = value, category
		d.Height = 60 + len(labels)*(14+14*len(c.Series))
	}
	if c.Kind == reports.Ranges || c.Kind == reports.StackedRows {
		category.Inverse = true
		d.Option.X, d.Option.Y = value, category
		d.Height = 60 + len(labels)*30
	}
	if r.document.OnePage {
		d.onOnePage(c)
	}
	d.Option.Legend = legendOf(c)
	switch c.Kind {
	case reports.Waterfall:
		d.Option.Series, d.Turn = r.waterfall(c), true
	case reports.Ranges:
		d.Option.Series = ranges(c)
		d.Option.Legend.Show = false
	default:
		d.Option.Series = slices.Concat(bands(c), lines(c), shade(c))
	}
	if c.XTitle != "" {
		d.Option.Grid.Bottom += 22
	}
	if !d.Option.Legend.Show {
		d.Option.Grid.Top = 12
	}
	if c.YTitle != "" {
		d.Option.Grid.Top += 22
	}
	return r.framed(c, d)
}

// framed is a chart's frame with what the script draws.
func (r *renderer) framed(c *reports.Chart, d sized) (chart, error) {
	data, err := json.Marshal(d)
	if err != nil {
		return chart{}, fmt.Errorf("write the chart %s: %w", c.ID, err)
	}
	return chart{ID: c.ID, Title: c.Title, Subtitle: c.Subtitle, Description: c.Description, Data: template.JS(data), picture: r.pictures.want(c, d, data)}, nil
}

// whole tells the charts of shares of which one is all, or nearly.
func whole(c *reports.Chart) bool {
	if c.Format.Kind != reports.Percent || c.Kind == reports.StackedBars || c.Kind == reports.StackedRows {
		return false
	}
	var columns []string
	for _, s := range c.Series {
		columns = append(columns, s.Column)
	}
	for _, band := range c.Bands {
		columns = append(columns, band.Low, band.High)
	}
	least, most := 0.0, 0.0
	for _, column := range columns {
		at := c.Data.Index(column)
		for _, row := range c.Data.Rows {
			if number, ok := reports.ChartNumber(c, row[at]); ok {
				least, most = min(least, number.InexactFloat64()), max(most, number.InexactFloat64())
			}
		}
	}
	return least == 0 && most > 0.9 && most <= 1
}

func legendOf(c *reports.Chart) legend {
	l := legend{Show: len(c.Series)+len(c.Bands) > 1, Data: []string{}}
	for _, s := range c.Series {
		l.Data = append(l.Data, s.Label)
	}
	for _, band := range c.Bands {
		l.Data = append(l.Data, band.Label)
	}
	if _, _, ok := c.Shaded(); ok {
		l.Show, l.Data = true, append(l.Data, c.Shade.Label)
	}
	return l
}

// labels are the texts of the X axis.
func (r *renderer) labels(c *reports.Chart) []string {
	labels, place := make([]string, c.Data.Len()), c.Data.Index(c.X)
	for i, row := range c.Data.Rows {
		labels[i] = r.Label(c.XFormat, row[place])
	}
	return labels
}

// dotted is up to how many points of a line have a dot each.
const dotted = 15

// lines draws the series themselves.
func lines(c *reports.Chart) []series {
	var out []series
	for _, s := range c.Series {
		one := series{Type: "line", Name: s.Label, Color: colourName(s.Colour), Symbol: "none", Z: 3}
		if c.Kind == reports.Line {
			one.Line = &lineStyle{Width: 2.5, Opacity: 1, Type: "solid"}
			if s.Dashed {
				one.Line.Type = "dashed"
			}
			if c.Data.Len() <= dotted {
				one.Symbol, one.Size = "circle", 5
			}
		} else {
			one.Type, one.Symbol, one.Width = "bar", "", 36
		}
		if c.Kind == reports.StackedBars || c.Kind == reports.StackedRows {
			one.Stack = "all"
		}
		if s.Pale {
			one.Style = &opacity{0.4}
		}
		if s.Mark {
			mark(&one, c.Kind)
		}
		one.Data = points(c, s.Column)
		out = append(out, one)
	}
	return out
}

// mark makes points of a series: dots on lines, strokes across bars.
func mark(s *series, kind reports.ChartKind) {
	s.Type, s.Stack, s.Line, s.Width, s.Z = "scatter", "", nil, 0, 4
	s.Symbol, s.Size = "circle", 9
	if kind != reports.Line {
		s.Symbol, s.Size = "rect", [2]int{30, 4}
	}
}

// points are a column's values; those of a period that has not ended are pale,
// and rows may have colours of their own.
func points(c *reports.Chart, column string) []any {
	place, incomplete := c.Data.Index(column), c.Data.Index(c.Incomplete)
	out := make([]any, c.Data.Len())
	for i, row := range c.Data.Rows {
		number, ok := reports.ChartNumber(c, row[place])
		if !ok {
			continue
		}
		out[i] = json.Number(number.String())
		var own style
		if incomplete >= 0 && row[incomplete] == false {
			own.Opacity = 0.4
		}
		if i < len(c.Colours) && len(c.Series) == 1 {
			own.Color = colourName(c.Colours[i])
		}
		if own != (style{}) {
			out[i] = item{Value: out[i], Style: &own}
		}
	}
	return out
}

// bands draws nested bands as one stack: an invisible base, then the distance
// from each border to the next. The strategy lets a base below zero stand.
func bands(c *reports.Chart) []series {
	var out []series
	for i, step := range reports.BandSteps(c) {
		one := series{Type: "line", Stack: "bands", Strategy: "all", Symbol: "none", Silent: true, Color: "@accent", Z: 1,
			Line: &lineStyle{Type: "solid"}, Area: &opacity{0.14}, Style: &opacity{0.25}, Name: step.Label}
		if step.Depth > 0 { // the inner band is darker
			one.Area, one.Style = &opacity{0.26}, &opacity{0.45}
		}
		if i == 0 {
			one.Area = &opacity{0}
		}
		for _, v := range step.Values {
			if v == nil {
				one.Data = append(one.Data, nil)
				continue
			}
			one.Data = append(one.Data, json.Number(v.String()))
		}
		out = append(out, one)
	}
	return out
}

func valuesName(f reports.Format) string {
	switch f.Kind {
	case reports.Percent:
		return "percent"
	case reports.Money:
		return "money"
	}
	return "number"
}

func colourName(c reports.Colour) string { return "@" + c.Name() }
