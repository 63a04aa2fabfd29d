package job

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/vbauerster/mpb/v8"
)

func TestLive_DrawsTheStepAndLeavesALineForIt(t *testing.T) {
	var out bytes.Buffer
	live := newLive(mpb.WithOutput(&out), mpb.WithWidth(120), mpb.WithAutoRefresh(), mpb.WithRefreshRate(5*time.Millisecond))
	_, err := Job{
		{Name: "load", Run: func(_ context.Context, report *Reporter) error {
			report.Total(1000)
			report.Add(250)
			time.Sleep(50 * time.Millisecond) // ten refreshes
			report.Add(750)
			return nil
		}},
		{Name: "events", Run: func(context.Context, *Reporter) error { return Skip("there are none") }},
		{Name: "report", Run: func(context.Context, *Reporter) error { return errors.New("no room") }},
		{Name: "send", Run: succeed},
	}.Run(context.Background(), nil, ticking(), live)
	live.Close()
	if err == nil {
		t.Fatal("the job did not fail")
	}
	for _, want := range []string{"1/4 load", "250 of 1,000 rows", "━━━─", "load: 1,000 rows in", "events: left out: there are none", "report: failed after", "send: not run"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%q", want, out.String())
		}
	}
}

func TestLive_EndsOffATerminalToo(t *testing.T) {
	var out bytes.Buffer
	live := NewLive(&out)
	if _, err := (Job{{Name: "load", Run: succeed}}).Run(context.Background(), nil, ticking(), live); err != nil {
		t.Fatal(err)
	}
	live.Close()
	if strings.Contains(out.String(), "\x1b") {
		t.Errorf("escape sequences were written into a pipe: %q", out.String())
	}
}
