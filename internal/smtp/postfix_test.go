package smtp

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"math/rand/v2"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// postfix is the server that .ci/postfix started.
type postfix map[string]string

func realServer(t *testing.T) postfix {
	t.Helper()
	file := os.Getenv("CLIENTELE_POSTFIX")
	if file == "" {
		t.Skip("no Postfix: .ci/postfix start DIR prints the file that CLIENTELE_POSTFIX has to name")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	result := postfix{}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		result[name] = value
	}
	return result
}

func (p postfix) server(t *testing.T, security string) Server {
	t.Helper()
	pem, err := os.ReadFile(p["CA"])
	if err != nil {
		t.Fatal(err)
	}
	roots, err := Roots(pem)
	if err != nil {
		t.Fatal(err)
	}
	port := p["STARTTLS_PORT"]
	if security == TLS {
		port = p["TLS_PORT"]
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	return Server{Host: p["HOST"], Port: number, Security: security, RootCAs: roots, User: p["USER"], Password: func() (string, error) {
		text, err := os.ReadFile(p["PASSWORD_FILE"])
		return strings.TrimSpace(string(text)), err
	}}
}

// received waits for the message in the Maildir; Postfix answers 250 before it
// is delivered there.
func (p postfix) received(t *testing.T, id string) (*mail.Message, string) {
	t.Helper()
	for range 200 {
		files, err := filepath.Glob(filepath.Join(p["MAILDIR"], "new", "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err == nil && bytes.Contains(text, []byte("Message-ID: <"+id+">")) {
				message, err := mail.ReadMessage(bytes.NewReader(text))
				if err != nil {
					t.Fatal(err)
				}
				return message, file
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("message %s did not arrive in %s", id, p["MAILDIR"])
	return nil, ""
}

// workbook is a zip archive of about size bytes that does not get smaller.
func workbook(t *testing.T, size int) []byte {
	t.Helper()
	noise := make([]byte, size)
	random := rand.NewChaCha8([32]byte{8})
	_, _ = random.Read(noise)
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	sheet, err := archive.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sheet.Write(noise); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

const (
	postfixSubject = "Отчёт за ноябрь: выручка 1 234 567 ₽"
	workbookName   = "Отчёт за ноябрь.xlsx"
	bodyText       = "Добрый день!\r\n.\r\nТочка в начале строки — не конец письма.\r\n"
)

func withWorkbook(id, to string, file []byte) []byte {
	var message bytes.Buffer
	encoded := base64.StdEncoding.EncodeToString(file)
	fmt.Fprintf(&message, "From: Clientele <reports@example.test>\r\nTo: <%s>\r\nSubject: %s\r\nMessage-ID: <%s>\r\n", to, mime.BEncoding.Encode("utf-8", postfixSubject), id)
	message.WriteString("Date: Tue, 01 Dec 2026 08:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=mark\r\n\r\n--mark\r\n")
	message.WriteString("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
	quoted := quotedprintable.NewWriter(&message)
	_, _ = quoted.Write([]byte(bodyText))
	_ = quoted.Close()
	fmt.Fprintf(&message, "\r\n--mark\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; %s\r\n\r\n",
		strings.TrimPrefix(mime.FormatMediaType("x", map[string]string{"filename": workbookName}), "x; "))
	for len(encoded) > 76 {
		message.WriteString(encoded[:76] + "\r\n")
		encoded = encoded[76:]
	}
	message.WriteString(encoded + "\r\n--mark--\r\n")
	return message.Bytes()
}

// unique makes Message-IDs that an earlier test run has not left in the Maildir.
func unique(name string) string {
	return fmt.Sprintf("%s.%d@example.test", name, time.Now().UnixNano())
}

func TestPostfix_DeliversAWorkbookByteByByte(t *testing.T) {
	real := realServer(t)
	file := workbook(t, 3<<20)
	for _, security := range []string{StartTLS, TLS} {
		client := open(t, real.server(t, security))
		id := unique(security)
		answer, err := client.Send(context.Background(), "reports@example.test", "anna@example.test", withWorkbook(id, "anna@example.test", file), ready)
		if err != nil {
			t.Fatal(err)
		}
		if answer.Code != 250 || answer.Enhanced != "2.0.0" || !strings.Contains(answer.Text, "queued as") {
			t.Errorf("%s: answer %+v", security, answer)
		}
		message, path := real.received(t, id)
		subject, err := new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject"))
		if err != nil || subject != postfixSubject {
			t.Errorf("%s: subject %q, %v", security, subject, err)
		}
		if got := message.Header.Get("Delivered-To"); got != "anna@example.test" {
			t.Errorf("%s: delivered to %q", security, got)
		}
		if trace := message.Header.Get("Received"); !strings.Contains(trace, "from example.test (") {
			t.Errorf("%s: the name said in EHLO: %q", security, trace)
		}
		parts := multipart.NewReader(message.Body, "mark")
		text, attachment := readPart(t, parts), readPart(t, parts)
		// A Maildir keeps lines with LF.
		if text.content != strings.ReplaceAll(bodyText, "\r\n", "\n") {
			t.Errorf("%s: text %q", security, text.content)
		}
		if attachment.name != workbookName || attachment.content != string(file) {
			t.Errorf("%s: attachment %q of %d bytes, sent were %d", security, attachment.name, len(attachment.content), len(file))
		}
		if _, err := zip.NewReader(strings.NewReader(attachment.content), int64(len(attachment.content))); err != nil {
			t.Errorf("%s: the workbook does not open: %v", security, err)
		}
		_ = os.Remove(path)
	}
}

type part struct{ name, content string }

func readPart(t *testing.T, parts *multipart.Reader) part {
	t.Helper()
	next, err := parts.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	var content io.Reader = next
	if next.Header.Get("Content-Transfer-Encoding") == "base64" {
		content = base64.NewDecoder(base64.StdEncoding, next)
	}
	text, err := io.ReadAll(content)
	if err != nil {
		t.Fatal(err)
	}
	return part{name: next.FileName(), content: string(text)}
}

func TestPostfix_RefusalsAreWhatTheySay(t *testing.T) {
	real := realServer(t)
	small := withWorkbook(unique("refused"), "anna@example.test", nil)
	for _, test := range []struct {
		name, to string
		message  []byte
		change   func(*Server)
		want     Error
		text     string
	}{
		{name: "wrong password", change: func(s *Server) { s.Password = func() (string, error) { return "wrong", nil } },
			want: Error{Stage: StageAuth, Code: 535, Enhanced: "5.7.8", Verdict: Permanent, Server: true}, text: "authentication failed"},
		{name: "no login", change: func(s *Server) { s.User = "" },
			want: Error{Stage: StageRcpt, Code: 554, Enhanced: "5.7.1", Verdict: Permanent}, text: "Access denied"},
		{name: "too large", message: withWorkbook("large", "anna@example.test", make([]byte, 8<<20)),
			want: Error{Stage: StageMail, Verdict: Permanent}, text: "the server takes at most 10.2 MB and the message has 11.5 MB; set attachment_mb"},
		{name: "unknown recipient", to: "unknown.person@example.test",
			want: Error{Stage: StageRcpt, Code: 550, Enhanced: "5.1.1", Verdict: Permanent}, text: "User unknown"},
		{name: "recipient elsewhere", to: "anna@example.org",
			want: Error{Stage: StageRcpt, Code: 554, Enhanced: "5.7.1", Verdict: Permanent}, text: "Relay access denied"},
		{name: "another authority", change: func(s *Server) { s.RootCAs = nil },
			want: Error{Stage: StageTLS, Verdict: Temporary, Server: true}, text: "certificate signed by unknown authority"},
		{name: "TLS where STARTTLS is spoken", change: func(s *Server) { s.Security = TLS },
			want: Error{Stage: StageTLS, Verdict: Temporary, Server: true}, text: "first record does not look like a TLS handshake"},
		{name: "plain text", change: func(s *Server) { s.Security = None; s.User = "" },
			want: Error{Stage: StageMail, Code: 530, Enhanced: "5.7.0", Verdict: Permanent, Server: true}, text: "Must issue a STARTTLS command first"},
	} {
		t.Run(test.name, func(t *testing.T) {
			way := real.server(t, StartTLS)
			if test.change != nil {
				test.change(&way)
			}
			if test.to == "" {
				test.to = "anna@example.test"
			}
			if test.message == nil {
				test.message = small
			}
			handed := false
			_, err := open(t, way).Send(context.Background(), "reports@example.test", test.to, test.message, func() error { handed = true; return nil })
			got := failure(t, err)
			if got.Stage != test.want.Stage || got.Code != test.want.Code || got.Enhanced != test.want.Enhanced || got.Verdict != test.want.Verdict || got.Server != test.want.Server {
				t.Errorf("got %s %d %q %s server %v: %v", got.Stage, got.Code, got.Enhanced, got.Verdict, got.Server, got)
			}
			if !strings.Contains(got.Text, test.text) || handed {
				t.Errorf("text %q, handed over %v", got.Text, handed)
			}
		})
	}
}

func TestPostfix_TakesManyMessagesOverOneConnection(t *testing.T) {
	real := realServer(t)
	client := open(t, real.server(t, StartTLS))
	id := unique("many")
	for i := range 100 {
		to := fmt.Sprintf("person%d@example.test", i)
		if _, err := client.Send(context.Background(), "reports@example.test", to, withWorkbook(fmt.Sprint(i, ".", id), to, nil), ready); err != nil {
			t.Fatal(i, err)
		}
	}
	_, path := real.received(t, "99."+id)
	_ = os.Remove(path)
}
