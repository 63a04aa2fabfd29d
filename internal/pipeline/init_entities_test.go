package pipeline

import (
	"testing"

	"clientele/etl"
	"clientele/etl/profiles"
)

// The profiles and the catalogue of aliases are data that cannot see the
// entities; here both are compared.
func TestProfiles_NameOnlyFieldsThatThereAre(t *testing.T) {
	all, err := profiles.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, profile := range all {
		for _, table := range profile.Tables {
			entity, ok := etl.EntityNamed(table.Entity)
			if !ok {
				t.Errorf("%s: no entity is called %q", profile.Name, table.Entity)
				continue
			}
			check := func(what, name string) {
				if field, ok := entity.Field(name); !ok || field.Kind == etl.InternalField {
					t.Errorf("%s: %s of %s: there is no field %q", profile.Name, what, table.Entity, name)
				}
			}
			for _, pair := range table.Columns {
				check("columns", pair.Key)
			}
			for _, pair := range table.Join {
				check("join", pair.Key)
			}
			for _, pair := range table.Constants {
				check("constants", pair.Key)
			}
			for _, pair := range table.Words {
				check("words", pair.Key)
			}
		}
	}
}

func TestAliases_NameOnlyFieldsThatThereAre(t *testing.T) {
	for _, field := range profiles.Fields() {
		entity, ok := etl.EntityNamed(field.Entity)
		if !ok {
			t.Errorf("no entity is called %q", field.Entity)
			continue
		}
		known, ok := entity.Field(field.Name)
		if !ok || known.Kind == etl.InternalField {
			t.Errorf("%s have no field %q", field.Entity, field.Name)
			continue
		}
		want := map[string]etl.FieldKind{"date": etl.TimeField, "number": etl.NumberField, "money": etl.NumberField, "yes/no": etl.BooleanField, "arm": etl.BooleanField}[field.Kind]
		if known.Kind != want {
			t.Errorf("%s.%s is looked for as %s, which it is not", field.Entity, field.Name, field.Kind)
		}
	}
}
