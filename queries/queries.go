// Package queries holds every SQL statement of the product, one statement a
// file, embedded. A file's path without its ending is the query's name
// ("reports/overview"); its last part is the name of the table that holds the
// answer ("overview"). Each file begins with a header of comment lines:
//
//	-- What the company sold, month by month.
//	-- grain: month
//	-- reads: orders, purchase_lines
//	-- param: as_of DATE
//	select …
//
// A job keeps the answer of every query as a table. `use: audit` marks those
// that instead look for faults, `use: asked` those that are asked with
// arguments of the asker's own.
//
// An audit says with `severity:` what a row of its answer does: `warn` is told,
// `stop` publishes nothing, and neither is for good unless `stop, always` is
// written. Where `rows:` is `new`, a load asks it of the rows that are about to
// come in; the others were asked when they did.
//
// The first lines say what the answer is. `grain:` names the columns that are
// unique in it ("one row" and "macro" are the exceptions), `reads:` the tables
// that it needs, `param:` a parameter and its type. Declared and used
// parameters must be equal; that is checked when a file is loaded, because the
// engine itself ignores a superfluous argument silently.
//
// Statements are written in the common subset of DuckDB and Trino. Where a
// function differs, a macro under macros/ bears Trino's name.
package queries

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"sort"
	"strings"
	"sync"
)

//go:embed macros staging marts segments forecasts reports checks
var embedded embed.FS

// ErrUnknown is returned for a name that no file bears.
var ErrUnknown = errors.New("no such query")

// Parameter is a named argument of a query. Type is the SQL type that the
// header declares, in upper case.
type Parameter struct {
	Name string
	Type string
}

// Query is one parsed file.
type Query struct {
	Name        string   // path without ending: "reports/overview"
	Description string   // the header's first lines
	Grain       []string // columns that are unique together; nil for "one row" and "macro"
	OneRow      bool     // the answer has exactly one row
	Macro       bool     // the statement creates a macro
	Use         string   // "audit", "asked", or empty: a job keeps the answer
	Severity    string   // of an audit: "stop" or "warn"
	Always      bool     // of an audit: nobody can change its severity
	OnlyNew     bool     // of an audit: asked of new rows alone
	Reads       []string // tables and macros that must be there
	Parameters  []Parameter
	Text        string // the whole file
}

// Table is the name of the table that holds the query's answer.
func (q Query) Table() string { return path.Base(q.Name) }

// Kept reports whether a job keeps the answer as a table.
func (q Query) Kept() bool { return !q.Macro && q.Use == "" }

// parsed are the embedded queries that were asked for, by name.
//
//nolint:gochecknoglobals // what is embedded never changes, and a job asks for all of it several times
var parsed sync.Map

// Get returns the named query. Its slices are those of everybody who asks.
func Get(name string) (Query, error) {
	if known, ok := parsed.Load(name); ok {
		return known.(Query), nil
	}
	text, err := embedded.ReadFile(name + ".sql")
	if err != nil {
		return Query{}, fmt.Errorf("query %q: %w", name, ErrUnknown)
	}
	query, err := Parse(name, string(text))
	if err == nil {
		parsed.Store(name, query)
	}
	return query, err
}

// All returns every query, by name.
func All() ([]Query, error) { return In("") }

// In returns the queries of one folder, by name; "" is all folders.
func In(folder string) ([]Query, error) {
	var found []Query
	root := "."
	if folder != "" {
		root = folder
	}
	err := fs.WalkDir(embedded, root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != ".sql" {
			return err
		}
		query, err := Get(strings.TrimSuffix(file, ".sql"))
		found = append(found, query)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the embedded queries: %w", err)
	}
	sort.Slice(found, func(i, j int) bool { return found[i].Name < found[j].Name })
	return found, nil
}

// Parse reads a file's header and checks it against the statement.
func Parse(name, text string) (Query, error) {
	query := Query{Name: name, Text: text}
	var description []string
	for _, line := range strings.Split(text, "\n") {
		comment, isComment := strings.CutPrefix(strings.TrimSpace(line), "--")
		if !isComment {
			break
		}
		comment = strings.TrimSpace(comment)
		key, value, _ := strings.Cut(comment, ":")
		value = strings.TrimSpace(value)
		switch key {
		case "grain":
			query.setGrain(value)
		case "reads":
			query.Reads = splitList(value)
		case "use":
			query.Use = value
		case "severity":
			query.Severity, query.Always = strings.CutSuffix(value, ", always")
		case "rows":
			query.OnlyNew = value == "new"
		case "param":
			parameterName, typeName, ok := strings.Cut(value, " ")
			if !ok {
				return query, fmt.Errorf("query %s: %q: a parameter is written as `param: name TYPE`", name, comment)
			}
			query.Parameters = append(query.Parameters, Parameter{parameterName, strings.ToUpper(strings.TrimSpace(typeName))})
		default:
			description = append(description, comment)
		}
	}
	query.Description = strings.TrimSpace(strings.Join(description, " "))
	return query, query.check()
}

func (q *Query) setGrain(value string) {
	switch value {
	case "one row":
		q.OneRow = true
	case "macro":
		q.Macro = true
	default:
		q.Grain = splitList(value)
	}
}

func (q *Query) check() error {
	if q.Description == "" {
		return fmt.Errorf("query %s: the header does not say what the answer is", q.Name)
	}
	if q.Grain == nil && !q.OneRow && !q.Macro {
		return fmt.Errorf("query %s: the header has no grain", q.Name)
	}
	if q.Use != "" && q.Use != "audit" && q.Use != "asked" {
		return fmt.Errorf("query %s: use: %q is neither audit nor asked", q.Name, q.Use)
	}
	if known := q.Severity == "warn" && !q.Always || q.Severity == "stop"; known != (q.Use == "audit") {
		return fmt.Errorf("query %s: an audit, and nothing else, has a line `severity: warn`, `severity: stop` or `severity: stop, always`", q.Name)
	}
	declared := make([]string, len(q.Parameters))
	for i, parameter := range q.Parameters {
		declared[i] = parameter.Name
	}
	sort.Strings(declared)
	used := usedParameters(q.Text)
	if !slices.Equal(declared, used) {
		return fmt.Errorf("query %s: declared parameters %v, used %v", q.Name, declared, used)
	}
	return nil
}

func splitList(value string) []string {
	var list []string
	for _, part := range strings.Split(value, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// What stands in a statement without being part of it, and what a parameter is;
// each of the queries is parsed many times in a job.
var (
	unasked       = regexp.MustCompile(`--[^\n]*|'(?:[^']|'')*'|"(?:[^"]|"")*"`)
	parameterName = regexp.MustCompile(`\$([a-z_][a-z0-9_]*)`)
)

// usedParameters returns the names behind $ outside comments and literals,
// sorted, each once.
func usedParameters(text string) []string {
	bare := unasked.ReplaceAllString(text, " ")
	seen := map[string]bool{}
	names := []string{}
	for _, match := range parameterName.FindAllStringSubmatch(bare, -1) {
		if !seen[match[1]] {
			seen[match[1]] = true
			names = append(names, match[1])
		}
	}
	sort.Strings(names)
	return names
}
