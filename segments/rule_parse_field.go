package segments

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"clientele/internal/sentence"
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
			start := p.Pos
			if p.Phrase(parts...) {
				best, longest = one, len(parts)
			}
			p.Pos = start
		}
	}
	p.Pos += longest
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
	start := p.Pos
	if p.Accept("is", "are") {
		not := p.Accept("not")
		if p.Accept("known") {
			return !not, true
		}
		if p.Accept("unknown", "missing", "empty") {
			return not, true
		}
	}
	p.Pos = start
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
	case p.Accept("is", "are"):
		not = p.Accept("not")
		how = p.textForm(&not)
	case p.Accept("="):
	case p.Accept("!="):
		not = true
	case p.Phrase("does", "not"), p.Phrase("do", "not"):
		not = true
		if how = p.textForm(&not); how == testIs {
			return p.wants(of.name + ` wants "contain" or "start with" here`)
		}
	case p.Peek().Is("contains", "contain", "starts", "start", "begins", "ends", "end", "one", "none", "in"):
		how = p.textForm(&not)
	default:
		return p.wants(of.name + ` is compared by "is", "is not", "is one of", "contains", "starts with", "is known" or "is unknown"`)
	}
	names := p.names(of.name)
	if names == nil {
		return nil
	}
	if of.kind == kindField && how != testIs {
		p.Wrong(p.Peek().At, `%s is compared by "is" or "is one of"`, of.name)
		return nil
	}
	return negated(not, fieldTest{field: of.name, test: how, names: names})
}

// textForm reads the words behind "is" or in its place.
func (p *parser) textForm(not *bool) test {
	switch {
	case p.Phrase("one", "of"), p.Phrase("any", "of"), p.Accept("in"):
	case p.Phrase("none", "of"):
		*not = true
	case p.Accept("contains", "contain"):
		return testContains
	case p.Phrase("starts", "with"), p.Phrase("start", "with"), p.Phrase("begins", "with"):
		return testStarts
	case p.Phrase("ends", "with"), p.Phrase("end", "with"):
		return testEnds
	}
	return testIs
}

// wants tells what is missing here, with a word that was perhaps meant.
func (p *parser) wants(what string) node {
	t := p.Peek()
	if meant := spelling.Suggest(t.Text, []string{"is", "contains", "starts", "ends", "known", "unknown", "least", "most", "more", "less", "between", "before", "after", "since", "until"}); t.Kind == sentence.Word && meant != "" && meant != t.Lower {
		p.Wrong(t.At, "%s; did you mean %q?", what, meant)
	} else {
		p.Wrong(t.At, "%s", what)
	}
	return nil
}

func (p *parser) flagTest(of field) node {
	not := false
	if p.Accept("is", "=") {
		not = p.Accept("not")
	}
	switch {
	case p.Accept("yes", "true", "given"):
		return negated(not, fieldTest{field: of.name, test: testYes})
	case p.Accept("no", "false", "refused"):
		return negated(not, fieldTest{field: of.name, test: testNo})
	}
	return p.wants(of.name + " is yes, no, known or unknown")
}

func (p *parser) numberTest(of field) node {
	at := p.Peek().At
	p.Accept("is", "are", "was")
	not := p.Accept("not")
	number, ok := p.interval(of.kind == shareField)
	if !ok {
		return nil
	}
	p.Accept("times", "time")
	if of.kind == wholeField && !whole(number) {
		p.Wrong(at, "%s is a whole number", of.name)
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
	p.Wrong(at, "%s is that of the day of the numbers and has no window; orders and revenue can have one", of.name)
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
			p.Wrong(at, "a %s lies between 1 and %d, where %d is best", of.name, Scores, Scores)
			return false
		}
	}
	return true
}

// counts refuses what is less than none.
func (p *parser) counts(at int, what string, number interval) bool {
	for _, bound := range []string{number.low, number.high} {
		if strings.HasPrefix(bound, "-") {
			p.Wrong(at, "%s are never less than 0", what)
			return false
		}
	}
	return true
}

func (p *parser) dayTest(of field) node {
	at := p.Peek().At
	is := p.Accept("is", "was")
	not := p.Accept("not")
	p.ofDay = true
	made, ok := p.period(is)
	p.ofDay = false
	if !ok {
		return nil
	}
	if made.kind == noPeriod {
		p.Wrong(at, `%s is compared by "before 2026-10-31", "after", "on", "since", "until", "between … and …", "in 2026-10", "in the last 90 days" or "more than 90 days ago"`, of.name)
		return nil
	}
	return negated(not, fieldTest{field: of.name, test: testPeriod, period: made})
}
