package export

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// ods gives the rows of a sheet of an OpenDocument workbook.
type ods struct {
	name    string
	sheet   string
	stream  *stream
	xml     *xml.Decoder
	number  int64 // of the last row
	current row
	repeats int // times that the row is still to be given
	groups  int // open groups of rows
	done    bool
}

// openODS opens a sheet, the first one that is not hidden if none is named.
func openODS(f *file, name string) (*ods, error) {
	from, err := f.content()
	if err != nil {
		return nil, err
	}
	o := &ods{name: f.name, stream: from, xml: xml.NewDecoder(from)}
	var have []string
	err = o.each(func(start xml.StartElement) (bool, error) {
		if start.Name.Local != "table" || start.Name.Space != "table" {
			return false, nil
		}
		have = append(have, attribute(start, "name"))
		o.sheet = have[len(have)-1]
		return name == "" || strings.EqualFold(name, o.sheet), nil
	})
	if isEnd(err) {
		err = &FileError{File: f.name, Cause: ErrInput, Text: fmt.Sprintf("the workbook has no worksheet %q; its worksheets are %s", name, listed(have))}
	}
	if err != nil {
		return nil, errors.Join(err, from.Close())
	}
	return o, nil
}

// sheetsOfODS lists the sheets.
func sheetsOfODS(f *file) (sheets []string, err error) {
	from, err := f.content()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	o := &ods{name: f.name, stream: from, xml: xml.NewDecoder(from)}
	err = o.each(func(start xml.StartElement) (bool, error) {
		if start.Name.Local == "table" && start.Name.Space == "table" {
			sheets = append(sheets, attribute(start, "name"))
		}
		return false, nil
	})
	if isEnd(err) {
		return sheets, nil
	}
	return nil, err
}

// content opens the part of a document in which its cells stand.
func (f *file) content() (*stream, error) {
	if f.path != "" {
		return openZipped(f, "content.xml")
	}
	archive, err := zip.NewReader(bytes.NewReader(f.held), int64(len(f.held)))
	if err != nil {
		return nil, OpenError(f.name, err)
	}
	from, err := archive.Open("content.xml")
	if err != nil {
		return nil, OpenError(f.name, err)
	}
	read := &countingReader{from: from}
	bounded := &boundedReader{from: read, name: f.name, packed: func() int64 { return int64(len(f.held)) }}
	info, err := from.Stat()
	if err != nil {
		return nil, OpenError(f.name, err)
	}
	return &stream{Reader: bounded, read: read, size: info.Size(), close: from.Close}, nil
}

func attribute(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// repeated is how often an element stands for.
func repeated(start xml.StartElement, name string, most int) int {
	n, err := strconv.Atoi(attribute(start, name))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, most)
}

// token reads the next one. RawToken checks no nesting, and needs no memory
// for it.
func (o *ods) token() (xml.Token, error) {
	token, err := o.xml.RawToken()
	if err == nil || isEnd(err) {
		return token, err
	}
	var known *FileError
	if errors.As(err, &known) {
		return nil, err
	}
	return nil, &FileError{File: o.name, Text: "the document is damaged, or protected by a password; open it in LibreOffice and save it without one", Cause: err}
}

// each visits the elements as they open, until visit is done; io.EOF at the end.
func (o *ods) each(visit func(xml.StartElement) (done bool, err error)) error {
	for {
		token, err := o.token()
		if err != nil {
			return err
		}
		if start, opens := token.(xml.StartElement); opens {
			if done, err := visit(start); done || err != nil {
				return err
			}
		}
	}
}

func (o *ods) next(into *row) (err error) {
	*into, err = o.advance()
	return err
}

// advance gives the next row.
func (o *ods) advance() (row, error) {
	for o.repeats == 0 {
		if o.done {
			return row{}, io.EOF
		}
		if err := o.readOn(); err != nil {
			if isEnd(err) {
				err = &FileError{File: o.name, Text: fmt.Sprintf("the sheet breaks off behind row %d; copy or download the file again", o.number), Cause: io.ErrUnexpectedEOF}
			}
			return row{}, err
		}
	}
	o.repeats--
	o.number++
	if o.number > maxRows {
		return row{}, &FileError{File: o.name, Text: fmt.Sprintf("the sheet has more than %d rows", maxRows), Cause: ErrInput}
	}
	o.current.number = o.number
	return o.current, nil
}

// readOn reads up to the end of the next row, or of the sheet, behind which
// nothing matters but that it can be read.
func (o *ods) readOn() error {
	token, err := o.token()
	if err != nil {
		return err
	}
	switch element := token.(type) {
	case xml.StartElement:
		switch element.Name.Local {
		case "table-row-group":
			o.groups++
		case "table-row":
			return o.readRow(repeated(element, "number-rows-repeated", 2*maxRows))
		}
	case xml.EndElement:
		switch element.Name.Local {
		case "table-row-group":
			o.groups--
		case "table":
			o.done = true
			err := o.each(func(xml.StartElement) (bool, error) { return false, nil })
			if !isEnd(err) {
				return err
			}
		}
	}
	return nil
}

// readRow reads the cells of a row that has been opened.
func (o *ods) readRow(repeats int) error {
	var cells []Cell
	gap := 0
	for {
		token, err := o.token()
		if err != nil {
			return err
		}
		switch element := token.(type) {
		case xml.EndElement:
			if element.Name.Local != "table-row" {
				continue
			}
			if len(cells) == 0 {
				o.number += int64(repeats) // blank rows, of which a sheet has a million at its end
				return nil
			}
			o.current, o.repeats = row{cells: cells, outline: o.groups}, repeats
			return nil
		case xml.StartElement:
			if name := element.Name.Local; name != "table-cell" && name != "covered-table-cell" {
				continue
			}
			times := repeated(element, "number-columns-repeated", 2*maxColumns)
			cell, err := o.readCell(element)
			if err != nil {
				return err
			}
			if cell.Text == "" {
				gap += times
				continue
			}
			if len(cells)+gap+times > maxColumns {
				return &FileError{File: o.name, Text: fmt.Sprintf("row %d has more than %d columns", o.number+1, maxColumns), Cause: ErrInput}
			}
			cells = append(cells, make([]Cell, gap)...)
			for range times {
				cells = append(cells, cell)
			}
			gap = 0
		}
	}
}

// readCell reads a cell that has been opened.
func (o *ods) readCell(start xml.StartElement) (Cell, error) {
	text, err := o.readText(start.Name.Local)
	if err != nil {
		return Cell{}, err
	}
	switch attribute(start, "value-type") {
	case "float", "percentage", "currency":
		return plainNumber(attribute(start, "value"), text), nil
	case "date":
		if value := attribute(start, "date-value"); value != "" {
			return Cell{Text: strings.Replace(value, "T", " ", 1), Kind: Time}, nil
		}
	case "boolean":
		if value := attribute(start, "boolean-value"); value != "" {
			return Cell{Text: value, Kind: Boolean}, nil
		}
	}
	if strings.HasPrefix(text, "#") && (text == "#N/A" || text == "#REF!" || text == "#VALUE!" || text == "#DIV/0!" || text == "#NAME?") {
		return Cell{Text: text, Kind: Error}, nil
	}
	return Cell{Text: text}, nil
}

// plainNumber is a number without exponent.
func plainNumber(value, shown string) Cell {
	number, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return Cell{Text: shown}
	}
	if strings.ContainsAny(value, "eEnN+xX_") {
		value = strconv.FormatFloat(number, 'f', -1, 64)
	}
	return Cell{Text: value, Kind: Number}
}

// readText reads the paragraphs of a cell, up to its end. Comments are none.
func (o *ods) readText(of string) (string, error) {
	var text strings.Builder
	paragraphs, comments, inside := 0, 0, 0
	for {
		token, err := o.token()
		if err != nil {
			return "", err
		}
		switch element := token.(type) {
		case xml.CharData:
			if inside > 0 && comments == 0 {
				text.Write(element)
			}
		case xml.EndElement:
			switch element.Name.Local {
			case of:
				return valid(text.String()), nil
			case "annotation":
				comments--
			case "p":
				inside--
			}
		case xml.StartElement:
			switch element.Name.Local {
			case "annotation":
				comments++
			case "p":
				inside++
				if paragraphs++; paragraphs > 1 && comments == 0 && text.Len() > 0 {
					text.WriteByte('\n')
				}
			case "s":
				text.WriteString(strings.Repeat(" ", repeated(element, "c", 1000)))
			case "tab":
				text.WriteByte('\t')
			case "line-break":
				text.WriteByte('\n')
			}
		}
		if text.Len() > maxRecord {
			return "", &FileError{File: o.name, Text: fmt.Sprintf("a cell of row %d is longer than %d MB", o.number+1, maxRecord>>20), Cause: ErrInput}
		}
	}
}

func (o *ods) progress() float64 { return o.stream.progress() }

func (*ods) ragged() bool { return true }

// Close closes the file.
func (o *ods) Close() error { return o.stream.Close() }
