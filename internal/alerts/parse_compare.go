package alerts

import (
	"fmt"

	"github.com/shopspring/decimal"

	"clientele/internal/sentence"
	"clientele/internal/spelling"
)

// test reads how the number is compared, and with what.
func (p *parser) test(rule *Rule) bool {
	switch {
	case p.Accept(fallWords()...):
		return p.change(rule, false)
	case p.Accept(growWords()...):
		return p.change(rule, true)
	case p.Phrase("at least"), p.Accept(">="):
		rule.Form, rule.Up, rule.Equal = Number, true, true
		return p.number(&rule.Bound)
	case p.Phrase("at most"), p.Phrase("no more than"), p.Accept("<="):
		rule.Form, rule.Equal = Number, true
		return p.number(&rule.Bound)
	case p.Phrase("more than"), p.Accept("above", "over", ">"):
		rule.Up = true
		return p.beyond(rule)
	case p.Phrase("less than"), p.Phrase("fewer than"), p.Accept("below", "under", "beneath", "<"):
		return p.beyond(rule)
	case p.Peek().Kind == sentence.Number && p.Ahead(1).Is("%"):
		return p.percentBeyond(rule)
	}
	known := append([]string{"below", "above", "at least", "at most", "under", "over"}, append(fallWords(), growWords()...)...)
	return p.unexpected("below, above, at least, at most, fell by or grew by is missing here", known)
}

// beyond reads what stands behind below or above: a number, the forecast's band or
// the plan.
func (p *parser) beyond(rule *Rule) bool {
	if p.Peek().Kind == sentence.Number {
		if p.Ahead(1).Is("%") && p.Ahead(2).Is("of", "below", "above") {
			p.Wrong(p.Peek().At, `how far from the plan stands behind it: below plan by 10 %%`)
			return false
		}
		rule.Form = Number
		return p.number(&rule.Bound)
	}
	p.Accept("the")
	switch {
	case p.Accept("plan", "target", "targets"):
		rule.Form = Plan
		if p.Accept("by") {
			return p.percent(&rule.Percent)
		}
		rule.Percent = "0"
		return true
	case p.Accept("forecast", "forecast's", "forecasts"):
		return p.band(rule)
	case p.Peek().Is("lower", "upper"):
		return p.band(rule)
	case p.Peek().Kind == sentence.End:
		return p.unexpected("a number, the plan or the forecast's band is missing here", nil)
	case sentence.HasDigits(p.Peek().Text):
		return p.number(&rule.Bound)
	}
	return p.unexpected("a number, the plan or the forecast's band is wanted here", []string{"plan", "target", "forecast", "forecast's"})
}

// band reads the border of the band; without a word for it the one on whose side
// the comparison is.
func (p *parser) band(rule *Rule) bool {
	rule.Form = Band
	side := p.Peek()
	if side.Kind == sentence.End || p.beginsPart() {
		return true
	}
	if !p.Accept("lower", "upper") {
		return p.unexpected("the lower or the upper band is wanted here", []string{"lower", "upper"})
	}
	if side.Is("upper") != rule.Up {
		p.Wrong(side.At, `"below" goes with the lower band, "above" with the upper one`)
		return false
	}
	if !p.Accept("band", "bound", "border", "limit", "end", "edge") {
		return p.unexpected(`the word "band" is missing here`, []string{"band", "bound", "border", "limit"})
	}
	if p.Accept("of") && !p.Phrase("the forecast") && !p.Accept("forecast") {
		p.Pos-- // of manager …
	}
	return true
}

// percentBeyond reads "10 % below plan".
func (p *parser) percentBeyond(rule *Rule) bool {
	if !p.percent(&rule.Percent) {
		return false
	}
	if rule.Up = p.Peek().Is("above", "over"); !p.Accept("above", "over", "below", "under") {
		return p.unexpected("below plan or above plan is wanted here", []string{"below", "above", "under", "over"})
	}
	p.Accept("the")
	if !p.Accept("plan", "target", "targets") {
		return p.unexpected("a share is compared with the plan: 10 % below plan", []string{"plan", "target"})
	}
	rule.Form = Plan
	return true
}

// change reads what stands behind fell or grew.
func (p *parser) change(rule *Rule, up bool) bool {
	rule.Form, rule.Up, rule.Equal = Change, up, true
	if !p.Accept("by") && p.Peek().Kind != sentence.Number {
		return p.unexpected(`"by" and a number are missing here`, []string{"by"})
	}
	p.Phrase("at least")
	if p.Ahead(1).Is("%", "percent") || p.Ahead(1).Is("per") {
		if !p.percent(&rule.Percent) {
			return false
		}
	} else if !p.number(&rule.Bound) {
		return false
	}
	if !p.against(rule) || !p.least(rule) {
		return false
	}
	return rule.Against != "" || p.against(rule)
}

// against reads "than a year before".
func (p *parser) against(rule *Rule) bool {
	if !p.Accept("than", "against", "from", "since", "on", "over", "to", "compared") {
		return true
	}
	p.Accept("with", "to")
	p.Accept("a", "the", "one")
	word := p.Peek()
	if !p.Accept("week", "month", "year") {
		return p.unexpected("a week, a month or a year before is wanted here", []string{"week", "month", "year"})
	}
	rule.Against = word.Lower
	if !p.Accept("before", "earlier", "ago") {
		return p.unexpected(`the word "before" is missing here`, []string{"before", "earlier", "ago"})
	}
	return true
}

// least reads "and at least 5".
func (p *parser) least(rule *Rule) bool {
	if !p.Accept("and", "but") {
		return true
	}
	p.Accept("by")
	if !p.Phrase("at least") {
		return p.unexpected("at least is wanted here: grew by 20 % and at least 5", []string{"at least"})
	}
	return p.number(&rule.Least)
}

// number reads one in its shortest form.
func (p *parser) number(into *string) bool {
	t := p.Next()
	if t.Kind == sentence.Number && p.Peek().Is("%", "percent", "per") {
		p.Wrong(p.Peek().At, "a number and no share is wanted here")
		return false
	}
	if t.Kind != sentence.Number {
		p.Wrong(t.At, "a number is missing here%s", numberHint(t))
		return false
	}
	if next := p.Peek(); next.Kind == sentence.Number || next.Kind == sentence.Word && sentence.HasDigits(next.Text) {
		p.Wrong(t.At, "%q is not read as one number; %s", sentence.Clipped(t.Text+" "+next.Text), sentence.HowNumbers)
		return false
	}
	*into = decimal.RequireFromString(t.Text).String()
	return true
}

// percent reads a share above 0.
func (p *parser) percent(into *string) bool {
	t := p.Peek()
	if t.Kind != sentence.Number {
		p.Wrong(t.At, "a share is missing here: 10 %%%s", numberHint(t))
		return false
	}
	p.Next()
	if !p.Accept("%", "percent") && !p.Phrase("per cent") {
		p.Wrong(p.Peek().At, "the sign %% is missing behind %s", t.Text)
		return false
	}
	value := decimal.RequireFromString(t.Text)
	if !value.IsPositive() || value.GreaterThan(decimal.NewFromInt(mostPercent)) {
		p.Wrong(t.At, "a share lies between 0 %% and %d %%", mostPercent)
		return false
	}
	*into = value.String()
	return true
}

const mostPercent = 10_000

// numberHint says how a number is written that looks like another one.
func numberHint(t sentence.Token) string {
	if !sentence.HasDigits(t.Text) {
		if meant := spelling.Suggest(t.Lower, []string{"least", "most", "than", "plan", "the"}); meant != "" && t.Kind == sentence.Word {
			return fmt.Sprintf("; did you mean %q?", meant)
		}
		return ""
	}
	return sentence.NumberHint(t.Text)
}
