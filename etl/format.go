package etl

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"clientele/internal/duck"
)

// formatOf is the format that the config names, else the one seen.
func formatOf(file File) (string, error) {
	switch {
	case file.Source.Format != "":
		return file.Source.Format, nil
	case file.Source.Encoding != "" || file.Source.Delimiter != "":
		// Only csv has these. A file of UTF-16 without a mark looks like no text,
		// but a workbook in the place of the csv is told as what it is.
		if seen, err := sniffFormat(file.Path); err == nil || file.Source.Encoding != "utf-16" {
			return seen, err
		}
		return "csv", nil
	}
	return sniffFormat(file.Path)
}

// sniffFormat says what a file is by its content; its name proves nothing.
func sniffFormat(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", openError(path, err)
	}
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(file, head)
	if err = errors.Join(ignoreShort(err), file.Close()); err != nil {
		return "", openError(path, err)
	}
	head = head[:n]
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	switch {
	case n == 0:
		return "", &FileError{File: path, Text: "the file is empty; export it again", Cause: io.ErrUnexpectedEOF}
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return formatOfZip(path)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return "xlsx", nil // the reader tells a password from an old workbook
	case bytes.HasPrefix(head, []byte("PAR1")):
		return "parquet", nil
	case looksLikeJSON(text):
		return "json", nil
	case looksLikeMarkup(text):
		return "", &FileError{File: path, Text: "it is a web page or XML, not a table of data; open it in a spreadsheet and save it as xlsx or csv", Cause: ErrInput}
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return "", &FileError{File: path, Text: "it is compressed (gzip); unpack it", Cause: ErrInput}
	case bytes.IndexByte(head, 0) >= 0 && !bytes.HasPrefix(head, []byte("\xff\xfe")) && !bytes.HasPrefix(head, []byte("\xfe\xff")):
		return "", &FileError{File: path, Text: "it is neither csv, xlsx, JSON nor Parquet", Cause: ErrInput}
	}
	return "csv", nil
}

// ignoreShort is nil for the error of a file shorter than what was asked for.
func ignoreShort(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

// formatOfZip tells a workbook from an archive of exports.
func formatOfZip(path string) (string, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return "xlsx", nil // cut short: the reader says so in its own words
	}
	defer func() { _ = archive.Close() }() // read only, nothing to lose
	for _, file := range archive.File {
		if strings.HasPrefix(file.Name, "xl/") || file.Name == "[Content_Types].xml" {
			return "xlsx", nil
		}
	}
	return "", &FileError{File: path, Text: "it is a zip archive; unpack it and name the files in it", Cause: ErrInput}
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

// openRecords opens a text or workbook file with the reader of its format.
func openRecords(path, format string, source Source) (recordReader, error) {
	switch format {
	case "xlsx":
		return openSheet(path, source.Sheet)
	case "json":
		return openJSON(path, source)
	}
	return openCSV(path, source)
}

// readHeader reads the headers of a file's columns.
func readHeader(ctx context.Context, engine *duck.Engine, file File) (header []string, err error) {
	format, err := formatOf(file)
	if err != nil {
		return nil, err
	}
	if format == "parquet" {
		return engine.ParquetColumns(ctx, file.Path)
	}
	records, err := openRecords(file.Path, format, file.Source)
	if err != nil {
		return nil, err
	}
	return records.Header(), records.Close()
}
