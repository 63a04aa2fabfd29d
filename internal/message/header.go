package message

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// Lines of a header are folded to 76 (RFC 2047 §2, for lines with encoded
// words), and an encoded word is at most 60 long, so that it stands on a line
// with a header's name. Both are well under the 998 that servers accept.
const (
	lineLimit = 76
	wordLimit = 60
)

// field is one header: its words are kept whole, a line may end before each.
type field struct {
	name  string
	words []string
}

// folded returns the field as it stands in the mail.
func (f field) folded() string {
	var text strings.Builder
	text.WriteString(f.name)
	text.WriteByte(':')
	used := text.Len()
	for i, word := range f.words {
		// The first word stays on the line of the name: some readers take a
		// first line without a value for an empty header.
		if i > 0 && used+1+len(word) > lineLimit {
			text.WriteString("\r\n")
			used = 0
		}
		text.WriteByte(' ')
		text.WriteString(word)
		used += 1 + len(word)
	}
	text.WriteString("\r\n")
	return text.String()
}

// header returns the headers of the mail as a whole, in their usual order.
func (m Message) header() []field {
	fields := []field{
		{"Date", []string{m.Date.Format(time.RFC1123Z)}},
		{"From", m.From.words()},
		{"To", m.To.words()},
	}
	if m.ReplyTo != (Address{}) {
		fields = append(fields, field{"Reply-To", m.ReplyTo.words()})
	}
	fields = append(fields,
		field{"Message-ID", []string{"<" + m.ID + ">"}},
		field{"Subject", phrase(Line(m.Subject))},
		field{"Content-Language", []string{m.Language}},
		// RFC 3834 §5: nobody's absence is to be told to a job.
		field{"Auto-Submitted", []string{"auto-generated"}},
		// The same for Exchange, which does not heed RFC 3834.
		field{"X-Auto-Response-Suppress", []string{"All"}},
	)
	if len(m.Unsubscribe) > 0 {
		words := make([]string, len(m.Unsubscribe))
		for i, address := range m.Unsubscribe {
			words[i] = "<" + address + ">,"
		}
		last := len(words) - 1
		words[last] = strings.TrimSuffix(words[last], ",")
		fields = append(fields, field{"List-Unsubscribe", words})
	}
	if m.OneClick {
		fields = append(fields, field{"List-Unsubscribe-Post", []string{"List-Unsubscribe=One-Click"}})
	}
	return append(fields, field{"MIME-Version", []string{"1.0"}})
}

// Mailto is the address as a link that opens a mail with this subject.
func (a Address) Mailto(subject string) string {
	return "mailto:" + escaped(a.Local) + "@" + a.Domain + "?subject=" + escaped(Line(subject))
}

// escaped is as RFC 6068 has it: a + there is a plus and no space.
func escaped(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}

// CheckUnsubscribe reports why an address cannot stand in List-Unsubscribe, so
// that a config is refused and not every mail.
func CheckUnsubscribe(address string) error {
	if err := checkUnsubscribe(address); err != nil {
		return fmt.Errorf("address for unsubscribing %q: %w", address, err)
	}
	return nil
}

func (m Message) checkUnsubscribe() error {
	https := false
	for _, address := range m.Unsubscribe {
		if err := CheckUnsubscribe(address); err != nil {
			return err
		}
		https = https || strings.HasPrefix(address, "https:")
	}
	if m.OneClick && !https {
		return errors.New("unsubscribing by one click needs an https: address")
	}
	return nil
}

func checkUnsubscribe(address string) error {
	for _, r := range address {
		if r <= ' ' || r > '~' || strings.ContainsRune(`<>,"\`, r) {
			return fmt.Errorf("character %q is to be written as %%XX", r)
		}
	}
	parsed, err := url.Parse(address)
	switch {
	case err != nil:
		return errors.New("it is not an address of the web or of mail")
	case len(address) > 900:
		return errors.New("it is longer than a line of a mail")
	case parsed.Scheme == "https" && parsed.Host != "":
		return nil
	case parsed.Scheme == "mailto" && strings.Contains(parsed.Opaque, "@"):
		return nil
	}
	return errors.New("write mailto:name@example.com or https://example.com/…")
}

// phrase returns the words of a text for a header: as they are where all are
// short printable ASCII, else the whole as encoded words.
func phrase(text string) []string {
	if words := strings.Split(text, " "); plain(words) {
		return words
	}
	return encodedWords(text)
}

func plain(words []string) bool {
	for _, word := range words {
		// "=?" would be read as an encoded word that it is not.
		if word == "" || len(word) > wordLimit || strings.Contains(word, "=?") {
			return false
		}
		for i := range len(word) {
			if word[i] <= ' ' || word[i] > '~' {
				return false
			}
		}
	}
	return true
}

// encodedWords writes a text as RFC 2047 words. Base64 always: its length can
// be told, and Q's many special cases differ between phrases and texts. No
// character is split between two words (§5, rule 3).
func encodedWords(text string) []string {
	const room = (wordLimit - len("=?UTF-8?B??=")) / 4 * 3
	var words []string
	for len(text) > 0 {
		end := 0
		for end < len(text) {
			_, size := utf8.DecodeRuneInString(text[end:])
			if end+size > room {
				break
			}
			end += size
		}
		words = append(words, "=?UTF-8?B?"+base64.StdEncoding.EncodeToString([]byte(text[:end]))+"?=")
		text = text[end:]
	}
	return words
}
