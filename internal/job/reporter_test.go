package job

import (
	"context"
	"slices"
	"testing"
)

// kept keeps the events.
type kept struct{ events []Event }

func (k *kept) Event(event Event) { k.events = append(k.events, event) }

func TestReporter_CountsFilesAndTellsOnlyThoseThatWereRead(t *testing.T) {
	var sink kept
	_, err := Job{{Name: "load", Run: func(_ context.Context, report *Reporter) error {
		for range 2 { // the second time anew, as after a conflict
			report.Files(3)
			for _, file := range []string{"a.csv", "known.csv", "b.csv"} {
				report.Begin(file)
				report.Add(7)
				report.End(file != "known.csv")
			}
		}
		return nil
	}}}.Run(context.Background(), nil, ticking(), &sink)
	if err != nil {
		t.Fatal(err)
	}
	var told []Event
	for _, event := range sink.events {
		if event.Kind == FileDone {
			told = append(told, Event{File: event.File, Files: event.Files, AllFiles: event.AllFiles, Rows: event.Rows})
		}
	}
	want := []Event{
		{File: "a.csv", Files: 1, AllFiles: 3, Rows: 7}, {File: "b.csv", Files: 3, AllFiles: 3, Rows: 21},
		{File: "a.csv", Files: 1, AllFiles: 3, Rows: 28}, {File: "b.csv", Files: 3, AllFiles: 3, Rows: 42},
	}
	if !slices.Equal(told, want) {
		t.Errorf("told %+v", told)
	}
	if last := sink.events[len(sink.events)-1]; last.Kind != Finished || last.Rows != 42 {
		t.Errorf("the last event is %+v", last)
	}
}
