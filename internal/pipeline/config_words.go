package pipeline

import (
	"cmp"
	"slices"
	"strings"

	"clientele/internal/strictyaml"
	"clientele/reports/catalogue"
)

// worded is a text for people: one, or one for each language.
type worded = strictyaml.Either[string]

// checkWords adds the mistakes of a text for people.
func checkWords(path string, text worded, add mistakes) {
	for _, pair := range text.Keys {
		if !slices.Contains(catalogue.Languages(), pair.Key) {
			add(strictyaml.Child(path, pair.Key), "%q is none of %s", pair.Key, strings.Join(catalogue.Languages(), ", "))
		}
	}
}

// inLanguage is the text in a language; where there is none in it, the English
// one, else the first.
func inLanguage(text worded, language string) string {
	found := text.Text
	if len(text.Keys) > 0 {
		translated, _ := text.Keys.Get(language)
		english, _ := text.Keys.Get("en")
		found = cmp.Or(translated, english, text.Keys[0].Value)
	}
	return strings.TrimSpace(found)
}
