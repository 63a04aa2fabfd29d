package secret

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"sort"
	"strconv"
	"strings"
)

// Redact puts the mask in place of each secret in a text that comes from
// elsewhere, such as a server's answer or an error of a library, in the forms
// in which such texts have them: as it is, in quotes, percent-encoded, escaped
// for JSON or HTML, in hexadecimal, and in base64, also as a piece of a longer
// base64 text (AUTH PLAIN sends user and password as one).
func Redact(text string, secrets ...Secret) string {
	var forms, pieces []string
	for _, secret := range secrets {
		if secret.IsZero() {
			continue
		}
		plain := secret.Reveal()
		forms = append(forms, formsOf(plain)...)
		pieces = append(pieces, piecesOf(plain)...)
	}
	// The longest first: a shorter one may be a piece of it.
	sort.Slice(pieces, func(i, j int) bool { return longer(pieces[i], pieces[j]) })
	for _, piece := range pieces {
		text = maskRun(text, piece)
	}
	sort.Slice(forms, func(i, j int) bool { return longer(forms[i], forms[j]) })
	for _, form := range forms {
		text = strings.ReplaceAll(text, form, Mask)
	}
	return text
}

func longer(a, b string) bool {
	if len(a) != len(b) {
		return len(a) > len(b)
	}
	return a < b
}

func formsOf(plain string) []string {
	forms := []string{
		plain,
		url.QueryEscape(plain), url.PathEscape(plain), percent(plain, "%%%02X"), percent(plain, "%%%02x"),
		html.EscapeString(plain),
		base64.StdEncoding.EncodeToString([]byte(plain)), base64.URLEncoding.EncodeToString([]byte(plain)),
		base64.RawStdEncoding.EncodeToString([]byte(plain)), base64.RawURLEncoding.EncodeToString([]byte(plain)),
		hex.EncodeToString([]byte(plain)), strings.ToUpper(hex.EncodeToString([]byte(plain))),
	}
	for _, quoted := range []string{strconv.Quote(plain), strconv.QuoteToASCII(plain), jsonText(plain)} {
		forms = append(forms, strings.TrimSuffix(strings.TrimPrefix(quoted, `"`), `"`))
	}
	return forms
}

// percent escapes every byte, as some loggers do.
func percent(plain, verb string) string {
	var text strings.Builder
	for i := range len(plain) {
		fmt.Fprintf(&text, verb, plain[i])
	}
	return text.String()
}

func jsonText(plain string) string {
	// A string always has a JSON form.
	text, _ := json.Marshal(plain)
	return string(text)
}

// shortestPiece of base64 that is looked for inside longer ones: shorter ones
// would be found in ordinary words.
const shortestPiece = 6

// piecesOf returns what base64 makes of the secret alone when it stands at
// each of the three places of a group of bytes: the characters that depend on
// nothing before and nothing behind it.
func piecesOf(plain string) []string {
	var pieces []string
	for before := range 3 {
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			text := encoding.EncodeToString(append(make([]byte, before), plain...))
			// A character has six bits: those with a bit of another byte go.
			first := (before*8 + 5) / 6
			last := (before + len(plain)) * 8 / 6
			if last-first >= shortestPiece {
				pieces = append(pieces, text[first:last])
			}
		}
	}
	return pieces
}

// maskRun masks each piece of base64 together with the base64 around it, which
// has the rest of the secret's bits.
func maskRun(text, piece string) string {
	var result strings.Builder
	for {
		at := strings.Index(text, piece)
		if at < 0 {
			result.WriteString(text)
			return result.String()
		}
		start, end := at, at+len(piece)
		for start > 0 && base64Byte(text[start-1]) {
			start--
		}
		for end < len(text) && base64Byte(text[end]) {
			end++
		}
		result.WriteString(text[:start])
		result.WriteString(Mask)
		text = text[end:]
	}
}

func base64Byte(b byte) bool {
	switch {
	case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b >= '0' && b <= '9':
		return true
	}
	return strings.IndexByte("+/-_=", b) >= 0
}
