package message

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Domains says where mail may go. The zero value allows nobody.
type Domains struct {
	exact []string
	below []string // example.com of *.example.com
}

// ParseDomains reads names of domains as a config has them: example.com is the
// domain itself, *.example.com all below it and not itself. Case, a dot at the
// end and the script in which a name is written make no difference.
func ParseDomains(texts []string) (Domains, error) {
	var domains Domains
	var problems []error
	for _, text := range texts {
		name, below := strings.CutPrefix(strings.TrimSpace(text), "*.")
		domain, err := allowedDomain(name, below)
		switch {
		case err != nil:
			problems = append(problems, fmt.Errorf("domain %q: %w", text, err))
		case below:
			domains.below = append(domains.below, domain)
		default:
			domains.exact = append(domains.exact, domain)
		}
	}
	if len(problems) > 0 {
		return Domains{}, errors.Join(problems...)
	}
	return domains, nil
}

func allowedDomain(name string, below bool) (string, error) {
	if strings.ContainsAny(name, "*@/ ") {
		return "", errors.New("write example.com, or *.example.com for all below it")
	}
	domain, err := domainASCII(name)
	if err != nil {
		return "", errors.New("it is not a domain; write example.com")
	}
	if suffix, registry := publicsuffix.PublicSuffix(domain); below && registry && suffix == domain {
		return "", errors.New("under it everybody can have a domain; name your own")
	}
	return domain, nil
}

// DomainsOf allows the domains of these addresses, as they are.
func DomainsOf(addresses ...Address) Domains {
	var domains Domains
	for _, address := range addresses {
		domains.exact = append(domains.exact, address.Domain)
	}
	return domains
}

// Allow reports whether mail may go to the address.
func (d Domains) Allow(address Address) bool {
	for _, domain := range d.exact {
		if domain == address.Domain {
			return true
		}
	}
	for _, domain := range d.below {
		if strings.HasSuffix(address.Domain, "."+domain) {
			return true
		}
	}
	return false
}
