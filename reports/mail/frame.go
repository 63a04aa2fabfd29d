package mail

import (
	"path"
	"strings"

	"github.com/shopspring/decimal"
)

// Frame is what stands around a report in a mail: all that the report itself
// does not know. Sentences are in the report's language.
type Frame struct {
	Intro       []string   // before everything else
	Warnings    []string   // reservations, in a box: data older than usual, sent though the run failed
	Attached    []Attached // files that belong to the mail
	Job         string     // that sends it
	Reason      string     // why the reader gets it; empty: the usual sentence
	Owner       string     // address of who looks after the job; empty: not named
	Unsubscribe string     // mailto: or https:; else no link
	Part, Parts int        // of a report that is sent in several mails; 0: in one
}

// Way is how a file reaches the reader.
type Way uint8

// The ways of files.
const (
	AsIs   Way = iota // attached as it is
	Zipped            // attached, compressed
	InPart            // attached to another mail, see Attached.Part
	AtLink            // too large for a mail, at Attached.Place
)

// Attached is a file that belongs to a mail.
type Attached struct {
	Name   string
	Bytes  int64 // of the file itself
	How    Way
	Packed int64  // bytes that a zipped one has
	Part   int    // the mail that has it, of Frame.Parts
	Place  string // address or path where a large one lies
	Note   string // a sentence more
}

// surround adds what the frame says.
func (w *writer) surround(f Frame) {
	say := w.Words.Say
	l := &w.letter
	l.Intro = lines(f.Intro)
	l.Warnings = lines(f.Warnings)
	for _, a := range f.Attached {
		l.Attached = append(l.Attached, w.attached(a, f.Parts))
	}
	switch n := len(l.Attached); {
	case n == 1:
		l.AttachedTitle = say("mail.file")
	case n > 1:
		l.AttachedTitle = w.Words.Count("mail.files", int64(n))
	}
	if f.Parts > 1 {
		part := say("mail.part", "part", w.Words.Integer(int64(f.Part)), "parts", w.Words.Integer(int64(f.Parts)))
		l.Subject += " (" + part + ")"
		l.Intro = append([]string{say("mail.in_parts", "part", w.Words.Integer(int64(f.Part)), "parts", w.Words.Integer(int64(f.Parts)))}, l.Intro...)
	}
	w.foot(f.Reason, f.Job, f.Owner, f.Unsubscribe)
}

// foot says why the reader gets the mail and how he gets no more of them.
func (w *writer) foot(reason, job, owner, unsubscribe string) {
	say, l := w.Words.Say, &w.letter
	reason, job = line(reason), isolated(job)
	switch {
	case job == "":
	case reason == "":
		reason, job = say("mail.reason", "job", job), ""
	default:
		job = say("mail.job", "job", job)
	}
	for _, one := range []string{reason, job, l.Chosen, l.AsOf} {
		if one != "" {
			l.Foot = append(l.Foot, one)
		}
	}
	if owner = line(owner); owner != "" {
		l.Foot = append(l.Foot, say("mail.owner", "owner", owner))
	}
	l.Unsubscribe = safeAddress(unsubscribe)
}

// safeAddress is an address that a link may lead to, else empty.
func safeAddress(address string) string {
	address = line(address)
	lower := strings.ToLower(address)
	for _, scheme := range []string{"https://", "http://", "mailto:"} {
		if strings.HasPrefix(lower, scheme) && !strings.ContainsAny(address, " \"'<>\\") {
			return address
		}
	}
	return ""
}

func (w *writer) attached(a Attached, parts int) attached {
	say, size := w.Words.Say, w.size(a.Bytes)
	out := attached{Name: line(a.Name), Kind: kindOf(a.Name), How: size}
	switch a.How {
	case Zipped:
		out.How = say("mail.zipped", "size", size, "packed", w.size(a.Packed))
	case InPart:
		out.How = say("mail.elsewhere", "size", size, "part", w.Words.Integer(int64(a.Part)), "parts", w.Words.Integer(int64(max(parts, a.Part))))
	case AtLink:
		out.How = say("mail.at_place", "size", size)
		out.Place, out.Link = line(a.Place), safeAddress(a.Place)
	}
	if note := line(a.Note); note != "" {
		out.How += ". " + note
	}
	return out
}

// kindOf is a file's ending as a mark before its name.
func kindOf(name string) string {
	ending := strings.ToUpper(strings.TrimPrefix(path.Ext(line(name)), "."))
	for _, r := range ending {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return ""
		}
	}
	if len(ending) > 5 {
		return ""
	}
	return ending
}

// size writes a number of bytes as people say it.
func (w *writer) size(bytes int64) string {
	const kilo, mega = 1000, 1000 * 1000
	switch {
	case bytes < kilo:
		return w.Words.Count("mail.bytes", bytes)
	case bytes < mega:
		return w.Words.Say("mail.kb", "n", w.Words.Integer(max(1, (bytes+kilo/2)/kilo)))
	}
	return w.Words.Say("mail.mb", "n", w.Words.Number(decimal.New(bytes, -6), 1))
}
