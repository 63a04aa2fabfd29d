package schedule

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// State keeps what is recorded of each job, safe from a process that is killed.
type State interface {
	// Past is the zero Past for a job of which nothing is recorded.
	Past(job string) (Past, error)
	Record(job string, past Past) error
}

// Clock tells the time and waits for it.
type Clock interface {
	Now() time.Time
	// Wait returns nil when the instant has come, or earlier, and the context's error when
	// that ends.
	Wait(ctx context.Context, until time.Time) error
}

// Runner runs jobs when they are due, one at a time.
type Runner struct {
	Jobs  []Job
	State State
	Clock Clock
	// Run does what is due, or tells that it is TooLate or Edited. A slot is recorded as
	// done when it returns, with an error or without one; where the context had ended
	// before it returned an error, the slot is due again at the next start, as it is
	// after a kill.
	Run func(ctx context.Context, due Due) error
	// Failed hears of every error of Run; it may be nil.
	Failed func(due Due, err error)
}

// RunError is an error of a job's run.
type RunError struct {
	Job string
	// Slot is the key of the slot.
	Slot string
	Err  error
}

func (e *RunError) Error() string { return fmt.Sprintf("run job %s of %s: %v", e.Job, e.Slot, e.Err) }

// Unwrap returns what went wrong.
func (e *RunError) Unwrap() error { return e.Err }

// Due runs what is due now, each job at most once, and returns how many were. The errors
// of the jobs are joined, each a *RunError; any other error is one of the state, and ends
// it. Nothing new is begun once the context has ended.
func (r Runner) Due(ctx context.Context) (int, error) {
	due, err := r.find()
	if err != nil {
		return 0, err
	}
	count := 0
	var failures []error
	for _, d := range due {
		if ctx.Err() != nil {
			break
		}
		// The job before may have taken hours: a later slot may have come since.
		ran, failure, err := r.runOne(ctx, d.Job)
		if err != nil {
			return count, err
		}
		if ran {
			count++
		}
		if failure != nil {
			failures = append(failures, failure)
		}
	}
	return count, errors.Join(failures...)
}

// Loop runs what is due whenever it is, until the context ends; that is no error. One of
// the state is, since without it nothing is known to be done.
func (r Runner) Loop(ctx context.Context) error {
	for ctx.Err() == nil {
		before := r.Clock.Now()
		count, err := r.Due(ctx)
		var failure *RunError
		if err != nil && !errors.As(err, &failure) {
			return err
		}
		if count > 0 {
			continue // while it ran, others may have come
		}
		if err := r.Clock.Wait(ctx, r.wake(before)); err != nil && ctx.Err() == nil {
			return fmt.Errorf("wait for the next job: %w", err)
		}
	}
	return nil
}

// find settles the record of every job and finds those that are due.
func (r Runner) find() ([]Due, error) {
	now := r.Clock.Now()
	pasts := map[string]Past{}
	for _, job := range r.Jobs {
		past, err := r.settled(job, now)
		if err != nil {
			return nil, err
		}
		pasts[job.Name] = past
	}
	return FindDue(r.Jobs, func(job string) Past { return pasts[job] }, now), nil
}

func (r Runner) settled(job Job, now time.Time) (Past, error) {
	past, err := r.State.Past(job.Name)
	if err != nil {
		return Past{}, fmt.Errorf("look up when job %s ran: %w", job.Name, err)
	}
	settled := job.Settle(past, now)
	if settled.Timetable != past.Timetable || !settled.Until.Equal(past.Until) {
		if err := r.State.Record(job.Name, settled); err != nil {
			return Past{}, fmt.Errorf("record job %s: %w", job.Name, err)
		}
	}
	return settled, nil
}

// runOne runs the job's slot if it is still due.
func (r Runner) runOne(ctx context.Context, job Job) (ran bool, failure, err error) {
	past, err := r.State.Past(job.Name)
	if err != nil {
		return false, nil, fmt.Errorf("look up when job %s ran: %w", job.Name, err)
	}
	due, is := job.due(past, r.Clock.Now())
	if !is {
		return false, nil, nil
	}
	failed := r.protected(ctx, due)
	if failed != nil {
		failure = &RunError{Job: job.Name, Slot: due.Slot.Key(), Err: failed}
		if r.Failed != nil {
			r.Failed(due, failure)
		}
		if ctx.Err() != nil {
			return true, failure, nil // interrupted: not done
		}
	}
	if err := r.State.Record(job.Name, due.Done(past)); err != nil {
		return true, failure, fmt.Errorf("record that job %s ran for %s: %w", job.Name, due.Slot.Key(), err)
	}
	return true, failure, nil
}

// protected keeps a job that panics from ending the others.
func (r Runner) protected(ctx context.Context, due Due) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v\n%s", reason, debug.Stack())
		}
	}()
	return r.Run(ctx, due)
}

// wake is when to look again: at the next slot behind the last look, and within a minute,
// since clocks jump and computers sleep.
func (r Runner) wake(now time.Time) time.Time {
	wake := now.Add(time.Minute)
	for _, job := range r.Jobs {
		if slot, found := job.Spec.Next(now, job.Zone); found && slot.At.Before(wake) {
			wake = slot.At
		}
	}
	return wake
}
