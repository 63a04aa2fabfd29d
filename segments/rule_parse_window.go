package segments

import "clientele/internal/sentence"

// windows reads all stretches of days that stand here.
func (p *parser) windows() ([]window, bool) {
	var found []window
	for {
		made, there, ok := p.window()
		if !ok {
			return nil, false
		}
		if !there {
			return found, true
		}
		found = append(found, made)
	}
}

// window reads one stretch of days, where one stands here.
func (p *parser) window() (made window, there, ok bool) {
	if made, there, ok = p.around(); there || !ok {
		return made, there, ok
	}
	found, ok := p.period(false)
	return window{period: found}, found.kind != noPeriod, ok
}

// around reads "within 30 days of the first order", "after campaign A".
func (p *parser) around() (made window, there, ok bool) {
	start := p.Pos
	var far length
	side := ""
	switch {
	case p.Peek().Is("within") && p.Ahead(1).Kind == sentence.Number:
		p.Next()
		if far, ok = p.length(); !ok {
			return window{}, false, false
		}
		t := p.Next()
		if !t.Is("of", "after", "before") {
			p.Wrong(t.At, `within %d days of what? Write "in the last %d days", or "of the first order", "of the last order", "of campaign …"`, far.number, far.number)
			return window{}, false, false
		}
		side = t.Lower
	case p.Peek().Is("after", "before"):
		side = p.Next().Lower
	default:
		return window{}, false, true
	}
	for p.Accept("the", "their", "this", "its") {
	}
	made.around = around{side: side, length: far}
	switch {
	case p.Phrase("first", "order"), p.Phrase("first", "purchase"):
		made.around.what = "first order"
	case p.Phrase("last", "order"), p.Phrase("last", "purchase"):
		made.around.what = "last order"
	case p.Phrase("any", "campaign"):
		made.around.what = "campaign"
	case p.Accept("campaign", "campaigns"):
		made.around.what = "campaign"
		if made.around.names = p.names("campaign"); made.around.names == nil {
			return window{}, false, false
		}
	default:
		if far.unit == "" { // a day follows: before 2026-10-31
			p.Pos = start
			return window{}, false, true
		}
		p.Wrong(p.Peek().At, `the first order, the last order or a campaign is wanted here`)
		return window{}, false, false
	}
	return made, true, true
}

// period reads a stretch of the calendar, where one stands here. After "is" a
// day may stand alone.
func (p *parser) period(is bool) (period, bool) {
	t := p.Peek()
	switch {
	case t.Is("in", "within", "during") && p.lastAhead():
		return p.inTheLast()
	case t.Is("in", "during", "on") && p.dayAhead(1):
		p.Next()
		return p.span()
	case p.ofDay && t.Is("=") || is && p.dayAhead(0):
		p.Accept("=")
		return p.span()
	case t.Is("between", "from") && p.dayAhead(1) && (p.ofDay || p.Ahead(1).Kind != sentence.Number):
		return p.betweenDays()
	case t.Is("before", "after", "since", "until") || p.ofDay && t.Is("<", "<=", ">", ">="):
		p.Next()
		return p.openPeriod(t.Lower)
	case t.Is("on"):
		p.Next()
		return p.span()
	case p.beginsInterval():
		return p.ago()
	}
	return period{}, true
}

// lastAhead looks for "the last", "last", "the past" behind the next word.
func (p *parser) lastAhead() bool {
	n := 1
	if p.Ahead(n).Is("the", "this") {
		n++
	}
	return p.Ahead(n).Is("last", "past")
}

func (p *parser) dayAhead(n int) bool {
	t := p.Ahead(n)
	return t.Kind == sentence.Day || t.Kind == sentence.Month || t.Kind == sentence.Number && len(t.Text) == 4 && t.Text >= "1900"
}

func (p *parser) inTheLast() (period, bool) {
	for !p.Accept("last", "past") {
		p.Next()
	}
	at := p.Peek().At
	made, ok := p.length()
	if ok && made.number == 0 {
		p.Wrong(at, "no day lies in the last 0 of them; the day of the numbers is the last 1")
		return period{}, false
	}
	return period{kind: inTheLast, length: made}, ok
}

// span reads a day, a month or a year.
func (p *parser) span() (period, bool) {
	from, to, ok := p.day()
	return period{kind: betweenDays, from: from, to: to}, ok
}

func (p *parser) betweenDays() (period, bool) {
	at := p.Next().At
	from, _, ok := p.day()
	if !ok {
		return period{}, false
	}
	if !p.Accept("and", "to", "until") {
		p.Wrong(p.Peek().At, `"between" wants two days with "and" between`)
		return period{}, false
	}
	_, to, ok := p.day()
	if ok && to < from {
		p.Wrong(at, "no day lies between %s and %s; the earlier one stands first", from, to)
		return period{}, false
	}
	return period{kind: betweenDays, from: from, to: to}, ok
}

// openPeriod reads the day behind "before" and its like. A month or a year is
// left out whole, or taken whole.
func (p *parser) openPeriod(word string) (period, bool) {
	from, to, ok := p.day()
	made := period{kind: betweenDays}
	switch word {
	case "before", "<":
		made.to = shifted(from, -1)
	case "until", "<=":
		made.to = to
	case "after", ">":
		made.from = shifted(to, 1)
	case "since", ">=":
		made.from = from
	}
	return made, ok
}

// ago reads "more than 90 days ago".
func (p *parser) ago() (period, bool) {
	kinds := []struct {
		words []string
		kind  periodKind
	}{
		{[]string{"at", "least"}, atLeastAgo}, {[]string{"at", "most"}, atMostAgo}, {[]string{"more", "than"}, longerAgo},
		{[]string{"less", "than"}, lessLongAgo}, {[]string{"fewer", "than"}, lessLongAgo}, {[]string{"over"}, longerAgo}, {[]string{"under"}, lessLongAgo},
	}
	for _, one := range kinds {
		start := p.Pos
		if !p.Phrase(one.words...) {
			continue
		}
		if t := p.Ahead(1); !t.Is("day", "days", "week", "weeks", "month", "months", "year", "years") || !p.Ahead(2).Is("ago") {
			p.Pos = start // a number of times
			return period{}, true
		}
		made, ok := p.length()
		p.Accept("ago")
		return period{kind: one.kind, length: made}, ok
	}
	return period{}, true
}
