package identity

import (
	"cmp"
	"slices"
)

// Link says who is who among the book's records.
func (b *Book) Link(beside ...Matcher) *Result {
	b.sort()
	b.giveUpShared()
	r := &Result{book: b, union: newUnion(len(b.records)), nobody: b.nobodies(), matchers: append([]Matcher{Exact{}}, beside...)}
	r.known = make([]bool, len(b.records))
	for i, record := range b.records {
		r.known[i] = record.known
	}
	b.sameAliases(r.keep)
	for _, matcher := range r.matchers {
		matcher.Propose(b, r.join)
	}
	r.joinNames()
	r.nameCustomers()
	return r
}

// sort puts what is said of a value together, once.
func (b *Book) sort() {
	for kind := range b.shared {
		slices.SortFunc(b.shared[kind], func(x, y entry) int {
			return cmp.Or(cmp.Compare(x.value, y.value), cmp.Compare(x.record, y.record), cmp.Compare(x.name, y.name))
		})
		b.shared[kind] = slices.Compact(b.shared[kind])
	}
	byName := func(x, y named) int { return cmp.Or(cmp.Compare(x.name, y.name), cmp.Compare(x.record, y.record)) }
	for _, names := range []*[]named{&b.contacts, &b.byName} {
		slices.SortFunc(*names, byName)
		*names = slices.Compact(*names)
	}
}

// giveUpShared marks addresses and telephones that so many share that they are
// a shop's or stand for none. A tax number is given out once, however many
// people a company has.
func (b *Book) giveUpShared() {
	for _, kind := range []Kind{SameEmail, SamePhone} {
		for group := range groups(b.shared[kind]) {
			ids, names := b.count(group)
			if b.why[kind][group[0].value] == Links && (names > b.rules.most() || ids > namelessFactor*b.rules.most()) {
				b.why[kind][group[0].value] = Shared
			}
		}
	}
}

// count is on how many ids, with how many different names, a value stands. Of
// an id one name counts; each name beside a keyless record counts.
func (b *Book) count(group []entry) (ids, names int) {
	var seen []uint64
	for i, e := range group {
		if i == 0 || group[i-1].record != e.record {
			ids++
		}
		name := e.name
		if name == 0 {
			name = b.records[e.record].name
		}
		if name != 0 {
			seen = append(seen, name)
		}
	}
	slices.Sort(seen)
	return ids, len(slices.Compact(seen))
}

// nobodies marks records that stand for addresses and telephones alone, all of
// which have been given up.
func (b *Book) nobodies() []bool {
	nobody := make([]bool, len(b.records))
	for i, record := range b.records {
		nobody[i] = !record.keyed
	}
	for kind := range b.shared {
		for _, e := range b.shared[kind] {
			if b.why[kind][e.value] == Links {
				nobody[e.record] = false
			}
		}
	}
	return nobody
}

// sameAliases joins an id with the address that is written like it, and the
// addresses that one cell has.
func (b *Book) sameAliases(join func(Pair)) {
	for alias, at := range b.aliasOf {
		if record := b.ids.find(b.aliases.text(int32(alias))); record >= 0 && at >= 0 && record != at {
			join(Pair{A: record, B: at, Kind: SameID})
		}
	}
	for _, pair := range b.same {
		join(pair)
	}
}

// union is a forest of records; those of one tree are one customer.
type union []int32

func newUnion(size int) union {
	u := make(union, size)
	for i := range u {
		u[i] = int32(i)
	}
	return u
}

func (u union) root(of int32) int32 {
	for u[of] != of {
		u[of] = u[u[of]]
		of = u[of]
	}
	return of
}

// join makes two trees one, under the root with the smaller number, and reports
// whether they were two.
func (u union) join(a, b int32) bool {
	a, b = u.root(a), u.root(b)
	u[max(a, b)] = min(a, b)
	return a != b
}
