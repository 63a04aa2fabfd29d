package smtp

import (
	"strconv"
	"strings"
)

// Stage is what the client was doing.
type Stage string

// The stages of a delivery, in their order.
const (
	StageDial     Stage = "dial"     // finding and reaching the server
	StageGreeting Stage = "greeting" // its greeting, EHLO and STARTTLS
	StageTLS      Stage = "tls"      // the handshake and the certificate
	StageAuth     Stage = "auth"     // user and password
	StageMail     Stage = "mail"     // MAIL FROM, and the size
	StageRcpt     Stage = "rcpt"     // RCPT TO
	StageData     Stage = "data"     // DATA
	StageBody     Stage = "body"     // the message, up to the final dot
	StageEnd      Stage = "end"      // the final dot and its answer
)

// Verdict says what a failure means for the message.
type Verdict int

// The verdicts. Unknown: the final dot went out and no answer came back, so the
// message may have been delivered; it must not be sent again by itself.
const (
	Temporary Verdict = iota + 1
	Permanent
	Unknown
)

// String is the verdict in a word.
func (v Verdict) String() string {
	switch v {
	case Temporary:
		return "temporary"
	case Permanent:
		return "permanent"
	case Unknown:
		return "unknown"
	}
	return "verdict " + strconv.Itoa(int(v))
}

// Error is why a message was not delivered, as far as is known. Its text is
// bounded and printable and holds no secret, whatever the server said.
type Error struct {
	Host     string
	Stage    Stage
	Code     int    // the server's answer; 0 where there was none
	Enhanced string // as 5.1.1; empty where the server gave none
	Text     string // the server's words, or what went wrong
	Verdict  Verdict
	// Server says that it concerns the server or the sender's account and would
	// meet the next recipient too.
	Server bool
	// Err is the cause where a caller may branch on it: a context's or a
	// network's error, an error of a certificate, or what handingOver returned.
	Err error
}

// Error names the server, what was being done, and the server's answer.
func (e *Error) Error() string {
	var text strings.Builder
	text.WriteString("mail server " + e.Host + ", " + doing(e.Stage) + ": ")
	if e.Code != 0 {
		text.WriteString(strconv.Itoa(e.Code) + " ")
	}
	if e.Enhanced != "" {
		text.WriteString(e.Enhanced + " ")
	}
	text.WriteString(e.Text)
	return strings.TrimRight(text.String(), " ")
}

func doing(stage Stage) string {
	switch stage {
	case StageDial:
		return "connecting"
	case StageGreeting:
		return "greeting it"
	case StageTLS:
		return "securing the connection"
	case StageAuth:
		return "logging in"
	case StageMail:
		return "naming the sender"
	case StageRcpt:
		return "naming the recipient"
	case StageData, StageBody:
		return "sending the message"
	}
	return "waiting for its answer to the message"
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Kind is the verdict in a word: temporary, permanent or unknown.
func (e *Error) Kind() string { return e.Verdict.String() }

// OfServer says that the next recipient would meet it too.
func (e *Error) OfServer() bool { return e.Server }

// Unsent reports that the end of the message could not be written, although it
// was being handed over: the server cannot have taken it.
func (e *Error) Unsent() bool { return e.Stage == StageEnd && e.Verdict == Temporary && e.Code == 0 }

// At gives the stage and the code of the server's answer, 0 where there was none.
func (e *Error) At() (stage string, code int) { return string(e.Stage), e.Code }

// Answer is what the server said when it took the message.
type Answer struct {
	Code     int
	Enhanced string
	Text     string
}
