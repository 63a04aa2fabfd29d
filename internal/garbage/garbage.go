// Package garbage collects late in the programs of tests, which are many and
// short: collecting took a quarter of their time.
package garbage

import (
	"os"
	"runtime/debug"
)

// most is how much may lie: half a gigabyte.
const most = 512 << 20

// CollectLate lets garbage lie for as long as there is little of it. Long tests,
// some of which measure memory, have the collector as it is.
func CollectLate() {
	//nolint:forbidigo // the programs of tests alone call it; a TestMain that asks itself would make every test a long one
	if os.Getenv("CLIENTELE_LONG") == "" {
		debug.SetGCPercent(-1)
		debug.SetMemoryLimit(most)
	}
}
