package segments

import (
	"fmt"
	"strings"

	"clientele/internal/spelling"
)

// Mistake is one thing that is wrong with a sentence.
type Mistake struct {
	At   int // the character of the sentence where it stands, from 0
	Text string
}

// ParseRule reads a sentence, and finds all its mistakes at once. With mistakes
// the rule is not to be used.
func ParseRule(text string) (Rule, []Mistake) {
	p := &parser{fields: fields()}
	runes := []rune(text)
	if len(runes) > mostRunes {
		p.wrong(0, "the rule has %d characters; at most %d are read: make segments of its parts and name these", len(runes), mostRunes)
		return Rule{}, p.mistakes
	}
	p.tokens = (&lexer{runes: runes, wrong: p.wrong}).run()
	if p.peek().kind == endToken {
		p.wrong(0, "the rule is empty; it says who belongs to the segment: bought in the last 90 days")
		return Rule{}, p.mistakes
	}
	root := p.any()
	for p.peek().kind != endToken {
		if p.peek().is(")") {
			p.wrong(p.peek().at, "there is no ( to this )")
			p.next()
		} else {
			p.leftOver()
		}
	}
	return Rule{root: root}, p.mistakes
}

// parser reads tokens by recursive descent. After a mistake it goes on with the
// next condition.
type parser struct {
	tokens     []token
	pos        int
	depth      int
	conditions int
	fields     []field
	ofDay      bool // what is compared is a day, so that numbers are years
	stopped    bool // too long or too deep: the rest is not read
	mistakes   []Mistake
}

// giveUp tells why the rest is not read, and goes to the end.
func (p *parser) giveUp(format string, arguments ...any) {
	if !p.stopped {
		p.wrong(p.peek().at, format, arguments...)
	}
	p.stopped = true
	p.pos = len(p.tokens) - 1
}

func (p *parser) wrong(at int, format string, arguments ...any) {
	if len(p.mistakes) < mostNames {
		p.mistakes = append(p.mistakes, Mistake{At: at, Text: fmt.Sprintf(format, arguments...)})
	}
}

func (p *parser) peek() token { return p.ahead(0) }

func (p *parser) ahead(n int) token {
	return p.tokens[min(p.pos+n, len(p.tokens)-1)]
}

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

// phrase takes the next tokens where they are these words, one after the other.
func (p *parser) phrase(words ...string) bool {
	for i, word := range words {
		if !p.ahead(i).is(word) {
			return false
		}
	}
	p.pos += len(words)
	return true
}

func (p *parser) any() node {
	parts := []node{p.all()}
	for p.accept("or") {
		parts = append(parts, p.all())
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return anyOf{parts}
}

func (p *parser) all() node {
	parts := []node{p.not()}
	for p.peek().is("and", "but") {
		p.next()
		parts = append(parts, p.not())
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return allOf{parts}
}

func (p *parser) not() node {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > mostDepth {
		p.giveUp("the rule is nested more than %d deep; make segments of its parts and name these", mostDepth)
		return allOf{}
	}
	if p.accept("not") {
		return notOf{p.not()}
	}
	if !p.peek().is("(") {
		return p.condition()
	}
	open := p.next()
	inner := p.any()
	for !p.accept(")") {
		if p.peek().kind == endToken {
			if !p.stopped {
				p.wrong(open.at, "the ) to this ( is missing")
			}
			break
		}
		p.leftOver()
	}
	return inner
}

// leftOver tells what stands behind a finished condition and is no part of it,
// and goes on behind that.
func (p *parser) leftOver() {
	t := p.peek()
	switch {
	case t.is("("):
		p.wrong(t.at, `conditions are joined by "and" or "or", which is missing before this (`)
		p.next()
		p.any()
		p.accept(")")
		return
	case t.is(","):
		p.wrong(t.at, `a comma stands in lists of names alone; conditions are joined by "and" or "or"`)
		p.next()
		if p.peek().kind != endToken && !p.peek().is("and", "or", "but", ")") {
			p.any()
		}
	case t.kind == quotedToken || t.kind == numberToken:
		p.wrong(t.at, `%q is not understood here; is "and", "or" or a comma missing before it?`, clipped(t.text))
		p.skip()
	default:
		text := fmt.Sprintf(`%q is not understood here; conditions are joined by "and" or "or"`, clipped(t.text))
		if meant := spelling.Suggest(t.text, followers()); meant != "" && meant != t.lower {
			text = fmt.Sprintf("%q is not understood here; did you mean %q?", clipped(t.text), meant)
		} else if reserved(t.lower) {
			text += fmt.Sprintf("; a name that has the word %q in it is put in quotes", t.lower)
		}
		p.wrong(t.at, "%s", text)
		p.skip()
	}
	for p.peek().is("and", "or", "but") {
		p.next()
		p.any()
	}
}

// followers are words that can stand behind the begin of a condition.
func followers() []string {
	return []string{"and", "or", "not", "within", "between", "before", "after", "since", "until", "category", "product", "channel", "times", "pieces", "days", "weeks", "months", "years", "campaign", "segment", "contains", "last", "exactly"}
}

// skip goes to the end of a condition: the next "and" or "or", the bracket that
// closes those around it, or the end.
func (p *parser) skip() {
	open := 0
	for {
		t := p.peek()
		switch {
		case t.kind == endToken:
			return
		case t.is("("):
			open++
		case t.is(")"):
			if open == 0 {
				return
			}
			open--
		case open == 0 && t.is("and", "or", "but"):
			return
		}
		p.next()
	}
}

// condition reads one comparison. What is wrong with it has been told where it
// is nil.
func (p *parser) condition() node {
	p.conditions++
	if p.conditions > mostConditions {
		p.giveUp("the rule has more than %d conditions; make segments of its parts and name these", mostConditions)
	}
	if p.stopped {
		return allOf{}
	}
	if found := p.sentence(); found != nil {
		return found
	}
	p.skip()
	return allOf{}
}

func (p *parser) sentence() node {
	switch {
	case p.accept("everybody", "everyone") || p.phrase("all", "customers"):
		return allOf{}
	case p.accept("nobody"):
		return anyOf{}
	}
	start := p.pos
	if found, ok := p.deed(); ok {
		return found
	}
	p.pos = start
	if found, ok := p.fieldName(); ok {
		return p.fieldTest(found)
	}
	p.unknownBeginning()
	return nil
}

// unknownBeginning tells that no condition begins like this.
func (p *parser) unknownBeginning() {
	t := p.peek()
	if t.kind == endToken || t.is(")", "and", "or", "but") {
		p.wrong(t.at, "a condition is missing here")
		return
	}
	best := ""
	for n := 1; n <= 4 && best == ""; n++ {
		var read []string
		for i := range n {
			if p.ahead(i).kind == wordToken {
				read = append(read, p.ahead(i).lower)
			}
		}
		best = spelling.Suggest(strings.Join(read, " "), beginnings())
	}
	text := fmt.Sprintf("%q begins no condition", clipped(t.text))
	if best != "" {
		text += fmt.Sprintf("; did you mean %q?", best)
	} else {
		text += "; one begins with a field (country, orders, revenue, first order, tag, …), or with bought, spent, event, in segment or in campaign; names in a list are separated by commas"
	}
	p.wrong(t.at, "%s%s", text, p.quotesHint())
}

// quotesHint tells how a name is written that has an "and" in it, where one may
// stand before what begins no condition.
func (p *parser) quotesHint() string {
	if p.pos < 2 || p.tokens[p.pos-2].kind != wordToken || p.peek().kind != wordToken || !p.tokens[p.pos-1].is("and", "or", "but") {
		return ""
	}
	return fmt.Sprintf("; a name that has the word %q in it is put in quotes: \"%s %s %s\"", p.tokens[p.pos-1].lower,
		clipped(p.tokens[p.pos-2].text), p.tokens[p.pos-1].text, clipped(p.peek().text))
}

// clipped keeps a message short.
func clipped(text string) string {
	runes := []rune(text)
	if len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}
