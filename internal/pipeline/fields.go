package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"clientele/etl"
	"clientele/etl/profiles"
)

// EntityFields is an entity with the fields that a config can name.
type EntityFields struct {
	Name, Meaning string
	Fields        []FieldMeaning
}

// FieldMeaning is a field for people: Kind is text, number, date or yes/no.
type FieldMeaning struct {
	Name, Kind, Meaning string
	Required            bool
}

// Entities describes the entity of a name, or all where it is empty.
func Entities(name string) ([]EntityFields, error) {
	var described []EntityFields
	var names []string
	for _, entity := range etl.Entities() {
		names = append(names, entity.Name)
		if name != "" && entity.Name != name {
			continue
		}
		one := EntityFields{Name: entity.Name, Meaning: entity.Meaning}
		for _, field := range entity.Input() {
			one.Fields = append(one.Fields, FieldMeaning{field.Name, kindWord(field.Kind), field.Meaning, field.Required})
		}
		described = append(described, one)
	}
	if len(described) == 0 {
		slices.Sort(names)
		return nil, &UsageError{Text: fmt.Sprintf("no entity is called %q; there are %s", name, strings.Join(names, ", "))}
	}
	return described, nil
}

// ProfileMeaning is a known kind of export for people.
type ProfileMeaning struct {
	Name, System, Holds string
	Entities            []string // what its rows can become
}

// Profiles describes the exports that are recognised, by name.
func Profiles() ([]ProfileMeaning, error) {
	all, err := profiles.All()
	if err != nil {
		return nil, err
	}
	described := make([]ProfileMeaning, len(all))
	for i, profile := range all {
		described[i] = ProfileMeaning{Name: profile.Name, System: profile.System, Holds: profile.Holds}
		for _, table := range profile.Tables {
			described[i].Entities = append(described[i].Entities, table.Entity)
		}
	}
	return described, nil
}

// ProfileText is a known profile as it is written: a pattern for one's own.
func ProfileText(name string) (string, error) {
	written, known := profiles.Written(name)
	if !known {
		meant := ""
		if near := profiles.NameLike(name); near != "" {
			meant = fmt.Sprintf("; did you mean %q?", near)
		}
		return "", &UsageError{Text: fmt.Sprintf("no profile is called %q%s", name, meant), Hint: "`clientele profiles` lists them"}
	}
	return string(written), nil
}

func kindWord(kind etl.FieldKind) string {
	switch kind {
	case etl.NumberField:
		return "number"
	case etl.TimeField:
		return "date"
	case etl.BooleanField:
		return "yes/no"
	}
	return "text"
}
