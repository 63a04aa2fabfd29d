package deliveries

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Clock tells the time, and waits until it has come or the context ends.
type Clock interface {
	Now() time.Time
	Wait(ctx context.Context, until time.Time) error
}

// Deliverer sends what is due. Several may work on one ledger: each delivery
// is one's at a time.
type Deliverer struct {
	Ledger  *Ledger
	Sender  Sender
	Clock   Clock
	Backoff Backoff
	From    string // the sender of the envelope
	Owner   string // who this is, for those who look at the ledger
	// Lease is how long one attempt may take before others think that this
	// process is gone; two hours where it is zero. It is longer than all
	// time-outs of a sender together.
	Lease time.Duration
	// Ended is told of each attempt, where it is set.
	Ended func(Delivery)
}

// Summary counts how the attempts of a round ended.
type Summary struct {
	Sent, Waiting, Refused, GivenUp, Unknown int
	// Next is when something is due again; zero where nothing is left.
	Next time.Time
	// Trouble says why the round was stopped for all, where it was.
	Trouble string
}

// A server that takes minutes to say nothing would cost a time-out for each
// recipient, one that takes messages and never answers would leave each of
// them unknown. After so many in a row the rest waits.
const (
	slowInARow   = 3
	slowTogether = 5 * time.Minute
	silentInARow = 5
	defaultLease = 2 * time.Hour
	stageOutbox  = "outbox"
)

// round is one call of Deliver.
type round struct {
	*Deliverer
	summary Summary
	silent  int           // messages in a row that were handed over without an answer
	slow    int           // failures in a row without an answer
	lost    time.Duration // and how long they took
}

// Deliver sends what is due now, in the order of time and key, until nothing
// is, the context ends, or the server has no ear for anybody. An error is one
// of the ledger or the outbox, or the context's; what became of the messages
// is in the ledger, and what needs a person in its ToTell.
//
// A failure that any message would meet (no connection, no TLS, a password
// that is refused) ends the round: all that is due waits. It is no attempt of
// anybody's; only as many such rounds in a row as there are attempts, without
// the server dealing with any message in between, and all are given up. A
// refused password waits too, although its answer is for good: it is mended in
// the configuration and not in each message, and messages that were given up
// at once would have to be sent again by hand.
func (d *Deliverer) Deliver(ctx context.Context) (Summary, error) {
	r := &round{Deliverer: d}
	err := r.run(ctx)
	next, _, nextErr := d.Ledger.NextDue()
	r.summary.Next = next
	return r.summary, errors.Join(err, nextErr)
}

// Finish delivers until nothing waits any more, or the context ends.
func (d *Deliverer) Finish(ctx context.Context) (Summary, error) {
	var total Summary
	for {
		summary, err := d.Deliver(ctx)
		total = total.plus(summary)
		if err != nil || summary.Next.IsZero() {
			return total, err
		}
		if err := d.Clock.Wait(ctx, summary.Next); err != nil {
			return total, err
		}
	}
}

func (s Summary) plus(next Summary) Summary {
	next.Sent += s.Sent
	next.Waiting += s.Waiting
	next.Refused += s.Refused
	next.GivenUp += s.GivenUp
	next.Unknown += s.Unknown
	return next
}

func (r *round) run(ctx context.Context) error {
	lease := r.Lease
	if lease <= 0 {
		lease = defaultLease
	}
	for r.summary.Trouble == "" {
		if err := ctx.Err(); err != nil {
			return err
		}
		taken, found, err := r.Ledger.claim(r.Owner, lease, r.Clock.Now())
		if err != nil || !found {
			return err
		}
		if err := r.attempt(ctx, taken); err != nil {
			return err
		}
	}
	return nil
}

// attempt sends one message and notes how that ended.
func (r *round) attempt(ctx context.Context, taken Delivery) error {
	message, err := r.Ledger.Message(taken)
	if err != nil {
		return r.unreadable(taken, err)
	}
	begun, handedOver := r.Clock.Now(), false
	answer, err := r.Sender.Send(ctx, r.From, taken.Recipient, message, func() error {
		if handedOver {
			return errors.New("a message is handed over once")
		}
		// From here on the answer alone can tell, whatever becomes of this process.
		err := r.Ledger.handOver(taken)
		handedOver = err == nil
		return err
	})
	how := judge(err, handedOver)
	if err == nil {
		how.answer = brief(answer.String())
	}
	now := r.Clock.Now().UTC()
	stopped := ctx.Err() != nil && how.outcome == Temporary && how.code == 0
	heard := !how.forAll && (how.outcome == "" || how.code != 0)
	after, err := r.Ledger.finish(taken, heard, func(d *Delivery) {
		d.Answer = how.answer
		if how.outcome != "" {
			d.tried(Attempt{At: now, Stage: how.stage, Code: how.code, Answer: how.answer})
		}
		switch {
		case stopped: // by us: no fault of the recipient's or the server's
			d.moves(Waiting, now, "stopped before it was handed over")
		case how.forAll && how.outcome != NotKnown: // as due as it was: see troubled
			d.moves(Waiting, now, "the server failed for all")
		default:
			r.note(d, how, now)
		}
	})
	switch {
	case errors.Is(err, errLost):
		return nil // it is another's now, and was not handed over; or a person decided about it meanwhile
	case err != nil && how.outcome == "":
		return errors.Join(fmt.Errorf("%s was taken by the server (%s), which could not be noted: %w", taken.Key, answer, err),
			r.Ledger.accepted(taken))
	case err != nil:
		return fmt.Errorf("%s: note %s (%s): %w", taken.Key, how.outcome, how.answer, err)
	}
	r.count(after)
	if stopped {
		return nil
	}
	return r.watch(how, now.Sub(begun), now)
}

// note writes the end of an attempt that concerned this message alone.
func (r *round) note(d *Delivery, how end, now time.Time) {
	switch how.outcome {
	case "":
		d.moves(Sent, now, "")
		return
	case NotKnown:
		d.moves(Unknown, now, "handed over, and no answer came: it may have arrived or not")
		return
	case Permanent:
		d.moves(Refused, now, "the server refused it")
		return
	}
	d.Tried++
	if r.Backoff.exhausted(d.Tried) {
		d.moves(GivenUp, now, fmt.Sprintf("given up after %d attempts", d.Tried))
		return
	}
	d.moves(Waiting, now, fmt.Sprintf("attempt %d failed", d.Tried))
	d.Next = now.Add(r.Backoff.pause(d.Tried, d.bytes()))
}

// unreadable notes a message that is not in the outbox as it was put there. It
// cannot be sent, now or later. Where the outbox itself cannot be read the
// round ends, and the delivery is as it was.
func (r *round) unreadable(taken Delivery, cause error) error {
	now := r.Clock.Now().UTC()
	lost := errors.Is(cause, errMessage)
	after, err := r.Ledger.finish(taken, false, func(d *Delivery) {
		if !lost {
			d.moves(Waiting, now, cause.Error())
			return
		}
		d.tried(Attempt{At: now, Stage: stageOutbox, Answer: cause.Error()})
		d.moves(GivenUp, now, cause.Error())
	})
	if err != nil || !lost {
		return errors.Join(cause, err)
	}
	r.count(after)
	return nil
}

// count takes an attempt into the summary.
func (r *round) count(after Delivery) {
	switch after.State {
	case Sent:
		r.summary.Sent++
	case Waiting:
		r.summary.Waiting++
	case Refused:
		r.summary.Refused++
	case GivenUp:
		r.summary.GivenUp++
	case Unknown:
		r.summary.Unknown++
	}
	if r.Ended != nil {
		r.Ended(after)
	}
}

// watch ends the round where what failed is the server rather than a message.
func (r *round) watch(how end, took time.Duration, now time.Time) error {
	if how.outcome == NotKnown {
		r.silent++
	} else {
		r.silent = 0
	}
	if how.outcome == Temporary && how.code == 0 {
		r.slow, r.lost = r.slow+1, r.lost+took
	} else {
		r.slow, r.lost = 0, 0
	}
	switch {
	case how.forAll:
		r.summary.Trouble = how.stage + ": " + how.answer
	case r.silent >= silentInARow:
		r.summary.Trouble = fmt.Sprintf("the server took %d messages in a row and did not answer", r.silent)
	case r.slow >= slowInARow && r.lost >= slowTogether:
		r.summary.Trouble = fmt.Sprintf("the server did not answer %d times in a row, for %v", r.slow, r.lost.Round(time.Second))
	default:
		return nil
	}
	givenUp, err := r.Ledger.troubled(how, r.Backoff, now)
	for _, after := range givenUp {
		r.count(after)
	}
	return err
}
