package etl

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxRecord bounds a record of delimited text: a quote that stays open for
// longer was not meant to open one.
const maxRecord = 16 << 20

// splitter takes delimited text apart into records, as RFC 4180 has it, with
// blanks allowed around quotes. Unlike encoding/csv it begins anew in the next
// line after a quote that made no sense, so that a stray one costs the line it
// stands in and not all up to the next quote.
type splitter struct {
	text      *bufio.Reader
	delimiter string
	blanks    bool // the delimiter is no blank, so blanks around quotes mean nothing
	again     [][]byte
	line      int64 // of the last line read
	buffer    []byte
	fields    []string
}

// split is a record: its fields, or why it has none. Its fields are valid
// until the next one is read, the texts in them stay valid.
type split struct {
	line    int64  // of its beginning
	text    string // as it stands in the file
	fields  []string
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

func newSplitter(text *bufio.Reader, delimiter rune) *splitter {
	return &splitter{text: text, delimiter: string(delimiter), blanks: !unicode.IsSpace(delimiter)}
}

// next reads a record. The error is io.EOF at the end, or an openQuoteError.
func (s *splitter) next() (split, error) {
	line, err := s.readLine()
	if err != nil {
		return split{}, err
	}
	record := split{line: s.line, text: string(line)}
	s.fields = s.fields[:0]
	if bytes.IndexByte(line, '"') < 0 {
		for rest, more := record.text, true; more; {
			var field string
			field, rest, more = strings.Cut(rest, s.delimiter)
			s.fields = append(s.fields, s.trimLeft(field))
		}
		record.fields = s.fields
		return record, nil
	}
	return s.quoted(record)
}

// quoted reads a record in which quotes stand. It may take more lines.
func (s *splitter) quoted(record split) (split, error) {
	current := scan{first: record.text, line: record.text, rest: record.text}
	for more := true; more; {
		current.rest = s.trimLeft(current.rest)
		if !strings.HasPrefix(current.rest, `"`) {
			field, behind, found := strings.Cut(current.rest, s.delimiter)
			if at := strings.IndexByte(field, '"'); at >= 0 {
				return s.refuse(record, current, current.at()+at), nil
			}
			s.fields = append(s.fields, field)
			current.rest, more = behind, found
			continue
		}
		value, err := s.quotedField(&current)
		if err != nil {
			return split{}, err
		}
		closed := current.at() - 1
		behind := s.trimLeft(current.rest)
		current.rest, more = strings.CutPrefix(behind, s.delimiter)
		if behind != "" && !more {
			return s.refuse(record, current, closed), nil
		}
		s.fields = append(s.fields, value)
	}
	record.fields, record.text = s.fields, current.text()
	return record, nil
}

// scan is how far a record has been read.
type scan struct {
	first string   // its first line
	taken [][]byte // the lines behind
	line  string   // the last of them
	rest  string   // of line
	open  int      // where in the first line a quote was opened
	bytes int
}

// at is the place in the line.
func (c *scan) at() int { return len(c.line) - len(c.rest) }

func (c *scan) text() string {
	text := c.first
	if len(c.taken) > 0 {
		text += "\n" + string(bytes.Join(c.taken, []byte("\n")))
	}
	return text
}

// quotedField reads from a quote to the one that closes it.
func (s *splitter) quotedField(current *scan) (string, error) {
	opened := s.line
	if len(current.taken) == 0 {
		current.open = current.at()
	}
	var value strings.Builder
	current.rest = current.rest[1:]
	for {
		end := closing(current.rest)
		if end >= 0 {
			value.WriteString(strings.ReplaceAll(current.rest[:end], `""`, `"`))
			current.rest = current.rest[end+1:]
			return value.String(), nil
		}
		value.WriteString(strings.ReplaceAll(current.rest, `""`, `"`))
		value.WriteByte('\n')
		line, err := s.readLine()
		if errors.Is(err, io.EOF) {
			return "", &openQuoteError{line: opened}
		}
		if err != nil {
			return "", err
		}
		if current.bytes += len(line); current.bytes > maxRecord {
			return "", &openQuoteError{line: opened, most: true}
		}
		current.taken = append(current.taken, bytes.Clone(line))
		current.line = string(line)
		current.rest = current.line
	}
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

func (s *splitter) trimLeft(field string) string {
	if s.blanks {
		return strings.TrimLeft(field, " \t\u00a0")
	}
	return field
}

// readLine gives the next line without its end; it is valid until the next
// call.
func (s *splitter) readLine() ([]byte, error) {
	if len(s.again) > 0 {
		line := s.again[0]
		s.again = s.again[1:]
		s.line++
		return line, nil
	}
	line, err := s.text.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		s.buffer = append(s.buffer[:0], line...)
		for errors.Is(err, bufio.ErrBufferFull) {
			if len(s.buffer) > maxRecord {
				return nil, fmt.Errorf("line %d is longer than %d MB; is it a table of lines?", s.line+1, maxRecord>>20)
			}
			line, err = s.text.ReadSlice('\n')
			s.buffer = append(s.buffer, line...)
		}
		line = s.buffer
	}
	if err != nil && (!errors.Is(err, io.EOF) || len(line) == 0) {
		return nil, err
	}
	s.line++
	line = bytes.TrimSuffix(line, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r")), nil
}
