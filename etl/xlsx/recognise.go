package xlsx

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const oleMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// recognise says what a file is that could not be opened as a zip archive.
func recognise(source io.ReaderAt, size int64, path string, cause error) error {
	head := make([]byte, min(size, 64<<10))
	if n, err := source.ReadAt(head, 0); err != nil && n < len(head) {
		return &FileError{Path: path, Kind: ErrDamaged, Problem: "the file cannot be read", Cause: err}
	}
	other := func(problem, advice string) error {
		return &FileError{Path: path, Kind: ErrNotExcel, Problem: problem, Advice: advice}
	}
	const resave = "open it in Excel or LibreOffice and save it as .xlsx"
	switch {
	case len(head) == 0:
		return other("the file is empty", "export it again")
	case bytes.HasPrefix(head, []byte(oleMagic)):
		return recogniseOLE(source, size, path)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return &FileError{Path: path, Kind: ErrDamaged, Problem: "the file begins as a workbook does but is incomplete",
			Advice: "copy or download it again", Cause: cause}
	case len(head) > 4 && head[0] == 9 && (head[1] == 0 || head[1] == 2 || head[1] == 4 || head[1] == 8):
		return oldExcel(path, "the file is a workbook of Excel 5 or older")
	case bytes.HasPrefix(head, []byte("%PDF")):
		return other("the file is a PDF", "export the table itself as .xlsx or CSV")
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return other("the file is packed with gzip", "unpack it first")
	case bytes.HasPrefix(head, []byte("PAR1")):
		return other("the file is a Parquet file", "give it the ending .parquet")
	case bytes.HasPrefix(head, []byte(`{\rtf`)):
		return other("the file is a text of RTF", resave)
	}
	text, isText := plainText(head)
	if !isText {
		return other("the file is not a workbook, and of no kind that is known here", "check where it comes from")
	}
	return recogniseText(text, path)
}

// recogniseText says what a text is that is called .xlsx.
func recogniseText(text, path string) error {
	const resave = "open it in Excel or LibreOffice and save it as .xlsx"
	start := strings.ToLower(strings.TrimSpace(text))
	problem, advice := "the file is plain text", "if it is a table, give it the ending .csv"
	switch {
	case strings.Contains(start, "urn:schemas-microsoft-com:office:spreadsheet"):
		problem, advice = "the file is an XML spreadsheet of Excel 2003", resave
	case strings.HasPrefix(start, "<!doctype html"), strings.Contains(start, "<html"), strings.HasPrefix(start, "<table"):
		problem, advice = "the file is a web page (HTML) and not a workbook", resave
	case strings.HasPrefix(start, "<"):
		problem, advice = "the file is XML and not a workbook", resave
	case strings.HasPrefix(start, "{"), strings.HasPrefix(start, "["):
		problem, advice = "the file looks like JSON", "give it the ending .json"
	case start == "":
		problem, advice = "the file holds nothing but spaces", "export it again"
	default:
		line, _, _ := strings.Cut(start, "\n")
		for _, delimiter := range []struct{ mark, name string }{{"\t", "tabs"}, {";", "semicolons"}, {",", "commas"}, {"|", "bars"}} {
			if strings.Contains(line, delimiter.mark) {
				problem, advice = "the file is text in columns separated by "+delimiter.name+" (CSV)", "give it the ending .csv"
				break
			}
		}
	}
	return &FileError{Path: path, Kind: ErrNotExcel, Problem: problem, Advice: advice}
}

// plainText decodes the beginning of a text file; in a binary one there are control
// characters.
func plainText(head []byte) (string, bool) {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		little := head[0] == 0xff
		units := make([]uint16, 0, len(head)/2)
		for i := 2; i+1 < len(head); i += 2 {
			low, high := head[i], head[i+1]
			if !little {
				low, high = high, low
			}
			units = append(units, uint16(high)<<8|uint16(low))
		}
		head = []byte(string(utf16.Decode(units)))
	}
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			return "", false
		}
	}
	return string(bytes.ToValidUTF8(head, []byte(string(utf8.RuneError)))), true
}

// recogniseOLE tells the kinds of compound files apart by the names of the streams
// in them. Encrypted workbooks are such files whatever their ending.
func recogniseOLE(source io.ReaderAt, size int64, path string) error {
	switch firstStream(source, size, "EncryptedPackage", "Workbook", "Book") {
	case "EncryptedPackage":
		return &FileError{Path: path, Kind: ErrEncrypted, Problem: "the workbook is protected by a password",
			Advice: "open it in Excel, remove the password (File, Info, Protect Workbook, Encrypt with Password) and save it"}
	case "Workbook", "Book":
		return oldExcel(path, "the file is a workbook of Excel 97-2003 (.xls)")
	}
	return &FileError{Path: path, Kind: ErrNotExcel, Problem: "the file is an old Office document but no workbook",
		Advice: "check where it comes from"}
}

func oldExcel(path, problem string) error {
	return &FileError{Path: path, Kind: ErrOldExcel, Problem: problem,
		Advice: "open it in Excel or LibreOffice and save it as .xlsx"}
}

// firstStream returns the first of the names that the compound file has as a
// stream: in UTF-16, zero-terminated, at the start of a directory entry, which
// sectors align to 128 bytes.
func firstStream(source io.ReaderAt, size int64, names ...string) string {
	const entry, block = 128, 1 << 20
	found := make([]bool, len(names))
	buffer := make([]byte, min(size, block))
	for at := int64(0); at < size; at += block {
		n, err := source.ReadAt(buffer, at)
		for i := 0; i+entry <= n; i += entry {
			for k, name := range names {
				found[k] = found[k] || isEntry(buffer[i:i+entry], name)
			}
		}
		if err != nil {
			break
		}
	}
	for k, name := range names {
		if found[k] {
			return name
		}
	}
	return ""
}

// isEntry reports whether a directory entry is of the stream with that name: the
// name fills up to 64 bytes, and its length with the final zero stands behind.
func isEntry(entry []byte, name string) bool {
	if int(entry[64]) != 2*len(name)+2 || entry[65] != 0 {
		return false
	}
	for i := range len(name) {
		if entry[2*i] != name[i] || entry[2*i+1] != 0 {
			return false
		}
	}
	return true
}

// notWorkbook says what a zip archive is that has no workbook at its heart.
func (w *Workbook) notWorkbook(main string) error {
	const resave = "open it in Excel or LibreOffice and save it as .xlsx"
	failure := &FileError{Path: w.path, Kind: ErrNotExcel, Problem: "the file is a zip archive without a workbook in it",
		Advice: "if a workbook or table is packed in it, unpack it first"}
	switch {
	case w.has("xl/workbook.bin"):
		failure.Kind = ErrOldExcel
		failure.Problem, failure.Advice = "the file is a binary workbook (.xlsb)", resave
	case w.has("word/document.xml"):
		failure.Problem, failure.Advice = "the file is a Word document", "copy its table into a workbook"
	case w.has("ppt/presentation.xml"):
		failure.Problem, failure.Advice = "the file is a PowerPoint presentation", "give the workbook with its data"
	case w.has("content.xml") && w.has("mimetype"):
		failure.Problem, failure.Advice = "the file is an OpenDocument file (.ods)", resave
	case w.has("index/document.iwa"):
		failure.Problem, failure.Advice = "the file is a spreadsheet of Numbers", "export it from Numbers as Excel"
	case w.has(main):
		failure.Problem = "the main part " + main + " of the archive is not a workbook"
		failure.Advice = "check where it comes from"
	}
	return failure
}
