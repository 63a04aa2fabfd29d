package pipeline

import (
	"bytes"
	"fmt"
	"io"
	"testing"
)

// BenchmarkManager makes documents and workbooks for a thousand managers of a
// small company, as a scheduled job does.
func BenchmarkManager(b *testing.B) {
	names := make([]string, 1000)
	for i := range names {
		names[i] = fmt.Sprintf("Manager %04d", i)
	}
	w := newManagerWorld(b, 1, 12_000, names)
	r := w.recalled(b, Stages{Load: true, Analyse: true})
	if _, err := r.Manager(b.Context(), Filter{Manager: names[0]}, "en"); err != nil { // makes the tables
		b.Fatal(err)
	}
	b.Run("document", func(b *testing.B) {
		for i := range b.N {
			if _, err := r.Manager(b.Context(), Filter{Manager: names[i%1000]}, "ru"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("workbook", func(b *testing.B) {
		d, err := r.Manager(b.Context(), Filter{Manager: names[7]}, "ru")
		if err != nil {
			b.Fatal(err)
		}
		for range b.N {
			if err := r.Workbook(d, io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("page", func(b *testing.B) {
		for i := range b.N {
			d, err := r.Manager(b.Context(), Filter{Manager: names[i%1000]}, "ru")
			if err != nil {
				b.Fatal(err)
			}
			var page bytes.Buffer
			if err := r.Page(d, &page); err != nil {
				b.Fatal(err)
			}
		}
	})
}
