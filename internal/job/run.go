package job

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Clock tells the time. Only durations come from it, and none of them reaches
// an output or the manifest.
type Clock func() time.Time

// Result is what became of one step.
type Result struct {
	Step string
	// State is Finished, Skipped, Failed or NotRun.
	State   Kind
	Rows    int64
	Elapsed time.Duration
	// Message says why a step was skipped or failed.
	Message  string
	Warnings []string
}

// StepError is the failure of a step.
type StepError struct {
	Step string
	Err  error
}

// Error names the step and what went wrong in it.
func (e *StepError) Error() string { return e.Step + ": " + e.Err.Error() }

// Unwrap returns what went wrong.
func (e *StepError) Unwrap() error { return e.Err }

// skip is what a step returns that has nothing to work on.
type skip struct{ reason string }

func (s skip) Error() string { return s.reason }

// Skip is returned by a step that is left out because what it needs is not
// there. The reason completes "left out: …". The job goes on, and steps that
// read what this one would have written are left out too.
func Skip(reason string) error { return skip{reason} }

// Run checks the job and runs its steps in order. The first failure stops it;
// the error is a *StepError, and the steps after it are reported as not run.
// A context that ends does the same. There is a result for every step.
func (j Job) Run(ctx context.Context, inputs []string, clock Clock, sink Sink) ([]Result, error) {
	if err := j.Check(inputs); err != nil {
		return nil, fmt.Errorf("check the job: %w", err)
	}
	results := make([]Result, len(j))
	left := map[string]string{} // what was not written, and the step that left it out
	var failure error
	for i, step := range j {
		at := Event{Step: step.Name, Position: i + 1, Of: len(j)}
		switch {
		case failure != nil:
			results[i] = Result{Step: step.Name, State: NotRun}
			at.Kind = NotRun
			sink.Event(at)
		case ctx.Err() != nil:
			failure = &StepError{step.Name, fmt.Errorf("interrupted: %w", context.Cause(ctx))}
			results[i] = Result{Step: step.Name, State: NotRun}
			at.Kind = NotRun
			sink.Event(at)
		default:
			results[i], failure = step.run(ctx, missing(step, left), at, clock, sink)
		}
		if results[i].State == Skipped {
			for _, name := range step.Writes {
				left[name] = step.Name
			}
		}
	}
	return results, failure
}

// missing says which of a step's reads was left out, "" for none.
func missing(step Step, left map[string]string) string {
	for _, name := range step.Reads {
		if by := left[name]; by != "" {
			return fmt.Sprintf("needs %s, which step %q left out", name, by)
		}
	}
	return ""
}

func (s Step) run(ctx context.Context, missing string, at Event, clock Clock, sink Sink) (Result, error) {
	result := Result{Step: s.Name, State: Finished}
	started := clock()
	at.Kind = Started
	report := &Reporter{at: at, sink: sink, since: func() time.Duration { return clock().Sub(started) }}
	var err error
	if missing != "" {
		err = Skip(missing)
	} else {
		sink.Event(at)
		err = s.Run(ctx, report)
	}
	var skipped skip
	switch {
	case errors.As(err, &skipped):
		result.State, result.Message, err = Skipped, skipped.reason, nil
	case err != nil:
		err = &StepError{s.Name, err}
		result.State, result.Message = Failed, errors.Unwrap(err).Error()
	}
	result.Elapsed = clock().Sub(started)
	result.Rows, at.Total, result.Warnings = report.end()
	at.Kind, at.Rows, at.Elapsed, at.Message = result.State, result.Rows, result.Elapsed, result.Message
	sink.Event(at)
	return result, err
}

// Warnings are those of all steps, in their order, each once.
func Warnings(results []Result) []string {
	var warnings []string
	for _, result := range results {
		for _, warning := range result.Warnings {
			if !slices.Contains(warnings, warning) {
				warnings = append(warnings, warning)
			}
		}
	}
	return warnings
}
