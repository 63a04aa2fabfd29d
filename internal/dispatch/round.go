package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"

	"clientele/internal/deliveries"
	"clientele/internal/schedule"
	"clientele/reports/catalogue"
)

// Due does what is due now: the jobs whose time has come, one after the other,
// then the mails that wait, then what the owner has to hear. ErrBusy says that
// another process is at it.
func (d *Dispatcher) Due(ctx context.Context) (Summary, error) {
	d.summary = Summary{Ran: []string{}}
	err := d.locked(func() error { return d.round(ctx) })
	if err == nil {
		err = d.summary.attention()
	}
	return d.summary, explained(err)
}

// Schedule does what is due whenever it is, until the context ends.
func (d *Dispatcher) Schedule(ctx context.Context) error {
	d.tellComing()
	d.reload()
	for ctx.Err() == nil {
		_, err := d.Due(ctx)
		d.options.Broken = nil // it is noted
		var attention *AttentionError
		switch {
		case errors.As(err, &attention):
			d.tell("%v", attention)
		case errors.Is(err, ErrBusy), ctx.Err() != nil:
		case err != nil:
			// A disk that is full now may not be so in a minute; nobody restarts us.
			d.tell("this round failed, another one follows: %v", err)
		}
		if err := d.options.Wait(ctx, d.pause()); err != nil {
			break
		}
		d.reload()
	}
	d.tell("stopped")
	return nil
}

// longestPause is how long the schedule sleeps at most: a machine that slept,
// or whose clock was set, is noticed within it.
const longestPause = time.Minute

// pause is how long there is nothing to do, at most a minute.
func (d *Dispatcher) pause() time.Duration {
	now := d.options.Now()
	pause := longestPause
	for _, job := range scheduled(d.config) {
		if slot, ok := job.Spec.Next(now, job.Zone); ok {
			pause = min(pause, slot.At.Sub(now))
		}
	}
	if next, ok, err := d.ledger.NextDue(); err == nil && ok {
		pause = min(pause, next.Sub(now))
	}
	return max(pause, time.Second)
}

// tellComing says when the jobs will run next.
func (d *Dispatcher) tellComing() {
	for _, one := range Next(d.config, d.options.Now(), 1) {
		d.tell("%s will run at %s", one.Job, one.At.Format("Mon 2006-01-02 15:04 MST"))
	}
}

// round is what Due does while nobody else does it.
func (d *Dispatcher) round(ctx context.Context) error {
	if err := errors.Join(d.recover(), d.broken(), d.readmit()); err != nil {
		return err
	}
	// A job may take longer than until the next time of another: what is due is
	// looked for anew after each.
	for range d.config.Jobs {
		due, err := d.findDue()
		if err != nil {
			return err
		}
		if len(due) == 0 {
			break
		}
		if err := d.runDue(ctx, due[0]); err != nil {
			return err
		}
	}
	if err := d.deliver(ctx); err != nil {
		return err
	}
	return d.prune()
}

// findDue asks the schedule and the ledger which jobs' times have come.
func (d *Dispatcher) findDue() ([]schedule.Due, error) {
	jobs, now := scheduled(d.config), d.options.Now()
	pasts := map[string]schedule.Past{}
	for _, job := range jobs {
		past, err := d.past(job.Name)
		if err != nil {
			return nil, err
		}
		settled := job.Settle(past, now)
		if !reflect.DeepEqual(past, settled) {
			if err := d.remember(job.Name, settled); err != nil {
				return nil, err
			}
		}
		pasts[job.Name] = settled
	}
	return schedule.FindDue(jobs, func(job string) schedule.Past { return pasts[job] }, now), nil
}

// past is what the ledger knows of when a job ran.
func (d *Dispatcher) past(job string) (past schedule.Past, err error) {
	raw, err := d.ledger.Past(job)
	if err != nil || len(raw) == 0 {
		return past, err
	}
	if err := json.Unmarshal(raw, &past); err != nil {
		return past, fmt.Errorf("reading when the job %s ran: %w", job, err)
	}
	return past, nil
}

func (d *Dispatcher) remember(job string, past schedule.Past) error {
	raw, err := json.Marshal(past)
	if err != nil {
		return err
	}
	return d.ledger.Remember(job, raw)
}

// recover settles what a killed process had in hand.
func (d *Dispatcher) recover() error {
	settled, err := d.ledger.Recover(d.options.Now())
	if err != nil {
		return err
	}
	for _, one := range settled {
		if one.State == deliveries.Unknown {
			d.tell("%s: the connection broke before the server's answer; it is not known whether it arrived", one.Key)
		}
	}
	return nil
}

// runDue does a job whose time has come, and notes its end.
func (d *Dispatcher) runDue(ctx context.Context, due schedule.Due) error {
	job, err := d.config.JobNamed(due.Job.Name)
	if err != nil {
		return err
	}
	o := &order{job: job, slot: due.Slot.At, period: due.Slot.Key(), missed: due.Missed, run: true}
	outcome := "done"
	switch {
	case due.Edited:
		outcome = "left out: its time was written into the config after it had passed; it comes next at " + d.comesNext(job)
	case due.TooLate:
		outcome = "too late"
	}
	run, err := d.ledger.Begin(deliveries.Run{Job: job.Name, Slot: o.period, Alone: aloneOnItsDay(job, o.period)}, d.options.Now())
	if err != nil {
		return err
	}
	o.made = run.AsOf
	if o.instead, err = d.movedFrom(job, o.period); err != nil {
		return err
	}
	switch {
	case due.Edited:
		err = d.leftOut(o)
	case due.TooLate:
		err = d.tooLate(o)
	default:
		d.tell("%s, %s: begun", job.Name, o.period)
		err = d.mailJob(ctx, o)
	}
	if err != nil {
		return err
	}
	d.summary.Ran = append(d.summary.Ran, job.Name+" "+o.period)
	d.tell("%s, %s: %s", job.Name, o.period, outcome)
	return d.endRun(due, o, outcome)
}

// endRun notes that a job's time is dealt with: it never comes again.
func (d *Dispatcher) endRun(due schedule.Due, o *order, outcome string) error {
	past, err := d.past(o.job.Name)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(due.Done(past))
	if err != nil {
		return err
	}
	return d.ledger.End(o.job.Name, o.period, outcome, "", raw, d.options.Now())
}

// tooLate notes a time that was found when nobody wanted it any more.
func (d *Dispatcher) tooLate(o *order) error {
	why := doubt{kind: kindLate, holds: true, say: func(words *catalogue.Catalogue) string {
		zone := o.job.Zone()
		return words.Say("jobs.late", "due", clockText(o.slot.In(zone)), "now", clockText(d.options.Now().In(zone)), "most", spanText(words, o.job.Late.Duration))
	}}
	return d.holdAll(o, why)
}

// holdAll notes that nobody gets the mails of a time of a job.
func (d *Dispatcher) holdAll(o *order, why doubt) error {
	envelopes := d.config.Envelopes(o.job)
	for _, envelope := range envelopes {
		has, err := d.hasInstead(o, envelope.To)
		if err == nil && !has {
			err = d.hold(o, envelope, why)
		}
		if err != nil {
			return err
		}
	}
	if len(envelopes) == 0 {
		return d.note(deliveries.Key{Job: o.job.Name, Period: o.period, Recipient: nobody}, kindRun, why)
	}
	return nil
}

func clockText(at time.Time) string { return at.Format("2006-01-02 15:04") }
