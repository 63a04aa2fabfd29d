package segments

import (
	"fmt"
	"strings"

	"clientele/internal/sentence"
)

// String is the rule in full: what ParseRule reads as the same rule again.
func (r Rule) String() string {
	if r.root == nil {
		return "everybody"
	}
	p := &printer{}
	r.root.write(p)
	return p.text.String()
}

type printer struct{ text strings.Builder }

func (p *printer) add(format string, arguments ...any) { fmt.Fprintf(&p.text, format, arguments...) }

func (a allOf) write(p *printer) { p.joined(a.parts, " and ", "everybody") }

func (a anyOf) write(p *printer) { p.joined(a.parts, " or ", "nobody") }

func (p *printer) joined(parts []node, between, none string) {
	if len(parts) == 0 {
		p.add("%s", none)
		return
	}
	for i, part := range parts {
		if i > 0 {
			p.add("%s", between)
		}
		p.bracketed(part)
	}
}

// bracketed puts brackets around what is joined itself.
func (p *printer) bracketed(part node) {
	open := false
	switch part := part.(type) {
	case allOf:
		open = len(part.parts) > 0
	case anyOf:
		open = len(part.parts) > 0
	}
	if !open {
		part.write(p)
		return
	}
	p.add("(")
	part.write(p)
	p.add(")")
}

func (n notOf) write(p *printer) {
	p.add("not ")
	p.bracketed(n.part)
}

func (f fieldTest) write(p *printer) {
	p.add("%s", f.field)
	switch f.test {
	case testNumber:
		p.add(" %s", f.number.String())
	case testPeriod:
		p.add(" %s", f.period.String())
	case testIs:
		p.add(" is")
		if len(f.names) > 1 {
			p.add(" one of")
		}
		p.names(f.names)
	default:
		p.add(" %s", string(f.test))
		p.names(f.names)
	}
}

func (p *printer) names(names []name) {
	for i, one := range names {
		if i > 0 {
			p.add(",")
		}
		p.add(" %s", sentence.Quote(one.text))
	}
}

// String writes the interval as it stands behind a field.
func (i interval) String() string {
	switch {
	case i.low == i.high && i.low != "":
		return "exactly " + i.low
	case i.high == "" && i.openLow:
		return "more than " + i.low
	case i.high == "":
		return "at least " + i.low
	case i.low == "" && i.openHigh:
		return "less than " + i.high
	case i.low == "":
		return "at most " + i.high
	}
	return "between " + i.low + " and " + i.high
}

func (l length) String() string {
	if l.number == 1 {
		return "1 " + l.unit
	}
	return fmt.Sprintf("%d %ss", l.number, l.unit)
}

// String writes the period as it stands behind a field or a purchase.
func (p period) String() string {
	switch p.kind {
	case inTheLast:
		return "in the last " + p.length.String()
	case longerAgo:
		return "more than " + p.length.String() + " ago"
	case atLeastAgo:
		return "at least " + p.length.String() + " ago"
	case lessLongAgo:
		return "less than " + p.length.String() + " ago"
	case atMostAgo:
		return "at most " + p.length.String() + " ago"
	}
	switch {
	case p.from == "":
		return "until " + p.to
	case p.to == "":
		return "since " + p.from
	}
	return "between " + p.from + " and " + p.to
}

func (p *printer) windows(windows []window) {
	for _, one := range windows {
		if one.around.what == "" {
			p.add(" %s", one.period.String())
			continue
		}
		if one.around.length.unit != "" {
			p.add(" within %s", one.around.length.String())
		}
		switch {
		case one.around.what != "campaign":
			p.add(" %s the %s", one.around.side, one.around.what)
		case len(one.around.names) == 0:
			p.add(" %s any campaign", one.around.side)
		default:
			p.add(" %s campaign", one.around.side)
			p.names(one.around.names)
		}
	}
}

func (p *printer) filters(filters []filter, prepositions string) {
	for _, one := range filters {
		p.add(" %s %s", prepositions, one.of)
		if one.test != testIs {
			p.add(" %s", string(one.test))
		}
		p.names(one.names)
	}
}

func (b boughtTest) write(p *printer) {
	p.add("bought")
	p.filters(b.filters, "in")
	switch {
	case b.measure == "times" && b.number == (interval{low: "1"}):
	case b.measure == "amount":
		p.add(" for %s", b.number.String())
	default:
		p.add(" %s %s", b.number.String(), b.measure)
	}
	p.windows(b.windows)
}

func (e eventTest) write(p *printer) {
	p.add("event")
	p.filters(e.filters, "of")
	if (e.number != interval{low: "1"}) {
		p.add(" %s times", e.number.String())
	}
	p.windows(e.windows)
}

func (c campaignTest) write(p *printer) {
	p.add("%s", map[string]string{
		"in": "was in", "treated": "was treated in", "held out": "was held out of", "received": "received",
		"opened": "opened", "clicked": "clicked", "responded": "responded to",
	}[c.part])
	if len(c.names) == 0 {
		p.add(" any campaign")
	} else {
		p.add(" campaign")
		p.names(c.names)
	}
	for _, one := range c.periods {
		p.add(" %s", one.String())
	}
}

func (s segmentTest) write(p *printer) {
	p.add("in segment")
	p.names(s.names)
}
