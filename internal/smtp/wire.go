package smtp

import (
	"errors"
	"net"
)

const (
	// mostAnswer bounds what a server may say to one command: EHLO's answer has
	// some dozens of lines, an endless one has to end.
	mostAnswer = 64 << 10
	// longestLine is four times what RFC 5321, 4.5.3.1.5 allows.
	longestLine = 2048
)

var (
	errTooLong = errors.New("the server answers in an overlong line")
	errTooMuch = errors.New("the server's answer has no end")
	errUnasked = errors.New("the server answers what it was not asked")
)

// wire is the connection as the SMTP library sees it. It replays a greeting
// that was read before TLS, bounds each answer, and counts answers: two to one
// command would leave the second one for the next command, and in the end a 250
// for a message that the server never took.
type wire struct {
	net.Conn
	replay  []byte
	budget  int
	answers int    // whole answers since the last write
	line    []byte // how the line that is being read begins
	length  int    // of that line
	broken  error  // why the last write failed
}

func newWire(conn net.Conn, replay []byte) *wire {
	return &wire{Conn: conn, replay: replay, budget: mostAnswer}
}

func (w *wire) Read(into []byte) (int, error) {
	if len(w.replay) > 0 {
		count := copy(into, w.replay)
		w.replay = w.replay[count:]
		return count, nil
	}
	if w.budget <= 0 {
		return 0, errTooMuch
	}
	count, err := w.Conn.Read(into)
	w.budget -= count
	w.count(into[:count])
	if w.length > longestLine {
		return 0, errTooLong
	}
	return count, err
}

// count counts the lines that end an answer: those without "-" after the code.
func (w *wire) count(read []byte) {
	const code = 4
	for _, b := range read {
		if w.length++; w.length > longestLine {
			return
		}
		switch {
		case b == '\n':
			if len(w.line) < code || w.line[code-1] != '-' {
				w.answers++
			}
			w.line, w.length = w.line[:0], 0
		case len(w.line) < code:
			w.line = append(w.line, b)
		}
	}
}

// Write sends nothing when the server is ahead.
func (w *wire) Write(from []byte) (int, error) {
	if w.answers > 1 || len(w.line) > 0 {
		w.broken = errUnasked
		return 0, w.broken
	}
	w.budget, w.answers = mostAnswer, 0
	count, err := w.Conn.Write(from)
	w.broken = err
	return count, err
}
