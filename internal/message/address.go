package message

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"

	"golang.org/x/net/idna"
)

// Address is a mailbox. Domain is in the form in which servers look it up:
// lower case, ASCII (xn--…), without a dot at its end.
type Address struct {
	Name   string
	Local  string
	Domain string
}

// Envelope is the address as a server is told it.
func (a Address) Envelope() string { return a.Local + "@" + a.Domain }

// Key is what two spellings of one mailbox have in common. The part before the
// @ may by the standard differ in case between two people; on no server of
// today does it, and one person written twice is to get one mail.
func (a Address) Key() string { return strings.ToLower(a.Local) + "@" + a.Domain }

// String is the address for people: the name and the domain in its own script.
func (a Address) String() string {
	domain, err := idna.ToUnicode(a.Domain)
	if err != nil {
		domain = a.Domain
	}
	if a.Name == "" {
		return a.Local + "@" + domain
	}
	return a.Name + " <" + a.Local + "@" + domain + ">"
}

// ParseAddress reads `name@example.com` or `Anna Example <name@example.com>`.
func ParseAddress(text string) (Address, error) {
	address, err := parseAddress(strings.TrimSpace(text))
	if err != nil {
		return Address{}, fmt.Errorf("address %q: %w", text, err)
	}
	return address, nil
}

func parseAddress(text string) (Address, error) {
	if text == "" {
		return Address{}, errors.New("it is empty; write name@example.com")
	}
	if err := checkPlainForm(text); err != nil {
		return Address{}, err
	}
	parsed, err := mail.ParseAddress(text)
	if err != nil {
		return Address{}, errors.New("it cannot be read; write name@example.com or Name <name@example.com>")
	}
	// The last @: a quoted part before it may have others, and is refused below.
	at := strings.LastIndexByte(parsed.Address, '@')
	domain, err := domainASCII(parsed.Address[at+1:])
	if err != nil {
		return Address{}, err
	}
	address := Address{Name: Line(parsed.Name), Local: parsed.Address[:at], Domain: domain}
	return address, address.check()
}

// checkPlainForm refuses what the standard allows outside quotes and nobody
// means: groups ("Team: a@x, b@y;") and comments in parentheses, which would
// silently become a name or vanish.
func checkPlainForm(text string) error {
	quoted, escaped, pointed := false, false, false
	for _, r := range text {
		switch {
		case escaped:
			escaped = false
		case quoted && r == '\\':
			escaped = true
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '(' || r == ')':
			return errors.New(`parentheses are to stand in quotes: "Anna (Madrid)" <name@example.com>`)
		case r == '[' || r == ']':
			return errors.New("a domain is needed, not a number in brackets")
		case r == ':' || r == ';':
			return errors.New("groups are not known; list the addresses one by one")
		case r == ',':
			return errors.New(`one address is expected; a name with a comma stands in quotes: "Example, Anna" <name@example.com>`)
		case r == '<':
			pointed = true
		}
	}
	if !pointed && !strings.Contains(text, "@") {
		return errors.New("it has no @; write name@example.com")
	}
	return nil
}

// check holds for addresses that were not parsed, too: it is asked again
// before each mail is written.
func (a Address) check() error {
	switch {
	case a.Local == "" || a.Domain == "":
		return errors.New("it is not complete; write name@example.com")
	case !localPart(a.Local):
		return fmt.Errorf("the part before the @, %q, may have unaccented letters, digits and .!#$%%&'*+/=?^_`{|}~- only", a.Local)
	case len(a.Local) > 64 || len(a.Envelope()) > 254:
		return errors.New("it is longer than mail allows (64 before the @, 254 in all)")
	case a.Name != Line(a.Name):
		return errors.New("its name has line ends, control characters or is longer than 200")
	}
	domain, err := domainASCII(a.Domain)
	if err != nil {
		return err
	}
	if domain != a.Domain {
		return fmt.Errorf("its domain is to be written %s", domain)
	}
	return nil
}

// localPart reports a dot-atom of RFC 5322 §3.2.3 in ASCII. Quoted ones and
// those of RFC 6531 are refused by too many servers to be of use.
func localPart(text string) bool {
	for _, atom := range strings.Split(text, ".") {
		if atom == "" {
			return false
		}
		for i := range len(atom) {
			letter := atom[i]|0x20 >= 'a' && atom[i]|0x20 <= 'z'
			if !letter && strings.IndexByte("0123456789!#$%&'*+-/=?^_`{|}~", atom[i]) < 0 {
				return false
			}
		}
	}
	return true
}

// domainASCII returns a domain as DNS knows it.
func domainASCII(text string) (string, error) {
	domain, err := idna.Lookup.ToASCII(strings.TrimSuffix(text, "."))
	if err != nil || domain == "" || len(domain) > 253 {
		return "", fmt.Errorf("%q is not a domain", text)
	}
	for _, label := range strings.Split(domain, ".") {
		if label == "" || len(label) > 63 {
			return "", fmt.Errorf("%q is not a domain", text)
		}
	}
	return domain, nil
}

// words returns the address for a header.
func (a Address) words() []string {
	spec := a.Envelope()
	if a.Name == "" {
		return []string{spec}
	}
	name := strings.Split(a.Name, " ")
	switch {
	case !plain(name):
		name = encodedWords(a.Name)
	case !atoms(name):
		escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(a.Name)
		name = strings.Split(`"`+escaped+`"`, " ")
	}
	return append(name, "<"+spec+">")
}

// atoms reports words that need no quotes in a display name.
func atoms(words []string) bool {
	for _, word := range words {
		if !localPart(word) || strings.Contains(word, ".") {
			return false
		}
	}
	return true
}

// ParseList reads addresses, each a text of its own as a list in a config has
// them, and says of every one that cannot be used why. A mailbox that is there
// twice is an error: one of the two is likely to have been meant for another.
func ParseList(texts []string) ([]Address, error) {
	var addresses []Address
	var problems []error
	first := map[string]string{}
	for _, text := range texts {
		address, err := ParseAddress(text)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		if before, ok := first[address.Key()]; ok {
			problems = append(problems, fmt.Errorf("address %q: it is the same as %q", text, before))
			continue
		}
		first[address.Key()] = text
		addresses = append(addresses, address)
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return addresses, nil
}
