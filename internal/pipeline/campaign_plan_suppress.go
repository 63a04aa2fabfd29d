package pipeline

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	exports "clientele/etl/export"
	"clientele/etl/identity"
)

// suppression is who is never to be addressed: e-mail addresses and telephones
// as linking compares them, and ids.
type suppression struct {
	emails, phones, ids map[string]bool
	unread              int64 // lines in which none of these was found
}

// has reports whether a customer is listed. An id is one of ours, or a source's
// own without its namespace.
func (s suppression) has(one *person) bool {
	_, bare, qualified := strings.Cut(one.id, ":")
	return s.emails[one.email] && one.email != "" || s.phones[one.phone] && one.phone != "" || s.ids[one.id] || qualified && s.ids[bare]
}

// readSuppressed reads the lists of the config and of the campaign. A list that
// cannot be read stops the plan: nobody is written to because a file was
// renamed.
func (p *campaignPlan) readSuppressed() (suppression, error) {
	all := suppression{emails: map[string]bool{}, phones: map[string]bool{}, ids: map[string]bool{}}
	addresses := p.config.identityRules().Addresses()
	read := func(folder string, patterns []string) error {
		for _, pattern := range patterns {
			path := pattern
			if !filepath.IsAbs(path) {
				path = filepath.Join(folder, pattern)
			}
			files, err := filepath.Glob(path)
			if err != nil || len(files) == 0 {
				return &UsageError{Text: fmt.Sprintf("no file matches %s, which lists who is never to be addressed", pattern), Hint: "is it there? the lists are not made without it"}
			}
			slices.Sort(files)
			for _, file := range files {
				if err := all.add(file, addresses); err != nil {
					return &UsageError{Text: fmt.Sprintf("the list %s of who is never to be addressed cannot be read: %v", file, err), Cause: err}
				}
			}
		}
		return nil
	}
	if err := read(filepath.Dir(p.config.path), p.config.Campaigns.Suppress); err != nil {
		return all, err
	}
	if err := read(filepath.Dir(p.path), p.campaign.Suppress); err != nil {
		return all, err
	}
	if all.unread > 0 {
		p.warn("suppressed_unread", all.unread, "%d lines of the lists of who is never to be addressed have no address, telephone or id", all.unread)
	}
	return all, nil
}

// add reads one file. Addresses count wherever they stand; an id only where its
// column says that it is one, or where there is no other column: a number is
// soon a customer's.
func (s *suppression) add(path string, addresses identity.Addresses) (err error) {
	table, err := exports.Open(path, exports.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, table.Close()) }()
	header := table.Header()
	isID := make([]bool, len(header))
	for i, name := range header {
		isID[i] = len(header) == 1 || isIDHeader(name)
	}
	if !slices.ContainsFunc(header, isKnownHeader) {
		s.line(header, isID, addresses, true) // a list without a header
	}
	for {
		record, err := table.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		cells := make([]string, len(record.Cells))
		for i, cell := range record.Cells {
			cells[i] = cell.Text
		}
		if record.Problem != "" {
			cells = []string{record.Value}
		}
		s.line(cells, isID, addresses, false)
	}
	for _, aside := range table.Aside() {
		s.line([]string{aside.Text}, nil, addresses, true)
	}
	return nil
}

// line takes what one line lists. Lines that need have nothing are not counted.
func (s *suppression) line(cells []string, isID []bool, addresses identity.Addresses, mayBeEmpty bool) {
	found, filled := false, false
	for i, cell := range cells {
		text := strings.TrimSpace(cell)
		if text == "" {
			continue
		}
		filled = true
		for _, email := range addresses.Emails(text) {
			s.emails[email], found = true, true
		}
		for _, phone := range addresses.Phones(text) {
			s.phones[phone], found = true, true
		}
		if i < len(isID) && isID[i] && !strings.Contains(text, "@") {
			s.ids[text], found = true, true
		}
	}
	if filled && !found && !mayBeEmpty {
		s.unread++
	}
}

func isIDHeader(name string) bool {
	plain := strings.ToLower(strings.NewReplacer("_", "", " ", "", "-", "").Replace(name))
	return slices.Contains([]string{"id", "customerid", "customer", "clientid", "contactid", "code", "код", "кодклиента", "idклиента", "клиент", "idcliente", "cliente", "códigocliente"}, plain)
}

// isKnownHeader tells a header from a first line that is a customer already.
func isKnownHeader(name string) bool {
	plain := strings.ToLower(name)
	return isIDHeader(name) || slices.ContainsFunc([]string{"mail", "phone", "address", "почт", "тел", "адрес", "correo", "fono"}, func(part string) bool {
		return strings.Contains(plain, part) && !strings.Contains(plain, "@")
	})
}
