package dispatch

import (
	"context"
	"errors"
	"fmt"
	"time"

	"clientele/internal/message"
	"clientele/internal/pipeline"
)

// Request is what a person wants sent.
type Request struct {
	Job     string
	Period  string   // the time of the job that is meant; the last one where empty
	To      []string // only these recipients
	Run     bool     // load, analyse and report first
	Despite bool     // whatever the guards say
	Again   bool     // to those who have it, too
}

// Send mails what a job mails, now.
func (d *Dispatcher) Send(ctx context.Context, request Request) (Summary, error) {
	d.summary = Summary{Ran: []string{}}
	o, err := d.orderOf(request)
	if err != nil {
		return d.summary, err
	}
	if d.options.DryRun != "" {
		return d.summary, d.mailJob(ctx, o)
	}
	err = d.locked(func() error {
		if err := errors.Join(d.recover(), d.readmit()); err != nil {
			return err
		}
		if err := d.mailJob(ctx, o); err != nil {
			return err
		}
		// A person who sends may have mended the server: what waits is tried at once.
		if err := d.ledger.Hurry(d.options.Now()); err != nil {
			return err
		}
		return d.deliver(ctx)
	})
	if err == nil {
		err = d.summary.attention()
	}
	return d.summary, explained(err)
}

// orderOf understands a request.
func (d *Dispatcher) orderOf(request Request) (*order, error) {
	job, err := d.config.JobNamed(request.Job)
	if err != nil {
		return nil, err
	}
	if len(job.Send) == 0 {
		return nil, &pipeline.UsageError{Text: fmt.Sprintf("the job %s mails nothing", job.Name), Hint: "the config says to whom (send:)"}
	}
	o := &order{job: job, byHand: true, run: request.Run, despite: request.Despite, again: request.Again}
	if err := o.at(request.Period, d.options.Now()); err != nil {
		return nil, err
	}
	if err := d.checkPeriod(o); err != nil {
		return nil, err
	}
	if !o.again && d.options.DryRun == "" {
		if o.instead, err = d.movedFrom(job, o.period); err != nil {
			return nil, err
		}
	}
	for _, written := range request.To {
		address, err := message.ParseAddress(written)
		if err != nil {
			return nil, &pipeline.UsageError{Text: fmt.Sprintf("--to: %v", err), Cause: err}
		}
		if !d.isRecipient(job, address) {
			return nil, &pipeline.UsageError{Text: fmt.Sprintf("--to: %s is no recipient of the job %s", address.Envelope(), job.Name), Hint: "the config says who is (send:)"}
		}
		o.only = append(o.only, address)
	}
	return o, nil
}

func (d *Dispatcher) isRecipient(job *pipeline.Job, address message.Address) bool {
	for _, envelope := range d.config.Envelopes(job) {
		if envelope.To.Key() == address.Key() {
			return true
		}
	}
	return false
}

// at sets the time of the job that is meant: one that is named, else the last.
func (o *order) at(period string, now time.Time) error {
	if period == "" {
		slot, ok := o.job.Spec().Last(now, o.job.Zone())
		if !ok {
			return &pipeline.UsageError{Text: fmt.Sprintf("the job %s has had no time yet", o.job.Name)}
		}
		o.slot, o.period = slot.At, slot.Key()
		return nil
	}
	wall, err := time.Parse(periodLayout, period)
	if err != nil {
		return &pipeline.UsageError{Text: fmt.Sprintf("--period: %q is no time of a job", period), Hint: "`clientele deliveries` shows them: 2026-12-01T08:00"}
	}
	o.slot = time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, o.job.Zone())
	o.period = period
	return nil
}

// checkPeriod refuses a time that was never the job's: under a mistyped one
// everybody would get the mail again.
func (d *Dispatcher) checkPeriod(o *order) error {
	last, ok := o.job.Spec().Last(d.options.Now(), o.job.Zone())
	if ok && last.Key() == o.period {
		return nil
	}
	all, err := d.ledger.List(o.job.Name)
	if err != nil {
		return err
	}
	for _, one := range all {
		if one.Period == o.period {
			return nil
		}
	}
	return &pipeline.UsageError{Text: fmt.Sprintf("--period: %s is neither the last time of the job %s nor one of which there is a mail", o.period, o.job.Name),
		Hint: "`clientele deliveries --job " + o.job.Name + "` shows them in the column due"}
}

const periodLayout = "2006-01-02T15:04"
