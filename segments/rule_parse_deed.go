package segments

import (
	"fmt"
	"strings"

	"clientele/internal/spelling"
)

// deed reads a condition about what a customer did or where they belong:
// bought, spent, events, campaigns, segments. ok is false where none begins
// here; a nil node is one with a mistake, which has been told.
func (p *parser) deed() (made node, ok bool) {
	not := p.auxiliaries()
	t := p.peek()
	switch {
	case p.accept("bought", "buy", "ordered", "purchased", "purchase"):
		return negated(not, p.bought("")), true
	case p.accept("spent", "spend"):
		return negated(not, p.bought("amount")), true
	case p.phrase("no", "order"), p.phrase("no", "orders"), p.phrase("no", "purchase"), p.phrase("no", "purchases"):
		return negated(!not, p.bought("")), true
	case p.phrase("no", "event"), p.phrase("no", "events"):
		return negated(!not, p.event()), true
	case t.is("an", "any", "a") && p.ahead(1).is("order", "purchase"):
		p.pos += 2
		return negated(not, p.bought("")), true
	case t.is("an", "any") && p.ahead(1).is("event"):
		p.pos += 2
		return negated(not, p.event()), true
	case p.accept("event", "events"):
		return negated(not, p.event()), true
	case t.is("order") || t.is("purchases") && not:
		p.next()
		return negated(not, p.bought("")), true
	}
	if made, ok := p.belongs(); ok {
		return negated(not, made), true
	}
	return p.having(not)
}

// auxiliaries reads "was", "has", "did not", "never" before a verb.
func (p *parser) auxiliaries() (not bool) {
	for {
		switch {
		case p.accept("was", "were", "is", "are", "has", "have", "had", "did", "does", "been", "ever"):
		case p.accept("not", "never"):
			not = !not
		default:
			return not
		}
	}
}

// belongs reads a condition about segments and campaigns.
func (p *parser) belongs() (made node, ok bool) {
	start := p.pos
	part := ""
	switch {
	case p.phrase("in", "segment"), p.phrase("in", "segments"), p.phrase("in", "the", "segment"):
		p.phrase("one", "of")
		names := p.names("segment")
		if names == nil {
			return nil, true
		}
		return segmentTest{names}, true
	case p.phrase("held", "out"):
		part = "held out"
		p.accept("of", "from", "in")
	case p.accept("treated", "addressed"):
		part = "treated"
		p.accept("in", "by")
	case p.accept("received", "receive", "got", "get"):
		part = "received"
	case p.accept("opened", "open"):
		part = "opened"
	case p.accept("clicked", "click"):
		part = "clicked"
		p.accept("in", "on")
	case p.accept("responded", "respond", "answered", "answer"):
		part = "responded"
		p.accept("to", "in")
	case p.accept("in"):
		part = "in"
	default:
		return nil, false
	}
	p.accept("the")
	if !p.peek().is("campaign", "campaigns") && (!p.peek().is("any", "a") || !p.ahead(1).is("campaign")) {
		if part == "in" {
			p.pos = start
			return nil, false
		}
		return p.wants(`the word "campaign" and its name are missing here, or "any campaign"`), true
	}
	return p.campaign(part), true
}

func (p *parser) campaign(part string) node {
	made := campaignTest{part: part}
	if p.accept("any", "a") {
		p.next()
	} else {
		p.next()
		if p.phrase("one", "of"); p.peek().is("is") {
			p.next()
		}
		if made.names = p.names("campaign"); made.names == nil {
			return nil
		}
	}
	for {
		found, ok := p.period(false)
		if !ok {
			return nil
		}
		if found.kind == noPeriod {
			return made
		}
		made.periods = append(made.periods, found)
	}
}

// having reads "has email", "has no tag VIP" behind an auxiliary.
func (p *parser) having(not bool) (node, bool) {
	if p.pos == 0 || !p.tokens[p.pos-1].is("has", "have", "had") {
		return nil, false
	}
	if p.accept("no") {
		not = !not
	}
	p.accept("a", "an", "the")
	of, ok := p.fieldName()
	if !ok {
		return nil, false
	}
	if of.kind == tagField {
		names := p.names("tag")
		if names == nil {
			return nil, true
		}
		return negated(not, fieldTest{field: of.name, test: testIs, names: names}), true
	}
	if of.kind == flagField {
		return negated(not, fieldTest{field: of.name, test: testYes}), true
	}
	return negated(not, fieldTest{field: of.name, test: testKnown}), true
}

// bought reads what, how much and when was bought, in any order.
func (p *parser) bought(measure string) node {
	made := boughtTest{measure: measure}
	compared := false
	for {
		at := p.peek().at
		if of, there := p.filter(lineFilters()); there {
			if of.names == nil {
				return nil
			}
			made.filters = append(made.filters, of)
			continue
		}
		window, there, ok := p.window()
		if !ok {
			return nil
		}
		if there {
			made.windows = append(made.windows, window)
			continue
		}
		money := p.peek().is("for")
		if money {
			p.next()
		}
		if !money && !p.beginsInterval() {
			if p.unknownFilter(lineFilters(), "purchases") {
				return nil
			}
			break
		}
		if compared {
			p.wrong(at, "how much was bought is compared twice; make two conditions of it")
			return nil
		}
		compared = true
		if made.number, ok = p.interval(false); !ok || !p.unit(&made, money) {
			return nil
		}
	}
	if !compared {
		made.number = interval{low: "1"}
		if made.measure == "amount" {
			made.number = interval{low: "0", openLow: true}
		} else {
			made.measure = "times"
		}
	}
	return made
}

// unit reads what a number counts, behind it.
func (p *parser) unit(made *boughtTest, money bool) bool {
	at := p.peek().at
	unit := ""
	switch {
	case p.accept("times", "time", "orders", "order", "purchases"):
		unit = "times"
	case p.accept("pieces", "piece", "items", "units"):
		unit = "pieces"
	case p.accept("days", "day"):
		unit = "days"
	}
	switch {
	case money || made.measure == "amount":
		if unit != "" {
			p.wrong(at, "an amount of money has no unit; write bought at least 2 %s", unit)
			return false
		}
		made.measure = "amount"
		return true
	case unit == "":
		p.wrong(at, `what is counted? Write "times", "pieces" or "days" behind the number, or "for" before an amount of money`)
		return false
	case unit != "pieces" && !whole(made.number):
		p.wrong(at, "%s are counted in whole numbers", unit)
		return false
	}
	made.measure = unit
	return true
}

// filter reads "in category Coffee", "of type visit", "with subject contains x".
// there tells that one begins here; without names it has a mistake.
func (p *parser) filter(known []filterKind) (made filter, there bool) {
	n := 0
	if p.ahead(n).is("in", "of", "from", "through", "via", "by", "with", "on") {
		n++
	}
	if p.ahead(n).is("the") {
		n++
	}
	for _, one := range known {
		if p.ahead(n).kind != wordToken || !one.called(p.ahead(n).lower) {
			continue
		}
		p.pos += n + 1
		p.accept("is", "are")
		not := false
		made = filter{of: one.name, test: p.textForm(&not)}
		if not {
			p.wrong(p.peek().at, `what is left out here cannot be named; write "and not bought …"`)
			return made, true
		}
		made.names = p.names(one.name)
		return made, true
	}
	return made, false
}

// unknownFilter tells what purchases or events do not have, where a preposition
// leads to it.
func (p *parser) unknownFilter(known []filterKind, of string) bool {
	if !p.peek().is("in", "of", "from", "through", "via", "by", "with", "on") {
		return false
	}
	var names []string
	for _, one := range known {
		names = append(names, one.name)
	}
	p.next()
	p.accept("the")
	t := p.peek()
	text := fmt.Sprintf("%s are named by %s, and this is none of them", of, strings.Join(names, ", "))
	if meant := spelling.Suggest(t.text, names); meant != "" {
		text = fmt.Sprintf("%q is nothing that %s have; did you mean %q?", clipped(t.text), of, meant)
	}
	p.wrong(t.at, "%s", text)
	return true
}

// event reads what kind of events, how many and when, in any order.
func (p *parser) event() node {
	made := eventTest{number: interval{low: "1"}}
	compared := false
	for {
		at := p.peek().at
		if of, there := p.filter(eventFilters()); there {
			if of.names == nil {
				return nil
			}
			made.filters = append(made.filters, of)
			continue
		}
		window, there, ok := p.window()
		if !ok {
			return nil
		}
		if there {
			made.windows = append(made.windows, window)
			continue
		}
		if !p.beginsInterval() {
			if p.unknownFilter(eventFilters(), "events") {
				return nil
			}
			return made
		}
		if compared {
			p.wrong(at, "how many events there are is compared twice; make two conditions of it")
			return nil
		}
		compared = true
		if made.number, ok = p.interval(false); !ok {
			return nil
		}
		if !p.accept("times", "time", "events") {
			p.wrong(p.peek().at, `the word "times" is missing behind the number`)
			return nil
		}
		if !whole(made.number) {
			p.wrong(at, "times are counted in whole numbers")
			return nil
		}
	}
}
