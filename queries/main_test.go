package queries_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain declares -update: write testdata/columns.golden anew.
func TestMain(m *testing.M) {
	flag.Bool("update", false, "write the golden files anew")
	flag.Parse()
	os.Exit(m.Run())
}

func updating() bool { return flag.Lookup("update").Value.String() == "true" }
