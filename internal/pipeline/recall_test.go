package pipeline

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clientele/internal/job"
	"clientele/reports"
)

// What Recall makes of a day is, byte for byte, what lies in its folder; and the
// folder stays as it is.
func TestRecall_MakesTheReportsThatLieInTheFolder(t *testing.T) {
	w := newManagerWorld(t, 3, 60, []string{"Anna", "Boris"})
	languages := []string{"ru", "en"}[:sized(t, "languages", 1, 2)]
	w.file(t, "clientele.yaml", []byte(strings.Replace(managerConfig, "[en, ru, es]", "["+strings.Join(languages, ", ")+"]\nreports: [director, marketing]", 1)+
		"sections:\n  - {query: towns.sql, title: Towns, in: [marketing]}\n"))
	w.file(t, "towns.sql", []byte("select customer, revenue from customers order by revenue desc, customer limit 5"))
	r := w.recalled(t, Stages{Load: true, Analyse: true, Report: true})
	before := treeOf(t, r.Folder)
	if len(r.Files) != 2*len(languages) || r.AsOf != "2026-10-20" || r.Snapshot != 1 {
		t.Fatalf("%s, snapshot %d: %v", r.AsOf, r.Snapshot, r.Files)
	}
	for _, file := range r.Files {
		d, err := r.Document(file.ID, file.Language)
		if err != nil {
			t.Fatal(err)
		}
		var book, page bytes.Buffer
		if err := errors.Join(r.Workbook(d, &book), r.Page(d, &page)); err != nil {
			t.Fatal(err)
		}
		for path, made := range map[string][]byte{file.Workbook: book.Bytes(), file.Page: page.Bytes()} {
			there, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(there, made) {
				t.Errorf("%s: made anew it has %d bytes, there are %d; %v", path, len(made), len(there), err)
			}
		}
	}
	if _, err := r.Manager(t.Context(), Filter{Manager: "boris"}, "es"); err != nil {
		t.Error(err)
	}
	if _, err := r.Document("nonsense", "ru"); ExitCode(err) != ExitUsage {
		t.Error(err)
	}
	if diff := cmp.Diff(before, treeOf(t, r.Folder)); diff != "" {
		t.Error(diff)
	}
}

func treeOf(t testing.TB, folder string) map[string]string {
	t.Helper()
	tree := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		tree[path] = fmt.Sprintf("%x", sha256.Sum256(content))
		return err
	})
	if err != nil || len(tree) == 0 {
		t.Fatal(len(tree), err)
	}
	return tree
}

func TestRecall_SaysWhatIsNotThere(t *testing.T) {
	w := newManagerWorld(t, 4, 10, []string{"Anna"})
	config, err := ReadConfig(filepath.Join(w.dir, "clientele.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range []string{"", "2026-10-31", "31.10.2026"} {
		if _, err := Recall(t.Context(), config, day, Options{}); ExitCode(err) != ExitUsage {
			t.Errorf("%q: %v", day, err)
		}
	}
	if _, err := Run(t.Context(), config, Options{Stages: Stages{Load: true, Analyse: true}, Clock: time.Now, Sink: job.Discard{}}); err != nil {
		t.Fatal(err)
	}
	r, err := Recall(t.Context(), config, "2026-10-31", Options{})
	if err != nil || len(r.Files) != 0 {
		t.Fatal(err, r.Files)
	}
	if err := os.Remove(r.answerPath(customerBook)); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Manager(t.Context(), Filter{Manager: "Anna"}, "en"); ExitCode(err) != ExitUsage || !strings.Contains(err.Error(), "older version") {
		t.Error(err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

func TestManager_Filters(t *testing.T) {
	w := newManagerWorld(t, 6, 80, []string{"Anna", "anna", "Boris", "Anna Berg", ""})
	w.file(t, "clientele.yaml", []byte(managerConfig+"segments:\n  - {name: big, who: spent at least 3000}\n  - {name: big ones of Anna, who: in segment big and manager is Anna}\n"))
	deals, err := os.ReadFile(filepath.Join(w.dir, "deals.csv"))
	if err != nil {
		t.Fatal(err)
	}
	w.file(t, "deals.csv", append(deals, "d99999q,Opp99999,,Offer,5,Newcomer,2026-09-01,,open\n"...))
	r := w.recalled(t, Stages{Load: true, Analyse: true})
	t.Run("say whom they do not know", func(t *testing.T) { saysWhomItDoesNotKnow(t, r) })
	t.Run("a rule finds whom it finds elsewhere", func(t *testing.T) { findsWhomItFindsElsewhere(t, r) })
}

// A filter that finds nobody is told apart from one that is wrong, and a wrong one
// says what was perhaps meant.
func saysWhomItDoesNotKnow(t *testing.T, r *Recalled) {
	t.Helper()
	for _, c := range []struct {
		filter Filter
		code   int
		says   string
		nobody bool
	}{
		{Filter{Manager: "Ana Berg"}, ExitUsage, `did you mean "Anna Berg"?`, false},
		{Filter{Manager: "Bor"}, ExitUsage, "looked after by", false}, // begins a name, and is none
		{Filter{Manager: "%"}, ExitUsage, "looked after by", false},
		{Filter{Manager: "' or '1'='1"}, ExitUsage, "looked after by", false},
		{Filter{}, ExitUsage, "neither a manager nor a rule", false},
		{Filter{Manager: " \u00a0"}, ExitUsage, "not manager is known", false},
		{Filter{Manager: "Boris", Rule: "everybody"}, ExitUsage, "not of both", false},
		{Filter{Rule: "contry is Spain"}, ExitUsage, `did you mean "country"?`, false},
		{Filter{Rule: "manager is Ana"}, ExitUnexpected, `no manager is called "Ana"`, true},
		{Filter{Rule: "spent at least 100000000"}, ExitUnexpected, "nobody is found", true},
		{Filter{Manager: "newcomer"}, ExitUnexpected, "the customers of newcomer", true},
	} {
		d, err := r.Manager(t.Context(), c.filter, "en")
		if d != nil || ExitCode(err) != c.code || errors.Is(err, ErrNobody) != c.nobody || !strings.Contains(fmt.Sprint(err, hintOf(err)), c.says) {
			t.Errorf("%+v: %v, %v", c.filter, d != nil, err)
		}
	}
}

func hintOf(err error) string {
	var usage *UsageError
	if errors.As(err, &usage) {
		return usage.Hint
	}
	return ""
}

// A rule chooses whom the same rule chooses elsewhere, whatever it asks for; and
// that a manager is called so is what the filter by name says.
func findsWhomItFindsElsewhere(t *testing.T, r *Recalled) {
	t.Helper()
	rules := []string{"in segment big ones of Anna", "in segment at_risk or lifecycle stage is lost", "chance to buy at least 50 %", "not cluster is known", "manager is Anna", "orders at least 2", "in segment big"}
	for _, rule := range rules[:sized(t, "rules, each a run of its own", 4, len(rules))] {
		want, err := AskSegment(t.Context(), r.work.config, rule, Options{Threads: 1, Clock: time.Now})
		if err != nil {
			t.Fatal(rule, err)
		}
		d, err := r.Manager(t.Context(), Filter{Rule: rule}, "en")
		if errors.Is(err, ErrNobody) && want.Customers.Len() == 0 {
			t.Logf("%s: nobody", rule)
			continue
		}
		if err != nil {
			t.Fatal(rule, err)
		}
		if got := figureCalled(d, "own_customers"); got != int64(want.Customers.Len()) {
			t.Errorf("%s: %v customers, want %d", rule, got, want.Customers.Len())
		}
		if told := slices.ContainsFunc(d.Sections, func(s reports.Section) bool { return strings.Contains(s.Note, rule) }); !told {
			t.Errorf("%s: no section of %q says by which rule they were chosen", rule, d.Title)
		}
	}
	byRule, err := r.Manager(t.Context(), Filter{Rule: "manager is anna"}, "en")
	if err != nil {
		t.Fatal(err)
	}
	byName, err := r.Manager(t.Context(), Filter{Manager: "ANNA"}, "en")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"own_customers", "revenue"} {
		if a, b := figureCalled(byRule, id), figureCalled(byName, id); fmt.Sprint(a) != fmt.Sprint(b) || a == nil {
			t.Errorf("%s: %v by rule, %v by name", id, a, b)
		}
	}
}

func figureCalled(d *reports.Document, id string) any {
	for _, s := range d.Sections {
		for _, f := range s.Figures {
			if f.ID == id {
				return f.Value
			}
		}
	}
	return nil
}
