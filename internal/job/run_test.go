package job

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// recorder is a sink that remembers.
type recorder struct{ events []Event }

func (r *recorder) Event(event Event) { r.events = append(r.events, event) }

// kinds are the events as "kind step".
func (r *recorder) kinds() []string {
	var kinds []string
	for _, event := range r.events {
		kinds = append(kinds, event.Kind.String()+" "+event.Step)
	}
	return kinds
}

// ticking is a clock that moves on by a second whenever it is read.
func ticking() Clock {
	now := time.Date(2011, 12, 9, 0, 0, 0, 0, time.UTC)
	return func() time.Time {
		now = now.Add(time.Second)
		return now
	}
}

func succeed(context.Context, *Reporter) error { return nil }

func TestCheck_FindsEveryMistake(t *testing.T) {
	j := Job{
		{Name: "rfm", Reads: []string{"purchases"}, Writes: []string{"rfm"}, Run: succeed},
		{Name: "load", Reads: []string{"exports"}, Writes: []string{"purchases"}, Run: succeed},
		{Name: "load", Optional: []string{"weather"}, Writes: []string{"rfm"}, Run: succeed},
		{Name: "report"},
	}
	err := j.Check([]string{"exports"})
	if err == nil {
		t.Fatal("no mistake was found")
	}
	want := []string{
		`step "rfm" reads "purchases", which no step before it writes`,
		`step "load" is listed twice`,
		`step "load" reads "weather", which no step before it writes`,
		`step "load" writes "rfm", which step "rfm" wrote already`,
		`step 4 "report": a name and something to run are needed`,
	}
	if got := strings.Split(err.Error(), "\n"); !slices.Equal(got, want) {
		t.Errorf("mistakes:\n%s\nwant:\n%s", err, strings.Join(want, "\n"))
	}
	if _, err := j.Run(context.Background(), nil, ticking(), Discard{}); err == nil {
		t.Error("a job with mistakes ran")
	}
}

func TestRun_StepsRunInOrderAndTellSo(t *testing.T) {
	var order []string
	step := func(name string) func(context.Context, *Reporter) error {
		return func(_ context.Context, report *Reporter) error {
			order = append(order, name)
			report.Total(3)
			report.Add(3)
			report.Warn("careful")
			report.Warn("careful")
			return nil
		}
	}
	var sink recorder
	results, err := Job{{Name: "a", Run: step("a")}, {Name: "b", Run: step("b")}}.Run(context.Background(), nil, ticking(), &sink)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(order, []string{"a", "b"}) {
		t.Errorf("order = %v", order)
	}
	want := []string{"started a", "progress a", "warning a", "finished a", "started b", "progress b", "warning b", "finished b"}
	if got := sink.kinds(); !slices.Equal(got, want) {
		t.Errorf("events = %v, want %v", got, want)
	}
	last := sink.events[len(sink.events)-1]
	// The clock was read at the start, for two events, and at the end.
	if last.Rows != 3 || last.Total != 3 || last.Position != 2 || last.Of != 2 || last.Elapsed != 3*time.Second {
		t.Errorf("last event = %+v", last)
	}
	if results[1].Rows != 3 || results[1].State != Finished || !slices.Equal(Warnings(results), []string{"careful"}) {
		t.Errorf("results = %+v", results)
	}
}

func TestRun_FailureStopsTheJobAndNamesTheStep(t *testing.T) {
	broken := errors.New("line 7 is broken")
	var sink recorder
	results, err := Job{
		{Name: "load", Run: func(context.Context, *Reporter) error { return broken }},
		{Name: "report", Run: func(context.Context, *Reporter) error { t.Error("it ran"); return nil }},
	}.Run(context.Background(), nil, ticking(), &sink)
	var failed *StepError
	if !errors.As(err, &failed) || failed.Step != "load" || !errors.Is(err, broken) || err.Error() != "load: line 7 is broken" {
		t.Fatalf("err = %v", err)
	}
	if got, want := sink.kinds(), []string{"started load", "failed load", "not run report"}; !slices.Equal(got, want) {
		t.Errorf("events = %v, want %v", got, want)
	}
	if results[0].State != Failed || results[0].Message != broken.Error() || results[1].State != NotRun {
		t.Errorf("results = %+v", results)
	}
}

func TestRun_InterruptionLeavesTheRestNotRun(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var sink recorder
	results, err := Job{
		{Name: "load", Run: func(context.Context, *Reporter) error { cancel(); return nil }},
		{Name: "analyse", Run: succeed},
		{Name: "report", Run: succeed},
	}.Run(ctx, nil, ticking(), &sink)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("err = %v", err)
	}
	want := []string{"started load", "finished load", "not run analyse", "not run report"}
	if got := sink.kinds(); !slices.Equal(got, want) || len(results) != 3 {
		t.Errorf("events = %v, want %v", got, want)
	}
}

func TestRun_SkippedStepTakesThoseWithItThatNeedIt(t *testing.T) {
	var sink recorder
	results, err := Job{
		{Name: "events", Writes: []string{"events"}, Run: func(context.Context, *Reporter) error { return Skip("no events were loaded") }},
		{Name: "calls", Reads: []string{"events"}, Writes: []string{"calls"}, Run: succeed},
		{Name: "quality of calls", Reads: []string{"calls"}, Run: succeed},
		{Name: "report", Optional: []string{"calls"}, Run: succeed},
	}.Run(context.Background(), nil, ticking(), &sink)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"started events", "skipped events", "skipped calls", "skipped quality of calls", "started report", "finished report"}
	if got := sink.kinds(); !slices.Equal(got, want) {
		t.Errorf("events = %v, want %v", got, want)
	}
	if got, want := results[1].Message, `needs events, which step "events" left out`; got != want {
		t.Errorf("message = %q, want %q", got, want)
	}
}

func TestReporter_EventsFollowTheRowsAndNotTheClock(t *testing.T) {
	for _, total := range []int64{0, 1, 150, 40_000} {
		t.Run(fmt.Sprint(total), func(t *testing.T) {
			var sink recorder
			_, err := Job{{Name: "load", Run: func(_ context.Context, report *Reporter) error {
				report.Total(total)
				for range 40_000 {
					report.Add(1)
				}
				return nil
			}}}.Run(context.Background(), nil, ticking(), &sink)
			if err != nil {
				t.Fatal(err)
			}
			progress := 0
			for _, event := range sink.events {
				if event.Kind == Progress {
					progress++
				}
			}
			most := map[int64]int{0: 5, 1: 2000, 150: 2000, 40_000: 202}[total]
			if progress == 0 || progress > most {
				t.Errorf("%d progress events, want 1 to %d", progress, most)
			}
		})
	}
}

func TestDescribe_ListsReadsAndWrites(t *testing.T) {
	var out bytes.Buffer
	err := Job{
		{Name: "load\x1b[2J", Reads: []string{"exports/a.csv"}, Writes: []string{"purchases"}, Run: succeed},
		{Name: "report", Reads: []string{"purchases"}, Optional: []string{"events"}, Run: succeed},
	}.Describe(&out)
	want := ` 1. load?[2J
    reads  exports/a.csv
    writes purchases
 2. report
    reads  purchases
    uses   events
`
	if err != nil || out.String() != want {
		t.Errorf("got\n%s\nwant\n%s(%v)", &out, want, err)
	}
}

func TestPlain_OneLineForEachStepThatEnds(t *testing.T) {
	var out bytes.Buffer
	sink := NewPlain(&out)
	for _, event := range []Event{
		{Kind: Started, Step: "load"},
		{Kind: Progress, Step: "load", Rows: 5},
		{Kind: FileDone, Step: "load", Rows: 5, Files: 1, AllFiles: 1, File: "alone.csv"},
		{Kind: FileDone, Step: "load", Rows: 8691, Files: 1, AllFiles: 4, File: "a\nb.csv"},
		{Kind: FileDone, Step: "load", Rows: 9000, Files: 7, AllFiles: 200, File: "one of many.csv"},
		{Kind: FileDone, Step: "load", Rows: 9999, Files: 10, AllFiles: 200, File: "the tenth.csv"},
		{Kind: Warning, Step: "load", Message: "two\nlines and \x1b[31mred \u202eturned"},
		{Kind: Finished, Step: "load", Rows: 541_909, Elapsed: 1234 * time.Millisecond},
		{Kind: Finished, Step: "check", Elapsed: 61 * time.Second},
		{Kind: Skipped, Step: "events", Message: "there are none"},
		{Kind: Failed, Step: "report", Elapsed: 2*time.Hour + 3*time.Second, Message: "disk full"},
		{Kind: NotRun, Step: "send"},
	} {
		sink.Event(event)
	}
	want := `load: 1 of 4 files, 8,691 rows: a b.csv
load: 10 of 200 files, 9,999 rows: the tenth.csv
load: warning: two lines and ?[31mred ?turned
load: 541,909 rows in 1.2 s
check: done in 1:01 min
events: left out: there are none
report: failed after 2:00:03 h: disk full
send: not run
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &out, want)
	}
}

func TestJSON_EveryLineParses(t *testing.T) {
	var out bytes.Buffer
	sink := NewJSON(&out)
	sink.Event(Event{Kind: Progress, Step: "load", Position: 1, Of: 2, Rows: 5, Total: 10, Elapsed: 1500 * time.Millisecond})
	sink.Event(Event{Kind: NotRun, Step: "</script>\n", Position: 2, Of: 2})
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != 2 || lines[0] != `{"event":"progress","step":"load","position":1,"of":2,"rows":5,"total":10,"seconds":1.5,"rows_per_second":3,"seconds_left":1.5}` {
		t.Fatalf("lines = %q", lines)
	}
	var parsed map[string]any
	if err := json.Unmarshal([]byte(lines[1]), &parsed); err != nil || parsed["step"] != "</script>\n" || parsed["event"] != "not run" {
		t.Errorf("parsed %v, %v", parsed, err)
	}
}

func TestGrouped_PutsCommasBetweenThousands(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", -123456: "-123,456", 1234567: "1,234,567", -9223372036854775808: "-9,223,372,036,854,775,808"} {
		if got := grouped(n); got != want {
			t.Errorf("grouped(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestMoving_SaysTheRateAndTheTimeLeft(t *testing.T) {
	for _, c := range []struct {
		event Event
		want  string
	}{
		{Event{}, " "},
		{Event{AllFiles: 1}, " "},
		{Event{Files: 2, AllFiles: 4, Rows: 250, Total: 1000, Elapsed: 10 * time.Second}, " 2 of 4 files 250 of 1,000 rows 25/s 30.0 s left "},
		{Event{Rows: 50}, " 50 rows "},
		{Event{Rows: 300_000, Elapsed: time.Second}, " 300,000 rows 300,000/s "},
		{Event{Rows: 250, Total: 1000, Elapsed: 10 * time.Second}, " 250 of 1,000 rows 25/s 30.0 s left "},
		{Event{Rows: 1000, Total: 1000, Elapsed: 10 * time.Second}, " 1,000 of 1,000 rows 100/s "},
		{Event{Rows: 1, Total: 1 << 62, Elapsed: time.Hour}, " 1 of 4,611,686,018,427,387,904 rows 0/s 1000:00:00 h left "},
	} {
		if got := moving(c.event); got != c.want {
			t.Errorf("moving(%+v) = %q, want %q", c.event, got, c.want)
		}
	}
}
