package profiles

import (
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"clientele/internal/strictyaml"
)

// Meaning is what a word in a list of sales says of its row.
type Meaning string

// What a state or a kind of document may say.
const (
	Unclear Meaning = ""
	Sale    Meaning = "sale"
	NoSale  Meaning = "no sale"
	Return  Meaning = "return"
)

// neither is a kind of document that is no sale and no return, though it has
// their words.
const neither Meaning = "neither"

// StatusMeans is what a row's state says: that it is a sale or none.
func StatusMeans(text string) Meaning {
	known, err := embedded()
	if err != nil {
		return Unclear
	}
	has := known.meanings.of(known.meanings.statuses, text)
	if has[Sale] && has[NoSale] {
		return Unclear
	}
	return first(has, Sale, NoSale)
}

// DocumentMeans is what the kind of a row's document says: a sale or a return. A
// sales return is a return.
func DocumentMeans(text string) Meaning {
	known, err := embedded()
	if err != nil {
		return Unclear
	}
	has := known.meanings.of(known.meanings.documents, text)
	if has[neither] {
		return Unclear
	}
	return first(has, Return, Sale)
}

// first is the first of the meanings that there is.
func first(has map[Meaning]bool, order ...Meaning) Meaning {
	for _, one := range order {
		if has[one] {
			return one
		}
	}
	return Unclear
}

// meaningFile is the form of meanings.yaml.
type meaningFile struct {
	Statuses  []meaningWords `yaml:"statuses,required"`
	Documents []meaningWords `yaml:"documents,required"`
	Denials   []string       `yaml:"denials,required"`
	Parts     []string       `yaml:"parts,required"`
}

type meaningWords struct {
	Means   Meaning  `yaml:"means,required"`
	English []string `yaml:"en"`
	Russian []string `yaml:"ru"`
	Spanish []string `yaml:"es"`
	// Portuguese shares words with Spanish; each list is complete by itself.
	Portuguese []string `yaml:"pt"`
}

// meanings are the lists, by folded phrase.
type meanings struct {
	statuses, documents map[string]Meaning
	denials, parts      map[string]bool
}

func readMeanings(from fs.FS) (meanings, error) {
	source, err := fs.ReadFile(from, "meanings.yaml")
	if err != nil {
		return meanings{}, err
	}
	var file meaningFile
	if _, err := strictyaml.Decode("meanings.yaml", source, &file); err != nil {
		return meanings{}, err
	}
	read := meanings{phrases(file.Statuses), phrases(file.Documents), map[string]bool{}, map[string]bool{}}
	for _, list := range []struct {
		words []string
		into  map[string]bool
	}{{file.Denials, read.denials}, {file.Parts, read.parts}} {
		for _, word := range list.words {
			list.into[strings.Join(foldedWords(word), " ")] = true
		}
	}
	return read, nil
}

func phrases(lists []meaningWords) map[string]Meaning {
	made := map[string]Meaning{}
	for _, list := range lists {
		for _, phrase := range slices.Concat(list.English, list.Russian, list.Spanish, list.Portuguese) {
			made[strings.Join(foldedWords(phrase), " ")] = list.Means
		}
	}
	return made
}

// Longer texts are remarks, in which any word may stand; the longest phrase of
// the lists has four words.
const (
	mostWords     = 8
	longestPhrase = 4
)

// of finds the meanings of the phrases in a text, none where one is denied or
// only a part is meant.
func (m meanings) of(list map[string]Meaning, text string) map[Meaning]bool {
	words := foldedWords(text)
	has := map[Meaning]bool{}
	if len(words) > mostWords {
		return nil
	}
	for at := 0; at < len(words); {
		if m.parts[words[at]] {
			return nil
		}
		length := 0
		for n := min(longestPhrase, len(words)-at); n > 0 && length == 0; n-- {
			if means, known := list[strings.Join(words[at:at+n], " ")]; known {
				has[means], length = true, n
			}
		}
		if length == 0 && m.denials[words[at]] {
			return nil
		}
		at += max(length, 1)
	}
	return has
}

// foldedWords are the words of a text as they are compared.
func foldedWords(text string) []string {
	var b strings.Builder
	latin := false
	for _, r := range norm.NFD.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, r):
			if !latin && r != '\u0308' { // й is no и, but ё is е
				b.WriteRune(r)
			}
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
		latin = unicode.Is(unicode.Latin, r)
	}
	return strings.Fields(norm.NFC.String(b.String()))
}
