package identity

import (
	"embed"
	"fmt"
	"path"
	"strings"
)

//go:embed invented.txt
var lists embed.FS

// inventedValues are the lines of the list of what people invent.
func inventedValues() string {
	text, err := lists.ReadFile("invented.txt")
	if err != nil {
		panic(fmt.Sprintf("identity: the embedded list cannot be read, which a test forbids: %v", err))
	}
	return string(text)
}

// Why says why a value links nobody.
type Why uint8

// The reasons.
const (
	Links      Why = iota // it does link
	Listed                // the company says so
	Invented              // typed to fill a field
	Shared                // stands on too many ids with different names
	Unreadable            // no address, no telephone, no tax number
)

// String is the reason as tables write it.
func (w Why) String() string {
	return [...]string{"", "listed", "invented", "shared", "unreadable"}[w]
}

// never knows the values that link nobody.
type never struct {
	locals, domains, words set
	emails, phones, taxIDs set
	patterns               []string // of addresses, with *
}

type set map[string]bool

func newNever(rules Rules, phones telephones) never {
	n := never{locals: set{}, domains: set{}, words: set{}, emails: set{}, phones: set{}, taxIDs: set{}}
	for line := range strings.Lines(inventedValues()) {
		kind, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch kind {
		case "local":
			n.locals[text] = true
		case "domain":
			n.domains[text] = true
		case "word":
			n.words[text] = true
		}
	}
	for _, written := range rules.NeverEmails {
		if strings.Contains(written, "*") {
			n.patterns = append(n.patterns, strings.ToLower(strings.TrimSpace(written)))
		}
		n.emails.add(emails(written))
	}
	for _, written := range rules.NeverPhones {
		n.phones.add(phones.read(written))
	}
	for _, written := range rules.NeverTaxIDs {
		n.taxIDs.add(taxIDs(written, rules.Country))
	}
	return n
}

func (s set) add(texts []string) {
	for _, text := range texts {
		s[text] = true
	}
}

func (n never) email(address string) Why {
	if n.emails[address] {
		return Listed
	}
	for _, pattern := range n.patterns {
		if matched, err := path.Match(pattern, address); err == nil && matched {
			return Listed
		}
	}
	local, domain, _ := strings.Cut(address, "@")
	label, _, _ := strings.Cut(domain, ".")
	reserved := label == "example"
	if n.locals[local] || n.domains[domain] || n.words[local] && (reserved || local == label) {
		return Invented
	}
	return Links
}

// phone takes a number with or without its extension: what is said of a
// switchboard holds behind it.
func (n never) phone(e164 string) Why {
	bare, _, _ := strings.Cut(e164, " ")
	switch {
	case n.phones[e164] || n.phones[bare]:
		return Listed
	case inventedPhone(e164):
		return Invented
	}
	return Links
}

func (n never) taxID(number string) Why {
	switch {
	case n.taxIDs[number]:
		return Listed
	case inventedNumber(digitsOf(number)):
		return Invented
	}
	return Links
}

// Check reports what in the rules says nothing, each with where it stands
// (phones[1]).
func (r Rules) Check(report func(path string, item int, text string)) {
	phones := newTelephones(r.Country)
	for i, written := range r.NeverEmails {
		_, err := path.Match(strings.ToLower(written), "a@b.c")
		if err != nil || !strings.Contains(written, "@") || !strings.Contains(written, "*") && len(emails(written)) == 0 {
			report("emails", i, "is no e-mail address and no pattern; a pattern looks like *@myshop.com")
		}
	}
	for i, written := range r.NeverPhones {
		if len(phones.read(written)) == 0 {
			report("phones", i, "is no telephone; write it with the country's code: +7 495 123-45-67")
		}
	}
	for i, written := range r.NeverTaxIDs {
		if len(taxIDs(written, r.Country)) == 0 {
			report("tax_ids", i, "is no tax number")
		}
	}
}
