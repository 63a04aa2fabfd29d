package export

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
)

// formatOf is the format that the config names, else the one seen.
func formatOf(f *file, options Options) (string, error) {
	switch {
	case options.Format != "" && options.Format != "zip":
		if bytes.HasPrefix(f.head, []byte("PK\x03\x04")) && formatOfZip(f) == "zip" {
			return "zip", nil // what is named is the format of the file in it
		}
		return options.Format, nil
	case options.Encoding != "" || options.Delimiter != "":
		// Only text has these. A file of UTF-16 without a mark looks like no text,
		// but a workbook in the place of the text is told as what it is.
		if seen, err := sniffFormat(f); err == nil || !strings.HasPrefix(options.Encoding, "utf-16") {
			return seen, err
		}
		return "csv", nil
	}
	return sniffFormat(f)
}

// sniffFormat says what a file is by its content; its name proves nothing.
func sniffFormat(f *file) (string, error) {
	head, text := f.head, f.text()
	refuse := func(why string) (string, error) { return "", &FileError{File: f.name, Text: why, Cause: ErrInput} }
	switch {
	case len(head) == 0:
		return "", emptyFile(f.name)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return formatOfZip(f), nil
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return "xlsx", nil // the reader tells a password from an old workbook
	case bytes.HasPrefix(head, []byte("PAR1")):
		return "parquet", nil
	case looksLikeJSON(text):
		return "json", nil
	case looksLikeMarkup(text):
		return formatOfMarkup(f, text)
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return refuse("it is packed twice; unpack it")
	case bytes.HasPrefix(head, []byte("%PDF")):
		return refuse("it is a PDF; export the table itself as xlsx or csv")
	case bytes.IndexByte(head, 0) >= 0 && !bytes.HasPrefix(head, []byte("\xff\xfe")) && !bytes.HasPrefix(head, []byte("\xfe\xff")) && wideText(head) == "":
		return refuse(zeros(head))
	}
	return "csv", nil
}

// formatOfZip tells workbooks and OpenDocument sheets from an archive of
// exports.
func formatOfZip(f *file) string {
	from, size, err := f.random()
	if err != nil {
		return "xlsx"
	}
	defer func() { _ = from.Close() }() // read only, nothing to lose
	archive, err := zip.NewReader(from, size)
	if err != nil {
		return "xlsx" // cut short: the reader says so in its own words
	}
	format := "zip"
	for _, file := range archive.File {
		switch name := strings.ReplaceAll(file.Name, `\`, "/"); {
		case strings.HasPrefix(name, "xl/"), name == "[Content_Types].xml", strings.EqualFold(name, "index/document.iwa"):
			return "xlsx"
		case name == "content.xml":
			format = "ods"
		}
	}
	return format
}

// looksLikeJSON sees an object or a list of objects, also an empty one.
func looksLikeJSON(text []byte) bool {
	list, isList := bytes.CutPrefix(text, []byte("["))
	list = bytes.TrimLeft(list, " \t\r\n")
	return bytes.HasPrefix(text, []byte("{")) || isList && len(list) > 0 && (list[0] == '{' || list[0] == ']')
}

// looksLikeMarkup sees pages, which some systems call .xls, and XML.
func looksLikeMarkup(text []byte) bool {
	return len(text) > 1 && text[0] == '<' && (text[1] == '!' || text[1] == '?' || text[1] >= 'a' && text[1] <= 'z' || text[1] >= 'A' && text[1] <= 'Z')
}

// zeros says what a file is in which zero bytes stand: hardly any in a text are
// the traces of a copy that broke off.
func zeros(head []byte) string {
	control := 0
	for _, b := range head {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != 0 {
			control++
		}
	}
	if first := bytes.IndexByte(head, 0); first > 0 && control == 0 && bytes.IndexByte(head[:first], '\n') >= 0 {
		return fmt.Sprintf("zero bytes stand in its text, from line %d on, as a copy that broke off leaves them; export or copy the file again",
			1+bytes.Count(head[:first], []byte("\n")))
	}
	return "it is neither csv, xlsx, JSON nor Parquet"
}

// formatOfMarkup tells a page with a table from other pages and XML.
func formatOfMarkup(f *file, text []byte) (string, error) {
	lower := bytes.ToLower(text)
	if bytes.Contains(lower, []byte("<table")) && !bytes.HasPrefix(lower, []byte("<?xml")) || bytes.Contains(lower, []byte("<html")) && bytes.Contains(lower, []byte("<table")) {
		return "html", nil
	}
	return "", &FileError{File: f.name, Text: "it is a web page or XML, not a table of data; open it in a spreadsheet and save it as xlsx or csv", Cause: ErrInput}
}
