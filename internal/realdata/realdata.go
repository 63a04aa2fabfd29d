// Package realdata finds, for tests, the published data that lies beside the
// project and is no part of it.
package realdata

import (
	"os"
	"path/filepath"
	"testing"
)

// Path is a file of the folder shared/data above or beside the test's own
// folder, such as "cdnow/CDNOW_sample.txt". Where it is not there the test
// skips and says so.
func Path(t testing.TB, name string) string {
	t.Helper()
	folder, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for {
		path := filepath.Join(folder, "shared", "data", filepath.FromSlash(name))
		if _, err := os.Stat(path); err == nil {
			return path
		}
		if filepath.Dir(folder) == folder {
			t.Skipf("the published data %s is not beside the project: what it shows is not checked", name)
		}
		folder = filepath.Dir(folder)
	}
}
