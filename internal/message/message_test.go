package message_test

import (
	"bytes"
	"errors"
	"io"
	"net/mail"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clientele/internal/message"
)

const workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// monthly is a mail with all that a mail can have.
func monthly() message.Message {
	domain := "example.com"
	return message.Message{
		From:    message.Address{Name: "Clientele", Local: "reports", Domain: domain},
		To:      message.Address{Name: "Анна Иванова", Local: "anna", Domain: domain},
		ReplyTo: message.Address{Local: "admin", Domain: domain},
		Subject: "Отчёт за ноябрь 2026 — клиенты, выручка, прогноз и сравнение с планом",
		Text:    "Выручка: 12 345 €\nЗаказы: 678\n",
		HTML:    `<p>Выручка: <b>12 345 €</b></p><img src="cid:trend.1@clientele" alt="">`,
		Pictures: []message.Picture{
			{CID: "trend.1@clientele", Name: "trend.png", PNG: []byte("\x89PNG\r\n\x1a\n\x00\xff")},
		},
		Attachments: []message.Attachment{
			message.FileOf("Отчёт менеджера — Анна Иванова — ноябрь 2026.xlsx", workbook, bytes.Repeat([]byte("PK\x03\x04\r\n.\r\n"), 100)),
			message.FileOf("customers.csv", "text/csv; charset=UTF-8", []byte("id;name\r\n1;Ñandú\r\n")),
		},
		Date:        time.Date(2026, 12, 1, 8, 0, 0, 0, time.FixedZone("CET", 3600)),
		ID:          message.ID("month", "2026-11", "anna@example.com", 0, domain),
		Unsubscribe: []string{"mailto:admin@example.com?subject=unsubscribe", "https://example.com/u?a=1"},
		Language:    "ru",
	}
}

func bytesOf(t *testing.T, m message.Message) []byte {
	t.Helper()
	raw, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if err := wire(raw); err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestMessage_ReadsBackEqual(t *testing.T) {
	m := monthly()
	raw := bytesOf(t, m)
	want := received{
		From: address(m.From), To: address(m.To), ReplyTo: address(m.ReplyTo), Subject: m.Subject,
		Tree: "mixed(related(alternative(text/plain,text/html),image/png)," + workbook + ",text/csv)",
		Text: m.Text, HTML: m.HTML + "\n",
		Files: []receivedFile{
			{"inline", "trend.1@clientele", "image/png", "trend.png", "trend.png", m.Pictures[0].PNG},
			{"attachment", "", workbook, m.Attachments[0].Name, m.Attachments[0].Name, content(t, m.Attachments[0])},
			{"attachment", "", "text/csv", "customers.csv", "customers.csv", content(t, m.Attachments[1])},
		},
	}
	for name, read := range readers() {
		got, err := read(raw)
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, raw)
		}
		if difference := cmp.Diff(want, got); difference != "" {
			t.Errorf("%s (-want +got):\n%s", name, difference)
		}
	}
}

func readers() map[string]func([]byte) (received, error) {
	return map[string]func([]byte) (received, error){"net/mail": readStandard, "emersion": readEmersion}
}

func content(t testing.TB, file message.Attachment) []byte {
	t.Helper()
	reader, err := file.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	all, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestMessage_HasTheHeadersOfAutomaticMail(t *testing.T) {
	m := monthly()
	m.OneClick = true
	parsed, err := mail.ReadMessage(bytes.NewReader(bytesOf(t, m)))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Date":                     "Tue, 01 Dec 2026 08:00:00 +0100",
		"Message-Id":               "<" + m.ID + ">",
		"Auto-Submitted":           "auto-generated",
		"X-Auto-Response-Suppress": "All",
		"List-Unsubscribe":         "<mailto:admin@example.com?subject=unsubscribe>, <https://example.com/u?a=1>",
		"List-Unsubscribe-Post":    "List-Unsubscribe=One-Click",
		"Content-Language":         "ru",
		"Mime-Version":             "1.0",
		"User-Agent":               "", "X-Mailer": "", "Bcc": "", "Received": "",
	} {
		if got := parsed.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for name, values := range parsed.Header {
		if len(values) != 1 {
			t.Errorf("%s is there %d times", name, len(values))
		}
	}
	m.OneClick, m.Unsubscribe, m.ReplyTo = false, nil, message.Address{}
	head, _, _ := strings.Cut(string(bytesOf(t, m)), "\r\n\r\n")
	if strings.Contains(head, "List-") || strings.Contains(head, "Reply-To") {
		t.Errorf("headers that were not asked for:\n%s", head)
	}
}

func TestMessage_TheSameMailHasTheSameBytes(t *testing.T) {
	first, again := bytesOf(t, monthly()), bytesOf(t, monthly())
	if !bytes.Equal(first, again) {
		t.Error("two writings differ")
	}
	other := monthly()
	other.ID = message.ID("month", "2026-12", "anna@example.com", 0, "example.com")
	if bytes.Count(bytesOf(t, other), []byte("\n")) != bytes.Count(first, []byte("\n")) {
		t.Error("another Message-ID changes more than its own lines")
	}
}

// A boundary that a body can hold, or that two levels share, ends a part early.
func TestMessage_EachLevelHasABoundaryThatNoBodyCanHold(t *testing.T) {
	boundaries := map[string]bool{}
	other := monthly()
	other.ID = "other@example.com"
	for _, m := range []message.Message{monthly(), other} {
		raw := string(bytesOf(t, m))
		for _, match := range regexp.MustCompile(`boundary="([^"]*)"`).FindAllStringSubmatch(raw, -1) {
			if !strings.HasPrefix(match[1], "=_") || len(match[1]) > 70 || boundaries[match[1]] {
				t.Errorf("boundary %q", match[1])
			}
			boundaries[match[1]] = true
		}
		if !strings.Contains(raw, "multipart/related; type=\"multipart/alternative\";\r\n") {
			t.Error("what shows the pictures is not named")
		}
	}
	if len(boundaries) != 6 {
		t.Errorf("%d boundaries of two mails with three levels", len(boundaries))
	}
}

func TestMessage_KeepsOnlyTypesThatReadersLeaveAlone(t *testing.T) {
	for kind, want := range map[string]string{
		"text/csv; charset=windows-1251": "text/csv;", "text/csv; charset=UTF-8": "text/csv; charset=utf-8;",
		"multipart/mixed; boundary=x": "application/octet-stream;", "message/rfc822": "application/octet-stream;",
		"": "application/octet-stream;", "a b": "application/octet-stream;", "x/y\r\nBcc: z": "application/octet-stream;",
	} {
		m := monthly()
		m.Attachments = []message.Attachment{message.FileOf("a", kind, nil)}
		if !strings.Contains(string(bytesOf(t, m)), "\r\nContent-Type: "+want+" name=\"a\"\r\n") {
			t.Errorf("%q is not written as %q", kind, want)
		}
	}
}

// Some readers take a header whose first line is empty for an empty header, and
// some servers break what is longer than 78.
func TestMessage_FoldsBetweenWordsAndNeverBeforeTheFirst(t *testing.T) {
	m := monthly()
	m.Subject = strings.Repeat("x", 190) + " y"
	m.ID = "a@" + strings.Repeat("abc.", 20) + "com"
	raw := bytesOf(t, m)
	head, _, _ := strings.Cut(string(raw), "\r\n\r\n")
	if strings.Contains(head, ":\r\n") || !strings.Contains(head, "\r\nMessage-ID: <"+m.ID+">\r\n") {
		t.Errorf("a first line without a value:\n%s", head)
	}
	for _, line := range strings.Split(head, "\r\n") {
		if len(line) > 78 && !strings.HasPrefix(line, "Message-ID") {
			t.Errorf("a line of %d: %s", len(line), line)
		}
	}
	if got, err := readStandard(raw); err != nil || got.Subject != m.Subject {
		t.Errorf("%q, %v", got.Subject, err)
	}
}

func TestMessage_LeavesOutLevelsWithOnePart(t *testing.T) {
	for _, test := range []struct {
		change func(*message.Message)
		want   string
	}{
		{func(m *message.Message) { m.HTML, m.Pictures, m.Attachments = "", nil, nil }, "text/plain"},
		{func(m *message.Message) { m.Attachments = nil }, "related(alternative(text/plain,text/html),image/png)"},
		{func(m *message.Message) { m.Attachments, m.Pictures, m.HTML = nil, nil, "<p>x" }, "alternative(text/plain,text/html)"},
		{func(m *message.Message) { m.HTML, m.Pictures = "", nil }, "mixed(text/plain," + workbook + ",text/csv)"},
	} {
		m := monthly()
		test.change(&m)
		for name, read := range readers() {
			got, err := read(bytesOf(t, m))
			if err != nil || got.Tree != test.want || got.Text != m.Text {
				t.Errorf("%s: %s %q, %v, want %s", name, got.Tree, got.Text, err, test.want)
			}
		}
	}
}

func TestMessage_RefusesWhatWouldBeShownWrongly(t *testing.T) {
	for want, change := range map[string]func(*message.Message){
		"no subject":                func(m *message.Message) { m.Subject = " \r\n\u202e" },
		"no plain text":             func(m *message.Message) { m.Text = " \n" },
		"no date":                   func(m *message.Message) { m.Date = time.Time{} },
		"hash@domain":               func(m *message.Message) { m.ID = "a@b>\r\nBcc: <x@y" },
		"not a tag":                 func(m *message.Message) { m.Language = "ru\r\nX: y" },
		"its recipient":             func(m *message.Message) { m.To.Local = "a\r\nBcc: b" },
		"its sender":                func(m *message.Message) { m.From = message.Address{} },
		"its address for replies":   func(m *message.Message) { m.ReplyTo.Name = "a\nb" },
		"which is not there":        func(m *message.Message) { m.HTML += `<img SRC = 'cid:other'>` },
		"does not show the picture": func(m *message.Message) { m.HTML = "<p>cid:trend.1@clientele" },
		"pictures and no page":      func(m *message.Message) { m.HTML = "" },
		"two pictures have the id":  func(m *message.Message) { m.Pictures = append(m.Pictures, m.Pictures[0]) },
		"letters, digits and ._-@":  func(m *message.Message) { m.Pictures[0].CID = "a b" },
		"cannot be opened":          func(m *message.Message) { m.Attachments[0].Open = nil },
		"has 18 bytes and had 17":   func(m *message.Message) { m.Attachments[1].Size = 17; m.Attachments[1].Open = eighteen },
		"the disk is gone":          func(m *message.Message) { m.Attachments[1].Open = failing },
		"is to be written as %XX":   func(m *message.Message) { m.Unsubscribe = []string{"mailto:a@b?subject=x y"} },
		"write mailto:":             func(m *message.Message) { m.Unsubscribe = []string{"http://example.com"} },
		"to be written as %XX":      func(m *message.Message) { m.Unsubscribe[1] += ",x" },
		"longer than a line":        func(m *message.Message) { m.Unsubscribe[1] += strings.Repeat("x", 900) },
		"written example.com":       func(m *message.Message) { m.To.Domain = "Example.com" },
		`"a..b"`:                    func(m *message.Message) { m.To.Local = "a..b" },
		"needs an https: address":   func(m *message.Message) { m.OneClick = true; m.Unsubscribe = m.Unsubscribe[:1] },
	} {
		m := monthly()
		change(&m)
		if _, err := m.Bytes(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func eighteen() (io.ReadCloser, error) {
	return io.NopCloser(strings.NewReader(strings.Repeat("x", 18))), nil
}

func failing() (io.ReadCloser, error) { return nil, errors.New("the disk is gone") }

func TestMessage_TellsAJPEGFromAPNG(t *testing.T) {
	m := monthly()
	m.Pictures[0].PNG = []byte("\xFF\xD8\xFF\xE0JFIF")
	got, err := readStandard(bytesOf(t, m))
	if err != nil || got.Files[0].Type != "image/jpeg" {
		t.Errorf("%v, %v", got.Files, err)
	}
}

func TestMessage_EncodesEachTextTheShorterWay(t *testing.T) {
	for text, want := range map[string]string{
		"Revenue: 12,345 EUR; señora":    "quoted-printable",
		"Выручка за ноябрь: 12 345 евро": "base64",
	} {
		m := monthly()
		m.Text, m.HTML, m.Pictures, m.Attachments = strings.Repeat(text+"\n", 5), "", nil, nil
		if !strings.Contains(string(bytesOf(t, m)), "\r\nContent-Transfer-Encoding: "+want+"\r\n") {
			t.Errorf("%q is not in %s", text, want)
		}
	}
}

func TestID_IsOnesOwnForEachMail(t *testing.T) {
	const known = "azctvkyvkzl5tuajgjl2xyzjbf@example.com"
	if got := message.ID("month", "2026-11", "anna@example.com", 0, "example.com"); got != known {
		t.Errorf("%s, was %s: mails already sent would be sent again", got, known)
	}
	seen := map[string]bool{}
	for _, texts := range [][3]string{{"ab", "c", "d"}, {"a", "bc", "d"}, {"a", "b", "cd"}, {"abc", "", "d"}, {"", "abc", "d"}} {
		for part := range 3 {
			id := message.ID(texts[0], texts[1], texts[2], part, "example.com")
			if seen[id] {
				t.Errorf("%v part %d has another's id", texts, part)
			}
			seen[id] = true
		}
	}
}
