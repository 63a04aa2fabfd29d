package dispatch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"clientele/internal/pipeline"
	"clientele/reports/catalogue"
)

// made is what a job has to mail, and what speaks against it.
type made struct {
	recalled *pipeline.Recalled // nil where there is nothing
	asOf     time.Time
	doubts   []doubt
}

func (m *made) close() {
	if m != nil && m.recalled != nil {
		_ = m.recalled.Close() // it was only read
	}
}

// make does the job's stages, or takes what an earlier run of the same time
// made that was killed before all was queued.
func (d *Dispatcher) make(ctx context.Context, o *order) (*made, error) {
	day, out := o.made, &made{}
	if o.run && day == "" {
		var err error
		if day, err = d.runStages(ctx, o, out); err != nil {
			return out, err
		}
	}
	if len(o.job.Send) == 0 || isHeld(out.doubts) {
		return out, nil
	}
	if err := d.recall(ctx, o, out, day); err != nil {
		return out, err
	}
	if day == "" && failed(out.doubts) {
		return out.withLastGood(), nil
	}
	return out, nil
}

// runStages does the job's stages, judges the alerts, and says of which day the
// reports are; of none where there are none.
func (d *Dispatcher) runStages(ctx context.Context, o *order, out *made) (day string, err error) {
	outcome, err := d.run(ctx, d.config, pipeline.Options{
		Stages: o.job.Stages(), Threads: d.options.Threads, Version: d.options.Version, Clock: d.options.Now, Sink: d.options.Sink,
	})
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		d.tell("%s, %s: %v", o.job.Name, o.period, err)
	}
	out.doubts = ofRun(o.job, err)
	if !finished(err) || outcome.Folder == "" {
		return "", nil
	}
	day = outcome.AsOf.Format(time.DateOnly)
	// What a run complains of is not kept: one that does is done again after a
	// kill, and complains again.
	sound := len(out.doubts) == 0
	stale := ofDay(o.job, outcome.AsOf, o.slot)
	if len(o.job.Send) == 0 {
		out.doubts = append(out.doubts, stale...)
	}
	if len(stale) > 0 {
		d.tell("%s, %s: the alerts are not judged by data that ends on %s", o.job.Name, o.period, day)
	} else if err := d.judgeAlerts(ctx, outcome.AsOf); err != nil {
		return day, err
	}
	if o.byHand || !sound {
		return day, nil
	}
	return day, d.ledger.Made(o.job.Name, o.period, day)
}

// recall opens the reports of a day, of the latest where none is named, and adds
// what speaks against them.
func (d *Dispatcher) recall(ctx context.Context, o *order, out *made, day string) (err error) {
	out.recalled, err = pipeline.Recall(ctx, d.config, day, pipeline.Options{Threads: d.options.Threads, Version: d.options.Version, Clock: d.options.Now})
	if err != nil {
		return err
	}
	if out.asOf, err = time.Parse(time.DateOnly, out.recalled.AsOf); err != nil {
		return err
	}
	miss, err := out.recalled.ForecastMiss(ctx)
	if err != nil {
		return err
	}
	out.doubts = append(out.doubts, ofDay(o.job, out.asOf, o.slot)...)
	out.doubts = append(out.doubts, ofForecast(o.job, miss, d.config.Currency)...)
	return nil
}

// withLastGood is the same, said to be what an earlier run made.
func (m *made) withLastGood() *made {
	out := *m
	out.doubts = append(slices.Clone(m.doubts), doubt{kind: "old", say: func(words *catalogue.Catalogue) string {
		return words.Say("jobs.last_good", "day", words.Date(m.asOf))
	}})
	return &out
}

// finished tells a run that came to its end and has reports.
func finished(err error) bool {
	var (
		rejected    *pipeline.RejectedError
		convergence *pipeline.ConvergenceError
	)
	return err == nil || errors.As(err, &rejected) || errors.As(err, &convergence)
}

// failed tells a run that has no reports of its own.
func failed(doubts []doubt) bool {
	for _, one := range doubts {
		if one.kind == kindFailed || one.kind == kindAudit {
			return true
		}
	}
	return false
}

func isHeld(doubts []doubt) bool {
	_, yes := held(doubts)
	return yes
}

// mailJob makes what a job mails, and puts it into the outbox. What is held
// back is noted with its reason. Errors are of this machine: the ledger that
// cannot be written, a full disk.
func (d *Dispatcher) mailJob(ctx context.Context, o *order) error {
	things, err := d.make(ctx, o)
	if ctx.Err() != nil {
		things.close()
		return ctx.Err()
	}
	if err != nil {
		things.close()
		things = &made{doubts: []doubt{{kind: kindFailed, holds: true, say: phrase("jobs.failed", "what", sentence(err))}}}
	}
	defer things.close()
	if o.despite || d.options.DryRun != "" {
		for i, one := range things.doubts {
			if one.holds && things.recalled != nil && d.options.DryRun != "" {
				d.tell("would be held back: %s", one.say(d.words()))
			}
			things.doubts[i].holds = things.recalled == nil
		}
	}
	if len(o.job.Send) == 0 {
		return d.noteRun(o, things)
	}
	for _, envelope := range d.config.Envelopes(o.job) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if !o.wanted(envelope.To) {
			continue
		}
		if err := d.mailOne(ctx, o, things, envelope); err != nil {
			return fmt.Errorf("the mail of %s to %s: %w", o.job.Name, envelope.To.Envelope(), err)
		}
	}
	if !isHeld(things.doubts) && !o.byHand {
		return d.noteRun(o, things) // the mails went out, with a reservation
	}
	return nil
}
