package mail_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode"

	nethtml "golang.org/x/net/html"

	"clientele/reports"
	"clientele/reports/internal/sample"
	"clientele/reports/mail"
)

// hostileFrame has hostile texts wherever a file, a config or a server brings
// one.
func hostileFrame(name string) mail.Frame {
	return mail.Frame{
		Intro: []string{name}, Warnings: []string{name}, Job: name, Owner: name, Unsubscribe: name,
		Attached: []mail.Attached{{Name: name, How: mail.AtLink, Place: name, Note: name}, {Name: "a." + name, How: mail.AtLink, Place: "https://example.com/" + name}},
	}
}

func TestWrite_HostileNamesStayText(t *testing.T) {
	var all []*reports.Document
	for _, kind := range reports.Kinds() {
		d, err := kind.Make(sample.HostileAnswers(), sample.HostileSettings())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	for i, name := range append(sample.Hostile(), "a\r\nBcc: everybody@example.com", "b\u2067\u202e", "javascript:alert(1)//https://") {
		d := all[i%len(all)]
		d.Title, d.Company = name, name
		harmless(t, write(t, d, hostileFrame(name)))
	}
}

func TestNotice_HostileNamesStayText(t *testing.T) {
	for _, name := range append(sample.Hostile(), "a\r\nBcc: everybody@example.com", "\u2028x") {
		harmless(t, notice(t, mail.Note{
			Language: "en", Company: name, Currency: name, Title: name, Subject: name, Sentences: []string{name}, Facts: []mail.Fact{{Label: name, Value: name}},
			Deliveries: []mail.Delivery{{Recipient: name, State: name, Reason: name}}, Steps: []mail.Step{{Text: name, Command: name}}, Job: name, Reason: name, Owner: name, Unsubscribe: name,
			Figures: []reports.Figure{{Label: name, Value: name}},
		}))
	}
}

// harmless holds that a body has our markup alone, asks nobody for anything,
// and that its subject and addresses of pictures are one line each.
func harmless(t *testing.T, body mail.Body) {
	t.Helper()
	elements := strings.Fields("html head meta title style body div table tbody tr td th p h1 h2 img br wbr span bdi a")
	attributes := strings.Fields(`lang dir xmlns xmlns:o charset name content class style role width height cellpadding cellspacing border align valign alt src href aria-hidden scope`)
	tokens := nethtml.NewTokenizer(strings.NewReader(body.HTML))
	for {
		kind := tokens.Next()
		if kind == nethtml.ErrorToken {
			break
		}
		token := tokens.Token()
		if kind == nethtml.CommentToken && !strings.HasPrefix(token.Data, "[if mso]><") {
			t.Errorf("the body has the comment %q", token.Data)
		}
		if kind != nethtml.StartTagToken && kind != nethtml.SelfClosingTagToken {
			continue
		}
		if !slices.Contains(elements, token.Data) {
			t.Errorf("the body has an element %s", token)
		}
		for _, a := range token.Attr {
			if !slices.Contains(attributes, a.Key) {
				t.Errorf("the body has an attribute %s", token)
			}
			if a.Key == "src" && !strings.HasPrefix(a.Val, "cid:") {
				t.Errorf("the body asks for %q", a.Val)
			}
			if a.Key == "href" && !strings.HasPrefix(a.Val, "https://") && !strings.HasPrefix(a.Val, "http://") && !strings.HasPrefix(a.Val, "mailto:") {
				t.Errorf("the body leads to %q", a.Val)
			}
			if a.Key == "style" && strings.ContainsAny(a.Val, "@\\") || a.Key == "style" && strings.Contains(a.Val, "url") || strings.Contains(a.Val, "ZgotmplZ") {
				t.Errorf("the body has the style %q", a.Val)
			}
		}
	}
	if err := tokens.Err(); !errors.Is(err, io.EOF) {
		t.Error(err)
	}
	if i := strings.IndexFunc(body.Subject, forbidden); i >= 0 {
		t.Errorf("the subject %q has %q", body.Subject, body.Subject[i:])
	}
	if i := strings.IndexFunc(body.Text, func(r rune) bool { return r != '\n' && forbidden(r) }); i >= 0 {
		t.Errorf("the text has %q", body.Text[i:i+8])
	}
	for _, p := range body.Pictures {
		for _, r := range p.CID + p.Name {
			if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789@.", r) {
				t.Errorf("a picture is called %q, %q", p.CID, p.Name)
			}
		}
		if strings.ContainsFunc(p.Alt, forbidden) {
			t.Errorf("a picture says %q", p.Alt)
		}
	}
}

// forbidden are characters that end a line or turn the direction of what
// follows for good.
func forbidden(r rune) bool {
	return unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r == '\u2028' || r == '\u2029'
}

func TestWrite_IsolatesAroundNamesStayInPairs(t *testing.T) {
	d := sample.Small()
	d.Sections[0].Points[0].Text = "Call \u2068\u05e9\u05dc\u05d5\u05dd\u2069 first."
	body := write(t, d, mail.Frame{Intro: []string{"open \u2067 left", "closed \u2069 twice"}, Job: "\u05e9\u05dc\u05d5\u05dd"})
	for _, text := range []string{body.Text, body.HTML, body.Subject} {
		opened := strings.Count(text, "\u2066") + strings.Count(text, "\u2067") + strings.Count(text, "\u2068")
		if closed := strings.Count(text, "\u2069"); opened != closed {
			t.Errorf("%d isolates are opened and %d closed", opened, closed)
		}
	}
	if !strings.Contains(body.Text, "Call \u2068\u05e9\u05dc\u05d5\u05dd\u2069 first.") || !strings.Contains(body.Text, "\u2068\u05e9\u05dc\u05d5\u05dd\u2069” sends") {
		t.Errorf("a name that runs from right to left stands bare:\n%s", body.Text)
	}
}
