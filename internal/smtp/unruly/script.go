package unruly

import (
	"hash/fnv"
	"strconv"
	"time"
)

// Stage is a point of a session at which the server answers.
type Stage string

// The stages, in the order in which a session goes through them.
const (
	Connect  Stage = "connect"  // the connection is there, nothing has been said
	Greeting Stage = "greeting" // 220
	Hello    Stage = "hello"    // EHLO
	StartTLS Stage = "starttls" // the STARTTLS command
	TLS      Stage = "tls"      // the handshake
	Auth     Stage = "auth"     // AUTH, once the password is known
	Mail     Stage = "mail"     // MAIL FROM
	Rcpt     Stage = "rcpt"     // RCPT TO
	Data     Stage = "data"     // DATA
	Body     Stage = "body"     // while the message comes in
	End      Stage = "end"      // the final dot
	Pause    Stage = "pause"    // NOOP, RSET: between two messages
)

// Kind is a way to misbehave.
type Kind string

// What a server may do. At stage End each leaves the message out unless the
// fault says Kept.
const (
	Fine     Kind = ""         // as it should be
	Refuse   Kind = "refuse"   // answers Code; 421 closes the connection too
	Drop     Kind = "drop"     // closes the connection without an answer
	Silent   Kind = "silent"   // never answers and keeps the connection open
	Late     Kind = "late"     // answers rightly, after Delay
	Dribble  Kind = "dribble"  // answers rightly, a byte every Delay
	Rubbish  Kind = "rubbish"  // answers bytes that are no answer
	Overlong Kind = "overlong" // answers a line of 6,000 characters
	Endless  Kind = "endless"  // answers continuation lines until the client leaves
	Lines    Kind = "lines"    // answers rightly, in several lines
	Hasty    Kind = "hasty"    // at Data: sends 250 along with 354, and keeps nothing
	Bare     Kind = "bare"     // at Hello: offers neither STARTTLS nor AUTH
	Inject   Kind = "inject"   // at StartTLS: sends plain text along with the go-ahead
	Garble   Kind = "garble"   // at TLS: answers the handshake with plain text
	Stranger Kind = "stranger" // at TLS: a certificate for another host
	Expired  Kind = "expired"  // at TLS: a certificate of yesteryear
	Unknown  Kind = "unknown"  // at TLS: a certificate of an authority nobody knows
	Outdated Kind = "outdated" // at TLS: nothing newer than TLS 1.1
)

// Fault is what the server does at one moment.
type Fault struct {
	Kind  Kind
	Code  int           // for Refuse
	Text  string        // for Refuse and the stages' own answers; lines are parted by \n
	Delay time.Duration // for Late and Dribble
	// Kept says, at stage End, that the message is delivered although the
	// client is not told so.
	Kept bool
}

// Moment is where a session stands when the server decides how to behave.
type Moment struct {
	Session int // counted from 1
	Stage   Stage
	From    string // known from Mail on
	To      string // known from Rcpt on
	// MessageID is known at End.
	MessageID string
	// Attempt counts, from 1, how often this stage was reached: for this sender
	// and recipient where one is known, else for the server.
	Attempt int
}

// Security says how a session gets to TLS.
type Security string

// The ways to TLS.
const (
	Plain     Security = ""         // never
	ByCommand Security = "starttls" // by STARTTLS
	FromStart Security = "tls"      // from the first byte
)

// Script is how a server behaves. The zero value is a plain server that takes
// everything.
type Script struct {
	Security Security
	// Fault decides what happens at a moment; nil: all goes well. It is called
	// by several sessions at once.
	Fault func(Moment) Fault
	// User and Password are asked for before MAIL where User is filled.
	User, Password string
	Mechanisms     []string // PLAIN and LOGIN where empty
	Size           int      // the SIZE that EHLO states and that is kept; 0: none
	UTF8           bool     // offers SMTPUTF8
	// Forget drops the bytes of the messages and keeps their hashes: for many.
	Forget bool
	// Log keeps what clients said: Commands gives it back.
	Log bool
}

// Once is a script's Fault that misbehaves at one stage, each time.
func Once(stage Stage, fault Fault) func(Moment) Fault {
	return func(moment Moment) Fault {
		if moment.Stage != stage {
			return Fault{}
		}
		return fault
	}
}

// Greylist refuses a sender's first attempt at a recipient and takes it from
// the attempt-th on.
func Greylist(attempt int) func(Moment) Fault {
	return func(moment Moment) Fault {
		if moment.Stage != Rcpt || moment.Attempt >= attempt {
			return Fault{}
		}
		return Fault{Kind: Refuse, Code: 451, Text: "4.7.1 Greylisted, try again later"}
	}
}

// GreylistFor refuses a recipient until wait has passed since the first attempt,
// by the caller's clock. It keeps no more than one sender apart.
func GreylistFor(wait time.Duration, now func() time.Time) func(Moment) Fault {
	first := newTimes()
	return func(moment Moment) Fault {
		if moment.Stage != Rcpt {
			return Fault{}
		}
		at := now()
		if at.Sub(first.of(moment.From+" "+moment.To, at)) >= wait {
			return Fault{}
		}
		return Fault{Kind: Refuse, Code: 451, Text: "4.7.1 Greylisted, try again later"}
	}
}

// Mix is a seeded script of everything that goes wrong with real servers.
type Mix struct {
	Seed uint64
	// Rate is the share of moments at which something goes wrong, below 1.
	Rate float64
	// Gone is the share of recipients that are refused for good (550).
	Gone float64
	// Slow is the delay of late answers and dribbles: keep it well below or well
	// above the client's time-outs.
	Slow time.Duration
	// Calm is the attempt at a recipient from which on nothing goes wrong any
	// more; 0: never.
	Calm int
	// Hang allows silent servers, which cost the client a whole time-out each.
	Hang bool
}

// Fault is the Script's Fault of the mix. What happens depends on the seed, the
// stage, the recipient and the attempt alone, not on the order of sessions.
func (m Mix) Fault(moment Moment) Fault {
	if moment.Stage == Rcpt && m.share("gone", moment.To) < m.Gone {
		return Fault{Kind: Refuse, Code: 550, Text: "5.1.1 No such user here"}
	}
	if m.Calm > 0 && moment.To != "" && moment.Attempt >= m.Calm {
		return Fault{}
	}
	where := string(moment.Stage) + " " + moment.From + " " + moment.To + " " + strconv.Itoa(moment.Attempt)
	if m.share("whether", where) >= m.Rate {
		return Fault{}
	}
	choices := m.choices(moment.Stage)
	if len(choices) == 0 {
		return Fault{}
	}
	return choices[int(m.share("what", where)*float64(len(choices)))]
}

// share is a number from [0, 1) that a text always gets under this seed.
func (m Mix) share(kind, text string) float64 {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(strconv.FormatUint(m.Seed, 10) + kind + " " + text))
	// FNV leaves the upper bits of short texts alike: mixed as splitmix64 does.
	bits := hash.Sum64()
	bits = (bits ^ bits>>30) * 0xbf58476d1ce4e5b9
	bits = (bits ^ bits>>27) * 0x94d049bb133111eb
	bits ^= bits >> 31
	return float64(bits>>11) / (1 << 53)
}

// choices lists what may go wrong at a stage. Only a RCPT, a body and a final
// dot are refused for good: what is refused for good before concerns all
// recipients, and a test that wants that says so itself.
func (m Mix) choices(stage Stage) []Fault {
	choices := []Fault{
		{Kind: Drop}, {Kind: Rubbish}, {Kind: Overlong}, {Kind: Lines},
		{Kind: Refuse, Code: 421, Text: "4.3.2 Closing, come again"},
		{Kind: Late, Delay: m.Slow}, {Kind: Dribble, Delay: m.Slow / 50},
		{Kind: Refuse, Code: 451, Text: "4.3.0 Trouble here\n4.3.0 in two lines"},
	}
	if m.Hang {
		choices = append(choices, Fault{Kind: Silent})
	}
	switch stage {
	case Connect:
		return []Fault{{Kind: Drop}}
	case StartTLS:
		return append(choices, Fault{Kind: Refuse, Code: 454, Text: "4.7.0 TLS not available"})
	case TLS:
		return []Fault{{Kind: Drop}, {Kind: Garble}}
	case Auth:
		return append(choices, Fault{Kind: Refuse, Code: 454, Text: "4.7.0 Temporary authentication failure"})
	case Rcpt:
		return append(choices, Fault{Kind: Refuse, Code: 450, Text: "4.2.1 Mailbox busy"},
			Fault{Kind: Refuse, Code: 452, Text: "4.2.2 Mailbox full"})
	case Body:
		return []Fault{{Kind: Drop}, {Kind: Refuse, Code: 421, Text: "4.3.2 Going down"},
			{Kind: Refuse, Code: 452, Text: "4.3.1 Disk full"}}
	case End:
		return append(choices, Fault{Kind: Refuse, Code: 452, Text: "4.3.1 Disk full"},
			Fault{Kind: Refuse, Code: 552, Text: "5.3.4 Too big after all"},
			Fault{Kind: Refuse, Code: 554, Text: "5.7.1 Looks like spam"},
			Fault{Kind: Drop, Kept: true}, Fault{Kind: Rubbish, Kept: true}, Fault{Kind: Overlong, Kept: true})
	}
	return choices
}
