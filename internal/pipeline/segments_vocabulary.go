package pipeline

import (
	"context"
	"fmt"
	"strings"

	"clientele/internal/duck"
	"clientele/internal/spelling"
	"clientele/queries"
	"clientele/segments"
)

// vocabulary knows what is called how in the data. A typo in a rule is no
// mistake that anybody sees: it finds nobody.
type vocabulary struct {
	engine *duck.Engine
	has    func(table string) bool
	known  map[string][]string

	segments []segments.Named
}

// unknown says which names of a rule nothing in the data bears.
func (v *vocabulary) unknown(ctx context.Context, rule segments.Rule) ([]string, error) {
	var found []string
	for _, mention := range rule.Mentions() {
		if kind, ok := segmentKind(mention.Of); ok {
			if text := v.segmentMistake(kind, mention); text != "" {
				found = append(found, text)
			}
			continue
		}
		names, err := v.names(ctx, mention.Of)
		if err != nil {
			return nil, err
		}
		is := func(name string) bool { return segments.SameName(mention.Name, name) }
		if anyOf(names, is) {
			continue
		}
		text := fmt.Sprintf("no %s is called %q", mentionName(mention.Of), mention.Name)
		if meant := spelling.Suggest(mention.Name, names[:min(len(names), mostSuggested)]); meant != "" {
			text += fmt.Sprintf("; did you mean %q?", meant)
		}
		found = append(found, text)
	}
	return found, nil
}

// segmentKind is the kind of segments that a mention is of, empty of any; ok is
// false of what is no segment.
func segmentKind(of string) (kind string, ok bool) {
	switch of {
	case "segment":
		return "", true
	case kindRFM, kindLifecycle, kindCluster:
		return of, true
	}
	return "", false
}

// segmentMistake tells that a name is no segment's, or that of several; the rule
// takes all of these.
func (v *vocabulary) segmentMistake(kind string, mention segments.Mention) string {
	meant := segments.Meant(v.segments, kind, mention.Name)
	switch len(meant) {
	case 0:
		return fmt.Sprintf("no %s is called %q%s", mentionName(mention.Of), mention.Name, segments.Suggestion(v.segments, kind, mention.Name))
	case 1:
		return ""
	}
	var ways []string
	for _, one := range meant {
		way := "in segment " + one.Key
		if name := mentionName(one.Kind); name != one.Kind || one.Kind == kindCluster {
			way = strings.ToLower(name) + " is " + one.Key
		}
		ways = append(ways, way)
	}
	return fmt.Sprintf("%q is several segments, and the rule takes all of them; for one alone write %s", mention.Name, strings.Join(ways, " or "))
}

// mostSuggested bounds the time that the search for a like word takes.
const mostSuggested = 20_000

// spelled implements segments.World: the spellings of what unknown was asked of.
func (v *vocabulary) spelled(of, name string) ([]string, bool) {
	names, known := v.known[of]
	var found []string
	for _, one := range names {
		if strings.EqualFold(one, name) {
			found = append(found, one)
		}
	}
	return found, known
}

func anyOf(names []string, is func(string) bool) bool {
	for _, name := range names {
		if is(name) {
			return true
		}
	}
	return false
}

// mentionName is what messages call a mention's kind.
func mentionName(of string) string {
	switch of {
	case kindRFM:
		return "RFM segment"
	case kindLifecycle:
		return "lifecycle stage"
	case "type", "status":
		return of + " of events"
	}
	return of
}

// names are those in the data, by name: what segments/vocabulary_OF answers, where
// all is there that it reads.
func (v *vocabulary) names(ctx context.Context, of string) ([]string, error) {
	if names, ok := v.known[of]; ok {
		return names, nil
	}
	query, err := queries.Get("segments/vocabulary_" + of)
	if err != nil {
		return nil, err
	}
	var names []string
	if !anyOf(query.Reads, func(name string) bool { return !v.has(name) }) {
		answer, err := v.engine.Query(ctx, queries.Bound{Query: query})
		if err != nil {
			return nil, err
		}
		for row := range answer.Len() {
			names = append(names, answer.Text(row, "name"))
		}
	}
	if v.known == nil {
		v.known = map[string][]string{}
	}
	v.known[of] = names
	return names, nil
}
