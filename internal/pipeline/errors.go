package pipeline

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	"clientele/etl"
	"clientele/internal/job"
	"clientele/internal/lake"
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

// DamageError is a lake with files that are not as they were written.
type DamageError struct {
	Damaged int
	Sound   int // the latest snapshot without damage, 0 for none
}

func (e *DamageError) Error() string {
	noun := "files"
	if e.Damaged == 1 {
		noun = "file"
	}
	return fmt.Sprintf("%d %s of the lake cannot be trusted\n`clientele lake rollback %d` and then `clientele load` bring back what the exports still say", e.Damaged, noun, e.Sound)
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
	ExitAttention   = 6
	ExitInterrupted = 130
)

// explained adds what to do to an error that only the system's words describe:
// a full disk can be met by any step.
func explained(err error) error {
	if err == nil || !diskFull(err) {
		return err
	}
	return &UsageError{Text: "the disk is full: " + err.Error(),
		Hint: "what was published before is unchanged; make room and run it again", Cause: err}
}

// diskFull knows the error by its number, and that of the query engine, which
// has none, by the system's words in it.
func diskFull(err error) bool {
	for _, known := range []error{lake.ErrDiskFull, job.ErrDiskFull, syscall.ENOSPC, syscall.EDQUOT} {
		if errors.Is(err, known) {
			return true
		}
	}
	text := strings.ToLower(err.Error())
	return strings.Contains(text, syscall.ENOSPC.Error()) || strings.Contains(text, syscall.EDQUOT.Error())
}

// ExitCode is the exit code that an error stands for.
func ExitCode(err error) int {
	var (
		usage       *UsageError
		audit       *AuditError
		damage      *DamageError
		rejected    *RejectedError
		convergence *ConvergenceError
	)
	switch {
	case err == nil:
		return ExitOK
	case errors.As(err, &audit), errors.As(err, &damage), errors.Is(err, lake.ErrDamaged):
		return ExitAudit
	case errors.As(err, &usage), errors.Is(err, etl.ErrInput), errors.Is(err, lake.ErrNoSnapshot):
		return ExitUsage
	case errors.As(err, &rejected):
		return ExitRejected
	case errors.As(err, &convergence):
		return ExitConvergence
	}
	return ExitUnexpected
}
