package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// told is an event as a program that watches a run reads it.
type told struct {
	Event    string   `json:"event"`
	Step     string   `json:"step"`
	Position int      `json:"position"`
	Of       int      `json:"of"`
	File     string   `json:"file"`
	Files    int      `json:"files_done"`
	AllFiles int      `json:"files"`
	Rows     int64    `json:"rows"`
	Total    int64    `json:"total"`
	Seconds  *float64 `json:"seconds"`
	Rate     int64    `json:"rows_per_second"`
	Left     *float64 `json:"seconds_left"`
	Message  string   `json:"message"`
}

// events runs the program with --json and reads what it tells while it runs.
func events(t *testing.T, folder string, arguments ...string) []told {
	t.Helper()
	done := must(t, folder, append(arguments, "--json")...)
	var all []told
	for line := range strings.Lines(done.stderr) {
		var one told
		decoder := json.NewDecoder(strings.NewReader(line))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&one); err != nil {
			t.Fatalf("%q is no event: %v", line, err)
		}
		all = append(all, one)
	}
	if !json.Valid([]byte(done.stdout)) {
		t.Errorf("stdout is no JSON: %s", done.stdout)
	}
	return all
}

// What programs may rely on: each step begins and ends once, in its order;
// numbers only grow; the files are told as they are done; rows at the end are
// those of all files; what warns is told.
func TestJSONEvents_TellStepsFilesAndRowsInOrder(t *testing.T) {
	folder := t.TempDir()
	writeMixed(t, folder, 1)
	var long strings.Builder
	long.WriteString("order,date,client,article,pieces,total\n")
	long.WriteString(strings.Repeat("1,2024-01-02,C001,Pen,1,1.00\n", 60_000))
	long.WriteString("2,soon,C001,Pen,1,1.00\n")
	write(t, filepath.Join(folder, "exports", "long.csv"), long.String())
	all := events(t, folder, "load")

	step, open, rows, files, warned, moved := 0, false, int64(0), []string{}, 0, 0
	for _, event := range all {
		if event.Step == "" || event.Seconds == nil || *event.Seconds < 0 || event.Of != all[0].Of {
			t.Errorf("%+v lacks its step, its time or the number of steps", event)
		}
		switch event.Event {
		case "started":
			step++
			if open || event.Position != step {
				t.Errorf("%+v begins as number %d", event, step)
			}
			open, rows = true, 0
			continue
		case "finished":
			open = false
		case "file done":
			files = append(files, event.File)
			if event.Files != len(files) || event.AllFiles != 4 {
				t.Errorf("%+v after %q", event, files)
			}
		case "warning":
			warned++
			if !strings.Contains(event.Message, "1 of 60001 rows rejected") {
				t.Errorf("%+v", event)
			}
		case "progress":
			moved++
			if event.File == "" || event.Rate <= 0 || (event.Left != nil) != (event.Total > event.Rows) {
				t.Errorf("%+v", event)
			}
		default:
			t.Errorf("%+v is of a kind that the README does not name", event)
		}
		if event.Position != step || event.Rows < rows {
			t.Errorf("%+v goes back behind %d rows of step %d", event, rows, step)
		}
		rows = event.Rows
		if event.Event == "finished" && event.Step == "load" && rows <= 60_001 {
			t.Errorf("%+v has not the rows of all files", event)
		}
	}
	want := "exports/long.csv exports/sales.csv office.xlsx contacts.csv"
	if got := strings.Join(files, " "); got != want || warned == 0 || moved < 5 || open || step != all[0].Of {
		t.Errorf("files %s, %d warnings, %d movements, %d of %d steps", got, warned, moved, step, all[0].Of)
	}

	// What is known already is not read again, and no file is told.
	for _, event := range events(t, folder, "load") {
		if event.Event == "file done" || event.Event == "progress" {
			t.Errorf("%+v although nothing is new", event)
		}
	}
}
