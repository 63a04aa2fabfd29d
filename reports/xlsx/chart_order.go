package xlsx

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"clientele/reports"
)

// childOrder is the order that the format's schema demands of an element's
// children, where the library has another one or adds what has no place there
// (ECMA-376, part 1, 21.2.2). Offices read what is out of order or leave it out
// as they please: LibreOffice forgives, Excel may offer to repair the workbook.
func childOrder(n *node, parent string) []string {
	switch n.name {
	case "ser":
		return serOrder(parent)
	case "catAx":
		return strings.Fields("axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl")
	case "valAx":
		return strings.Fields("axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt crossBetween majorUnit minorUnit dispUnits")
	case "scaling":
		return strings.Fields("logBase orientation max min")
	case "chart":
		return strings.Fields("title autoTitleDeleted pivotFmts plotArea legend plotVisOnly dispBlanksAs") // walls are of charts in space
	case "plotArea":
		return strings.Fields("layout areaChart barChart doughnutChart lineChart catAx valAx dTable spPr")
	case "barChart":
		return strings.Fields("barDir grouping varyColors ser dLbls gapWidth overlap serLines axId")
	case "lineChart":
		return strings.Fields("grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId")
	case "areaChart":
		return strings.Fields("grouping varyColors ser dLbls dropLines axId")
	case "doughnutChart":
		return strings.Fields("varyColors ser dLbls firstSliceAng holeSize")
	case "title":
		return strings.Fields("tx layout overlay spPr txPr")
	case "legend":
		return strings.Fields("legendPos legendEntry layout overlay spPr txPr")
	case "dLbls":
		return strings.Fields("dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator showLeaderLines leaderLines")
	case "marker":
		return strings.Fields("symbol size spPr")
	}
	return nil
}

// serOrder is that of a series by the form of its chart.
func serOrder(chart string) []string {
	switch chart {
	case "barChart":
		return strings.Fields("idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val shape")
	case "lineChart":
		return strings.Fields("idx order tx spPr marker dPt dLbls trendline errBars cat val smooth")
	case "areaChart":
		return strings.Fields("idx order tx spPr pictureOptions dPt dLbls trendline errBars cat val")
	}
	return strings.Fields("idx order tx spPr explosion dPt dLbls cat val") // of a ring
}

// inOrder brings an element and all below it into the schema's order, and
// leaves out what has no place there.
func (n *node) inOrder(parent string) {
	if order := childOrder(n, parent); order != nil {
		n.children = slices.DeleteFunc(n.children, func(c *node) bool { return !slices.Contains(order, c.name) })
		slices.SortStableFunc(n.children, func(x, y *node) int { return slices.Index(order, x.name) - slices.Index(order, y.name) })
	}
	for _, c := range n.children {
		c.inOrder(n.name)
	}
}

// chartPart is a chart's part as the schema has it, with the colours of its
// points, which the library knows of rings alone.
func chartPart(part []byte, points []string) ([]byte, error) {
	top, err := parseXML(part)
	if err != nil {
		return nil, fmt.Errorf("read a chart: %w", err)
	}
	if len(points) > 0 {
		top.each(func(n *node) {
			if n.name == "barChart" {
				colourPoints(n.child("ser"), points)
			}
		})
	}
	top.inOrder("")
	var b bytes.Buffer
	b.WriteString(xml.Header)
	top.print(&b)
	return b.Bytes(), nil
}

// colourPoints gives each bar of a series its colour.
func colourPoints(series *node, colours []string) {
	if series == nil {
		return
	}
	for i, colour := range colours {
		value := func(name, value string) *node {
			return &node{name: name, attributes: []xml.Attr{{Name: xml.Name{Local: "val"}, Value: value}}}
		}
		fill := &node{name: "a:solidFill", children: []*node{value("a:srgbClr", colour)}}
		series.children = append(series.children, &node{name: "dPt", children: []*node{
			value("idx", strconv.Itoa(i)), value("invertIfNegative", "0"), value("bubble3D", "0"), {name: "spPr", children: []*node{fill}},
		}})
	}
}

// points are the colours of a chart's rows where each has one of its own.
func (d *chartData) points(c *reports.Chart) []string {
	if len(c.Colours) != c.Data.Len() || formOf(c) != reports.Bars && formOf(c) != reports.RowBars {
		return nil
	}
	out := make([]string, len(c.Colours))
	for i, colour := range c.Colours {
		out[i] = d.colours.Light(colour)
	}
	return out
}
