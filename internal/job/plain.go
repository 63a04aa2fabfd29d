package job

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Plain writes one line for each step that ended and for each warning: for
// logs and pipes.
type Plain struct{ w io.Writer }

// NewPlain writes to w. An error of w is ignored: progress that nobody can
// read is no reason to stop a job.
func NewPlain(w io.Writer) Plain { return Plain{w} }

// Event writes a line for an event that ends a step or warns.
func (p Plain) Event(event Event) {
	if text := line(event); text != "" {
		_, _ = io.WriteString(p.w, text+"\n")
	}
}

// line is an event as one line of text, "" for one that is not worth a line.
func line(event Event) string {
	step := printable(event.Step)
	switch event.Kind {
	case Finished:
		if event.Rows == 0 {
			return fmt.Sprintf("%s: done in %s", step, seconds(event.Elapsed))
		}
		return fmt.Sprintf("%s: %s rows in %s", step, grouped(event.Rows), seconds(event.Elapsed))
	case FileDone:
		// A line for each of a thousand files would bury the others.
		if each := max(1, event.AllFiles/mostFileLines); event.AllFiles < 2 || event.Files%each != 0 {
			return ""
		}
		return fmt.Sprintf("%s: %d of %d files, %s rows: %s", step, event.Files, event.AllFiles, grouped(event.Rows), printable(event.File))
	case Warning:
		return fmt.Sprintf("%s: warning: %s", step, printable(event.Message))
	case Skipped:
		return fmt.Sprintf("%s: left out: %s", step, printable(event.Message))
	case Failed:
		return fmt.Sprintf("%s: failed after %s: %s", step, seconds(event.Elapsed), printable(event.Message))
	case NotRun:
		return step + ": not run"
	}
	return ""
}

// mostFileLines is about how many lines tell of files in one step.
const mostFileLines = 20

// seconds is a duration as people read it.
func seconds(d time.Duration) string {
	switch {
	case d >= time.Hour:
		return fmt.Sprintf("%d:%02d:%02d h", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60)
	case d >= time.Minute:
		return fmt.Sprintf("%d:%02d min", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// grouped is a whole number with commas: 541,909.
func grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	var out strings.Builder
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(digit)
	}
	return sign + out.String()
}

// printable replaces what would move a terminal's cursor, forge a line of a
// log or turn the direction of text: file names and values from exports stand
// in messages.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || unicode.IsSpace(r) {
			return ' '
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar {
			return '?'
		}
		return r
	}, text)
}
