package dispatch

import (
	"slices"

	"clientele/internal/deliveries"
	"clientele/reports/catalogue"
	"clientele/reports/mail"
)

// kindLate is the guard of a time that was found when nobody wanted it any more.
const kindLate = "late"

// missedNote tells the owner of all times of jobs that were missed together: the
// machine was off, or nothing called the program.
func (d *Dispatcher) missedNote(words *catalogue.Catalogue, group []deliveries.Delivery, note mail.Note) mail.Note {
	jobs := firstOfEach(group)
	note.Job, note.Facts = "", nil
	note.Subject = words.Count("jobs.subject.missed", int64(len(jobs)), "company", d.config.Company)
	found := clockText(group[0].Queued.In(d.config.Zone()))
	note.Sentences = []string{words.Count("jobs.missed.together", int64(len(jobs)), "now", found)}
	for _, one := range jobs {
		note.Facts = append(note.Facts, mail.Fact{Label: one.Job, Value: basePeriod(one.Period)})
		step := mail.Step{Text: words.Say("jobs.step.missed", "job", one.Job), Command: d.sendCommand(one) + " --run"}
		if !d.mails(one) {
			continue // there is nothing to send, and the next time computes anew
		}
		note.Steps = append(note.Steps, step)
	}
	note.Steps = append(note.Steps, d.dismissStep(words, group),
		mail.Step{Text: words.Say("jobs.step.look"), Command: "clientele deliveries -c " + d.configPath()})
	return note
}

// firstOfEach is one delivery of each time of a job.
func firstOfEach(group []deliveries.Delivery) []deliveries.Delivery {
	var firsts []deliveries.Delivery
	for _, one := range group {
		if !slices.ContainsFunc(firsts, func(f deliveries.Delivery) bool { return f.Job == one.Job && f.Period == one.Period }) {
			firsts = append(firsts, one)
		}
	}
	return firsts
}
