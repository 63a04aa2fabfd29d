package duck_test

import (
	"context"
	"testing"

	"clientele/internal/duck"
	"clientele/queries"
)

func open(t *testing.T) *duck.Engine {
	t.Helper()
	engine, err := duck.Open(context.Background(), duck.Options{Threads: 2, MemoryLimit: "512MB", TempDirectory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	return engine
}

// ask runs a statement that returns one text value.
func ask(t *testing.T, engine *duck.Engine, text string) any {
	t.Helper()
	query, err := queries.Parse("test/ask", "-- A test.\n-- grain: one row\n"+text)
	if err != nil {
		t.Fatal(err)
	}
	bound, err := query.Bind(nil)
	if err != nil {
		t.Fatal(err)
	}
	result, err := engine.Query(context.Background(), bound)
	if err != nil {
		t.Fatal(err)
	}
	if result.Len() != 1 || len(result.Columns) != 1 {
		t.Fatalf("%d rows, %d columns", result.Len(), len(result.Columns))
	}
	return result.Rows[0][0]
}
