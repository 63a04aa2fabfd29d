package dispatch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"

	"clientele/internal/deliveries"
	"clientele/internal/job"
	"clientele/internal/pipeline"
)

// A config that was mistyped must not end all jobs in silence, and it says itself
// whom to tell. So the state has a copy of the one that jobs ran by last.

// lastGoodName is the copy's file.
const lastGoodName = "config.yaml"

// keepConfig keeps the config that the jobs run by.
func (d *Dispatcher) keepConfig() error {
	path := filepath.Join(d.config.StateFolder(), lastGoodName)
	there, err := os.ReadFile(path)
	if err == nil && bytes.Equal(there, d.config.Source()) {
		return nil
	}
	err = job.WriteFile(path, func(w io.Writer) error {
		_, err := w.Write(d.config.Source())
		return err
	})
	if err != nil {
		return fmt.Errorf("keeping the config: %w", err)
	}
	return os.Chmod(path, 0o600) // it has addresses, and passwords it has not
}

// LastGood is the config by which jobs ran last, for a file that is there and
// cannot be read as one now.
func LastGood(path string) (*pipeline.Config, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	source, err := os.ReadFile(filepath.Join(stateOf(path, text), lastGoodName))
	if err != nil {
		return nil, err
	}
	return pipeline.ParseConfig(path, source)
}

var stateLine = regexp.MustCompile(`(?m)^state:[ \t]*["']?([^"'#\r\n]*[^"'#\s])`)

// stateOf is the folder of the state by a text that is no config.
func stateOf(path string, text []byte) string {
	folder := "state"
	if found := stateLine.FindSubmatch(text); found != nil {
		folder = string(found[1])
	}
	if filepath.IsAbs(folder) {
		return folder
	}
	return filepath.Join(filepath.Dir(path), folder)
}

// noteBroken notes for the owner, once for each state of the file, that the
// config cannot be read.
func (d *Dispatcher) noteBroken(wrong error) error {
	period, err := d.mistaken()
	if err == nil {
		key := deliveries.Key{Job: configJob, Period: period, Recipient: nobody}
		d.tell("%v", wrong) // with the lines of the file, which a mail cannot show
		err = d.note(key, kindRun, doubt{kind: kindConfig, holds: true, say: phrase("jobs.config", "what", sentence(wrong))})
	}
	if err != nil {
		return fmt.Errorf("noting that the config cannot be read: %w", err)
	}
	return nil
}

// mistake is a state of the config's file that cannot be read, and what the ledger
// calls it: another one where it comes back after it was mended.
type mistake struct{ Sum, Period string }

// mistakeName is where the ledger keeps the mistake that is not mended yet; no name
// of a job has a space.
const mistakeName = "config mistake"

func (d *Dispatcher) mistaken() (string, error) {
	var kept mistake
	raw, err := d.ledger.Past(mistakeName)
	if err == nil && len(raw) > 0 {
		err = json.Unmarshal(raw, &kept)
	}
	sum := fileSum(d.config.Path())
	if err != nil || kept.Sum == sum {
		return kept.Period, err
	}
	kept = mistake{Sum: sum, Period: d.options.Now().UTC().Format("20060102T150405.000")}
	raw, err = json.Marshal(kept)
	return kept.Period, errors.Join(err, d.ledger.Remember(mistakeName, raw))
}

// mended forgets the mistake of a config that can be read again.
func (d *Dispatcher) mended() error {
	raw, err := d.ledger.Past(mistakeName)
	if err != nil || len(raw) == 0 || string(raw) == nothing {
		return err
	}
	return d.ledger.Remember(mistakeName, json.RawMessage(nothing))
}

const nothing = "{}" // of no mistake

// kindConfig is the guard of a config that cannot be read.
const kindConfig = "config"

// broken notes a config that could not be read when the process began, where it
// was so; else it keeps the config.
func (d *Dispatcher) broken() error {
	if d.options.Broken == nil {
		if err := errors.Join(d.keepConfig(), d.mended()); err != nil {
			d.tell("%v", err) // mails are not to wait for it
		}
		return nil
	}
	var usage *pipeline.UsageError
	if !errors.As(d.options.Broken, &usage) {
		return d.options.Broken
	}
	d.summary.Config = firstLine(d.options.Broken)
	return d.noteBroken(d.options.Broken)
}
