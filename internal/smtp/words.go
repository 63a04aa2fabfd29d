package smtp

import (
	"encoding/base64"
	"regexp"
	"strings"
	"unicode"
)

// longest is how many runes of a server's answer are kept: enough for a
// sentence and a link, too little to fill a log.
const longest = 200

// hidden stands where a secret stood.
const hidden = "•••"

// clean makes foreign text printable, one line, and short.
func clean(text string) string { return shorten(printable(text)) }

// printable leaves out whatever is not seen and makes one space of any white
// space. Marks of direction go too: they turn what stands beside them.
func printable(text string) string {
	kept := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	return strings.Join(strings.Fields(kept), " ")
}

func shorten(text string) string {
	runes := []rune(text)
	if len(runes) <= longest {
		return text
	}
	return string(runes[:longest-1]) + "…"
}

// veil hides a password in what a server says.
type veil struct{ pattern *regexp.Regexp }

// newVeil knows a password, and what AUTH makes of it, in any capitals, as they
// look once they are printable. The long forms stand first: the first that fits
// is replaced.
func newVeil(user, password string) veil {
	if password == "" {
		return veil{}
	}
	encoding := base64.StdEncoding.WithPadding(base64.NoPadding)
	var forms []string
	for _, form := range []string{encoding.EncodeToString([]byte("\x00" + user + "\x00" + password)),
		encoding.EncodeToString([]byte(password)), printable(password)} {
		if form != "" {
			forms = append(forms, regexp.QuoteMeta(form))
		}
	}
	return veil{pattern: regexp.MustCompile("(?i)" + strings.Join(forms, "|"))}
}

// clean is clean without the secrets.
func (v veil) clean(text string) string { return shorten(v.hide(printable(text))) }

func (v veil) hide(text string) string {
	if v.pattern == nil {
		return text
	}
	return v.pattern.ReplaceAllString(text, hidden)
}
