package export

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// splitter takes delimited text apart into records, as RFC 4180 has it, with
// blanks allowed around quotes. A quote opens a text only where a cell begins;
// another one is part of its cell, as spreadsheets have it: 5" pipe. Unlike
// encoding/csv it begins anew in the next line after a quote that opens and does
// not close where a value ends, so that a stray one costs the line it stands in
// and not all up to the next quote.
type splitter struct {
	lines
	delimiter string
	blanks    bool // the delimiter is no blank, so blanks around quotes mean nothing
	cells     []Cell
}

// split is a record: its cells, or why it has none. The cells are valid until
// the next one is read, the texts in them stay valid.
type split struct {
	line    int64  // of its beginning
	text    string // as it stands in the file
	cells   []Cell
	valid   bool // its text is known to be well encoded
	problem string
}

// openQuoteError is a quote that never closes.
type openQuoteError struct {
	line int64
	most bool // its record exceeds maxRecord
}

func (e *openQuoteError) Error() string {
	if e.most {
		return fmt.Sprintf("the quote opened in line %d is not closed within %d MB; mend that line or export the file again", e.line, maxRecord>>20)
	}
	return fmt.Sprintf("the quote opened in line %d is never closed, so nothing behind it can be read; mend that line or export the file again", e.line)
}

// newSplitter takes a text apart; its size in bytes may be wrong.
func newSplitter(text io.Reader, delimiter rune, size int64) *splitter {
	const least = 4 << 10
	return &splitter{lines: lines{from: text, bytes: int(min(max(size+1, least), blockBytes))}, delimiter: string(delimiter), blanks: !unicode.IsSpace(delimiter)}
}

// next reads a record. The error is io.EOF at the end, or an openQuoteError.
func (s *splitter) next() (split, error) {
	line, err := s.lines.next()
	if err != nil {
		return split{}, err
	}
	record := split{line: s.line, text: line, valid: s.valid}
	s.cells = s.cells[:0]
	if (s.quotes || len(s.again) > 0) && strings.IndexByte(line, '"') >= 0 {
		return s.quoted(record)
	}
	if len(s.delimiter) == 1 {
		s.plain(line, s.delimiter[0])
	} else {
		for rest, more := line, true; more; {
			var cell string
			cell, rest, more = strings.Cut(rest, s.delimiter)
			s.cells = append(s.cells, Cell{Text: s.trimLeft(cell)})
		}
	}
	record.cells = s.cells
	return record, nil
}

// plain splits a line without quotes. It is where most of the time goes.
func (s *splitter) plain(line string, delimiter byte) {
	cells, start := s.cells, 0
	for i := 0; i <= len(line); i++ {
		if i < len(line) && line[i] != delimiter {
			continue
		}
		cell := line[start:i]
		if len(cell) > 0 && (cell[0] <= ' ' || cell[0] == 0xc2) {
			cell = s.trimLeft(cell)
		}
		cells = append(cells, Cell{Text: cell})
		start = i + 1
	}
	s.cells = cells
}

// quoted reads a record in which quotes stand. It may take more lines.
func (s *splitter) quoted(record split) (split, error) {
	current := scan{first: record.text, line: record.text, rest: record.text}
	for more := true; more; {
		current.rest = s.trimLeft(current.rest)
		if !strings.HasPrefix(current.rest, `"`) {
			cell, behind, found := strings.Cut(current.rest, s.delimiter)
			s.cells = append(s.cells, Cell{Text: cell})
			current.rest, more = behind, found
			continue
		}
		opened := current.rest[1:]
		value, err := s.quotedCell(&current)
		if err != nil {
			return split{}, err
		}
		closed := current.at() - 1
		ends, behind, delimited := s.ends(current.rest)
		if !ends {
			if value, behind, delimited, ends = s.quotesInside(opened); ends {
				current.rest = behind
			}
		}
		if !ends {
			return s.refuse(record, current, closed), nil
		}
		current.rest, more = behind, delimited
		s.cells = append(s.cells, Cell{Text: value})
	}
	record.cells, record.text, record.valid = s.cells, current.text(), record.valid && len(current.taken) == 0
	return record, nil
}

// ends says whether a cell ends before a text, and what follows it then.
func (s *splitter) ends(text string) (ends bool, behind string, delimited bool) {
	text = s.trimLeft(text)
	behind, delimited = strings.CutPrefix(text, s.delimiter)
	return delimited || text == "", behind, delimited
}

// quotesInside reads a cell in which quotes stand that are not doubled, "5" pipe",
// up to the first one that ends it. It must stand in the same line, and before
// it none may stand where a cell could begin: then nobody knows which opens and
// which closes.
func (s *splitter) quotesInside(text string) (value, behind string, delimited, ended bool) {
	for at := 0; ; at++ {
		next := closing(text[at:])
		if next < 0 {
			return "", "", false, false
		}
		at += next
		if ended, behind, delimited = s.ends(text[at+1:]); ended {
			return strings.ReplaceAll(text[:at], `""`, `"`), behind, delimited, true
		}
		if strings.HasSuffix(s.trimRight(text[:at]), s.delimiter) {
			return "", "", false, false
		}
	}
}

// scan is how far a record has been read.
type scan struct {
	first string   // its first line
	taken []string // the lines behind
	line  string   // the last of them
	rest  string   // of line
	open  int      // where in the first line a quote was opened
	bytes int
}

// at is the place in the line.
func (c *scan) at() int { return len(c.line) - len(c.rest) }

func (c *scan) text() string {
	if len(c.taken) == 0 {
		return c.first
	}
	return c.first + "\n" + strings.Join(c.taken, "\n")
}

// quotedCell reads from a quote to the one that closes it.
func (s *splitter) quotedCell(current *scan) (string, error) {
	opened := s.line
	if len(current.taken) == 0 {
		current.open = current.at()
	}
	current.rest = current.rest[1:]
	end := closing(current.rest)
	if end >= 0 {
		return current.close(end), nil
	}
	var value strings.Builder
	for end < 0 {
		value.WriteString(strings.ReplaceAll(current.rest, `""`, `"`))
		value.WriteByte('\n')
		line, err := s.lines.next()
		if errors.Is(err, io.EOF) {
			return "", &openQuoteError{line: opened}
		}
		if err != nil {
			return "", err
		}
		if current.bytes += len(line); current.bytes > maxRecord {
			return "", &openQuoteError{line: opened, most: true}
		}
		current.taken = append(current.taken, line)
		current.line, current.rest = line, line
		end = closing(current.rest)
	}
	value.WriteString(current.close(end))
	return value.String(), nil
}

// close takes a text up to the quote that ends it.
func (c *scan) close(end int) string {
	value := c.rest[:end]
	c.rest = c.rest[end+1:]
	if strings.IndexByte(value, '"') >= 0 {
		return strings.ReplaceAll(value, `""`, `"`)
	}
	return value
}

// refuse gives the first line of a record as one that makes no sense, and sees
// that the others are read as lines of their own.
func (s *splitter) refuse(record split, current scan, at int) split {
	s.again = append(current.taken, s.again...)
	s.line -= int64(len(current.taken))
	what := "a misplaced quote at character %d"
	if len(current.taken) > 0 {
		at, what = current.open, "a quote at character %d that does not close where a value ends"
	}
	record.problem = fmt.Sprintf("has "+what, 1+utf8.RuneCountInString(current.first[:at]))
	return record
}

// closing is the place of the quote that ends a text, -1 if there is none.
func closing(text string) int {
	for at := 0; ; at += 2 {
		next := strings.IndexByte(text[at:], '"')
		if next < 0 {
			return -1
		}
		at += next
		if at+1 == len(text) || text[at+1] != '"' {
			return at
		}
	}
}

func (s *splitter) trimRight(text string) string {
	if !s.blanks {
		return text
	}
	return strings.TrimRight(text, " \t\u00a0")
}

func (s *splitter) trimLeft(cell string) string {
	if len(cell) == 0 || cell[0] > ' ' && cell[0] != 0xc2 || !s.blanks {
		return cell
	}
	return strings.TrimLeft(cell, " \t\u00a0")
}
