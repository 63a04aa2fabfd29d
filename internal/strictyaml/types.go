package strictyaml

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Pair is one key of an Ordered map with its value.
type Pair[T any] struct {
	Key   string
	Value T
}

// Ordered is a map that keeps the order in which the file lists its keys.
type Ordered[T any] []Pair[T]

// Get returns the value of a key, and whether there is one.
func (o Ordered[T]) Get(key string) (value T, ok bool) {
	for _, pair := range o {
		if pair.Key == key {
			return pair.Value, true
		}
	}
	return value, false
}

func (Ordered[T]) ordered() {}

// isOrdered tells an Ordered map from a slice of structs.
func isOrdered(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t.Implements(reflect.TypeFor[interface{ ordered() }]())
}

// Either is a text or, in its place, a group of keys.
type Either[T any] struct {
	Text string
	Keys Ordered[T]
}

func (Either[T]) either() {}

// isEither tells an Either from other structs.
func isEither(t reflect.Type) bool {
	return t.Implements(reflect.TypeFor[interface{ either() }]())
}

// Tree is a text or, in its place, keys with lists of such again.
type Tree struct {
	Text string
	Keys Ordered[[]Tree]
}

func (Tree) either() {}

func readsText(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// field is a struct's field as its tag describes it.
type field struct {
	name     string
	index    int
	required bool
}

// fieldsOf lists the fields that have a name in the file. Checked types only:
// see checkType.
func fieldsOf(t reflect.Type) []field {
	var fields []field
	for i := range t.NumField() {
		name, option, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		if name != "" && name != "-" {
			fields = append(fields, field{name: name, index: i, required: option == "required"})
		}
	}
	return fields
}

// checkType says why a Go type cannot be decoded, so that the mistake of a
// programmer is not reported as one of the user.
func checkType(t reflect.Type, seen map[reflect.Type]bool) error {
	if seen[t] {
		return nil
	}
	seen[t] = true
	if t == reflect.TypeFor[time.Duration]() {
		return fmt.Errorf("type %s would read 5 as five nanoseconds; use a type with UnmarshalText", t)
	}
	if readsText(t) {
		return nil
	}
	switch t.Kind() {
	case reflect.String, reflect.Bool, reflect.Float32, reflect.Float64,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return nil
	case reflect.Pointer:
		return checkType(t.Elem(), seen)
	case reflect.Slice:
		if isOrdered(t) {
			return checkType(t.Elem().Field(1).Type, seen)
		}
		return checkType(t.Elem(), seen)
	case reflect.Map:
		if t.Key().Kind() == reflect.String {
			return checkType(t.Elem(), seen)
		}
	case reflect.Struct:
		if isEither(t) {
			return checkType(t.Field(1).Type, seen)
		}
		return checkStruct(t, seen)
	}
	return fmt.Errorf("type %s cannot be read from YAML", t)
}

func checkStruct(t reflect.Type, seen map[reflect.Type]bool) error {
	names := map[string]bool{}
	for i := range t.NumField() {
		member := t.Field(i)
		name, option, _ := strings.Cut(member.Tag.Get("yaml"), ",")
		switch {
		case name == "-" || (name == "" && !member.IsExported()):
			continue
		case name == "" || !member.IsExported():
			return fmt.Errorf("field %s.%s needs a yaml tag with a name, and to be exported", t, member.Name)
		case option != "" && option != "required":
			return fmt.Errorf("field %s.%s: the only option of a yaml tag is required, not %q", t, member.Name, option)
		case names[name]:
			return fmt.Errorf("field %s.%s: the name %q is taken", t, member.Name, name)
		}
		names[name] = true
		if err := checkType(member.Type, seen); err != nil {
			return fmt.Errorf("field %s.%s: %w", t, member.Name, err)
		}
	}
	return nil
}
