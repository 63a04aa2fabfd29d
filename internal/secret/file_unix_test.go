//go:build unix

package secret_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"clientele/internal/secret"
)

func TestFromFile_RefusesWhatIsNoRegularFile(t *testing.T) {
	folder := t.TempDir()
	link, pipe := filepath.Join(folder, "link"), filepath.Join(folder, "pipe")
	if err := os.Symlink(written(t, "hunter2", 0o600), link); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		link: "it is a link", pipe: "not a regular file", folder: "not a regular file",
		filepath.Join(folder, "none"): "no such file",
	} {
		_, err := secret.FromFile(path)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
		if err != nil && strings.Count(err.Error(), path) != 1 {
			t.Errorf("the path is to be named once: %v", err)
		}
	}
}
