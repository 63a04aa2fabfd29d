package segments

import (
	"cmp"
	"slices"
	"strings"

	"clientele/internal/spelling"
	"clientele/internal/strictyaml"
)

// Named is a segment that a campaign can name: its kind, its key, and what else
// it is called.
type Named struct {
	Kind, Key string
	Names     []string
}

// kinds are the kinds of segments, as a file names them.
func kinds() []string { return []string{"rfm", "lifecycle", "cluster", "own"} }

// Resolve finds the segments that an offer names, by key or name, whatever
// their capitals; a kind before the name tells those of one name apart. Names
// that are nothing's, or several segments', are added to the file's mistakes.
func (c *Campaign) Resolve(offer int, known []Named) []Named {
	var found []Named
	o := c.Offers[offer]
	for i, name := range o.Segments {
		path := strictyaml.Item(below(o.path, "segments"), i)
		matches := named(known, name)
		switch len(matches) {
		case 1:
			found = append(found, matches[0])
		case 0:
			c.Add(path, "no segment is called %q%s", name, suggestion(known, name))
		default:
			var ways []string
			for _, match := range matches {
				ways = append(ways, match.Kind+" "+match.Key)
			}
			slices.Sort(ways)
			c.Add(path, "%q is several segments; write %s", name, strings.Join(ways, " or "))
		}
	}
	return found
}

// IsNamed reports whether a name is one of known segments'.
func IsNamed(known []Named, name string) bool { return len(named(known, name)) > 0 }

// Meant are the segments that a name in a rule may mean, of one kind or, where
// that is empty, of any: the very ones that an offer finds by it.
func Meant(known []Named, kind, name string) []Named { return named(ofKind(known, kind), name) }

// Suggestion continues the sentence that no segment of a kind is called so: what
// may have been meant, or what there is.
func Suggestion(known []Named, kind, name string) string {
	return suggestion(ofKind(known, kind), name)
}

func ofKind(known []Named, kind string) []Named {
	if kind == "" {
		return known
	}
	var of []Named
	for _, one := range known {
		if one.Kind == kind {
			of = append(of, one)
		}
	}
	return of
}

// named are the segments that a name may mean. The company's own segment of a
// name is meant before those whose name it is in some language.
func named(known []Named, name string) []Named {
	var matches []Named
	bears := func(one Named, name string) bool {
		name = plainName(name)
		return plainName(one.Key) == name || slices.ContainsFunc(one.Names, func(called string) bool { return plainName(called) == name })
	}
	for _, one := range known {
		if bears(one, name) {
			matches = append(matches, one)
		}
	}
	if own := ofKind(matches, "own"); len(own) > 0 {
		return own
	}
	if len(matches) > 0 {
		return matches
	}
	kind, rest, found := strings.Cut(strings.TrimSpace(strings.Replace(name, ":", " ", 1)), " ")
	if !found {
		return nil
	}
	for _, one := range known {
		if plainName(kind) == one.Kind && bears(one, rest) {
			matches = append(matches, one)
		}
	}
	return matches
}

// RulePath is where an offer's rule stands in the file.
func (c *Campaign) RulePath(offer int) string { return below(c.Offers[offer].path, "who") }

// suggestion is what may have been meant, and what there is.
func suggestion(known []Named, name string) string {
	var words, meant, all []string // each word, and the key that it means
	bare := name
	for _, kind := range kinds() {
		if rest, ok := strings.CutPrefix(plainName(name), kind+" "); ok {
			bare = rest
		}
	}
	for _, one := range known {
		all = append(all, one.Key)
		for _, word := range append([]string{one.Key, strings.ReplaceAll(one.Key, "_", " ")}, one.Names...) {
			words, meant = append(words, word), append(meant, one.Key)
		}
	}
	if near := spelling.Suggest(bare, words); near != "" {
		return "; did you mean " + meant[slices.Index(words, near)] + "?"
	}
	if len(all) == 0 {
		return "; there are no segments yet"
	}
	slices.SortFunc(all, cmp.Compare)
	all = slices.Compact(all)
	more := ""
	if len(all) > mostNamed {
		all, more = all[:mostNamed], ", …"
	}
	return "; there are " + strings.Join(all, ", ") + more
}

// mostNamed names fit into a message.
const mostNamed = 30

// plainName is a name as two are compared: without capitals, with single
// blanks, where an underscore is one.
func plainName(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.ReplaceAll(name, "_", " "))), " ")
}
