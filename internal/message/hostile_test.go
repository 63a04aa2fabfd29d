package message_test

import (
	"bytes"
	"math/rand"
	"strings"
	"testing"
	"time"
	"unicode"

	"clientele/internal/message"
)

// written is a mail of hostile texts, and what a reader is to see of it.
func written(texts [6]string, files [2][]byte) (message.Message, received) {
	m := message.Message{
		From: message.Address{Name: message.Line(texts[0]), Local: "reports", Domain: "example.com"},
		To:   message.Address{Name: message.Line(texts[1]), Local: "anna", Domain: "example.com"},
		// "x" so that the subject is never empty.
		Subject: "x" + texts[2], Text: "x" + texts[3], HTML: `<img src="cid:one@x">` + strings.ReplaceAll(texts[4], "cid:", ""),
		Pictures:    []message.Picture{{CID: "one@x", Name: texts[5], PNG: files[0]}},
		Attachments: []message.Attachment{message.FileOf(texts[5], texts[0], files[1]), message.FileOf(texts[2], "text/csv; charset="+texts[1], files[0])},
		Date:        time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC),
		ID:          message.ID(texts[0], texts[1], texts[2], 0, "example.com"),
		Language:    "en",
	}
	name, other := message.SafeName(texts[5], 0), message.SafeName(texts[2], 0)
	return m, received{
		From: address(m.From), To: address(m.To), Subject: message.Line(m.Subject), Text: shown(m.Text), HTML: shown(m.HTML),
		Files: []receivedFile{
			{Disposition: "inline", CID: "one@x", Name: name, OtherName: name, Content: files[0]},
			{Disposition: "attachment", Name: name, OtherName: name, Content: files[1]},
			{Disposition: "attachment", Name: other, OtherName: other, Content: files[0]},
		},
	}
}

// shown is the body that readers see: written anew here, so that the code's
// own cleaning is checked by another one.
func shown(text string) string {
	var result strings.Builder
	runes := []rune(strings.ToValidUTF8(text, "\uFFFD"))
	for i, r := range runes {
		switch {
		case r == '\r' && i+1 < len(runes) && runes[i+1] == '\n':
		case r == '\r':
			result.WriteByte('\n')
		case r != '\n' && r != '\t' && unicode.IsControl(r):
			result.WriteRune('\uFFFD')
		default:
			result.WriteRune(r)
		}
	}
	return strings.TrimSuffix(result.String(), "\n") + "\n"
}

func checkHostile(t *testing.T, texts [6]string, files [2][]byte) {
	t.Helper()
	m, want := written(texts, files)
	raw, err := m.Bytes()
	if err != nil {
		t.Fatalf("%q: %v", texts, err)
	}
	if err := wire(raw); err != nil {
		t.Fatalf("%q: %v", texts, err)
	}
	if err := onlyOurHeaders(raw); err != "" {
		t.Fatalf("%q: header %q is not ours\n%s", texts, err, raw)
	}
	for reader, read := range readers() {
		got, err := read(raw)
		if err != nil {
			t.Fatalf("%s: %q: %v\n%s", reader, texts, err, raw)
		}
		if !strings.HasPrefix(got.Tree, "mixed(related(alternative(text/plain,text/html),image/png),") || len(got.Files) != 3 {
			t.Fatalf("%s: %q: tree %s", reader, texts, got.Tree)
		}
		if got.From != want.From || got.To != want.To || got.Subject != want.Subject || got.Text != want.Text || got.HTML != want.HTML {
			t.Fatalf("%s: %q:\ngot  %q\nwant %q", reader, texts, got, want)
		}
		for i, file := range got.Files {
			expected := want.Files[i]
			if file.Name != expected.Name || file.OtherName != expected.OtherName || file.CID != expected.CID ||
				file.Disposition != expected.Disposition || !bytes.Equal(file.Content, expected.Content) {
				t.Fatalf("%s: %q: file\ngot  %q\nwant %q", reader, texts, file, expected)
			}
		}
	}
}

// onlyOurHeaders returns the first header of the mail that we do not write, or
// one that is there twice.
func onlyOurHeaders(raw []byte) string {
	ours := map[string]bool{}
	for _, name := range []string{
		"Date", "From", "To", "Message-ID", "Subject", "Content-Language", "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type",
	} {
		ours[name] = true
	}
	head, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	for _, line := range strings.Split(string(head), "\r\n") {
		if strings.HasPrefix(line, " ") {
			continue
		}
		name, _, _ := strings.Cut(line, ":")
		if !ours[name] {
			return name
		}
		ours[name] = false
	}
	return ""
}

func TestMessage_HostileTextsReadBackAndAddNoHeader(t *testing.T) {
	random := rand.New(rand.NewSource(8))
	for range 400 {
		var texts [6]string
		for i := range texts {
			texts[i] = hostile(random)
		}
		checkHostile(t, texts, [2][]byte{noise(random, random.Intn(200)), noise(random, random.Intn(3000))})
	}
}

func FuzzMessage(f *testing.F) {
	random := rand.New(rand.NewSource(7))
	for range 20 {
		f.Add(hostile(random), hostile(random), hostile(random), hostile(random), hostile(random), hostile(random), noise(random, 60), noise(random, 60))
	}
	f.Fuzz(func(t *testing.T, from, to, subject, text, html, name string, one, two []byte) {
		checkHostile(t, [6]string{from, to, subject, text, html, name}, [2][]byte{one, two})
		checkSafeName(t, name, 40)
		_, _ = message.ParseDomains([]string{to})
		if parsed, err := message.ParseAddress(from); err == nil {
			if again, err := message.ParseAddress(parsed.Envelope()); err != nil || again.Key() != parsed.Key() {
				t.Fatalf("%q: %#v, again %#v, %v", from, parsed, again, err)
			}
		}
	})
}
