package lake

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// die does to a folder what the system does when its process is killed.
func die(t *testing.T, folder *Folder) {
	t.Helper()
	if err := folder.lock.Close(); err != nil {
		t.Fatal(err)
	}
	folder.lock = nil
}

// inStaging are the names in staging/.
func inStaging(t *testing.T, l *Lake) []string {
	t.Helper()
	entries, err := os.ReadDir(l.staging())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func TestStaging_TheNextRunRemovesWhatTheDeadLeftAndNothingElse(t *testing.T) {
	l := openLake(t)
	alive, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	spill, err := l.WorkDir()
	if err != nil {
		t.Fatal(err)
	}
	dead, err := l.WorkDir()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dead.Path(), "deeper", "still"), 0o755); err != nil {
		t.Fatal(err)
	}
	aside, err := os.MkdirTemp(l.staging(), collecting+"*")
	if err != nil {
		t.Fatal(err)
	}
	die(t, dead)
	next, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, path := range []string{aside, alive.Dir(), next.Dir(), spill.Path()} {
		want = append(want, filepath.Base(path))
	}
	slices.Sort(want)
	if got := inStaging(t, l); !slices.Equal(got, want) {
		t.Errorf("staging has %q, want %q", got, want)
	}
	for _, end := range []func() error{alive.Abort, spill.Remove, next.Abort, next.Abort} {
		if err := end(); err != nil {
			t.Error(err)
		}
	}
	if got := inStaging(t, l); !slices.Equal(got, []string{filepath.Base(aside)}) {
		t.Errorf("staging has %q after all ended", got)
	}
}

// Many runs that begin at the same moment sweep over each other's folders
// before these are locked.
func TestStaging_RunsThatBeginAtOnceKeepTheirFolders(t *testing.T) {
	l := openLake(t)
	const runs, rounds = 8, 40
	failures := make(chan error, runs)
	for range runs {
		go func() {
			for range rounds {
				folder, err := l.WorkDir()
				if err != nil {
					failures <- err
					return
				}
				l.sweep()
				if err := os.WriteFile(filepath.Join(folder.Path(), "spill"), nil, 0o600); err != nil {
					failures <- err
					return
				}
				if err := folder.Remove(); err != nil {
					failures <- err
					return
				}
			}
			failures <- nil
		}()
	}
	for range runs {
		if err := <-failures; err != nil {
			t.Error(err)
		}
	}
	if got := inStaging(t, l); len(got) != 0 {
		t.Errorf("left %q", got)
	}
}
