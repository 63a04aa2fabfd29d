package segments

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"clientele/internal/spelling"
)

// fieldName reads the longest name of a field that stands here.
func (p *parser) fieldName() (field, bool) {
	var best field
	longest := 0
	for _, one := range p.fields {
		for _, called := range append([]string{one.name}, one.also...) {
			parts := words(called)
			if len(parts) <= longest {
				continue
			}
			start := p.pos
			if p.phrase(parts...) {
				best, longest = one, len(parts)
			}
			p.pos = start
		}
	}
	p.pos += longest
	return best, longest > 0
}

// fieldTest reads how a field is compared.
func (p *parser) fieldTest(of field) node {
	if known, ok := p.knownness(); ok {
		made := node(fieldTest{field: of.name, test: testKnown})
		if !known {
			made = notOf{made}
		}
		return made
	}
	switch of.kind {
	case dayField:
		return p.dayTest(of)
	case wholeField, moneyField, shareField:
		return p.numberTest(of)
	case flagField:
		return p.flagTest(of)
	}
	return p.textTest(of)
}

func (p *parser) knownness() (known, ok bool) {
	start := p.pos
	if p.accept("is", "are") {
		not := p.accept("not")
		if p.accept("known") {
			return !not, true
		}
		if p.accept("unknown", "missing", "empty") {
			return not, true
		}
	}
	p.pos = start
	return false, false
}

func negated(not bool, made node) node {
	if not && made != nil {
		return notOf{made}
	}
	return made
}

func (p *parser) textTest(of field) node {
	not := false
	how := testIs
	switch {
	case p.accept("is", "are"):
		not = p.accept("not")
		how = p.textForm(&not)
	case p.accept("="):
	case p.accept("!="):
		not = true
	case p.phrase("does", "not"), p.phrase("do", "not"):
		not = true
		if how = p.textForm(&not); how == testIs {
			return p.wants(of.name + ` wants "contain" or "start with" here`)
		}
	case p.peek().is("contains", "contain", "starts", "start", "begins", "ends", "end", "one", "none", "in"):
		how = p.textForm(&not)
	default:
		return p.wants(of.name + ` is compared by "is", "is not", "is one of", "contains", "starts with", "is known" or "is unknown"`)
	}
	names := p.names(of.name)
	if names == nil {
		return nil
	}
	if of.kind == kindField && how != testIs {
		p.wrong(p.peek().at, `%s is compared by "is" or "is one of"`, of.name)
		return nil
	}
	return negated(not, fieldTest{field: of.name, test: how, names: names})
}

// textForm reads the words behind "is" or in its place.
func (p *parser) textForm(not *bool) test {
	switch {
	case p.phrase("one", "of"), p.phrase("any", "of"), p.accept("in"):
	case p.phrase("none", "of"):
		*not = true
	case p.accept("contains", "contain"):
		return testContains
	case p.phrase("starts", "with"), p.phrase("start", "with"), p.phrase("begins", "with"):
		return testStarts
	case p.phrase("ends", "with"), p.phrase("end", "with"):
		return testEnds
	}
	return testIs
}

// wants tells what is missing here, with a word that was perhaps meant.
func (p *parser) wants(what string) node {
	t := p.peek()
	if meant := spelling.Suggest(t.text, []string{"is", "contains", "starts", "ends", "known", "unknown", "least", "most", "more", "less", "between", "before", "after", "since", "until"}); t.kind == wordToken && meant != "" && meant != t.lower {
		p.wrong(t.at, "%s; did you mean %q?", what, meant)
	} else {
		p.wrong(t.at, "%s", what)
	}
	return nil
}

func (p *parser) flagTest(of field) node {
	not := false
	if p.accept("is", "=") {
		not = p.accept("not")
	}
	switch {
	case p.accept("yes", "true", "given"):
		return negated(not, fieldTest{field: of.name, test: testYes})
	case p.accept("no", "false", "refused"):
		return negated(not, fieldTest{field: of.name, test: testNo})
	}
	return p.wants(of.name + " is yes, no, known or unknown")
}

func (p *parser) numberTest(of field) node {
	at := p.peek().at
	p.accept("is", "are", "was")
	not := p.accept("not")
	number, ok := p.interval(of.kind == shareField)
	if !ok {
		return nil
	}
	p.accept("times", "time")
	if of.kind == wholeField && !whole(number) {
		p.wrong(at, "%s is a whole number", of.name)
		return nil
	}
	if !p.inRange(at, of, number) {
		return nil
	}
	windows, ok := p.windows()
	if !ok {
		return nil
	}
	if len(windows) == 0 {
		return negated(not, fieldTest{field: of.name, test: testNumber, number: number})
	}
	// What is asked of orders and revenue within a time is asked of purchases.
	switch of.name {
	case "orders":
		return negated(not, boughtTest{measure: "times", number: number, windows: windows})
	case "revenue":
		return negated(not, boughtTest{measure: "amount", number: number, windows: windows})
	}
	p.wrong(at, "%s is that of the day of the numbers and has no window; orders and revenue can have one", of.name)
	return nil
}

// inRange tells what no score and no count can be: asked of it, nobody would be
// found and nobody would know why.
func (p *parser) inRange(at int, of field, number interval) bool {
	if of.kind != wholeField {
		return true
	}
	if of.table != "rfm" {
		return p.counts(at, of.name, number)
	}
	scores := interval{low: "1", high: strconv.Itoa(Scores)}
	for _, bound := range []string{number.low, number.high} {
		if bound != "" && !scores.holds(decimal.RequireFromString(bound)) {
			p.wrong(at, "a %s lies between 1 and %d, where %d is best", of.name, Scores, Scores)
			return false
		}
	}
	return true
}

// counts refuses what is less than none.
func (p *parser) counts(at int, what string, number interval) bool {
	for _, bound := range []string{number.low, number.high} {
		if strings.HasPrefix(bound, "-") {
			p.wrong(at, "%s are never less than 0", what)
			return false
		}
	}
	return true
}

func (p *parser) dayTest(of field) node {
	at := p.peek().at
	is := p.accept("is", "was")
	not := p.accept("not")
	p.ofDay = true
	made, ok := p.period(is)
	p.ofDay = false
	if !ok {
		return nil
	}
	if made.kind == noPeriod {
		p.wrong(at, `%s is compared by "before 2026-10-31", "after", "on", "since", "until", "between … and …", "in 2026-10", "in the last 90 days" or "more than 90 days ago"`, of.name)
		return nil
	}
	return negated(not, fieldTest{field: of.name, test: testPeriod, period: made})
}
