package job

import (
	"fmt"
	"io"
	"sync/atomic"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// Live shows one moving line on a terminal: the step, its rows, their rate and
// the time left. A step that ended leaves a plain line above it. Off a
// terminal nothing would move; use Plain there.
type Live struct {
	progress *mpb.Progress
	bar      *mpb.Bar
	current  *atomic.Pointer[Event]
}

// NewLive draws on w, a terminal. Close it before anything else is printed.
func NewLive(w io.Writer) *Live {
	return newLive(mpb.WithOutput(w))
}

// barWidth is the bar's width at most; it shrinks where the text needs room.
const barWidth = 24

func newLive(options ...mpb.ContainerOption) *Live {
	return &Live{progress: mpb.New(options...), current: &atomic.Pointer[Event]{}}
}

// Event moves the line.
func (l *Live) Event(event Event) {
	l.current.Store(&event)
	switch event.Kind {
	case Started:
		l.start(event)
	case Progress, FileDone:
		l.bar.SetTotal(event.Total, false)
		l.bar.SetCurrent(event.Rows)
	case Finished, Skipped, Failed:
		l.clear()
	}
	if text := line(event); text != "" {
		_, _ = io.WriteString(l.progress, text+"\n")
	}
}

// Close removes the moving line and waits until everything is drawn.
func (l *Live) Close() {
	l.clear()
	l.progress.Wait()
}

func (l *Live) start(event Event) {
	l.clear()
	// Without a total at first the bar never completes by itself: a step ends
	// when it says so, not when its last row is read.
	l.bar = l.progress.New(0, mpb.BarStyle().Lbound("").Rbound("").Filler("━").Tip("━").Padding("─"),
		mpb.BarWidth(barWidth), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name(fmt.Sprintf("%d/%d %s ", event.Position, event.Of, printable(event.Step)))),
		mpb.AppendDecorators(
			decor.Any(func(decor.Statistics) string { return moving(*l.current.Load()) }),
			decor.Elapsed(decor.ET_STYLE_MMSS)))
}

func (l *Live) clear() {
	if l.bar == nil {
		return
	}
	l.bar.Abort(true)
	l.bar.Wait()
	l.bar = nil
}

// moving is the changing part of the line: rows, rate, time left.
func moving(event Event) string {
	text := " "
	if event.AllFiles > 1 {
		text += fmt.Sprintf("%d of %d files ", event.Files, event.AllFiles)
	}
	if event.Rows > 0 {
		text += grouped(event.Rows)
		if event.Total > 0 {
			text += " of " + grouped(event.Total)
		}
		text += " rows "
	}
	if rate := event.rate(); rate > 0 {
		text += grouped(int64(rate)) + "/s "
	}
	if left, known := event.left(); known {
		text += seconds(left) + " left "
	}
	return text
}
