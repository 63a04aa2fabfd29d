package main

import (
	"fmt"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// inCyrillicPage makes a text fit the code page of a Russian CRM: what it lacks
// becomes an HTML entity, as amoCRM writes it, or loses its accent.
func inCyrillicPage(s string, entities bool) string {
	var b strings.Builder
	for _, letter := range s {
		_, fits := charmap.Windows1251.EncodeRune(letter)
		switch {
		case entities && letter == '"':
			b.WriteString("&quot;")
		case entities && letter == '&':
			b.WriteString("&amp;")
		case fits:
			b.WriteRune(letter)
		case entities:
			fmt.Fprintf(&b, "&#%d;", letter)
		default:
			b.WriteByte(norm.NFD.String(string(letter))[0])
		}
	}
	return b.String()
}

// respelled is the name of a person as the second manager to meet them types it.
func respelled(r random, p *person) string {
	native, latin := p.First.Native+" "+p.Last.Native, p.First.Latin+" "+p.Last.Latin
	switch r.IntN(7) {
	case 0:
		return p.Last.Native + " " + p.First.Native
	case 1:
		return latin
	case 2:
		return strings.ToUpper(native)
	case 3:
		return strings.NewReplacer("ё", "е", "Ё", "Е").Replace(native)
	case 4:
		if p.Patronymic != "" {
			return p.Last.Native + " " + p.First.Native + " " + p.Patronymic
		}
		return p.Last.Native + ", " + p.First.Native
	case 5:
		return "  " + p.First.Native + "  " + p.Last.Native
	default:
		return mistyped(r, native)
	}
}

// mistyped swaps two letters in the middle, drops one, or writes one twice.
func mistyped(r random, s string) string {
	letters := []rune(s)
	i := r.between(1, len(letters)-2)
	switch r.IntN(3) {
	case 0:
		letters[i], letters[i+1] = letters[i+1], letters[i]
		return string(letters)
	case 1:
		return string(letters[:i]) + string(letters[i+1:])
	default:
		return string(letters[:i]) + string(letters[i]) + string(letters[i:])
	}
}

// recased is an e-mail as people type it.
func recased(r random, email string) string {
	switch r.IntN(6) {
	case 0:
		return strings.ToUpper(email)
	case 1:
		return strings.ToUpper(email[:1]) + email[1:]
	case 2:
		return strings.Replace(email, "example", "Example", 1)
	case 3:
		return " " + email
	default:
		return email
	}
}
