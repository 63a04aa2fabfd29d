package message

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"fmt"
	"io"
	"mime/quotedprintable"
	"strings"
)

// entity is a part of a mail: headers, then a body or parts of its own.
type entity struct {
	header   []field
	boundary string
	parts    []entity
	body     func(io.Writer) error
}

func (e entity) write(w io.Writer) error {
	for _, f := range e.header {
		if err := f.write(w); err != nil {
			return err
		}
	}
	if _, err := io.WriteString(w, "\r\n"); err != nil {
		return err
	}
	if e.body != nil {
		return e.body(w)
	}
	for _, part := range e.parts {
		if _, err := io.WriteString(w, "--"+e.boundary+"\r\n"); err != nil {
			return err
		}
		if err := part.write(w); err != nil {
			return err
		}
		// The line end before a boundary belongs to the boundary.
		if _, err := io.WriteString(w, "\r\n"); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "--"+e.boundary+"--\r\n")
	return err
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
	hash := sha256.Sum256([]byte(kind + "\x00" + m.ID))
	boundary := "=_" + kind + "_" + strings.ToLower(base32.StdEncoding.EncodeToString(hash[:15]))
	words := []string{"multipart/" + kind + ";"}
	if kind == "related" {
		// RFC 2387 §3.1: the type of the part that shows the others.
		words = append(words, `type="multipart/alternative";`)
	}
	words = append(words, `boundary="`+boundary+`"`)
	return entity{header: []field{{"Content-Type", words}}, boundary: boundary, parts: parts}
}

// textPart encodes as quoted-printable or base64, whichever is shorter: a
// Cyrillic letter takes six characters in the one and under three in the other.
func textPart(kind, text string) entity {
	text = strings.ReplaceAll(body(text), "\n", "\r\n")
	encoding, encoded := "quoted-printable", quoted(text)
	if other := inLines([]byte(text)); len(other) < len(encoded) {
		encoding, encoded = "base64", other
	}
	return entity{
		header: []field{
			{"Content-Type", []string{kind + ";", "charset=utf-8"}},
			{"Content-Transfer-Encoding", []string{encoding}},
		},
		body: func(w io.Writer) error {
			_, err := w.Write(encoded)
			return err
		},
	}
}

// quoted relies on a bytes.Buffer taking every write.
func quoted(text string) []byte {
	var buffer bytes.Buffer
	writer := quotedprintable.NewWriter(&buffer)
	_, _ = io.WriteString(writer, text)
	_ = writer.Close()
	return buffer.Bytes()
}

func inLines(content []byte) []byte {
	var buffer bytes.Buffer
	_, _ = writeBase64(&buffer, bytes.NewReader(content))
	return buffer.Bytes()
}

// writeBase64 writes lines of 76 characters, each of 57 bytes, and returns how
// many bytes it read.
func writeBase64(w io.Writer, content io.Reader) (int64, error) {
	const perLine, lines = 57, 512
	in := make([]byte, perLine*lines)
	out := make([]byte, 0, lines*78)
	var total int64
	for {
		n, err := io.ReadFull(content, in)
		total += int64(n)
		out = out[:0]
		for start := 0; start < n; start += perLine {
			out = base64.StdEncoding.AppendEncode(out, in[start:min(start+perLine, n)])
			out = append(out, '\r', '\n')
		}
		if _, err := w.Write(out); err != nil {
			return total, err
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return total, nil
		default:
			return total, err
		}
	}
}

func (p Picture) part() entity {
	name := SafeName(p.Name, longestName)
	return entity{
		header: []field{
			{"Content-Type", append([]string{"image/png;"}, wordParameter("name", name)...)},
			{"Content-Transfer-Encoding", []string{"base64"}},
			{"Content-ID", []string{"<" + p.CID + ">"}},
			{"Content-Disposition", append([]string{"inline;"}, parameter("filename", name)...)},
		},
		body: func(w io.Writer) error {
			_, err := writeBase64(w, bytes.NewReader(p.PNG))
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
	n, err := writeBase64(w, content)
	if err != nil {
		return fmt.Errorf("copying file %q: %w", a.Name, err)
	}
	if n != a.Size {
		return changed(a, n)
	}
	return nil
}
