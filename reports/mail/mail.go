// Package mail makes of a Document the body of a mail that people read at a
// glance: what is new, the key figures, one picture, one small table, what is
// attached. The same facts stand in a part of plain text.
//
// Programs that show mails know little: layout is by tables, styles stand in
// the elements, and nothing is fetched. A block of styles adds what telephones
// and dark grounds need; where it is taken away, and where pictures are not
// shown, all can still be read.
//
// Texts from the data are hostile. They reach the body through html/template
// only, without control characters, and the subject without ends of lines.
package mail

import (
	"fmt"

	"clientele/reports"
	"clientele/reports/mail/picture"
)

// Body is what a mail says.
type Body struct {
	Subject  string
	HTML     string
	Text     string
	Pictures []Picture // that the HTML shows
}

// Picture stands in the mail itself: the HTML names it as cid:CID.
type Picture struct {
	CID  string // without angle brackets
	Name string // of a file
	PNG  []byte // or, of a logo, JPEG: see Type
	Type string // image/png or image/jpeg
	Alt  string
}

// Write makes the body of a mail with a report.
func Write(document *reports.Document, frame Frame) (Body, error) {
	presenter, err := reports.NewPresenter(document)
	if err != nil {
		return Body{}, err
	}
	w := &writer{Presenter: presenter, look: &document.Look}
	if err := w.fromDocument(document); err != nil {
		return Body{}, fmt.Errorf("write the mail with %q: %w", document.Title, err)
	}
	w.surround(frame)
	body, err := w.body()
	if err != nil {
		return Body{}, fmt.Errorf("write the mail with %q: %w", document.Title, err)
	}
	return body, nil
}

// PNG draws a chart, two dots to a pixel of its width. The picture has a white
// ground. A chart whose form has no picture is picture.ErrForm.
func PNG(chart *reports.Chart, presenter *reports.Presenter, palette reports.Palette, width int) (picture.Picture, error) {
	return picture.Draw(chart, picture.Settings{Palette: palette, Presenter: presenter, Width: width, Scale: 2})
}

// writer makes one mail.
type writer struct {
	*reports.Presenter
	look     *reports.Look
	letter   letter
	pictures []Picture
}

// body renders the letter both ways.
func (w *writer) body() (Body, error) {
	w.addLogo()
	page, err := w.html()
	if err != nil {
		return Body{}, err
	}
	return Body{Subject: w.letter.Subject, HTML: page, Text: w.text(), Pictures: w.pictures}, nil
}
