package dispatch

import (
	"time"

	"clientele/internal/deliveries"
	"clientele/internal/message"
	"clientele/internal/pipeline"
)

// order is one job for one of its times.
type order struct {
	job    *pipeline.Job
	slot   time.Time // the instant of its time
	period string    // how the ledger calls the time
	missed int       // earlier times that this one stands for
	made   string    // the day of the reports that an earlier, killed run made

	// instead are the times at which the job ran on the same day before its time was
	// changed; whoever has the mail of one has the day's.
	instead []string

	// What a person may say who sends by hand.
	byHand  bool
	run     bool // do the job's stages first
	despite bool // whatever the guards say
	again   bool // to those who have it, too
	only    []message.Address
}

// wanted says whether a recipient is meant.
func (o *order) wanted(to message.Address) bool {
	for _, one := range o.only {
		if one.Key() == to.Key() {
			return true
		}
	}
	return len(o.only) == 0
}

// key is what the ledger calls the mail to a recipient; part counts from 1
// where there are several.
func (o *order) key(to message.Address, part int) deliveries.Key {
	return deliveries.Key{Job: o.job.Name, Period: o.period, Recipient: to.Key(), Part: part}
}
