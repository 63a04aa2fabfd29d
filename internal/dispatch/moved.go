package dispatch

import (
	"time"

	"clientele/internal/deliveries"
	"clientele/internal/message"
	"clientele/internal/pipeline"
	"clientele/reports/catalogue"
)

// A job of one time a day whose time is changed on a day on which it ran has that
// day's time twice: the one that ran, and the new one. It is the same mail to its
// recipients, who get it once; who was held back in the morning gets it now.

// movedFrom are the times at which a job ran on the day of a period by timetables
// that it has no more; none where it has, or had, several times on that day, which
// are mails of their own.
func (d *Dispatcher) movedFrom(job *pipeline.Job, period string) ([]string, error) {
	if !aloneOnItsDay(job, period) {
		return nil, nil
	}
	runs, err := d.ledger.Runs(job.Name)
	if err != nil {
		return nil, err
	}
	var there []string
	for _, run := range runs {
		switch {
		case dayOf(run.Slot) != dayOf(period):
		case !run.Alone:
			return nil, nil
		case run.Slot != period:
			there = append(there, run.Slot)
		}
	}
	return there, nil
}

// aloneOnItsDay says whether the timetable of a job has one time at most on the day
// of a period.
func aloneOnItsDay(job *pipeline.Job, period string) bool {
	day, err := time.ParseInLocation(time.DateOnly, dayOf(period), job.Zone())
	if err != nil {
		return false // no time of a job
	}
	// Clock changes move a midnight by less than this.
	at, times := day.Add(-3*time.Hour), 0
	for times < 2 {
		slot, found := job.Spec().Next(at, job.Zone())
		if !found || dayOf(slot.Key()) > dayOf(period) {
			break
		}
		if dayOf(slot.Key()) == dayOf(period) {
			times++
		}
		at = slot.At
	}
	return times < 2
}

// dayOf is the day of a period.
func dayOf(period string) string { return period[:min(len(period), len(time.DateOnly))] }

// hasInstead says whether a recipient has the day's mail by a time that the job
// had before.
func (d *Dispatcher) hasInstead(o *order, to message.Address) (bool, error) {
	for _, period := range o.instead {
		parts, err := d.ledger.Parts(o.job.Name, period, to.Key())
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
	}
	return false, nil
}

// leftOut deals with a time that was written into the config after it had passed,
// on a day for which none had been promised. Where the job ran on that day all the
// same nothing is missing; else the owner decides.
func (d *Dispatcher) leftOut(o *order) error {
	if len(o.instead) > 0 {
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
