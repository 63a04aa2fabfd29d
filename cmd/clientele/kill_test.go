package main

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A person and a scheduled job may run at the same moment.
func TestRun_SeveralAtOnceAllEndWellWithTheSameFiles(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := writeShop(folder, fewReports); err != nil {
		t.Fatal(err)
	}
	alone := t.TempDir()
	if err := writeShop(alone, fewReports); err != nil {
		t.Fatal(err)
	}
	must(t, alone, "run", "-q")
	done, runs := make(chan ended), sized(t, "runs at once", 2, 4)
	for range runs {
		go func() { done <- execute(t, folder, "run", "-q") }()
	}
	for range runs {
		if one := <-done; one.code != 0 {
			t.Errorf("a run among others ended with %d\n%s", one.code, one.stderr)
		}
	}
	want, err := hashTree(alone)
	if err != nil {
		t.Fatal(err)
	}
	got, err := hashTree(folder)
	if err != nil || len(differences(want, got)) > 0 {
		t.Errorf("these differ from a run alone: %q, %v", differences(want, got), err)
	}
	if left, err := leftovers(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind %q, %v", left, err)
	}
}

// Ctrl-C ends a run with 130, a sentence, and nothing half-written.
func TestRun_InterruptedEndsWith130AndNothingHalfWritten(t *testing.T) {
	folder := t.TempDir()
	if err := writeShop(folder, fewReports); err != nil {
		t.Fatal(err)
	}
	must(t, folder, "run", "-q")
	before, err := hashTree(filepath.Join(folder, "out"))
	if err != nil {
		t.Fatal(err)
	}
	// A file that takes a while to read.
	var long strings.Builder
	long.WriteString(strings.SplitAfterN(salesCSV(1, 1), "\n", 2)[0])
	body := strings.SplitN(salesCSV(1, 30), "\n", 2)[1]
	for range 400 {
		long.WriteString(body)
	}
	write(t, filepath.Join(folder, "exports", "more.csv"), long.String())
	interrupted := 0
	for _, wait := range []time.Duration{100 * time.Millisecond, 200 * time.Millisecond, 350 * time.Millisecond} {
		child := command(t, folder, "run", "-q")
		var stderr strings.Builder
		child.Stderr = &stderr
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(wait)
		_ = child.Process.Signal(syscall.SIGINT)
		_ = child.Wait()
		switch code := child.ProcessState.ExitCode(); code {
		case 130:
			interrupted++
			if !strings.Contains(stderr.String(), "interrupted; what was published before stays") {
				t.Errorf("after %v: stderr is %q", wait, stderr.String())
			}
		case -1: // before the program could listen
		default:
			t.Errorf("after %v: exit code %d\n%s", wait, code, stderr.String())
		}
		after, err := hashTree(filepath.Join(folder, "out"))
		if err != nil {
			t.Fatal(err)
		}
		if changed := differences(before, after); len(changed) > 0 {
			t.Errorf("after %v: the reports changed: %q", wait, changed)
		}
		left, err := leftovers(folder)
		if err != nil || (len(left) > 0 && child.ProcessState.ExitCode() == 130) {
			t.Errorf("after %v: left behind %q, %v", wait, left, err)
		}
	}
	if interrupted == 0 {
		t.Error("no run was interrupted while it listened")
	}
}
