package message_test

import (
	"bytes"
	"encoding/json"
	"math/rand"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// readByPython is a third reader, which follows RFC 2231, 5322 and 2047 by a
// code of its own: it prints what it sees of each mail and all that it finds
// wrong in its form.
const readByPython = `
import base64, email, email.policy, json, struct, sys
def leaf(part):
    return {"Type": part.get_content_type(), "Disposition": part.get_content_disposition() or "",
            "CID": (part["Content-ID"] or "").strip("<>"), "Name": part.get_filename() or "",
            "OtherName": part["Content-Type"].params.get("name", ""), "Defects": [repr(d) for d in part.defects],
            "Content": base64.b64encode(part.get_payload(decode=True)).decode()}
def address(header):
    a = header.addresses[0]
    return a.display_name + "|" + a.addr_spec
raw, answers = sys.stdin.buffer, []
while size := raw.read(4):
    m = email.message_from_bytes(raw.read(struct.unpack(">I", size)[0]), policy=email.policy.default)
    defects = [repr(d) for p in m.walk() for d in p.defects]
    defects += [n + ": " + repr(d) for n in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version") for d in m[n].defects]
    answers.append({"From": address(m["From"]), "To": address(m["To"]), "Subject": str(m["Subject"]), "Defects": defects,
        "Text": m.get_body(("plain",)).get_payload(decode=True).decode(), "HTML": m.get_body(("related", "html")).get_content() if not m.get_body(("related",)) else m.get_body(("html",)).get_payload(decode=True).decode(),
        "Files": [leaf(p) for p in m.walk() if p.get_content_disposition()]})
json.dump(answers, sys.stdout)
`

type pythonMail struct {
	From, To, Subject, Text, HTML string
	Defects                       []string
	Files                         []receivedFile
}

func TestMessage_PythonReadsItBackEqual(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 here: it is a third reader of the same mails")
	}
	random := rand.New(rand.NewSource(10))
	var in bytes.Buffer
	var wants []received
	for range 30 {
		var texts [6]string
		for i := range texts {
			texts[i] = hostile(random)
		}
		m, want := written(texts, [2][]byte{noise(random, 50), noise(random, 150)})
		raw, err := m.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		in.Write([]byte{0, 0, byte(len(raw) >> 8), byte(len(raw))})
		in.Write(raw)
		if len(raw) > 0xFFFF {
			t.Fatalf("a mail of %d bytes", len(raw))
		}
		wants = append(wants, want)
	}
	command := exec.Command(python, "-c", readByPython)
	command.Stdin = &in
	var complaint bytes.Buffer
	command.Stderr = &complaint
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, complaint.String())
	}
	var gots []pythonMail
	if err := json.Unmarshal(out, &gots); err != nil || len(gots) != len(wants) {
		t.Fatalf("%v, %d mails", err, len(gots))
	}
	for i, got := range gots {
		got.From, got.To = unspaced(got.From), unspaced(got.To)
		want := pythonMail{From: unspaced(wants[i].From), To: unspaced(wants[i].To), Subject: wants[i].Subject, Text: crlf(wants[i].Text), HTML: crlf(wants[i].HTML), Defects: []string{}, Files: wants[i].Files}
		for j := range want.Files {
			want.Files[j].Type = got.Files[j].Type
		}
		if difference := cmp.Diff(want, got); difference != "" {
			t.Errorf("mail %d (-want +got):\n%s", i, difference)
		}
	}
}

// unspaced is because Python puts a space between two encoded words of a display
// name, against RFC 2047 §6.2 (python/cpython 128110); it does not in a subject.
func unspaced(name string) string { return strings.ReplaceAll(name, " ", "") }

func crlf(text string) string {
	return string(bytes.ReplaceAll([]byte(text), []byte("\n"), []byte("\r\n")))
}
