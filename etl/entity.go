package etl

import (
	"slices"

	"clientele/internal/duck"
)

// Entity is one of the things that exports are about. A row of it is what
// Meaning says, and Key is unique in it.
type Entity struct {
	Name    string
	Meaning string
	Key     []string
	// When is the field that says when it was; "" where an entity has no time.
	When string
	// Monthly entities have a file for each month of When.
	Monthly bool
	Fields  []Field
}

// Field is a column of an entity. ID is its number in the lake's files; it is
// never used again for another column.
type Field struct {
	ID       int
	Name     string
	Type     string
	Kind     FieldKind
	Required bool
	// Many fields hold all values that a row has for them, ", " between.
	Many bool
	// Period fields are times of which a month or a quarter stands in a cell too.
	Period bool
	// Arm fields are yes or no of which an arm stands in a cell too: control, test.
	Arm bool
	// Passing fields can be mapped and are used while loading, but not kept.
	Passing bool
	Meaning string
}

// FieldKind says how the text of a cell becomes a value.
type FieldKind uint8

// The kinds of fields.
const (
	TextField     FieldKind = iota
	NumberField             // a decimal number in the file's notation
	TimeField               // a date or a time in the file's notation
	BooleanField            // yes or no, in a few languages
	InternalField           // filled while loading, not mapped
)

// Entities lists all entities, purchases first: only they are required.
func Entities() []Entity {
	return []Entity{
		purchases(), contacts(), products(), events(), deals(), dealStages(),
		campaigns(), campaignMembers(), targets(), prices(), traffic(), rates(), contracts(),
	}
}

// EntityNamed returns the entity of a name.
func EntityNamed(name string) (Entity, bool) {
	entities := append(Entities(), Observations())
	i := slices.IndexFunc(entities, func(e Entity) bool { return e.Name == name })
	if i < 0 {
		return Entity{}, false
	}
	return entities[i], true
}

// Rejects is where rows go that could not be converted: a row is one cell and
// what is wrong with it.
func Rejects() Entity {
	return Entity{
		Name: "rejects", Meaning: "one cell that could not be read",
		Key: []string{"source_file", "source_row", "column_name"},
		Fields: []Field{
			text(1, "entity", "what the row would have been"),
			text(2, "source", "name of the source in the config"),
			text(3, "source_file", "path of the file, relative to the config"),
			{ID: 4, Name: "source_row", Type: "BIGINT", Kind: InternalField, Meaning: "line or row in the file"},
			text(5, "column_name", "the field that could not be filled"),
			text(6, "header", "the column of the file that should fill it"),
			text(7, "value", "what stands there"),
			text(8, "reason", "what is wrong with it"),
			{ID: 9, Name: "amount", Type: "DECIMAL(18,4)", Kind: InternalField, Meaning: "the row's money, where it can be read"},
		},
	}
}

// Input lists the fields that a mapping can name.
func (e Entity) Input() []Field {
	var fields []Field
	for _, field := range e.Fields {
		if field.Kind != InternalField {
			fields = append(fields, field)
		}
	}
	return fields
}

// Stored lists the columns of the lake's files.
func (e Entity) Stored() []duck.Field {
	var fields []duck.Field
	for _, field := range e.Fields {
		if !field.Passing {
			fields = append(fields, duck.Field{ID: field.ID, Name: field.Name, Type: field.Type})
		}
	}
	return fields
}

// Field returns the field of a name.
func (e Entity) Field(name string) (Field, bool) {
	i := slices.IndexFunc(e.Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return e.Fields[i], true
}

func text(id int, name, meaning string) Field {
	return Field{ID: id, Name: name, Type: "VARCHAR", Kind: TextField, Meaning: meaning}
}

func number(id int, name, sqlType, meaning string) Field {
	return Field{ID: id, Name: name, Type: sqlType, Kind: NumberField, Meaning: meaning}
}

func moment(id int, name, meaning string) Field {
	return Field{ID: id, Name: name, Type: "TIMESTAMP", Kind: TimeField, Meaning: meaning}
}

func period(field Field) Field {
	field.Period = true
	return field
}

func boolean(id int, name, meaning string) Field {
	return Field{ID: id, Name: name, Type: "BOOLEAN", Kind: BooleanField, Meaning: meaning}
}

func arm(field Field) Field {
	field.Arm = true
	return field
}

func required(field Field) Field {
	field.Required = true
	return field
}

func many(field Field) Field {
	field.Many = true
	return field
}

// passing is a field that is used while loading and not kept.
func passing(name string, kind FieldKind, sqlType, meaning string) Field {
	return Field{Name: name, Type: sqlType, Kind: kind, Passing: true, Meaning: meaning}
}

// provenance is what every row of the lake bears: where it comes from and why
// it stays out of the analysis, if it does. Its numbers begin at 100.
func provenance() []Field {
	internal := func(id int, name, sqlType, meaning string) Field {
		return Field{ID: id, Name: name, Type: sqlType, Kind: InternalField, Meaning: meaning}
	}
	return []Field{
		internal(100, "source", "VARCHAR", "name of the source in the config"),
		internal(101, "source_file", "VARCHAR", "path of the file, relative to the config"),
		internal(102, "source_row", "BIGINT", "line or row in the file"),
		internal(103, "excluded", "VARCHAR", "why the row stays out of the analysis; NULL where it counts"),
	}
}
