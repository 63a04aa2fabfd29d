package main

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"clientele/internal/lake"
)

// mixedConfig reads files of several formats and entities in one load.
const mixedConfig = `company: Corner Shop
sources:
  - name: till
    files: exports/*.csv
    columns: {order_id: order, purchased_at: date, customer: client, product: article, quantity: pieces, amount: total}
  - name: office
    files: office.xlsx
    columns: {order_id: order, purchased_at: date, customer: client, product: article, quantity: pieces, amount: total}
  - name: crm
    files: contacts.csv
    entity: contacts
    columns: {source_id: id, full_name: name}
`

// writeMixed puts three files into a folder: two tables of sales, one of them
// a workbook, and contacts. Another seed changes all three.
func writeMixed(t testing.TB, folder string, seed uint64) {
	t.Helper()
	write(t, filepath.Join(folder, "clientele.yaml"), mixedConfig)
	write(t, filepath.Join(folder, "exports", "sales.csv"), firstHalf(salesCSV(seed, 40)))
	rows, err := csv.NewReader(strings.NewReader(firstHalf(salesCSV(seed+100, 15)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if err := writeWorkbook(filepath.Join(folder, "office.xlsx"), rows, ""); err != nil {
		t.Fatal(err)
	}
	contacts := "id,name\n"
	for i := range 40 {
		contacts += fmt.Sprintf("C%03d,Customer %d of %d\n", i, i, seed)
	}
	write(t, filepath.Join(folder, "contacts.csv"), contacts)
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

// content is the latest snapshot as one text: which files of which loads.
func content(t testing.TB, folder string) string {
	t.Helper()
	opened, err := lake.Open(filepath.Join(folder, "lake"))
	if err != nil {
		t.Fatal(err)
	}
	snapshot, err := opened.Latest()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, load := range snapshot.Loads {
		fmt.Fprintf(&text, "%+v\n", load)
	}
	for _, file := range snapshot.Files {
		state, err := os.Stat(opened.Path(file))
		if err != nil || state.Size() != file.Bytes {
			t.Fatalf("snapshot %d lists %s, which is not whole: %v", snapshot.Version, file.Path, err)
		}
		fmt.Fprintf(&text, "%+v\n", file)
	}
	return text.String()
}

// A load of several files and formats is killed at any moment, some of them
// just when it begins to place its files or to publish: what is there is the
// old data or the new, whole. What was torn where nothing was published does
// no harm, and the next load needs no help.
func TestLoad_KilledAtAnyMomentLeavesTheOldOrTheNewData(t *testing.T) {
	moments := sized(t, "moments", 30, 500)
	states := [2]string{}
	var whole time.Duration
	for i := range states {
		alone := t.TempDir()
		writeMixed(t, alone, uint64(i+1))
		started := time.Now()
		must(t, alone, "load", "-q")
		whole = time.Since(started)
		states[i] = content(t, alone)
	}
	folder := t.TempDir()
	writeMixed(t, folder, 1)
	must(t, folder, "load", "-q")
	random := rand.New(rand.NewPCG(20261101, 1)) //nolint:gosec // moments of a test
	outcomes := map[string]int{}
	old := 0
	for moment := range moments {
		next := 1 - old
		writeMixed(t, folder, uint64(next+1))
		kind := killLoad(t, folder, random, whole)
		switch content(t, folder) {
		case states[old]:
			outcomes[kind+": old"]++
		case states[next]:
			outcomes[kind+": new"]++
			old = next
		default:
			t.Fatalf("moment %d, %s: the lake has neither the old nor the new data", moment, kind)
		}
		if left, err := leftovers(folder); err != nil || len(left) > 2 {
			t.Fatalf("moment %d: runs that are long dead left %q, %v", moment, left, err)
		}
		tear(t, folder, random)
		if moment%10 == 9 { // verifying all files is what takes time
			must(t, folder, "load", "-q")
			if content(t, folder) != states[next] {
				t.Fatalf("moment %d: the load after it did not bring the new data", moment)
			}
			here(t, "lake", "verify", "-c", filepath.Join(folder, "clientele.yaml"))
			if left, err := leftovers(folder); err != nil || len(left) > 0 {
				t.Fatalf("moment %d: the load after it left %q, %v", moment, left, err)
			}
			old = next
		}
	}
	t.Logf("of %d loads killed within %v: %v", moments, whole*5/4, outcomes)
	if outcomes["at any time: old"] == 0 || outcomes["at any time: new"] == 0 {
		t.Errorf("the moments do not try both ends: %v", outcomes)
	}
}

// killLoad starts a load and kills it: at any time, or when it has begun to
// place its files or to write its list, which are the moments that matter.
func killLoad(t *testing.T, folder string, random *rand.Rand, whole time.Duration) (kind string) {
	t.Helper()
	child := command(t, folder, "load", "-q")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = child.Wait(); close(ended) }()
	kind = []string{"at any time", "at any time", "as files are placed", "as the list is written"}[random.IntN(4)]
	switch kind {
	case "at any time":
		// Beyond the usual time, so that some loads come to their end.
		time.Sleep(time.Duration(random.Int64N(int64(whole) * 5 / 4)))
	case "as files are placed":
		// A file that is placed has two names.
		waitUntil(ended, func() bool { return slices.ContainsFunc(staged(folder, "*.parquet"), hasTwoNames) })
	default:
		waitUntil(ended, func() bool { return len(staged(folder, ".snapshot.json")) > 0 })
	}
	for range random.IntN(2000) {
		runtime.Gosched() // a moment that no clock could measure
	}
	_ = child.Process.Kill() // it may have ended
	<-ended
	return kind
}

func waitUntil(ended <-chan struct{}, happened func() bool) {
	for !happened() {
		select {
		case <-ended:
			return
		default:
		}
	}
}

// staged are the files of a pattern that a load has in its folder.
func staged(folder, pattern string) []string {
	direct, _ := filepath.Glob(filepath.Join(folder, "lake", "staging", "*", pattern)) // the pattern is sound
	deeper, _ := filepath.Glob(filepath.Join(folder, "lake", "staging", "*", "*", pattern))
	return append(direct, deeper...)
}

func hasTwoNames(path string) bool {
	info, err := os.Stat(path)
	if err != nil {
		return false
	}
	state, ok := info.Sys().(*syscall.Stat_t)
	return ok && state.Nlink > 1
}

// dataFiles are the paths of all that lies in the lake's data.
func dataFiles(t testing.TB, folder string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(filepath.Join(folder, "lake", "data"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return nil // a folder may come while it is looked at
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// tear does what a power cut can do to whatever was not flushed and published:
// files are cut short.
func tear(t *testing.T, folder string, random *rand.Rand) {
	t.Helper()
	listed := published(t, folder)
	files := slices.DeleteFunc(dataFiles(t, folder), func(path string) bool { return strings.Contains(listed, filepath.Base(path)) })
	staged, err := filepath.Glob(filepath.Join(folder, "lake", "staging", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(files, staged...) {
		state, err := os.Stat(path)
		if err != nil || state.IsDir() || state.Size() == 0 || random.IntN(2) == 0 {
			continue
		}
		// A staged file may be a second name of one that is published.
		if linkedToPublished(t, folder, path, listed) {
			continue
		}
		if err := os.Chmod(path, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, random.Int64N(state.Size())); err != nil {
			t.Fatal(err)
		}
	}
}

// published are the lists of all snapshots as one text: names of files are
// unique in it.
func published(t *testing.T, folder string) string {
	t.Helper()
	lists, err := filepath.Glob(filepath.Join(folder, "lake", "snapshots", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, list := range lists {
		held, err := os.ReadFile(list)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(held)
	}
	return text.String()
}

func linkedToPublished(t *testing.T, folder, path, listed string) bool {
	t.Helper()
	state, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(dataFiles(t, folder), func(other string) bool {
		published, err := os.Stat(other)
		return err == nil && os.SameFile(state, published) && strings.Contains(listed, filepath.Base(other))
	}) || strings.HasSuffix(path, ".snapshot.json") // may be a second name of the published list
}

// One flipped bit anywhere in the lake is found, and named.
func TestVerify_FindsOneFlippedBitAnywhere(t *testing.T) {
	t.Parallel()
	seeds := sized(t, "seeds", 60, 1000)
	folder := t.TempDir()
	writeMixed(t, folder, 1)
	must(t, folder, "load", "-q")
	writeMixed(t, folder, 2)
	must(t, folder, "load", "-q")
	snapshots, err := filepath.Glob(filepath.Join(folder, "lake", "snapshots", "*.json"))
	if err != nil || len(snapshots) != 2 {
		t.Fatal(snapshots, err)
	}
	files := append(dataFiles(t, folder), snapshots...)
	opened, err := lake.Open(filepath.Join(folder, "lake"))
	if err != nil {
		t.Fatal(err)
	}
	for seed := range seeds {
		random := rand.New(rand.NewPCG(uint64(seed), 7)) //nolint:gosec // places of a test
		path := files[random.IntN(len(files))]
		sound, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		flipped := slices.Clone(sound)
		at := random.IntN(len(flipped))
		flipped[at] ^= 1 << random.IntN(8)
		overwrite(t, path, flipped)
		problems, err := opened.Verify(t.Context())
		if err != nil || len(problems) != 1 || !strings.HasSuffix(filepath.ToSlash(path), problems[0].Path) {
			t.Fatalf("seed %d: a bit of byte %d of %s was flipped, and found was %+v, %v", seed, at, path, problems, err)
		}
		overwrite(t, path, sound)
	}
	here(t, "lake", "verify", "-c", filepath.Join(folder, "clientele.yaml"))
}

func overwrite(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}
