package mail

import (
	"strconv"
	"strings"
	"unicode"
)

// textWidth is how long lines of plain text are: what answers put before them
// has room on a terminal.
const textWidth = 74

// text renders the letter as plain text.
func (w *writer) text() string {
	l := &w.letter
	t := &plain{}
	t.add(strings.ToUpper(l.Title))
	t.add(strings.Join(filled(l.Company, l.Period), " · "))
	t.gap()
	for _, one := range l.Intro {
		t.wrapped("", one)
	}
	t.gap()
	if len(l.Warnings) > 0 {
		t.head("! " + w.Words.Say("mail.warning"))
		for _, one := range l.Warnings {
			t.wrapped("! ", one)
		}
		t.gap()
	}
	t.news(l)
	t.figures(l, w.Words.Say("mail.figures"))
	if c := l.Chart; c != nil {
		t.head(c.Title)
		for _, one := range c.Lead {
			t.wrapped("", one)
		}
		if len(c.Lead) == 0 {
			key := "mail.picture"
			if len(l.Attached) == 0 {
				key = "mail.picture_alone" // there is no workbook to look into
			}
			t.wrapped("", w.Words.Say(key))
		}
		for i, key := range c.Keys {
			t.wrapped("("+strconv.Itoa(i+1)+") ", key)
		}
		t.gap()
	}
	for i := range l.Tables {
		t.table(&l.Tables[i])
	}
	t.steps(l)
	t.attached(l)
	t.add("-- ") // what mail programs take for the end of a text
	for _, one := range l.Foot {
		t.wrapped("", one)
	}
	if l.Unsubscribe != "" {
		t.wrapped("", w.Words.Say("mail.unsubscribe")+":")
		t.add(l.Unsubscribe)
	}
	return strings.Join(t.lines, "\n") + "\n"
}

// plain gathers lines.
type plain struct{ lines []string }

func (t *plain) add(line string) { t.lines = append(t.lines, strings.TrimRight(line, " ")) }

// gap is one empty line, but not at the beginning.
func (t *plain) gap() {
	if n := len(t.lines); n > 0 && t.lines[n-1] != "" {
		t.lines = append(t.lines, "")
	}
}

// head is a title with a line below it.
func (t *plain) head(title string) {
	t.gap()
	for _, one := range wrap(title, textWidth) {
		t.add(one)
	}
	t.add(strings.Repeat("-", min(textWidth, max(3, wide(title)))))
}

// wrapped breaks a text into lines, the first of them behind a mark.
func (t *plain) wrapped(mark, text string) {
	for i, one := range wrap(text, textWidth-wide(mark)) {
		if i > 0 {
			mark = strings.Repeat(" ", wide(mark))
		}
		t.add(mark + one)
	}
}

// wide is how many places a text takes on a terminal.
func wide(text string) int {
	n := 0
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Cf):
		case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana):
			n += 2
		default:
			n++
		}
	}
	return n
}

// wrap breaks a text between words. A word longer than a line has a line of its
// own, uncut: it may be an address.
func wrap(text string, width int) []string {
	var out []string
	for _, word := range strings.Split(text, " ") {
		last := len(out) - 1
		if last >= 0 && wide(out[last])+1+wide(word) <= width {
			out[last] += " " + word
			continue
		}
		out = append(out, word)
	}
	return out
}

func (t *plain) news(l *letter) {
	if len(l.News) == 0 {
		return
	}
	if l.NewsTitle != "" {
		t.head(l.NewsTitle)
	}
	for _, p := range l.News {
		mark := "· "
		switch p.Tone {
		case "better":
			mark = "+ "
		case "worse":
			mark = "! "
		}
		t.wrapped(mark, p.Text)
	}
	t.gap()
}

// figures stand below each other with their values in one column.
func (t *plain) figures(l *letter, title string) {
	if len(l.Figures) == 0 {
		return
	}
	t.head(title)
	labels, values := 0, 0
	for _, f := range l.Figures {
		labels, values = max(labels, wide(f.Label)), max(values, wide(f.Value))
	}
	for _, f := range l.Figures {
		change := strings.TrimSpace(f.Change + " " + f.Than)
		if labels+2+values+2+wide(change) <= textWidth {
			t.add(padded(f.Label, labels, false) + "  " + padded(f.Value, values, true) + "  " + change)
			continue
		}
		t.wrapped("", f.Label+": "+f.Value)
		if change != "" {
			t.wrapped("  ", change)
		}
	}
	t.gap()
}

func padded(text string, width int, right bool) string {
	blanks := strings.Repeat(" ", max(0, width-wide(text)))
	if right {
		return blanks + text
	}
	return text + blanks
}

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

// widths are those of the columns, whose heads may take several lines, and
// their sum with the gaps.
func (g *grid) widths() ([]int, int) {
	widths := make([]int, len(g.Heads))
	for i, h := range g.Heads {
		for _, word := range strings.Split(h.Text, " ") {
			widths[i] = max(widths[i], wide(word))
		}
	}
	for _, row := range append(g.Rows[:len(g.Rows):len(g.Rows)], g.Total) {
		for i, c := range row[:min(len(row), len(widths))] {
			widths[i] = max(widths[i], wide(c.Text))
		}
	}
	sum := -2
	for _, one := range widths {
		sum += one + 2
	}
	for i, h := range g.Heads { // what is left lets heads stand on one line
		if more := min(wide(h.Text)-widths[i], textWidth-sum); more > 0 {
			widths[i], sum = widths[i]+more, sum+more
		}
	}
	return widths, sum
}

// aligned writes columns, with their heads above them and a line below these.
func (t *plain) aligned(g *grid, widths []int) {
	row := func(cells []cell) {
		var out []string
		for i, c := range cells {
			out = append(out, padded(c.Text, widths[i], c.Number))
		}
		t.add(strings.Join(out, "  "))
	}
	heads, high := make([][]string, len(g.Heads)), 0
	for i, h := range g.Heads {
		heads[i] = wrap(h.Text, widths[i])
		high = max(high, len(heads[i]))
	}
	for at := range high {
		cells := make([]cell, len(heads))
		for i, one := range heads {
			cells[i].Number = g.Heads[i].Number
			if place := at - (high - len(one)); place >= 0 {
				cells[i].Text = one[place]
			}
		}
		row(cells)
	}
	for _, cells := range g.Rows {
		row(cells)
		for _, one := range cells[0].Below {
			t.add("  " + one.Text)
		}
	}
	if len(g.Total) > 0 {
		row(g.Total)
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
		for _, one := range row[0].Below {
			t.add("  " + one.Text)
		}
	}
}

func (t *plain) steps(l *letter) {
	if len(l.Steps) == 0 {
		return
	}
	t.head(l.StepsTitle)
	for i, s := range l.Steps {
		t.wrapped(strconv.Itoa(i+1)+". ", s.Text)
		if s.Command != "" {
			t.add("   " + s.Command) // not wrapped: it is to be copied
		}
	}
	t.gap()
}

func (t *plain) attached(l *letter) {
	if len(l.Attached) == 0 {
		return
	}
	t.head(l.AttachedTitle)
	for _, a := range l.Attached {
		t.wrapped("* ", a.Name+" ("+a.How+")")
		if a.Place != "" {
			t.add("  " + a.Place)
		}
	}
	t.gap()
}
