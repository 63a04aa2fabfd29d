package reports_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// sources is the code of the reports without its tests.
func sources(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		content, err := os.ReadFile(path)
		b.Write(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// keys are all keys of the catalogue.
func keys(t *testing.T) []string {
	t.Helper()
	var out []string
	paths, err := filepath.Glob("catalogue/words/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("%d files of words, %v", len(paths), err)
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range regexp.MustCompile(`(?m)^([\w.]+):`).FindAllStringSubmatch(string(content), -1) {
			out = append(out, line[1])
		}
	}
	return out
}

// A phrase is used where its key stands in the code, or where its last part
// does and the code puts the key together. The values of columns come from
// elsewhere.
func TestWords_NoPhraseIsLeftOver(t *testing.T) {
	code := sources(t)
	fromData := regexp.MustCompile(`^(segment|advice|model|entity|reason)\.`)
	puts := regexp.MustCompile(`^(column|figure)\.(\w+)$|^(\w+)\.(title|needs)$|^(retention\.(?:lead|table))\.(month|week|quarter)$`)
	for _, key := range keys(t) {
		if strings.Contains(code, `"`+key+`"`) || fromData.MatchString(key) {
			continue
		}
		parts := puts.FindStringSubmatch(key)
		switch {
		case parts == nil:
		case parts[2] != "" && strings.Contains(code, `"`+parts[2]+`"`):
			continue
		case parts[3] != "" && strings.Contains(code, `"`+parts[3]+`"`):
			continue
		case parts[5] != "" && strings.Contains(code, `"`+parts[5]+`."`):
			continue
		}
		t.Errorf("nothing says %s", key)
	}
}
