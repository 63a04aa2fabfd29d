package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"clientele/internal/lake"
)

// workspace is a company's folder as a test changes it: what lies in it, and
// what its config says.
type workspace struct {
	chance  *rand.Rand
	files   map[string]string // by path below the folder
	mapping mapping
	next    int // number of the next order
	day     time.Time
}

// mapping is what changes in the config.
type mapping struct {
	Amount  string // the column that is taken for the amount
	Status  string // the status that stays out
	Source  string // how the shop's source is called
	Article string // the article that stays out
	Test    string // the state that the company's own profile takes for a test
}

func (m mapping) config() string {
	return fmt.Sprintf(`company: Corner Shop
removed_files: forget
limits: {rejected_percent: 100}
rates: {USD: 0.9}
exclude: {products: [%s]}
sources:
  - name: %s
    files: exports/*.csv
    namespace: shop
    profile: shop.yaml
    columns: {amount: %s}
    exclude_statuses: [%s]
  - name: crm
    files: contacts/*.csv
    namespace: shop
    entity: contacts
    columns: {source_id: id, full_name: name, email: mail}
`, m.Article, m.Source, m.Amount, m.Status)
}

// profile is a profile of the company's own.
func (m mapping) profile() string {
	return fmt.Sprintf(`name: corner-shop
system: Corner Shop
holds: sales
recognise: {headers: [order, client, state]}
tables:
  - entity: purchases
    columns: {order_id: order, purchased_at: date, customer: client, product: article, amount: total, currency: currency, status: state}
    exclude: [{column: state, values: %s, is: test}]
`, m.Test)
}

func newWorkspace(seed uint64) *workspace {
	w := &workspace{
		chance: rand.New(rand.NewPCG(seed, 3)), files: map[string]string{}, day: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), //nolint:gosec // a test's data
		mapping: mapping{Amount: "total", Status: "void", Source: "till", Article: "Postage", Test: "open"},
	}
	w.files["contacts/all.csv"] = w.contacts()
	w.export()
	return w
}

const salesHeader = "order,date,client,article,total,net,currency,state\n"

// lines are the lines of a few orders, around the workspace's day.
func (w *workspace) lines(orders int) string {
	var text strings.Builder
	for range orders {
		w.next++
		number := w.next
		if w.chance.IntN(4) == 0 {
			number = 1 + w.chance.IntN(w.next) // an order that an earlier file has too
		}
		text.WriteString(w.order(number, w.day.AddDate(0, 0, -w.chance.IntN(20))))
	}
	return text.String()
}

func (w *workspace) order(number int, day time.Time) string {
	var text strings.Builder
	for range 1 + w.chance.IntN(3) {
		cents := 100 + w.chance.IntN(9000)
		total := fmt.Sprintf("%d.%02d", cents/100, cents%100)
		if w.chance.IntN(40) == 0 {
			total = "illegible"
		}
		client := fmt.Sprintf("C%02d", w.chance.IntN(25))
		if w.chance.IntN(8) == 0 {
			client = ""
		}
		article := []string{"Pen", "Ink", "Paper", "Postage", "Blotter"}[w.chance.IntN(5)]
		currency, state := []string{"EUR", "EUR", "EUR", "USD", "GBP"}[w.chance.IntN(5)], []string{"paid", "paid", "paid", "void", "open"}[w.chance.IntN(5)]
		fmt.Fprintf(&text, "N%04d,%s,%s,%s,%s,%d.%02d,%s,%s\n", number, day.Format(time.DateOnly), client, article, total, cents/120, cents%100, currency, state)
	}
	return text.String()
}

func (w *workspace) contacts() string {
	text := "id,name,mail\n"
	for i := range 25 {
		text += fmt.Sprintf("C%02d,Customer %d,c%d@example.com\n", i, w.chance.IntN(100), i/(1+w.chance.IntN(2)))
	}
	return text
}

// export adds the next file, with the day in its name as systems write it.
func (w *workspace) export() {
	w.day = w.day.AddDate(0, 0, 1+w.chance.IntN(25))
	w.files[fmt.Sprintf("exports/sales %s.csv", w.day.Format(time.DateOnly))] = salesHeader + w.lines(3+w.chance.IntN(6))
}

// count is how many files a folder has.
func (w *workspace) count(folder string) (files int) {
	for name := range w.files {
		if strings.HasPrefix(name, folder) {
			files++
		}
	}
	return files
}

// any is a file of a folder by chance.
func (w *workspace) any(folder string) string {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(w.files)), func(name string) bool { return !strings.HasPrefix(name, folder) })
	return names[w.chance.IntN(len(names))]
}

// change does what happens to such folders between two loads.
func (w *workspace) change() string {
	kinds := []string{"new", "new", "new", "corrected", "late rows", "overlap", "renamed", "copied", "removed", "swapped", "contacts", "columns", "status", "source", "article", "profile", "nothing"}
	kind := kinds[w.chance.IntN(len(kinds))]
	name := w.any("exports/")
	switch kind {
	case "new":
		w.export()
	case "corrected": // with a line more or less
		lines := strings.SplitAfter(strings.TrimSuffix(w.files[name], "\n"), "\n")
		at := 1 + w.chance.IntN(max(1, len(lines)-1))
		w.files[name] = strings.TrimSuffix(strings.Join(append(slices.Clone(lines[:min(at, len(lines))]), lines[min(at+1, len(lines)):]...), ""), "\n") + "\n" + w.lines(w.chance.IntN(2))
	case "late rows": // of months that are long over
		for range 1 + w.chance.IntN(4) {
			w.next++
			w.files[name] += w.order(w.next, w.day.AddDate(0, -w.chance.IntN(12), 0))
		}
	case "overlap": // tonight's export has what the last one had, and more
		w.day = w.day.AddDate(0, 0, 1)
		w.files[fmt.Sprintf("exports/sales %s.csv", w.day.Format(time.DateOnly))] = w.files[name] + w.lines(2)
	case "renamed":
		w.files[w.otherName()] = w.files[name]
		delete(w.files, name)
	case "copied":
		w.files[w.otherName()] = w.files[name]
	case "removed":
		if w.count("exports/") > 2 {
			delete(w.files, name)
		}
	case "swapped":
		other := w.any("exports/")
		w.files[name], w.files[other] = w.files[other], w.files[name]
	case "contacts":
		w.files[fmt.Sprintf("contacts/%d.csv", w.chance.IntN(4))] = w.contacts()
	case "columns":
		w.mapping.Amount = []string{"total", "net"}[w.chance.IntN(2)]
	case "status":
		w.mapping.Status = []string{"void", "open", "nothing"}[w.chance.IntN(3)]
	case "source":
		w.mapping.Source = []string{"till", "checkout"}[w.chance.IntN(2)]
	case "profile":
		w.mapping.Test = []string{"open", "paid"}[w.chance.IntN(2)]
	case "article":
		w.mapping.Article = []string{"Postage", "Blotter"}[w.chance.IntN(2)]
	}
	return kind
}

// otherName sorts before or behind the others, with a day that may be of any
// of them.
func (w *workspace) otherName() string {
	return fmt.Sprintf("exports/%s %s %d.csv", []string{"a", "sales", "z"}[w.chance.IntN(3)], w.day.AddDate(0, 0, -w.chance.IntN(60)).Format(time.DateOnly), w.chance.IntN(1000))
}

// put makes the folder as the workspace says.
func (w *workspace) put(t *testing.T, folder string) {
	t.Helper()
	for _, name := range []string{"exports", "contacts"} {
		if err := os.RemoveAll(filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(folder, "clientele.yaml"), w.mapping.config())
	write(t, filepath.Join(folder, "shop.yaml"), w.mapping.profile())
	for name, content := range w.files {
		write(t, filepath.Join(folder, name), content)
	}
}

// toRead are the files that a load has to read: those of which the bytes, the
// name or the reading is new, each of several copies once.
func (w *workspace) toRead(read map[string]bool) (wanted []string, now map[string]bool) {
	now, taken := map[string]bool{}, map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(w.files)) {
		reading := w.mapping
		if strings.HasPrefix(name, "contacts/") {
			reading = mapping{Article: reading.Article}
		}
		content := fmt.Sprintf("%x", sha256.Sum256([]byte(w.files[name])))
		if taken[reading.Source+content] {
			continue
		}
		taken[reading.Source+content] = true
		key := fmt.Sprintf("%s %+v %s", name, reading, content)
		now[key] = true
		if !read[key] {
			wanted = append(wanted, name)
		}
	}
	return wanted, now
}

// The result of loads that follow each other is that of one load of all that
// is there now: the same rows in the same files under the same names, the same
// counts, and so the same answers to the byte. And only what is new is read.
// Twelve histories were seen with answers at each fifth load; the long test has
// time for six and each tenth.
func TestHistory_LoadsOneByOneEqualOneOfAll(t *testing.T) {
	histories, length := sized(t, "histories", 1, 6), sized(t, "loads of a history", 8, 30)
	answered := sized(t, "loads from answer to answer", 8, 10)
	for seed := range uint64(histories) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w, folder := newWorkspace(seed), t.TempDir()
			read, kinds, readFiles, thereFiles := map[string]bool{}, []string{}, 0, 0
			for load := range length {
				if load > 0 {
					kinds = append(kinds, w.change())
				}
				w.put(t, folder)
				whole := t.TempDir()
				w.put(t, whole)
				wanted, now := w.toRead(read)
				if got := loadedFiles(t, folder); !slices.Equal(got, wanted) {
					t.Fatalf("load %d after %q read %q, want %q", load, kinds, got, wanted)
				}
				read, readFiles, thereFiles = now, readFiles+len(wanted), thereFiles+len(w.files)
				loadedFiles(t, whole)
				if got, want := content(t, folder), content(t, whole); got != want {
					t.Fatalf("load %d after %q: the lake has\n%s\na load of all gives\n%s", load, kinds, got, want)
				}
				if load%answered == answered-1 {
					sameAnswers(t, folder, whole)
				}
			}
			t.Logf("of %d files that were there %d were read: %q", thereFiles, readFiles, kinds)
			here(t, "lake", "verify", "-c", filepath.Join(folder, "clientele.yaml"))
		})
	}
}

// loadedFiles loads, and says which files were read.
func loadedFiles(t *testing.T, folder string) []string {
	t.Helper()
	done := here(t, "load", "-q", "--json", "-c", filepath.Join(folder, "clientele.yaml"))
	var outcome struct {
		Loads []struct {
			File string `json:"file"`
		} `json:"loads"`
	}
	if err := json.Unmarshal([]byte(done.stdout), &outcome); err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, load := range outcome.Loads {
		files = append(files, load.File)
	}
	slices.Sort(files)
	return files
}

// sameAnswers asks all questions of both lakes. Only what is compared with the
// load before can differ. What earlier reports have told no export holds, so the
// second lake is given the first one's ledger.
func sameAnswers(t *testing.T, folder, whole string) {
	t.Helper()
	ledger := filepath.Join("lake", "ledger")
	if err := os.CopyFS(filepath.Join(whole, ledger), os.DirFS(filepath.Join(folder, ledger))); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	hashes := make([]map[string]string, 2)
	for i, at := range []string{folder, whole} {
		var stderr bytes.Buffer
		code := run(t.Context(), []string{"analyse", "-q", "-c", filepath.Join(at, "clientele.yaml")}, environment{stdout: io.Discard, stderr: &stderr, now: time.Now})
		if strings.Contains(stderr.String(), "the lake has no purchases") {
			return // all are excluded; that the lakes are equal has been seen
		}
		if code != 0 {
			t.Fatalf("analyse ended with %d\n%s", code, stderr.String())
		}
		days, err := filepath.Glob(filepath.Join(at, "out", "*", "answers"))
		if err != nil || len(days) == 0 {
			t.Fatal(days, err)
		}
		last := days[len(days)-1]
		tree, err := hashTree(last)
		rejects, rejectsErr := hashTree(filepath.Join(filepath.Dir(last), "rejects.csv"))
		if err := errors.Join(err, rejectsErr); err != nil {
			t.Fatal(err)
		}
		tree["rejects.csv"] = rejects["."]
		for _, ofTheLoadBefore := range []string{"quality_audits.parquet", "quality_before.parquet"} {
			delete(tree, ofTheLoadBefore)
		}
		hashes[i] = tree
		if i == 0 {
			// A later day may have been the last one before.
			if err := os.RemoveAll(filepath.Join(at, "out")); err != nil {
				t.Fatal(err)
			}
		}
	}
	if different := differences(hashes[0], hashes[1]); len(different) > 0 || len(hashes[0]) < 10 {
		t.Fatalf("of %d answers these differ: %q", len(hashes[0]), different)
	}
}

// A lake's content does not depend on when it came, so two lakes can be
// compared by what they list.
func TestHistory_ContentTellsLakesApart(t *testing.T) {
	w, folder := newWorkspace(1), t.TempDir()
	w.put(t, folder)
	loadedFiles(t, folder)
	before := content(t, folder)
	name := w.any("exports/")
	w.files[name] = strings.Replace(w.files[name], "Pen", "Pan", 1) + w.lines(1)
	w.put(t, folder)
	loadedFiles(t, folder)
	opened, err := lake.Open(filepath.Join(folder, "lake"))
	if err != nil {
		t.Fatal(err)
	}
	if snapshot, err := opened.Latest(); err != nil || snapshot.Version != 2 || content(t, folder) == before {
		t.Errorf("a changed file was not seen: %v", err)
	}
}
