package dispatch

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"clientele/internal/deliveries"
	"clientele/internal/message"
	"clientele/internal/pipeline"
	"clientele/internal/spelling"
)

// Wanted says which deliveries are meant; what is empty asks for nothing.
type Wanted struct {
	Jobs, Periods []string
	To            string
	Last          int  // the latest so many, 0 for all
	Dismissed     bool // those too that a person wants no more of
}

func (w Wanted) has(one deliveries.Delivery) bool {
	to := w.To
	if address, err := message.ParseAddress(w.To); err == nil {
		to = address.Key()
	}
	among := func(list []string, value string) bool { return len(list) == 0 || slices.Contains(list, value) }
	return among(w.Jobs, one.Job) && among(w.Periods, one.Period) && (to == "" || one.Recipient == to)
}

// named says whether anything is asked for.
func (w Wanted) named() bool { return len(w.Jobs)+len(w.Periods) > 0 || w.To != "" }

// Deliveries lists what went to whom, the latest last, and counts what is left
// out because it was dismissed. It may be asked while jobs run.
func Deliveries(config *pipeline.Config, wanted Wanted) (found []deliveries.Delivery, dismissed int, err error) {
	ledger, err := deliveries.View(config.StateFolder())
	if err != nil {
		return nil, 0, explained(err)
	}
	all, err := wantedOf(config, ledger, wanted)
	if err != nil {
		return nil, 0, err
	}
	trouble, err := ledger.Trouble()
	if err != nil {
		return nil, 0, explained(err)
	}
	found = []deliveries.Delivery{}
	for _, one := range all {
		if (one.State == deliveries.Queued || one.State == deliveries.Waiting) && trouble.Until.After(one.Next) {
			one.Next = trouble.Until // it waits for the server, with all others
		}
		if one.State == deliveries.Dismissed && !wanted.Dismissed {
			dismissed++
			continue
		}
		found = append(found, one)
	}
	slices.SortStableFunc(found, func(a, b deliveries.Delivery) int { return a.Queued.Compare(b.Queued) })
	if wanted.Last > 0 && len(found) > wanted.Last {
		found = found[len(found)-wanted.Last:]
	}
	return found, dismissed, nil
}

// Arrived notes of mails of which it was unknown that they arrived, as a person
// has found out, and counts them.
func Arrived(config *pipeline.Config, wanted Wanted, now time.Time) (int, error) {
	ledger, err := deliveries.Open(config.StateFolder())
	if err != nil {
		return 0, explained(err)
	}
	all, err := wantedOf(config, ledger, wanted)
	if err != nil {
		return 0, err
	}
	count := 0
	for _, one := range all {
		if one.State != deliveries.Unknown {
			continue
		}
		if err := ledger.Resolve(one.Key, deliveries.WasSent, now); err != nil {
			return count, err
		}
		count++
	}
	return count, nil
}

// Dismiss notes that a person wants no more of deliveries that needed one, and
// lists them. Which are meant has to be said: nobody dismisses everything by a
// flag that was forgotten.
func Dismiss(config *pipeline.Config, wanted Wanted, now time.Time) ([]deliveries.Delivery, error) {
	if !wanted.named() {
		return nil, &pipeline.UsageError{Text: "--dismiss: which ones?", Hint: "say it by --job, --period and --to, as `clientele deliveries` shows them"}
	}
	ledger, err := deliveries.Open(config.StateFolder())
	if err != nil {
		return nil, explained(err)
	}
	all, err := wantedOf(config, ledger, wanted)
	if err != nil {
		return nil, err
	}
	var keys []deliveries.Key
	var meant []deliveries.Delivery
	for _, one := range all {
		if one.State.NeedsPerson() {
			keys, meant = append(keys, one.Key), append(meant, one)
		}
	}
	if len(keys) == 0 {
		return nil, &pipeline.UsageError{Text: fmt.Sprintf("--dismiss: none of the %d that are meant was held back, refused, given up or is unknown", len(all)), Hint: "`clientele deliveries` shows how each stands"}
	}
	return meant, ledger.Dismiss(keys, now)
}

// wantedOf are the deliveries that are meant. A job of which neither the config
// nor the ledger has heard is a mistake, and not an empty list.
func wantedOf(config *pipeline.Config, ledger *deliveries.Ledger, wanted Wanted) ([]deliveries.Delivery, error) {
	all, err := ledger.List("")
	if err != nil {
		return nil, err
	}
	if err := checkJobs(config, ledger, wanted.Jobs, all); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(one deliveries.Delivery) bool { return !wanted.has(one) }), nil
}

func checkJobs(config *pipeline.Config, ledger *deliveries.Ledger, jobs []string, all []deliveries.Delivery) error {
	if len(jobs) == 0 {
		return nil
	}
	known, err := knownJobs(config, ledger, all)
	if err != nil {
		return err
	}
	for _, job := range jobs {
		if slices.Contains(known, job) {
			continue
		}
		wrong := &pipeline.UsageError{Text: fmt.Sprintf("--job: neither the config nor the ledger knows a job %q", job), Hint: "there are no jobs yet; the README shows how to write them (jobs:)"}
		if len(known) > 0 {
			wrong.Hint = "there are " + strings.Join(known, ", ")
		}
		if near := spelling.Suggest(job, known); near != "" {
			wrong.Hint = fmt.Sprintf("did you mean %q? %s", near, wrong.Hint)
		}
		return wrong
	}
	return nil
}

// knownJobs are the names that stand in the column of jobs, or may one day: those
// of the config first.
func knownJobs(config *pipeline.Config, ledger *deliveries.Ledger, all []deliveries.Delivery) ([]string, error) {
	var known []string
	add := func(name string) {
		if !slices.Contains(known, name) {
			known = append(known, name)
		}
	}
	for _, job := range config.Jobs {
		add(job.Name)
	}
	for _, alert := range config.Alerts {
		add(alertJob(alert.Name))
	}
	runs, err := ledger.Runs("")
	if err != nil {
		return nil, err
	}
	for _, run := range runs {
		add(run.Job)
	}
	for _, one := range all {
		add(one.Job)
	}
	return known, nil
}
