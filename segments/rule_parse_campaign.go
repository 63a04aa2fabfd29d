package segments

// belongs reads a condition about segments and campaigns.
func (p *parser) belongs() (made node, ok bool) {
	start := p.Pos
	part := ""
	switch {
	case p.Phrase("in", "segment"), p.Phrase("in", "segments"), p.Phrase("in", "the", "segment"):
		p.Phrase("one", "of")
		names := p.names("segment")
		if names == nil {
			return nil, true
		}
		return segmentTest{names}, true
	case p.Phrase("held", "out"):
		part = "held out"
		p.Accept("of", "from", "in")
	case p.Accept("treated", "addressed"):
		part = "treated"
		p.Accept("in", "by")
	case p.Accept("received", "receive", "got", "get"):
		part = "received"
	case p.Accept("opened", "open"):
		part = "opened"
	case p.Accept("clicked", "click"):
		part = "clicked"
		p.Accept("in", "on")
	case p.Accept("responded", "respond", "answered", "answer"):
		part = "responded"
		p.Accept("to", "in")
	case p.Accept("in"):
		part = "in"
	default:
		return nil, false
	}
	p.Accept("the")
	if !p.Peek().Is("campaign", "campaigns") && (!p.Peek().Is("any", "a") || !p.Ahead(1).Is("campaign")) {
		if part == "in" {
			p.Pos = start
			return nil, false
		}
		return p.wants(`the word "campaign" and its name are missing here, or "any campaign"`), true
	}
	return p.campaign(part), true
}

func (p *parser) campaign(part string) node {
	made := campaignTest{part: part}
	if p.Accept("any", "a") {
		p.Next()
	} else {
		p.Next()
		if p.Phrase("one", "of"); p.Peek().Is("is") {
			p.Next()
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
