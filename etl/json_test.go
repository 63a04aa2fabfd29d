package etl

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

const plainLine = `{"order":"A","at":"2024-05-01","who":"Ärger","sum":1.50}`

func TestJSON_LinesAndListsAreTheSame(t *testing.T) {
	w := newWorkspace(t, 1)
	lines := plainLine + "\n" + `{"sum":2.25,"order":"B","at":"2024-05-02T00:00:00Z","who":null}` + "\n"
	list := "[" + strings.Replace(strings.TrimSpace(lines), "\n", ",\n", 1) + "]"
	want := []string{"1 | A | Ärger | 1.5000", "2 | B | ∅ | 2.2500"}
	for name, content := range map[string]string{
		"lines": lines, "mark": "\ufeff" + lines, "no end of line": strings.TrimSpace(lines), "windows lines": strings.ReplaceAll(lines, "\n", "\r\n"),
		"list": list, "list over lines": "[\n" + strings.Trim(list, "[]") + "\n]\n", "list with blanks": " \n[ " + strings.Trim(list, "[]") + " ] ",
		"windows list": "[\r\n\t" + strings.Trim(list, "[]") + "\r\n]",
	} {
		w.expect(w.file(name, content, shop()), shown(), want...)
	}
}

func TestJSON_ValuesOfAllKinds(t *testing.T) {
	w := newWorkspace(t, 1)
	w.expect(w.file("f", strings.Join([]string{
		`{"order":17,"at":"2024-05-01","who":{"id":1,"tags":["a"]},"sum":"3.5"}`,
		`{"order":"B","at":"2024-05-01","who":["x", 1],"sum":1.25e2}`,
		`{"order":"C","at":"2024-05-01","who":true,"sum":-0.5}`,
		`{"order":"D\ud83d\ude00\n","at":"2024-05-01","who":"","sum":5E-1}`,
		`{"order":"E","at":"2024-05-01","sum":12345678901234.5678}`,
		`{"order":"F","at":"2024-05-01","sum":1e300}`,
		`{"order":"G","at":2024,"sum":1}`, // a number that could be a day of 1905
		`{"order":"H","at":20240501,"sum":1}`,
		`{"order":"I","at":45413.5,"sum":1}`, // a date of a worksheet
	}, "\n"), shop()), []string{"order_id", "customer", "purchased_at", "amount"},
		`1 | 17 | {"id":1,"tags":["a"]} | 2024-05-01 00:00:00 | 3.5000`,
		`2 | B | ["x", 1] | 2024-05-01 00:00:00 | 125.0000`,
		`3 | C | true | 2024-05-01 00:00:00 | -0.5000`,
		`4 | D😀 | ∅ | 2024-05-01 00:00:00 | 0.5000`,
		`5 | E | ∅ | 2024-05-01 00:00:00 | 12345678901234.5678`,
		`6 ! amount «1e300» is too large`,
		`7 ! purchased_at «2024» is no date`,
		`8 | H | ∅ | 2024-05-01 00:00:00 | 1.0000`,
		`9 | I | ∅ | 2024-05-01 12:00:00 | 1.0000`)
}

func TestJSON_TypedNumbersMeanTheSameBesideDecimalCommas(t *testing.T) {
	w := newWorkspace(t, 1)
	w.expect(w.file("f", strings.Join([]string{
		`{"order":"A","at":"2024-05-01","who":"","sum":"1,5"}`,
		`{"order":"B","at":"2024-05-01","who":"","sum":1.5}`,
		`{"order":"C","at":"2024-05-01","who":"","sum":1.5e3}`,
		`{"order":"D","at":"2024-05-01","who":"","sum":-15E+2}`,
		`{"order":"E","at":"2024-05-01","who":"","sum":1.25E-2}`,
		`{"order":"F","at":"2024-05-01","who":"","sum":-0.0}`,
	}, "\n"), shop()), []string{"amount"}, "1 | 1.5000", "2 | 1.5000", "3 | 1500.0000", "4 | -1500.0000", "5 | 0.0125", "6 | 0.0000")
}

func TestJSON_ABrokenLineIsRejectedWithItsNumber(t *testing.T) {
	w := newWorkspace(t, 1)
	w.expect(w.file("f", strings.Join([]string{
		plainLine, "", `{"order":"B","at":`, `"text"`, `{} {}`, `[1]`, `{"order":"G"]`, `null`, plainLine[:10] + "\xff\xfe", plainLine + "]", plainLine,
	}, "\n"), shop()), shown(),
		"1 | A | Ärger | 1.5000",
		`3 ! «{"order":"B","at":» is no JSON object: it breaks off`,
		`4 ! «"text"» is no JSON object: it begins with text`,
		`5 ! «{} {}» is no JSON object: more than one value stands in the line`,
		`6 ! «[1]» is no JSON object: it begins with [`,
		`7 ! «{"order":"G"]» is no JSON object: invalid character ']' after object key:value pair`,
		`8 ! «null» is no JSON object: it begins with null`,
		"9 ! «{\"order\":\"\ufffd» is no JSON object: it breaks off",
		`10 ! «`+plainLine+`]» is no JSON object: more than one value stands in the line`,
		"11 | A | Ärger | 1.5000")
}

func TestJSON_AListThatBreaksOffIsRefused(t *testing.T) {
	w := newWorkspace(t, 1)
	for content, want := range map[string]string{
		"[" + plainLine + "," + plainLine:                       "the list breaks off after 2 rows; export the file again",
		"[" + plainLine + "," + plainLine[:20]:                  "row 2 is no JSON object: it breaks off",
		"[" + plainLine + ",7]":                                 "row 2 is no JSON object: it begins with 7",
		"[" + plainLine + plainLine + "]":                       "row 2 is no JSON object: invalid character '{' after array element",
		"[" + plainLine + "]\n[" + plainLine + "]":              "more than one list of rows stands in it",
		"[" + plainLine + "," + plainLine + "] and a last word": "more than one list of rows stands in it",
	} {
		_, err := w.outcome(w.file("f", content, shop()))
		if !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", content, err, want)
		}
	}
}

// Keys that are empty in the first rows are often left out of them.
func TestJSON_AMappedKeyMayComeLate(t *testing.T) {
	w := newWorkspace(t, 1)
	bare := strings.Repeat(`{"order":"A","at":"2024-05-01","sum":1}`+"\n", 1000+5)
	w.expect(w.file("f", bare+`{"order":"B","at":"2024-05-01","Who":"late","sum":1}`+"\n", shop()), []string{"customer"},
		append(repeated("%d | ∅", 1000+5), fmt.Sprintf("%d | late", 1000+6))...)
}

func repeated(format string, n int) []string {
	var lines []string
	for i := range n {
		lines = append(lines, fmt.Sprintf(format, i+1))
	}
	return lines
}

func TestJSON_AMappedKeyThatNeverComesIsRefused(t *testing.T) {
	w := newWorkspace(t, 1)
	for _, rows := range []int{1, 1000 + 5} {
		lines := strings.Repeat(`{"order":"A","at":"2024-05-01","whom":"x","sum":1}`+"\n", rows)
		for _, content := range []string{lines, "[" + strings.ReplaceAll(strings.TrimSpace(lines), "\n", ",") + "]"} {
			_, err := w.outcome(w.file("f.json", content, shop()))
			var missing *ColumnError
			if !errors.As(err, &missing) || missing.Field != "customer" || missing.File != "f.json" ||
				!strings.HasSuffix(err.Error(), `did you mean "whom"? The file has: "order", "at", "whom", "sum"`) {
				t.Errorf("%d rows: %v", rows, err)
			}
		}
	}
}

func TestJSON_AnEmptyListHasNoRows(t *testing.T) {
	w := newWorkspace(t, 1)
	w.expect(w.file("f", "[]", shop()), shown(), "")
	w.expect(w.file("g", " [ ]\n", shop()), shown(), "")
}
