package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"clientele/etl"
	"clientele/internal/job"
	"clientele/internal/lake"
)

// Scripts and schedulers read these.
func TestExitCode_OfEachKindOfError(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{nil, 0},
		{errors.New("anything"), 1},
		{context.Canceled, 1}, // the command line knows an interrupt by its context
		{&UsageError{Text: "x"}, 2},
		{etl.ErrInput, 2},
		{&etl.FileError{File: "a.csv", Text: "it is empty"}, 2},
		{lake.ErrNoSnapshot, 2},
		{&RejectedError{}, 3},
		{&AuditError{}, 4},
		{&DamageError{}, 4},
		{lake.ErrDamaged, 4},
		{&ConvergenceError{}, 5},
	} {
		for _, err := range []error{c.err, wrapped(c.err), withoutStep(wrapped(c.err))} {
			if got := ExitCode(err); got != c.want {
				t.Errorf("%T %v: exit code %d, want %d", c.err, err, got, c.want)
			}
		}
	}
}

func wrapped(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("doing something: %w", &job.StepError{Step: "load", Err: fmt.Errorf("deeper: %w", err)})
}

func TestExplained_KnowsAFullDiskByNumberAndByTheEnginesWords(t *testing.T) {
	for _, err := range []error{
		lake.ErrDiskFull, job.ErrDiskFull, syscall.ENOSPC, syscall.EDQUOT,
		errors.New(`IO Error: Could not write file "x.parquet": No space left on device`),
	} {
		got := explained(wrapped(err))
		if ExitCode(got) != ExitUsage || !strings.Contains(got.Error(), "the disk is full") || !errors.Is(got, err) {
			t.Errorf("%v becomes %v", err, got)
		}
	}
	for _, err := range []error{nil, errors.New("no space in a name"), &AuditError{}} {
		if got := explained(err); fmt.Sprint(got) != fmt.Sprint(err) {
			t.Errorf("%v becomes %v", err, got)
		}
	}
}

func TestWithoutStep_KeepsTheStepWhereTheErrorIsNoSentenceForTheUser(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{&UsageError{Text: "mend this", Hint: "so"}, "mend this\nso"},
		{errors.New("broken pipe"), "load: broken pipe"},
	} {
		if got := withoutStep(&job.StepError{Step: "load", Err: c.err}); got.Error() != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
