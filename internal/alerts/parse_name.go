package alerts

import (
	"strings"

	"clientele/internal/sentence"
)

// name reads the name of something in the data: a text in quotes, or the words
// up to what says how it is compared.
func (p *parser) name(what string) (string, bool) {
	first := p.Peek()
	var text string
	if first.Kind == sentence.Quoted {
		text = p.Next().Text
	} else {
		var read []string
		for (p.Peek().Kind == sentence.Word || p.Peek().Kind == sentence.Number) && !p.endsName() {
			read = append(read, p.Next().Text)
		}
		text = strings.Join(read, " ")
	}
	if text = strings.TrimSpace(text); text == "" {
		if first.Kind == sentence.Word {
			p.Wrong(first.At, "the name of a %s is missing here; one that has the word %q in it is put in quotes", what, sentence.Clipped(first.Text))
		} else {
			p.Wrong(first.At, "the name of a %s is missing here", what)
		}
		return "", false
	}
	if len([]rune(text)) > longestName {
		p.Wrong(first.At, "the name has more than %d characters; is a quotation mark missing?", longestName)
		return "", false
	}
	return text, true
}

// endsName tells whether the next word says what comes behind a name. Most do so
// only before certain others: a segment is called "At risk".
func (p *parser) endsName() bool {
	if p.beginsTest() || p.beginsPart() {
		return true
	}
	return p.Peek().Is("is", "are", "was", "were", "has", "have", "had") && p.testAfter(1) ||
		p.Peek().Is("this", "last") && p.Ahead(1).Is("week", "month")
}

// beginsTest tells whether a comparison stands here.
func (p *parser) beginsTest() bool { return p.testAfter(0) }

func (p *parser) testAfter(n int) bool {
	t, next := p.Ahead(n), p.Ahead(n+1)
	switch {
	case t.Kind == sentence.Symbol:
		return true
	case t.Is("at"):
		return next.Is("least", "most")
	case t.Is("more", "less", "fewer"):
		return next.Is("than")
	case t.Is("below", "above", "under", "over", "beneath"):
		return next.Kind == sentence.Number || next.Is("the", "forecast", "plan", "target", "forecast's")
	case t.Is(fallWords()...), t.Is(growWords()...):
		return next.Is("by") || next.Kind == sentence.Number || next.Kind == sentence.End
	}
	return t.Kind == sentence.Number && next.Is("%") && p.Ahead(n+2).Is("below", "above", "under", "over")
}

func fallWords() []string {
	return []string{"fell", "falls", "dropped", "drops", "shrank", "decreased"}
}
func growWords() []string { return []string{"grew", "grows", "rose", "rises", "increased"} }

// beginsPart tells whether a part of the company is named here.
func (p *parser) beginsPart() bool {
	if !p.Peek().Is("of", "in", "by", "for") {
		return false
	}
	for _, one := range partNames() {
		if p.Ahead(1).Is(one.words...) {
			return true
		}
	}
	return false
}

// partsAndPeriod reads "of manager X", "this week", in any order.
func (p *parser) partsAndPeriod(rule *Rule) bool {
	if !p.part(rule) || !p.period(rule) {
		return false
	}
	return rule.Part.Of != "" || p.part(rule)
}

// part reads "of manager X", where it stands here.
func (p *parser) part(rule *Rule) bool {
	if !p.beginsPart() {
		return true
	}
	p.Next()
	word := p.Next()
	for _, one := range partNames() {
		if word.Is(one.words...) {
			rule.Part.Of = one.of
		}
	}
	p.Accept("is")
	name, ok := p.name(rule.Part.Of)
	rule.Part.Name = name
	return ok
}

// period reads "this week". Money at stake has none.
func (p *parser) period(rule *Rule) bool {
	p.places.period = p.Peek().At
	p.Accept("in")
	for _, one := range periods() {
		if p.Phrase(string(one)) {
			rule.Period = one
			return true
		}
	}
	if rule.Figure == AtStake {
		return true
	}
	known := []string{"week", "month"}
	if !p.Peek().Is("this", "last") {
		known = []string{"this", "last"}
	} else {
		p.Next()
	}
	return p.unexpected("this week, last week, this month or last month is missing here", known)
}
