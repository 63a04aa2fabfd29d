//go:build !unix

package etl

import (
	"testing"
	"time"
)

// processorSeconds is the clock where the processor's time cannot be asked for.
func processorSeconds(b *testing.B) float64 {
	b.Helper()
	return time.Duration(time.Now().UnixNano()).Seconds() //nolint:forbidigo // a benchmark measures
}
