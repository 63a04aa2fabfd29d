package segments

import "clientele/internal/sentence"

// Mistake is one thing that is wrong with a sentence.
type Mistake = sentence.Mistake

// Bounds of a sentence: far beyond what a person writes, and little enough for
// a hostile one to do no harm.
const (
	mostRunes      = 10_000
	mostDepth      = 50
	mostConditions = 500
	mostNames      = 200
	longestName    = 200
)

// language is how the sentences of segments are cut.
func language() sentence.Language {
	return sentence.Language{Symbols: "(),", Comparisons: "<>=!≥≤≠", Days: true, BeforeName: beforeName}
}

// beforeName tells whether a name can begin behind a token.
func beforeName(t sentence.Token) bool {
	if t.Kind == sentence.Symbol {
		return true
	}
	if t.Kind != sentence.Word {
		return false
	}
	if reserved(t.Lower) || t.Is("of", "contain", "start", "end", "campaign", "campaigns", "segment", "segments", "tag", "tags") {
		return true
	}
	for _, one := range append(lineFilters(), eventFilters()...) {
		if one.called(t.Lower) {
			return true
		}
	}
	return false
}
