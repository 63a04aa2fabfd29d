package dispatch

import (
	"slices"

	"clientele/internal/deliveries"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/mail"
)

// noteOf is what the owner reads.
func (d *Dispatcher) noteOf(words *catalogue.Catalogue, group []deliveries.Delivery) mail.Note {
	first := group[0]
	note := mail.Note{
		Language: d.config.Language(), Currency: d.config.Currency, Company: d.config.Company, Look: d.config.ReportLook(), Tone: reports.Worse,
		Title: words.Say("jobs.needs"), Subject: d.subjectOf(words, group), Job: first.Job, Unsubscribe: "",
		Facts: []mail.Fact{{Label: words.Say("jobs.fact.job"), Value: first.Job}, {Label: words.Say("jobs.fact.period"), Value: basePeriod(first.Period)}},
	}
	if isAlert(first.Job) || first.Guard == kindConfig {
		note.Facts, note.Job = nil, "" // it has no time at which it is due
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
	if first.Guard == kindLate && ofSeveral(group) {
		return d.missedNote(words, group, note)
	}
	note.Steps = d.stepsOf(words, group)
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
	count := map[deliveries.State]int64{} // of mails
	mails := int64(0)
	for _, one := range group {
		if one.Recipient != nobody {
			count[one.State]++
			mails++
		}
	}
	pairs := []string{"company", d.config.Company, "job", group[0].Job}
	switch failed := count[deliveries.Refused] + count[deliveries.GivenUp]; {
	case group[0].Guard == kindConfig:
		return words.Say("jobs.subject.config", "company", d.config.Company)
	case mails == 0 && isAlert(group[0].Job):
		if rules := int64(len(firstOfEach(group))); rules > 1 {
			return words.Count("jobs.subject.alerts", rules, "company", d.config.Company)
		}
		return words.Say("jobs.subject.alert", "company", d.config.Company, "name", alertName(group[0].Job))
	case mails == 0 && d.mails(group[0]) && slices.ContainsFunc(group, isHeldMail):
		return words.Say("jobs.subject.reserved", pairs...)
	case mails == 0:
		return words.Say("jobs.subject.run", pairs...)
	case max(count[deliveries.Held], failed, count[deliveries.Unknown]) < mails: // several kinds of trouble
		return words.Count("jobs.subject.several", mails, pairs...)
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
