package dispatch

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"clientele/internal/deliveries"
	"clientele/internal/job"
	"clientele/internal/message"
	"clientele/internal/pipeline"
)

// Kinds of deliveries.
const (
	kindReport = "report"
	kindNotice = "notice"
	kindAlert  = "alert"
	kindRun    = "run" // no mail: a run that a person has to hear of
)

// nobody stands for the recipient of what is noted of a run and not of a mail.
const nobody = "-"

// settled says whether there is nothing to make for a recipient: the mail is
// there, on its way or on the same way again by a person's wish.
func (d *Dispatcher) settled(o *order, to message.Address) (bool, error) {
	if d.options.DryRun != "" {
		return false, nil
	}
	parts, err := d.ledger.Parts(o.job.Name, o.period, to.Key())
	if err != nil {
		return false, err
	}
	parts = slices.DeleteFunc(parts, func(one deliveries.Delivery) bool {
		inParts := one.State == deliveries.Recalled && one.File == "" // held as one mail, which the others are
		return one.State == deliveries.Held || inParts
	})
	if parts, err = d.dismissed(o, parts); err != nil {
		return false, err
	}
	if len(parts) == 0 || parts[0].Part != 0 && o.run {
		return false, nil // of several parts some may be missing after a kill; those that are there stay
	}
	for _, one := range parts {
		switch {
		case o.again && one.State == deliveries.Sent:
			return false, nil // made anew, as a mail of its own
		case o.again && one.State == deliveries.Unknown, o.byHand && notArrived(one.State):
			if err := d.ledger.Resolve(one.Key, deliveries.SendAgain, d.options.Now()); err != nil {
				return false, err
			}
		case one.State == deliveries.Dismissed:
			d.summary.Dismissed++
			d.tell("%s was dismissed: %s\n--despite sends it", one.Key, one.Reason)
		case one.State.Final():
			d.summary.Known++
			d.tell("%s has the mail of %s, %s, already (%s)", one.Recipient, one.Job, one.Period, one.State)
		}
	}
	return true, nil
}

// notArrived says of a state that its mail is not there, and that nothing is done
// about it by itself.
func notArrived(state deliveries.State) bool {
	return slices.Contains([]deliveries.State{deliveries.Refused, deliveries.GivenUp, deliveries.Recalled}, state)
}

// dismissed puts what was dismissed, and a person wants after all, back to where
// it was; the others are the parts that are left.
func (d *Dispatcher) dismissed(o *order, parts []deliveries.Delivery) ([]deliveries.Delivery, error) {
	var left []deliveries.Delivery
	for _, one := range parts {
		wanted := o.despite
		if one.Was == deliveries.Unknown {
			wanted = o.again // it may be there
		}
		switch {
		case one.State != deliveries.Dismissed || !wanted:
			left = append(left, one)
		case one.Was == deliveries.Held: // as if it were held still
		default:
			if err := d.ledger.Resolve(one.Key, deliveries.SendAgain, d.options.Now()); err != nil {
				return nil, err
			}
			one.State = deliveries.Queued
			left = append(left, one)
		}
	}
	return left, nil
}

// brokenBefore is the mail of a recipient that was held back for what the run
// came to, where a person sends without running again: the reports that lie there
// are older ones, or those that were doubted.
func (d *Dispatcher) brokenBefore(o *order, to message.Address) (*deliveries.Delivery, error) {
	if !o.byHand || o.run || d.options.DryRun != "" {
		return nil, nil
	}
	found, there, err := d.ledger.Find(o.key(to, 0))
	if err != nil || !there || found.State != deliveries.Held && found.Was != deliveries.Held || !slices.Contains([]string{kindFailed, kindAudit, kindRejected}, found.Guard) {
		return nil, err
	}
	return &found, nil
}

// anew is the order of a mail that its recipient has and is to have once more,
// as a mail of its own; else the order itself. It is nil where such a mail waits
// already.
func (d *Dispatcher) anew(o *order, to message.Address) (*order, error) {
	if !o.again || d.options.DryRun != "" {
		return o, nil
	}
	for copies := 2; ; copies++ {
		there, err := d.ledger.Parts(o.job.Name, o.period, to.Key())
		there = slices.DeleteFunc(there, func(one deliveries.Delivery) bool {
			return one.State == deliveries.Held || one.State == deliveries.Recalled || one.State == deliveries.Dismissed
		})
		if err != nil || len(there) == 0 {
			return o, err
		}
		if slices.ContainsFunc(there, func(one deliveries.Delivery) bool { return !one.State.Final() }) {
			d.tell("%s is on its way already", there[0].Key)
			return nil, nil
		}
		if sent, err := d.copyAgain(o, there); sent || err != nil {
			return nil, err
		}
		another := *o
		another.period = fmt.Sprintf("%s copy %d", basePeriod(o.period), copies)
		o = &another
	}
}

// copyAgain puts a copy that did not arrive, or may not have, on its way again, so
// that a person who asks once more settles it and makes no third.
func (d *Dispatcher) copyAgain(o *order, there []deliveries.Delivery) (again bool, err error) {
	if !isCopy(o.period) {
		return false, nil // settled has looked
	}
	for _, one := range there {
		if !notArrived(one.State) && one.State != deliveries.Unknown {
			continue
		}
		if err := d.ledger.Resolve(one.Key, deliveries.SendAgain, d.options.Now()); err != nil {
			return again, err
		}
		again = true
	}
	return again, nil
}

// isCopy says of a period that its mails are copies of such as arrived before.
func isCopy(period string) bool { return strings.Contains(period, " copy ") }

// basePeriod is the time of the job that a period is of.
func basePeriod(period string) string {
	base, _, _ := strings.Cut(period, " ")
	return base
}

// queue puts a mail into the outbox and the ledger; in a dry run into a file.
func (d *Dispatcher) queue(key deliveries.Key, kind string, content []byte, subject string, attachments []string) error {
	if d.options.DryRun != "" {
		return d.writeEML(key, content)
	}
	_, err := d.ledger.Queue(deliveries.Delivery{
		Key: key, Kind: kind, Subject: subject, Attachments: attachments,
		MessageID: d.messageID(key),
	}, content, d.options.Now())
	if err != nil || key.Part == 0 {
		return err
	}
	// What was held as one mail goes in parts now.
	whole := key
	whole.Part = 0
	if err := d.ledger.Recall(whole, "sent in parts", d.options.Now()); err != nil && !errors.Is(err, deliveries.ErrNotFound) && !errors.Is(err, deliveries.ErrState) {
		return err
	}
	return nil
}

// writeEML writes a mail as a file that mail programs open.
func (d *Dispatcher) writeEML(key deliveries.Key, content []byte) error {
	name := key.Job + " " + key.Recipient
	if key.Part > 0 {
		name += fmt.Sprintf(" part %d", key.Part)
	}
	if err := os.MkdirAll(d.options.DryRun, 0o700); err != nil {
		return fmt.Errorf("making the folder for the mails: %w", err)
	}
	path := filepath.Join(d.options.DryRun, message.SafeName(name, longestFileName)+".eml")
	err := job.WriteFile(path, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
	if err == nil {
		d.summary.Written++
		d.tell("%s: %d bytes", path, len(content))
	}
	return err
}

const longestFileName = 120

// writeAside puts files that no mail can carry where recipients find them.
func (d *Dispatcher) writeAside(packed message.Packed) error {
	if d.options.DryRun != "" {
		return nil
	}
	if folder := d.config.Mail.TooLarge.Folder; folder != "" && len(packed.Aside) > 0 {
		// As the folder of the reports, it is there when it is needed.
		if err := os.MkdirAll(d.config.Resolve(folder), 0o755); err != nil {
			return fmt.Errorf("making the folder for files that no mail can carry: %w", err)
		}
	}
	return packed.WriteAside()
}

// hold notes that a mail is not sent, and why.
func (d *Dispatcher) hold(o *order, envelope pipeline.Envelope, why doubt) error {
	return d.note(o.key(envelope.To, 0), kindReport, why)
}

// note keeps in the ledger what a person has to hear of.
func (d *Dispatcher) note(key deliveries.Key, kind string, why doubt) error {
	reason := why.say(d.words())
	d.tell("held back: %s, %s, to %s: %s", key.Job, key.Period, key.Recipient, reason)
	if d.options.DryRun != "" {
		d.summary.Held++
		return nil
	}
	added, err := d.ledger.Hold(deliveries.Delivery{Key: key, Kind: kind, Guard: why.kind}, reason, d.options.Now())
	if err != nil {
		return err
	}
	if key.Recipient == nobody {
		if added {
			d.summary.Noted++
		}
		return nil
	}
	// A mail that is there already, or on its way, stays what it is.
	found, _, err := d.ledger.Find(key)
	if err == nil && found.State == deliveries.Held {
		d.summary.Held++
	}
	return err
}

// noteRun notes the doubts about a run that mails nothing, and those about one
// that mails all the same.
func (d *Dispatcher) noteRun(o *order, things *made) error {
	for _, one := range things.doubts {
		if one.kind == "model" || one.kind == "old" {
			continue // the report says it
		}
		key := deliveries.Key{Job: o.job.Name, Period: o.period, Recipient: nobody}
		return d.note(key, kindRun, one)
	}
	return nil
}

// fileOn is the size of a file and how to open it.
func fileOn(path string) (int64, opener, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, nil, err
	}
	return info.Size(), func() (io.ReadCloser, error) { return os.Open(path) }, nil
}
