package mail

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"clientele/reports"
)

// Note is a short mail: to the owner of the jobs, that something needs a
// person, or to whoever asked to hear of a number. Sentences are in its
// language.
type Note struct {
	Language, Currency, Company string
	Look                        reports.Look
	AsOf                        time.Time // zero: not said

	Title      string
	Subject    string // the title and the company where empty
	Tone       reports.Tone
	Sentences  []string
	Figures    []reports.Figure
	Facts      []Fact
	Deliveries []Delivery
	Steps      []Step
	Chart      *reports.Chart

	Job, Owner, Unsubscribe string // as in Frame
	Reason                  string // why the reader gets it; empty: as the owner of the jobs
}

// Fact is a row of the table of what is known. Facts with the same label, one
// after the other or not, become one row.
type Fact struct{ Label, Value string }

// Delivery is what became of a mail to somebody. State is a word of the ledger,
// such as "given up".
type Delivery struct{ Recipient, State, Reason string }

// Step is a thing to do next, with the command to type where there is one.
type Step struct{ Text, Command string }

// Notice makes the body of a short mail. It stays small however much there is
// to tell: what it leaves out is counted.
func Notice(n Note) (Body, error) {
	document := reports.Document{Language: n.Language, Currency: n.Currency, Look: n.Look}
	presenter, err := reports.NewPresenter(&document)
	if err != nil {
		return Body{}, err
	}
	w := &writer{Presenter: presenter, look: &document.Look}
	l := &w.letter
	l.Language, l.Company, l.Title, l.Tone = n.Language, bounded(n.Company, 120), bounded(n.Title, 200), toneOf(n.Tone)
	if !n.AsOf.IsZero() {
		l.Period = w.Words.Date(n.AsOf)
		l.AsOf = w.Words.Say("mail.as_of", "date", w.Words.LongDate(n.AsOf))
	}
	if l.Subject = subject(n.Subject); l.Subject == "" {
		l.Subject = subject(strings.Join(filled(l.Title, isolated(n.Company)), " · "))
	}
	toldOnce(&n)
	w.sentences(n.Sentences)
	for _, f := range n.Figures[:min(len(n.Figures), mostFigures)] {
		l.Figures = append(l.Figures, w.figure(f))
	}
	w.deliveries(n.Deliveries)
	if len(l.Tables) > 0 && len(l.Tables[0].Rows) > 0 && len(n.Sentences) == 0 {
		l.Preheader = reports.Shorten(l.Tables[0].Rows[0][0].Text, 180)
	}
	w.facts(n.Facts)
	w.steps(n.Steps)
	if n.Chart != nil {
		if err := w.draw(n.Chart, nil); err != nil {
			return Body{}, fmt.Errorf("write the mail %q: %w", n.Title, err)
		}
	}
	if n.Reason == "" {
		n.Reason = w.Words.Say("mail.reason_owner")
	}
	w.foot(n.Reason, n.Job, n.Owner, n.Unsubscribe)
	body, err := w.body()
	if err != nil {
		return Body{}, fmt.Errorf("write the mail %q: %w", n.Title, err)
	}
	return body, nil
}

// Limits of what a notice lists.
const (
	mostSentences  = 12
	mostFacts      = 16 // rows
	mostValues     = 4  // of a row
	mostReasons    = 12
	mostRecipients = 10 // of a reason
	mostSteps      = 12
	longest        = 300 // characters of one text
	longestCommand = 1000
)

// toldOnce takes out what would stand twice: of a reason that all deliveries
// have the deliveries' copy, else the sentences that a delivery has as its
// reason, since there they stand beside whom they are about.
func toldOnce(n *Note) {
	told := map[string]bool{}
	for _, d := range n.Deliveries {
		told[short(d.Reason)] = true
	}
	is := func(text string) bool { return told[short(text)] }
	if len(told) == 1 && slices.ContainsFunc(n.Sentences, is) {
		n.Deliveries = slices.Clone(n.Deliveries)
		for i := range n.Deliveries {
			n.Deliveries[i].Reason = ""
		}
		return
	}
	n.Sentences = slices.DeleteFunc(slices.Clone(n.Sentences), is)
}

func (w *writer) sentences(texts []string) {
	l := &w.letter
	left := 0
	for _, text := range texts {
		text = short(text)
		switch {
		case text == "":
		case len(l.Intro) < mostSentences:
			l.Intro = append(l.Intro, text)
		default:
			left++
		}
	}
	if left > 0 {
		l.Intro = append(l.Intro, w.Words.Count("mail.and_more", int64(left)))
	}
	if len(l.Intro) > 0 {
		l.Preheader = reports.Shorten(l.Intro[0], 180)
	}
}

// short is a text of bounded length on one line.
func short(text string) string { return bounded(text, longest) }

// bounded cleans no more of a text than it may keep: a server's answer or a
// config can be of any length.
func bounded(text string, characters int) string {
	if most := 16 * characters; len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return line(reports.Shorten(line(text), characters))
}

// facts are rows of what is known, those of one kind in one row.
func (w *writer) facts(facts []Fact) {
	values, labels := map[string][]string{}, []string{}
	for _, f := range facts {
		label := short(f.Label)
		if _, known := values[label]; !known {
			labels = append(labels, label)
		}
		values[label] = append(values[label], short(f.Value))
	}
	if len(labels) == 0 {
		return
	}
	out := grid{}
	for _, label := range labels[:min(len(labels), mostFacts)] {
		out.Rows = append(out.Rows, []cell{{Text: label}, {Text: w.listed(values[label], mostValues)}})
	}
	if left := len(labels) - mostFacts; left > 0 {
		out.More = w.Words.Count("mail.and_more", int64(left))
	}
	w.letter.Tables = append(w.letter.Tables, out)
}

// listed joins texts up to a number of them and counts the others.
func (w *writer) listed(texts []string, most int) string {
	out := ""
	for i, text := range texts[:min(len(texts), most)] {
		if i > 0 {
			out += ", "
		}
		out += text
	}
	if left := len(texts) - most; left > 0 {
		out += " " + w.Words.Count("mail.and_more", int64(left))
	}
	return out
}

// deliveries are told by what became of them and why: where many failed, they
// failed for few reasons.
func (w *writer) deliveries(all []Delivery) {
	if len(all) == 0 {
		return
	}
	type kind struct{ state, reason string }
	recipients, kinds := map[kind][]string{}, []kind{}
	for _, d := range all {
		k := kind{bounded(d.State, 80), short(d.Reason)}
		if _, known := recipients[k]; !known {
			kinds = append(kinds, k)
		}
		recipients[k] = append(recipients[k], bounded(d.Recipient, 80))
	}
	out := grid{Told: true, Title: w.Words.Count("mail.deliveries", int64(len(all)))}
	left := 0
	for i, k := range kinds {
		if i >= mostReasons {
			left += len(recipients[k])
			continue
		}
		became := w.stateName(k.state)
		if n := len(recipients[k]); n > 1 {
			became += " (" + w.Words.Count("mail.deliveries", int64(n)) + ")"
		}
		if k.reason != "" {
			became += ": " + k.reason
		}
		out.Rows = append(out.Rows, []cell{{Text: became}, {Text: w.listed(recipients[k], mostRecipients)}})
	}
	if left > 0 {
		out.More = w.Words.Count("mail.more_recipients", int64(left))
	}
	w.letter.Tables = append(w.letter.Tables, out)
}

// stateName is the word for a state of the ledger, or the state itself.
func (w *writer) stateName(state string) string {
	if name, ok := w.Words.Find("mail.state." + underscored(state)); ok {
		return name
	}
	return state
}

// underscored is a state as the catalogue's keys have it.
func underscored(state string) string {
	out := []byte(state)
	for i, b := range out {
		if b == ' ' {
			out[i] = '_'
		}
	}
	return string(out)
}

func (w *writer) steps(steps []Step) {
	for _, s := range steps[:min(len(steps), mostSteps)] {
		w.letter.Steps = append(w.letter.Steps, step{short(s.Text), bounded(s.Command, longestCommand)})
	}
	if len(steps) > 0 {
		w.letter.StepsTitle = w.Words.Say("mail.steps")
	}
}
