package export

import (
	"errors"
	"strings"
	"testing"
)

const plainLine = `{"order":"A","at":"2024-05-01","who":"Ärger","sum":1.50}`

func TestJSON_LinesAndListsAreTheSame(t *testing.T) {
	lines := plainLine + "\n" + `{"sum":2.25,"order":"B","at":"2024-05-02T00:00:00Z","who":null}` + "\n"
	list := "[" + strings.Replace(strings.TrimSpace(lines), "\n", ",\n", 1) + "]"
	for name, content := range map[string]string{
		"lines": lines, "mark": "\ufeff" + lines, "no end of line": strings.TrimSpace(lines), "windows lines": strings.ReplaceAll(lines, "\n", "\r\n"),
		"list": list, "list over lines": "[\n" + strings.Trim(list, "[]") + "\n]\n", "list with blanks": " \n[ " + strings.Trim(list, "[]") + " ] ",
	} {
		expect(t, fileOf(t, name, content), Options{}, plainHeader, "1 | A | 2024-05-01 | Ärger | #1.50", "2 | B | 2024-05-02T00:00:00Z |  | #2.25")
	}
}

func TestJSON_ValuesOfAllKindsAreTyped(t *testing.T) {
	expect(t, fileOf(t, "f", `{"a":17,"b":{"id":1,"tags":["a"]},"c":true,"d":"\ud83d\ude00"}`+"\n"+`{"a":1.25e2,"b":["x", 1],"c":"","d":-0.5}`), Options{}, "a | b | c | d",
		`1 | #17 | {"id":1,"tags":["a"]} | ~true | 😀`, `2 | #125 | ["x", 1] |  | #-0.5`)
}

func TestJSON_ABrokenLineIsGivenWithItsNumber(t *testing.T) {
	expect(t, fileOf(t, "f", strings.Join([]string{plainLine, "", `{"order":"B","at":`, `{} {}`, `[1]`, plainLine}, "\n")), Options{}, plainHeader,
		"1 | A | 2024-05-01 | Ärger | #1.50",
		`3 ! «{"order":"B","at":» is no JSON object: it breaks off`,
		`4 ! «{} {}» is no JSON object: more than one value stands in the line`,
		`5 ! «[1]» is no JSON object: it begins with [`,
		"6 | A | 2024-05-01 | Ärger | #1.50")
}

func TestJSON_AListThatBreaksOffIsRefused(t *testing.T) {
	for content, want := range map[string]string{
		"[" + plainLine + "," + plainLine:          "the list breaks off after 2 rows; export the file again",
		"[" + plainLine + "," + plainLine[:20]:     "row 2 is no JSON object: it breaks off",
		"[" + plainLine + "]\n[" + plainLine + "]": "more than one list of rows stands in it",
	} {
		if err := refusal(t, fileOf(t, "f", content), Options{}); !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", content, err, want)
		}
	}
}

// Keys that are empty in the first rows are often left out of them.
func TestJSON_AnExpectedKeyMayComeLateButMustCome(t *testing.T) {
	bare := strings.Repeat(`{"order":"A"}`+"\n", sampledRows+5)
	table := expectOpen(t, fileOf(t, "f", bare+`{"order":"B","Who":"late"}`))
	if len(table.Header()) != 1 {
		t.Error(table.Header())
	}
	path := fileOf(t, "g", bare+`{"order":"B","Who":"late"}`)
	late, err := Open(path, Options{Expected: []string{"who", "order", "who"}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = late.Close() }()
	rows := read(t, late)
	if got := rows[len(rows)-1]; got != "1006 | B | late" || strings.Join(late.Header(), " ") != "order who" {
		t.Error(got, late.Header())
	}
	var missing *MissingError
	if err := refusal(t, path, Options{Expected: []string{"whom"}}); !errors.As(err, &missing) || missing.Header != "whom" || !errors.Is(err, ErrInput) || strings.Join(missing.Have, " ") != "order" {
		t.Errorf("%v", err)
	}
}
