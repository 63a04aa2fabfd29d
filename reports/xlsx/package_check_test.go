package xlsx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// bookParts are a workbook's parts as they are stored, by their names.
type bookParts map[string][]byte

func unpack(t *testing.T, book []byte) bookParts {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	out := bookParts{}
	for _, f := range r.File {
		if _, twice := out[f.Name]; twice {
			t.Errorf("there are two parts %s", f.Name)
		}
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// packageCheck collects what Excel would offer to repair.
type packageCheck struct {
	parts    bookParts
	trees    map[string]*element
	sheets   []string // names in their order
	found    []string
	xfs      int // formats of cells
	dxfs     int
	strings  int // shared ones
	filtered map[int]bool
	digits   *regexp.Regexp
}

func (p *packageCheck) say(format string, arguments ...any) {
	p.found = append(p.found, fmt.Sprintf(format, arguments...))
}

// repairs says what is wrong with a workbook by the rules of the format.
func repairs(parts bookParts) []string {
	p := &packageCheck{parts: parts, trees: map[string]*element{}, filtered: map[int]bool{}, digits: regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]+)?$`)}
	orders := schemaOrders()
	for _, name := range p.names() {
		if !strings.HasSuffix(name, ".xml") && !strings.HasSuffix(name, ".rels") {
			continue
		}
		e := &element{}
		if err := xml.Unmarshal(parts[name], e); err != nil {
			p.say("%s: %v", name, err)
			continue
		}
		p.trees[name] = e
		if strings.HasPrefix(name, "xl/theme/") {
			continue // the library's own, which never changes
		}
		for _, problem := range outOfOrder(orders, e, "") {
			p.say("%s: %s", name, problem)
		}
		e.each(func(one *element) {
			for i, a := range one.Attrs {
				if slices.ContainsFunc(one.Attrs[:i], func(b xml.Attr) bool { return b.Name == a.Name }) {
					p.say("%s: %s has %s twice", name, short(one.XMLName), a.Name.Local)
				}
			}
		})
	}
	if p.trees["xl/workbook.xml"] == nil || p.trees["xl/styles.xml"] == nil {
		return append(p.found, "there is no workbook or no styles")
	}
	for _, check := range []func(){p.contentTypes, p.relationships, p.styles, p.sharedStrings, p.workbook, p.worksheets, p.charts, p.drawings} {
		check()
	}
	return p.found
}

// names are the parts' in their order.
func (p *packageCheck) names() []string {
	var out []string
	for name := range p.parts {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

func (p *packageCheck) with(prefix string) []string {
	return slices.DeleteFunc(p.names(), func(n string) bool { return !strings.HasPrefix(n, prefix) || strings.Contains(n, "_rels/") })
}

// contentTypes: each part has a type, each type that is given alone a part.
func (p *packageCheck) contentTypes() {
	types := p.trees["[Content_Types].xml"]
	if types == nil {
		p.say("there are no types of content")
		return
	}
	given, extensions := map[string]bool{}, map[string]bool{}
	for i := range types.Children {
		one := &types.Children[i]
		if part := strings.TrimPrefix(one.attr("PartName"), "/"); part != "" {
			if given[part] {
				p.say("%s has two types", part)
			}
			given[part] = true
			if p.parts[part] == nil {
				p.say("there is a type for %s, which is not there", part)
			}
		} else {
			extensions[one.attr("Extension")] = true
		}
	}
	for _, name := range p.names() {
		extension := strings.TrimPrefix(path.Ext(name), ".")
		generic := extension == "xml" // the default for xml names no part
		if name != "[Content_Types].xml" && !given[name] && (generic || !extensions[extension]) {
			p.say("%s has no type", name)
		}
	}
}

// relationships lead to parts that are there, and each that is used is given.
func (p *packageCheck) relationships() {
	for _, name := range p.names() {
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		folder, owner := path.Split(strings.TrimSuffix(strings.Replace(name, "_rels/", "", 1), ".rels"))
		ids := map[string]bool{}
		for _, one := range p.trees[name].find("r:Relationship") {
			if ids[one.attr("Id")] {
				p.say("%s: %s is given twice", name, one.attr("Id"))
			}
			ids[one.attr("Id")] = true
			target := one.attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(folder, target)
			}
			if one.attr("TargetMode") == "External" {
				p.say("%s: %s leads out of the workbook", name, one.attr("Id"))
			} else if p.parts[strings.TrimPrefix(target, "/")] == nil {
				p.say("%s: %s leads to %s, which is not there", name, one.attr("Id"), target)
			}
		}
		if tree := p.trees[folder+owner]; tree != nil {
			tree.each(func(e *element) {
				for _, a := range e.Attrs {
					if strings.HasSuffix(a.Name.Space, "officeDocument/2006/relationships") && !ids[a.Value] {
						p.say("%s: %s uses %s, which is not given", folder+owner, short(e.XMLName), a.Value)
					}
				}
			})
		}
	}
}

// styles: numbers of fonts, grounds, borders and formats are within bounds.
func (p *packageCheck) styles() {
	tree := p.trees["xl/styles.xml"]
	count := func(name string) int {
		found := tree.find(name)
		if len(found) == 0 {
			return 0
		}
		n := len(found[0].Children)
		if said := found[0].attr("count"); said != "" && said != fmt.Sprint(n) {
			p.say("styles: %s are %d, not %s", name, n, said)
		}
		return n
	}
	formats := map[string]bool{}
	for _, one := range tree.find("numFmt") {
		if id := one.attr("numFmtId"); formats[id] || len(id) < 3 || id < "164" && len(id) == 3 {
			p.say("styles: the format %s is the second of its number, or not a number for own ones", id)
		}
		formats[one.attr("numFmtId")] = true
	}
	fonts, fills, borders := count("fonts"), count("fills"), count("borders")
	p.xfs, p.dxfs = count("cellXfs"), count("dxfs")
	for _, xf := range tree.find("xf") {
		for name, bound := range map[string]int{"fontId": fonts, "fillId": fills, "borderId": borders} {
			if id := number(xf.attr(name)); id >= bound {
				p.say("styles: %s %d is not there", name, id)
			}
		}
		if id := xf.attr("numFmtId"); number(id) >= 164 && !formats[id] {
			p.say("styles: the format %s is not there", id)
		}
	}
	if p.xfs > 65_490 {
		p.say("styles: there are %d formats of cells", p.xfs)
	}
}

func (p *packageCheck) sharedStrings() {
	if tree := p.trees["xl/sharedStrings.xml"]; tree != nil {
		p.strings = len(tree.find("si"))
	}
}

// number reads an attribute that has to be one; 0 where there is none.
func number(text string) int {
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 1 << 30
	}
	return n
}

// area reads cells such as A1 or $A$1:B2.
func area(ref string) (column, row, lastColumn, lastRow int, ok bool) {
	from, to, two := strings.Cut(strings.ReplaceAll(ref, "$", ""), ":")
	if !two {
		to = from
	}
	if whole := number(from); whole < 1<<30 && two && number(to) < 1<<30 { // rows
		return 1, whole, excelize.MaxColumns, number(to), true
	}
	column, row, err := excelize.CellNameToCoordinates(from)
	if err != nil {
		return 0, 0, 0, 0, false
	}
	lastColumn, lastRow, err = excelize.CellNameToCoordinates(to)
	return column, row, lastColumn, lastRow, err == nil && column <= lastColumn && row <= lastRow && lastRow <= excelize.TotalRows && lastColumn <= excelize.MaxColumns
}

// pack makes a workbook of parts.
func pack(t *testing.T, parts bookParts) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		out, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write(parts[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
