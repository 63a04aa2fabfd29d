package dispatch

import (
	"context"
	"strings"
	"testing"
	"time"

	"clientele/internal/pipeline"
	"clientele/internal/smtp/unruly"
)

// silentToOwner takes so many notices to the owner without an answer.
func silentToOwner(times int, kept bool) func(unruly.Moment) unruly.Fault {
	return func(m unruly.Moment) unruly.Fault {
		if m.Stage == unruly.End && m.To == "owner@example.com" && times > 0 {
			times--
			return unruly.Fault{Kind: unruly.Drop, Kept: kept}
		}
		return unruly.Fault{}
	}
}

// A notice without an answer may have arrived: the next look sends one more, and
// with that the owner counts as told, whatever becomes of it.
func TestTell_AnUnknownNoticeIsSentOnceMoreAndThenTold(t *testing.T) {
	for _, c := range []struct {
		name   string
		silent int
		kept   bool
		want   string
	}{
		{"it had arrived", 1, true, "owner 2"},
		{"it had not arrived", 1, false, "owner 1"},
		{"neither was answered", 2, true, "owner 2"},
		{"the server never answers", 99, true, "owner 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, unruly.Script{Fault: silentToOwner(c.silent, c.kept)}, dailyJob)
			w.due(false)
			w.now, w.fails = at("2026-11-02 08:00"), &pipeline.UsageError{Text: "broken"}
			summary, err := w.dispatcher().Due(context.Background())
			w.checkNeeds(err, true)
			if summary.Untold == 0 || !strings.Contains(err.Error(), "not told to the owner by mail yet: month, 2026-11-02T08:00") {
				t.Errorf("the first look: %+v\n%v", summary, err)
			}
			w.now = w.now.Add(time.Minute)
			if summary = w.due(false); summary.Untold != 0 {
				t.Errorf("the second look: %+v", summary)
			}
			for range 30 {
				w.now = w.now.Add(10 * time.Minute)
				if summary = w.due(false); summary.Untold != 0 {
					t.Fatalf("later: %+v", summary)
				}
			}
			w.want(c.want)
		})
	}
}
