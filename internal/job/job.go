// Package job runs a list of steps and tells what happens.
//
// A job is data: each step names what it reads and what it writes, so that the
// list can be checked before it runs and printed instead of run. Steps share
// no state; they report rows and warnings, the runner turns those into events,
// and a sink shows the events (a live line, plain lines, JSON). Around a run
// stand the outputs, which are written aside and put in place together, and
// the manifest, which says what went in and what came out.
package job

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Job is a list of steps in the order in which they run.
type Job []Step

// Step is one piece of work.
type Step struct {
	Name string
	// Reads are the names that must have been written by an earlier step or
	// be inputs of the job. Where one was left out, this step is too.
	Reads []string
	// Optional are names that the step uses where they are there; they too
	// must be known, but one that was left out does not stop the step.
	Optional []string
	Writes   []string
	// Run does the work. It returns Skip where it has nothing to work on.
	Run func(ctx context.Context, report *Reporter) error
}

// Check finds all mistakes in the list: a read that no earlier step writes, a
// name that two steps write, steps without a name or with the same one.
func (j Job) Check(inputs []string) error {
	writers := map[string]string{}
	for _, name := range inputs {
		writers[name] = "the inputs"
	}
	var mistakes []error
	names := map[string]bool{}
	for i, step := range j {
		if step.Name == "" || step.Run == nil {
			mistakes = append(mistakes, fmt.Errorf("step %d %q: a name and something to run are needed", i+1, step.Name))
		}
		if names[step.Name] {
			mistakes = append(mistakes, fmt.Errorf("step %q is listed twice", step.Name))
		}
		names[step.Name] = true
		for _, name := range append(step.Reads[:len(step.Reads):len(step.Reads)], step.Optional...) {
			if writers[name] == "" {
				mistakes = append(mistakes, fmt.Errorf("step %q reads %q, which no step before it writes", step.Name, name))
			}
		}
		for _, name := range step.Writes {
			if other := writers[name]; other != "" {
				mistakes = append(mistakes, fmt.Errorf("step %q writes %q, which %s wrote already", step.Name, name, other))
			}
			writers[name] = fmt.Sprintf("step %q", step.Name)
		}
	}
	return errors.Join(mistakes...)
}

// Describe writes the list for people: what would run, in which order, on
// what. It is the dry run.
func (j Job) Describe(w io.Writer) error {
	for i, step := range j {
		text := fmt.Sprintf("%2d. %s\n", i+1, printable(step.Name))
		text += names("reads", step.Reads) + names("uses", step.Optional) + names("writes", step.Writes)
		if _, err := io.WriteString(w, text); err != nil {
			return fmt.Errorf("describe the job: %w", err)
		}
	}
	return nil
}

func names(verb string, list []string) string {
	if len(list) == 0 {
		return ""
	}
	return fmt.Sprintf("    %-6s %s\n", verb, printable(strings.Join(list, ", ")))
}
