package etl

import (
	"encoding/json"
	"fmt"
	"slices"

	"clientele/etl/profiles"
	"clientele/internal/strictyaml"
)

// Source is one entry of the config's list of sources: which files, what they
// hold, and how they are written. Much of it a profile can say; what the config
// says itself wins.
type Source struct {
	// Name is how reports and keys call the source; it is part of every key.
	Name string `yaml:"name,required"`
	// Files are paths or patterns (exports/*.csv), relative to the config.
	Files []string `yaml:"files,required"`
	// Entity is what a row is; purchases where nothing is said, or what the
	// profile's first table is.
	Entity string `yaml:"entity"`
	// Profile is the system whose export it is: the name of a known one, or the
	// path of a YAML file beside the config.
	Profile string `yaml:"profile"`

	Format    string `yaml:"format"`     // csv, xlsx, parquet, json, html, ods; seen from the content where empty
	Member    string `yaml:"member"`     // a file's name, or a pattern, in an archive
	Block     int    `yaml:"block"`      // which table of a sheet or text; the first where empty
	HeaderRow int    `yaml:"header_row"` // line or row of the header; seen from the content where empty
	Layout    string `yaml:"layout"`     // tree: groups above their rows
	Encoding  string `yaml:"encoding"`   // of a text; seen from the content where empty
	Delimiter string `yaml:"delimiter"`  // of a csv; seen from the content where empty
	Decimal   string `yaml:"decimal"`    // decimal mark; seen from the content where empty
	Dates     string `yaml:"dates"`      // 'day first', 'month first', 'year first'; seen from the content where empty
	TimeZone  string `yaml:"time_zone"`  // of wall-clock times; the company's where empty

	// Sheet names sheets of a workbook, or patterns of them (20*); each is read
	// like a file of its own. The first sheet where empty.
	Sheet []string `yaml:"sheet"`

	Nothing    []string `yaml:"nothing"`    // texts that stand in empty cells
	Escaped    string   `yaml:"escaped"`    // html: &amp; stands for &
	Duplicates string   `yaml:"duplicates"` // first: of columns of one header the first filled one counts, not the last

	// Namespace says whose customer keys these are; two sources that share
	// keys share a namespace. The source's own name where nothing is said.
	Namespace *string `yaml:"namespace"`
	Currency  string  `yaml:"currency"` // where no column holds it; the company's where empty

	// Columns gives each field of the entity the header of its column, or
	// several: the first in which something stands counts, or all where a field
	// may have several values.
	Columns strictyaml.Ordered[[]string] `yaml:"columns"`
	// Join gives fields the texts of several columns, with a blank between.
	Join strictyaml.Ordered[[]string] `yaml:"join"`
	// Split gives fields the mark between several values in one cell.
	Split strictyaml.Ordered[string] `yaml:"split"`
	// Constants gives fields a fixed value; where they have columns too, it
	// stands for empty cells.
	Constants strictyaml.Ordered[string] `yaml:"constants"`
	// Words gives what a field's written values stand for.
	Words strictyaml.Ordered[strictyaml.Ordered[string]] `yaml:"words"`
	// Extract takes fields out of a text by a pattern.
	Extract []profiles.Extract `yaml:"extract"`
	// FillDown lists fields that stand on the first row of an order or deal
	// only; Fold number fields of which each row of a deal holds a part.
	FillDown []string `yaml:"fill_down"`
	Fold     []string `yaml:"fold"`

	// Outcome says which deals are won and which lost; OnlyWon leaves the rest
	// out, and Exclude what a rule says.
	Outcome []profiles.Rule `yaml:"outcome"`
	OnlyWon bool            `yaml:"only_won"`
	Exclude []profiles.Rule `yaml:"exclude"`
	// Returns lists the kinds of document (field document_type) that take
	// goods back: their lines are negative whatever their sign.
	Returns []string `yaml:"returns"`
	// ExcludeStatuses lists states that stay out of the analysis.
	ExcludeStatuses []string `yaml:"exclude_statuses"`

	// Own lists what the config says itself where With took the rest from a
	// profile: fields, and names of keys. A column of these must be there.
	Own []string `yaml:"-"`
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

// firstSheet is the sheet that is read; Members has made one of several.
func (s Source) firstSheet() string {
	if len(s.Sheet) == 0 {
		return ""
	}
	return s.Sheet[0]
}

// CustomerNamespace is whose customer keys the source bears.
func (s Source) CustomerNamespace() string {
	if s.Namespace != nil {
		return *s.Namespace
	}
	return s.Name
}

// With completes the source by a profile. It comes before WithDefaults.
func (s Source) With(profile profiles.Profile) (Source, error) {
	table, ok := profile.Table(s.Entity)
	if !ok {
		return s, fmt.Errorf("the profile %s makes no %s of the file", profile.Name, s.Entity)
	}
	s.own()
	s.Entity = table.Entity
	reading := profile.Reading
	for _, pair := range []struct {
		own   *string
		given string
	}{
		{&s.Layout, reading.Layout}, {&s.Decimal, reading.Decimal}, {&s.Dates, reading.Dates},
		{&s.TimeZone, reading.TimeZone}, {&s.Escaped, reading.Escaped}, {&s.Duplicates, reading.Duplicates},
	} {
		if *pair.own == "" {
			*pair.own = pair.given
		}
	}
	if s.Nothing == nil {
		s.Nothing = reading.Nothing
	}
	if s.Namespace == nil && table.Namespace != "" {
		s.Namespace = &table.Namespace
	}
	s.takeFields(table)
	s.takeRules(table)
	return s, nil
}

// own notes what the config said before a profile completes it.
func (s *Source) own() {
	for _, list := range []strictyaml.Ordered[[]string]{s.Columns, s.Join} {
		for _, pair := range list {
			s.Own = append(s.Own, pair.Key)
		}
	}
	for _, pair := range s.Constants {
		s.Own = append(s.Own, pair.Key)
	}
	for key, said := range map[string]bool{"outcome": s.Outcome != nil, "exclude": s.Exclude != nil, "extract": s.Extract != nil, "nothing": s.Nothing != nil} {
		if said {
			s.Own = append(s.Own, key)
		}
	}
	slices.Sort(s.Own)
	s.Own = slices.Compact(s.Own)
}

func (s *Source) takeFields(table profiles.Table) {
	own := s.Own
	s.Columns = others(s.Columns, table.Columns, own)
	s.Join = others(s.Join, table.Join, own)
	s.Constants = others(s.Constants, table.Constants, own)
	s.Split = others(s.Split, table.Split, nil)
	s.Words = others(s.Words, table.Words, nil)
}

// others adds the pairs of a profile for fields that the config leaves to it.
func others[T any](given, more strictyaml.Ordered[T], own []string) strictyaml.Ordered[T] {
	given = slices.Clone(given)
	for _, pair := range more {
		if _, there := given.Get(pair.Key); !there && !slices.Contains(own, pair.Key) {
			given = append(given, pair)
		}
	}
	return given
}

func (s *Source) takeRules(table profiles.Table) {
	take := func(own *[]profiles.Rule, given []profiles.Rule) {
		if *own == nil {
			*own = given
		}
	}
	take(&s.Outcome, table.Outcome)
	take(&s.Exclude, table.Exclude)
	if s.Extract == nil {
		s.Extract = table.Extract
	}
	if s.FillDown == nil {
		s.FillDown = table.FillDown
	}
	if s.Fold == nil {
		s.Fold = table.Fold
	}
	if s.Returns == nil {
		s.Returns = table.Returns
	}
	s.OnlyWon = s.OnlyWon || table.OnlyWon
}

// fills reports whether the mapping gives a field a value.
func (s Source) fills(field string) bool {
	_, mapped := s.Columns.Get(field)
	_, joined := s.Join.Get(field)
	_, constant := s.Constants.Get(field)
	return mapped || joined || constant || slices.ContainsFunc(s.Extract, func(e profiles.Extract) bool { return slices.Contains(groupNames(e), field) })
}

// fingerprint is everything that decides what a file's bytes become. Its
// first word changes when the loading code gives another result. What a profile
// says is part of the source by then.
func (s Source) fingerprint(excludeProducts []string) []byte {
	s.Files = nil // where a file lies decides nothing
	written, err := json.Marshal(struct {
		Rules           string
		Source          Source
		ExcludeProducts []string
	}{"load rules 4", s, excludeProducts})
	if err != nil {
		panic(fmt.Sprintf("etl: a source is plain data: %v", err))
	}
	return written
}
