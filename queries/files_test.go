package queries_test

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clientele/internal/table"
	"clientele/queries"
)

// The tests of this file hold for every query, and for one that is added
// tomorrow: they name none.

func TestEveryFile_ParsesAndHasItsOwnTable(t *testing.T) {
	all, err := queries.All()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("no queries")
	}
	tables := map[string]string{}
	for _, query := range everyQuery(t) {
		if other, taken := tables[query.Table()]; taken {
			t.Errorf("%s and %s give the same table", query.Name, other)
		}
		tables[query.Table()] = query.Name
	}
}

// Preparing against empty tables is the compiler of our SQL; the columns and
// types are what Go code and other queries rely on.
func TestEveryQuery_WithoutData(t *testing.T) {
	w := newWorld(t, 1)
	columns := map[string]*table.Table{}
	for _, query := range everyQuery(t) {
		described, err := w.Describe(context.Background(), w.bind(t, query))
		if err != nil {
			t.Fatal(err)
		}
		columns[query.Name] = described
		w.create(t, query)
	}
	t.Run("has the golden columns", func(t *testing.T) { goldenColumns(t, columns) })
	t.Run("has plain types and money in decimals", func(t *testing.T) { plainTypes(t, columns) })
	t.Run("is empty or zero", func(t *testing.T) { emptyOrZero(t, w) })
}

func goldenColumns(t *testing.T, columnsOf map[string]*table.Table) {
	t.Helper()
	var got strings.Builder
	for _, query := range everyQuery(t) {
		columns := columnsOf[query.Name]
		fmt.Fprintf(&got, "%s\n", query.Name)
		for row := range columns.Len() {
			fmt.Fprintf(&got, "    %s %s\n", columns.Text(row, "column_name"), columns.Text(row, "column_type"))
		}
	}
	if updating() {
		if err := os.WriteFile("testdata/columns.golden", []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/columns.golden")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("columns have changed; -update if that is meant\n%s", diff)
	}
}

// A sum of whole numbers is a HUGEINT and a quotient a DOUBLE unless somebody
// says otherwise, and money in a DOUBLE is no money.
func plainTypes(t *testing.T, columnsOf map[string]*table.Table) {
	t.Helper()
	plain := regexp.MustCompile(`^(VARCHAR|DATE|TIMESTAMP|BOOLEAN|INTEGER|BIGINT|DOUBLE|DECIMAL\(18,[2348]\))$`)
	money := regexp.MustCompile(`revenue|sales|returns|amount|spend|average_order|monetary`)
	for _, query := range everyQuery(t) {
		columns := columnsOf[query.Name]
		for row := range columns.Len() {
			name, typeName := columns.Text(row, "column_name"), columns.Text(row, "column_type")
			if !plain.MatchString(typeName) {
				t.Errorf("%s: column %s is %s", query.Name, name, typeName)
			}
			// What models take is a float by contract.
			if money.MatchString(name) && !strings.HasPrefix(typeName, "DECIMAL") && name != "repeat_spend" && name != "unreadable_amounts" && !strings.HasSuffix(name, "_share") {
				t.Errorf("%s: money in column %s is %s", query.Name, name, typeName)
			}
		}
	}
}

func TestEveryQuery_ReadsExactlyWhatItsHeaderSays(t *testing.T) {
	w := newWorld(t, 1)
	for _, query := range everyQuery(t) {
		referred, defined := w.tableNames(t, query)
		var read []string
		for _, name := range referred {
			if !slices.Contains(defined, name) {
				read = append(read, name)
			}
		}
		if !slices.Equal(read, query.Reads) {
			t.Errorf("%s reads %v, its header says %v (it must be sorted)", query.Name, read, query.Reads)
		}
		if slices.ContainsFunc(query.Reads, func(name string) bool { return slices.Contains(defined, name) }) {
			t.Errorf("%s defines by WITH what is also a table that it reads", query.Name)
		}
	}
}

// tableNames returns the names after FROM and JOIN and those that WITH
// defines, each sorted, from the engine's own parse of the statement.
func (w *world) tableNames(t *testing.T, query queries.Query) (referred, defined []string) {
	t.Helper()
	parse := queries.Query{Name: "test/parse", Text: `
		with parsed as (select json_serialize_sql(cast($text as varchar)) as tree)
		select distinct 'referred' as kind, unnest(cast(tree->>'$..table_name' as varchar[])) as name from parsed
		union all
		select distinct 'defined' as kind, unnest(cast(tree->>'$..cte_map.map[*].key' as varchar[])) as name from parsed
		order by kind, name`, Parameters: []queries.Parameter{{Name: "text", Type: "VARCHAR"}}}
	bound, err := parse.Bind(map[string]any{"text": query.Text})
	if err != nil {
		t.Fatal(err)
	}
	names, err := w.Query(context.Background(), bound)
	if err != nil {
		t.Fatal(err)
	}
	for row := range names.Len() {
		switch name := names.Text(row, "name"); {
		case names.Text(row, "kind") == "defined":
			defined = append(defined, name)
		case name != "":
			// Columns with a qualifier bear the key as well, empty where they have none.
			referred = append(referred, name)
		}
	}
	return referred, defined
}

// Answers leave the engine, so they end by an order on their grain or on
// columns that hold a unique key; staging and marts stay inside.
func TestEveryAnswer_EndsByAnOrder(t *testing.T) {
	last := regexp.MustCompile(`\norder by [a-z_., ]+\n$`)
	for _, query := range everyQuery(t) {
		inside := strings.HasPrefix(query.Name, "staging/") || strings.HasPrefix(query.Name, "marts/")
		if last.MatchString(query.Text) == inside {
			t.Errorf("%s: a final order by is there: %v", query.Name, !inside)
		}
	}
}

// What Trino does not have, or means something else by.
func TestEveryQuery_IsInTheCommonSubset(t *testing.T) {
	foreign := regexp.MustCompile(`(?i)\bqualify\b|\bgroup by all\b|\bexclude\s*\(|::|//|\bilike\b|\bstrftime\b|\bgenerate_series\b|\bavg\(|\bmedian\(|\bquantile|\barg_max\(|\bstring_agg\(|\bcount\(distinct|\bntile\(`)
	for _, query := range everyQuery(t) {
		text := regexp.MustCompile(`--[^\n]*|'[^']*'`).ReplaceAllString(query.Text, "")
		if found := foreign.FindString(text); found != "" {
			t.Errorf("%s uses %q", query.Name, found)
		}
	}
}

func isUniqueOnItsGrain(t *testing.T, w *world) {
	t.Helper()
	for _, query := range everyQuery(t) {
		total := w.ask(t, "select count(*) as n from "+query.Table()).Integer(0, "n")
		if query.OneRow {
			if total != 1 {
				t.Errorf("%s has %d rows", query.Name, total)
			}
			continue
		}
		keys := strings.Join(query.Grain, ", ")
		unique := w.ask(t, fmt.Sprintf("select count(*) as n from (select distinct %s from %s)", keys, query.Table())).Integer(0, "n")
		if unique != total {
			t.Errorf("%s: %d rows, %d different %s", query.Name, total, unique, keys)
		}
		if total == 0 && !strings.HasPrefix(query.Table(), "audit_") {
			t.Errorf("%s has no rows, so its grain is not tested", query.Name)
		}
	}
}

func emptyOrZero(t *testing.T, w *world) {
	t.Helper()
	overview := w.answer(t, "reports/overview")
	if overview.Len() != 1 || overview.Integer(0, "orders") != 0 || !overview.Decimal(0, "revenue").IsZero() {
		t.Errorf("overview of nothing: %v", lines(overview))
	}
	if months := w.answer(t, "forecasts/monthly_series"); months.Len() != 0 {
		t.Errorf("months of nothing: %v", lines(months))
	}
}

func TestEveryQuery_OverAHistory(t *testing.T) {
	history := newHistory(2, 4000)
	alone := newWorld(t, 1)
	alone.give(t, history)
	alone.run(t)
	t.Run("is unique on its grain", func(t *testing.T) { isUniqueOnItsGrain(t, alone) })
	t.Run("does not depend on threads or the order of rows", func(t *testing.T) { isTheSameTogether(t, alone, history) })
}

func isTheSameTogether(t *testing.T, alone *world, history history) {
	t.Helper()
	together := newWorld(t, 4)
	// Without this the engine gives so few rows to one thread.
	together.exec(t, "pragma verify_parallelism")
	together.give(t, history.shuffled(7))
	together.run(t)
	for _, query := range everyQuery(t) {
		inside := strings.HasPrefix(query.Name, "staging/") || strings.HasPrefix(query.Name, "marts/")
		want, got := lines(alone.ask(t, "from "+query.Table())), lines(together.ask(t, "from "+query.Table()))
		if inside {
			slices.Sort(want)
			slices.Sort(got)
		} else {
			// Tables have no order; the query's own answer has.
			want, got = lines(alone.answer(t, query.Name)), lines(together.answer(t, query.Name))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: 1 thread and 4 with the rows shuffled differ\n%s", query.Name, diff)
		}
	}
}
