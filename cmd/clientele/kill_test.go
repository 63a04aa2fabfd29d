package main

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A load is killed at any moment: what is there is the old snapshot or the new
// one, whole, and the next load needs no help.
func TestLoad_KilledAtAnyMomentLeavesTheOldOrTheNewData(t *testing.T) {
	moments := 50
	if os.Getenv("CLIENTELE_LONG") != "" {
		moments = 500
	}
	folder := t.TempDir()
	write(t, filepath.Join(folder, "clientele.yaml"), shopConfig)
	exports := []string{firstHalf(salesCSV(1, 60)), firstHalf(salesCSV(2, 60))}
	lines := []int{strings.Count(exports[0], "\n") - 1, strings.Count(exports[1], "\n") - 1}
	export := filepath.Join(folder, "exports", "sales.csv")
	write(t, export, exports[0])
	started := time.Now()
	must(t, folder, "load", "-q")
	whole := time.Since(started)

	random := rand.New(rand.NewPCG(20261101, 1)) //nolint:gosec // moments of a test
	old, outcomes := 0, map[string]int{}
	for moment := range moments {
		next := 1 - old
		write(t, export, exports[next])
		child := command(t, folder, "load", "-q")
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		// Beyond the usual time, so that some loads come to their end.
		wait := time.Duration(random.Int64N(int64(whole) * 5 / 4))
		time.Sleep(wait)
		_ = child.Process.Kill() // it may have ended
		_ = child.Wait()

		switch found := linesInLake(t, folder); found {
		case lines[old]:
			outcomes["old"]++
		case lines[next]:
			outcomes["new"]++
			old = next
		default:
			t.Fatalf("moment %d, after %v: the lake has %d lines, which is neither the old %d nor the new %d", moment, wait, found, lines[old], lines[next])
		}
		if moment%10 == 9 { // verifying all files is what takes time
			here(t, "lake", "verify", "-c", filepath.Join(folder, "clientele.yaml"))
			write(t, export, exports[next])
			must(t, folder, "load", "-q")
			if found := linesInLake(t, folder); found != lines[next] {
				t.Fatalf("moment %d: the load after it left %d lines, want %d", moment, found, lines[next])
			}
			old = next
		}
	}
	t.Logf("of %d loads killed within %v, %v", moments, whole*5/4, outcomes)
	if outcomes["old"] == 0 || outcomes["new"] == 0 {
		t.Errorf("the moments do not try both ends: %v", outcomes)
	}
	must(t, folder, "lake", "gc", "--keep", "1", "--older-than", "0s")
	must(t, folder, "lake", "verify")
	left, err := leftovers(folder)
	if err != nil || len(left) > 0 {
		t.Errorf("gc left %q, %v", left, err)
	}
}

// firstHalf are the lines of the first half of 2024: six files in the lake.
func firstHalf(sales string) string {
	var half strings.Builder
	for line := range strings.Lines(sales) {
		if !strings.Contains(line, ",202") || (strings.Contains(line, ",2024-0") && line[len("N0001,2024-0")] < '7') {
			half.WriteString(line)
		}
	}
	return half.String()
}

// linesInLake asks the latest list, without the engine: the number of rows of
// purchases, whose files are all there at their sizes.
func linesInLake(t *testing.T, folder string) int {
	t.Helper()
	done := here(t, "lake", "list", "--json", "-c", filepath.Join(folder, "clientele.yaml"))
	var snapshots []struct {
		Rows   int    `json:"rows"`
		Damage string `json:"damage"`
	}
	if err := json.Unmarshal([]byte(done.stdout), &snapshots); err != nil || len(snapshots) == 0 {
		t.Fatalf("the lake lists %s (%v)", done.stdout, err)
	}
	for _, snapshot := range snapshots {
		if snapshot.Damage != "" {
			t.Fatal(snapshot.Damage)
		}
	}
	return snapshots[len(snapshots)-1].Rows
}

// A person and a scheduled job may run at the same moment.
func TestRun_SeveralAtOnceAllEndWellWithTheSameFiles(t *testing.T) {
	folder := t.TempDir()
	if err := writeShop(folder); err != nil {
		t.Fatal(err)
	}
	alone := t.TempDir()
	if err := writeShop(alone); err != nil {
		t.Fatal(err)
	}
	must(t, alone, "run", "-q")
	done := make(chan ended)
	for range 3 {
		go func() { done <- execute(t, folder, "run", "-q") }()
	}
	for range 3 {
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
	if err := writeShop(folder); err != nil {
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
