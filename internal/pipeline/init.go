package pipeline

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"clientele/etl"
)

// InitOptions say where a config is to be made of.
type InitOptions struct {
	Paths []string // files and folders
	Base  string   // the folder of the config; files are named relative to it
}

// Survey is what lies in the folders, and the config for it.
type Survey struct {
	Company   string       `json:"company"`
	Language  string       `json:"language"`
	Currency  string       `json:"currency"`
	Tables    []FoundTable `json:"tables"`
	Unread    []Unread     `json:"unread,omitempty"` // files in which there is no table
	Questions []Question   `json:"questions"`
	Config    string       `json:"config"`
	// Runs says that no question has to be answered before the config runs.
	Runs bool `json:"runs"`

	sources []*initSource
}

// FoundTable is one table of one file, and what it seems to be.
type FoundTable struct {
	File      string `json:"file"` // relative to the config
	Member    string `json:"member,omitempty"`
	Sheet     string `json:"sheet,omitempty"`
	Block     int    `json:"block,omitempty"` // 2 and more where a sheet or text has several tables
	Format    string `json:"format"`
	Encoding  string `json:"encoding,omitempty"`
	Delimiter string `json:"delimiter,omitempty"`

	System    string  `json:"system,omitempty"`
	Profile   string  `json:"profile,omitempty"`
	Holds     string  `json:"holds,omitempty"`
	Entity    string  `json:"entity,omitempty"`
	Certainty float64 `json:"certainty"`
	Sureness  string  `json:"sureness"` // sure, likely, a guess, unknown
	Why       string  `json:"why"`

	Rows    int64         `json:"rows"`
	Aside   int64         `json:"aside,omitempty"`   // lines that are no rows: titles, totals
	Damaged int64         `json:"damaged,omitempty"` // rows that could not be taken apart
	From    string        `json:"from,omitempty"`
	To      string        `json:"to,omitempty"`
	Columns []FoundColumn `json:"columns"`
	Note    string        `json:"note,omitempty"`
	Source  string        `json:"source,omitempty"` // in the config

	seen  *seenTable
	blank bool // nothing stands in it
}

// FoundColumn is a column of a file with the fields that it fills.
type FoundColumn struct {
	Header    string   `json:"header"`
	Fields    []string `json:"fields,omitempty"`
	Why       string   `json:"why,omitempty"`
	Certainty float64  `json:"certainty,omitempty"`
	Samples   []string `json:"samples,omitempty"`
}

// Unplaced lists the headers that fill nothing.
func (t FoundTable) Unplaced() []string {
	var headers []string
	for _, column := range t.Columns {
		if len(column.Fields) == 0 && column.Header != "" {
			headers = append(headers, column.Header)
		}
	}
	return headers
}

// Unread is a file that is left out, and why.
type Unread struct {
	File string `json:"file"`
	Why  string `json:"why"`
}

// Question is something that the files do not decide.
type Question struct {
	Where string `json:"where"` // the source or the file
	Text  string `json:"text"`
	Line  string `json:"line,omitempty"` // to add to the config
	// Must says that the config does not run before it is answered.
	Must bool `json:"must"`
}

// Init looks at every table of the files and folders and makes a config for
// what it understands. It writes nothing.
func Init(options InitOptions) (*Survey, error) {
	survey := &Survey{Language: "en"}
	own, err := ownProfiles(options)
	if err != nil {
		return nil, err
	}
	files, err := walk(options.Paths)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		name := (&Config{path: filepath.Join(options.Base, "clientele.yaml")}).relative(file)
		tables, err := look(file, name, own)
		if err != nil {
			survey.Unread = append(survey.Unread, Unread{File: name, Why: plainError(err, file)})
		}
		survey.Tables = append(survey.Tables, tables...)
	}
	survey.Company = companyOf(options)
	survey.plan(files)
	survey.Config = survey.write()
	survey.Runs = len(survey.sources) > 0
	for _, question := range survey.Questions {
		survey.Runs = survey.Runs && !question.Must
	}
	return survey, nil
}

// Usable reports whether anything was found that can be loaded.
func (s *Survey) Usable() bool { return len(s.sources) > 0 }

// plainError is what is wrong with a file without its path, which stands
// beside it.
func plainError(err error, file string) string {
	text := err.Error()
	for _, prefix := range []string{file + ": ", filepath.ToSlash(file) + ": "} {
		if len(text) > len(prefix) && text[:len(prefix)] == prefix {
			text = text[len(prefix):]
		}
	}
	return text
}

// WriteNew writes a config where there is none yet.
func WriteNew(path, text string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, os.ErrExist) {
		return &UsageError{Text: fmt.Sprintf("there is a config already: %s; it stays as it is", path),
			Hint: "--out FILE writes another one, --print shows what would be written", Cause: err}
	}
	if err != nil {
		return &UsageError{Text: fmt.Sprintf("the config %s cannot be written: %v", path, err), Cause: err}
	}
	_, err = file.WriteString(text)
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		_ = os.Remove(path) // half a config is none
		return fmt.Errorf("writing the config %s: %w", path, err)
	}
	return nil
}

// timeField reports whether a field of an entity is a moment.
func timeField(entity, field string) bool {
	known, ok := etl.EntityNamed(entity)
	if !ok {
		return false
	}
	one, ok := known.Field(field)
	return ok && one.Kind == etl.TimeField
}

func numberField(entity, field string) bool {
	known, ok := etl.EntityNamed(entity)
	if !ok {
		return false
	}
	one, ok := known.Field(field)
	return ok && one.Kind == etl.NumberField
}
