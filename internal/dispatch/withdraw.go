package dispatch

import (
	"errors"
	"time"

	"clientele/internal/deliveries"
	"clientele/internal/message"
	"clientele/internal/pipeline"
)

// withdraw keeps back what waits for people whom the config does not list any
// more: who was taken out while the server was away gets nothing when it is back.
// What a notice was to tell is told to the owners of now.
func (d *Dispatcher) withdraw() error {
	unfinished, err := d.ledger.Unfinished()
	if err != nil {
		return err
	}
	for _, one := range unfinished {
		if d.lists(one) {
			continue
		}
		err := d.ledger.Recall(one.Key, notListed, d.options.Now())
		switch {
		case err == nil:
			d.tell("%s: kept back: %s", one.Key, notListed)
		case !errors.Is(err, deliveries.ErrState): // it is on its way
			return err
		}
	}
	return nil
}

// notListed is why a mail is kept back whose recipient was taken out.
const notListed = "the config does not list the recipient any more"

// regret is for how long who was taken out may be put back and gets what waited: a
// config is mended in more than one step, or an address is misspelt for an hour.
const regret = 24 * time.Hour

// readmit lets go on what was kept back from people whom the config lists again.
// What a notice was to tell is told anew meanwhile.
func (d *Dispatcher) readmit() error {
	kept, err := d.ledger.KeptBack(d.options.Now().Add(-regret))
	if err != nil {
		return err
	}
	for _, one := range kept {
		if one.Reason != notListed || one.Kind == kindNotice || !d.lists(one) {
			continue
		}
		if _, err := d.ledger.Message(one); err != nil {
			continue // a person who sends it hears why it cannot be
		}
		if err := d.ledger.Resolve(one.Key, deliveries.SendAgain, d.options.Now()); err != nil {
			return err
		}
		d.tell("%s: goes on: the config lists the recipient again", one.Key)
	}
	return nil
}

// lists says whether the config still has a recipient for what one waits. The
// mail of a job or a rule that is called otherwise by now goes to whoever gets
// any.
func (d *Dispatcher) lists(one deliveries.Delivery) bool {
	switch one.Kind {
	case kindNotice:
		return has(d.config.Mail.Owner, one.Recipient)
	case kindAlert:
		var all []string
		for _, rule := range d.config.Alerts {
			if alertJob(rule.Name) == one.Job {
				return has(rule.To, one.Recipient)
			}
			all = append(all, rule.To...)
		}
		return has(all, one.Recipient)
	}
	if job, err := d.config.JobNamed(one.Job); err == nil {
		return d.mailsTo(job, one.Recipient)
	}
	for i := range d.config.Jobs {
		if d.mailsTo(&d.config.Jobs[i], one.Recipient) {
			return true
		}
	}
	return false
}

func (d *Dispatcher) mailsTo(job *pipeline.Job, recipient string) bool {
	for _, envelope := range d.config.Envelopes(job) {
		if envelope.To.Key() == recipient {
			return true
		}
	}
	return false
}

func has(written []string, recipient string) bool {
	for _, one := range written {
		if address, err := message.ParseAddress(one); err == nil && address.Key() == recipient {
			return true
		}
	}
	return false
}
