package xlsx

import (
	"bytes"
	"math"
)

// readCell reads the cell whose tag has just been opened.
func (r *Rows) readCell() error {
	tag, err := r.readTag()
	if err != nil {
		return err
	}
	style, err := r.enter(tag)
	if err != nil {
		return err
	}
	return r.readContent(tag.kind, style)
}

// A cellTag is the attributes of a cell.
type cellTag struct {
	column int
	style  int
	kind   cellType
}

// readTag reads the attributes of any cell; without r="…" it follows the cell
// before.
func (r *Rows) readTag() (cellTag, error) {
	tag := cellTag{column: r.column + 1}
	for rest := r.tokens.attributes; ; {
		key, value, behind, err := nextAttribute(rest)
		if err != nil || key == nil {
			return tag, err
		}
		rest = behind
		switch string(key) {
		case "r":
			var ok bool
			if tag.column, ok = columnOf(value); !ok {
				return tag, malformed("a cell is named %q", clip(value))
			}
		case "t":
			tag.kind = typeOf(value)
		case "s":
			tag.style, _ = naturalNumber(value)
		}
	}
}

// enter moves to the column of a cell and looks up its style.
func (r *Rows) enter(tag cellTag) (numberStyle, error) {
	if most := r.workbook.limits.columns; tag.column >= most {
		return plainNumber, overLimit("the sheet has a column %s, and a sheet has at most %d columns", columnName(tag.column), most)
	}
	r.column, r.style = tag.column, tag.style
	if tag.style < len(r.workbook.formats) {
		return r.workbook.formats[tag.style], nil
	}
	return plainNumber, nil
}

// readContent reads any cell: values in pieces, formulas, texts within the cell.
func (r *Rows) readContent(kind cellType, style numberStyle) error {
	t, most := r.tokens, r.workbook.limits.cellBytes
	start, formula := len(r.text), false
	r.scratch = r.scratch[:0]
	for inside := t.depth(); t.depth() >= inside; {
		token, err := t.next()
		if err != nil {
			return err
		}
		if token != openTag {
			continue
		}
		switch string(t.name) {
		case "v":
			r.scratch, err = t.appendContent(r.scratch[:0], most)
		case "is":
			r.text, err = t.appendString(r.text[:start], most)
		case "f":
			formula = true
			err = t.skip()
		default:
			err = t.skip()
		}
		if err != nil {
			return err
		}
	}
	if len(r.text) > start {
		return r.keep(Text, start)
	}
	if formula && len(r.scratch) == 0 && kind != typeText {
		r.uncached++
	}
	return r.setValue(kind, style, r.scratch)
}

// setValue gives the cell the value that raw is by its type.
func (r *Rows) setValue(kind cellType, style numberStyle, raw []byte) error {
	if kind != typeText {
		if n := len(raw); n > 0 && (raw[0] <= ' ' || raw[n-1] <= ' ') {
			raw = bytes.TrimSpace(raw)
		}
	}
	if len(raw) == 0 {
		return nil
	}
	start := len(r.text)
	switch kind {
	case typeShared:
		return r.setShared(raw)
	case typeNumber:
		return r.keep(r.appendNumeric(style, raw), start)
	case typeError:
		r.text = append(r.text, raw...)
		return r.keepText(Error, start)
	case typeBoolean:
		switch string(raw) {
		case "1", "true":
			r.text = append(r.text, "true"...)
			return r.keep(Boolean, start)
		case "0", "false":
			r.text = append(r.text, "false"...)
			return r.keep(Boolean, start)
		}
	case typeDate:
		var ok bool
		if r.text, ok = appendISO(r.text, raw); ok {
			return r.keep(Date, start)
		}
	}
	r.text = append(r.text, raw...)
	return r.keepText(Text, start)
}

func (r *Rows) setShared(raw []byte) error {
	texts := &r.workbook.strings
	i, ok := naturalNumber(raw)
	if !ok || i >= len(texts.spans) {
		return malformed("cell %s%d refers to the shared text %q, but the workbook has %d of them",
			columnName(r.column), r.number, clip(raw), len(texts.spans))
	}
	text := texts.at(i)
	if text == "" {
		return nil
	}
	cell, err := r.cell()
	if err != nil {
		return err
	}
	*cell = Cell{Kind: Text, Text: text}
	return nil
}

// appendNumeric appends a number in the way that its format asks for.
func (r *Rows) appendNumeric(style numberStyle, raw []byte) Kind {
	if style != plainNumber {
		if value, ok := parseNumber(raw); ok && r.appendTemporal(style, value) {
			if style == elapsedStyle {
				return Number
			}
			return Date
		}
	}
	var ok bool
	if r.text, ok = appendNumber(r.text, raw); ok {
		return Number
	}
	start := len(r.text)
	r.text = finishText(append(r.text, raw...), start)
	return Text
}

func (r *Rows) appendTemporal(style numberStyle, value float64) bool {
	if style == elapsedStyle {
		// By way of milliseconds, as files have 1.52083333333333 days for 36.5 hours.
		if math.Abs(value) > lastDay {
			return false
		}
		r.text = appendFloat(r.text, math.Round(value*millisecondsPerDay)*24/millisecondsPerDay)
		return true
	}
	at, ok := newSerial(value, r.workbook.catalog.date1904)
	if !ok {
		return false
	}
	if style == dateStyle {
		r.text = at.appendDate(r.text)
		r.text = append(r.text, ' ')
	}
	r.text = at.appendTime(r.text)
	return true
}

// keepText is keep for text[start:] that comes from the file as it is.
func (r *Rows) keepText(kind Kind, start int) error {
	r.text = finishText(r.text, start)
	return r.keep(kind, start)
}

// keep makes text[start:] the value of the current cell.
func (r *Rows) keep(kind Kind, start int) error {
	cell, err := r.cell()
	if err != nil {
		return err
	}
	cell.Kind = kind
	r.texts = append(r.texts, pendingText{r.column, start, len(r.text)})
	return nil
}

// cell returns the current cell after filling the gap before it.
func (r *Rows) cell() (*Cell, error) {
	if n := r.column + 1; n > len(r.cells) {
		for n > cap(r.cells) {
			r.cells = append(r.cells[:cap(r.cells)], Cell{})
		}
		before := len(r.cells)
		r.cells = r.cells[:n]
		clear(r.cells[before:])
	}
	cell := &r.cells[r.column]
	if cell.Kind != Empty {
		return nil, malformed("cell %s%d is there twice", columnName(r.column), r.number)
	}
	if r.indent < 0 {
		r.indent = r.workbook.indentOf(r.style)
	}
	return cell, nil
}
