package mail

import "strings"

// table aligns columns where they fit.
func (t *plain) table(g *grid) {
	if g.Title != "" {
		t.head(g.Title)
	}
	switch widths, sum := g.widths(); {
	case g.Told:
		for _, row := range g.Rows {
			t.wrapped("* ", row[0].Text)
			t.wrapped("  ", row[1].Text)
		}
	case len(g.Heads) == 0:
		t.facts(g)
	case sum <= textWidth:
		t.aligned(g, widths)
	default:
		t.told(g)
	}
	if g.More != "" {
		t.wrapped("", g.More)
	}
	t.gap()
}

// narrowest is how many characters a column of texts keeps where it gives room
// to the others.
const narrowest = 14

// widths are those of the columns, whose heads and texts may take several lines,
// and their sum with the gaps.
func (g *grid) widths() ([]int, int) {
	widths, words := make([]int, len(g.Heads)), make([]int, len(g.Heads))
	for i, h := range g.Heads {
		words[i] = longestWord(h.Text)
		widths[i] = words[i]
	}
	for _, row := range append(g.Rows[:len(g.Rows):len(g.Rows)], g.Total) {
		for i, c := range row[:min(len(row), len(widths))] {
			widths[i], words[i] = max(widths[i], wide(c.Text)), max(words[i], longestWord(c.Text))
		}
	}
	if len(words) > 0 {
		words[0] += 2 // what goes on below a name stands further in
	}
	sum := 2 * (len(widths) - 1)
	for _, one := range widths {
		sum += one
	}
	sum -= g.squeeze(widths, words, sum-textWidth)
	for i, h := range g.Heads { // what is left lets heads stand on one line
		if more := min(wide(h.Text)-widths[i], textWidth-sum); more > 0 {
			widths[i], sum = widths[i]+more, sum+more
		}
	}
	return widths, sum
}

// squeeze takes room from the widest columns of texts, which then have several
// lines, and says how much.
func (g *grid) squeeze(widths, words []int, lacking int) int {
	taken := 0
	for taken < lacking {
		widest := -1
		for i, h := range g.Heads {
			if !h.Number && widths[i] > max(words[i], narrowest) && (widest < 0 || widths[i] > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			break
		}
		widths[widest]--
		taken++
	}
	return taken
}

func longestWord(text string) int {
	longest := 0
	for _, word := range strings.Split(text, " ") {
		longest = max(longest, wide(word))
	}
	return longest
}

// aligned writes columns, with their heads above them.
func (t *plain) aligned(g *grid, widths []int) {
	heads := make([]cell, len(g.Heads))
	for i, h := range g.Heads {
		heads[i] = cell{Text: h.Text, Number: h.Number}
	}
	t.row(heads, widths, true)
	for _, cells := range g.Rows {
		t.row(cells, widths, false)
		t.ways(cells[0])
	}
	if len(g.Total) > 0 {
		t.row(g.Total, widths, false)
	}
}

// row writes cells beside each other, on as many lines as the longest needs;
// low ones stand at the last of them.
func (t *plain) row(cells []cell, widths []int, low bool) {
	texts, high := make([][]string, len(cells)), 0
	for i, c := range cells {
		texts[i] = wrap(c.Text, widths[i])
		if i == 0 && !low && len(texts[i]) > 1 { // what goes on is no row of its own
			texts[i] = wrap(c.Text, widths[i]-2)
			for k := range texts[i][1:] {
				texts[i][k+1] = "  " + texts[i][k+1]
			}
		}
		high = max(high, len(texts[i]))
	}
	for at := range high {
		var out []string
		for i, one := range texts {
			place, text := at, ""
			if low {
				place -= high - len(one)
			}
			if place >= 0 && place < len(one) {
				text = one[place]
			}
			out = append(out, padded(text, widths[i], cells[i].Number))
		}
		t.add(strings.Join(out, "  "))
	}
}

// ways stand below the name of whom they reach.
func (t *plain) ways(c cell) {
	for _, one := range c.Below {
		t.add("  " + one.Text)
	}
}

// facts stand behind their labels in one column.
func (t *plain) facts(g *grid) {
	labels := 0
	for _, row := range g.Rows {
		labels = max(labels, wide(row[0].Text))
	}
	for _, row := range g.Rows {
		if labels <= textWidth/3 {
			t.wrapped(padded(row[0].Text+":", labels+2, false), row[1].Text)
			continue
		}
		t.wrapped("", row[0].Text+": "+row[1].Text)
	}
}

// told writes each row by the heads of its cells.
func (t *plain) told(g *grid) {
	rows := g.Rows
	if len(g.Total) > 0 {
		rows = append(rows[:len(rows):len(rows)], g.Total)
	}
	for _, row := range rows {
		t.wrapped("* ", row[0].Text)
		var parts []string
		for i, c := range row[1:] {
			if c.Text != "" {
				parts = append(parts, g.Heads[i+1].Text+": "+c.Text)
			}
		}
		if len(parts) > 0 {
			t.wrapped("  ", strings.Join(parts, "; "))
		}
		t.ways(row[0])
	}
}
