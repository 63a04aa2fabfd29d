package strictyaml

import "strings"

// Elsewhere is a mistake of another file that users write by hand, in the form
// that those of a YAML file have. Line and column are counted from 1; without
// them the file alone is named.
func Elsewhere(file, source string, line, column int, text string) *Mistakes {
	source = strings.TrimPrefix(source, "\uFEFF")
	document := &Document{file: file, lines: strings.Split(strings.ReplaceAll(source, "\r\n", "\n"), "\n")}
	if line < 1 {
		return &Mistakes{File: file, List: []Mistake{{Line: 1, Column: 1, Text: text}}}
	}
	return &Mistakes{File: file, List: []Mistake{document.mistake(position{line, column}, "", text)}}
}
