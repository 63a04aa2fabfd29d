package lake

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// childEnv makes the test binary a writer in the lake that it names, until it
// is killed.
const childEnv = "CLIENTELE_TEST_LAKE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		if err := commitForEver(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// commitForEver loads three files in turns, always with new contents of two
// months, and prints each version that was published.
func commitForEver(dir string) error {
	l, err := Open(dir)
	if err != nil {
		return err
	}
	snapshot, err := l.Latest()
	fmt.Println(snapshot.Version)
	for err == nil {
		next := snapshot.Version + 1
		var commit Commit
		commit, err = bring(l, fmt.Sprintf("%d.csv", next%3), strconv.Itoa(next), "2010-12", "2011-01")
		snapshot = commit.Snapshot
		fmt.Println(snapshot.Version)
	}
	return err
}

func TestKill_LeavesTheOldSnapshotOrTheNewOne(t *testing.T) {
	t.Parallel()
	moments := 50
	if os.Getenv("CLIENTELE_LONG") != "" {
		moments = 500
	} else {
		t.Log("50 moments; CLIENTELE_LONG=1 tries 500")
	}
	dir := filepath.Join(t.TempDir(), "lake")
	random := rand.New(rand.NewPCG(2010, 12))
	between := 0 // kills that came between a link and its announcement
	for moment := range moments {
		told := killAfter(t, dir, time.Duration(random.IntN(60_000))*time.Microsecond)
		l, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		got := latest(t, l)
		if got.Version != told && got.Version != told+1 {
			t.Fatalf("moment %d: version %d was announced, and the latest is %d", moment, told, got.Version)
		}
		between += got.Version - told
		if left := inStaging(t, l); len(left) > 1 {
			t.Fatalf("moment %d: writers that are long dead left %q", moment, left)
		}
		if want := min(3, got.Version); len(got.Loads) != want || len(got.Files) != 2*want {
			t.Fatalf("moment %d: %d loads with %d files", moment, len(got.Loads), len(got.Files))
		}
		mustBeClean(t, l)
		if moment%10 == 9 {
			collectAll(t, l, 2)
			mustBeClean(t, l)
		}
	}
	l, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	mustBring(t, l, "after.csv", "after", "2010-12")
	if left := inStaging(t, l); len(left) != 0 {
		t.Errorf("the next load left %q", left)
	}
	t.Logf("%d kills, %d versions, %d kills just after a link", moments, latest(t, l).Version, between)
}

// killAfter starts a writer, lets it run for a while after its first words,
// kills it, and returns the last version that it announced.
func killAfter(t *testing.T, dir string, delay time.Duration) int {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childEnv+"="+dir)
	var complaint strings.Builder
	child.Stderr = &complaint
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	told := 0
	for first := true; lines.Scan(); first = false {
		if first {
			time.AfterFunc(delay, func() { _ = child.Process.Kill() })
		}
		if told, err = strconv.Atoi(lines.Text()); err != nil {
			t.Fatal(err)
		}
	}
	var exit *exec.ExitError
	if err := child.Wait(); !errors.As(err, &exit) || exit.ExitCode() != -1 || complaint.Len() > 0 {
		t.Fatalf("the writer was not killed: %v\n%s", err, &complaint)
	}
	return told
}
