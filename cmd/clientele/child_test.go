package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// ended is what became of a run of the program.
type ended struct {
	code           int
	stdout, stderr string
	state          *os.ProcessState
}

// command is a run of the program as a process of its own, in a folder.
func command(t testing.TB, folder string, arguments ...string) *exec.Cmd {
	t.Helper()
	path, name := program(t)
	child := exec.Command(path)
	child.Args = append([]string{name}, arguments...)
	child.Dir = folder
	child.Env = append(os.Environ(), "TMPDIR="+t.TempDir())
	return child
}

// execute runs the program to its end.
func execute(t testing.TB, folder string, arguments ...string) ended {
	t.Helper()
	child := command(t, folder, arguments...)
	var stdout, stderr bytes.Buffer
	child.Stdout, child.Stderr = &stdout, &stderr
	_ = child.Run() // its exit code is looked at
	return ended{child.ProcessState.ExitCode(), stdout.String(), stderr.String(), child.ProcessState}
}

// must runs the program, which has to end well.
func must(t testing.TB, folder string, arguments ...string) ended {
	t.Helper()
	done := execute(t, folder, arguments...)
	if done.code != 0 {
		t.Fatalf("clientele %q ended with %d\n%s%s", arguments, done.code, done.stdout, done.stderr)
	}
	return done
}

// here runs the program in this process, which is quicker; it has to end well.
func here(t testing.TB, arguments ...string) ended {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(context.Background(), arguments, environment{stdout: &stdout, stderr: &stderr, now: time.Now})
	if code != 0 {
		t.Fatalf("clientele %q ended with %d\n%s%s", arguments, code, stdout.String(), stderr.String())
	}
	return ended{code: code, stdout: stdout.String(), stderr: stderr.String()}
}

// write makes a file and the folders above it.
func write(t testing.TB, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
