package message

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"io"
	"mime/quotedprintable"
	"strings"

	gomessage "github.com/emersion/go-message"
)

// entity is a part of a mail: headers, then a body or parts of its own.
type entity struct {
	header []field
	parts  []entity
	body   func(io.Writer) error
}

// write writes the whole mail.
func (e entity) write(w io.Writer) error {
	writer, err := gomessage.CreateWriter(w, headerOf(e.header))
	if err != nil {
		return err
	}
	return e.fill(writer)
}

// fill writes what stands under the headers.
func (e entity) fill(w *gomessage.Writer) error {
	if e.body != nil {
		if err := e.body(w); err != nil {
			return err
		}
		return w.Close()
	}
	for _, part := range e.parts {
		inner, err := w.CreatePart(headerOf(part.header))
		if err != nil {
			return err
		}
		if err := part.fill(inner); err != nil {
			return err
		}
	}
	return w.Close()
}

// headerOf gives the fields as they are folded here: where a first word is too
// long for the line of the header's name, go-message gives up 76 for 998 on
// all lines, which is more than RFC 2047 allows to encoded words.
func headerOf(fields []field) gomessage.Header {
	var header gomessage.Header
	// Each field is put above those that are there.
	for i := len(fields) - 1; i >= 0; i-- {
		header.AddRaw([]byte(fields[i].folded()))
	}
	return header
}

// tree is mixed(related(alternative(text, page), pictures…), files…); a level
// with but one part is left out.
func (m Message) tree() entity {
	content := textPart("text/plain", m.Text)
	if m.HTML != "" {
		content = m.several("alternative", content, textPart("text/html", m.HTML))
	}
	if len(m.Pictures) > 0 {
		parts := []entity{content}
		for _, picture := range m.Pictures {
			parts = append(parts, picture.part())
		}
		content = m.several("related", parts...)
	}
	if len(m.Attachments) == 0 {
		return content
	}
	parts := []entity{content}
	for _, file := range m.Attachments {
		parts = append(parts, file.part())
	}
	return m.several("mixed", parts...)
}

// several joins parts under a boundary. It begins with "=_", which neither
// quoted-printable nor base64 can write, so that no body can hold it.
func (m Message) several(kind string, parts ...entity) entity {
	hash := sha256.Sum256([]byte(m.ID))
	boundary := "=_" + kind + "_" + strings.ToLower(base32.StdEncoding.EncodeToString(hash[:15]))
	words := []string{"multipart/" + kind + ";"}
	if kind == "related" {
		// RFC 2387 §3.1: the type of the part that shows the others.
		words = append(words, `type="multipart/alternative";`)
	}
	words = append(words, `boundary="`+boundary+`"`)
	return entity{header: []field{{"Content-Type", words}}, parts: parts}
}

// textPart encodes as quoted-printable or base64, whichever is shorter: a
// Cyrillic letter takes six characters in the one and under three in the other.
func textPart(kind, text string) entity {
	text = strings.ReplaceAll(body(text), "\n", "\r\n")
	encoding := "quoted-printable"
	if len(text)*4/3 < quotedLength(text) {
		encoding = "base64"
	}
	return entity{
		header: []field{
			{"Content-Type", []string{kind + ";", "charset=utf-8"}},
			{"Content-Transfer-Encoding", []string{encoding}},
		},
		body: func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return err
		},
	}
}

func quotedLength(text string) int {
	counter := &endWriter{to: io.Discard}
	writer := quotedprintable.NewWriter(counter)
	_, _ = io.WriteString(writer, text)
	_ = writer.Close()
	return int(counter.bytes)
}

// pictureType tells a JPEG, as a company's logo may be one, from a PNG.
func pictureType(content []byte) string {
	if bytes.HasPrefix(content, []byte("\xFF\xD8\xFF")) {
		return "image/jpeg;"
	}
	return "image/png;"
}

func (p Picture) part() entity {
	name := SafeName(p.Name, longestName)
	return entity{
		header: []field{
			{"Content-Type", append([]string{pictureType(p.PNG)}, wordParameter("name", name)...)},
			{"Content-Transfer-Encoding", []string{"base64"}},
			{"Content-ID", []string{"<" + p.CID + ">"}},
			{"Content-Disposition", append([]string{"inline;"}, parameter("filename", name)...)},
		},
		body: func(w io.Writer) error {
			_, err := w.Write(p.PNG)
			return err
		},
	}
}

func (a Attachment) part() entity {
	name := SafeName(a.Name, longestName)
	return entity{
		header: []field{
			{"Content-Type", append(mediaType(a.ContentType), wordParameter("name", name)...)},
			{"Content-Transfer-Encoding", []string{"base64"}},
			{"Content-Disposition", append([]string{"attachment;"}, parameter("filename", name)...)},
		},
		body: a.write,
	}
}

// write refuses a file that is not as long as it was: half a workbook must not
// be sent because somebody was writing it.
func (a Attachment) write(w io.Writer) (err error) {
	content, err := a.Open()
	if err != nil {
		return fmt.Errorf("opening file %q: %w", a.Name, err)
	}
	defer func() {
		if closeErr := content.Close(); err == nil && closeErr != nil {
			err = fmt.Errorf("closing file %q: %w", a.Name, closeErr)
		}
	}()
	n, err := io.Copy(w, content)
	if err != nil {
		return fmt.Errorf("copying file %q: %w", a.Name, err)
	}
	if n != a.Size {
		return changed(a, n)
	}
	return nil
}
