package xlsx_test

import (
	"fmt"
	"regexp"
	"strings"
)

// workbook: names of sheets and defined names are allowed and each its own, and
// lead to what is there.
func (p *packageCheck) workbook() {
	tree := p.trees["xl/workbook.xml"]
	taken, ids := map[string]bool{}, map[string]bool{}
	for _, one := range tree.find("sheet") {
		name := one.attr("name")
		p.sheets = append(p.sheets, name)
		if low := strings.ToLower(name); taken[low] || low == "history" || low == "" {
			p.say("the sheet's name %q is taken", name)
		}
		if units(name) > 31 || strings.ContainsAny(name, `[]:*?/\`) || strings.HasPrefix(name, "'") || strings.HasSuffix(name, "'") {
			p.say("the sheet's name %q is not allowed", name)
		}
		if ids[one.attr("sheetId")] {
			p.say("two sheets have the number %s", one.attr("sheetId"))
		}
		taken[strings.ToLower(name)], ids[one.attr("sheetId")] = true, true
	}
	scoped := map[string]bool{}
	for _, one := range tree.find("definedName") {
		name, scope := one.attr("name"), one.attr("localSheetId")
		key := scope + "!" + strings.ToLower(name)
		if scoped[key] {
			p.say("the name %s is defined twice", name)
		}
		scoped[key] = true
		if !regexp.MustCompile(`^[A-Za-z_\\][A-Za-z0-9_.\\]*$`).MatchString(name) || len(name) > 255 ||
			regexp.MustCompile(`(?i)^([a-z]{1,3}[0-9]+|r[0-9]*(c[0-9]*)?|c[0-9]*)$`).MatchString(name) {
			p.say("the name %q is not allowed", name)
		}
		if scope != "" && number(scope) >= len(p.sheets) {
			p.say("the name %s is of a sheet %s, which is not there", name, scope)
		}
		if !p.leads(one.Text) {
			p.say("the name %s leads to %s", name, one.Text)
		}
		if name == "_xlnm._FilterDatabase" {
			p.filtered[number(scope)] = true
		}
	}
	if active := tree.find("workbookView"); len(active) != 1 || number(active[0].attr("activeTab")) >= len(p.sheets) {
		p.say("there is no active sheet")
	}
}

// leads says that a reference such as 'Sheet'!$A$1:$B$2 leads to cells.
func (p *packageCheck) leads(reference string) bool {
	at := strings.LastIndex(reference, "!")
	if at < 0 {
		return false
	}
	sheet := strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(reference[:at], "'"), "'"), "''", "'")
	for _, name := range p.sheets {
		if name == sheet {
			_, _, _, _, ok := area(reference[at+1:])
			return ok
		}
	}
	return false
}

func (p *packageCheck) worksheets() {
	selected := 0
	parts := map[string]string{}
	for _, one := range p.trees["xl/_rels/workbook.xml.rels"].find("r:Relationship") {
		parts[one.attr("Id")] = "xl/" + strings.TrimPrefix(one.attr("Target"), "/xl/")
	}
	for i, one := range p.trees["xl/workbook.xml"].find("sheet") {
		part := parts[one.attr("id")]
		tree := p.trees[part]
		if tree == nil {
			p.say("the sheet %q has no part", one.attr("name"))
			continue
		}
		p.cells(part, tree)
		p.areas(part, tree)
		if filter := tree.find("autoFilter"); len(filter) > 0 && !p.filtered[i] {
			p.say("%s: its filter has no name", part)
		}
		for _, view := range tree.find("sheetView") {
			if on := view.attr("tabSelected"); on == "1" || on == "true" {
				selected++
			}
		}
	}
	if selected > 1 {
		p.say("%d sheets are selected", selected) // what is typed goes to all of them
	}
}

// cells stand in ascending rows and columns, with formats and texts that are
// there.
func (p *packageCheck) cells(part string, tree *element) {
	lastRow := 0
	for _, row := range tree.find("row") {
		r, lastColumn := number(row.attr("r")), 0
		if r <= lastRow || r > 1_048_576 {
			p.say("%s: row %d stands behind %d", part, r, lastRow)
		}
		lastRow = r
		if height := row.attr("ht"); number(strings.Split(height, ".")[0]) > 409 {
			p.say("%s: row %d is %s points high", part, r, height)
		}
		for i := range row.Children {
			c := &row.Children[i]
			column, at, _, _, ok := area(c.attr("r"))
			if !ok || at != r || column <= lastColumn {
				p.say("%s: the cell %s stands in row %d behind column %d", part, c.attr("r"), r, lastColumn)
			}
			lastColumn = column
			p.cell(part, c)
		}
	}
}

func (p *packageCheck) cell(part string, c *element) {
	at := part + "!" + c.attr("r")
	if number(c.attr("s")) >= p.xfs {
		p.say("%s has the format %s", at, c.attr("s"))
	}
	value, text, formula := "", "", false
	for i := range c.Children {
		switch e := &c.Children[i]; e.XMLName.Local {
		case "v":
			value = e.Text
		case "f":
			formula = true
		case "is":
			for _, piece := range e.find("t") {
				text += piece.Text
			}
		}
	}
	switch kind := c.attr("t"); {
	case kind == "s" && number(value) >= p.strings:
		p.say("%s has the shared text %s", at, value)
	case (kind == "" || kind == "n") && value != "" && !p.digits.MatchString(value):
		p.say("%s has the number %q", at, value)
	case kind == "inlineStr" && units(text) > 32_767:
		p.say("%s has a text of %d units", at, units(text))
	case kind == "str" && formula:
		p.say("%s has a formula with a text", at)
	case !strings.Contains(" s n inlineStr b  ", " "+kind+" "):
		p.say("%s is of the kind %q", at, kind)
	}
}

// areas that are merged lie apart; filters, conditions, links, breaks, widths
// and lines of heads are within bounds.
func (p *packageCheck) areas(part string, tree *element) {
	taken := map[string]string{}
	for _, one := range tree.find("mergeCell") {
		ref := one.attr("ref")
		column, row, lastColumn, lastRow, ok := area(ref)
		if !ok || column == lastColumn && row == lastRow {
			p.say("%s: %s cannot be merged", part, ref)
			continue
		}
		for r := row; r <= lastRow; r++ {
			for c := column; c <= lastColumn; c++ {
				key := fmt.Sprint(r, " ", c)
				if taken[key] != "" {
					p.say("%s: %s and %s overlap", part, taken[key], ref)
					return
				}
				taken[key] = ref
			}
		}
	}
	for _, name := range []string{"autoFilter", "hyperlink", "dimension"} {
		for _, one := range tree.find(name) {
			if _, _, _, _, ok := area(one.attr("ref")); !ok {
				p.say("%s: %s is of %s", part, name, one.attr("ref"))
			}
		}
	}
	for _, one := range tree.find("hyperlink") {
		if !p.leads(one.attr("location")) {
			p.say("%s: a link leads to %s", part, one.attr("location"))
		}
	}
	p.conditions(part, tree)
	lastColumn := 0
	for _, one := range tree.find("col") {
		least, most := number(one.attr("min")), number(one.attr("max"))
		if least <= lastColumn || most < least || most > 16_384 || number(strings.Split(one.attr("width"), ".")[0]) > 255 {
			p.say("%s: columns %d to %d are %s wide", part, least, most, one.attr("width"))
		}
		lastColumn = most
	}
	for _, name := range []string{"oddHeader", "oddFooter"} {
		for _, one := range tree.find(name) {
			if units(one.Text) > 255 {
				p.say("%s: %s has %d units", part, name, units(one.Text))
			}
		}
	}
	for _, breaks := range tree.find("rowBreaks") {
		if breaks.attr("count") != fmt.Sprint(len(breaks.Children)) {
			p.say("%s: there are %d breaks", part, len(breaks.Children))
		}
	}
}

// conditions: areas, formats and the two halves of a data bar belong together.
func (p *packageCheck) conditions(part string, tree *element) {
	for _, one := range tree.find("conditionalFormatting") {
		for _, ref := range strings.Fields(one.attr("sqref")) {
			if _, _, _, _, ok := area(ref); !ok {
				p.say("%s: a condition is of %s", part, ref)
			}
		}
	}
	for _, rule := range tree.find("cfRule") {
		if id := rule.attr("dxfId"); id != "" && number(id) >= p.dxfs {
			p.say("%s: a condition has the format %s", part, id)
		}
	}
	halves := map[string]int{}
	for _, one := range tree.find("x14:id") {
		halves[one.Text]++
	}
	for _, one := range tree.find("x14:cfRule") {
		halves[one.attr("id")] += 100
	}
	for id, n := range halves {
		if n != 101 {
			p.say("%s: the data bar %s has not two halves", part, id)
		}
	}
}
