package xlsx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// sheetOf is a sheet without an archive around it.
func sheetOf(content []byte, bounds limits) (string, error) {
	w := &Workbook{
		path: "fuzz.xlsx", limits: bounds, size: int64(len(content)),
		formats: []numberStyle{plainNumber, dateStyle, timeStyle, elapsedStyle},
		strings: sharedStrings{chunks: []string{"zeroone"}, spans: []span{{0, 4}, {4, 3}, {}}},
	}
	rows := newRows(w, sheetEntry{name: "S", part: "s.xml"}, part{Reader: bytes.NewReader(content), Closer: io.NopCloser(nil)})
	if err := rows.begin(); err != nil {
		return "", err
	}
	defer rows.Close()
	var b strings.Builder
	for rows.Next() {
		fmt.Fprintf(&b, "%d:", rows.Number())
		for i, cell := range rows.Cells() {
			if (cell.Kind == Empty) != (cell.Text == "") {
				return "", fmt.Errorf("kind %v with text %q", cell.Kind, cell.Text)
			}
			if cell.Kind != Empty {
				fmt.Fprintf(&b, " %d %v %s", i, cell.Kind, cell.Text)
			}
		}
		b.WriteString("\n")
	}
	return b.String(), rows.Err()
}

// Whatever the bytes are: no crash, an error of this package or none, valid UTF-8,
// and the same result through a window of seven bytes, which the fast path for
// values never passes.
func FuzzSheet(f *testing.F) {
	for _, c := range cellCases() {
		f.Add([]byte(sheetXML(c.rows)))
	}
	f.Add([]byte("<worksheet><sheetData><row r=\"1\"><c r=\"XFD1\" s=\"2\"><v>0.99999999999</v></c></row></sheetData></worksheet>"))
	f.Fuzz(func(t *testing.T, content []byte) {
		bounds := defaultLimits()
		got, err := sheetOf(content, bounds)
		bounds.window = 7
		again, againErr := sheetOf(content, bounds)
		if got != again || fmt.Sprint(err) != fmt.Sprint(againErr) {
			t.Errorf("by large windows: %q, %v\nby windows of 7 bytes: %q, %v", got, err, again, againErr)
		}
		if got != strings.ToValidUTF8(got, "?") || strings.ContainsRune(got, 0) {
			t.Errorf("%q is not clean text", got)
		}
		var failure *FileError
		if err != nil && !errors.As(err, &failure) {
			t.Errorf("%v is not a FileError", err)
		}
	})
}

// Every archive gives cells or a FileError, within bounded memory.
func FuzzWorkbook(f *testing.F) {
	for _, c := range cellCases() {
		f.Add(workbookOf(f, file{"xl/worksheets/sheet1.xml", sheetXML(c.rows)}))
	}
	f.Add(workbookOf(f, file{"xl/workbook.xml", threeSheets}, file{"xl/_rels/workbook.xml.rels", threeTargets}))
	f.Add([]byte(oleOf("EncryptedPackage")))
	f.Add([]byte("a;b\n1;2\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		bounds := defaultLimits()
		bounds.sheetBytes, bounds.smallBytes, bounds.sharedBytes, bounds.tokenBytes = 1<<20, 1<<18, 8<<20, 1<<18
		w, err := openBytes(content, bounds)
		if err == nil {
			for _, sheet := range append(w.Sheets(), "") {
				if err == nil {
					err = countCells(w, sheet)
				}
			}
		}
		var failure *FileError
		if err != nil && (!errors.As(err, &failure) || failure.Problem == "" || failure.Kind == nil) {
			t.Errorf("%v is not a FileError", err)
		}
	})
}

func countCells(w *Workbook, sheet string) error {
	rows, err := w.Rows(sheet)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if len(rows.Cells()) == 0 || len(rows.Cells()) > 16_384 || rows.Number() < 1 {
			return fmt.Errorf("row %d has %d cells", rows.Number(), len(rows.Cells()))
		}
	}
	return rows.Err()
}

// A changed byte of an archive seldom passes its checksums, so here the parts change
// and the archive is sound.
func FuzzParts(f *testing.F) {
	f.Add([]byte(workbookXML), []byte(workbookRelations), []byte(stylesXML), []byte(sharedXML), []byte(sheetXML(`<row><c t="s" s="1"><v>2</v></c></row>`)))
	f.Add([]byte(threeSheets), []byte(threeTargets), []byte("<a/>"), []byte("<sst><si>"), []byte("\xff\xfe<\x00a\x00/\x00>\x00"))
	f.Fuzz(func(t *testing.T, workbook, relations, styles, shared, sheet []byte) {
		w, err := openBytes(workbookOf(t,
			file{"xl/workbook.xml", string(workbook)}, file{"xl/_rels/workbook.xml.rels", string(relations)}, file{"xl/styles.xml", string(styles)},
			file{"xl/sharedStrings.xml", string(shared)}, file{"xl/worksheets/sheet1.xml", string(sheet)}), defaultLimits())
		if err == nil {
			err = countCells(w, "")
		}
		var failure *FileError
		if err != nil && !errors.As(err, &failure) {
			t.Errorf("%v is not a FileError", err)
		}
	})
}

// What the standard library reads as XML, the tokens read too, and as the same
// elements, attributes and texts.
func FuzzTokens(f *testing.F) {
	for _, c := range cellCases() {
		f.Add([]byte(sheetXML(c.rows)))
	}
	f.Add([]byte(`<a b='"' c="'>"><!--<x>--><d/>t&#65;<![CDATA[]]]]>]]&gt;</a >`))
	f.Fuzz(func(t *testing.T, content []byte) {
		want, comparable := standardEvents(content)
		if !comparable {
			return
		}
		for _, window := range []int{5, 1 << 16} {
			got, err := ownEvents(content, window)
			if err != nil || got != want {
				t.Errorf("window %d:\n got %q, %v\nwant %q", window, got, err, want)
			}
		}
	})
}

// standardEvents reads with encoding/xml. What we refuse or name in another way on
// purpose is not comparable.
func standardEvents(content []byte) (string, bool) {
	var b strings.Builder
	depth := 0
	decoder := xml.NewDecoder(bytes.NewReader(content))
	decoder.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, io.ErrUnexpectedEOF }
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return b.String(), depth == 0
		}
		if err != nil {
			return "", false
		}
		switch e := token.(type) {
		case xml.StartElement:
			depth++
			fmt.Fprintf(&b, "<%s", e.Name.Local)
			for _, a := range e.Attr {
				fmt.Fprintf(&b, " %q", a.Value)
			}
			b.WriteString(">")
			if strings.Contains(e.Name.Local, ":") || depth > 200 {
				return "", false
			}
		case xml.EndElement:
			depth--
			fmt.Fprintf(&b, "</%s>", e.Name.Local)
		case xml.CharData:
			b.Write(e)
			if depth == 0 && len(bytes.TrimSpace(e)) > 0 {
				return "", false
			}
		case xml.Directive:
			return "", false
		}
		if depth < 0 {
			return "", false
		}
	}
}

func ownEvents(content []byte, window int) (string, error) {
	var b []byte
	bounds := defaultLimits()
	bounds.window = window
	t := newTokens(part{Reader: bytes.NewReader(content)}, bounds)
	for {
		kind, err := t.next()
		if err != nil || kind == endOfInput {
			return string(b), err
		}
		switch kind {
		case textRun:
			if b, err = appendText(b, t.text, t.cdata); err != nil {
				return "", err
			}
		case closeTag:
			b = fmt.Appendf(b, "</%s>", t.name)
		case openTag:
			b = fmt.Appendf(b, "<%s", t.name)
			for rest := t.attributes; ; {
				var key, value []byte
				if key, value, rest, err = nextAttribute(rest); err != nil {
					return "", err
				}
				if key == nil {
					break
				}
				text, err := attributeText(value)
				if err != nil {
					return "", err
				}
				b = fmt.Appendf(b, " %q", text)
			}
			b = append(b, '>')
		}
	}
}
