package alerts

import (
	"fmt"
	"slices"
	"strings"

	"clientele/internal/spelling"
)

// Mistake is one thing that is wrong with a sentence.
type Mistake struct {
	At   int // the character of the sentence where it stands, from 0
	Text string
}

// Parse reads a sentence and tells its mistakes. With mistakes the rule is not
// to be used.
func Parse(text string) (Rule, []Mistake) {
	p := &parser{}
	runes := []rune(text)
	if len(runes) > mostRunes {
		p.wrong(0, "the rule has %d characters; at most %d are read", len(runes), mostRunes)
		return Rule{}, p.mistakes
	}
	var unclosed int
	if p.tokens, unclosed = lex(runes); unclosed >= 0 {
		p.wrong(unclosed, "the closing %c is missing", closing(runes[unclosed]))
		return Rule{}, p.mistakes
	}
	if p.peek().kind == endToken {
		p.wrong(0, "the rule is empty; it says of which number to tell: revenue this week below the forecast's lower band")
		return Rule{}, p.mistakes
	}
	rule, ok := p.rule()
	if ok && p.peek().kind != endToken {
		p.unexpected("the sentence should end here", nil)
		ok = false
	}
	if ok {
		p.check(rule)
	}
	if len(p.mistakes) > 0 {
		return Rule{}, p.mistakes
	}
	return rule, nil
}

// parser reads tokens from left to right. A sentence has a few words: after a
// mistake of grammar what follows would be guesses, and it stops.
type parser struct {
	tokens   []token
	pos      int
	mistakes []Mistake
	places   struct{ figure, period, test int } // where they stand, for what they cannot be together
}

func (p *parser) wrong(at int, format string, arguments ...any) {
	p.mistakes = append(p.mistakes, Mistake{At: at, Text: fmt.Sprintf(format, arguments...)})
}

// unexpected tells that the next word is none that can stand here; known are
// those that can.
func (p *parser) unexpected(what string, known []string) bool {
	t := p.peek()
	text := what
	if t.kind == wordToken || t.kind == numberToken {
		text = fmt.Sprintf("%q is not understood; %s", clipped(t.text), what)
		if meant := spelling.Suggest(t.lower, known); meant != "" && meant != t.lower {
			text = fmt.Sprintf("%q is not understood; did you mean %q?", clipped(t.text), meant)
		}
	}
	p.wrong(t.at, "%s", text)
	return false
}

func clipped(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:59]) + "…"
	}
	return text
}

func (p *parser) peek() token { return p.ahead(0) }

func (p *parser) ahead(n int) token { return p.tokens[min(p.pos+n, len(p.tokens)-1)] }

func (p *parser) next() token {
	t := p.peek()
	if p.pos < len(p.tokens)-1 {
		p.pos++
	}
	return t
}

// accept takes the next token where it is one of the words.
func (p *parser) accept(words ...string) bool {
	if !p.peek().is(words...) {
		return false
	}
	p.next()
	return true
}

// phrase takes the next tokens where they are the words of a text.
func (p *parser) phrase(text string) bool {
	words := strings.Fields(text)
	for i, word := range words {
		if !p.ahead(i).is(word) {
			return false
		}
	}
	p.pos += len(words)
	return true
}

// rule reads what is told of and what it is compared with.
func (p *parser) rule() (rule Rule, ok bool) {
	p.places.figure = p.peek().at
	if rule.Figure = p.figure(); rule.Figure == "" {
		if !p.segment(&rule) {
			return rule, false
		}
	} else if !p.partsAndPeriod(&rule) {
		return rule, false
	}
	p.accept("is", "are", "was", "were", "has", "have", "had")
	p.places.test = p.peek().at
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
			before := p.pos
			if p.phrase(name) && p.pos-before > most {
				best, most = one.figure, p.pos-before
			}
			p.pos = before
		}
	}
	p.pos += most
	return best
}

// segment reads whose customers are counted.
func (p *parser) segment(rule *Rule) bool {
	rule.Figure = Size
	first, named := p.peek(), false
	if first.kind == endToken || p.beginsTest() {
		return p.unexpected("a rule begins with a figure (revenue, orders, …) or with the name of a segment", figureWords())
	}
	if first.kind != quotedToken {
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
	if p.peek().kind == endToken {
		known := figureWords()
		if meant := spelling.Suggest(first.text, known); meant != "" && !named {
			p.wrong(first.at, "%q is not understood; did you mean %q?", clipped(first.text), meant)
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
			before := p.pos
			if p.phrase(name) && p.pos-before > most {
				best, most = one.kind, p.pos-before
			}
			p.pos = before
		}
	}
	p.pos += most
	rule.Of.Kind = best
	p.accept("is") // as the segment language has it: lifecycle stage is lost
	return most > 0
}

// misspelt tells of a figure with a slip in it: what has a period is no segment.
func (p *parser) misspelt() bool {
	period := slices.IndexFunc(p.tokens, func(t token) bool { return t.is("this", "last") })
	if period < p.pos || !p.tokens[min(period+1, len(p.tokens)-1)].is("week", "month") {
		return false
	}
	var written []string
	for _, t := range p.tokens[p.pos:period] {
		written = append(written, t.lower)
	}
	whole := strings.Join(written, " ")
	text := "has no week and no month: the size of a segment is told of the day"
	if meant := spelling.Suggest(whole, figureWords()); meant != "" {
		text = fmt.Sprintf("is no figure; did you mean %q?", meant)
	}
	p.wrong(p.peek().at, "%q %s", clipped(whole), text)
	return true
}

func figureWords() []string {
	var known []string
	for _, one := range figureNames() {
		known = append(known, one.words...)
	}
	return known
}
