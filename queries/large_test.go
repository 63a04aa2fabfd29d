package queries_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Parallel sums and windows show their order only where there are more rows
// than one thread takes at once.
func TestLargeData_IsTheSameWithAnyNumberOfThreads(t *testing.T) {
	if os.Getenv("CLIENTELE_LONG") == "" {
		t.Skip("takes half a minute; CLIENTELE_LONG=1 runs it")
	}
	alone, together := newWorld(t, 1), newWorld(t, 8)
	for _, w := range []*world{alone, together} {
		w.exec(t, largePurchases)
		w.run(t)
	}
	for _, query := range everyQuery(t) {
		var want, got []string
		if strings.HasPrefix(query.Name, "staging/") || strings.HasPrefix(query.Name, "marts/") {
			// Hashes of rows, since half a million of them are not compared in Go.
			digest := "select count(*) as n, cast(bit_xor(hash(whole)) as varchar) as x from " + query.Table() + " as whole"
			want, got = lines(alone.ask(t, digest)), lines(together.ask(t, digest))
		} else {
			want, got = lines(alone.answer(t, query.Name)), lines(together.answer(t, query.Name))
		}
		if !slices.Equal(want, got) {
			t.Errorf("%s: 1 thread and 8 differ\n%s", query.Name, cmp.Diff(want[:min(len(want), 20)], got[:min(len(got), 20)]))
		}
	}
}
