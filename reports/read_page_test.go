package reports_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	nethtml "golang.org/x/net/html"
)

// readPage reads a page back. The text of each number has to be its number,
// rounded.
func readPage(t *testing.T, r renderedReport) *told {
	t.Helper()
	root, err := nethtml.Parse(bytes.NewReader(r.page))
	if err != nil {
		t.Fatal(err)
	}
	p := &pageReader{t: t, name: r.name, language: r.document.Language, currency: r.document.Currency}
	out := &told{}
	for n := range root.Descendants() {
		switch {
		case n.Data == "h1":
			out.title = textOf(n)
		case n.Data == "section" && attribute(n, "id") != "":
			out.sections = append(out.sections, p.section(n))
		}
	}
	return out
}

type pageReader struct {
	t              *testing.T
	name, language string
	currency       string // as the page writes one that it has no sign for
}

func (p *pageReader) section(s *nethtml.Node) *toldSection {
	out := &toldSection{id: attribute(s, "id")}
	for n := range s.Descendants() {
		class := strings.Fields(attribute(n, "class"))
		switch {
		case n.Type != nethtml.ElementNode:
		case n.Data == "h2":
			out.title = textOf(n)
		case attribute(n, "data-figure") != "":
			out.figures = append(out.figures, p.figure(n))
		case n.Data == "figure":
			out.charts = append(out.charts, p.chart(n))
		case n.Data == "table" && attribute(n, "data-table") != "":
			out.tables = append(out.tables, p.table(n))
		case n.Data == "p" && (slices.Contains(class, "lead") || slices.Contains(class, "checks") || slices.Contains(class, "note")):
			out.texts = append(out.texts, textOf(n))
		case n.Data == "li":
			out.texts = append(out.texts, textOf(n))
		}
	}
	return out
}

func (p *pageReader) figure(n *nethtml.Node) toldFigure {
	out := toldFigure{id: attribute(n, "data-figure")}
	for d := range n.Descendants() {
		switch {
		case d.Data == "dt":
			out.label = textOf(d)
		case d.Data == "dd" && strings.Contains(attribute(d, "class"), "than"):
			out.comparison, out.shown = p.value(d), out.shown+" ("+textOf(d)+")"
		case d.Data == "dd":
			out.value, out.shown = p.value(d), textOf(d)
		}
	}
	return out
}

func (p *pageReader) table(n *nethtml.Node) toldTable {
	out := toldTable{id: attribute(n, "data-table")}
	for d := range n.Descendants() {
		switch {
		case d.Data == "caption":
			out.title = textOf(d)
		case d.Data == "th" && d.Parent.Parent.Data == "thead":
			out.heads = append(out.heads, textOf(d))
		case d.Data == "tr" && d.Parent.Data != "thead":
			var cells, shown []string
			for c := range d.ChildNodes() {
				if c.Type == nethtml.ElementNode {
					cells, shown = append(cells, p.value(c)), append(shown, textOf(c))
				}
			}
			out.shown = append(out.shown, shown)
			if d.Parent.Data == "tfoot" {
				out.total = cells
			} else {
				out.rows = append(out.rows, cells)
			}
		}
	}
	return out
}

// value is what a cell holds for machines.
func (p *pageReader) value(n *nethtml.Node) string {
	for d := range n.Descendants() {
		switch d.Data {
		case "data":
			number := decimal.RequireFromString(attribute(d, "value"))
			if shown := textOf(d); !says(p.language, strings.ReplaceAll(shown, blanks(p.currency), ""), number) {
				p.t.Errorf("%s: the text %q stands for %s", p.name, shown, number)
			}
			return number.Round(9).String()
		case "time":
			return attribute(d, "datetime")
		}
	}
	return textOf(n)
}

// drawn is what the page's script gets, as far as it bears numbers.
type drawn struct {
	Option struct {
		X      drawnAxis `json:"xAxis"`
		Y      drawnAxis `json:"yAxis"`
		Series []struct {
			Name string            `json:"name"`
			Data []json.RawMessage `json:"data"`
		} `json:"series"`
	} `json:"option"`
	Links []struct {
		Source, Target string
		Value          json.Number
	} `json:"links"`
}

type drawnAxis struct {
	Type string   `json:"type"`
	Data []string `json:"data"`
}

func (p *pageReader) chart(n *nethtml.Node) toldChart {
	out := toldChart{id: strings.TrimPrefix(attribute(n, "id"), "chart-")}
	var data drawn
	for d := range n.Descendants() {
		switch d.Data {
		case "figcaption":
			out.title = textOf(d)
		case "script":
			if err := json.Unmarshal([]byte(d.FirstChild.Data), &data); err != nil {
				p.t.Fatalf("%s: the data of %s: %v", p.name, out.id, err)
			}
		}
	}
	out.places = data.Option.X.Data
	if data.Option.Y.Type == "category" {
		out.places = data.Option.Y.Data
	}
	for _, s := range data.Option.Series {
		one := toldSeries{name: s.Name}
		var names []string
		for _, raw := range s.Data {
			value, name := p.point(raw)
			one.values, names = append(one.values, value), append(names, name)
		}
		if len(out.places) == 0 { // a pie names its parts itself
			out.places = names
		}
		out.series = append(out.series, one)
	}
	for _, link := range data.Links {
		out.places = append(out.places, link.Source+" → "+link.Target)
		if len(out.series) == 0 {
			out.series = []toldSeries{{}}
		}
		value, _ := plainNumber(link.Value.String())
		out.series[0].values = append(out.series[0].values, value)
	}
	return out
}

// point is a value of a series: null, a number, or a number with a look and a
// name of its own.
func (p *pageReader) point(raw json.RawMessage) (value, name string) {
	var item struct {
		Value *json.Number `json:"value"`
		Name  string       `json:"name"`
	}
	if err := json.Unmarshal(raw, &item); err != nil {
		item.Value = nil
		if err := json.Unmarshal(raw, &item.Value); err != nil {
			p.t.Fatalf("%s: the point %s: %v", p.name, raw, err)
		}
	}
	if item.Value == nil {
		return "", item.Name
	}
	value, _ = plainNumber(item.Value.String())
	return value, item.Name
}

func attribute(n *nethtml.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// textOf is the text of an element, with single blanks.
func textOf(n *nethtml.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == nethtml.TextNode && d.Parent.Data != "script" {
			b.WriteString(d.Data)
		}
	}
	return blanks(b.String())
}

// blanks are plain white space as single blanks; no-break spaces stay.
func blanks(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }), " ")
}
