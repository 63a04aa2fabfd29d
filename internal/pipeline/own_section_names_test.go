package pipeline

import (
	"slices"
	"strings"
	"testing"

	"clientele/internal/duck"
)

func sectionEngine(t *testing.T) *duck.Engine {
	t.Helper()
	engine, err := duck.Open(t.Context(), duck.Options{Threads: 1, MemoryLimit: "256MB", TempDirectory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = engine.Close() })
	return engine
}

// A new version of the engine may bring functions that give another value each
// time: they are refused, or this test says that nobody has looked at them.
func TestUnsteady_NamesEveryFunctionThatChanges(t *testing.T) {
	changing, _, err := sectionEngine(t).QueryText(t.Context(), "select distinct function_name as name from duckdb_functions() where stability <> 'CONSISTENT' order by 1", -1)
	if err != nil || changing.Len() < 20 {
		t.Fatalf("%d functions, %v", changing.Len(), err)
	}
	for r := range changing.Len() {
		name := changing.Text(r, "name")
		if name != "error" && unsteady(duck.Mention{Name: name}) == "" { // which stops a query, and so gives nothing
			t.Errorf("%s gives another value each time, and is not refused", name)
		}
	}
}

// Macros of the engine's own whose bodies ask for the time or for settings are
// refused by name as well.
func TestUnsteady_NamesMacrosThatAskForTheTime(t *testing.T) {
	macros, _, err := sectionEngine(t).QueryText(t.Context(), `select distinct function_name as name from duckdb_functions()
where function_type = 'macro' and internal and regexp_matches(macro_definition, '(current_(time|date)|random|now\(|get_current|setting|uuid)')`, -1)
	if err != nil || macros.Len() == 0 {
		t.Fatalf("%d macros, %v", macros.Len(), err)
	}
	for r := range macros.Len() {
		if name := macros.Text(r, "name"); unsteady(duck.Mention{Name: name}) == "" {
			t.Errorf("%s is not refused", name)
		}
	}
}

// Whatever reads files, settings or the catalogue is refused by its name; the
// locked engine would refuse it too.
func TestNameMistakes_LeaveNoWayOut(t *testing.T) {
	engine := sectionEngine(t)
	functions, _, err := engine.QueryText(t.Context(), "select distinct function_name as name from duckdb_functions() where function_type in ('table', 'table_macro')", -1)
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{
		"from 'x.parquet'", "from '/etc/passwd'", `from "lake/data/a.parquet"`, "from information_schema.tables", "from duckdb_secrets", "from pg_catalog.pg_class", "from sqlite_master", "from system.main.customers",
		"select (select count(*) from read_text('/etc/passwd'))", "with customers as (from read_csv('/etc/passwd')) from customers", "select * from orders where order_id in (select content from read_text('x'))",
		"select current_setting('temp_directory')", "select getvariable('x')", "select now()", "select NOW()", "select main.random()", "select age(date '2000-01-01')", "select Current_Timestamp", "select 1 from orders order by random()",
		"select sum(random()) over () from orders", "from orders tablesample 3 rows", "from orders using sample 10%", "describe orders", "show tables", "summarize orders", "select $x", "select $1", "select ?",
		"from query('select 1')", "from query_table('orders')", "from orders join lateral (from glob('*')) on true", "select * from (values (1)) t where exists (from glob('*'))", "from orders semi join read_csv('a') using (order_id)",
		"select list_transform([1], lambda x: x + random())", "select case when true then uuid() end", "select 1 limit (select random())", "from orders union all from orderz",
	}
	for r := range functions.Len() {
		if name := functions.Text(r, "name"); !slices.Contains(rowFunctions(), name) {
			texts = append(texts, "from "+name+"('x')", "from orders, lateral "+strings.ToUpper(name)+"(order_id)")
		}
	}
	for _, text := range texts {
		read, err := engine.ReadSelect(t.Context(), text)
		if err == nil && len(nameMistakes(read)) == 0 {
			t.Errorf("%s is let through", text)
		}
	}
}

func TestNameMistakes_LetPlainQueriesThrough(t *testing.T) {
	engine := sectionEngine(t)
	for _, text := range []string{
		"from orders", "select * from main.orders", "select * from Orders o join CUSTOMERS c using (customer_id)", "with a as (from rfm), b as (from a) from b", "with orders as (select * from purchases) from orders",
		"select * from range(3) as t(x), unnest([1, 2]) as u(y)", "select age(date '2000-01-01', date '2001-01-01'), $as_of", "select user, now from (values (1, 2)) as t(user, now)",
		"select *, row_number() over (order by amount) from orders qualify true", "select 'now() random() from x.parquet' -- read_csv('a')", "from value_customers", "select month, money_per(sum(amount), count(*)) from orders group by 1",
		"select unnest(generate_series(date '2024-01-01', $as_of, interval 1 month))",
	} {
		read, err := engine.ReadSelect(t.Context(), text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		for _, mistake := range nameMistakes(read) {
			t.Errorf("%s: %v", text, mistake)
		}
	}
}
