package deliveries

import "time"

// Delivery is one message to one recipient, and what became of it.
type Delivery struct {
	Key
	State       State     `json:"state"`
	Was         State     `json:"was,omitempty"`  // of a dismissed one: what it was before
	Kind        string    `json:"kind,omitempty"` // report, notice, alert: for people who read the list
	MessageID   string    `json:"message_id,omitempty"`
	Subject     string    `json:"subject,omitempty"`
	Attachments []string  `json:"attachments,omitempty"`
	File        string    `json:"file,omitempty"` // its name in the outbox
	SHA256      string    `json:"sha256,omitempty"`
	Bytes       int64     `json:"bytes,omitempty"`
	Reason      string    `json:"reason,omitempty"` // why it stands where it stands
	Guard       string    `json:"guard,omitempty"`  // of a held one: what kept it back, in the caller's words
	Answer      string    `json:"answer,omitempty"` // the server's last word
	Attempts    []Attempt `json:"attempts,omitempty"`
	Tried       int       `json:"tried,omitempty"` // attempts that count against the limit
	Next        time.Time `json:"next,omitzero"`   // not before
	Queued      time.Time `json:"queued,omitzero"`
	Done        time.Time `json:"done,omitzero"` // since when the state is final
	Told        time.Time `json:"told,omitzero"` // when the owner had it
	// Tells are the deliveries of which this one tells the owner; Telling are
	// the notices under way that tell of this one. Unanswered are the owners to
	// whom one went that may have arrived.
	Tells      []Key    `json:"tells,omitempty"`
	Telling    []Key    `json:"telling,omitempty"`
	Unanswered []string `json:"unanswered,omitempty"`
	Claim      Claim    `json:"claim,omitzero"`
}

// Claim is one process's hold on a delivery. Its number is never given twice,
// so that who lost a claim notices before the message is handed over.
type Claim struct {
	Number uint64    `json:"number"`
	Owner  string    `json:"owner"`
	Until  time.Time `json:"until"`
}

// Attempt is one try that failed, or was cut short.
type Attempt struct {
	At     time.Time `json:"at"`
	Stage  string    `json:"stage"`
	Code   int       `json:"code,omitempty"`
	Answer string    `json:"answer,omitempty"`
}

// mostAttempts bounds what is kept of a delivery that is tried again and again
// by hand: the oldest go.
const mostAttempts = 50

func (d *Delivery) tried(attempt Attempt) {
	d.Attempts = append(d.Attempts, attempt)
	if excess := len(d.Attempts) - mostAttempts; excess > 0 {
		d.Attempts = append([]Attempt(nil), d.Attempts[excess:]...)
	}
}

// moves sets a state and what goes with it.
func (d *Delivery) moves(to State, now time.Time, reason string) {
	d.State, d.Was, d.Reason = to, "", reason
	d.Done = time.Time{}
	if to.Final() {
		d.Done, d.Next = now, time.Time{}
	}
	if !to.claimed() && to != Unknown { // the answer may yet come, to who had it
		d.Claim = Claim{}
	}
}

// takes says whether a message can be put in its place: none ever was on its way.
func (d *Delivery) takes() bool {
	return d.State == Held || d.State == Dismissed && d.File == ""
}

// due is when something is to be done about it by itself: an attempt, or a
// look at what became of a process that had it. There is no such time where
// the state is final.
func (d *Delivery) due() (time.Time, bool) {
	if d.State.Final() {
		return time.Time{}, false
	}
	if d.State.claimed() {
		return d.Claim.Until, true
	}
	return d.Next, true
}
