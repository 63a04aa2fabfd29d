// Package profiles knows the exports of the systems that companies have: which
// headers tell a system's file, what its columns mean, and how its rows are to
// be taken. A profile is one YAML file of this folder; adding a system takes
// that file and one fixture in testdata.
package profiles

import "clientele/internal/strictyaml"

// Profile is how one kind of file of one system is read.
type Profile struct {
	// Name is what a config calls the profile: amocrm-deals.
	Name string `yaml:"name,required"`
	// System is who wrote the file, as people call it: amoCRM.
	System string `yaml:"system,required"`
	// Holds says what a row of the file is, in words: deals.
	Holds string `yaml:"holds,required"`
	// Recognise says by what a file is known.
	Recognise Recognition `yaml:"recognise,required"`
	// Reading says how cells are to be read.
	Reading Reading `yaml:"reading"`
	// Tables says what the rows become. The first is what the file is about;
	// the others are for those who have nothing better: sales made of won
	// deals, for a company of which no other export has sales.
	Tables []Table `yaml:"tables,required"`
}

// Recognition is by what a file is known. Headers are compared as Normalise
// makes them.
type Recognition struct {
	// Headers must all be there; "a | b" is met by either.
	Headers []string `yaml:"headers,required"`
	// Without are headers of which none may be there.
	Without []string `yaml:"without"`
	// Files are patterns of the names that the system gives. A name proves
	// nothing; it decides between profiles whose headers fit equally.
	Files []string `yaml:"files"`
	// Named says that the headers alone do not tell the file: its name must be
	// one of Files. Two lists of one header, and only one of them consented.
	Named bool `yaml:"named"`
}

// Reading is how cells are to be read, where that is the same in every file of
// the system. What is empty is seen from the file.
type Reading struct {
	Layout   string   `yaml:"layout"`    // "" or "tree": groups above their rows
	Decimal  string   `yaml:"decimal"`   // decimal mark
	Dates    string   `yaml:"dates"`     // day first, month first, year first
	TimeZone string   `yaml:"time_zone"` // of times without an offset, if it is not the company's
	Escaped  string   `yaml:"escaped"`   // "html": &amp; stands for &
	Nothing  []string `yaml:"nothing"`   // texts that stand in empty cells: не закрыта
	// Duplicates is "first" where of columns of one header the first counts:
	// the system's own stand before a company's. Otherwise the last filled one.
	Duplicates string `yaml:"duplicates"`
}

// Table is how a file's rows become rows of an entity.
type Table struct {
	Entity string `yaml:"entity,required"`
	// Columns gives a field the headers of its columns: the first in which
	// something stands counts. Of fields that may have several values (e-mail,
	// telephone, tags) all count.
	Columns strictyaml.Ordered[[]string] `yaml:"columns,required"`
	// Join gives a field the texts of several columns, with a blank between
	// them: first and last name.
	Join strictyaml.Ordered[[]string] `yaml:"join"`
	// Split gives a field the mark that stands between several values in one
	// cell: 8001;8002. Blanks and quotes around the values fall off. A field
	// that may have several values has all of them, another one the first.
	Split strictyaml.Ordered[string] `yaml:"split"`
	// Constants gives fields a fixed value; a field that has columns too has it
	// where these are empty.
	Constants strictyaml.Ordered[string] `yaml:"constants"`
	// Namespace says whose customer keys these are; files of one system whose
	// keys are the same share one.
	Namespace string `yaml:"namespace"`
	// FillDown lists fields that stand on the first row of an order or deal
	// only, and hold for the rows below it with the same number.
	FillDown []string `yaml:"fill_down"`
	// Fold lists number fields of which the rows of one deal each hold a part:
	// the deal has the sum. The other rows of a deal say what the first says.
	Fold []string `yaml:"fold"`
	// Extract takes fields out of a text: a document's number and date out of
	// its title.
	Extract []Extract `yaml:"extract"`
	// Words gives what a field's written values stand for, where the system has
	// its own words for it: Do Not Allow is no. Compared without regard to case;
	// a value that is not listed stays as it is.
	Words strictyaml.Ordered[strictyaml.Ordered[string]] `yaml:"words"`
	// Returns lists kinds of document whose lines are negative.
	Returns []string `yaml:"returns"`
	// Outcome says which deals are won and which are lost; the first rule that
	// holds counts, and a deal for which none does is open.
	Outcome []Rule `yaml:"outcome"`
	// OnlyWon leaves rows out that are no won deal.
	OnlyWon bool `yaml:"only_won"`
	// Exclude leaves rows out of the analysis: tests, failed payments. They
	// are counted under the rule's reason.
	Exclude []Rule `yaml:"exclude"`
}

// Rule says what rows are in which a column holds one of the values, or, where
// Filled is set, anything at all. Values are compared without regard to case.
type Rule struct {
	Column []string `yaml:"column,required"` // headers; the first that the file has
	Values []string `yaml:"values"`
	Filled bool     `yaml:"filled"`
	Is     string   `yaml:"is,required"` // won, lost; or why the row is left out: test, failed
}

// Extract takes fields out of one text by the named groups of a pattern.
type Extract struct {
	Column  []string `yaml:"column,required"`
	Pattern string   `yaml:"pattern,required"` // of package regexp; (?P<order_id>…)
}
