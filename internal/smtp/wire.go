package smtp

import (
	"errors"
	"net"
)

// mostAnswer bounds what a server may say to one command: EHLO's answer has
// some dozens of lines, an endless one has to end.
const mostAnswer = 64 << 10

var errTooMuch = errors.New("the server's answer has no end")

// wire is the connection as the SMTP library sees it. It replays a greeting
// that was read before TLS, bounds each answer, and remembers whether an answer
// came after the last question.
type wire struct {
	net.Conn
	replay   []byte
	budget   int
	answered bool  // something was read since the last write
	broken   error // why the last write failed
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
	w.answered = w.answered || count > 0
	return count, err
}

func (w *wire) Write(from []byte) (int, error) {
	w.budget, w.answered = mostAnswer, false
	count, err := w.Conn.Write(from)
	w.broken = err
	return count, err
}
