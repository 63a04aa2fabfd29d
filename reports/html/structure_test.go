package html_test

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"sync"
	"testing"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/html"
	"clientele/reports/internal/sample"
)

// readPage is a report of the sample as it is read; nobody changes it.
type readPage struct {
	name     string
	document *reports.Document
	page     []byte
	root     *nethtml.Node
}

// allPages are each report of the sample in each language, written and read
// once for the tests that look at them.
//
//nolint:gochecknoglobals // made once for all tests of the package, when the first one asks
var allPages = sync.OnceValues(func() ([]readPage, error) {
	var out []readPage
	for _, kind := range reports.Kinds() {
		for _, language := range catalogue.Languages() {
			d, err := kind.Make(sample.Answers(), sample.Settings(language))
			if err != nil {
				return nil, err
			}
			var b bytes.Buffer
			if err := new(html.Writer).Write(&b, d); err != nil {
				return nil, err
			}
			root, err := nethtml.Parse(bytes.NewReader(b.Bytes()))
			if err != nil {
				return nil, err
			}
			out = append(out, readPage{kind.ID + " in " + language, d, b.Bytes(), root})
		}
	}
	return out, nil
})

// everyPage calls back with each report of the sample in each language.
func everyPage(t *testing.T, look func(name string, d *reports.Document, root *nethtml.Node)) {
	t.Helper()
	pages, err := allPages()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		look(p.name, p.document, p.root)
	}
}

// pageOf is one of them.
func pageOf(t *testing.T, name string) *nethtml.Node {
	t.Helper()
	var found *nethtml.Node
	everyPage(t, func(one string, _ *reports.Document, root *nethtml.Node) {
		if one == name {
			found = root
		}
	})
	if found == nil {
		t.Fatalf("no page is %s", name)
	}
	return found
}

func TestPage_HasLandmarksAndOrderedHeadings(t *testing.T) {
	everyPage(t, func(name string, d *reports.Document, root *nethtml.Node) {
		navigation := 1
		if d.OnePage {
			navigation = 0
		}
		for part, want := range map[atom.Atom]int{atom.Header: 1, atom.Nav: navigation, atom.Main: 1, atom.Footer: 1, atom.H1: 1, atom.Section: len(d.Sections)} {
			if got := len(elements(root, part)); got != want {
				t.Errorf("%s: %d times <%s>, not %d", name, got, part, want)
			}
		}
		level := 0
		for n := range root.Descendants() {
			if n.Type != nethtml.ElementNode || len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
				continue
			}
			if next := int(n.Data[1] - '0'); next > level+1 {
				t.Errorf("%s: the heading %q is of level %d below one of %d", name, text(n), next, level)
			} else {
				level = next
			}
		}
		if skip := elements(root, atom.A)[0]; attribute(skip, "href") != "#report" || attribute(elements(root, atom.Main)[0], "id") != "report" {
			t.Errorf("%s: the first link does not lead to the report", name)
		}
	})
}

func TestPage_TablesHaveCaptionsAndTheirRegionsNames(t *testing.T) {
	everyPage(t, func(name string, _ *reports.Document, root *nethtml.Node) {
		for _, table := range elements(root, atom.Table) {
			region := table.Parent
			for region.Type != nethtml.ElementNode {
				region = region.Parent
			}
			id := attribute(table, "data-table") + attribute(table, "data-behind")
			captions := elements(table, atom.Caption)
			if len(captions) != 1 || text(captions[0]) == "" {
				t.Errorf("%s: the table %s has no caption", name, id)
			}
			if attribute(region, "role") != "region" || attribute(region, "tabindex") != "0" || attribute(region, "aria-labelledby") != "caption-"+id {
				t.Errorf("%s: the table %s cannot be scrolled by keys, or without a name", name, id)
			}
			for _, head := range elements(elements(table, atom.Thead)[0], atom.Th) {
				if attribute(head, "scope") != "col" {
					t.Errorf("%s: a heading of %s is none of a column", name, id)
				}
			}
		}
	})
}

// tableOf is the table that a figure leads to, or that stands behind it or
// behind its grid.
func tableOf(root, figure *nethtml.Node) *nethtml.Node {
	id := strings.TrimPrefix(attribute(figure, "id"), "chart-")
	for n := range root.Descendants() {
		if attribute(n, "data-behind") == "of-"+id {
			return n
		}
	}
	for _, place := range []*nethtml.Node{figure, figure.Parent.Parent} {
		for _, a := range elements(place, atom.A) {
			to, ok := strings.CutPrefix(attribute(a, "href"), "#table-")
			if !ok {
				continue
			}
			for n := range root.Descendants() {
				if attribute(n, "data-table") == to {
					return n
				}
			}
		}
	}
	return nil
}

// Bands, waterfalls and ranges are drawn as differences: their tables are tried
// by the values of lines and bars alone, which stand as they are.
func TestChart_WhatIsDrawnStandsInATableOfThePage(t *testing.T) {
	checked := 0
	everyPage(t, func(name string, _ *reports.Document, root *nethtml.Node) {
		for _, figure := range elements(root, atom.Figure) {
			table := tableOf(root, figure)
			if table == nil {
				t.Errorf("%s: no table has the numbers of %s", name, attribute(figure, "id"))
				continue
			}
			values := tableValues(t, table)
			for _, drawn := range drawnValues(t, figure) {
				checked++
				if !stands(drawn, values) {
					t.Errorf("%s: %v of %s is not in its table", name, drawn, attribute(figure, "id"))
				}
			}
		}
	})
	if checked < 1000 {
		t.Errorf("only %d values were looked for", checked)
	}
}

func tableValues(t *testing.T, table *nethtml.Node) []string {
	t.Helper()
	var out []string
	for _, data := range elements(table, atom.Data) {
		out = append(out, attribute(data, "value"))
	}
	return out
}

// stands says that a table has a number to the digits that it shows: whole ones
// where numbers are large.
func stands(drawn float64, values []string) bool {
	most := 0.05
	if math.Abs(drawn) >= 10 {
		most = 0.5
	}
	for _, text := range values {
		value, err := strconv.ParseFloat(text, 64)
		_, fraction, _ := strings.Cut(text, ".")
		if err == nil && math.Abs(value-drawn) <= max(0.0005, min(most, 0.5*math.Pow10(-len(fraction))))+1e-9 {
			return true
		}
	}
	return false
}

func drawnValues(t *testing.T, figure *nethtml.Node) []float64 {
	t.Helper()
	var d struct {
		Turn   bool `json:"turn"`
		Option struct {
			Series []struct {
				Type string `json:"type"`
				Z    int    `json:"z"`
				Data []any  `json:"data"`
			} `json:"series"`
		} `json:"option"`
	}
	if err := json.Unmarshal([]byte(text(elements(figure, atom.Script)[0])), &d); err != nil {
		t.Fatal(err)
	}
	var out []float64
	for _, s := range d.Option.Series {
		if d.Turn || s.Z != 3 {
			continue
		}
		for _, one := range s.Data {
			if item, ok := one.(map[string]any); ok {
				one = item["value"]
			}
			if number, ok := one.(float64); ok {
				out = append(out, number)
			}
		}
	}
	return out
}
