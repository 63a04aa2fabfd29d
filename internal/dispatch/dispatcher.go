package dispatch

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"clientele/internal/deliveries"
	"clientele/internal/job"
	"clientele/internal/pipeline"
	"clientele/reports/catalogue"
)

// Options are what a dispatcher has of the outside.
type Options struct {
	Version string // of the program
	Threads int    // of a run; 0 is the config's
	Now     func() time.Time
	Wait    func(ctx context.Context, length time.Duration) error // nil: a timer
	Lookup  func(name string) (string, bool)                      // variables of the environment
	Sink    job.Sink                                              // of the steps of a run
	Tell    func(line string)                                     // what happens, for a log

	// Broken is why the config's file cannot be read, where the one by which jobs
	// ran last stands for it.
	Broken error

	// DryRun is a folder that the mails are written to, and nothing is sent, noted
	// or told; empty where they are sent.
	DryRun string
}

// Dispatcher runs the jobs of one workspace.
type Dispatcher struct {
	config  *pipeline.Config
	options Options
	ledger  *deliveries.Ledger
	summary Summary // of what is being done
	read    string  // what the config's file was known by when it was looked at last

	run func(context.Context, *pipeline.Config, pipeline.Options) (pipeline.Outcome, error)
}

// New is the dispatcher of a config. The folder of its state is made where it is
// not there, but for a dry run.
func New(config *pipeline.Config, options Options) (*Dispatcher, error) {
	if options.Wait == nil {
		options.Wait = wait
	}
	open := deliveries.Open
	if options.DryRun != "" {
		open = deliveries.View
	}
	begun := deliveries.Exists(config.StateFolder())
	ledger, err := open(config.StateFolder())
	if err != nil {
		return nil, &pipeline.UsageError{Text: err.Error(), Hint: ledgerHint, Cause: err}
	}
	d := &Dispatcher{config: config, options: options, ledger: ledger, run: pipeline.Run}
	if !begun && options.DryRun == "" {
		d.tell("a ledger is begun in %s: nothing is known of what was sent before", config.StateFolder())
	}
	return d, nil
}

const ledgerHint = "the config says where it is kept what was sent (state:)"

// explained makes what is wrong with the ledger's file or its disk something that
// a person can mend, as its text says.
func explained(err error) error {
	for _, known := range []error{deliveries.ErrDiskFull, deliveries.ErrDamaged, deliveries.ErrForeign, deliveries.ErrNoLocks, deliveries.ErrBusy} {
		if errors.Is(err, known) {
			return &pipeline.UsageError{Text: err.Error(), Hint: ledgerHint, Cause: err}
		}
	}
	return err
}

// wait waits by the machine's clock.
func wait(ctx context.Context, length time.Duration) error {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// words are those of the company's own language, in which the owner is told.
func (d *Dispatcher) words() *catalogue.Catalogue {
	words, err := catalogue.New(d.config.Language())
	if err != nil {
		panic(err) // the config's check refuses unknown languages, and the catalogue is embedded
	}
	return words
}

func (d *Dispatcher) tell(format string, arguments ...any) {
	d.options.Tell(fmt.Sprintf(format, arguments...))
}

// ErrBusy says that another process runs jobs of this workspace.
var ErrBusy = errors.New("another clientele runs jobs of this workspace now")

// lockName is the file that whoever runs jobs of a workspace has locked.
const lockName = "schedule.lock"

// locked does something as the only one who runs jobs of the workspace; it
// returns ErrBusy, and does nothing, while somebody else does.
func (d *Dispatcher) locked(do func() error) error {
	lock := flock.New(filepath.Join(d.config.StateFolder(), lockName), flock.SetPermissions(0o600))
	taken, err := lock.TryLock()
	if err != nil {
		return fmt.Errorf("locking %s: %w", lock.Path(), err)
	}
	if !taken {
		return ErrBusy
	}
	return errors.Join(do(), lock.Close())
}
