package mail

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/width"
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
		if text := w.beside(l); text != "" {
			t.wrapped("", text)
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

// beside is what stands where the page has its picture: its main figures, or at
// least where to see it.
func (w *writer) beside(l *letter) string {
	switch {
	case l.Chart.Said != "":
		return l.Chart.Said
	case len(l.Chart.Lead) > 0:
		return ""
	case len(l.Attached) == 0:
		return w.Words.Say("mail.picture_alone") // there is no workbook to look into
	}
	return w.Words.Say("mail.picture")
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
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case kindOfWidth(r) == width.EastAsianWide, kindOfWidth(r) == width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

// kindOfWidth is what Unicode says of a sign's width (UAX 11).
func kindOfWidth(r rune) width.Kind { return width.LookupRune(r).Kind() }

// wrap breaks a text between words. A word longer than a line has a line of its
// own, uncut: it may be an address.
func wrap(text string, room int) []string {
	var out []string
	for _, word := range strings.Split(text, " ") {
		last := len(out) - 1
		if last >= 0 && wide(out[last])+1+wide(word) <= room {
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

func padded(text string, room int, right bool) string {
	blanks := strings.Repeat(" ", max(0, room-wide(text)))
	if right {
		return blanks + text
	}
	return text + blanks
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
