package dispatch

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clientele/internal/pipeline"
	"clientele/internal/smtp/unruly"
)

// dueBroken does what is due as a timer would while the config cannot be read.
func (w *world) dueBroken() (Summary, error) {
	w.t.Helper()
	path := filepath.Join(w.folder, "clientele.yaml")
	_, broken := pipeline.ReadConfig(path)
	if broken == nil {
		w.t.Fatal("the config is not broken")
	}
	last, err := LastGood(path)
	if err != nil {
		return Summary{}, err
	}
	options := w.options()
	options.Broken = broken
	d, err := New(last, options)
	if err != nil {
		w.t.Fatal(err)
	}
	d.run = w.run
	return d.Due(context.Background())
}

// A typing mistake at eight does not end the jobs: they go on as they were, the
// owner hears of it once for each state of the file, and each exit code says it.
func TestDue_AConfigWithAMistakeEndsNoJob(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	good := w.read("clientele.yaml")
	w.write("clientele.yaml", strings.Replace(good, "every day", "every dya", 1))
	if _, err := w.dueBroken(); err == nil {
		t.Fatal("there is no config to go on by, and it went on")
	}
	w.write("clientele.yaml", good)
	w.due(false)
	for _, mistake := range []string{"every dya", "every dya", "'every day"} {
		w.write("clientele.yaml", strings.Replace(good, "every day", mistake, 1))
		w.now = w.now.AddDate(0, 0, 1)
		summary, err := w.dueBroken()
		w.checkNeeds(err, true)
		if summary.Config == "" || !strings.Contains(err.Error(), "the jobs go on as they were") {
			t.Errorf("%+v, %v", summary, err)
		}
	}
	w.want("anna 3, boris 3, director 3, owner 2, vera 3")
	notice := w.mails("owner")[0]
	if text := unwrapped(notice.text); strings.Contains(text, "> ") || strings.Contains(text, "^") {
		t.Errorf("the owner reads lines of the config:\n%s", notice.text)
	}
	if text := unwrapped(notice.text); !strings.Contains(notice.subject, "the config cannot be read") || !strings.Contains(text, `did you mean "day"?`) || !strings.Contains(text, "clientele schedule --next -c "+w.folder) {
		t.Errorf("%q\n%s", notice.subject, notice.text)
	}
	w.write("clientele.yaml", good)
	w.due(false)
	if state, err := os.Stat(filepath.Join(w.folder, "state", lastGoodName)); err != nil || state.Mode().Perm() != 0o600 {
		t.Errorf("the copy: %v, %v", state, err)
	}
	if err := os.Remove(filepath.Join(w.folder, "clientele.yaml")); err != nil {
		t.Fatal(err)
	}
	if _, err := LastGood(filepath.Join(w.folder, "clientele.yaml")); err == nil {
		t.Error("a config that was removed is replaced by its copy")
	}
}

// A mistake that was mended and comes back, with an old copy of the file, is told
// again; and the state may lie in a folder with a blank in its name.
func TestDue_TheSameMistakeIsToldAgain(t *testing.T) {
	w := newWorld(t, unruly.Script{}, dailyJob)
	good := strings.Replace(w.read("clientele.yaml"), "currency: EUR\n", "currency: EUR\nstate: \"our state\" # of the jobs\n", 1)
	w.write("clientele.yaml", good)
	w.due(false)
	for range 2 {
		w.now = w.now.AddDate(0, 0, 7)
		w.write("clientele.yaml", strings.Replace(good, "every day", "every dya", 1))
		for range 2 {
			_, err := w.dueBroken()
			w.checkNeeds(err, true)
		}
		w.write("clientele.yaml", good)
		w.due(false)
	}
	if told := w.accepted()["owner@example.com"]; told != 2 {
		t.Errorf("the owner was told %d times\n%s", told, strings.Join(w.told, "\n"))
	}
}
