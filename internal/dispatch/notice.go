package dispatch

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"clientele/internal/deliveries"
	"clientele/internal/message"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/mail"
)

// tellOwner queues mails to the owner about what needs a person, one for each
// time of a job.
func (d *Dispatcher) tellOwner() error {
	toTell, err := d.ledger.ToTell()
	if err != nil {
		return err
	}
	for len(toTell) > 0 {
		first := toTell[0]
		var group, others []deliveries.Delivery
		for _, one := range toTell {
			if one.Job == first.Job && one.Period == first.Period {
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

// notice queues the mail about what became of one time of a job.
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
	for _, written := range d.config.Mail.Owner {
		owner, err := message.ParseAddress(written)
		if err != nil {
			return err
		}
		key, err := d.noticeKey(group, owner)
		if err != nil {
			return err
		}
		content, err := d.message(key, owner, d.config.Language(), body, nil)
		if err != nil {
			return err
		}
		notice := deliveries.Delivery{Key: key, Kind: kindNotice, Subject: body.Subject, MessageID: d.messageID(key), Tells: tells}
		if _, err := d.ledger.Queue(notice, content, d.options.Now()); err != nil {
			return err
		}
	}
	return nil
}

// noticeKey is what the ledger calls a notice: another one where an earlier
// notice of the same did not arrive.
func (d *Dispatcher) noticeKey(group []deliveries.Delivery, owner message.Address) (deliveries.Key, error) {
	key := deliveries.Key{Job: group[0].Job, Recipient: owner.Key()}
	for again := 1; ; again++ {
		key.Period = fmt.Sprintf("%s %s %d", group[0].Period, told(group), again)
		found, there, err := d.ledger.Find(key)
		if err != nil || !there || !found.State.Final() {
			return key, err
		}
	}
}

// told tells one notice about a time of a job from another: by what it tells
// of, and how often that was tried.
func told(group []deliveries.Delivery) string {
	sum := sha256.New()
	for _, one := range group {
		fmt.Fprintf(sum, "%s\x00%d\x00%s\x00%s\x00%d\x00", one.Recipient, one.Part, one.State, one.Reason, one.Done.UnixNano())
	}
	return "notice " + hex.EncodeToString(sum.Sum(nil))[:12]
}

// noteOf is what the owner reads.
func (d *Dispatcher) noteOf(words *catalogue.Catalogue, group []deliveries.Delivery) mail.Note {
	first := group[0]
	note := mail.Note{
		Language: d.config.Language(), Currency: d.config.Currency, Company: d.config.Company, Look: d.config.ReportLook(), Tone: reports.Worse,
		Title: words.Say("jobs.needs"), Subject: d.subjectOf(words, group), Job: first.Job, Unsubscribe: "",
		Facts: []mail.Fact{{Label: words.Say("jobs.fact.job"), Value: first.Job}, {Label: words.Say("jobs.fact.period"), Value: basePeriod(first.Period)}},
	}
	if isAlert(first.Job) {
		note.Facts, note.Job = nil, "" // a rule has no time at which it is due
	}
	for _, one := range group {
		if sentence := one.Reason; one.State == deliveries.Held && !slices.Contains(note.Sentences, sentence) {
			note.Sentences = append(note.Sentences, sentence)
		}
		if one.Recipient != nobody {
			reason := one.Reason
			if one.Answer != "" {
				reason = one.Answer
			}
			note.Deliveries = append(note.Deliveries, mail.Delivery{Recipient: one.Recipient, State: string(one.State), Reason: reason})
		}
	}
	if slices.ContainsFunc(group, func(one deliveries.Delivery) bool { return one.State == deliveries.Unknown }) {
		note.Sentences = append(note.Sentences, words.Say("jobs.unknown"))
	}
	if sent := d.sentBeside(group); sent > 0 {
		note.Sentences = append(note.Sentences, words.Count("jobs.others", sent))
	}
	path, err := filepath.Abs(d.config.Path())
	if err != nil {
		path = d.config.Path()
	}
	note.Steps = d.stepsOf(words, path, group)
	return note
}

// sentBeside counts the recipients of the same time of a job who have theirs.
func (d *Dispatcher) sentBeside(group []deliveries.Delivery) int64 {
	all, err := d.ledger.List(group[0].Job)
	if err != nil {
		return 0 // it is said elsewhere
	}
	var sent int64
	for _, one := range all {
		if one.Period == group[0].Period && one.State == deliveries.Sent && one.Kind == kindReport {
			sent++
		}
	}
	return sent
}

// subjectOf says the worst first.
func (d *Dispatcher) subjectOf(words *catalogue.Catalogue, group []deliveries.Delivery) string {
	count := map[deliveries.State]int64{}
	mails := 0
	for _, one := range group {
		count[one.State]++
		if one.Recipient != nobody {
			mails++
		}
	}
	pairs := []string{"company", d.config.Company, "job", group[0].Job}
	switch failed := count[deliveries.Refused] + count[deliveries.GivenUp]; {
	case mails == 0 && isAlert(group[0].Job):
		return words.Say("jobs.subject.alert", "company", d.config.Company, "name", alertName(group[0].Job))
	case count[deliveries.Held] > 0 && mails == 0 && d.mails(group[0]):
		return words.Say("jobs.subject.reserved", pairs...)
	case mails == 0:
		return words.Say("jobs.subject.run", pairs...)
	case count[deliveries.Held] > 0:
		return words.Count("jobs.subject.held", count[deliveries.Held], pairs...)
	case failed > 0:
		return words.Count("jobs.subject.undelivered", failed, pairs...)
	}
	return words.Count("jobs.subject.unknown", count[deliveries.Unknown], pairs...)
}

// mails says whether a job mails anything.
func (d *Dispatcher) mails(one deliveries.Delivery) bool {
	job, err := d.config.JobNamed(one.Job)
	return err == nil && len(job.Send) > 0
}

// stepsOf are what the owner can do.
func (d *Dispatcher) stepsOf(words *catalogue.Catalogue, config string, group []deliveries.Delivery) []mail.Step {
	has := func(states ...deliveries.State) bool {
		return slices.ContainsFunc(group, func(one deliveries.Delivery) bool {
			return slices.Contains(states, one.State) && one.Recipient != nobody
		})
	}
	send := fmt.Sprintf("clientele send %s --period %s -c %s", group[0].Job, basePeriod(group[0].Period), quoted(config))
	var steps []mail.Step
	if isAlert(group[0].Job) {
		steps = append(steps, mail.Step{Text: words.Say("jobs.step.rule")})
	}
	if !isAlert(group[0].Job) && !d.mails(group[0]) {
		steps = append(steps, mail.Step{Text: words.Say("jobs.step.run"), Command: "clientele run -c " + quoted(config)})
	}
	if has(deliveries.Held) && !isAlert(group[0].Job) {
		steps = append(steps, mail.Step{Text: words.Say("jobs.step.mend"), Command: send + " --run"})
	}
	if slices.ContainsFunc(group, func(one deliveries.Delivery) bool { return slices.Contains(overruled(), one.Guard) }) {
		steps = append(steps, mail.Step{Text: words.Say("jobs.step.despite"), Command: send + " --despite"})
	}
	if has(deliveries.Refused, deliveries.GivenUp) {
		steps = append(steps, mail.Step{Text: words.Say("jobs.step.retry"), Command: send})
	}
	if has(deliveries.Unknown) {
		steps = append(steps, mail.Step{Text: words.Say("jobs.step.again"), Command: send + " --again --to " + quoted(unknownOf(group))})
	}
	return append(steps, mail.Step{Text: words.Say("jobs.step.look"), Command: fmt.Sprintf("clientele deliveries --job %s -c %s", quoted(group[0].Job), quoted(config))})
}

// overruled are the guards that a person can overrule: there is a report to send.
func overruled() []string {
	return []string{kindFailed, kindAudit, kindRejected, "stale", "forecast", "late", "empty"}
}

func unknownOf(group []deliveries.Delivery) string {
	for _, one := range group {
		if one.State == deliveries.Unknown {
			return one.Recipient
		}
	}
	return ""
}

// quoted is a path or an address as a shell takes it.
func quoted(path string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/.-_@+"
	if strings.Trim(path, plain) != "" {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}
