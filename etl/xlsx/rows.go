package xlsx

import (
	"bytes"
	"io"
)

// Rows reads a worksheet from the top. The pattern is that of database/sql:
//
//	rows, err := workbook.Rows("")
//	defer rows.Close()
//	for rows.Next() { use(rows.Number(), rows.Cells()) }
//	err = rows.Err()
type Rows struct {
	workbook *Workbook
	sheet    string
	part     string
	source   part
	tokens   *tokens

	cells   []Cell
	texts   []pendingText
	text    []byte // the texts of the row that are not shared strings
	scratch []byte

	number   int // of the row, from 1
	outline  int // of the row
	indent   int // of the row's first cell with a value, -1 before it
	column   int // of the cell, from 0
	style    int // of the cell, its number
	count    int // rows read
	uncached int
	done     bool
	err      error
}

// A pendingText is a cell whose text will be text[start:end]. All texts of a row
// become one Go string, which is one allocation instead of one a cell.
type pendingText struct{ column, start, end int }

func newRows(w *Workbook, sheet sheetEntry, source part) *Rows {
	return &Rows{workbook: w, sheet: sheet.name, part: sheet.part, source: source, tokens: newTokens(source, w.limits)}
}

// Progress is which part of the sheet has been read, from 0 to 1: an estimate
// for progress bars.
func (r *Rows) Progress() float64 { return r.source.progress() }

// begin moves to the first row.
func (r *Rows) begin() error {
	for {
		kind, err := r.tokens.next()
		switch {
		case err != nil:
			return r.fail(err)
		case kind == endOfInput:
			return r.finish()
		case kind != openTag:
			continue
		case r.tokens.depth() == 1 && string(r.tokens.name) != "worksheet":
			return r.fail(malformed("its XML is not that of a worksheet"))
		case r.tokens.depth() == 2 && string(r.tokens.name) == "sheetData":
			return nil
		}
	}
}

// Next moves to the next row that has a value; rows of formats alone, of which
// LibreOffice writes a thousand at the end, are passed over. It returns false at
// the end and after an error: see Err.
func (r *Rows) Next() bool {
	for !r.done {
		kind, err := r.tokens.next()
		if err == nil && kind == openTag {
			if string(r.tokens.name) != "row" {
				err = r.tokens.skip()
			} else if err = r.readRow(); err == nil && len(r.cells) > 0 {
				return true
			}
		}
		if err != nil {
			_ = r.fail(err)
		} else if kind == closeTag || kind == endOfInput {
			_ = r.finish()
		}
	}
	r.cells = r.cells[:0]
	return false
}

// Number returns the number that the row has in the sheet, from 1.
func (r *Rows) Number() int { return r.number }

// Outline returns how deep the row is grouped under others, 0 for not at all.
func (r *Rows) Outline() int { return r.outline }

// Indent returns how far the row's first cell with a value is indented, by its
// style. Reports show so what belongs under what.
func (r *Rows) Indent() int { return max(0, r.indent) }

// Sheet returns the name of the sheet.
func (r *Rows) Sheet() string { return r.sheet }

// Cells returns the row up to its last cell with a value, by column from 0. The
// slice is valid until the next call of Next; the texts in it stay valid.
func (r *Rows) Cells() []Cell { return r.cells }

// UncachedFormulas returns how many formulas so far had no stored result. Programs
// that write formulas without computing them leave such cells: they are Empty here
// although Excel shows values.
func (r *Rows) UncachedFormulas() int { return r.uncached }

// Err returns what made Next return false, or nil at the end of the sheet.
func (r *Rows) Err() error { return r.err }

// Close ends the reading; Next returns false from then on. It may be called twice.
func (r *Rows) Close() {
	r.done = true
	if r.source.Closer != nil {
		_ = r.source.Close()
		r.source.Closer = nil
	}
}

// finish reads what stands behind the rows, without which the checksum of the part
// would not be verified.
func (r *Rows) finish() error {
	if _, err := io.Copy(io.Discard, r.source); err != nil {
		return r.fail(err)
	}
	r.Close()
	return nil
}

func (r *Rows) fail(cause error) error {
	failure := r.workbook.failure(r.part, cause)
	failure.Sheet, failure.Row = r.sheet, r.number
	r.err = failure
	r.Close()
	return failure
}

// readRow reads the row whose tag has just been opened.
func (r *Rows) readRow() error {
	bounds := &r.workbook.limits
	if r.count++; r.count > bounds.rows {
		return overLimit("the sheet has more than %d rows", bounds.rows)
	}
	if err := r.numberRow(bounds.rows); err != nil {
		return err
	}
	r.readOutline()
	r.cells, r.texts, r.text, r.column, r.indent = r.cells[:0], r.texts[:0], r.text[:0], -1, -1
	for {
		if taken, err := r.quickCell(); err != nil {
			return err
		} else if taken {
			continue
		}
		kind, err := r.tokens.next()
		if err != nil {
			return err
		}
		switch kind {
		case openTag:
			if string(r.tokens.name) != "c" {
				err = r.tokens.skip()
			} else {
				err = r.readCell()
			}
			if err != nil {
				return err
			}
		case closeTag:
			r.cutTexts()
			return nil
		case endOfInput:
			return io.ErrUnexpectedEOF
		}
	}
}

// numberRow takes the row's number from r="…"; without it the row follows the one
// before.
func (r *Rows) numberRow(most int) error {
	raw, found, err := r.tokens.attribute("r", false)
	if err != nil {
		return err
	}
	number := r.number + 1
	if found {
		var ok bool
		if number, ok = naturalNumber(raw); !ok || number == 0 {
			return malformed("a row after row %d has the number %q", r.number, clip(raw))
		}
	}
	if number > most {
		return overLimit("the sheet has a row %d, and a sheet has at most %d", number, most)
	}
	r.number = number
	return nil
}

// readOutline takes the row's level from outlineLevel="…", which few sheets have.
func (r *Rows) readOutline() {
	r.outline = 0
	if !bytes.Contains(r.tokens.attributes, []byte("outlineLevel")) {
		return
	}
	if raw, found, err := r.tokens.attribute("outlineLevel", false); found && err == nil {
		r.outline, _ = naturalNumber(raw)
	}
}

// cutTexts turns the collected texts into strings and drops empty cells at the end.
func (r *Rows) cutTexts() {
	whole := string(r.text)
	for _, t := range r.texts {
		r.cells[t.column].Text = whole[t.start:t.end]
	}
	last := len(r.cells)
	for last > 0 && r.cells[last-1].Kind == Empty {
		last--
	}
	r.cells = r.cells[:last]
}
