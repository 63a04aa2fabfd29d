package mail_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"clientele/reports"
	"clientele/reports/internal/sample"
	"clientele/reports/mail"
)

// failed is a notice that a mail reached nobody of so many.
func failed(recipients int) mail.Note {
	n := mail.Note{
		Language: "en", Company: "Harbour & Sons", Title: "Mails could not be delivered", Tone: reports.Worse, AsOf: time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC), Job: "month",
		Sentences: []string{"Nothing will be tried again by itself."},
		Facts:     []mail.Fact{{Label: "Job", Value: "month"}, {Label: "Server", Value: "smtp.example.com:587"}},
		Steps:     []mail.Step{{Text: "See what went to whom:", Command: "clientele deliveries --job month"}},
	}
	for i := range recipients {
		n.Deliveries = append(n.Deliveries, mail.Delivery{Recipient: fmt.Sprintf("user%d@example.com", i), State: "given up", Reason: "550 5.1.1 User unknown"})
	}
	return n
}

func notice(t *testing.T, n mail.Note) mail.Body {
	t.Helper()
	body, err := mail.Notice(n)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestNotice_ManyFailuresOfOneKindAreOneRowAndCounted(t *testing.T) {
	few, many := notice(t, failed(3)), notice(t, failed(1000))
	if !strings.Contains(few.Text, "user2@example.com") || !strings.Contains(few.Text, "3 mails") || strings.Count(few.Text, "550 5.1.1") != 1 {
		t.Errorf("three failures are told as\n%s", few.Text)
	}
	if !strings.Contains(many.Text, "1,000 mails") || !strings.Contains(strings.Join(strings.Fields(many.Text), " "), "user9@example.com and 990 more") {
		t.Errorf("a thousand failures are told as\n%s", many.Text)
	}
	if len(many.HTML) > len(few.HTML)+1000 {
		t.Errorf("a thousand failures take %d bytes, three %d", len(many.HTML), len(few.HTML))
	}
}

func TestNotice_StaysSmallWhateverThereIsToTell(t *testing.T) {
	long := strings.Repeat("long ", 2000)
	n := failed(0)
	for i := range 1000 {
		n.Sentences = append(n.Sentences, long)
		n.Facts = append(n.Facts, mail.Fact{Label: fmt.Sprint("fact ", i%40), Value: long})
		n.Steps = append(n.Steps, mail.Step{Text: long, Command: long})
		n.Deliveries = append(n.Deliveries, mail.Delivery{Recipient: long, State: "refused", Reason: fmt.Sprint(i, long)})
	}
	body := notice(t, n)
	if len(body.HTML) > 80_000 {
		t.Errorf("the notice has %d bytes", len(body.HTML))
	}
	if plain := strings.Join(strings.Fields(body.Text), " "); !strings.Contains(plain, "For other reasons: 988 more recipients.") || !strings.Contains(plain, "and 989 more") || !strings.Contains(plain, "and 26 more") {
		t.Error("what is left out is not counted")
	}
}

func TestNotice_TellsStatesInTheLanguage(t *testing.T) {
	for language, want := range map[string]string{"en": "Given up", "ru": "Попытки прекращены", "es": "Abandonado"} {
		n := failed(1)
		n.Language = language
		if body := notice(t, n); !strings.Contains(body.Text, want) || !strings.Contains(body.HTML, want) {
			t.Errorf("%s: no %q in\n%s", language, want, body.Text)
		}
	}
	n := failed(1)
	n.Deliveries[0].State = "a state of tomorrow"
	if body := notice(t, n); !strings.Contains(body.Text, "a state of tomorrow") {
		t.Error("a state without a word is not told")
	}
}

func TestNotice_ShowsAChart(t *testing.T) {
	d, err := reports.Director(sample.Answers(), sample.Settings("ru"))
	if err != nil {
		t.Fatal(err)
	}
	n := failed(0)
	for i := range d.Sections {
		if len(d.Sections[i].Charts) > 0 {
			n.Chart, n.Language, n.Currency = &d.Sections[i].Charts[0], "ru", "RUB"
			break
		}
	}
	if body := notice(t, n); len(body.Pictures) != 1 || body.Pictures[0].Alt == "" {
		t.Errorf("%d pictures", len(body.Pictures))
	}
}

func TestNotice_BothPartsHaveTheSameNumbers(t *testing.T) {
	body := notice(t, failed(1000))
	if page, plain := numbers(seen(t, body.HTML)), numbers(body.Text); len(without(page, plain)) > 0 || len(without(plain, page)) > 0 {
		t.Errorf("the page has %q, the text has %q", without(page, plain), without(plain, page))
	}
}
