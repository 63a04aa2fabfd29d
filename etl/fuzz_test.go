package etl

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"clientele/internal/duck"
)

// FuzzCSV holds that any bytes are read without a crash, that each line with
// something on it is in exactly one row or problem, and that what encoding/csv
// reads without complaint is read alike.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"", "\n", plainCSV, "\ufeff" + plainCSV, "a,b\n\"x\ny\",1\n", "a,b\n\"x,1\ny,2\n\"z\",3\n", "a\n\"", "a;b\n1;\"2\"\";\n", "a,b\r1,2\r", "a,b\n\"x\" ,y\n , \"z\"\n",
		"a,b\n\xff,1\n", "\xff\xfea\x00,\x00b\x00\n\x00", "\"a\"b\n1", "a\tb\n\t\n x\t\"y\"\n", "a|b\n\"\"|\n", "a,b\n\"x\"y\"\n\"\n1,2",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "f.csv")
		w := &workspace{TB: t, dir: filepath.Dir(path)}
		reader, err := openCSV(w.write("f.csv", string(content)), Source{Encoding: "utf-8"})
		if err != nil {
			if !errors.Is(err, ErrInput) {
				t.Fatalf("%v is no error of the input", err)
			}
			return
		}
		defer func() { _ = reader.Close() }()
		rows, refused := everyRow(t, reader)
		compareWithLines(t, string(content), rows, refused)
		compareWithOracle(t, string(content), reader, rows, refused)
	})
}

type readRow struct {
	line    int64
	cells   []string
	problem string
}

func everyRow(t *testing.T, reader recordReader) (rows []readRow, refused error) {
	t.Helper()
	last := int64(0)
	for {
		next, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			if !errors.Is(err, ErrInput) {
				t.Fatalf("%v is no error of the input", err)
			}
			return rows, err
		}
		if next.row <= last || !utf8.ValidString(next.problem) || !utf8.ValidString(next.value) {
			t.Fatalf("row %d after %d: %q %q", next.row, last, next.problem, next.value)
		}
		last = next.row
		row := readRow{line: next.row, problem: next.problem}
		for _, cell := range next.cells {
			if !utf8.ValidString(cell.text) {
				t.Fatalf("row %d has a cell %q", next.row, cell.text)
			}
			row.cells = append(row.cells, cell.text)
		}
		if next.problem == "" && len(row.cells) != len(reader.Header()) {
			t.Fatalf("row %d has %d cells", next.row, len(row.cells))
		}
		rows = append(rows, row)
	}
}

// compareWithLines counts the lines that no row explains: a row takes its own
// line and those that its cells run over.
func compareWithLines(t *testing.T, content string, rows []readRow, refused error) {
	t.Helper()
	if refused != nil || strings.ContainsRune(content, '\r') {
		return
	}
	explained := map[int64]bool{}
	for _, row := range rows {
		explained[row.line] = true
		over := int64(0)
		for _, cell := range row.cells {
			over += int64(strings.Count(cell, "\n"))
		}
		for line := range over {
			explained[row.line+1+line] = true
		}
	}
	first := int64(1 << 62)
	if len(rows) > 0 {
		first = rows[0].line
	}
	for i, line := range strings.Split(content, "\n") {
		number := int64(i + 1)
		if number > first && !explained[number] && strings.Trim(line, "\",;|\t\u00a0 \ufeff\v\f\u0085") != "" && strings.TrimSpace(line) != "" && !strings.Contains(line, `"`) && !wide(rows) {
			t.Fatalf("line %d (%q) is in no row of %+v", number, line, rows)
		}
	}
}

// wide reports whether a row may have run over lines in a cell beyond the
// header, which is not kept.
func wide(rows []readRow) bool {
	return slices.ContainsFunc(rows, func(row readRow) bool {
		return strings.Contains(row.problem, "columns where") || strings.Contains(row.problem, "not UTF-8")
	})
}

// compareWithOracle reads with encoding/csv, where that has no complaint.
func compareWithOracle(t *testing.T, content string, reader *csvReader, rows []readRow, refused error) {
	t.Helper()
	if strings.ContainsAny(content, "\r\u00a0\v\f\u0085\u2028\u2029") || !utf8.ValidString(content) || regexp.MustCompile(`[^\x00-\x7f]`).MatchString(content) {
		return // encoding/csv takes other characters for blanks
	}
	oracle := csv.NewReader(strings.NewReader(content))
	oracle.FieldsPerRecord, oracle.Comma = -1, []rune(reader.records.delimiter)[0]
	oracle.TrimLeadingSpace = reader.records.blanks
	want, err := oracle.ReadAll()
	if err != nil {
		return
	}
	if refused != nil {
		t.Fatalf("refused (%v) what encoding/csv reads as %q", refused, want)
	}
	want = slices.DeleteFunc(want, func(fields []string) bool { return isBlank(fields) })
	if len(want) != len(rows)+1 {
		t.Fatalf("%d rows, want %d: %+v, %q", len(rows), len(want)-1, rows, want)
	}
	for i, row := range rows {
		if fields := want[i+1]; row.problem == "" && !slices.Equal(row.cells, fields[:len(row.cells)]) {
			t.Fatalf("row %d: got %q, want %q", row.line, row.cells, fields)
		} else if (row.problem == "") != (len(fields) >= len(reader.header) && isBlank(fields[len(reader.header):])) {
			t.Fatalf("row %d: %q of %q", row.line, row.problem, fields)
		}
	}
}

// FuzzJSON holds that any bytes are read without a crash and that each line
// that is not blank is one row, good exactly where it is one JSON object.
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{plainLine, plainLine + "\n" + plainLine, "[" + plainLine + "]", "{}", "[]", "[{},{}", `{"a":{"b":[1,"\ud800"]},"a":null}` + "\n{\"a\":\"\xff\"}", "{\n}", `{"a":1e999}`, "null\n{}", "[[]]"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		w := &workspace{TB: t, dir: t.TempDir()}
		reader, err := openJSON(w.write("f.json", string(content)), Source{})
		if err != nil {
			if !errors.Is(err, ErrInput) {
				t.Fatalf("%v is no error of the input", err)
			}
			return
		}
		defer func() { _ = reader.Close() }()
		rows, refused := everyRow(t, reader)
		if refused != nil || reader.array != nil {
			return
		}
		var want []bool
		for line := range strings.SplitSeq(strings.TrimPrefix(string(content), "\ufeff"), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				var object map[string]json.RawMessage
				want = append(want, json.Unmarshal([]byte(line), &object) == nil && object != nil)
			}
		}
		if len(want) != len(rows) {
			t.Fatalf("%d rows, want %d", len(rows), len(want))
		}
		for i, row := range rows {
			if (row.problem == "") != want[i] {
				t.Fatalf("line %d: %q, an object: %v", row.line, row.problem, want[i])
			}
		}
	})
}

// FuzzSniffers holds that what is seen of a file is always one of the things
// that there are, and that the text is read to its end by it.
func FuzzSniffers(f *testing.F) {
	for _, seed := range []string{"", plainCSV, plainLine, "<html>", "PK\x03\x04", "PAR1", "\xd0\xcf\x11\xe0", "\xff\xfea\x00", "\x1f\x8b", "\xcf\xb8\xf2\xf0;\xef\n", "a\x00b", "[ {", "caf\xe9,1\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		w := &workspace{TB: t, dir: t.TempDir()}
		path := w.write("f", string(content))
		format, err := sniffFormat(path)
		if err != nil {
			if !errors.Is(err, ErrInput) {
				t.Fatalf("%v is no error of the input", err)
			}
			return
		}
		if !slices.Contains([]string{"csv", "xlsx", "parquet", "json"}, format) {
			t.Fatalf("format %q", format)
		}
		if encoding := sniffEncoding(content); !slices.Contains(encodingNames(), encoding) {
			t.Fatalf("encoding %q", encoding)
		} else if utf8.Valid(content) && encoding != "utf-8" {
			t.Fatalf("%q is UTF-8, not %s", content, encoding)
		}
		if !strings.ContainsRune(",;\t|", sniffDelimiter(content)) {
			t.Fatalf("delimiter %q", sniffDelimiter(content))
		}
		if format == "csv" {
			if reader, err := openCSV(path, Source{}); err == nil {
				everyRow(t, reader)
				_ = reader.Close()
			}
		}
	})
}

// FuzzNotation holds that every number and date is counted at most once, and
// that a file with none but this value is read, or asked about.
func FuzzNotation(f *testing.F) {
	for _, seed := range []string{"", "1.5", "1,5", "1.234", "1,234.5", "1.2.3", "-0,5", ".", ",", "31.12.2024", "1/2/3", "99/99", "2024-01-02", "7.", "1.é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n := &notation{}
		n.number(text)
		if sum := n.points + n.commas + n.ambiguous; sum > 1 || (sum == 1) != regexp.MustCompile(`[.,][0-9]`).MatchString(text) {
			t.Fatalf("%q: %+v", text, n)
		}
		n.moment(text)
		if n.dayFirst+n.monthFirst+n.undecided+n.same > 1 {
			t.Fatalf("%q: %+v", text, n)
		}
		if mark, err := n.decimalMark("f"); (err != nil) != (n.ambiguous > 0) || err == nil && mark != "." && mark != "," {
			t.Fatalf("%q: %q, %v", text, mark, err)
		}
		if order, err := n.dayOrder("f"); (err != nil) != (n.undecided > 0) || err == nil && !slices.Contains([]string{"day first", "month first", "year first"}, order) {
			t.Fatalf("%q: %q, %v", text, order, err)
		}
	})
}

// FuzzHeaders holds that a header is found by itself, however it is blanked.
func FuzzHeaders(f *testing.F) {
	for _, seed := range []string{"", "Order ID", "Учётная\u00a0запись ", "İstanbul", "a\xffb", "\ufeff", "ß"} {
		f.Add(seed, "x")
	}
	f.Fuzz(func(t *testing.T, name, other string) {
		normal := normaliseHeader(name)
		if normaliseHeader(normal) != normal && utf8.ValidString(name) {
			t.Fatalf("%q becomes %q and then %q", name, normal, normaliseHeader(normal))
		}
		if at := findColumns([]string{other, " " + name + "\u00a0"}, name); !strings.HasPrefix(name, "\ufeff") && !slices.Contains(at, 1) {
			t.Fatalf("%q is not found", name)
		}
		if near := nearest(name, []string{other}); near != "" && near != other {
			t.Fatalf("%q is near %q", near, name)
		}
	})
}

// plainNumber is what a number must look like for the engine's decimals.
func plainNumber() *regexp.Regexp {
	return regexp.MustCompile(`^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$`)
}

// FuzzNumbers holds that parse_number gives NULL or a number that the engine
// takes and that has the digits that were written, in their order.
func FuzzNumbers(f *testing.F) {
	for _, seed := range []string{"1.5", "1,5", "1.234,5", "(3)", "5-", "−7", "$5", "5 EUR", "1e3", "\x1f12", "1\u00a0000", "١٢", "1.2.3", "+5", "--5", "", "0x10", "1e999", "руб.5"} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	w := fuzzEngine(f)
	f.Fuzz(func(t *testing.T, written string, comma bool) {
		if !utf8.ValidString(written) || strings.ContainsRune(written, 0) || len(written) > 200 {
			t.Skip("a cell that reaches the macros is valid text without zero bytes, and short")
		}
		mark := map[bool]string{true: ",", false: "."}[comma]
		answer := w.ask(t, fmt.Sprintf("select parse_number(%[1]s, '%[2]s') as text, cast(try_cast(parse_number(%[1]s, '%[2]s') as decimal(38, 10)) as varchar) as number", sqlLiteral(written), mark))
		text, isText := answer[0].(string)
		if !isText || strings.HasPrefix(written, typedNumber) {
			return
		}
		if !plainNumber().MatchString(text) {
			t.Fatalf("%q becomes %q", written, text)
		}
		onlyDigits := func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}
		if strings.Map(onlyDigits, text) != strings.Map(onlyDigits, written) {
			t.Fatalf("%q becomes %q", written, text)
		}
		if number, isNumber := answer[1].(string); isNumber {
			want, ok := new(big.Rat).SetString(strings.TrimPrefix(text, "+"))
			got, gotOK := new(big.Rat).SetString(number)
			half := big.NewRat(1, 20_000_000_000)
			if !ok || !gotOK || new(big.Rat).Abs(new(big.Rat).Sub(got, want)).Cmp(half) > 0 {
				t.Fatalf("%q becomes %s", written, number)
			}
		}
	})
}

// FuzzDates holds that parse_timestamp gives NULL or a moment of these
// centuries that has the numbers that were written.
func FuzzDates(f *testing.F) {
	for _, seed := range []string{"2024-05-01", "01.05.2024 10:00", "5/1/24 1:00 PM", "2024-05-01T10:00:00Z", "2024-05-01 10:00:00.5+05:30", "20240501", "31.02.2024", "2024-05-01 ", "1/1/1", "2024-05-01T25:00:00Z", "99.99.2024", "2024-5-1 1:2", "01.05.2024, 10:00"} {
		for order := range uint8(3) {
			f.Add(seed, order)
		}
	}
	w := fuzzEngine(f)
	digits := regexp.MustCompile(`\d+`)
	f.Fuzz(func(t *testing.T, written string, order uint8) {
		if !utf8.ValidString(written) || strings.ContainsRune(written, 0) || len(written) > 200 {
			t.Skip("a cell that reaches the macros is valid text without zero bytes, and short")
		}
		named := []string{"year first", "day first", "month first"}[order%3]
		answer := w.ask(t, fmt.Sprintf("select cast(parse_timestamp(%s, '%s', 'UTC') as varchar) as moment", sqlLiteral(written), named))
		text, ok := answer[0].(string)
		if !ok {
			return
		}
		read, err := time.Parse("2006-01-02 15:04:05.999999", text)
		if err != nil || read.Year() < 1899 || read.Year() > 2200 {
			t.Fatalf("%q becomes %s (%v)", written, text, err)
		}
		numbers := digits.FindAllString(written, -1)
		if named == "year first" && !strings.ContainsAny(written, "Z+") && len(numbers) == 3 && len(numbers[0]) == 4 {
			if want := fmt.Sprintf("%s-%02s-%02s 00:00:00", numbers[0], numbers[1], numbers[2]); text != want {
				t.Fatalf("%q becomes %s, want %s", written, text, want)
			}
		}
	})
}

func sqlLiteral(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// fuzzingEngine asks one engine for all inputs of a fuzz target.
type fuzzingEngine struct{ engine *duck.Engine }

func fuzzEngine(f *testing.F) fuzzingEngine {
	return fuzzingEngine{newWorkspace(f, 1).engine}
}

func (e fuzzingEngine) ask(t *testing.T, statement string) []any {
	t.Helper()
	answer, _, err := e.engine.QueryText(context.Background(), statement, 1)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return answer.Rows[0]
}
