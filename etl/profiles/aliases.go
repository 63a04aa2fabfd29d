package profiles

import (
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"clientele/internal/strictyaml"
)

// aliasFile is the form of aliases.yaml.
type aliasFile struct {
	Entities []struct {
		Entity string       `yaml:"entity,required"`
		Fields []aliasField `yaml:"fields,required"`
	} `yaml:"entities,required"`
}

type aliasField struct {
	Field string `yaml:"field,required"`
	// Kind is what must stand in the column: key, text, number, money, date,
	// yes/no, arm, email, phone, currency.
	Kind    string   `yaml:"kind,required"`
	Needed  bool     `yaml:"needed"` // the entity is nothing without it
	Headers []string `yaml:"headers"`
	Things  []string `yaml:"things"`
	Weak    []string `yaml:"weak"`
}

// entityAliases are the fields of an entity with their headers.
type entityAliases struct {
	entity string
	fields []fieldAliases
}

type fieldAliases struct {
	aliasField
	entity  string
	keys    map[string]alias // by squeezed header
	spelled []string         // the squeezed headers that say much, in the order of the list
}

// alias is how much a header says: its place in the list, and whether it is
// one of those that say little.
type alias struct {
	rank  int
	weak  bool
	thing bool // weak, but it names what the rows are
}

func readAliases(from fs.FS) ([]entityAliases, error) {
	source, err := fs.ReadFile(from, "aliases.yaml")
	if err != nil {
		return nil, err
	}
	var file aliasFile
	if _, err := strictyaml.Decode("aliases.yaml", source, &file); err != nil {
		return nil, err
	}
	var all []entityAliases
	for _, entity := range file.Entities {
		one := entityAliases{entity: entity.Entity}
		for _, field := range entity.Fields {
			keys := map[string]alias{}
			var spelled []string
			for i, header := range slices.Concat(field.Headers, field.Things, field.Weak) {
				key := squeeze(header)
				if _, taken := keys[key]; !taken && key != "" {
					keys[key] = alias{rank: i, weak: i >= len(field.Headers), thing: i >= len(field.Headers) && i < len(field.Headers)+len(field.Things)}
					if i < len(field.Headers) {
						spelled = append(spelled, key)
					}
				}
			}
			one.fields = append(one.fields, fieldAliases{field, entity.Entity, keys, spelled})
		}
		all = append(all, one)
	}
	return all, nil
}

// squeeze is a header without anything that people write differently: case,
// blanks, marks, accents of Latin letters.
func squeeze(header string) string {
	name, _ := Normalise(header)
	var b strings.Builder
	latin := false
	for _, r := range norm.NFD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r):
			if !latin { // й is no и
				b.WriteRune(r)
			}
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '#' || r == '№' || r == '%':
			b.WriteRune(r)
		}
		latin = unicode.Is(unicode.Latin, r)
	}
	return norm.NFC.String(b.String())
}

// header is a squeezed header as the list writes it.
func (f fieldAliases) header(key string) string {
	if at := f.keys[key].rank; at < len(f.Headers) {
		return f.Headers[at]
	}
	return key
}

// FieldKind is a field of the catalogue and what must stand in its column.
type FieldKind struct{ Entity, Name, Kind string }

// Fields lists the fields that Guess looks for.
func Fields() []FieldKind {
	known, err := embedded()
	if err != nil {
		return nil
	}
	var fields []FieldKind
	for _, entity := range known.aliases {
		for _, field := range entity.fields {
			fields = append(fields, FieldKind{entity.entity, field.Field, field.Kind})
		}
	}
	return fields
}
