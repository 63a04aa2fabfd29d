package dispatch

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"clientele/internal/deliveries"
	"clientele/internal/message"
	"clientele/reports/mail"
)

// tellOwner queues mails to the owner about what needs a person: one for each
// time of a job, and one for all that have one cause.
func (d *Dispatcher) tellOwner() error {
	toTell, err := d.ledger.ToTell()
	if err != nil {
		return err
	}
	for len(toTell) > 0 {
		first := toTell[0]
		var group, others []deliveries.Delivery
		for _, one := range toTell {
			if together(first, one) {
				group = append(group, one)
			} else {
				others = append(others, one)
			}
		}
		if err := d.notice(group); err != nil {
			return err
		}
		toTell = others
	}
	return nil
}

// together says whether one notice tells of both: they are of one time of a job,
// times that nobody was there to keep, or rules that the same numbers cannot judge.
func together(a, b deliveries.Delivery) bool {
	return a.Job == b.Job && a.Period == b.Period || a.Guard == b.Guard && (a.Guard == kindLate || a.Guard == kindUnjudged)
}

// notice queues the mail about what belongs together, to all owners at once: a
// process that is killed has told all of them or none.
func (d *Dispatcher) notice(group []deliveries.Delivery) error {
	note := d.noteOf(d.words(), group)
	body, err := mail.Notice(note)
	if err != nil {
		return err
	}
	var tells []deliveries.Key
	for _, one := range group {
		tells = append(tells, one.Key)
	}
	var letters []deliveries.Letter
	for _, written := range d.config.Mail.Owner {
		owner, err := message.ParseAddress(written)
		if err != nil {
			return err
		}
		key, failed, last, err := d.noticeKey(group, owner)
		if err != nil {
			return err
		}
		// One that may have arrived is sent once more at once, and is then told.
		if failed > 0 && last.State != deliveries.Unknown && d.options.Now().Before(last.Done.Add(patience(failed))) {
			continue // the exit code says it meanwhile; who became an owner since hears of it
		}
		content, err := d.message(key, owner, d.config.Language(), body, nil)
		if err != nil {
			return err
		}
		letters = append(letters, deliveries.Letter{
			Delivery: deliveries.Delivery{Key: key, Kind: kindNotice, Subject: body.Subject, MessageID: d.messageID(key), Tells: tells},
			Message:  content,
		})
	}
	_, err = d.ledger.QueueAll(letters, d.options.Now())
	return err
}

// noticeKey is what the ledger calls a notice: another one where an earlier
// notice of the same did not arrive. It counts those, and returns the last of
// them.
func (d *Dispatcher) noticeKey(group []deliveries.Delivery, owner message.Address) (key deliveries.Key, failed int, last deliveries.Delivery, err error) {
	key = deliveries.Key{Job: group[0].Job, Recipient: owner.Key()}
	if ofSeveral(group) {
		key.Job = severalJobs
	}
	for again := 1; ; again++ {
		key.Period = fmt.Sprintf("%s %s %d", group[0].Period, told(group), again)
		found, there, err := d.ledger.Find(key)
		if err != nil || !there || !found.State.Final() {
			return key, again - 1, last, err
		}
		last = found
	}
}

// patience is how long no other notice is tried after so many that did not
// arrive: an owner whose address is refused would else be written to each minute.
func patience(failed int) time.Duration {
	return min(time.Hour<<min(max(failed-1, 0), 5), 24*time.Hour)
}

// severalJobs stands for the job of a notice that tells of more than one; no
// name of a job has a space.
const severalJobs = "several jobs"

// ofSeveral says whether a notice tells of several times of jobs.
func ofSeveral(group []deliveries.Delivery) bool {
	for _, one := range group {
		if one.Job != group[0].Job || one.Period != group[0].Period {
			return true
		}
	}
	return false
}

// told tells one notice from another: by what it tells of, and how often that
// was tried.
func told(group []deliveries.Delivery) string {
	sum := sha256.New()
	for _, one := range group {
		fmt.Fprintf(sum, "%s\x00%s\x00%s\x00%d\x00%s\x00%s\x00%d\x00", one.Job, one.Period, one.Recipient, one.Part, one.State, one.Reason, one.Done.UnixNano())
	}
	return "notice " + hex.EncodeToString(sum.Sum(nil))[:12]
}
