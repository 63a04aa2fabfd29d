package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-message/mail"
	"github.com/xuri/excelize/v2"
)

// postfix is the mail server that .ci/postfix started.
func postfix(t *testing.T) map[string]string {
	t.Helper()
	path := os.Getenv("CLIENTELE_POSTFIX")
	if path == "" {
		t.Skip("no Postfix: .ci/postfix start DIR prints the file that CLIENTELE_POSTFIX has to name")
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	server := map[string]string{}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		server[name] = value
	}
	return server
}

// The whole way as an administrator goes it, through a real server with TLS and
// a login: the mail that lies in the mailbox has the workbook that lies in the
// folder, byte for byte.
func TestSend_ThroughPostfixIntoTheMailbox(t *testing.T) {
	server := postfix(t)
	folder := t.TempDir()
	to := fmt.Sprintf("director.%d@%s", time.Now().UnixNano(), server["DOMAIN"])
	more := fmt.Sprintf(`
mail:
  from: Отчёты <%s>
  server: %s
  port: %s
  ca: %s
  user: %s
  password: {file: password}
  owner: owner@%s
jobs:
  - name: month
    when: every hour
    stale: 3660 days
    send:
      - {to: %q, reports: [data], attach: [xlsx, html]}
`, server["USER"], server["HOST"], server["STARTTLS_PORT"], server["CA"], server["USER"], server["DOMAIN"], "Ирина Ёжикова <"+to+">")
	if err := writeShop(folder, fewReports+more); err != nil {
		t.Fatal(err)
	}
	password, err := os.ReadFile(server["PASSWORD_FILE"])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "password"), password, 0o600); err != nil {
		t.Fatal(err)
	}
	test := must(t, folder, "send", "--test", "owner@"+server["DOMAIN"])
	if !strings.Contains(test.stderr, "taken by the server: 250") {
		t.Errorf("the test mail: %s", test.stderr)
	}
	must(t, folder, "send", "month", "--run", "-q")
	must(t, folder, "send", "month", "-q") // whoever has it does not get it again
	found := inMailbox(t, server["MAILDIR"], to)
	if len(found) != 1 {
		t.Fatalf("the mailbox has %d mails, want one", len(found))
	}
	reader, err := mail.CreateReader(bytes.NewReader(found[0]))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if header, ok := part.Header.(*mail.AttachmentHeader); ok {
			name, err := header.Filename()
			if err != nil {
				t.Fatal(err)
			}
			if files[filepath.Ext(name)], err = io.ReadAll(part.Body); err != nil {
				t.Fatal(err)
			}
		}
	}
	for ending, name := range map[string]string{".xlsx": "data.xlsx", ".html": "data.html"} {
		paths, err := filepath.Glob(filepath.Join(folder, "out", "*", name))
		if err != nil || len(paths) != 1 {
			t.Fatalf("%s: %q, %v", name, paths, err)
		}
		want, err := os.ReadFile(paths[0])
		if err != nil || !bytes.Equal(files[ending], want) {
			t.Errorf("%s: %d bytes came, %d were sent, %v", name, len(files[ending]), len(want), err)
		}
	}
	book, err := excelize.OpenReader(bytes.NewReader(files[".xlsx"]))
	if err != nil || len(book.GetSheetList()) == 0 {
		t.Errorf("the workbook does not open: %v", err)
	}
}

// inMailbox waits for the mails to an address, and a moment for one too many.
func inMailbox(t *testing.T, maildir, to string) (found [][]byte) {
	t.Helper()
	for wait := range 100 {
		found = nil
		paths, err := filepath.Glob(filepath.Join(maildir, "new", "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			content, err := os.ReadFile(path)
			if err == nil && bytes.Contains(content, []byte("X-Original-To: "+to)) || err == nil && bytes.Contains(content, []byte("Delivered-To: "+to)) {
				found = append(found, content)
			}
		}
		if len(found) > 0 && wait >= 10 {
			return found
		}
		time.Sleep(100 * time.Millisecond)
	}
	return found
}
