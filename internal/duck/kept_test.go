package duck

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func answer(t *testing.T, engine *Engine, text string, most int64) (string, bool, error) {
	t.Helper()
	ctx := context.Background()
	read, err := engine.ReadSelect(ctx, text)
	if err != nil {
		return "", false, err
	}
	more, err := engine.Keep(ctx, read, Lay{Table: "own", Named: map[string]any{"as_of": time.Date(2024, 3, 31, 0, 0, 0, 0, time.UTC)}, Most: most})
	if err != nil {
		return "", false, err
	}
	rows, err := engine.ReadTable(ctx, "own")
	if err != nil {
		return "", false, err
	}
	var out []string
	for _, row := range rows.Rows {
		out = append(out, strings.Trim(fmt.Sprint(row), "[]"))
	}
	return strings.Join(out, ";"), more, nil
}

// Every form of a SELECT stands in parentheses and answers the same.
func TestKeep_AnswersEveryFormOfSelect(t *testing.T) {
	engine, _ := lockedEngine(t)
	for text, want := range map[string]string{
		"select 1":  "1",
		"select 1;": "1",
		"select 1" + strings.Repeat("; \n", 10_000):                 "1",
		"select 1 ; ; -- end; of it":                                "1",
		"select ';' as a; /* ; */ -- ;":                             ";",
		"-- first\nselect 2 -- last":                                "2",
		"from kept":                                                 "1",
		"values (2), (1)":                                           "1;2",
		"(select 1)":                                                "1",
		"with a as (select 3 as x) select * from a":                 "3",
		"with kept as (select 7 as x) from kept":                    "7",
		"select 2 as x union all select 1":                          "1;2",
		"select 2 as x union all select 1 order by x desc":          "2;1",
		"select * from (values (2), (1)) as a(x) order by x desc":   "2;1",
		"select $as_of as day, $as_of - interval 1 month as before": "2024-03-31 00:00:00 +0000 UTC 2024-02-29 00:00:00 +0000 UTC",
	} {
		if got, _, err := answer(t, engine, text, 10); err != nil || got != want {
			t.Errorf("%q: got %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestKeep_StopsAtTheMostRows(t *testing.T) {
	engine, _ := lockedEngine(t)
	for _, c := range []struct {
		text string
		more bool
		want string
	}{
		{"select * from range(3) as t(x)", false, "0;1;2"}, {"select * from range(4) as t(x)", true, "0;1;2"},
		{"select * from range(1000) as t(x) order by x desc", true, "999;998;997"}, {"select 1 where false", false, ""},
	} {
		if got, more, err := answer(t, engine, c.text, 3); err != nil || got != c.want || more != c.more {
			t.Errorf("%q: got %q, %v, %v", c.text, got, more, err)
		}
	}
}

// Values come back as what a report has a form for; of what it has none for,
// as text.
func TestKeep_ValuesOfEveryType(t *testing.T) {
	engine, _ := lockedEngine(t)
	for value, want := range map[string]string{
		"1::tinyint": "1", "18446744073709551615::ubigint": "18446744073709551615", "170141183460469231731687303715884105727::hugeint // 1000": "170141183460469231731687303715884105",
		"99999999999999999999999999999999.999999::decimal(38,6)": "99999999999999999999999999999999.999999", "0.5::float": "0.5", "'nan'::double": "NaN", "'-infinity'::double": "-Inf",
		"'infinity'::date": "<nil>", "'-infinity'::timestamp": "<nil>", "date '4000-01-01'": "4000-01-01 00:00:00 +0000 UTC", "date '20000-01-01'": "<nil>", "date '0044-03-15 (BC)'": "<nil>",
		"timestamp_ns '2024-01-01 10:00:00'": "2024-01-01 10:00:00 +0000 UTC", "timestamptz '2024-01-01 10:00:00+02'": "2024-01-01 08:00:00 +0000 UTC",
		"time '10:00'": "10:00:00", "interval 3 day": "3 days", "uuid '00000000-0000-0000-0000-000000000001'": "00000000-0000-0000-0000-000000000001",
		"'\\xAA'::blob": "\\xAA", "[1,2]": "1, 2", "[1.5::decimal(3,1)]": "1.5", "{'a': 1}": "{'a': 1}", "map {1: 'x'}": "{1=x}", "'a'::enum('a')": "a", "true": "true", "null": "<nil>",
		"'101'::bit": "101", "'{\"a\":1}'::json": "{\"a\":1}", "repeat('x', 40000)": strings.Repeat("x", LongestText), "[date '2024-01-01']": "2024-01-01",
	} {
		if got, _, err := answer(t, engine, "select "+value+" as x", 3); err != nil || got != want {
			t.Errorf("%s: got %.60q, %v, want %.60q", value, got, err, want)
		}
	}
}

func TestColumns_TellTwoOfOneName(t *testing.T) {
	engine, _ := lockedEngine(t)
	read, err := engine.ReadSelect(context.Background(), "select x, 2 as X, 3 as \"a \"\"b\" from kept")
	if err != nil {
		t.Fatal(err)
	}
	columns, err := engine.Columns(context.Background(), read, nil)
	if got := fmt.Sprint(columns); err != nil || got != `[{x integer 0} {X integer 0} {a "b integer 0}]` {
		t.Errorf("got %s, %v", got, err)
	}
}

// The place is that in the user's text, whatever the engine was given around it.
func TestKeep_SaysWhereAMistakeIs(t *testing.T) {
	engine, _ := lockedEngine(t)
	for _, c := range []struct {
		text, want   string
		line, column int
	}{
		{"select 'é',\n  wrong from kept", "wrong", 2, 3},
		{"select 'é',\n  from from kept", "syntax", 2, 8},
		{"select x\nfrom kept\nwhere 'é' = 'ё' and nix(x)", "nix", 3, 21},
		{"select 'é', 'ab'::integer\nfrom kept", "ab", 1, 17},
		{"select\n 'é',\n (x::varchar || 'q')::integer from kept", "1q", 3, 21},
		{"from nowhere", "nowhere", 1, 6},
		{"select $other", "", 0, 0},
	} {
		_, _, err := answer(t, engine, c.text, 10)
		var of *TextError
		if !errors.As(err, &of) {
			of = &TextError{}
			if c.line > 0 {
				t.Errorf("%q: got %v", c.text, err)
			}
		}
		if of.Line != c.line || of.Column != c.column || !strings.Contains(of.Text, c.want) {
			t.Errorf("%q: got %d:%d %q, want %d:%d", c.text, of.Line, of.Column, of.Text, c.line, c.column)
		}
	}
}
