//go:build unix

package etl

import (
	"syscall"
	"testing"
	"time"
)

// processorSeconds is what this process has used so far, all its threads
// together: on a busy machine that says more than the clock.
func processorSeconds(b *testing.B) float64 {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return (time.Duration(usage.Utime.Nano()) + time.Duration(usage.Stime.Nano())).Seconds()
}
