//go:build unix

package job

import (
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func writeText(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

// Root can rename a file over a device; a pipe stands for one here.
func TestWriteFile_WritesIntoWhatIsNoFileAndLeavesIt(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skipf("no named pipes here: %v", err)
	}
	read := make(chan string)
	go func() {
		content, _ := os.ReadFile(pipe)
		read <- string(content)
	}()
	if err := WriteFile(pipe, writeText("through")); err != nil {
		t.Fatal(err)
	}
	if got := <-read; got != "through" {
		t.Errorf("through the pipe came %q", got)
	}
	if state, err := os.Lstat(pipe); err != nil || state.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the pipe is now %v, %v", state.Mode(), err)
	}
	if err := WriteFile(t.TempDir(), writeText("x")); err == nil {
		t.Error("a folder was written")
	}
}

func TestWriteFile_ReplacesWhatALinkLeadsTo(t *testing.T) {
	folder := t.TempDir()
	target, link := filepath.Join(folder, "target"), filepath.Join(folder, "link")
	if err := os.WriteFile(target, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("target", link); err != nil {
		t.Skipf("no links here: %v", err)
	}
	if err := WriteFile(link, writeText("new")); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(target); err != nil || string(content) != "new" {
		t.Errorf("the target has %q, %v", content, err)
	}
	if state, err := os.Lstat(link); err != nil || state.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is now %v, %v", state.Mode(), err)
	}
}
