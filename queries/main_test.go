package queries_test

import (
	"flag"
	"os"
	"testing"

	"clientele/internal/garbage"
)

// TestMain declares -update: write testdata/columns.golden anew.
func TestMain(m *testing.M) {
	flag.Bool("update", false, "write the golden files anew")
	flag.Parse()
	garbage.CollectLate()
	os.Exit(m.Run())
}

func updating() bool { return flag.Lookup("update").Value.String() == "true" }
