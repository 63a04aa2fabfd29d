package etl

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// maxJSONLine bounds a line of a JSON file; a longer one is a document, not a
// row.
const maxJSONLine = 16 << 20

// sampledRows is how many rows are looked at for keys before a file is read.
const sampledRows = 1000

// jsonReader reads an object a line, or one array of objects. Which keys a
// file has is known at its end only; the header is that of the rows sampled at
// the start with the mapped keys that these do not have. One of them that no
// later row has either is an error at the end.
type jsonReader struct {
	file   *os.File
	size   int64
	read   *countingReader
	path   string
	lines  *bufio.Scanner // of an object a line
	shown  string         // the line that is no object
	array  *json.Decoder  // of an array
	number int64
	header []string
	at     map[string]int // the columns of the header
	late   []late         // mapped keys that are still to come
	cells  []cell
}

// late is a mapped key that the sampled rows do not have.
type late struct {
	field, header string
	column        int
	seen          bool
}

func openJSON(path string, source Source) (*jsonReader, error) {
	header, array, err := sampleJSON(path)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, openError(path, err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(openError(path, err), file.Close())
	}
	reader := &jsonReader{file: file, size: info.Size(), path: path, read: &countingReader{from: file}}
	reader.expect(header, source)
	if err := reader.start(array); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return reader, nil
}

// expect makes the header of the sampled keys and the mapped ones.
func (r *jsonReader) expect(sampled []string, source Source) {
	r.header = sampled
	for _, mapped := range source.Columns {
		if len(findColumns(sampled, mapped.Value)) == 0 {
			r.late = append(r.late, late{field: mapped.Key, header: mapped.Value, column: len(r.header)})
			r.header = append(r.header, mapped.Value)
		}
	}
	r.at = make(map[string]int, len(r.header))
	for i, key := range sampled {
		r.at[key] = i
	}
}

func (r *jsonReader) start(array bool) error {
	text := bufio.NewReaderSize(r.read, 64<<10)
	if err := skipMark(text); err != nil {
		return openError(r.path, err)
	}
	if !array {
		r.lines = bufio.NewScanner(text)
		r.lines.Buffer(make([]byte, 64<<10), maxJSONLine)
		return nil
	}
	r.array = json.NewDecoder(text)
	r.array.UseNumber()
	if _, err := r.array.Token(); err != nil {
		return &FileError{File: r.path, Text: "it is no JSON: " + err.Error(), Cause: err}
	}
	return nil
}

// sampleJSON collects the keys of a file's first rows, in the order in which
// they first stand, and says whether the file is one array.
func sampleJSON(path string) (header []string, array bool, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, false, openError(path, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	text := bufio.NewReaderSize(file, 64<<10)
	if err := skipMark(text); err != nil {
		return nil, false, openError(path, err)
	}
	first, err := firstByte(text)
	if err != nil {
		return nil, false, &FileError{File: path, Text: "the file is empty; export it again", Cause: err}
	}
	sample := &jsonReader{path: path, read: &countingReader{from: text}}
	if err := sample.start(first == '['); err != nil {
		return nil, false, err
	}
	seen := map[string]bool{}
	for range sampledRows {
		object, _, err := sample.object()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, false, err
		}
		for _, pair := range object {
			if !seen[pair.key] {
				seen[pair.key] = true
				header = append(header, pair.key)
			}
		}
	}
	return header, first == '[', nil
}

func skipMark(text *bufio.Reader) error {
	if mark, err := text.Peek(3); err == nil && bytes.Equal(mark, []byte("\ufeff")) {
		_, err = text.Discard(3)
		return err
	}
	return nil
}

func firstByte(text *bufio.Reader) (byte, error) {
	for {
		b, err := text.ReadByte()
		if err != nil {
			return 0, err
		}
		if !bytes.ContainsRune([]byte(" \t\r\n"), rune(b)) {
			return b, text.UnreadByte()
		}
	}
}

func (r *jsonReader) Header() []string { return r.header }

func (r *jsonReader) Progress() float64 {
	if r.size == 0 {
		return 1
	}
	return min(1, float64(r.read.n)/float64(r.size))
}

func (r *jsonReader) Close() error { return r.file.Close() }

func (r *jsonReader) Next() (record, error) {
	object, problem, err := r.object()
	if errors.Is(err, io.EOF) {
		return record{}, r.end()
	}
	if err != nil {
		return record{}, err
	}
	if problem != "" {
		return record{row: r.number, problem: problem, value: shorten(r.shown)}, nil
	}
	r.cells = r.cells[:0]
	for range r.header {
		r.cells = append(r.cells, cell{})
	}
	for _, pair := range object {
		if i, known := r.at[pair.key]; known {
			r.cells[i] = pair.cell
		} else if len(r.late) > 0 {
			r.setLate(pair)
		}
	}
	return record{row: r.number, cells: r.cells}, nil
}

// setLate takes a key that the sampled rows did not have, if it is mapped.
func (r *jsonReader) setLate(pair pair) {
	key := normaliseHeader(pair.key)
	for i := range r.late {
		if normaliseHeader(r.late[i].header) == key {
			r.late[i].seen = true
			r.cells[r.late[i].column] = pair.cell
		}
	}
}

// end is io.EOF, unless a mapped key did not come in the whole file. In a file
// without a row no key could.
func (r *jsonReader) end() error {
	for _, late := range r.late {
		if !late.seen && r.number > 0 {
			return &ColumnError{File: r.path, Field: late.field, Header: late.header, Have: r.header[:len(r.header)-len(r.late)]}
		}
	}
	return io.EOF
}

// pair is a key of an object with its value.
type pair struct {
	key  string
	cell cell
}

// object reads the next row. A problem is that of a line; an array that
// breaks off is an error, since its rest cannot be found.
func (r *jsonReader) object() (object []pair, problem string, err error) {
	if r.array != nil {
		return r.element()
	}
	for r.lines.Scan() {
		r.number++
		text := bytes.TrimSpace(r.lines.Bytes())
		if len(text) == 0 {
			continue
		}
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		object, err := readObject(decoder)
		if err == nil {
			err = nothingBehind(decoder)
		}
		if err != nil {
			r.shown = strings.ToValidUTF8(string(text[:min(len(text), maxShown)]), "\ufffd")
			return nil, "is no JSON object: " + explainJSON(err), nil
		}
		return object, "", nil
	}
	if err := r.lines.Err(); err != nil {
		return nil, "", &FileError{File: r.path, Cause: err,
			Text: fmt.Sprintf("line %d cannot be read (%v); one row must stand in one line", r.number+1, err)}
	}
	return nil, "", io.EOF
}

func (r *jsonReader) element() (object []pair, problem string, err error) {
	if !r.array.More() {
		if _, err := r.array.Token(); err != nil {
			return nil, "", &FileError{File: r.path, Text: fmt.Sprintf("the list breaks off after %d rows; export the file again", r.number), Cause: err}
		}
		if err := nothingBehind(r.array); err != nil {
			return nil, "", &FileError{File: r.path, Text: "more than one list of rows stands in it", Cause: err}
		}
		return nil, "", io.EOF
	}
	r.number++
	object, err = readObject(r.array)
	if err != nil {
		return nil, "", &FileError{File: r.path, Text: fmt.Sprintf("row %d is no JSON object: %s", r.number, explainJSON(err)), Cause: err}
	}
	return object, "", nil
}

// nothingBehind fails where a value follows the one that was read.
func nothingBehind(decoder *json.Decoder) error {
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one value stands in the line")
	}
	return nil
}

// explainJSON puts the decoder's words for what broke off in ours.
func explainJSON(err error) string {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "it breaks off"
	}
	return err.Error()
}

// readObject reads one object with its keys in their order.
func readObject(decoder *json.Decoder) ([]pair, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	if token == nil {
		token = "null"
	}
	if token != json.Delim('{') {
		return nil, fmt.Errorf("it begins with %v", token)
	}
	var object []pair
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, err
		}
		object = append(object, pair{key: fmt.Sprint(key), cell: jsonCell(value)})
	}
	_, err = decoder.Token()
	return object, err
}

// jsonCell is a value as a cell; what is no single value stays JSON text.
func jsonCell(value json.RawMessage) cell {
	text := string(value)
	switch {
	case text == "null":
		return cell{}
	case strings.HasPrefix(text, `"`):
		var plain string
		if err := json.Unmarshal(value, &plain); err != nil {
			break
		}
		return cell{text: plain}
	case text[0] == '-' || text[0] >= '0' && text[0] <= '9':
		return cell{text: text, kind: numberCell}
	}
	return cell{text: strings.ToValidUTF8(text, "\ufffd")}
}
