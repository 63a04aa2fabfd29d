package pipeline

import (
	"os"
	"testing"
)

// sized is the size of a long test: the usual one, or with CLIENTELE_LONG=1 the
// full one.
func sized(t *testing.T, what string, usual, full int) int {
	t.Helper()
	if os.Getenv("CLIENTELE_LONG") != "" {
		return full
	}
	t.Logf("%s: %d; with CLIENTELE_LONG=1 %d", what, usual, full)
	return usual
}
