package etl

import (
	"html"
	"slices"
	"strings"
	"unicode"

	"clientele/etl/export"
)

// ofConfig is the kind of a value that does not come from the file: it is in
// plain notation.
const ofConfig export.Kind = 100

// trim removes blanks of all kinds and byte order marks from both ends.
func trim(text string) string {
	visible := func(b byte) bool { return b > ' ' && b < 0x7f }
	if n := len(text); n == 0 || visible(text[0]) && visible(text[n-1]) {
		return text // nearly all, and looking at runes is dear
	}
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' })
}

// clean is a cell without what is no part of its value; a cell in which nothing
// stands, in the source's words, is empty. What a profile calls nothing is so
// where something else than words belongs: a customer may be called like it.
func (p *plan) clean(cell export.Cell, words bool) export.Cell {
	if cell.Text == "" {
		return cell
	}
	cell.Text = trim(cell.Text)
	if p.source.Escaped == "html" && strings.IndexByte(cell.Text, '&') >= 0 {
		cell.Text = trim(unescape(cell.Text))
	}
	if len(cell.Text) > 1 && cell.Text[0] == '\'' && cell.Kind == export.Text && isFigures(cell.Text[1:]) {
		cell.Text = cell.Text[1:]
	}
	if p.nothing != nil && (!words || p.nothingSaid) && p.nothing[strings.ToLower(cell.Text)] {
		cell.Text = ""
	}
	return cell
}

// isFigures tells what Excel would take for a number, before which some systems
// write its mark of a text, into a csv too: a telephone or a number, and no name
// like '90s Fashion.
func isFigures(text string) bool {
	digits := false
	for i := range len(text) {
		switch b := text[i]; {
		case b-'0' <= 9:
			digits = true
		case strings.IndexByte(" +-().,/:", b) < 0:
			return false
		}
	}
	return digits
}

// unescape takes entities of web pages for what they stand for, once. Unlike
// those of package html they end in a semicolon: in a=1&copy=2 there is none.
func unescape(text string) string {
	var plain strings.Builder
	for {
		before, behind, found := strings.Cut(text, "&")
		plain.WriteString(before)
		if !found {
			return plain.String()
		}
		entity, rest, ended := strings.Cut(behind, ";")
		read := ""
		if ended {
			read = html.UnescapeString("&" + entity + ";")
		}
		if read == "" || len(read) > 1 && strings.HasSuffix(read, ";") {
			plain.WriteByte('&')
			text = behind
			continue
		}
		plain.WriteString(read)
		text = rest
	}
}

// first is the first filled one of the columns. words says that words belong
// there.
func (p *plan) first(slots []int, cells []export.Cell, words bool) export.Cell {
	for _, slot := range slots {
		if cell := p.clean(cells[slot], words); cell.Text != "" {
			return cell
		}
	}
	return export.Cell{}
}

// firstOf is the first filled one of the headers' columns, and of which header.
func (p *plan) firstOf(from [][]int, cells []export.Cell, words bool) (export.Cell, int) {
	for i, slots := range from {
		if cell := p.first(slots, cells, words); cell.Text != "" {
			return cell, i
		}
	}
	return export.Cell{}, -1
}

// value is what a record has for a field.
func (p *plan) value(o *origin, cells []export.Cell) export.Cell {
	if o.single >= 0 && !o.field.Many {
		if cell := p.clean(cells[o.single], o.holdsWords()); cell.Text != "" {
			return cell
		}
		return export.Cell{Text: o.constant, Kind: ofConfig}
	}
	cell := p.pulled(o, cells)
	switch {
	case cell.Text != "":
	case o.joined:
		cell.Text = strings.Join(p.texts(o, cells), " ")
	case o.field.Many:
		cell = p.several(o, cells)
	default:
		cell, _ = p.firstOf(o.from, cells, o.holdsWords())
		if o.split != "" {
			cell.Text = firstText(pieces(cell.Text, o.split))
		}
	}
	if cell.Text == "" {
		return export.Cell{Text: o.constant, Kind: ofConfig}
	}
	if o.words != nil && !o.field.Many {
		cell.Text = o.word(cell.Text)
	}
	return cell
}

func (o *origin) holdsWords() bool { return o.field.Kind == TextField }

func (o *origin) word(text string) string {
	if meant, known := o.words[strings.ToLower(text)]; known {
		return meant
	}
	return text
}

// pulled is what the first pattern that matches finds.
func (p *plan) pulled(o *origin, cells []export.Cell) export.Cell {
	for _, pull := range o.pulls {
		extract := p.extracts[pull.extraction]
		text, _ := p.firstOf(extract.from, cells, true)
		if text.Text == "" {
			continue
		}
		if found := extract.pattern.FindStringSubmatch(text.Text); found != nil {
			if found[pull.group] = trim(found[pull.group]); found[pull.group] != "" {
				return export.Cell{Text: found[pull.group]}
			}
		}
	}
	return export.Cell{}
}

func (p *plan) texts(o *origin, cells []export.Cell) (texts []string) {
	for _, slots := range o.from {
		if cell := p.first(slots, cells, true); cell.Text != "" {
			texts = append(texts, cell.Text)
		}
	}
	return texts
}

// several joins all values of a field that may have some.
func (p *plan) several(o *origin, cells []export.Cell) (joined export.Cell) {
	var texts []string
	for _, slots := range o.from {
		if p.source.Duplicates != "first" {
			slots = slices.Clone(slots)
			slices.Reverse(slots) // they stand from the last to the first
		}
		for _, slot := range slots {
			cell := p.clean(cells[slot], true)
			if cell.Kind == export.Error {
				return cell
			}
			parts := []string{cell.Text}
			if o.split != "" {
				parts = pieces(cell.Text, o.split)
			}
			for _, text := range parts {
				if o.words != nil {
					text = o.word(text)
				}
				if text != "" && !slices.Contains(texts, text) {
					texts = append(texts, text)
				}
			}
		}
	}
	joined.Text = strings.Join(texts, ", ")
	return joined
}

// pieces are the values that stand in one cell. A mark inside double quotes is
// part of a value.
func pieces(text, mark string) (texts []string) {
	for text != "" {
		var piece string
		if trimmed := trim(text); strings.HasPrefix(trimmed, `"`) && strings.Contains(trimmed[1:], `"`) {
			end := 2 + strings.Index(trimmed[1:], `"`)
			piece, text = trimmed[:end], trimmed[end:]
			more, rest, _ := strings.Cut(text, mark)
			piece, text = piece+more, rest
		} else {
			piece, text, _ = strings.Cut(text, mark)
		}
		piece = trim(piece)
		for len(piece) > 1 && (piece[0] == '"' || piece[0] == '\'') && piece[len(piece)-1] == piece[0] {
			piece = trim(piece[1 : len(piece)-1])
		}
		if piece != "" {
			texts = append(texts, piece)
		}
	}
	return texts
}

func firstText(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[0]
}

// holds reports whether a rule is true of a record.
func (r *rule) holds(p *plan, cells []export.Cell) bool {
	cell := p.first(r.from, cells, !r.filled)
	if r.filled {
		return cell.Text != ""
	}
	return r.values[strings.ToLower(cell.Text)]
}

// firstRule is what the first rule that holds says, "" for none.
func (p *plan) firstRule(rules []rule, cells []export.Cell) string {
	for i := range rules {
		if rules[i].holds(p, cells) {
			return rules[i].is
		}
	}
	return ""
}
