package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"clientele/internal/lake"
)

// togetherConfig is a workspace beside the lake that it shares.
const togetherConfig = `company: Corner Shop
lake: ../lake
sources:
  - name: %s
    files: exports/*.csv
    columns: {order_id: order, purchased_at: date, customer: client, amount: total}
`

// Two loads begin at the same moment, each with files of its own. One is
// published first, the other on top of it: both are there.
func TestLoad_TwoAtOnceAreBothThere(t *testing.T) {
	t.Parallel()
	for repetition := range sized(t, "repetitions", 3, 20) {
		folder := t.TempDir()
		for i, name := range []string{"till", "web"} {
			write(t, filepath.Join(folder, name, "clientele.yaml"), fmt.Sprintf(togetherConfig, name))
			// Names of their own: a load that finds its file under a source that its
			// config does not know takes the source for one that was renamed.
			write(t, filepath.Join(folder, name, "exports", name+".csv"), firstHalf(salesCSV(uint64(10*repetition+i), 5)))
		}
		atOnce(t, folder, "till", "web")
		snapshot := lastOf(t, folder)
		if snapshot.Version != 2 || len(snapshot.Loads) != 2 || snapshot.Loads[0].Source != "till" || snapshot.Loads[1].Source != "web" {
			t.Fatalf("repetition %d: snapshot %d has the loads %+v", repetition, snapshot.Version, snapshot.Loads)
		}
		here(t, "lake", "verify", "-c", filepath.Join(folder, "web", "clientele.yaml"))
	}
}

// Two loads bring the same file of the same source with different contents, as
// when a file is corrected while a scheduled load runs. Which comes last is
// chance; it replaces the other as a whole, and neither fails.
func TestLoad_TwoContentsOfOneFileAtOnceEndWithOneOfThem(t *testing.T) {
	t.Parallel()
	last := map[int64]bool{}
	for repetition := range sized(t, "repetitions", 2, 10) {
		folder := t.TempDir()
		for i, name := range []string{"early", "late"} {
			write(t, filepath.Join(folder, name, "clientele.yaml"), fmt.Sprintf(togetherConfig, "till"))
			write(t, filepath.Join(folder, name, "exports", "sales.csv"),
				"order,date,client,total\n"+strings.Repeat(fmt.Sprintf("%d,2025-01-0%d,A,1.00\n", repetition, i+1), i+1))
		}
		atOnce(t, folder, "early", "late")
		snapshot := lastOf(t, folder)
		if snapshot.Version != 2 || len(snapshot.Loads) != 1 || snapshot.Rows("purchases") != snapshot.Loads[0].Loaded {
			t.Fatalf("repetition %d: snapshot %d has the loads %+v and %d rows", repetition, snapshot.Version, snapshot.Loads, snapshot.Rows("purchases"))
		}
		last[snapshot.Loads[0].Loaded] = true
	}
	t.Logf("last were %v", last)
}

// atOnce loads two workspaces of a folder in processes of their own.
func atOnce(t *testing.T, folder string, names ...string) {
	t.Helper()
	done := make(chan ended, len(names))
	for _, name := range names {
		go func() { done <- execute(t, filepath.Join(folder, name), "load", "-q") }()
	}
	for range names {
		if one := <-done; one.code != 0 {
			t.Fatalf("a load beside another ended with %d\n%s", one.code, one.stderr)
		}
	}
	if left, err := leftovers(folder); err != nil || len(left) > 0 {
		t.Fatalf("left behind %q, %v", left, err)
	}
}

func lastOf(t *testing.T, folder string) lake.Snapshot {
	t.Helper()
	opened, err := lake.Open(filepath.Join(folder, "lake"))
	if err != nil {
		t.Fatal(err)
	}
	snapshot, err := opened.Latest()
	if err != nil {
		t.Fatal(err)
	}
	return snapshot
}
