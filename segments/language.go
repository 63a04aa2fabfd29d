package segments

import (
	"fmt"
	"slices"
	"strings"

	"clientele/internal/spelling"
	"clientele/internal/strictyaml"
)

// ReadRule reads a rule that stands at a path of a file: a sentence, or lists of
// sentences and of such lists under the keys all, any and none, which must hold
// together. Its mistakes are added to the document, each at its word.
func ReadRule(tree strictyaml.Tree, path string, document *strictyaml.Document) Rule {
	return Rule{root: readTree(tree, path, document, 1)}
}

func readTree(tree strictyaml.Tree, path string, document *strictyaml.Document, depth int) node {
	if len(tree.Keys) == 0 {
		rule, mistakes := ParseRule(tree.Text)
		for _, mistake := range mistakes {
			document.AddWithin(path, tree.Text, mistake.At, "%s", mistake.Text)
		}
		return rule.root
	}
	if depth > mostDepth {
		document.Add(path, "the rule is nested more than %d deep; make segments of its parts and name these", mostDepth)
		return allOf{}
	}
	var parts []node
	for _, pair := range tree.Keys {
		below := strictyaml.Child(path, pair.Key)
		if len(pair.Value) == 0 {
			document.Add(below, "the list has no sentences")
		}
		var items []node
		for i, item := range pair.Value {
			items = append(items, readTree(item, strictyaml.Item(below, i), document, depth+1))
		}
		switch pair.Key {
		case "all":
			parts = append(parts, joinedBy(items, allOf{items}))
		case "any":
			parts = append(parts, joinedBy(items, anyOf{items}))
		case "none":
			parts = append(parts, notOf{joinedBy(items, anyOf{items})})
		default:
			text := "a rule is a sentence, or has the keys all, any and none"
			if meant := spelling.Suggest(pair.Key, []string{"all", "any", "none"}); meant != "" {
				text += fmt.Sprintf("; did you mean %q?", meant)
			}
			document.Add(below, "%s", text)
		}
	}
	return joinedBy(parts, allOf{parts})
}

// joinedBy is the only part where there is but one.
func joinedBy(parts []node, joined node) node {
	if len(parts) == 1 {
		return parts[0]
	}
	return joined
}

// Mention is a name of something in the data that a rule speaks of.
type Mention struct {
	Of   string // segment, rfm, lifecycle, cluster, campaign, category, product, channel, country, manager, source, type, status, tag
	Name string
}

// Mentions are the names of things in the data that the rule speaks of by their
// whole name, each once.
func (r Rule) Mentions() []Mention {
	var found []Mention
	add := func(of string, names []name) {
		for _, one := range names {
			if mention := (Mention{of, one.text}); !slices.Contains(found, mention) {
				found = append(found, mention)
			}
		}
	}
	each(r.root, func(part node) {
		var windows []window
		switch part := part.(type) {
		case segmentTest:
			add("segment", part.names)
		case campaignTest:
			add("campaign", part.names)
		case boughtTest:
			for _, one := range part.filters {
				if one.test == testIs {
					add(one.of, one.names)
				}
			}
			windows = part.windows
		case eventTest:
			for _, one := range part.filters {
				if one.test == testIs && one.of != "subject" {
					add(one.of, one.names)
				}
			}
			windows = part.windows
		case fieldTest:
			of := fieldCalled(part.field)
			switch {
			case of.kind == kindField:
				add(of.column, part.names)
			case part.test == testIs && slices.Contains([]string{"country", "city", "manager", "tag"}, of.name):
				add(of.name, part.names)
			}
		}
		for _, one := range windows {
			add("campaign", one.around.names)
		}
	})
	return found
}

// each hands over all parts of a rule, from left to right.
func each(part node, take func(node)) {
	if part == nil {
		return
	}
	take(part)
	switch part := part.(type) {
	case allOf:
		for _, one := range part.parts {
			each(one, take)
		}
	case anyOf:
		for _, one := range part.parts {
			each(one, take)
		}
	case notOf:
		each(part.part, take)
	}
}

// SameName tells whether a user's name is that of a segment: capitals do not
// count, and keys may be written with spaces.
func SameName(written, key string) bool {
	fold := func(text string) string {
		return strings.ToLower(strings.ReplaceAll(strings.TrimSpace(text), "_", " "))
	}
	return fold(written) == fold(key)
}

// Own is a segment that a rule makes.
type Own struct {
	Name string
	Rule Rule
}

// Order sorts segments so that each stands behind those that its rule names,
// and otherwise as they are given; it returns their places. Segments that name
// each other in a circle are returned as one, each by its place, from one to the
// next.
func Order(all []Own) (order []int, circles [][]int) {
	const (
		fresh = iota
		open
		done
	)
	state := make([]int, len(all))
	var path []int
	var visit func(at int)
	visit = func(at int) {
		state[at] = open
		path = append(path, at)
		for _, other := range namedBy(all[at].Rule, all) {
			switch state[other] {
			case fresh:
				visit(other)
			case open:
				circles = append(circles, slices.Clone(path[slices.Index(path, other):]))
			}
		}
		path = path[:len(path)-1]
		state[at] = done
		order = append(order, at)
	}
	for at := range all {
		if state[at] == fresh {
			visit(at)
		}
	}
	return order, circles
}

// namedBy are the places of the segments that a rule names.
func namedBy(rule Rule, all []Own) []int {
	var found []int
	for _, mention := range rule.Mentions() {
		if mention.Of != "segment" {
			continue
		}
		for at, one := range all {
			if IsNamed([]Named{{Kind: "own", Key: one.Name}}, mention.Name) {
				found = append(found, at)
			}
		}
	}
	return found
}
