package dispatch

import (
	"slices"
	"time"

	"clientele/internal/deliveries"
	"clientele/internal/pipeline"
)

// prune removes from the ledger what is older than the config wants known, after
// a round in which something was added to it.
func (d *Dispatcher) prune() error {
	if len(d.summary.Ran) == 0 {
		return nil
	}
	keeps := d.config.KeepsSent()
	if leapt, err := d.leapt(keeps); err != nil || leapt {
		return err
	}
	pruned, err := d.ledger.Prune(deliveries.Pruning{
		Before: d.options.Now().Add(-keeps),
		Time:   func(key deliveries.Key) string { return basePeriod(key.Period) },
		Over:   d.over,
	})
	if pruned.Deliveries+pruned.Runs > 0 {
		d.tell("removed from the ledger what ended more than %d days ago: %d mails and notes, %d runs", int(keeps/(24*time.Hour)), pruned.Deliveries, pruned.Runs)
	}
	return err
}

// leapt says that all that ran before this round lies so far back that the clock may
// be wrong, by which everything would be old: the next round sees whether it stays.
func (d *Dispatcher) leapt(keeps time.Duration) (bool, error) {
	runs, err := d.ledger.Runs("")
	var last time.Time
	for _, run := range runs {
		if run.Begun.After(last) && !slices.Contains(d.summary.Ran, run.Job+" "+run.Slot) {
			last = run.Begun
		}
	}
	return d.options.Now().Sub(last) > keeps, err
}

// over says that neither a person nor the schedule has anything to do with a
// delivery that is final.
func (d *Dispatcher) over(one deliveries.Delivery) bool {
	job, err := d.config.JobNamed(one.Job)
	if err == nil && d.isLast(job, basePeriod(one.Period)) {
		return false
	}
	switch {
	case !one.State.NeedsPerson(), one.Kind == kindNotice:
		return true
	case one.Kind == kindRun && isAlert(one.Job):
		// While the rule stands it would be told anew.
		return !slices.ContainsFunc(d.config.Alerts, func(rule pipeline.AlertRule) bool { return alertJob(rule.Name) == one.Job })
	case one.Kind == kindRun:
		return !one.Told.IsZero() // a run that failed long ago
	}
	return false
}

// isLast says whether a time is the one that a job is sent for by hand.
func (d *Dispatcher) isLast(job *pipeline.Job, period string) bool {
	slot, ok := job.Spec().Last(d.options.Now(), job.Zone())
	return ok && slot.Key() == period
}
