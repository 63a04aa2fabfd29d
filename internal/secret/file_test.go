package secret_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clientele/internal/secret"
)

func written(t *testing.T, content string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "smtp")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	// WriteFile's mode goes through the umask.
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFromFile_TakesAFileOfItsOwner(t *testing.T) {
	for _, mode := range []os.FileMode{0o600, 0o400} {
		got, err := secret.FromFile(written(t, "hunter2\n", mode))
		if err != nil || got.Reveal() != "hunter2" {
			t.Errorf("mode %04o: %q, %v", mode, got.Reveal(), err)
		}
	}
}

func TestFromFile_RefusesWiderModes(t *testing.T) {
	if !secret.ChecksRights {
		t.Skip("this system has no modes")
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o610, 0o601, 0o620, 0o602, 0o644, 0o660, 0o700, 0o777} {
		_, err := secret.FromFile(written(t, "hunter2", mode))
		if err == nil || !strings.Contains(err.Error(), "0600 at most") || shows(err.Error()) {
			t.Errorf("mode %04o: %v", mode, err)
		}
	}
}

func TestFromFile_RefusesAnotherUsersFile(t *testing.T) {
	if !secret.ChecksRights || os.Geteuid() != 0 {
		t.Skip("only root can give a file away")
	}
	path := written(t, "hunter2", 0o600)
	if err := os.Chown(path, 12345, 12345); err != nil {
		t.Fatal(err)
	}
	if _, err := secret.FromFile(path); err == nil || !strings.Contains(err.Error(), "belongs to user 12345") {
		t.Errorf("a file of user 12345: %v", err)
	}
}

func TestFromFile_ErrorsNeverHaveTheContent(t *testing.T) {
	for content, want := range map[string]string{
		"":                                   "it is empty",
		"hunter2\nhunter2\n":                 "it has more than one line",
		strings.Repeat("hunter2", 100_000):   "it is longer than 4096 bytes",
		strings.Repeat("x", 4097):            "it is longer than 4096 bytes",
		"hunter2\x00":                        "NUL",
		strings.Repeat("x", 4096) + "\nmore": "it is longer than 4096 bytes",
	} {
		_, err := secret.FromFile(written(t, content, 0o600))
		if err == nil || !strings.Contains(err.Error(), want) || shows(err.Error()) {
			t.Errorf("%.10q: %v, want %q", content, err, want)
		}
	}
	for _, end := range []string{"", "\n", "\r\n"} {
		if got, err := secret.FromFile(written(t, strings.Repeat("x", 4096)+end, 0o600)); err != nil || len(got.Reveal()) != 4096 {
			t.Errorf("the longest, end %q: %d bytes, %v", end, len(got.Reveal()), err)
		}
	}
}

func TestReference_NamesOnePlace(t *testing.T) {
	path := written(t, "from the file\n", 0o600)
	lookup := environment("PASSWORD", "from the environment")
	for name, test := range map[string]struct {
		reference  secret.Reference
		want, fail string
	}{
		"env":         {secret.Reference{Env: "PASSWORD"}, "from the environment", ""},
		"file":        {secret.Reference{File: "smtp"}, "from the file", ""},
		"whole path":  {secret.Reference{File: path}, "from the file", ""},
		"none":        {secret.Reference{}, "", "no secret is named"},
		"both":        {secret.Reference{Env: "A", File: "b"}, "", "env or file, not both"},
		"no name":     {secret.Reference{Env: "hunter2!"}, "", "takes the name of a variable"},
		"digit first": {secret.Reference{Env: "2A"}, "", "takes the name of a variable"},
	} {
		got, err := test.reference.Resolve(lookup, filepath.Dir(path))
		switch {
		case test.fail == "" && (err != nil || got.Reveal() != test.want):
			t.Errorf("%s: %q, %v", name, got.Reveal(), err)
		case test.fail != "" && (err == nil || !strings.Contains(err.Error(), test.fail) || shows(err.Error())):
			t.Errorf("%s: %v, want %q", name, err, test.fail)
		}
	}
}
