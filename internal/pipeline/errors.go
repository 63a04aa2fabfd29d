package pipeline

import (
	"errors"
	"fmt"

	"clientele/etl"
)

// UsageError is a mistake in a command line, a config or an input that the
// user can mend.
type UsageError struct {
	Text  string
	Hint  string
	Cause error
}

func (e *UsageError) Error() string {
	if e.Hint == "" {
		return e.Text
	}
	return e.Text + "\n" + e.Hint
}

// Unwrap gives the cause.
func (e *UsageError) Unwrap() error { return e.Cause }

// AuditError is data that did not pass a check; nothing was published.
type AuditError struct {
	Problems []string
}

func (e *AuditError) Error() string {
	text := "the loaded data did not pass its checks, so nothing was published and the last good data stays:"
	for _, problem := range e.Problems {
		text += "\n  " + problem
	}
	return text
}

// RejectedError says that a job has finished, but with more rows rejected than
// the config allows.
type RejectedError struct {
	File     string
	Rejected int64
	Read     int64
	Allowed  float64 // percent
}

func (e *RejectedError) Error() string {
	return fmt.Sprintf("%s: %d of %d rows were rejected, more than the %g %% allowed (limits.rejected_percent); see the data quality sheet for why",
		e.File, e.Rejected, e.Read, e.Allowed)
}

// ConvergenceError says that a job has finished, but a model found no firm
// answer; the report marks what that concerns.
type ConvergenceError struct{ Model, Note string }

func (e *ConvergenceError) Error() string {
	return fmt.Sprintf("the model %s did not converge: %s; its figures are marked in the report", e.Model, e.Note)
}

// The exit codes of the program; README and --help list them.
const (
	ExitOK          = 0
	ExitUnexpected  = 1
	ExitUsage       = 2
	ExitRejected    = 3
	ExitAudit       = 4
	ExitConvergence = 5
	ExitInterrupted = 130
)

// ExitCode is the exit code that an error stands for.
func ExitCode(err error) int {
	var (
		usage       *UsageError
		audit       *AuditError
		rejected    *RejectedError
		convergence *ConvergenceError
	)
	switch {
	case err == nil:
		return ExitOK
	case errors.As(err, &audit):
		return ExitAudit
	case errors.As(err, &usage), errors.Is(err, etl.ErrInput):
		return ExitUsage
	case errors.As(err, &rejected):
		return ExitRejected
	case errors.As(err, &convergence):
		return ExitConvergence
	}
	return ExitUnexpected
}
