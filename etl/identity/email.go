package identity

import (
	"net/mail"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
	"golang.org/x/text/unicode/norm"
)

// emails finds the addresses in a cell, each in the form in which two are
// compared. Dots and +tags of a mailbox stay: that they do not matter is one
// provider's habit, elsewhere they tell people apart, and whoever writes their
// own address mostly writes it the same way.
func emails(cell string) []string {
	if !strings.Contains(cell, "@") {
		return nil
	}
	var found []string
	between := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`,;|<>()[]"`, r) }
	for _, word := range strings.FieldsFunc(cell, between) {
		parts := []string{word}
		if strings.Count(word, "@") > 1 {
			parts = strings.Split(word, "/") // a/b@c is an address, a@b/c@d two
		}
		for _, part := range parts {
			if address := email(part); address != "" {
				found = append(found, address)
			}
		}
	}
	return found
}

// email is one address, or "" for what is none.
func email(written string) string {
	written = strings.Trim(strings.TrimSpace(written), "'`.,:")
	if len(written) > 7 && strings.EqualFold(written[:7], "mailto:") {
		written = written[7:]
	}
	parsed, err := mail.ParseAddress(written)
	if err != nil {
		return ""
	}
	at := strings.LastIndexByte(parsed.Address, '@')
	local, domain := parsed.Address[:at], hostOf(parsed.Address[at+1:])
	if domain == "" || local == "" || len(local) > 64 {
		return ""
	}
	// By the letter of RFC 5321 a mailbox's case may matter; nobody's does.
	return strings.ToLower(norm.NFC.String(local)) + "@" + domain
}

// hostOf is a domain in the form in which it is asked for, or "" where mail
// cannot go: mail.ParseAddress takes a@b and a@-b.ru. Letters that only look
// like others stay others.
func hostOf(written string) string {
	domain, err := idna.Lookup.ToASCII(strings.ToLower(strings.TrimSuffix(written, ".")))
	longLabel := func(label string) bool { return len(label) > 63 }
	if err != nil || len(domain) > 253 || slices.ContainsFunc(strings.Split(domain, "."), longLabel) {
		return ""
	}
	suffix, icann := publicsuffix.PublicSuffix(domain)
	switch {
	case !icann && !strings.Contains(suffix, "."):
		return "" // no such top-level domain
	case icann && suffix == domain:
		return "" // mail to "com"
	}
	return domain
}
