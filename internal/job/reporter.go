package job

import (
	"slices"
	"sync"
	"time"
)

// Reporter is how a step says how far it is. It may be used by several
// goroutines of the step.
type Reporter struct {
	mutex    sync.Mutex
	at       Event
	sink     Sink
	since    func() time.Duration
	next     int64 // the number of rows at which the next event is due
	warnings []string
	ended    bool
}

// Total says how many rows are to be done, as soon as that is known.
func (r *Reporter) Total(rows int64) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.at.Total = rows
}

// Files says how many files are to be read, from the first on.
func (r *Reporter) Files(all int) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.at.Files, r.at.AllFiles = 0, all
}

// Begin says which file is read now.
func (r *Reporter) Begin(file string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.at.File = file
}

// End says that the file is done; it becomes an event where rows of it were
// read, and not where it was known already.
func (r *Reporter) End(read bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.at.Files++
	if read {
		r.send(FileDone, "")
	}
	r.at.File = ""
}

// Add says that this many more rows are done. Not every call becomes an
// event: one does for each 200th part of the total, or for each 10,000 rows.
// That goes by rows and not by the clock, so that the same work gives the same
// events.
func (r *Reporter) Add(rows int64) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.at.Rows += rows
	if r.at.Rows < r.next {
		return
	}
	each := int64(10_000)
	if r.at.Total > 0 {
		each = max(1, r.at.Total/200, r.at.Rows/200) // a total may be too low
	}
	r.next = r.at.Rows + each
	r.send(Progress, "")
}

// Warn says something that a person should read although the step goes on. It
// is shown, and kept for the manifest; the same words are kept once.
func (r *Reporter) Warn(message string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if slices.Contains(r.warnings, message) {
		return
	}
	r.warnings = append(r.warnings, message)
	r.send(Warning, message)
}

func (r *Reporter) send(kind Kind, message string) {
	if r.ended {
		return // a goroutine that outlived its step
	}
	event := r.at
	event.Kind, event.Message, event.Elapsed = kind, message, r.since()
	r.sink.Event(event)
}

func (r *Reporter) end() (rows, total int64, warnings []string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.ended = true
	return r.at.Rows, r.at.Total, slices.Clone(r.warnings)
}
