package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes the test binary the program itself where it is called
// clientele: in scripts, and wherever a test needs a process to kill.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"clientele": main})
}

// program is the test binary under the program's name.
func program(t testing.TB) (path, name string) {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path, "clientele"
}
