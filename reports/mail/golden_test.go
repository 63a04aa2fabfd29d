package mail_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"clientele/reports/catalogue"
	"clientele/reports/mail"
)

// golden compares a mail's plain text with the one that was read and found
// good. CLIENTELE_GOLDEN=1 writes it anew, for its diff to be read.
func golden(t *testing.T, name string, body mail.Body) {
	t.Helper()
	path, text := filepath.Join("testdata", name+".txt"), "Subject: "+body.Subject+"\n\n"+body.Text
	if os.Getenv("CLIENTELE_GOLDEN") == "1" {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; CLIENTELE_GOLDEN=1 writes it", err)
	}
	if string(want) == text {
		return
	}
	before, after := strings.Split(string(want), "\n"), strings.Split(text, "\n")
	t.Errorf("the mail reads differently. Is it meant? CLIENTELE_GOLDEN=1 go test ./reports/mail writes %s anew; read its diff.\n− %q\n+ %q",
		path, without(slices.Clone(before), after), without(slices.Clone(after), before))
}

// The texts are those of the golden files; that each sentence of what is new
// and each key figure is among them, and in the page too, is why they are right.
func TestMails_ReadAsTheyDid(t *testing.T) {
	for _, language := range catalogue.Languages() {
		for _, d := range mails(t, language) {
			golden(t, d.ID+"."+language, d.Body)
			plain, page := oneLine(d.Text), oneLine(seen(t, d.HTML))
			for i, point := range d.Sections[0].Points {
				if text := oneLine(point.Text); i < 8 && (!strings.Contains(plain, text) || !strings.Contains(page, text)) {
					t.Errorf("%s, %s: %q is left out", d.ID, language, point.Text)
				}
			}
		}
	}
	n := failed(1000)
	n.Deliveries[3].State, n.Deliveries[3].Reason = "unknown", "the connection broke behind the final dot"
	golden(t, "notice", notice(t, n))
}

// oneLine is a text without its lines' ends.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\n' }), " ")
}
