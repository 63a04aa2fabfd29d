package identity

import "iter"

// Pair is two records that are one customer, and by what.
type Pair struct {
	A, B      int32 // records of the book
	Kind      Kind
	Value     int32   // of the kind, what both have; without meaning for SameID
	Certainty float64 // 0: the kind's own
}

// Matcher proposes pairs. What it proposes counts, and whoever is the same as
// the same is the same; so it proposes only what it is sure enough of. It must
// not depend on the order of the records.
type Matcher interface {
	Propose(book *Book, propose func(Pair))
}

// Exact proposes those who have the same tax number, address or telephone. Of
// all who share a value each is paired with the one who was known first.
type Exact struct{}

// Propose implements Matcher.
func (Exact) Propose(book *Book, propose func(Pair)) {
	for _, kind := range []Kind{SameTaxID, SameEmail, SamePhone} {
		for number, records := range book.Shared(kind) {
			first := records[0]
			for _, record := range records[1:] {
				if book.earlier(record, first) {
					first = record
				}
			}
			for _, record := range records {
				if record != first {
					propose(Pair{A: first, B: record, Kind: kind, Value: number})
				}
			}
		}
	}
}

// Shared gives each value of a kind that links, with the records it stands on,
// where these are several. The slice is the next one's too.
func (b *Book) Shared(kind Kind) iter.Seq2[int32, []int32] {
	return func(yield func(int32, []int32) bool) {
		var records []int32
		for group := range groups(b.shared[kind]) {
			records = records[:0]
			for _, e := range group {
				if len(records) == 0 || records[len(records)-1] != e.record {
					records = append(records, e.record)
				}
			}
			number := group[0].value
			if len(records) > 1 && b.why[kind][number] == Links && !yield(number, records) {
				return
			}
		}
	}
}

// groups cuts sorted entries into those of one value.
func groups(entries []entry) iter.Seq[[]entry] {
	return func(yield func([]entry) bool) {
		for from := 0; from < len(entries); {
			to := from + 1
			for to < len(entries) && entries[to].value == entries[from].value {
				to++
			}
			if !yield(entries[from:to]) {
				return
			}
			from = to
		}
	}
}

// Text is a value as it is compared.
func (b *Book) Text(kind Kind, value int32) string { return b.values[kind].text(value) }

// Remark gives a text of a matcher's own a number, for the Value of its pairs.
func (b *Book) Remark(text string) int32 { return b.values[Alike].number(text) }

// Find is the record of an id, -1 where there is none.
func (b *Book) Find(namespace, id string) int32 { return b.ids.find(namespace + separator + id) }

// earlier orders records by since when they are known, then by their qualified
// ids.
func (b *Book) earlier(x, y int32) bool {
	if sinceX, sinceY := b.records[x].since, b.records[y].since; sinceX != sinceY {
		return sinceX < sinceY
	}
	return x != y && b.qualified(x) < b.qualified(y)
}

// qualified is an id together with its namespace, as macro qualified_id of the
// queries writes it.
func (b *Book) qualified(record int32) string {
	namespace, id := b.ID(record)
	if namespace == "" {
		return id
	}
	return namespace + ":" + id
}
