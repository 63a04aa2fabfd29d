package etl

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"clientele/internal/strictyaml"
)

// Source is one entry of the config's list of sources: which files, what they
// hold, and how they are written.
type Source struct {
	// Name is how reports and keys call the source; it is part of every key.
	Name string `yaml:"name,required"`
	// Files are paths or patterns (exports/*.csv), relative to the config.
	Files []string `yaml:"files,required"`
	// Entity is what a row is; purchases where nothing is said.
	Entity string `yaml:"entity"`

	Format    string `yaml:"format"`    // csv, xlsx, parquet, json; seen from the content where empty
	Sheet     string `yaml:"sheet"`     // of a workbook; the first where empty
	Encoding  string `yaml:"encoding"`  // of a csv; seen from the content where empty
	Delimiter string `yaml:"delimiter"` // of a csv; seen from the content where empty
	Decimal   string `yaml:"decimal"`   // decimal mark; seen from the content where empty
	Dates     string `yaml:"dates"`     // 'day first', 'month first', 'year first'; seen from the content where empty
	TimeZone  string `yaml:"time_zone"` // of wall-clock times; the company's where empty

	// Namespace says whose customer keys these are; two sources that share
	// keys share a namespace. The source's own name where nothing is said.
	Namespace *string `yaml:"namespace"`
	Currency  string  `yaml:"currency"` // where no column holds it; the company's where empty

	// Columns gives each field of the entity the header of its column.
	Columns strictyaml.Ordered[string] `yaml:"columns,required"`
	// Constants gives fields a fixed value.
	Constants strictyaml.Ordered[string] `yaml:"constants"`

	// Returns lists the kinds of document (field document_type) that take
	// goods back: their lines are negative whatever their sign.
	Returns []string `yaml:"returns"`
	// ExcludeStatuses lists states that stay out of the analysis.
	ExcludeStatuses []string `yaml:"exclude_statuses"`
}

// Defaults are what a source inherits from the config.
type Defaults struct {
	TimeZone        string
	Currency        string
	ExcludeProducts []string
}

// WithDefaults fills what the source leaves open.
func (s Source) WithDefaults(defaults Defaults) Source {
	if s.Entity == "" {
		s.Entity = "purchases"
	}
	if s.TimeZone == "" {
		s.TimeZone = defaults.TimeZone
	}
	if s.Currency == "" {
		s.Currency = defaults.Currency
	}
	return s
}

// CustomerNamespace is whose customer keys the source bears.
func (s Source) CustomerNamespace() string {
	if s.Namespace != nil {
		return *s.Namespace
	}
	return s.Name
}

// fills reports whether the mapping gives a field a value.
func (s Source) fills(field string) bool {
	_, mapped := s.Columns.Get(field)
	_, constant := s.Constants.Get(field)
	return mapped || constant
}

// Check reports every mistake of the source to complain, with the path below
// the source at which it stands.
func (s Source) Check(complain func(path, format string, arguments ...any)) {
	s.checkWords(complain)
	entity, ok := EntityNamed(s.Entity)
	if s.Entity == "" {
		entity, ok = EntityNamed("purchases")
	}
	if !ok || entity.Name == Observations().Name {
		complain("entity", "no entity is called %q; there are %s", s.Entity, strings.Join(entityNames(), ", "))
		return
	}
	given := map[string]bool{}
	for _, list := range []struct {
		path  string
		pairs strictyaml.Ordered[string]
	}{{"columns", s.Columns}, {"constants", s.Constants}} {
		for _, pair := range list.pairs {
			path := strictyaml.Child(list.path, pair.Key)
			field, known := entity.Field(pair.Key)
			switch {
			case !known || field.Kind == InternalField:
				complain(path, "%s have no field %q; there are %s", entity.Name, pair.Key, strings.Join(inputNames(entity), ", "))
			case given[pair.Key]:
				complain(path, "the field %q has a column already", pair.Key)
			case strings.TrimSpace(pair.Value) == "":
				complain(path, "the column's header is missing")
			}
			given[pair.Key] = true
		}
	}
	for _, field := range entity.Fields {
		if field.Required && !given[field.Name] {
			complain("columns", "%s need a column for %s (%s)", entity.Name, field.Name, field.Meaning)
		}
	}
	if entity.Name == "purchases" && !given["amount"] && (!given["quantity"] || !given["price"]) {
		complain("columns", "purchases need a column for amount, or for quantity and price")
	}
	if len(s.Returns) > 0 && !given["document_type"] {
		complain("returns", "kinds of document are listed, but no column is named for document_type")
	}
	if len(s.ExcludeStatuses) > 0 && !given["status"] {
		complain("exclude_statuses", "statuses are listed, but no column is named for status")
	}
}

func (s Source) checkWords(complain func(path, format string, arguments ...any)) {
	oneOf := func(path, value string, allowed ...string) {
		if value != "" && !slices.Contains(allowed, value) {
			complain(path, "%q is none of %s", value, strings.Join(allowed, ", "))
		}
	}
	oneOf("format", s.Format, "csv", "xlsx", "parquet", "json")
	oneOf("decimal", s.Decimal, ".", ",")
	oneOf("dates", s.Dates, "day first", "month first", "year first")
	oneOf("encoding", s.Encoding, encodingNames()...)
	if s.Delimiter != "" && (len([]rune(s.Delimiter)) != 1 || strings.ContainsAny(s.Delimiter, "\"\r\n")) {
		complain("delimiter", "%q is not one character", s.Delimiter)
	}
	if s.TimeZone != "" {
		if _, err := time.LoadLocation(s.TimeZone); err != nil {
			complain("time_zone", "no time zone is called %q; names look like Europe/Madrid", s.TimeZone)
		}
	}
	if s.Currency != "" && !isCurrencyCode(s.Currency) {
		complain("currency", "%q is no currency code; codes look like EUR", s.Currency)
	}
}

// isCurrencyCode looks at the shape only: the list of codes changes, and a
// company may use one of its own.
func isCurrencyCode(code string) bool {
	if len(code) != 3 {
		return false
	}
	for _, r := range code {
		if r < 'A' || r > 'Z' {
			return false
		}
	}
	return true
}

// fingerprint is everything that decides what a file's bytes become. Its
// first word changes when the loading code gives another result.
func (s Source) fingerprint(excludeProducts []string) []byte {
	s.Files = nil // where a file lies decides nothing
	written, err := json.Marshal(struct {
		Rules           string
		Source          Source
		ExcludeProducts []string
	}{"load rules 1", s, excludeProducts})
	if err != nil {
		panic(fmt.Sprintf("etl: a source is plain data: %v", err))
	}
	return written
}

func entityNames() []string {
	var names []string
	for _, entity := range Entities() {
		names = append(names, entity.Name)
	}
	return names
}

func inputNames(entity Entity) []string {
	var names []string
	for _, field := range entity.Input() {
		names = append(names, field.Name)
	}
	return names
}
