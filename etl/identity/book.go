package identity

import (
	"math"
	"strings"
)

// Book holds what mentions say, a record for each id, in little space: two
// million mentions have to fit beside the query engine.
type Book struct {
	rules  Rules
	phones telephones
	never  never

	ids     dictionary // namespace, a zero byte, id
	records []record
	values  [kinds]dictionary
	why     [kinds][]Why // by the value's number
	shared  [kinds][]entry

	aliases  dictionary // what keyless records have in place of an id
	aliasOf  []int32    // record of the address or telephone, -1 for a name
	same     []Pair     // records that one alias stands for
	contacts []named    // names of contacts
	byName   []named    // ids and aliases that may be names
}

// record is one id of one namespace.
type record struct {
	since   int64  // microseconds; the greatest where nothing says so
	name    uint64 // hash of the words of a name, the least of several; 0: none
	keyed   bool   // some source uses the id, not only what stands for one
	contact bool
	known   bool // by more than that it was addressed
}

// entry says that a value stands on a record, beside which name.
type entry struct {
	value, record int32
	name          uint64
}

// named is a record (or, by a negative number, an alias) with a name to look
// for or to be found by.
type named struct {
	name   uint64 // hash of the namespace and the name
	record int32
}

// NewBook starts an empty book.
func NewBook(rules Rules) *Book {
	b := &Book{rules: rules, phones: newTelephones(rules.Country), ids: newDictionary(), aliases: newDictionary()}
	b.never = newNever(rules, b.phones)
	for kind := range b.values {
		b.values[kind] = newDictionary()
	}
	return b
}

// Len is the number of records: ids that a source uses, and addresses and
// telephones that stand for one.
func (b *Book) Len() int { return len(b.records) }

// ID is a record's namespace and id.
func (b *Book) ID(record int32) (namespace, id string) {
	namespace, id, _ = strings.Cut(b.ids.text(record), separator)
	return namespace, id
}

const separator = "\x00"

// Add takes a mention.
func (b *Book) Add(m Mention) {
	if m.ID == "" {
		return
	}
	found := b.read(m)
	var at int32
	if m.Keyless {
		at = b.alias(m, found)
	} else {
		at = b.record(m.Namespace, m.ID)
		b.records[at].keyed = true
	}
	if m.ByName {
		b.mayBeName(m, at)
	}
	if at < 0 {
		return
	}
	b.describe(m, at)
	if m.Account != "" {
		account := b.record(m.Namespace, m.Account)
		b.records[account].keyed = true
		b.records[account].known = true
		b.same = append(b.same, Pair{A: at, B: account, Kind: SameID})
	}
	for _, v := range found {
		b.shared[v.kind] = append(b.shared[v.kind], entry{v.number, at, b.nameBeside(m)})
	}
}

// value is what a mention says in one of the kinds.
type value struct {
	kind   Kind
	number int32
}

func (b *Book) usable(v value) bool { return b.why[v.kind][v.number] == Links }

func (b *Book) read(m Mention) []value {
	var found []value
	note := func(kind Kind, cell string, texts []string, judge func(string) Why) {
		if len(texts) == 0 && strings.TrimSpace(cell) != "" {
			texts, judge = []string{strings.ToLower(strings.TrimSpace(cell))}, func(string) Why { return Unreadable }
		}
		for _, text := range texts {
			number := b.values[kind].number(text)
			if int(number) == len(b.why[kind]) {
				b.why[kind] = append(b.why[kind], judge(text))
			}
			found = append(found, value{kind, number})
		}
	}
	note(SameTaxID, m.TaxID, taxIDs(m.TaxID, b.rules.Country), b.never.taxID)
	note(SameEmail, m.Email, emails(m.Email), b.never.email)
	note(SamePhone, m.Phone, b.phones.read(m.Phone), b.never.phone)
	return found
}

func (b *Book) record(namespace, id string) int32 {
	at := b.ids.number(namespace + separator + id)
	if int(at) == len(b.records) {
		b.records = append(b.records, record{since: math.MaxInt64})
	}
	return at
}

// alias finds the record that a keyless mention's id stands for: its first
// address that can be used, else its first telephone, else its tax number.
// Without any it is -1, and the name decides.
func (b *Book) alias(m Mention, found []value) int32 {
	at := int32(-1)
	for _, kind := range []Kind{SameEmail, SamePhone, SameTaxID} {
		for _, v := range found {
			if at < 0 && v.kind == kind && b.usable(v) {
				at = b.record(m.Namespace, b.values[kind].text(v.number))
			}
		}
	}
	alias := b.aliases.number(m.Namespace + separator + m.ID)
	if int(alias) == len(b.aliasOf) {
		b.aliasOf = append(b.aliasOf, at)
	}
	switch known := b.aliasOf[alias]; {
	case known < 0:
		b.aliasOf[alias] = at
	case at >= 0 && at != known:
		b.same = append(b.same, Pair{A: known, B: at, Kind: SameID})
	}
	return at
}

func (b *Book) mayBeName(m Mention, at int32) {
	written := m.ID
	if m.Keyless && m.Name != "" {
		written = m.Name
	}
	if m.Keyless && at >= 0 {
		return // an address or a telephone says more than a name
	}
	if at < 0 {
		at = -1 - b.aliases.find(m.Namespace+separator+m.ID)
	}
	b.byName = append(b.byName, named{hashOf(m.Namespace + separator + Name(written)), at})
}

func (b *Book) describe(m Mention, at int32) {
	r := &b.records[at]
	r.known = r.known || !m.Addressed
	if !m.Since.IsZero() {
		r.since = min(r.since, m.Since.UnixMicro())
	}
	if m.Contact {
		r.contact = true
		if name := Name(m.Name); name != "" {
			b.contacts = append(b.contacts, named{hashOf(m.Namespace + separator + name), at})
		}
	}
	if name := nameHash(m.Name); !m.Keyless && name != 0 && (r.name == 0 || name < r.name) {
		r.name = name
	}
}

// nameBeside is the name that stands beside a keyless record's values. Of an id
// one name counts, however often it was written; what has none may be anybody's
// each time.
func (b *Book) nameBeside(m Mention) uint64 {
	if !m.Keyless {
		return 0
	}
	return nameHash(m.Name)
}

// nameHash is 0 for what bears no name.
func nameHash(written string) uint64 {
	words := wordsOf(written)
	if words == "" {
		return 0
	}
	return hashOf(words)
}
