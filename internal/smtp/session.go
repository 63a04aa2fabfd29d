package smtp

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"strconv"
	"time"

	gosmtp "github.com/emersion/go-smtp"
)

// never is longer than any stage may take.
const never = 1000 * time.Hour

var errTimeout = errors.New("time-out")

// session is one connection that is greeted, secured and logged in.
type session struct {
	server Server
	limits Timeouts
	host   string
	raw    net.Conn // the connection itself: closing it ends whatever waits
	conn   net.Conn // raw, or TLS over it
	wire   *wire
	client *gosmtp.Client
	veil   veil
	used   int // messages that went through
}

// during runs one stage. It ends with its time or with the context, by closing
// the connection under it.
func (s *session) during(ctx context.Context, stage Stage, limit time.Duration, act func() error) *Error {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errTimeout)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = s.raw.Close() })
	err := act()
	stop()
	if err == nil {
		return nil
	}
	return s.failed(ctx, stage, err)
}

// transfer sends one message through the session.
func (s *session) transfer(ctx context.Context, letter envelope, handingOver func() error) (Answer, *Error) {
	if failure := s.address(ctx, letter); failure != nil {
		return Answer{}, failure
	}
	var data *gosmtp.DataCommand
	if failure := s.during(ctx, StageData, s.limits.Command, func() (err error) { data, err = s.client.Data(); return err }); failure != nil {
		return Answer{}, failure
	}
	// A slow line is given the time that it needs; a dead one is not.
	limit := s.limits.Body + time.Duration(letter.size)*time.Second/(16<<10)
	if failure := s.during(ctx, StageBody, limit, func() error { return s.write(data, letter.message) }); failure != nil {
		return Answer{}, failure
	}
	if err := ctx.Err(); err != nil {
		return Answer{}, s.failed(ctx, StageBody, err)
	}
	if err := handingOver(); err != nil {
		failure := s.failed(ctx, StageBody, err)
		failure.Err = err
		return Answer{}, failure
	}
	return s.end(ctx, data)
}

// address names sender and recipient.
func (s *session) address(ctx context.Context, letter envelope) *Error {
	if most, known := s.client.MaxMessageSize(); known && most > 0 && letter.size > most {
		failure := s.refused(StageMail, fmt.Errorf("the server takes at most %s and the message has %s; set attachment_mb",
			megabytes(most), megabytes(letter.size)))
		failure.Server = false
		return failure
	}
	if offered, _ := s.client.Extension("SMTPUTF8"); letter.utf8 && !offered {
		failure := s.refused(StageRcpt, errors.New("the server does not take addresses with other than Latin letters before the @ (SMTPUTF8)"))
		failure.Server = false
		return failure
	}
	options := &gosmtp.MailOptions{Size: int64(letter.size), UTF8: letter.utf8}
	if failure := s.during(ctx, StageMail, s.limits.Command, func() error { return s.client.Mail(letter.from, options) }); failure != nil {
		return failure
	}
	return s.during(ctx, StageRcpt, s.limits.Command, func() error { return s.client.Rcpt(letter.to, nil) })
}

func megabytes(bytes int) string {
	return strconv.FormatFloat(float64(bytes)/1e6, 'f', 1, 64) + " MB"
}

// write sends the message without its end. Where the server breaks off it may
// have said why.
func (s *session) write(data *gosmtp.DataCommand, message []byte) error {
	_, err := data.Write(message)
	if err == nil {
		return nil
	}
	const patience = time.Second
	defer time.AfterFunc(patience, func() { _ = s.raw.Close() }).Stop()
	if _, _, reason := textproto.NewReader(bufio.NewReader(s.wire)).ReadResponse(250); isAnswer(reason) {
		return reason
	}
	return err
}

// end sends the final dot and waits for the answer. From here on a cancelled
// context only shortens the wait: to leave now would make an unknown of what
// the server says in a moment.
func (s *session) end(ctx context.Context, data *gosmtp.DataCommand) (Answer, *Error) {
	patient, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	leave := context.AfterFunc(ctx, func() {
		time.AfterFunc(s.limits.Parting, func() { cancel(context.Cause(ctx)) })
	})
	defer leave()
	var response *gosmtp.DataResponse
	failure := s.during(patient, StageEnd, s.limits.End, func() (err error) {
		response, err = data.CloseWithResponse()
		return err
	})
	if failure != nil {
		return Answer{}, failure
	}
	enhanced, text := split(response.StatusText)
	return Answer{Code: 250, Enhanced: enhanced, Text: s.veil.clean(text)}, nil
}
