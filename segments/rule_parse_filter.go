package segments

import (
	"fmt"
	"strings"

	"clientele/internal/spelling"
)

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
