package segments

import (
	"fmt"
	"strings"

	"clientele/internal/sentence"
	"clientele/internal/spelling"
)

// ParseRule reads a sentence, and finds all its mistakes at once. With mistakes
// the rule is not to be used.
func ParseRule(text string) (Rule, []Mistake) {
	p := &parser{fields: fields(), Reader: sentence.Reader{Most: mostNames}}
	runes := []rune(text)
	if len(runes) > mostRunes {
		p.Wrong(0, "the rule has %d characters; at most %d are read: make segments of its parts and name these", len(runes), mostRunes)
		return Rule{}, p.Mistakes
	}
	p.Tokens, p.Mistakes = language().Cut(runes)
	if p.Peek().Kind == sentence.End {
		p.Wrong(0, "the rule is empty; it says who belongs to the segment: bought in the last 90 days")
		return Rule{}, p.Mistakes
	}
	root := p.any()
	for p.Peek().Kind != sentence.End {
		if p.Peek().Is(")") {
			p.Wrong(p.Peek().At, "there is no ( to this )")
			p.Next()
		} else {
			p.leftOver()
		}
	}
	return Rule{root: root}, p.Mistakes
}

// parser reads tokens by recursive descent. After a mistake it goes on with the
// next condition.
type parser struct {
	sentence.Reader
	depth      int
	conditions int
	fields     []field
	ofDay      bool // what is compared is a day, so that numbers are years
	stopped    bool // too long or too deep: the rest is not read
}

// giveUp tells why the rest is not read, and goes to the end.
func (p *parser) giveUp(format string, arguments ...any) {
	if !p.stopped {
		p.Wrong(p.Peek().At, format, arguments...)
	}
	p.stopped = true
	p.Pos = len(p.Tokens) - 1
}

func (p *parser) any() node {
	parts := []node{p.all()}
	for p.Accept("or") {
		parts = append(parts, p.all())
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return anyOf{parts}
}

func (p *parser) all() node {
	parts := []node{p.not()}
	for p.Peek().Is("and", "but") {
		p.Next()
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
	if p.Accept("not") {
		return notOf{p.not()}
	}
	if !p.Peek().Is("(") {
		return p.condition()
	}
	open := p.Next()
	inner := p.any()
	for !p.Accept(")") {
		if p.Peek().Kind == sentence.End {
			if !p.stopped {
				p.Wrong(open.At, "the ) to this ( is missing")
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
	t := p.Peek()
	switch {
	case t.Is("("):
		p.Wrong(t.At, `conditions are joined by "and" or "or", which is missing before this (`)
		p.Next()
		p.any()
		p.Accept(")")
		return
	case t.Is(","):
		p.Wrong(t.At, `a comma stands in lists of names alone; conditions are joined by "and" or "or"`)
		p.Next()
		if p.Peek().Kind != sentence.End && !p.Peek().Is("and", "or", "but", ")") {
			p.any()
		}
	case t.Kind == sentence.Quoted || t.Kind == sentence.Number:
		p.Wrong(t.At, `%q is not understood here; is "and", "or" or a comma missing before it?`, sentence.Clipped(t.Text))
		p.skip()
	default:
		text := fmt.Sprintf(`%q is not understood here; conditions are joined by "and" or "or"`, sentence.Clipped(t.Text))
		if meant := spelling.Suggest(t.Text, followers()); meant != "" && meant != t.Lower {
			text = fmt.Sprintf("%q is not understood here; did you mean %q?", sentence.Clipped(t.Text), meant)
		} else if reserved(t.Lower) {
			text += fmt.Sprintf("; a name that has the word %q in it is put in quotes", t.Lower)
		}
		p.Wrong(t.At, "%s", text)
		p.skip()
	}
	for p.Peek().Is("and", "or", "but") {
		p.Next()
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
		t := p.Peek()
		switch {
		case t.Kind == sentence.End:
			return
		case t.Is("("):
			open++
		case t.Is(")"):
			if open == 0 {
				return
			}
			open--
		case open == 0 && t.Is("and", "or", "but"):
			return
		}
		p.Next()
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
	case p.Accept("everybody", "everyone") || p.Phrase("all", "customers"):
		return allOf{}
	case p.Accept("nobody"):
		return anyOf{}
	}
	start := p.Pos
	if found, ok := p.deed(); ok {
		return found
	}
	p.Pos = start
	if found, ok := p.fieldName(); ok {
		return p.fieldTest(found)
	}
	p.unknownBeginning()
	return nil
}

// unknownBeginning tells that no condition begins like this.
func (p *parser) unknownBeginning() {
	t := p.Peek()
	if t.Kind == sentence.End || t.Is(")", "and", "or", "but") {
		p.Wrong(t.At, "a condition is missing here")
		return
	}
	best := ""
	for n := 1; n <= 4 && best == ""; n++ {
		var read []string
		for i := range n {
			if p.Ahead(i).Kind == sentence.Word {
				read = append(read, p.Ahead(i).Lower)
			}
		}
		best = spelling.Suggest(strings.Join(read, " "), beginnings())
	}
	text := fmt.Sprintf("%q begins no condition", sentence.Clipped(t.Text))
	if best != "" {
		text += fmt.Sprintf("; did you mean %q?", best)
	} else {
		text += "; one begins with a field (country, orders, revenue, first order, tag, …), or with bought, spent, event, in segment or in campaign; names in a list are separated by commas"
	}
	p.Wrong(t.At, "%s%s", text, p.quotesHint())
}

// quotesHint tells how a name is written that has an "and" in it, where one may
// stand before what begins no condition.
func (p *parser) quotesHint() string {
	if p.Pos < 2 || p.Tokens[p.Pos-2].Kind != sentence.Word || p.Peek().Kind != sentence.Word || !p.Tokens[p.Pos-1].Is("and", "or", "but") {
		return ""
	}
	return fmt.Sprintf("; a name that has the word %q in it is put in quotes: \"%s %s %s\"", p.Tokens[p.Pos-1].Lower,
		sentence.Clipped(p.Tokens[p.Pos-2].Text), p.Tokens[p.Pos-1].Text, sentence.Clipped(p.Peek().Text))
}
