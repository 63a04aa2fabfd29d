package pipeline

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"
)

func TestOpenRegular_DoesNotWaitAtAPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "logo.png")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip("this file system has no named pipes:", err)
	}
	if _, err := openRegular(path); !errors.Is(err, errNoFile) {
		t.Errorf("the error is %v", err)
	}
	if _, err := openRegular(filepath.Dir(path)); !errors.Is(err, errNoFile) {
		t.Errorf("of a folder the error is %v", err)
	}
}
