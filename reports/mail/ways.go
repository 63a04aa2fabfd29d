package mail

import (
	"html/template"
	"regexp"
	"strings"
	"unicode/utf8"
)

// contactColumn is the column of lists that says how to reach a customer: a
// telephone, an address, or both with a blank between them.
const contactColumn = "contact"

// way is a telephone or an address, with what a tap on it opens.
type way struct {
	Text string
	Link template.URL // empty where it cannot be told what to dial or to write to
}

// Pieces are the parts of an address between which a line may end.
func (y way) Pieces() []string { return strings.SplitAfter(y.Text, "@") }

// mostWay is up to how many characters a desk keeps on one line.
const mostWay = 34

// mostPiece is up to how many characters a piece stays on one line.
const mostPiece = 22

// Long says that a piece is longer than a telephone has room for, so that it may
// break anywhere.
func (y way) Long() bool {
	for _, piece := range y.Pieces() {
		if utf8.RuneCountInString(piece) > mostPiece {
			return true
		}
	}
	return false
}

// Address says that it is one of mail.
func (y way) Address() bool { return strings.Contains(y.Text, "@") }

var (
	// plainAddress is one that needs no escapes in a link.
	plainAddress = regexp.MustCompile(`^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$`)
	// dialled is a telephone's number without an extension.
	dialled = regexp.MustCompile(`^\+?[0-9 ().\x{a0}/-]+$`)
)

// Numbers that can be dialled are at least as long as those of emergencies and
// no longer than E.164 has them.
const (
	leastDigits = 3
	mostDigits  = 15
)

// waysOf takes the telephone and the address apart.
func waysOf(contact string) []way {
	words := strings.Split(contact, " ")
	var out []way
	if last := len(words) - 1; strings.Contains(words[last], "@") {
		address := way{Text: words[last]}
		if plainAddress.MatchString(address.Text) {
			address.Link = template.URL("mailto:" + address.Text)
		}
		out, words = append(out, address), words[:last]
	}
	if phone := strings.Join(words, " "); phone != "" {
		out = append([]way{{Text: phone, Link: dial(phone)}}, out...)
	}
	return out
}

// dial is a link that rings a number; empty for what is none.
func dial(phone string) template.URL {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
	if !dialled.MatchString(phone) || len(digits) < leastDigits || len(digits) > mostDigits {
		return ""
	}
	if strings.HasPrefix(phone, "+") {
		digits = "+" + digits
	}
	return template.URL("tel:" + digits)
}
