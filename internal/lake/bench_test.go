package lake

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// Three years of monthly files, 1 MB each: what a commit costs beside writing
// the Parquet files themselves.
func BenchmarkCommit_36Months(b *testing.B) {
	l, err := Open(filepath.Join(b.TempDir(), "lake"))
	if err != nil {
		b.Fatal(err)
	}
	var months []string
	for year := 2009; year < 2012; year++ {
		for month := range 12 {
			months = append(months, fmt.Sprintf("%d-%02d", year, month+1))
		}
	}
	content := strings.Repeat("0123456789abcdef", 1<<16)
	b.SetBytes(int64(len(content) * len(months)))
	for i := 0; b.Loop(); i++ {
		if _, err := bring(l, "a.csv", fmt.Sprint(i)+content, months...); err != nil {
			b.Fatal(err)
		}
	}
}

// Ten years of a weekly load that touches ten months each.
func BenchmarkParse_5200Files(b *testing.B) {
	s := Snapshot{Version: 1}
	for i := range 520 {
		load := loadWith(fmt.Sprintf("exports/%d.csv", i), fmt.Sprint(i))
		s.Loads = append(s.Loads, load)
		for j := range 10 {
			file := File{Entity: "purchases", Month: fmt.Sprintf("2011-%02d", j+1), Load: load.ID, SHA256: fmt.Sprintf("%064x", i*10+j)}
			file.SHA256 = load.FileSHA256[:32] + file.SHA256[32:]
			file.Path = file.name()
			s.Files = append(s.Files, file)
		}
	}
	s.sort()
	content := encoded(b, s)
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if _, err := Parse(content); err != nil {
			b.Fatal(err)
		}
	}
}
