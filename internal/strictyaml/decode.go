package strictyaml

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"clientele/internal/spelling"
)

// decoder puts the tree into Go values. It goes on after each mistake.
type decoder struct{ document *Document }

func (d decoder) value(path string, from *node, into reflect.Value) {
	t := into.Type()
	switch {
	case t.Kind() == reflect.Pointer:
		if from.kind == absent {
			return
		}
		if into.IsNil() {
			into.Set(reflect.New(t.Elem()))
		}
		d.value(path, from, into.Elem())
	case readsText(t):
		d.scalar(path, from, into)
	case isEither(t):
		d.either(path, from, into)
	case t.Kind() == reflect.Struct:
		d.structure(path, from, into)
	case t.Kind() == reflect.Map:
		d.unordered(path, from, into)
	case isOrdered(t):
		d.ordered(path, from, into)
	case t.Kind() == reflect.Slice:
		d.slice(path, from, into)
	default:
		d.scalar(path, from, into)
	}
}

// either reads a text, or a group of keys.
func (d decoder) either(path string, from *node, into reflect.Value) {
	if from.kind == scalar {
		d.scalar(path, from, into.Field(0))
		return
	}
	d.value(path, from, into.Field(1))
}

// mistake reports what is wrong with a value, unless its line is damaged.
func (d decoder) mistake(at position, path, format string, arguments ...any) {
	if !d.document.damaged[at.line] {
		d.document.add(at, path, fmt.Sprintf(format, arguments...))
	}
}

func (d decoder) structure(path string, from *node, into reflect.Value) {
	fields := fieldsOf(into.Type())
	if from.kind == absent {
		from = &node{kind: group, at: from.at}
	}
	if !d.isGroup(path, from) {
		return
	}
	known := make([]string, len(fields))
	for i, f := range fields {
		known[i] = f.name
	}
	given := map[string]bool{}
	for _, p := range from.pairs {
		i := slices.Index(known, p.key)
		if i < 0 {
			// The key that was meant is there, only misspelt: it is not missing too.
			given[d.unknownKey(path, p, known)] = true
			continue
		}
		given[p.key] = true
		d.value(Child(path, p.key), p.value, into.Field(fields[i].index))
		if fields[i].required && p.value.kind == absent && wantsNoScalar(into.Field(fields[i].index).Type()) && !d.document.blanked[p.value.at.line+1] {
			d.mistake(p.value.at, Child(path, p.key), "has no value, but needs one")
		}
	}
	for _, f := range fields {
		if f.required && !given[f.name] && !d.document.isIncomplete(from) {
			d.mistake(from.at, Child(path, f.name), "is missing; add a line %q here", f.name+": …")
		}
	}
}

// wantsNoScalar: an absent scalar is reported by itself.
func wantsNoScalar(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		return true
	}
	return !readsText(t) && (t.Kind() == reflect.Struct || t.Kind() == reflect.Map || t.Kind() == reflect.Slice)
}

// unknownKey reports a key and returns the known one that it seems to mean.
func (d decoder) unknownKey(path string, p pair, known []string) string {
	meant := spelling.Suggest(p.key, known)
	text := "unknown key; "
	if meant != "" {
		text += fmt.Sprintf("did you mean %q? ", meant)
	}
	d.mistake(p.at, Child(path, p.key), "%sknown: %s", text, strings.Join(known, ", "))
	return meant
}

func (d decoder) unordered(path string, from *node, into reflect.Value) {
	if from.kind == absent || !d.isGroup(path, from) {
		return
	}
	t := into.Type()
	result := reflect.MakeMapWithSize(t, len(from.pairs))
	for _, p := range from.pairs {
		value := reflect.New(t.Elem()).Elem()
		d.value(Child(path, p.key), p.value, value)
		result.SetMapIndex(reflect.ValueOf(p.key).Convert(t.Key()), value)
	}
	into.Set(result)
}

func (d decoder) ordered(path string, from *node, into reflect.Value) {
	if from.kind == absent || !d.isGroup(path, from) {
		return
	}
	result := reflect.MakeSlice(into.Type(), len(from.pairs), len(from.pairs))
	for i, p := range from.pairs {
		result.Index(i).Field(0).SetString(p.key)
		d.value(Child(path, p.key), p.value, result.Index(i).Field(1))
	}
	into.Set(result)
}

func (d decoder) slice(path string, from *node, into reflect.Value) {
	items := from.items
	switch from.kind {
	case absent:
		return
	case list:
	case scalar:
		if element := into.Type().Elem(); element.Kind() == reflect.String {
			items = []*node{from}
			break
		}
		d.mistake(from.at, path, "%s is not a list; write each item on a line of its own that begins with \"- \"", show(from))
		return
	case group:
		d.mistake(from.at, path, "a list is wanted, but here are keys; begin each item with \"- \"")
		return
	}
	result := reflect.MakeSlice(into.Type(), len(items), len(items))
	for i, item := range items {
		place := Item(path, i)
		if from.kind == scalar {
			place = path
		}
		d.value(place, item, result.Index(i))
	}
	into.Set(result)
}

func (d decoder) isGroup(path string, from *node) bool {
	switch from.kind {
	case group:
		return true
	case list:
		d.mistake(from.at, path, "keys with values are wanted (\"key: value\"), but here is a list")
	case scalar, absent:
		hint := ""
		if strings.ContainsAny(from.text, "\u00A0\u202F\u2007") {
			hint = "; it contains a no-break space, copied from a document perhaps: use ordinary spaces"
		} else if strings.Contains(from.text, ":") && !from.quoted {
			hint = "; is the space after the \":\" missing?"
		}
		d.mistake(from.at, path, "keys with values are wanted (\"key: value\"), but here is the text %s%s", show(from), hint)
	}
	return false
}
