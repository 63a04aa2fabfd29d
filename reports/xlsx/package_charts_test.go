package xlsx_test

import "regexp"

// charts: axes that are used are there and cross each other, series have each a
// number of their own, references lead to cells.
func (p *packageCheck) charts() {
	for _, part := range p.with("xl/charts/") {
		tree := p.trees[part]
		axes, numbers := map[string]string{}, map[string]bool{}
		for _, name := range []string{"c:catAx", "c:valAx"} {
			for _, axis := range tree.find(name) {
				id, crosses := "", ""
				for i := range axis.Children {
					switch axis.Children[i].XMLName.Local {
					case "axId":
						id = axis.Children[i].attr("val")
					case "crossAx":
						crosses = axis.Children[i].attr("val")
					}
				}
				if _, twice := axes[id]; twice {
					p.say("%s: there are two axes %s", part, id)
				}
				axes[id] = crosses
			}
		}
		for id, crosses := range axes {
			if axes[crosses] != id {
				p.say("%s: the axis %s crosses %s", part, id, crosses)
			}
		}
		for _, one := range tree.find("c:axId") {
			if _, ok := axes[one.attr("val")]; !ok {
				p.say("%s: there is no axis %s", part, one.attr("val"))
			}
		}
		for _, series := range tree.find("c:ser") {
			id := series.Children[0].attr("val")
			if numbers[id] {
				p.say("%s: two series have the number %s", part, id)
			}
			numbers[id] = true
		}
		for _, one := range tree.find("c:f") {
			if !p.leads(one.Text) {
				p.say("%s: %s leads nowhere", part, one.Text)
			}
		}
		for _, one := range tree.find("a:srgbClr") {
			if !regexp.MustCompile(`^[0-9A-Fa-f]{6}$`).MatchString(one.attr("val")) {
				p.say("%s: %q is no colour", part, one.attr("val"))
			}
		}
	}
}

// drawings: numbers are each their own, and a frame ends behind its beginning.
func (p *packageCheck) drawings() {
	for _, part := range p.with("xl/drawings/") {
		tree, ids := p.trees[part], map[string]bool{}
		for _, one := range tree.find("xdr:cNvPr") {
			if ids[one.attr("id")] {
				p.say("%s: two frames have the number %s", part, one.attr("id"))
			}
			ids[one.attr("id")] = true
		}
		for _, frame := range tree.find("xdr:twoCellAnchor") {
			at := map[string]int{}
			for i := range frame.Children {
				for _, one := range frame.Children[i].Children {
					at[frame.Children[i].XMLName.Local+" "+one.XMLName.Local] = number(one.Text)
				}
			}
			if at["to col"] < at["from col"] || at["to row"] < at["from row"] || at["to col"] > 16_383 {
				p.say("%s: a frame goes from %d, %d to %d, %d", part, at["from col"], at["from row"], at["to col"], at["to row"])
			}
		}
	}
}
