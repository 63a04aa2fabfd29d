package deliveries

import (
	"context"
	"errors"
	"strconv"
	"strings"
)

// Sender brings a message to the server. handingOver is called once, when all
// of the message but its end has been sent; where it fails, the end must not
// be sent. The answer is the server's word that it took the message.
type Sender interface {
	Send(ctx context.Context, from, to string, message []byte, handingOver func() error) (Answer, error)
}

// Answer is what a server said when it took a message.
type Answer struct {
	Code     int
	Enhanced string // 2.0.0, where the server says such
	Text     string
}

func (a Answer) String() string {
	text := a.Text
	if a.Enhanced != "" {
		text = a.Enhanced + " " + text
	}
	if a.Code != 0 {
		text = strconv.Itoa(a.Code) + " " + text
	}
	return strings.TrimSpace(text)
}

// Failure is what a Sender's error says, in words of the language alone, so
// that a sender need not know this package. Its text is the reason that
// people read, and is kept in the ledger: it bears no secret.
type Failure interface {
	error
	// Kind is temporary where the message was not taken and later may be,
	// permanent where it never will, unknown where it was handed over and no
	// answer came.
	Kind() string
	// OfServer reports a failure that any message would meet now: no
	// connection, no TLS, a password that is refused.
	OfServer() bool
	// At is the stage (dial, tls, greeting, hello, auth, mail, rcpt, data,
	// body, end) and the code of the server's answer, 0 where there was none.
	At() (stage string, code int)
}

// The kinds of a Failure.
const (
	Temporary = "temporary"
	Permanent = "permanent"
	NotKnown  = "unknown"
)

// end is how an attempt ended: a Failure judged by what the ledger knows.
type end struct {
	outcome string // empty where the server took the message
	stage   string
	code    int
	answer  string
	forAll  bool
}

// judge trusts what a Sender says of its error as far as it agrees with
// whether the message was handed over: no answer after that is unknown, unless
// the Failure has a method Unsent that says that the end of the message could
// not be written; and before that the server cannot have the message.
func judge(err error, handedOver bool) end {
	if err == nil {
		return end{}
	}
	judged := end{outcome: Temporary, stage: "send", answer: brief(err.Error())}
	var failure Failure
	unsent := false
	if errors.As(err, &failure) {
		if told, ok := failure.(interface{ Unsent() bool }); ok {
			unsent = told.Unsent()
		}
		judged.outcome, judged.forAll = failure.Kind(), failure.OfServer()
		judged.stage, judged.code = failure.At()
	}
	switch {
	case handedOver && judged.code == 0 && !unsent:
		judged.outcome = NotKnown
	case judged.outcome != Permanent && judged.outcome != NotKnown:
		judged.outcome = Temporary
	}
	return judged
}

// longestAnswer bounds what a server can make the ledger keep.
const longestAnswer = 500

func brief(text string) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	if runes := []rune(text); len(runes) > longestAnswer {
		return string(runes[:longestAnswer]) + "…"
	}
	return text
}
