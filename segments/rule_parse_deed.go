package segments

// deed reads a condition about what a customer did or where they belong:
// bought, spent, events, campaigns, segments. ok is false where none begins
// here; a nil node is one with a mistake, which has been told.
func (p *parser) deed() (made node, ok bool) {
	not := p.auxiliaries()
	t := p.Peek()
	switch {
	case p.Accept("bought", "buy", "ordered", "purchased", "purchase"):
		return negated(not, p.bought("")), true
	case p.Accept("spent", "spend"):
		return negated(not, p.bought("amount")), true
	case p.Phrase("no", "order"), p.Phrase("no", "orders"), p.Phrase("no", "purchase"), p.Phrase("no", "purchases"):
		return negated(!not, p.bought("")), true
	case p.Phrase("no", "event"), p.Phrase("no", "events"):
		return negated(!not, p.event()), true
	case t.Is("an", "any", "a") && p.Ahead(1).Is("order", "purchase"):
		p.Pos += 2
		return negated(not, p.bought("")), true
	case t.Is("an", "any") && p.Ahead(1).Is("event"):
		p.Pos += 2
		return negated(not, p.event()), true
	case p.Accept("event", "events"):
		return negated(not, p.event()), true
	case t.Is("order") || t.Is("purchases") && not:
		p.Next()
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
		case p.Accept("was", "were", "is", "are", "has", "have", "had", "did", "does", "been", "ever"):
		case p.Accept("not", "never"):
			not = !not
		default:
			return not
		}
	}
}

// having reads "has email", "has no tag VIP" behind an auxiliary.
func (p *parser) having(not bool) (node, bool) {
	if p.Pos == 0 || !p.Tokens[p.Pos-1].Is("has", "have", "had") {
		return nil, false
	}
	if p.Accept("no") {
		not = !not
	}
	p.Accept("a", "an", "the")
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
		at := p.Peek().At
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
		money := p.Peek().Is("for")
		if money {
			p.Next()
		}
		if !money && !p.beginsInterval() {
			if p.unknownFilter(lineFilters(), "purchases") {
				return nil
			}
			break
		}
		if compared {
			p.Wrong(at, "how much was bought is compared twice; make two conditions of it")
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
	at := p.Peek().At
	unit := ""
	switch {
	case p.Accept("times", "time", "orders", "order", "purchases"):
		unit = "times"
	case p.Accept("pieces", "piece", "items", "units"):
		unit = "pieces"
	case p.Accept("days", "day"):
		unit = "days"
	}
	switch {
	case money || made.measure == "amount":
		if unit != "" {
			p.Wrong(at, "an amount of money has no unit; write bought at least 2 %s", unit)
			return false
		}
		made.measure = "amount"
		return true
	case unit == "":
		p.Wrong(at, `what is counted? Write "times", "pieces" or "days" behind the number, or "for" before an amount of money`)
		return false
	case unit != "pieces" && !whole(made.number):
		p.Wrong(at, "%s are counted in whole numbers", unit)
		return false
	case unit != "pieces" && !p.counts(at, unit, made.number): // of pieces more can come back than went out
		return false
	}
	made.measure = unit
	return true
}

// event reads what kind of events, how many and when, in any order.
func (p *parser) event() node {
	made := eventTest{number: interval{low: "1"}}
	compared := false
	for {
		at := p.Peek().At
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
			p.Wrong(at, "how many events there are is compared twice; make two conditions of it")
			return nil
		}
		compared = true
		if made.number, ok = p.interval(false); !ok {
			return nil
		}
		if !p.Accept("times", "time", "events") {
			p.Wrong(p.Peek().At, `the word "times" is missing behind the number`)
			return nil
		}
		if !whole(made.number) {
			p.Wrong(at, "times are counted in whole numbers")
			return nil
		}
		if !p.counts(at, "events", made.number) {
			return nil
		}
	}
}
