// Package strictyaml reads a YAML file into Go values and reports every
// mistake of the file in one run, each with its line, column, path and an
// excerpt of the source, because the people who write our files are not
// programmers and should not have to run the program once per mistake.
//
// It reads the part of YAML that can be explained in a sentence: keys with
// values, lists, texts, numbers, true and false. Anchors, aliases, merge keys,
// tags, directives and complex keys are refused where they stand. What the Go
// type wants decides how a value is read, never the look of the value: for a
// string field 007, no, 1_000 and 2024-01-31 are the texts as written; for a
// number 012 (octal in YAML 1.1) and 0,5 are mistakes.
//
// Rules of decoding:
//   - struct fields are named by the tag yaml:"name" or yaml:"name,required";
//     yaml:"-" leaves a field out, a field without a tag is an error of the
//     caller;
//   - supported are structs, map[string]T, Ordered[T] (a map that keeps the
//     order of its keys), Either[T] (a text or an Ordered[T]), Tree, slices, pointers, string, bool, integers, floats, and
//     types with UnmarshalText;
//   - a single value stands for a list of one where the field is a []string;
//   - keys that the file does not mention leave the field as it was, so
//     defaults are set before decoding; the same holds for a list, a group of
//     keys or a pointer whose key has no value, while a text, number or bool
//     without a value is a mistake;
//   - a quoted text is never a number or a bool.
package strictyaml

import (
	"fmt"
	"reflect"
)

const (
	// maxBytes: a hand-written file is a few kilobytes; a megabyte is a data
	// file that was named by mistake.
	maxBytes = 1 << 20
	// maxDepth bounds the recursion of the parser and of the decoder.
	maxDepth = 100
	// maxEntries bounds the time of the parser, which is quadratic in the number
	// of keys and of items without a value: 10,000 take 0.4 s, 40,000 take 5 s.
	maxEntries = 10_000
	// maxEmptyLines bounds it too: the parser copies a block text once for each
	// empty line that follows it.
	maxEmptyLines = 100
	// maxMistakes: nobody reads more, and a file in the wrong format would
	// have one per line.
	maxMistakes = 100
)

// Decode reads source into the value that into points to. The name is only
// used in messages. The error is a *Mistakes if the file is at fault, another
// error if the Go type cannot be decoded. The Document is never nil: callers
// add the mistakes of their own checks to it and return its Err, so that the
// user sees both kinds at once. After mistakes the value is filled as far as
// possible; lists keep their length.
func Decode(name string, source []byte, into any) (*Document, error) {
	document := &Document{file: name, positions: map[string]position{}, damaged: map[int]bool{}, blanked: map[int]bool{}}
	target := reflect.ValueOf(into)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		return document, fmt.Errorf("strictyaml: decode %s: %T is not a pointer to a value", name, into)
	}
	if err := checkType(target.Type().Elem(), map[reflect.Type]bool{}); err != nil {
		return document, fmt.Errorf("strictyaml: decode %s: %w", name, err)
	}
	text, ok := document.readText(source)
	if !ok {
		return document, document.Err()
	}
	root := document.readTree(text)
	if root == nil {
		return document, document.Err()
	}
	decoder{document}.value("", root, target.Elem())
	document.read = len(document.mistakes)
	return document, document.Err()
}
