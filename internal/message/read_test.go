package message_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"

	emersion "github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // so that it reads character sets as a mail client does

	"clientele/internal/message"
)

// received is what a reader of mail makes of the bytes.
type received struct {
	From, To, ReplyTo, Subject string
	Tree                       string // mixed(related(alternative(text/plain,text/html),image/png),…)
	Text, HTML                 string
	Files                      []receivedFile
}

type receivedFile struct {
	Disposition, CID, Type string
	Name, OtherName        string // of Content-Disposition and of Content-Type
	Content                []byte
}

// readStandard reads with net/mail, mime and mime/multipart.
func readStandard(raw []byte) (received, error) {
	parsed, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return received{}, err
	}
	var decoder mime.WordDecoder
	var got received
	if got.Subject, err = decoder.DecodeHeader(parsed.Header.Get("Subject")); err != nil {
		return received{}, err
	}
	for name, to := range map[string]*string{"From": &got.From, "To": &got.To, "Reply-To": &got.ReplyTo} {
		if parsed.Header.Get(name) == "" {
			continue
		}
		list, err := parsed.Header.AddressList(name)
		if err != nil || len(list) != 1 {
			return received{}, fmt.Errorf("%s: %w, %d addresses", name, err, len(list))
		}
		*to = list[0].Name + "|" + list[0].Address
	}
	header := func(name string) string { return parsed.Header.Get(name) }
	got.Tree, err = readPart(&got, header, parsed.Body)
	return got, err
}

func readPart(got *received, header func(string) string, body io.Reader) (string, error) {
	kind, parameters, err := mime.ParseMediaType(header("Content-Type"))
	if err != nil {
		return "", fmt.Errorf("content type %q: %w", header("Content-Type"), err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, parameters["boundary"])
		var names []string
		for {
			part, err := parts.NextRawPart()
			if errors.Is(err, io.EOF) {
				return strings.TrimPrefix(kind, "multipart/") + "(" + strings.Join(names, ",") + ")", nil
			}
			if err != nil {
				return "", err
			}
			name, err := readPart(got, part.Header.Get, part)
			if err != nil {
				return "", err
			}
			names = append(names, name)
		}
	}
	content, err := decoded(header("Content-Transfer-Encoding"), body)
	if err != nil {
		return "", err
	}
	return kind, got.keep(kind, parameters["name"], header("Content-Disposition"), header("Content-Id"), content)
}

func decoded(encoding string, body io.Reader) ([]byte, error) {
	switch encoding {
	case "quoted-printable":
		return io.ReadAll(quotedprintable.NewReader(body))
	case "base64":
		return io.ReadAll(base64.NewDecoder(base64.StdEncoding, body))
	}
	return nil, fmt.Errorf("encoding %q", encoding)
}

// keep sorts a leaf of the tree into what was received.
func (got *received) keep(kind, otherName, disposition, cid string, content []byte) error {
	if disposition == "" {
		text := strings.ReplaceAll(string(content), "\r\n", "\n")
		switch kind {
		case "text/plain":
			got.Text += text
		case "text/html":
			got.HTML += text
		}
		return nil
	}
	if cid != "" && (cid[0] != '<' || cid[len(cid)-1] != '>') {
		return fmt.Errorf("content id %q", cid)
	}
	how, parameters, err := mime.ParseMediaType(disposition)
	if err != nil {
		return fmt.Errorf("disposition %q: %w", disposition, err)
	}
	var decoder mime.WordDecoder
	if otherName, err = decoder.DecodeHeader(otherName); err != nil {
		return err
	}
	got.Files = append(got.Files, receivedFile{
		Disposition: how, CID: strings.TrimSuffix(strings.TrimPrefix(cid, "<"), ">"), Type: kind,
		Name: parameters["filename"], OtherName: otherName, Content: content,
	})
	return nil
}

// readEmersion reads with emersion/go-message.
func readEmersion(raw []byte) (received, error) {
	entity, err := emersion.Read(bytes.NewReader(raw))
	if err != nil {
		return received{}, err
	}
	var got received
	if got.Subject, err = entity.Header.Text("Subject"); err != nil {
		return received{}, err
	}
	parser := mail.AddressParser{}
	for name, to := range map[string]*string{"From": &got.From, "To": &got.To, "Reply-To": &got.ReplyTo} {
		if !entity.Header.Has(name) {
			continue
		}
		list, err := parser.ParseList(entity.Header.Get(name))
		if err != nil || len(list) != 1 {
			return received{}, fmt.Errorf("%s: %w, %d addresses", name, err, len(list))
		}
		*to = list[0].Name + "|" + list[0].Address
	}
	got.Tree, err = emersionPart(&got, entity)
	return got, err
}

func emersionPart(got *received, entity *emersion.Entity) (string, error) {
	kind, parameters, err := entity.Header.ContentType()
	if err != nil {
		return "", err
	}
	if parts := entity.MultipartReader(); parts != nil {
		var names []string
		for {
			part, err := parts.NextPart()
			if errors.Is(err, io.EOF) {
				return strings.TrimPrefix(kind, "multipart/") + "(" + strings.Join(names, ",") + ")", nil
			}
			if err != nil {
				return "", err
			}
			name, err := emersionPart(got, part)
			if err != nil {
				return "", err
			}
			names = append(names, name)
		}
	}
	content, err := io.ReadAll(entity.Body)
	if err != nil {
		return "", err
	}
	return kind, got.keep(kind, parameters["name"], entity.Header.Get("Content-Disposition"), entity.Header.Get("Content-Id"), content)
}

// wire reports what no server and no reader should have to bear.
func wire(raw []byte) error {
	inHeader := true
	for i, line := range bytes.SplitAfter(raw, []byte("\n")) {
		if len(line) == 0 {
			continue
		}
		text, ended := bytes.CutSuffix(line, []byte("\r\n"))
		switch {
		case !ended:
			return fmt.Errorf("line %d does not end in CRLF: %q", i+1, line)
		case bytes.ContainsAny(text, "\r\x00"):
			return fmt.Errorf("line %d has a bare CR or a NUL: %q", i+1, line)
		case len(text) > 998:
			return fmt.Errorf("line %d has %d bytes", i+1, len(text))
		case bytes.Contains(text, []byte("=?UTF-8?")) && len(text) > 76, bytes.Contains(text, []byte("*=UTF-8''")) && len(text) > 78:
			return fmt.Errorf("line %d of a header has %d bytes: %q", i+1, len(text), text)
		case inHeader && len(text) > 0 && len(bytes.TrimSpace(text)) == 0:
			return fmt.Errorf("line %d of a header is blank", i+1)
		}
		for _, b := range text {
			if b >= 0x7F || b < ' ' && b != '\t' {
				return fmt.Errorf("line %d has byte %#x: %q", i+1, b, line)
			}
		}
		inHeader = inHeader && len(text) > 0
	}
	return nil
}

// address is how the readers above write an Address.
func address(a message.Address) string { return a.Name + "|" + a.Envelope() }
