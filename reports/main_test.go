package reports_test

import (
	"os"
	"testing"

	"clientele/internal/garbage"
)

func TestMain(m *testing.M) {
	garbage.CollectLate()
	os.Exit(m.Run())
}
