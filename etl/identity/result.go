package identity

import (
	"cmp"
	"iter"
	"math"
	"slices"
)

// Result says who is who.
type Result struct {
	book      *Book
	union     union
	nobody    []bool
	known     []bool // by root: somebody in the tree is more than addressed
	matchers  []Matcher
	kept      []Pair // of aliases and names; what matchers propose they propose again
	tally     [kinds]Count
	firstOf   []int32 // by root: the member known first
	customers int
	ids       int
	ambiguous []Ambiguous
}

// Identity is an id of a namespace and the customer behind it.
type Identity struct{ Namespace, ID, CustomerID string }

// Count is what the links of one kind come to.
type Count struct {
	Kind      Kind
	Values    int     // that stand on several ids
	IDs       int     // on which they stand, each counted once for each value
	Joined    int     // customers fewer than without them
	Differing int     // values on ids with different names
	Certainty float64 // the kind's
}

// Never is a value that links nobody.
type Never struct {
	Kind       Kind
	Value      string
	Why        Why
	IDs, Names int // on how many ids it stands, with how many names
}

// join takes a proposal.
func (r *Result) join(pair Pair) {
	a, b := r.union.root(pair.A), r.union.root(pair.B)
	both := r.known[a] && r.known[b]
	if r.union.join(a, b) {
		root := r.union.root(a)
		r.known[root] = r.known[a] || r.known[b]
		if both {
			r.tally[pair.Kind].Joined++
		}
	}
	if pair.Kind == SameID || pair.Kind == SameName || pair.Kind == Alike {
		r.tally[pair.Kind].Values++
		r.tally[pair.Kind].IDs += 2
	}
}

// keep is join for a pair that no matcher proposes.
func (r *Result) keep(pair Pair) {
	r.kept = append(r.kept, pair)
	r.join(pair)
}

// nameCustomers finds the member known first of each customer. Who was only
// addressed is no customer and gives none its name.
func (r *Result) nameCustomers() {
	r.firstOf = make([]int32, len(r.union))
	for i := range r.firstOf {
		r.firstOf[i] = -1
	}
	for i := range r.union {
		record := int32(i)
		if r.nobody[record] || !r.book.records[record].known {
			continue
		}
		r.ids++
		root := r.union.root(record)
		if r.firstOf[root] < 0 {
			r.customers++
		}
		if r.firstOf[root] < 0 || r.book.earlier(record, r.firstOf[root]) {
			r.firstOf[root] = record
		}
	}
}

// Customers is how many there are.
func (r *Result) Customers() int { return r.customers }

// IDs is how many ids, and addresses and telephones in place of one, they have.
func (r *Result) IDs() int { return r.ids }

// Identities gives each id once with its customer; nobody's are left out. The
// order means nothing.
func (r *Result) Identities() iter.Seq[Identity] {
	return func(yield func(Identity) bool) {
		for i := range r.Places() {
			if identity, ok := r.At(i); ok && !yield(identity) {
				return
			}
		}
	}
}

// Places is how many places At has.
func (r *Result) Places() int { return len(r.union) + len(r.book.aliasOf) }

// At is Identities for who cannot be called back: the identity at a place, if
// there is one.
func (r *Result) At(place int) (Identity, bool) {
	if place < len(r.union) {
		return r.somebody(int32(place), r.book.ids.text(int32(place)))
	}
	place -= len(r.union)
	text := r.book.aliases.text(int32(place))
	if r.book.ids.find(text) >= 0 {
		return Identity{}, false // given as a record
	}
	return r.somebody(r.book.aliasOf[place], text)
}

func (r *Result) somebody(record int32, text string) (Identity, bool) {
	if record < 0 || r.nobody[record] || r.firstOf[r.union.root(record)] < 0 {
		return Identity{}, false
	}
	return r.identity(record, text), true
}

func (r *Result) identity(record int32, text string) Identity {
	namespace, id := cut(text)
	return Identity{namespace, id, r.customerOf(record)}
}

func (r *Result) customerOf(record int32) string {
	return r.book.qualified(r.firstOf[r.union.root(record)])
}

// Links counts the links of each kind.
func (r *Result) Links() []Count {
	counts := slices.Clone(r.tally[:])
	for i := range counts {
		counts[i].Kind, counts[i].Certainty = Kind(i), Kind(i).Certainty()
	}
	for _, kind := range []Kind{SameTaxID, SameEmail, SamePhone} {
		for group := range groups(r.book.shared[kind]) {
			ids, names := r.book.count(group)
			if ids < 2 || r.book.why[kind][group[0].value] != Links {
				continue
			}
			counts[kind].Values++
			counts[kind].IDs += ids
			if names > 1 {
				counts[kind].Differing++
			}
		}
	}
	return counts
}

// Idle is how many values of a kind link nobody for one reason.
type Idle struct {
	Kind        Kind
	Why         Why
	Values, IDs int
}

// NeverMatched lists the values on several ids that link nobody, those on most
// first, at most so many, and counts all.
func (r *Result) NeverMatched(limit int) (list []Never, all []Idle) {
	type found struct {
		kind          Kind
		number, count int32
		names         int32
	}
	var values []found
	totals := [kinds][Unreadable + 1]Idle{}
	for _, kind := range []Kind{SameTaxID, SameEmail, SamePhone} {
		for group := range groups(r.book.shared[kind]) {
			why := r.book.why[kind][group[0].value]
			ids, names := r.book.count(group)
			if why == Links || ids < 2 {
				continue // on one id it would link nobody anyway
			}
			values = append(values, found{kind, group[0].value, narrow(ids), narrow(names)})
			totals[kind][why].Values++
			totals[kind][why].IDs += ids
		}
	}
	text := func(f found) string { return r.book.Text(f.kind, f.number) }
	slices.SortFunc(values, func(x, y found) int {
		if order := cmp.Or(cmp.Compare(y.count, x.count), cmp.Compare(x.kind, y.kind)); order != 0 {
			return order
		}
		return cmp.Compare(text(x), text(y))
	})
	for _, f := range values[:min(limit, len(values))] {
		list = append(list, Never{f.kind, text(f), r.book.why[f.kind][f.number], int(f.count), int(f.names)})
	}
	for kind := range totals {
		for why := range totals[kind] {
			if total := totals[kind][why]; total.Values > 0 {
				total.Kind, total.Why = Kind(kind), Why(why)
				all = append(all, total)
			}
		}
	}
	return list, all
}

func narrow(n int) int32 { return int32(min(n, math.MaxInt32)) }

// Ambiguous lists the names that are those of several contacts, by namespace and name.
func (r *Result) Ambiguous() []Ambiguous { return slices.Clone(r.ambiguous) }
