package identity

import (
	"cmp"
	"slices"
	"strings"
)

// Step is one link of a chain of evidence.
type Step struct {
	From, To  Identity
	Kind      Kind
	Value     string // what both have
	Certainty float64
}

// Why is the shortest chain of evidence that one id is another, nil where they
// are different customers or nobody's. It is made on demand, out of the links
// of that customer alone.
func (r *Result) Why(fromNamespace, fromID, toNamespace, toID string) []Step {
	from, to := r.find(fromNamespace, fromID), r.find(toNamespace, toID)
	if from < 0 || to < 0 || r.union.root(from) != r.union.root(to) {
		return nil
	}
	neighbours := r.linksOf(r.union.root(from))
	reached := map[int32]Pair{from: {A: from, B: from}}
	for queue := []int32{from}; len(queue) > 0; queue = queue[1:] {
		for _, pair := range neighbours[queue[0]] {
			if _, known := reached[pair.B]; !known {
				reached[pair.B] = pair
				queue = append(queue, pair.B)
			}
		}
	}
	return r.chain(reached, from, to)
}

// find is the record of an id or of what stands for one, -1 for nobody's.
func (r *Result) find(namespace, id string) int32 {
	record := r.book.Find(namespace, id)
	if alias := r.book.aliases.find(namespace + separator + id); record < 0 && alias >= 0 {
		record = r.book.aliasOf[alias]
	}
	if record >= 0 && r.nobody[record] {
		return -1
	}
	return record
}

// linksOf gives each member of a customer the links that lead from it, the
// surest first, in an order that the order of the mentions does not change.
func (r *Result) linksOf(root int32) map[int32][]Pair {
	neighbours := map[int32][]Pair{}
	note := func(pair Pair) {
		if r.union.root(pair.A) != root {
			return
		}
		if pair.Certainty == 0 {
			pair.Certainty = pair.Kind.Certainty()
		}
		back := pair
		back.A, back.B = pair.B, pair.A
		neighbours[pair.A] = append(neighbours[pair.A], pair)
		neighbours[pair.B] = append(neighbours[pair.B], back)
	}
	for _, pair := range r.kept {
		note(pair)
	}
	for _, matcher := range r.matchers {
		matcher.Propose(r.book, note)
	}
	for _, links := range neighbours {
		slices.SortFunc(links, func(x, y Pair) int {
			return cmp.Or(cmp.Compare(x.Kind, y.Kind), strings.Compare(r.valueOf(x), r.valueOf(y)), strings.Compare(r.book.qualified(x.B), r.book.qualified(y.B)))
		})
	}
	return neighbours
}

func (r *Result) valueOf(pair Pair) string {
	if pair.Kind == SameID {
		return r.idOf(pair.A)
	}
	return r.book.Text(pair.Kind, pair.Value)
}

// chain walks back from the end; two links by one value are one, since all who
// have it are paired with the first of them.
func (r *Result) chain(reached map[int32]Pair, from, to int32) []Step {
	var steps []Step
	for at := to; at != from; at = reached[at].A {
		pair := reached[at]
		step := Step{From: r.identity(pair.A, r.book.ids.text(pair.A)), To: r.identity(at, r.book.ids.text(at)),
			Kind: pair.Kind, Value: r.valueOf(pair), Certainty: pair.Certainty}
		if last := len(steps) - 1; last >= 0 && pair.Kind != SameID && steps[last].Kind == step.Kind && steps[last].Value == step.Value {
			steps[last].From = step.From
			continue
		}
		steps = append(steps, step)
	}
	slices.Reverse(steps)
	return steps
}

// cut is a namespace and an id.
func cut(text string) (namespace, id string) {
	namespace, id, _ = strings.Cut(text, separator)
	return namespace, id
}
