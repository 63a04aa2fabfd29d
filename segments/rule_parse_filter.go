package segments

import (
	"fmt"
	"strings"

	"clientele/internal/sentence"
	"clientele/internal/spelling"
)

// filter reads "in category Coffee", "of type visit", "with subject contains x".
// there tells that one begins here; without names it has a mistake.
func (p *parser) filter(known []filterKind) (made filter, there bool) {
	n := 0
	if p.Ahead(n).Is("in", "of", "from", "through", "via", "by", "with", "on") {
		n++
	}
	if p.Ahead(n).Is("the") {
		n++
	}
	for _, one := range known {
		if p.Ahead(n).Kind != sentence.Word || !one.called(p.Ahead(n).Lower) {
			continue
		}
		p.Pos += n + 1
		p.Accept("is", "are")
		not := false
		made = filter{of: one.name, test: p.textForm(&not)}
		if not {
			p.Wrong(p.Peek().At, `what is left out here cannot be named; write "and not bought …"`)
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
	if !p.Peek().Is("in", "of", "from", "through", "via", "by", "with", "on") {
		return false
	}
	var names []string
	for _, one := range known {
		names = append(names, one.name)
	}
	p.Next()
	p.Accept("the")
	t := p.Peek()
	text := fmt.Sprintf("%s are named by %s, and this is none of them", of, strings.Join(names, ", "))
	if meant := spelling.Suggest(t.Text, names); meant != "" {
		text = fmt.Sprintf("%q is nothing that %s have; did you mean %q?", sentence.Clipped(t.Text), of, meant)
	}
	p.Wrong(t.At, "%s", text)
	return true
}
