package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"clientele/internal/duck"
)

// What a statement does not name is not made, and what it names has all that it
// is made of.
func TestAsk_MakesWhatAStatementNamesAndAllThatThatIsMadeOf(t *testing.T) {
	engine, err := duck.Open(t.Context(), duck.Options{Threads: 1, MemoryLimit: "256MB", TempDirectory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	w := &work{engine: engine}
	made := func(statement string) []string {
		var names []string
		for _, query := range w.askedQueries(t.Context(), statement) {
			for _, name := range query.Reads {
				if !slices.Contains(names, name) && !slices.Contains(given(), name) {
					t.Errorf("%s: %s reads %s, which is not there", statement, query.Name, name)
				}
			}
			names = append(names, written(query)...)
		}
		return names
	}
	all := made("select * from nowhere")
	if len(all) < 20 {
		t.Fatalf("only %d tables can be asked: %v", len(all), all)
	}
	for _, name := range all {
		if got := made(fmt.Sprintf("select count(*) from %s", strings.ToUpper(name))); !slices.Contains(got, name) {
			t.Errorf("%s is not made: %v", name, got)
		}
	}
	for statement, want := range map[string]int{
		"select * from purchases": 0, "select 1": 0, "with a as (select * from loads) select * from A, told_forecasts": 0, "drop table x": 0, "select * form orders": 0,
		"describe orders": len(all), "select * from information_schema.tables": len(all), "select * from main.orders": len(all), "with a as (select 1) select * from a, custmers": len(all),
	} {
		if got := made(statement); len(got) != want {
			t.Errorf("%s: %d tables, not %d: %v", statement, len(got), want, got)
		}
	}
	orders := made("with orders as (select * from orders) select * from orders")
	if !slices.Contains(orders, "orders") || slices.Contains(orders, "customers") || len(orders) >= len(all) {
		t.Errorf("orders: %v", orders)
	}
}
