package dispatch

import (
	"slices"
	"time"

	"clientele/internal/deliveries"
	"clientele/internal/message"
	"clientele/internal/pipeline"
)

// Wanted says which deliveries are meant; what is empty asks for nothing.
type Wanted struct {
	Job, Period, To string
	Last            int // the latest so many, 0 for all
}

func (w Wanted) has(one deliveries.Delivery) bool {
	to := w.To
	if address, err := message.ParseAddress(w.To); err == nil {
		to = address.Key()
	}
	return (w.Job == "" || one.Job == w.Job) && (w.Period == "" || one.Period == w.Period) && (to == "" || one.Recipient == to)
}

// Deliveries lists what went to whom, the latest last. It may be asked while
// jobs run.
func Deliveries(config *pipeline.Config, wanted Wanted) ([]deliveries.Delivery, error) {
	ledger, err := deliveries.View(config.StateFolder())
	if err != nil {
		return nil, err
	}
	all, err := ledger.List("")
	if err != nil {
		return nil, err
	}
	found := []deliveries.Delivery{}
	for _, one := range all {
		if wanted.has(one) {
			found = append(found, one)
		}
	}
	slices.SortStableFunc(found, func(a, b deliveries.Delivery) int { return a.Queued.Compare(b.Queued) })
	if wanted.Last > 0 && len(found) > wanted.Last {
		found = found[len(found)-wanted.Last:]
	}
	return found, nil
}

// Arrived notes of mails of which it was unknown that they arrived, as a person
// has found out, and counts them.
func Arrived(config *pipeline.Config, wanted Wanted, now time.Time) (int, error) {
	ledger, err := deliveries.Open(config.StateFolder())
	if err != nil {
		return 0, err
	}
	all, err := ledger.List("")
	if err != nil {
		return 0, err
	}
	count := 0
	for _, one := range all {
		if !wanted.has(one) || one.State != deliveries.Unknown {
			continue
		}
		if err := ledger.Resolve(one.Key, deliveries.WasSent, now); err != nil {
			return count, err
		}
		count++
	}
	return count, nil
}
