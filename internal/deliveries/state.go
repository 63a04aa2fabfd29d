package deliveries

import "slices"

// State is what is known of a delivery.
type State string

// The states of a delivery.
const (
	Queued      State = "queued"       // its bytes are in the outbox
	Sending     State = "sending"      // a process has it, the server does not have the whole of it
	HandingOver State = "handing over" // its end is being sent: from here on only the answer can tell
	Waiting     State = "waiting"      // an attempt failed for now, there will be another
	Sent        State = "sent"         // the server has taken it
	Refused     State = "refused"      // the server will never take it
	GivenUp     State = "given up"     // the last attempt failed too
	Unknown     State = "unknown"      // it was handed over and no answer came
	Held        State = "held"         // a guard kept it back
	Recalled    State = "recalled"     // a person kept it back
	Dismissed   State = "dismissed"    // it needed a person, who said that it need not be sent
)

// AllStates lists the states in the order of a delivery's life.
func AllStates() []State {
	return []State{Queued, Sending, HandingOver, Waiting, Sent, Refused, GivenUp, Unknown, Held, Recalled, Dismissed}
}

// Final reports whether nothing happens by itself any more.
func (s State) Final() bool {
	return slices.Contains([]State{Sent, Refused, GivenUp, Unknown, Held, Recalled, Dismissed}, s)
}

// NeedsPerson reports whether somebody has to hear of it.
func (s State) NeedsPerson() bool {
	return slices.Contains([]State{Refused, GivenUp, Unknown, Held}, s)
}

// claimed reports whether a process says that it has the delivery in hand.
func (s State) claimed() bool { return s == Sending || s == HandingOver }

func (s State) known() bool { return slices.Contains(AllStates(), s) }

// may says which state follows which. What a person decides, and a delivery
// that starts anew, are in Resolve, Recall and Queue.
func (s State) may(next State) bool {
	switch s {
	case Queued, Waiting:
		return slices.Contains([]State{Sending, Waiting, GivenUp}, next)
	case Sending:
		return slices.Contains([]State{HandingOver, Sent, Waiting, Refused, GivenUp, Unknown}, next)
	case HandingOver:
		return slices.Contains([]State{Sent, Waiting, Refused, GivenUp, Unknown}, next)
	case Unknown: // the answer came after all, to a process that was thought dead
		return slices.Contains([]State{Sent, Waiting, Refused, GivenUp, Unknown}, next)
	}
	return false
}
