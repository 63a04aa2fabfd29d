package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// maxJSONLine bounds a line of a JSON file; a longer one is a document, not a
// row.
const maxJSONLine = 16 << 20

// sampledRows is how many rows are looked at for keys before a file is read.
const sampledRows = 1000

// jsonTable reads an object a line, or one array of objects. Which keys a
// file has is known at its end only; the header is that of the rows sampled at
// the start with the expected keys that these do not have. One of them that no
// later row has either is an error at the end.
type jsonTable struct {
	whole
	name   string
	stream *stream
	lines  *bufio.Scanner // of an object a line
	shown  string         // the line that is no object
	array  *json.Decoder  // of an array
	number int64
	at     map[string]int // the columns of the header
	late   []late         // expected keys that are still to come
	cells  []Cell
}

// late is an expected key that the sampled rows do not have.
type late struct {
	header string
	column int
	seen   bool
}

func openJSON(f *file, options Options) (*jsonTable, error) {
	header, array, err := sampleJSON(f)
	if err != nil {
		return nil, err
	}
	from, err := f.open()
	if err != nil {
		return nil, err
	}
	table := &jsonTable{name: f.name, stream: from}
	table.expect(header, options.Expected)
	if err := table.start(from, array); err != nil {
		return nil, errors.Join(err, from.Close())
	}
	return table, nil
}

// expect makes the header of the sampled keys and the expected ones.
func (r *jsonTable) expect(sampled, expected []string) {
	header := slices.Clone(sampled)
	known := map[string]bool{}
	for _, key := range sampled {
		known[normaliseHeader(key)] = true
	}
	for _, key := range expected {
		if !known[normaliseHeader(key)] {
			known[normaliseHeader(key)] = true
			r.late = append(r.late, late{header: key, column: len(header)})
			header = append(header, key)
		}
	}
	r.at = make(map[string]int, len(sampled))
	for i, key := range sampled {
		r.at[key] = i
	}
	r.place = Place{Block: 1, Format: "json", Encoding: "utf-8", HeaderRow: 1, Header: header}
}

func (r *jsonTable) start(from io.Reader, array bool) error {
	plain, err := skipMark(from)
	if err != nil {
		return OpenError(r.name, err)
	}
	text := bufio.NewReaderSize(plain, 64<<10)
	if !array {
		r.lines = bufio.NewScanner(text)
		r.lines.Buffer(make([]byte, 64<<10), maxJSONLine)
		return nil
	}
	r.array = json.NewDecoder(text)
	r.array.UseNumber()
	if _, err := r.array.Token(); err != nil {
		return &FileError{File: r.name, Text: "it is no JSON: " + err.Error(), Cause: err}
	}
	return nil
}

// sampleJSON collects the keys of a file's first rows, in the order in which
// they first stand, and says whether the file is one array.
func sampleJSON(f *file) (header []string, array bool, err error) {
	from, err := f.open()
	if err != nil {
		return nil, false, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	plain, err := skipMark(from)
	if err != nil {
		return nil, false, OpenError(f.name, err)
	}
	text := bufio.NewReaderSize(plain, 64<<10)
	first, err := firstByte(text)
	if err != nil {
		return nil, false, emptyFile(f.name)
	}
	sample := &jsonTable{name: f.name, stream: from}
	if err := sample.start(text, first == '['); err != nil {
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

// Progress is how much of the file has been read.
func (r *jsonTable) Progress() float64 { return r.stream.progress() }

// Close closes the file.
func (r *jsonTable) Close() error { return r.stream.Close() }

// Next gives the next object.
func (r *jsonTable) Next() (Record, error) {
	object, problem, err := r.object()
	if errors.Is(err, io.EOF) {
		return Record{}, r.end()
	}
	if err != nil {
		return Record{}, err
	}
	if problem != "" {
		return refused(r.number, problem, r.shown), nil
	}
	r.cells = r.cells[:0]
	for range r.place.Header {
		r.cells = append(r.cells, Cell{})
	}
	for _, pair := range object {
		if i, known := r.at[pair.key]; known {
			r.cells[i] = pair.cell
		} else if len(r.late) > 0 {
			r.setLate(pair)
		}
	}
	return Record{Row: r.number, Cells: r.cells}, nil
}

// setLate takes a key that the sampled rows did not have, if it is expected.
func (r *jsonTable) setLate(pair pair) {
	key := normaliseHeader(pair.key)
	for i := range r.late {
		if normaliseHeader(r.late[i].header) == key {
			r.late[i].seen = true
			r.cells[r.late[i].column] = pair.cell
		}
	}
}

// end is io.EOF, unless an expected key did not come in the whole file. In a file
// without a row no key could.
func (r *jsonTable) end() error {
	for _, late := range r.late {
		if !late.seen && r.number > 0 {
			return &MissingError{File: r.name, Header: late.header, Have: r.place.Header[:len(r.place.Header)-len(r.late)]}
		}
	}
	return io.EOF
}

// pair is a key of an object with its value.
type pair struct {
	key  string
	cell Cell
}

// object reads the next row. A problem is that of a line; an array that
// breaks off is an error, since its rest cannot be found.
func (r *jsonTable) object() (object []pair, problem string, err error) {
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
		return nil, "", &FileError{File: r.name, Cause: err,
			Text: fmt.Sprintf("line %d cannot be read (%v); one row must stand in one line", r.number+1, err)}
	}
	return nil, "", io.EOF
}

func (r *jsonTable) element() (object []pair, problem string, err error) {
	if !r.array.More() {
		if _, err := r.array.Token(); err != nil {
			return nil, "", &FileError{File: r.name, Text: fmt.Sprintf("the list breaks off after %d rows; export the file again", r.number), Cause: err}
		}
		if err := nothingBehind(r.array); err != nil {
			return nil, "", &FileError{File: r.name, Text: "more than one list of rows stands in it", Cause: err}
		}
		return nil, "", io.EOF
	}
	r.number++
	object, err = readObject(r.array)
	if err != nil {
		return nil, "", &FileError{File: r.name, Text: fmt.Sprintf("row %d is no JSON object: %s", r.number, explainJSON(err)), Cause: err}
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
func jsonCell(value json.RawMessage) Cell {
	text := string(value)
	switch {
	case text == "null":
		return Cell{}
	case strings.HasPrefix(text, `"`):
		var plain string
		if err := json.Unmarshal(value, &plain); err != nil {
			break
		}
		return Cell{Text: plain}
	case text[0] == '-' || text[0] >= '0' && text[0] <= '9':
		return Cell{Text: plainNotation(text), Kind: Number}
	case text == "true", text == "false":
		return Cell{Text: text, Kind: Boolean}
	}
	return Cell{Text: strings.ToValidUTF8(text, "\ufffd")}
}

// plainNotation writes a number without exponent, exactly, unless it is of an
// order that no amount has.
func plainNotation(text string) string {
	if !strings.ContainsAny(text, "eE") {
		return text
	}
	const most = 40
	number, err := decimal.NewFromString(text)
	if err != nil || number.Exponent() > most || number.Exponent() < -most || len(text) > most {
		return text
	}
	return number.String()
}
