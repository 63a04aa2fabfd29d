package pipeline

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"clientele/etl"
	"clientele/internal/duck"
	"clientele/reports"
)

// asOfParameter is the only value that a query of an own section can ask for:
// the day that the report's numbers are true for.
const asOfParameter = "as_of"

// sectionTables are those that the query of an own section can read: what a
// user's own statement can, and the answers.
func sectionTables() []string {
	names := append(askable(), segmentTables()...)
	for _, answer := range answers(&reports.Answers{}) {
		names = append(names, answer.name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// plainTable is the name of a table without the schema that all of ours are in.
func plainTable(name string) string {
	name = strings.ToLower(name)
	name = strings.TrimPrefix(name, "memory.")
	return strings.TrimPrefix(name, "main.")
}

// tables are those of the lake and of the answers that a section reads.
func (s *ownSection) tables() []string {
	var names []string
	for _, table := range s.read.Tables {
		if name := plainTable(table.Name); slices.Contains(sectionTables(), name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// nameMistakes are the names in a query that no section may use.
func nameMistakes(read duck.Select) []*duck.TextError {
	var out []*duck.TextError
	add := func(at duck.Mention, format string, arguments ...any) {
		out = append(out, &duck.TextError{Text: fmt.Sprintf(format, arguments...), Line: at.Line, Column: at.Column})
	}
	for _, table := range read.Tables {
		own := slices.ContainsFunc(read.Defined, func(name string) bool { return strings.EqualFold(name, table.Name) })
		if name := plainTable(table.Name); !own && !slices.Contains(sectionTables(), name) {
			add(table, noTable+"%q%s", table.Name, suggested(name))
		}
	}
	for _, function := range read.TableFunctions {
		if !slices.Contains(rowFunctions(), strings.ToLower(function.Name)) {
			add(function, "a section reads tables, and not %s(); of functions, %s can stand where a table does", function.Name, strings.Join(rowFunctions(), ", "))
		}
	}
	for _, function := range read.Functions {
		if text := unsteady(function); text != "" {
			add(function, "%s", text)
		}
	}
	for _, column := range read.Columns {
		if slices.Contains(momentWords(), strings.ToLower(column.Name)) {
			add(column, "%s", momentText(column.Name))
		}
	}
	if read.Sampled {
		add(duck.Mention{}, "a sample has other rows in every run; choose rows by a condition, or the first of them by an order and a limit")
	}
	if read.Shows {
		add(duck.Mention{}, "a section shows rows and not what tables have; ask that by `clientele query 'describe …'`")
	}
	for _, name := range read.Parameters {
		if name != asOfParameter {
			add(mentionOf(read.Text, name), "$%s has no value; the only one that a section is given is $%s, the report's day", name, asOfParameter)
		}
	}
	slices.SortStableFunc(out, func(a, b *duck.TextError) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return out
}

const noTable = "there is no table "

// suggested continues the sentence that there is no such table.
func suggested(name string) string {
	if meant := didYouMean(name, sectionTables()); meant != "" {
		return "; " + strings.TrimSpace(meant)
	}
	return ""
}

// mentionOf is where a parameter stands: the grammar does not keep its place.
func mentionOf(text, name string) duck.Mention {
	at := strings.Index(text, "$"+name)
	if at < 0 {
		return duck.Mention{}
	}
	line := strings.Count(text[:at], "\n")
	return duck.Mention{Line: line + 1, Column: 1 + utf8.RuneCountInString(text[strings.LastIndex(text[:at], "\n")+1:at])}
}

// rowFunctions make rows of nothing but their arguments.
func rowFunctions() []string {
	return []string{"range", "generate_series", "unnest", "json_each", "json_tree"}
}

// moments are the functions that give the time of the machine.
func moments() []string {
	return append(momentWords(), "now", "today", "get_current_timestamp", "get_current_time", "transaction_timestamp", "ago",
		"current_localtime", "current_localtimestamp", "pg_conf_load_time", "pg_postmaster_start_time")
}

// momentWords are those that need no parentheses.
func momentWords() []string {
	return []string{"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"}
}

func momentText(name string) string {
	return fmt.Sprintf("%s is another moment in every run, and the report would differ each time; the report's day is $%s", strings.ToLower(name), asOfParameter)
}

// unsteady says of a function why it has no place in a report: its value is
// another one in every run, or tells of the engine and not of the lake.
func unsteady(function duck.Mention) string {
	name := strings.ToLower(function.Name)
	name = name[strings.LastIndexByte(name, '.')+1:]
	switch {
	case slices.Contains(moments(), name), name == "age" && function.Arguments == 1:
		return momentText(name + "()")
	case slices.Contains([]string{"random", "setseed", "uuid", "gen_random_uuid", "uuidv4", "uuidv7"}, name):
		return name + "() is left to chance, and the report would differ each time"
	case slices.Contains([]string{
		"current_setting", "getvariable", "current_connection_id", "current_query", "current_query_id", "current_transaction_id", "txid_current",
		"current_database", "current_schema", "current_schemas", "current_catalog", "in_search_path", "currval", "nextval", "sleep_ms", "stats", "write_log", "version",
	}, name):
		return name + "() tells of the engine and not of the lake"
	}
	return ""
}

// entityFields are the columns of the lake's own tables; false where a table is
// none of them.
func entityFields(name string) ([]duck.Field, bool) {
	for _, entity := range append(etl.Entities(), etl.Rejects()) {
		if entity.Name == name {
			return entity.Stored(), true
		}
	}
	return nil, false
}
