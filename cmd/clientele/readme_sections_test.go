package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The README's own section is the one that a script runs.
func TestREADME_OwnSectionIsTheOneThatRuns(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile(filepath.Join("testdata", "script", "own_sections.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, begin := range []string{"```yaml\nsections:\n", "```sql\nselect coalesce(city"} {
		_, block, found := strings.Cut(string(readme), begin)
		block, _, ended := strings.Cut(block, "```")
		if !found || !ended || !strings.Contains(string(script), block) {
			t.Errorf("the script does not run the README's %q", begin)
		}
	}
}
