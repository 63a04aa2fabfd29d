package etl

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// maxJSONLine bounds a line of a JSON file; a longer one is a document, not a
// row.
const maxJSONLine = 16 << 20

// jsonReader reads an object a line, or one array of objects. Which keys a
// file has is known at its end only; the header is that of the rows sampled at
// the start, and a mapped key that no row has is an error at the end.
type jsonReader struct {
	file   *os.File
	size   int64
	read   *countingReader
	path   string
	lines  *bufio.Scanner // of an object a line
	array  *json.Decoder  // of an array
	number int64
	header []string
	cells  []cell
}

func openJSON(path string) (*jsonReader, error) {
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
	reader := &jsonReader{file: file, size: info.Size(), path: path, header: header, read: &countingReader{from: file}}
	if err := reader.start(array); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return reader, nil
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
	const sampled = 1000
	for range sampled {
		object, _, err := sample.object()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, false, err
		}
		for _, pair := range object {
			if !slices.Contains(header, pair.key) {
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
	if err != nil {
		return record{}, err
	}
	if problem != "" {
		return record{row: r.number, problem: problem}, nil
	}
	r.cells = r.cells[:0]
	for range r.header {
		r.cells = append(r.cells, cell{})
	}
	for _, pair := range object {
		i := slices.Index(r.header, pair.key)
		if i < 0 {
			i = len(r.header)
			r.header = append(r.header, pair.key)
			r.cells = append(r.cells, cell{})
		}
		r.cells[i] = pair.cell
	}
	return record{row: r.number, cells: r.cells}, nil
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
		if err == nil && decoder.More() {
			err = errors.New("more than one value stands in the line")
		}
		if err != nil {
			return nil, "is no JSON object: " + err.Error(), nil
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
		return nil, "", io.EOF
	}
	r.number++
	object, err = readObject(r.array)
	if err != nil {
		return nil, "", &FileError{File: r.path, Text: fmt.Sprintf("row %d is no JSON object: %v", r.number, err), Cause: err}
	}
	return object, "", nil
}

// readObject reads one object with its keys in their order.
func readObject(decoder *json.Decoder) ([]pair, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
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
			return cell{text: text}
		}
		return cell{text: plain}
	case text != "" && (text[0] == '-' || text[0] >= '0' && text[0] <= '9'):
		return cell{text: text, kind: numberCell}
	}
	return cell{text: text}
}
