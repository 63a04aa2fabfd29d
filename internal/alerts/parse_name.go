package alerts

import "strings"

// name reads the name of something in the data: a text in quotes, or the words
// up to what says how it is compared.
func (p *parser) name(what string) (string, bool) {
	first := p.peek()
	var text string
	if first.kind == quotedToken {
		text = p.next().text
	} else {
		var read []string
		for (p.peek().kind == wordToken || p.peek().kind == numberToken) && !p.endsName() {
			read = append(read, p.next().text)
		}
		text = strings.Join(read, " ")
	}
	if text = strings.TrimSpace(text); text == "" {
		if first.kind == wordToken {
			p.wrong(first.at, "the name of a %s is missing here; one that has the word %q in it is put in quotes", what, clipped(first.text))
		} else {
			p.wrong(first.at, "the name of a %s is missing here", what)
		}
		return "", false
	}
	if len([]rune(text)) > longestName {
		p.wrong(first.at, "the name has more than %d characters; is a quotation mark missing?", longestName)
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
	return p.peek().is("is", "are", "was", "were", "has", "have", "had") && p.testAfter(1) ||
		p.peek().is("this", "last") && p.ahead(1).is("week", "month")
}

// beginsTest tells whether a comparison stands here.
func (p *parser) beginsTest() bool { return p.testAfter(0) }

func (p *parser) testAfter(n int) bool {
	t, next := p.ahead(n), p.ahead(n+1)
	switch {
	case t.kind == symbolToken:
		return true
	case t.is("at"):
		return next.is("least", "most")
	case t.is("more", "less", "fewer"):
		return next.is("than")
	case t.is("below", "above", "under", "over", "beneath"):
		return next.kind == numberToken || next.is("the", "forecast", "plan", "target", "forecast's")
	case t.is(fallWords()...), t.is(growWords()...):
		return next.is("by") || next.kind == numberToken || next.kind == endToken
	}
	return t.kind == numberToken && next.is("%") && p.ahead(n+2).is("below", "above", "under", "over")
}

func fallWords() []string {
	return []string{"fell", "falls", "dropped", "drops", "shrank", "decreased"}
}
func growWords() []string { return []string{"grew", "grows", "rose", "rises", "increased"} }

// beginsPart tells whether a part of the company is named here.
func (p *parser) beginsPart() bool {
	if !p.peek().is("of", "in", "by", "for") {
		return false
	}
	for _, one := range partNames() {
		if p.ahead(1).is(one.words...) {
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
	p.next()
	word := p.next()
	for _, one := range partNames() {
		if word.is(one.words...) {
			rule.Part.Of = one.of
		}
	}
	p.accept("is")
	name, ok := p.name(rule.Part.Of)
	rule.Part.Name = name
	return ok
}

// period reads "this week". Money at stake has none.
func (p *parser) period(rule *Rule) bool {
	p.places.period = p.peek().at
	p.accept("in")
	for _, one := range periods() {
		if p.phrase(string(one)) {
			rule.Period = one
			return true
		}
	}
	if rule.Figure == AtStake {
		return true
	}
	known := []string{"week", "month"}
	if !p.peek().is("this", "last") {
		known = []string{"this", "last"}
	} else {
		p.next()
	}
	return p.unexpected("this week, last week, this month or last month is missing here", known)
}
