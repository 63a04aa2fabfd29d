// Package message makes a mail of what there is to say: text, page, pictures
// and files become the bytes that a server is handed. The same message gives
// the same bytes, so that what is sent again after a crash is the same mail.
//
// The tree of parts is written by emersion/go-message, and not by go-mail 0.8:
// of go-mail's boundaries either all levels share one, which no reader can
// nest, or all are random. Headers are folded and names of files encoded here.
package message

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
)

// Message is one mail to one recipient.
type Message struct {
	From    Address
	To      Address
	ReplyTo Address // none where zero
	Subject string
	Text    string // required: what is read where no page is shown
	HTML    string // none where empty
	// Pictures stand in the page as <img src="cid:CID">.
	Pictures    []Picture
	Attachments []Attachment
	// Date is the moment of writing; the same on every attempt.
	Date time.Time
	// ID is the Message-ID without its angle brackets: see the function ID.
	ID string
	// Unsubscribe is for List-Unsubscribe: mailto: and https: addresses.
	Unsubscribe []string
	// OneClick says that the https address among them takes a POST (RFC 8058).
	// Such a header has to be covered by a DKIM signature to count.
	OneClick bool
	Language string // en, ru, es, pt-BR
}

// Picture is a PNG, or a JPEG, that the page shows.
type Picture struct {
	CID  string // letters, digits and ._-@
	Name string // of the file, for readers that list pictures
	PNG  []byte
}

// Attachment is a file to send. Open is called once for each time that its
// bytes are needed and must give the same Size bytes each time.
type Attachment struct {
	Name        string
	ContentType string // application/octet-stream where empty
	Size        int64
	Open        func() (io.ReadCloser, error)
}

// FileOf returns an attachment of bytes that are at hand.
func FileOf(name, contentType string, content []byte) Attachment {
	return Attachment{
		Name: name, ContentType: contentType, Size: int64(len(content)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
	}
}

// Bytes returns the whole mail, lines ended by CRLF.
func (m Message) Bytes() ([]byte, error) {
	var buffer bytes.Buffer
	if _, err := m.WriteTo(&buffer); err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}

// WriteTo writes the mail; attachments are streamed.
func (m Message) WriteTo(w io.Writer) (int64, error) {
	if err := m.check(); err != nil {
		return 0, fmt.Errorf("writing the mail to %s: %w", m.To.Envelope(), err)
	}
	tree := m.tree()
	tree.header = append(m.header(), tree.header...)
	out := &endWriter{to: w}
	err := tree.write(out)
	if err == nil {
		err = out.endLine()
	}
	if err != nil {
		return out.bytes, fmt.Errorf("writing the mail to %s: %w", m.To.Envelope(), err)
	}
	return out.bytes, nil
}

var (
	languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
	contentID   = regexp.MustCompile(`^[A-Za-z0-9._@-]{1,60}$`)
	messageID   = regexp.MustCompile(`^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9._-]{1,253}$`)
	// shownPicture finds what the page shows from within the mail.
	shownPicture = regexp.MustCompile(`(?i)\b(?:src|background)\s*=\s*["']?cid:([^"'\s>]*)`)
)

// check refuses what would make a mail that readers show wrongly or not at
// all: better no mail and an error than one with a hole in it.
func (m Message) check() error {
	if err := m.checkAddresses(); err != nil {
		return err
	}
	switch {
	case Line(m.Subject) == "":
		return errors.New("it has no subject")
	case strings.TrimSpace(m.Text) == "":
		return errors.New("it has no plain text")
	case m.Date.IsZero():
		return errors.New("it has no date")
	case !messageID.MatchString(m.ID):
		return fmt.Errorf("its Message-ID %q is not of the form hash@domain", m.ID)
	case !languageTag.MatchString(m.Language):
		return fmt.Errorf("its language %q is not a tag like en or pt-BR", m.Language)
	}
	if err := m.checkUnsubscribe(); err != nil {
		return err
	}
	for _, file := range m.Attachments {
		if file.Open == nil || file.Size < 0 {
			return fmt.Errorf("file %q cannot be opened or has no size", file.Name)
		}
	}
	return m.checkPictures()
}

func (m Message) checkAddresses() error {
	if err := m.From.check(); err != nil {
		return fmt.Errorf("its sender: %w", err)
	}
	if err := m.To.check(); err != nil {
		return fmt.Errorf("its recipient: %w", err)
	}
	if m.ReplyTo != (Address{}) {
		if err := m.ReplyTo.check(); err != nil {
			return fmt.Errorf("its address for replies: %w", err)
		}
	}
	return nil
}

// checkPictures compares what the page shows with what is there.
func (m Message) checkPictures() error {
	if m.HTML == "" && len(m.Pictures) > 0 {
		return errors.New("it has pictures and no page to show them")
	}
	known := map[string]bool{}
	for _, picture := range m.Pictures {
		if !contentID.MatchString(picture.CID) {
			return fmt.Errorf("picture %q: its id may have letters, digits and ._-@ only", picture.CID)
		}
		if known[picture.CID] {
			return fmt.Errorf("two pictures have the id %q", picture.CID)
		}
		known[picture.CID] = true
	}
	shown := map[string]bool{}
	for _, match := range shownPicture.FindAllStringSubmatch(m.HTML, -1) {
		if !known[match[1]] {
			return fmt.Errorf("the page shows the picture %q, which is not there", match[1])
		}
		shown[match[1]] = true
	}
	for _, picture := range m.Pictures {
		// Exchange hides such a picture (MS-OXCMAIL 2.2.3.4.1.4.1).
		if !shown[picture.CID] {
			return fmt.Errorf("the page does not show the picture %q", picture.CID)
		}
	}
	return nil
}

// endWriter counts what it writes and knows whether a line is open.
type endWriter struct {
	to    io.Writer
	bytes int64
	last  byte
}

func (e *endWriter) Write(p []byte) (int, error) {
	n, err := e.to.Write(p)
	e.bytes += int64(n)
	if n > 0 {
		e.last = p[n-1]
	}
	return n, err
}

// endLine ends the last line of a mail that is one part in base64.
func (e *endWriter) endLine() error {
	if e.last == '\n' {
		return nil
	}
	_, err := io.WriteString(e, "\r\n")
	return err
}
