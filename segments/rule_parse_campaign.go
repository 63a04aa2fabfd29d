package segments

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
