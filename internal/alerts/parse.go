package alerts

import (
	"fmt"
	"slices"
	"strings"

	"clientele/internal/sentence"
	"clientele/internal/spelling"
)

// Mistake is one thing that is wrong with a sentence.
type Mistake = sentence.Mistake

// Bounds of a sentence: far beyond what a person writes.
const (
	mostRunes   = 1000
	longestName = 200
)

// Parse reads a sentence and tells its mistakes. With mistakes the rule is not
// to be used.
func Parse(text string) (Rule, []Mistake) {
	p := &parser{}
	runes := []rune(text)
	if len(runes) > mostRunes {
		p.Wrong(0, "the rule has %d characters; at most %d are read", len(runes), mostRunes)
		return Rule{}, p.Mistakes
	}
	if p.Tokens, p.Mistakes = language().Cut(runes); len(p.Mistakes) > 0 {
		return Rule{}, p.Mistakes
	}
	if p.Peek().Kind == sentence.End {
		p.Wrong(0, "the rule is empty; it says of which number to tell: revenue this week below the forecast's lower band")
		return Rule{}, p.Mistakes
	}
	rule, ok := p.rule()
	if ok && p.Peek().Kind != sentence.End {
		p.unexpected("the sentence should end here", nil)
		ok = false
	}
	if ok {
		p.check(rule)
	}
	if len(p.Mistakes) > 0 {
		return Rule{}, p.Mistakes
	}
	return rule, nil
}

// language is how the sentences of alerts are cut. They end with a full stop or a
// comma as it comes, and names of segments have apostrophes in them.
func language() sentence.Language {
	return sentence.Language{Comparisons: "<>≤≥", Trimmed: ",;", PercentApart: true}
}

// parser reads tokens from left to right. A sentence has a few words: after a
// mistake of grammar what follows would be guesses, and it stops.
type parser struct {
	sentence.Reader
	places struct{ figure, period, test int } // where they stand, for what they cannot be together
}

// unexpected tells that the next word is none that can stand here; known are
// those that can.
func (p *parser) unexpected(what string, known []string) bool {
	t := p.Peek()
	text := what
	if t.Kind == sentence.Word || t.Kind == sentence.Number {
		text = fmt.Sprintf("%q is not understood; %s", sentence.Clipped(t.Text), what)
		if meant := spelling.Suggest(t.Lower, known); meant != "" && meant != t.Lower {
			text = fmt.Sprintf("%q is not understood; did you mean %q?", sentence.Clipped(t.Text), meant)
		}
	}
	p.Wrong(t.At, "%s", text)
	return false
}

// rule reads what is told of and what it is compared with.
func (p *parser) rule() (rule Rule, ok bool) {
	p.places.figure = p.Peek().At
	if rule.Figure = p.figure(); rule.Figure == "" {
		if !p.segment(&rule) {
			return rule, false
		}
	} else if !p.partsAndPeriod(&rule) {
		return rule, false
	}
	p.Accept("is", "are", "was", "were", "has", "have", "had")
	p.places.test = p.Peek().At
	if !p.test(&rule) {
		return rule, false
	}
	if rule.Figure != Size && rule.Part.Of == "" {
		return rule, p.part(&rule) // a part may stand at the end, too
	}
	return rule, true
}

// figure takes the longest words that name one.
func (p *parser) figure() string {
	best, most := "", 0
	for _, one := range figureNames() {
		for _, name := range one.words {
			before := p.Pos
			if p.Phrase(name) && p.Pos-before > most {
				best, most = one.figure, p.Pos-before
			}
			p.Pos = before
		}
	}
	p.Pos += most
	return best
}

// segment reads whose customers are counted.
func (p *parser) segment(rule *Rule) bool {
	rule.Figure = Size
	first, named := p.Peek(), false
	if first.Kind == sentence.End || p.beginsTest() {
		return p.unexpected("a rule begins with a figure (revenue, orders, …) or with the name of a segment", figureWords())
	}
	if first.Kind != sentence.Quoted {
		if p.misspelt() {
			return false
		}
		named = p.kind(rule)
	}
	text, ok := p.name("segment")
	if !ok {
		return false
	}
	rule.Of.Name = text
	if p.Peek().Kind == sentence.End {
		known := figureWords()
		if meant := spelling.Suggest(first.Text, known); meant != "" && !named {
			p.Wrong(first.At, "%q is not understood; did you mean %q?", sentence.Clipped(first.Text), meant)
			return false
		}
	}
	return true
}

// kind takes the words for a kind of segments, the longest first.
func (p *parser) kind(rule *Rule) bool {
	best, most := "", 0
	for _, one := range kindNames() {
		for _, name := range one.words {
			before := p.Pos
			if p.Phrase(name) && p.Pos-before > most {
				best, most = one.kind, p.Pos-before
			}
			p.Pos = before
		}
	}
	p.Pos += most
	rule.Of.Kind = best
	p.Accept("is") // as the segment language has it: lifecycle stage is lost
	return most > 0
}

// misspelt tells of a figure with a slip in it: what has a period is no segment.
func (p *parser) misspelt() bool {
	period := slices.IndexFunc(p.Tokens, func(t sentence.Token) bool { return t.Is("this", "last") })
	if period < p.Pos || !p.Tokens[min(period+1, len(p.Tokens)-1)].Is("week", "month") {
		return false
	}
	var written []string
	for _, t := range p.Tokens[p.Pos:period] {
		written = append(written, t.Lower)
	}
	whole := strings.Join(written, " ")
	text := "has no week and no month: the size of a segment is told of the day"
	if meant := spelling.Suggest(whole, figureWords()); meant != "" {
		text = fmt.Sprintf("is no figure; did you mean %q?", meant)
	}
	p.Wrong(p.Peek().At, "%q %s", sentence.Clipped(whole), text)
	return true
}

func figureWords() []string {
	var known []string
	for _, one := range figureNames() {
		known = append(known, one.words...)
	}
	return known
}
