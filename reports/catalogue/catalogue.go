// Package catalogue holds the words of the reports and the way numbers and
// dates are written, for each language that reports exist in.
//
// A phrase has a key and stands in words/*.yaml with all its languages side by
// side. {name} in a phrase is replaced by a value that the caller gives. A
// phrase that depends on a count has plural forms instead of one text: one and
// other in English and Spanish, one, few and many in Russian.
package catalogue

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed words/*.yaml
var files embed.FS

// Catalogue is the words and number formats of one language.
type Catalogue struct {
	language string
	phrases  map[string]phrase
	numbers  numberStyle
}

// phrase is a text by plural form; a phrase without forms has only "other".
type phrase map[string]string

// UnmarshalYAML reads either a text or a mapping of plural forms.
func (p *phrase) UnmarshalYAML(decode func(any) error) error {
	var text string
	if decode(&text) == nil {
		*p = phrase{"other": text}
		return nil
	}
	forms := map[string]string{}
	if err := decode(&forms); err != nil {
		return err
	}
	*p = forms
	return nil
}

// Languages lists the languages that reports exist in.
func Languages() []string { return []string{"en", "ru", "es"} }

// New returns the catalogue of a language: en, ru or es.
func New(language string) (*Catalogue, error) {
	if !slices.Contains(Languages(), language) {
		return nil, fmt.Errorf("reports: language %q is not one of %s", language, strings.Join(Languages(), ", "))
	}
	all, err := embedded()
	if err != nil {
		return nil, err
	}
	c := &Catalogue{language: language, phrases: make(map[string]phrase, len(all)), numbers: styleOf(language)}
	for key, languages := range all {
		c.phrases[key] = languages[language]
	}
	return c, nil
}

// embedded is what the files say, read once: it never changes, and each report
// and each writer of one asks for it.
//
//nolint:gochecknoglobals // a constant that is computed, like a compiled expression
var embedded = sync.OnceValues(read)

// read returns key → language → phrase of all files together.
func read() (map[string]map[string]phrase, error) {
	entries, err := files.ReadDir("words")
	if err != nil {
		return nil, fmt.Errorf("list the catalogue: %w", err)
	}
	all := map[string]map[string]phrase{}
	for _, entry := range entries {
		text, err := files.ReadFile("words/" + entry.Name())
		if err != nil {
			return nil, fmt.Errorf("read the catalogue: %w", err)
		}
		var one map[string]map[string]phrase
		if err := yaml.UnmarshalWithOptions(text, &one, yaml.Strict()); err != nil {
			return nil, fmt.Errorf("read the catalogue's %s: %w", entry.Name(), err)
		}
		for key, languages := range one {
			if _, twice := all[key]; twice {
				return nil, fmt.Errorf("the catalogue has %q twice, once in %s", key, entry.Name())
			}
			all[key] = languages
		}
	}
	return all, nil
}

// Language is the language's ISO code.
func (c *Catalogue) Language() string { return c.language }

// Say returns the phrase with its {names} replaced; pairs are name, value,
// name, value. A key that is not there comes back in ⟦brackets⟧, which a test
// looks for in every report.
func (c *Catalogue) Say(key string, pairs ...string) string {
	forms, ok := c.phrases[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	return fill(forms["other"], pairs)
}

// Count returns the phrase in the plural form that belongs to n, with {n}
// replaced by the number and the other names as in Say.
func (c *Catalogue) Count(key string, n int64, pairs ...string) string {
	forms, ok := c.phrases[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	text, ok := forms[pluralForm(c.language, n)]
	if !ok {
		text = forms["other"]
	}
	return fill(text, append([]string{"n", c.Integer(n)}, pairs...))
}

// Find returns a phrase that need not exist, such as the name of a segment
// that a user may have defined himself.
func (c *Catalogue) Find(key string) (string, bool) {
	forms, ok := c.phrases[key]
	return forms["other"], ok
}

// fill replaces all names in one pass, so that a value which itself looks like
// {name} stays as it is.
func fill(text string, pairs []string) string {
	if len(pairs) == 0 {
		return text
	}
	replacements := make([]string, len(pairs))
	for i, p := range pairs {
		if i%2 == 0 {
			p = "{" + p + "}"
		}
		replacements[i] = p
	}
	return strings.NewReplacer(replacements...).Replace(text)
}

// pluralForm follows the CLDR rules for whole numbers. Spanish has a third
// form for round millions that is written "de" + noun; reports avoid it.
func pluralForm(language string, n int64) string {
	if n < 0 {
		n = -n
	}
	if language != "ru" {
		if n == 1 {
			return "one"
		}
		return "other"
	}
	switch tens, ones := n%100, n%10; {
	case ones == 1 && tens != 11:
		return "one"
	case ones >= 2 && ones <= 4 && (tens < 12 || tens > 14):
		return "few"
	}
	return "many"
}
