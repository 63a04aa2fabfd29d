package alerts

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"clientele/internal/spelling"
)

// test reads how the number is compared, and with what.
func (p *parser) test(rule *Rule) bool {
	switch {
	case p.accept(fallWords()...):
		return p.change(rule, false)
	case p.accept(growWords()...):
		return p.change(rule, true)
	case p.phrase("at least"), p.accept(">="):
		rule.Form, rule.Up, rule.Equal = Number, true, true
		return p.number(&rule.Bound)
	case p.phrase("at most"), p.phrase("no more than"), p.accept("<="):
		rule.Form, rule.Equal = Number, true
		return p.number(&rule.Bound)
	case p.phrase("more than"), p.accept("above", "over", ">"):
		rule.Up = true
		return p.beyond(rule)
	case p.phrase("less than"), p.phrase("fewer than"), p.accept("below", "under", "beneath", "<"):
		return p.beyond(rule)
	case p.peek().kind == numberToken && p.ahead(1).is("%"):
		return p.percentBeyond(rule)
	}
	known := append([]string{"below", "above", "at least", "at most", "under", "over"}, append(fallWords(), growWords()...)...)
	return p.unexpected("below, above, at least, at most, fell by or grew by is missing here", known)
}

// beyond reads what stands behind below or above: a number, the forecast's band or
// the plan.
func (p *parser) beyond(rule *Rule) bool {
	if p.peek().kind == numberToken {
		if p.ahead(1).is("%") && p.ahead(2).is("of", "below", "above") {
			p.wrong(p.peek().at, `how far from the plan stands behind it: below plan by 10 %%`)
			return false
		}
		rule.Form = Number
		return p.number(&rule.Bound)
	}
	p.accept("the")
	switch {
	case p.accept("plan", "target", "targets"):
		rule.Form = Plan
		if p.accept("by") {
			return p.percent(&rule.Percent)
		}
		rule.Percent = "0"
		return true
	case p.accept("forecast", "forecast's", "forecasts"):
		return p.band(rule)
	case p.peek().is("lower", "upper"):
		return p.band(rule)
	case p.peek().kind == endToken:
		return p.unexpected("a number, the plan or the forecast's band is missing here", nil)
	case looksLikeNumber(p.peek().text):
		return p.number(&rule.Bound)
	}
	return p.unexpected("a number, the plan or the forecast's band is wanted here", []string{"plan", "target", "forecast", "forecast's"})
}

// band reads the border of the band; without a word for it the one on whose side
// the comparison is.
func (p *parser) band(rule *Rule) bool {
	rule.Form = Band
	side := p.peek()
	if side.kind == endToken || p.beginsPart() {
		return true
	}
	if !p.accept("lower", "upper") {
		return p.unexpected("the lower or the upper band is wanted here", []string{"lower", "upper"})
	}
	if side.is("upper") != rule.Up {
		p.wrong(side.at, `"below" goes with the lower band, "above" with the upper one`)
		return false
	}
	if !p.accept("band", "bound", "border", "limit", "end", "edge") {
		return p.unexpected(`the word "band" is missing here`, []string{"band", "bound", "border", "limit"})
	}
	if p.accept("of") && !p.phrase("the forecast") && !p.accept("forecast") {
		p.pos-- // of manager …
	}
	return true
}

// percentBeyond reads "10 % below plan".
func (p *parser) percentBeyond(rule *Rule) bool {
	if !p.percent(&rule.Percent) {
		return false
	}
	if rule.Up = p.peek().is("above", "over"); !p.accept("above", "over", "below", "under") {
		return p.unexpected("below plan or above plan is wanted here", []string{"below", "above", "under", "over"})
	}
	p.accept("the")
	if !p.accept("plan", "target", "targets") {
		return p.unexpected("a share is compared with the plan: 10 % below plan", []string{"plan", "target"})
	}
	rule.Form = Plan
	return true
}

// change reads what stands behind fell or grew.
func (p *parser) change(rule *Rule, up bool) bool {
	rule.Form, rule.Up, rule.Equal = Change, up, true
	if !p.accept("by") && p.peek().kind != numberToken {
		return p.unexpected(`"by" and a number are missing here`, []string{"by"})
	}
	p.phrase("at least")
	if p.ahead(1).is("%", "percent") || p.ahead(1).is("per") {
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
	if !p.accept("than", "against", "from", "since", "on", "over", "to", "compared") {
		return true
	}
	p.accept("with", "to")
	p.accept("a", "the", "one")
	word := p.peek()
	if !p.accept("week", "month", "year") {
		return p.unexpected("a week, a month or a year before is wanted here", []string{"week", "month", "year"})
	}
	rule.Against = word.lower
	if !p.accept("before", "earlier", "ago") {
		return p.unexpected(`the word "before" is missing here`, []string{"before", "earlier", "ago"})
	}
	return true
}

// least reads "and at least 5".
func (p *parser) least(rule *Rule) bool {
	if !p.accept("and", "but") {
		return true
	}
	p.accept("by")
	if !p.phrase("at least") {
		return p.unexpected("at least is wanted here: grew by 20 % and at least 5", []string{"at least"})
	}
	return p.number(&rule.Least)
}

// number reads one in its shortest form.
func (p *parser) number(into *string) bool {
	t := p.next()
	if t.kind == numberToken && p.peek().is("%", "percent", "per") {
		p.wrong(p.peek().at, "a number and no share is wanted here")
		return false
	}
	if t.kind != numberToken {
		p.wrong(t.at, "a number is missing here%s", numberHint(t))
		return false
	}
	if next := p.peek(); next.kind == numberToken || next.kind == wordToken && looksLikeNumber(next.text) {
		p.wrong(t.at, "%q is not read as one number; %s", clipped(t.text+" "+next.text), howNumbers)
		return false
	}
	*into = decimal.RequireFromString(t.text).String()
	return true
}

// percent reads a share above 0.
func (p *parser) percent(into *string) bool {
	t := p.peek()
	if t.kind != numberToken {
		p.wrong(t.at, "a share is missing here: 10 %%%s", numberHint(t))
		return false
	}
	p.next()
	if !p.accept("%", "percent") && !p.phrase("per cent") {
		p.wrong(p.peek().at, "the sign %% is missing behind %s", t.text)
		return false
	}
	value := decimal.RequireFromString(t.text)
	if !value.IsPositive() || value.GreaterThan(decimal.NewFromInt(mostPercent)) {
		p.wrong(t.at, "a share lies between 0 %% and %d %%", mostPercent)
		return false
	}
	*into = value.String()
	return true
}

const mostPercent = 10_000

// howNumbers says how they are written.
const howNumbers = "numbers are written like 1500 or 12.50: no mark between thousands, a point before what is less than one"

func looksLikeNumber(text string) bool { return strings.ContainsAny(text, "0123456789") }

// numberHint says how a number is written that looks like another one.
func numberHint(t token) string {
	if !looksLikeNumber(t.text) {
		if meant := spelling.Suggest(t.lower, []string{"least", "most", "than", "plan", "the"}); meant != "" && t.kind == wordToken {
			return fmt.Sprintf("; did you mean %q?", meant)
		}
		return ""
	}
	plain := strings.Trim(strings.ReplaceAll(t.text, "'", ""), "€$£₽")
	if numberForm.MatchString(plain) {
		return "; write " + plain + ", amounts are in the currency of the reports"
	}
	return "; " + howNumbers
}
