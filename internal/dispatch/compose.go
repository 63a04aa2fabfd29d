package dispatch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"clientele/internal/deliveries"
	"clientele/internal/message"
	"clientele/internal/pipeline"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/mail"
)

// mailOne makes the mail to one recipient and queues it, or notes why not.
func (d *Dispatcher) mailOne(ctx context.Context, o *order, things *made, envelope pipeline.Envelope) error {
	if done, err := d.settled(o, envelope.To); err != nil || done {
		return err
	}
	if has, err := d.hasInstead(o, envelope.To); err != nil || has {
		return err
	}
	doubts := things.doubts
	if !d.config.MayMail(envelope.To) {
		doubts = append(slices.Clone(doubts), doubt{kind: "domain", holds: true, say: phrase("jobs.outside", "to", envelope.To.Envelope())})
	}
	if one, yes := held(doubts); yes {
		return d.hold(o, envelope, one)
	}
	before, err := d.brokenBefore(o, envelope.To)
	if err != nil {
		return err
	}
	if before != nil && !o.despite {
		d.summary.Held++
		d.tell("still held back: %s: %s\nmend it and send with --run, or send the last good report with --despite", before.Key, before.Reason)
		return nil
	}
	if before != nil && before.Guard != kindRejected {
		things = things.withLastGood()
	}
	o, err = d.anew(o, envelope.To)
	if err != nil || o == nil {
		return err
	}
	documents, err := d.documents(ctx, things.recalled, envelope)
	switch {
	case errors.Is(err, pipeline.ErrNobody):
		return d.hold(o, envelope, doubt{kind: "empty", holds: true, say: func(words *catalogue.Catalogue) string {
			return words.Say("jobs.empty", "what", words.Say("jobs.empty.customers", "whose", envelope.Filter.String()))
		}})
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return d.hold(o, envelope, doubt{kind: "manager", holds: true, say: phrase("jobs.manager", "what", sentence(err))})
	}
	nothing, err := things.recalled.Empty(ctx)
	if err != nil {
		return err
	}
	if nothing && o.job.HoldsEmpty() && !o.despite {
		return d.hold(o, envelope, doubt{kind: "empty", holds: true, say: func(words *catalogue.Catalogue) string {
			return words.Say("jobs.empty", "what", words.Say("jobs.empty.purchases"))
		}})
	}
	files, err := d.files(things, envelope, documents)
	if err != nil {
		return err
	}
	packed, err := message.Pack(files, d.limits(o, envelope))
	var large *message.TooLarge
	if errors.As(err, &large) {
		return d.hold(o, envelope, doubt{kind: "too large", holds: true, say: phrase("jobs.too_large", "what", large.Error())})
	}
	if err != nil {
		return err
	}
	return d.queueParts(o, things, envelope, documents, packed)
}

// documents are those of the reports that a recipient gets.
func (d *Dispatcher) documents(ctx context.Context, recalled *pipeline.Recalled, envelope pipeline.Envelope) ([]*reports.Document, error) {
	var documents []*reports.Document
	for _, id := range envelope.Reports {
		var document *reports.Document
		var err error
		if id == pipeline.ManagerReport {
			document, err = recalled.Manager(ctx, envelope.Filter, envelope.Language)
		} else {
			document, err = recalled.Document(id, envelope.Language)
		}
		if err != nil {
			return nil, err
		}
		documents = append(documents, document)
	}
	return documents, nil
}

// files are what is attached: those that lie in the folder of the reports, byte
// for byte; others are made.
func (d *Dispatcher) files(things *made, envelope pipeline.Envelope, documents []*reports.Document) ([]message.Attachment, error) {
	there := things.recalled.Files
	var files []message.Attachment
	for _, document := range documents {
		at := slices.IndexFunc(there, func(r pipeline.Report) bool {
			return r.ID == document.ID && r.Language == envelope.Language && document.ID != pipeline.ManagerReport
		})
		for _, form := range envelope.Attach {
			name := fileName(document, form)
			if at >= 0 {
				path := there[at].Workbook
				if form == pipeline.FormPage {
					path = there[at].Page
				}
				file, err := onDisk(name, path)
				if err != nil {
					return nil, err
				}
				files = append(files, file)
				continue
			}
			var content bytes.Buffer
			write := things.recalled.Workbook
			if form == pipeline.FormPage {
				write = things.recalled.Page
			}
			if err := write(document, &content); err != nil {
				return nil, err
			}
			files = append(files, message.FileOf(name, contentType(form), content.Bytes()))
		}
	}
	return files, nil
}

// fileName is what a recipient sees: what the report is, and of which day.
func fileName(document *reports.Document, form string) string {
	return document.Title + " " + document.AsOf.Format(time.DateOnly) + "." + form
}

func contentType(form string) string {
	if form == pipeline.FormPage {
		return "text/html; charset=utf-8"
	}
	return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
}

func (d *Dispatcher) limits(o *order, envelope pipeline.Envelope) message.Limits {
	limits := message.Limits{
		Bytes: int64(d.config.Mail.AttachmentMB * bytesInMB), Link: d.config.Mail.TooLarge.Link,
		Job: o.job.Name, Period: o.period, Recipient: envelope.To.Key(),
	}
	if folder := d.config.Mail.TooLarge.Folder; folder != "" {
		limits.Folder = d.config.Resolve(folder)
	}
	return limits
}

const bytesInMB = 1_000_000

// queueParts writes the mail, in as many parts as its files need, into the
// outbox and the ledger.
func (d *Dispatcher) queueParts(o *order, things *made, envelope pipeline.Envelope, documents []*reports.Document, packed message.Packed) error {
	if err := d.writeAside(packed); err != nil {
		return d.hold(o, envelope, doubt{kind: "too large", holds: true, say: phrase("jobs.aside", "what", err.Error())})
	}
	for i, files := range packed.Parts {
		part := 0
		if len(packed.Parts) > 1 {
			part = i + 1
		}
		letter, subject, err := d.letter(o, things, envelope, documents, packed, part, files)
		if err != nil {
			return err
		}
		if err := d.queue(o.key(envelope.To, part), "report", letter, subject, names(files)); err != nil {
			return err
		}
	}
	return nil
}

func names(files []message.Attachment) []string {
	var out []string
	for _, file := range files {
		out = append(out, file.Name)
	}
	return out
}

// letter writes one part of a mail: its bytes and its subject.
func (d *Dispatcher) letter(o *order, things *made, envelope pipeline.Envelope, documents []*reports.Document, packed message.Packed, part int, files []message.Attachment) (content []byte, subject string, err error) {
	words, err := catalogue.New(envelope.Language)
	if err != nil {
		return nil, "", err
	}
	frame := mail.Frame{Job: o.job.Name, Unsubscribe: d.unsubscribe()}
	if owner, err := message.ParseAddress(d.config.Mail.Owner[0]); err == nil {
		frame.Owner = owner.Envelope() // whom to ask
	}
	if part > 0 {
		frame.Part, frame.Parts = part, len(packed.Parts)
	}
	if o.missed > 0 {
		frame.Warnings = append(frame.Warnings, words.Count("jobs.missed", int64(o.missed)))
	}
	for _, one := range things.doubts {
		if one.kind == kindFailed || one.kind == kindAudit {
			continue // what failed is for the owner; that this is an older report is said
		}
		frame.Warnings = append(frame.Warnings, one.say(words))
	}
	for _, fate := range packed.Fates {
		frame.Attached = append(frame.Attached, attachedAs(fate, part))
	}
	body, err := mail.Write(documents[0], frame)
	if err != nil {
		return nil, "", fmt.Errorf("writing the mail's text: %w", err)
	}
	content, err = d.message(o.key(envelope.To, part), envelope.To, envelope.Language, body, files)
	return content, body.Subject, err
}

// attachedAs says what became of a file, to the reader of one part.
func attachedAs(fate message.Fate, part int) mail.Attached {
	out := mail.Attached{Name: fate.Name, Bytes: fate.Bytes, Packed: fate.Sent, Part: fate.Part, Place: fate.Place}
	switch {
	case fate.How == message.Linked:
		out.How = mail.AtLink
	case part > 0 && fate.Part != part:
		out.How = mail.InPart
	case fate.How == message.Zipped:
		out.How = mail.Zipped
	}
	return out
}

// message is a mail of the dispatcher's as it goes to the server.
func (d *Dispatcher) message(key deliveries.Key, to message.Address, language string, body mail.Body, files []message.Attachment) ([]byte, error) {
	from, err := message.ParseAddress(d.config.Mail.From)
	if err != nil {
		return nil, err
	}
	out := message.Message{
		From: from, To: to, Subject: body.Subject, Text: body.Text, HTML: body.HTML, Attachments: files,
		Date: d.options.Now(), ID: d.messageID(key),
		Unsubscribe: []string{d.unsubscribe()}, Language: language,
	}
	if d.config.Mail.ReplyTo != "" {
		if out.ReplyTo, err = message.ParseAddress(d.config.Mail.ReplyTo); err != nil {
			return nil, err
		}
	}
	for _, picture := range body.Pictures {
		out.Pictures = append(out.Pictures, message.Picture{CID: picture.CID, Name: picture.Name, PNG: picture.PNG})
	}
	return out.Bytes()
}

// messageID is what a mail is known by, the same however often it is made.
func (d *Dispatcher) messageID(key deliveries.Key) string {
	from, err := message.ParseAddress(d.config.Mail.From)
	if err != nil {
		return "" // checked when the config was read
	}
	return message.ID(key.Job, key.Period, key.Recipient, key.Part, from.Domain)
}

// unsubscribe is where a recipient says that the mails are not wanted.
func (d *Dispatcher) unsubscribe() string {
	if d.config.Mail.Unsubscribe != "" {
		return d.config.Mail.Unsubscribe
	}
	owner, err := message.ParseAddress(d.config.Mail.Owner[0])
	if err != nil {
		return ""
	}
	return owner.Mailto("unsubscribe")
}

// onDisk is a file to attach that lies in a folder.
func onDisk(name, path string) (message.Attachment, error) {
	size, open, err := fileOn(path)
	if err != nil {
		return message.Attachment{}, fmt.Errorf("attaching %s: %w", filepath.Base(path), err)
	}
	kind := contentType(filepath.Ext(path)[1:])
	return message.Attachment{Name: name, ContentType: kind, Size: size, Open: open}, nil
}

type opener func() (io.ReadCloser, error)
