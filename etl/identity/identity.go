// Package identity decides which ids of which systems are one customer.
//
// A mention is what a record says of somebody: the id that its source gives
// them, and beside it a name, e-mail addresses, telephones and a tax number. The
// same id in the same namespace, the same tax number, the same address and the
// same telephone make one customer, and whoever is the same as the same is the
// same. Values that many share or that nobody has (a shop's own telephone,
// +7 999 999-99-99, noemail@…) link nobody and are told instead.
//
// The result does not depend on the order of the mentions. A customer is called
// by the qualified id of the member who was known first, so ids stay as they are
// while newer data is added, but for customers who turn out to be one: they
// keep the older's. Two things can change an id otherwise: an older record that
// comes late and belongs to another member, and a value that comes to stand on
// so many names that it links nobody any more.
//
// Matching beyond the same values stands behind Matcher.
package identity

import (
	"iter"
	"time"
)

// Mention is what one record says of somebody, as it is written there.
type Mention struct {
	Namespace string // in which ID is unique
	ID        string // empty: nobody is mentioned
	Name      string
	Email     string // one or several
	Phone     string // one or several
	TaxID     string
	// Account is another id of the same namespace that is the same customer:
	// the company that a contact belongs to, where deals name the company.
	Account string
	Since   time.Time // since when it is known; zero where nothing says so
	// Contact marks a record of the source's own list of people and companies:
	// whoever is mentioned elsewhere by name alone is looked for among these.
	Contact bool
	// ByName marks an ID that may be a name, since nothing says that it is none.
	ByName bool
	// Keyless marks a record without an id of its source's: ID stands for the
	// e-mail, the telephone or the name. Whose address and telephone cannot be
	// used and whose name is not exactly one contact's is nobody.
	Keyless bool
	// Addressed marks a record of somebody whom the company addressed, as a member
	// of a campaign: it says which ids are the same and makes nobody a customer.
	Addressed bool
}

// Rules are what the company says about its own data.
type Rules struct {
	Country     string   // ISO 3166 code of numbers without a country's code; empty: none
	MostIDs     int      // a value on more ids with different names links nobody; 0: 5
	NeverEmails []string // addresses, and patterns with * such as *@myshop.ru
	NeverPhones []string
	NeverTaxIDs []string
}

// mostIDs is enough for a family's telephone and for cards that were made anew
// each time, and too few for a shop's.
const mostIDs = 5

// namelessFactor: ids without names say nothing about who they are; it takes
// this many times as many of them to give a value up.
const namelessFactor = 10

func (r Rules) most() int {
	if r.MostIDs > 0 {
		return r.MostIDs
	}
	return mostIDs
}

// Kind is by what two ids are the same.
type Kind uint8

// The kinds of links, the surest first.
const (
	SameID    Kind = iota // the same id, once written as an address
	SameTaxID             // the same tax number: a company's contacts are one customer
	SameEmail
	SamePhone
	SameName // a name in place of an id, and exactly one contact of that name
	Alike    // what a matcher beside the exact one finds
	kinds
)

// String is the kind as tables write it.
func (k Kind) String() string {
	return [...]string{"id", "tax_id", "email", "phone", "name", "alike"}[k]
}

// Certainty ranks the kinds between 0 and 1. It is a convention by which links
// are ordered and shown, not an estimate.
func (k Kind) Certainty() float64 {
	return [...]float64{1, 0.99, 0.97, 0.9, 0.6, 0.5}[k]
}

// Link says who is who among the mentions; what other matchers propose beside
// the same values counts as well.
func Link(mentions iter.Seq[Mention], rules Rules, beside ...Matcher) *Result {
	book := NewBook(rules)
	for mention := range mentions {
		book.Add(mention)
	}
	return book.Link(beside...)
}
