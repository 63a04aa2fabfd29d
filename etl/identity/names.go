package identity

import (
	"cmp"
	"slices"
	"sort"
)

// Ambiguous is a name that stands in place of an id and is that of several
// contacts who are not the same.
type Ambiguous struct {
	Namespace, Name string
	Contacts        int // customers who are so called
}

// joinNames looks for whoever is mentioned by name alone among the contacts of
// the same namespace. All names are looked up before any is joined, so that
// their order does not matter.
func (r *Result) joinNames() {
	var found []Pair
	for _, wanted := range r.book.byName {
		if !r.wanted(wanted.record) {
			continue
		}
		first, customers := r.called(wanted.name)
		switch {
		case customers == 1:
			found = append(found, Pair{A: first, B: wanted.record, Kind: SameName})
		case customers > 1:
			r.ambiguous = append(r.ambiguous, r.ambiguity(wanted.record, customers))
		}
	}
	slices.SortFunc(r.ambiguous, func(x, y Ambiguous) int {
		return cmp.Or(cmp.Compare(x.Namespace, y.Namespace), cmp.Compare(x.Name, y.Name))
	})
	for _, pair := range found {
		if pair.B < 0 {
			r.tally[SameName].Values++
			r.tally[SameName].IDs++
			r.book.aliasOf[-1-pair.B] = pair.A
			continue
		}
		pair.Value = r.book.values[SameName].number(r.idOf(pair.B))
		r.keep(pair)
	}
}

// wanted reports whether a record or alias has to be looked for: a contact is
// found by its id, and an alias that is also an id by that.
func (r *Result) wanted(record int32) bool {
	if record >= 0 {
		return !r.book.records[record].contact
	}
	alias := -1 - record
	return r.book.aliasOf[alias] < 0 && r.book.ids.find(r.book.aliases.text(alias)) < 0
}

// called finds the contacts of a name: the first known of them, and how many
// customers they are.
func (r *Result) called(name uint64) (first int32, customers int) {
	contacts := r.book.contacts
	from := sort.Search(len(contacts), func(i int) bool { return contacts[i].name >= name })
	var roots []int32
	for i := from; i < len(contacts) && contacts[i].name == name; i++ {
		if i == from || r.book.earlier(contacts[i].record, first) {
			first = contacts[i].record
		}
		roots = append(roots, r.union.root(contacts[i].record))
	}
	slices.Sort(roots)
	return first, len(slices.Compact(roots))
}

func (r *Result) ambiguity(record int32, customers int) Ambiguous {
	text := ""
	if record >= 0 {
		text = r.book.ids.text(record)
	} else {
		text = r.book.aliases.text(-1 - record)
	}
	namespace, name := cut(text)
	return Ambiguous{namespace, name, customers}
}

func (r *Result) idOf(record int32) string {
	_, id := r.book.ID(record)
	return id
}
