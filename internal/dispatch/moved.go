package dispatch

import (
	"time"

	"clientele/internal/deliveries"
	"clientele/internal/message"
	"clientele/internal/pipeline"
	"clientele/internal/schedule"
	"clientele/reports/catalogue"
)

// A job of one time a day whose time is changed on a day on which it ran has that
// day's time twice: the one that ran, and the new one. It is the same mail to its
// recipients, who get it once; who was held back in the morning gets it now.

// movedFrom is the time at which a job ran on the day of a slot by a timetable
// that it has no more; empty where there is none, or where there are several.
func (d *Dispatcher) movedFrom(job *pipeline.Job, slot schedule.Slot) (string, error) {
	day := slot.Key()[:len(time.DateOnly)]
	on := func(found schedule.Slot, ok bool) bool { return ok && found.Key()[:len(time.DateOnly)] == day }
	if on(job.Spec().Next(slot.At, job.Zone())) || on(job.Spec().Last(slot.At.Add(-time.Nanosecond), job.Zone())) {
		return "", nil // it has several times a day
	}
	runs, err := d.ledger.Runs(job.Name)
	if err != nil {
		return "", err
	}
	var there []string
	for _, run := range runs {
		if run.Slot != slot.Key() && run.Slot[:min(len(run.Slot), len(day))] == day {
			there = append(there, run.Slot)
		}
	}
	if len(there) != 1 {
		return "", nil
	}
	return there[0], nil
}

// hasInstead says whether a recipient has the day's mail by the time that the job
// had before.
func (d *Dispatcher) hasInstead(o *order, to message.Address) (bool, error) {
	if o.instead == "" {
		return false, nil
	}
	parts, err := d.ledger.Parts(o.job.Name, o.instead, to.Key())
	if err != nil {
		return false, err
	}
	for _, one := range parts {
		switch one.State {
		case deliveries.Held, deliveries.Recalled, deliveries.Dismissed, deliveries.Refused, deliveries.GivenUp:
		default:
			d.summary.Known++
			d.tell("%s has the mail of %s, %s, which stands for %s: its time was changed on that day", one.Recipient, one.Job, one.Period, o.period)
			return true, nil
		}
	}
	return false, nil
}

// leftOut deals with a time that was written into the config after it had passed,
// on a day for which none had been promised. Where the job ran on that day all the
// same nothing is missing; else the owner decides.
func (d *Dispatcher) leftOut(o *order) error {
	if o.instead != "" {
		return nil
	}
	return d.holdAll(o, doubt{kind: kindEdited, holds: true, say: func(words *catalogue.Catalogue) string {
		return words.Say("jobs.edited", "due", clockText(o.slot.In(o.job.Zone())), "next", d.comesNext(o.job))
	}})
}

// kindEdited is the guard of a time that was written when it had passed.
const kindEdited = "edited"

// comesNext is when a job runs next, by its own clock.
func (d *Dispatcher) comesNext(job *pipeline.Job) string {
	slot, ok := job.Spec().Next(d.options.Now(), job.Zone())
	if !ok {
		return "—"
	}
	return clockText(slot.At.In(job.Zone()))
}
