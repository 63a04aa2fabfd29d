package deliveries

import (
	"errors"
	"time"

	"go.etcd.io/bbolt"
)

// Pruning says what the ledger need not know any more.
type Pruning struct {
	Before time.Time // what ended later stays
	// Time is the time of a job that a delivery belongs to: what belongs together
	// goes together or stays.
	Time func(Key) string
	// Over says of a delivery that is final that nothing is to be done about it.
	Over func(Delivery) bool
}

// Pruned counts what was removed.
type Pruned struct{ Deliveries, Runs int }

// Prune removes what is old and over. A time of a job stays as a whole while
// anything of it is not: who has the mail of it must be known while others may
// still get theirs. The latest time of each job stays, however old: it is the one
// that a person sends, and a yearly job has no other. The file does not shrink;
// what comes later is written into the room.
func (l *Ledger) Prune(pruning Pruning) (pruned Pruned, err error) {
	p := &pruner{Pruning: pruning, stays: map[jobTime]bool{}, latest: map[string]string{}}
	if err := l.look(p.survey); err != nil || len(p.deliveries)+len(p.runs) == 0 {
		return Pruned{}, err
	}
	err = l.update(func(tx *bbolt.Tx) error {
		// Surveyed anew: what was over a moment ago may have been sent again.
		*p = pruner{Pruning: pruning, stays: map[jobTime]bool{}, latest: map[string]string{}}
		if err := p.survey(tx); err != nil {
			return err
		}
		pruned, err = p.remove(tx)
		return err
	})
	if err != nil {
		return Pruned{}, err
	}
	return pruned, nil
}

type jobTime struct{ job, time string }

// pruner finds what can go: candidates, and the times that stay.
type pruner struct {
	Pruning
	stays      map[jobTime]bool
	latest     map[string]string
	deliveries []Delivery
	runs       []Run
}

func (p *pruner) survey(tx *bbolt.Tx) error {
	err := open(tx).each(func(d Delivery) error {
		of := jobTime{d.Job, p.Time(d.Key)}
		p.latest[of.job] = max(p.latest[of.job], of.time)
		if d.State.Final() && d.Done.Before(p.Before) && len(d.Telling) == 0 && p.Over(d) {
			p.deliveries = append(p.deliveries, d)
		} else {
			p.stays[of] = true
		}
		return nil
	})
	runs := tx.Bucket([]byte(tableRuns)).ForEach(func(key, record []byte) error {
		run, err := decodeRun(key, record)
		if err != nil {
			return err
		}
		p.latest[run.Job] = max(p.latest[run.Job], run.Slot)
		if !run.Ended.IsZero() && run.Ended.Before(p.Before) {
			p.runs = append(p.runs, run)
		} else {
			p.stays[jobTime{run.Job, run.Slot}] = true
		}
		return nil
	})
	return errors.Join(err, runs)
}

func (p *pruner) remove(tx *bbolt.Tx) (pruned Pruned, err error) {
	goes := func(job, time string) bool { return !p.stays[jobTime{job, time}] && p.latest[job] != time }
	b := open(tx)
	for _, d := range p.deliveries {
		if !goes(d.Job, p.Time(d.Key)) {
			continue
		}
		if err := b.deliveries.Delete(d.bytes()); err != nil {
			return Pruned{}, err
		}
		pruned.Deliveries++
	}
	for _, run := range p.runs {
		if !goes(run.Job, run.Slot) {
			continue
		}
		key, err := runKey(run.Job, run.Slot)
		if err != nil {
			return Pruned{}, err
		}
		if err := tx.Bucket([]byte(tableRuns)).Delete(key); err != nil {
			return Pruned{}, err
		}
		pruned.Runs++
	}
	return pruned, nil
}
