// Package garbage collects late in the programs of tests, which are many and
// short: collecting took a quarter of their time.
package garbage

import (
	"math"
	"runtime/debug"
)

// most is how much may lie: half a gigabyte.
const most = 512 << 20

// CollectLate lets garbage lie for as long as there is little of it. Who
// measures memory, or needs more of it, sets GOMEMLIMIT: then the collector is
// as it is.
func CollectLate() {
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		debug.SetGCPercent(-1)
		debug.SetMemoryLimit(most)
	}
}
