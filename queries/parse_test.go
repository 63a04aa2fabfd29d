package queries_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"clientele/queries"
)

func TestParse_ReadsTheHeader(t *testing.T) {
	query, err := queries.Parse("reports/one", `-- What it is,
-- in two lines.
-- grain: month, source
-- reads: orders, purchase_lines
-- param: as_of date
-- param: top INTEGER
select 1 -- not $used
where $as_of = '$neither' and $top > 0 and "$nor" = 1
-- param: late DATE
`)
	if err != nil {
		t.Fatal(err)
	}
	if query.Description != "What it is, in two lines." || query.Table() != "one" || query.OneRow || query.Macro {
		t.Errorf("%+v", query)
	}
	if !slices.Equal(query.Grain, []string{"month", "source"}) || !slices.Equal(query.Reads, []string{"orders", "purchase_lines"}) {
		t.Errorf("grain %v, reads %v", query.Grain, query.Reads)
	}
	if !slices.Equal(query.Parameters, []queries.Parameter{{Name: "as_of", Type: "DATE"}, {Name: "top", Type: "INTEGER"}}) {
		t.Errorf("parameters %v", query.Parameters)
	}
}

func TestParse_RefusesAFileThatSaysTooLittleOrTooMuch(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"select 1", "does not say what the answer is"},
		{"-- It.\nselect 1", "no grain"},
		{"-- It.\n-- grain: a\n-- param: as_of DATE\nselect 1", "declared parameters [as_of], used []"},
		{"-- It.\n-- grain: a\nselect $as_of", "declared parameters [], used [as_of]"},
		{"-- It.\n-- grain: a\n-- param: as_of\nselect $as_of", "written as"},
	} {
		if _, err := queries.Parse("reports/one", c.text); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "reports/one") {
			t.Errorf("%q: %v, not %q", c.text, err, c.want)
		}
	}
}

func TestGet_SaysThatAQueryIsUnknown(t *testing.T) {
	if _, err := queries.Get("reports/nothing"); !errors.Is(err, queries.ErrUnknown) {
		t.Error(err)
	}
}

func TestBind_WantsEachParameterAndNoOther(t *testing.T) {
	query, err := queries.Parse("reports/one", "-- It.\n-- grain: one row\n-- param: b DATE\n-- param: a DATE\nselect $a, $b")
	if err != nil {
		t.Fatal(err)
	}
	bound, err := query.Bind(map[string]any{"a": 1, "b": 2})
	if err != nil || !slices.Equal(bound.Values, []queries.Value{{Name: "b", Value: 2}, {Name: "a", Value: 1}}) {
		t.Errorf("%v %v", bound.Values, err)
	}
	if _, err := query.Bind(map[string]any{"a": 1}); err == nil || !strings.Contains(err.Error(), "no value for parameter b DATE") {
		t.Error(err)
	}
	if _, err := query.Bind(map[string]any{"a": 1, "b": 2, "z": 3, "c": 4}); err == nil || !strings.Contains(err.Error(), "no parameter is named [c z]") {
		t.Error(err)
	}
	if _, err := query.BindSome(map[string]any{"a": 1, "b": 2, "z": 3}); err != nil {
		t.Error(err)
	}
}
