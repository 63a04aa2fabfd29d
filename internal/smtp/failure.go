package smtp

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"syscall"

	gosmtp "github.com/emersion/go-smtp"
)

// refused is a failure that the client decides by itself, for good.
func (s *session) refused(stage Stage, err error) *Error {
	return &Error{Host: s.name(), Stage: stage, Text: s.veil.clean(err.Error()), Verdict: Permanent, Server: early(stage)}
}

func (s *session) name() string { return clean(s.server.address()) }

// early says that no recipient has been named yet at a stage.
func early(stage Stage) bool {
	switch stage {
	case StageDial, StageGreeting, StageTLS, StageAuth, StageMail:
		return true
	}
	return false
}

// failed turns what went wrong at a stage into an Error. A certificate that does
// not fit is temporary, like a server that cannot be reached: it expired this
// morning, or a hotel's network stands between.
func (s *session) failed(ctx context.Context, stage Stage, err error) *Error {
	if code, text, ok := spoken(err); ok {
		return s.rejected(stage, code, text)
	}
	failure := &Error{Host: s.name(), Stage: stage, Verdict: Temporary, Server: early(stage)}
	if stage == StageEnd && s.wire.broken == nil {
		failure.Verdict = Unknown
	}
	cause := context.Cause(ctx)
	switch {
	case errors.Is(cause, errTimeout):
		failure.Text, failure.Err = "no answer in time", context.DeadlineExceeded
	case cause != nil:
		failure.Text, failure.Err = s.veil.clean(cause.Error()), cause
	default:
		failure.Text, failure.Err = s.veil.clean(describe(err)), branch(err)
	}
	return failure
}

// rejected is a failure that the server spoke of.
func (s *session) rejected(stage Stage, code int, text string) *Error {
	enhanced, words := split(text)
	failure := &Error{Host: s.name(), Stage: stage, Code: code, Enhanced: enhanced, Text: s.veil.clean(words), Server: early(stage)}
	switch {
	case code >= 400 && code <= 499:
		failure.Verdict = Temporary
	case code >= 500 && code <= 599:
		failure.Verdict = Permanent
	case stage == StageEnd:
		failure.Verdict = Unknown
	default:
		failure.Verdict = Temporary
	}
	switch {
	case code == 421 || code == 530 || code == 538:
		// Closing; login required; encryption required: no matter which command.
		failure.Server = true
	case stage == StageMail && ofMessage(code, enhanced):
		failure.Server = false
	}
	return failure
}

// ofMessage says that a refusal of MAIL FROM is about the message's size or its
// addresses' letters (RFC 1870 and RFC 6531), which another message may not share.
func ofMessage(code int, enhanced string) bool {
	_, detail, _ := strings.Cut(enhanced, ".")
	return code == 552 || detail == "3.4" || detail == "2.3" || strings.HasPrefix(detail, "6.")
}

// spoken takes a server's answer out of an error.
func spoken(err error) (code int, text string, ok bool) {
	var answer *gosmtp.SMTPError
	if errors.As(err, &answer) {
		text := answer.Message
		if class := answer.EnhancedCode[0]; class > 0 {
			parts := make([]string, len(answer.EnhancedCode))
			for i, part := range answer.EnhancedCode {
				parts[i] = strconv.Itoa(part)
			}
			text = strings.Join(parts, ".") + " " + text
		}
		return answer.Code, text, true
	}
	var plain *textproto.Error
	if errors.As(err, &plain) {
		return plain.Code, plain.Msg, true
	}
	return 0, "", false
}

func isAnswer(err error) bool {
	_, _, ok := spoken(err)
	return ok
}

// describe says in words what the network or the protocol had to say. A server
// that goes while something of ours is still unread resets the connection: which
// of the two we see is chance.
func describe(err error) string {
	if slices.ContainsFunc([]error{io.EOF, io.ErrUnexpectedEOF, syscall.ECONNRESET, syscall.EPIPE}, func(gone error) bool { return errors.Is(err, gone) }) {
		return "the server closed the connection"
	}
	var protocol textproto.ProtocolError
	if errors.As(err, &protocol) {
		return "the server's answer is none: " + string(protocol)
	}
	return err.Error()
}

// branch is what of an error a caller may want to tell apart. Errors that carry
// a server's words are left out: those are bounded and without secrets in Text.
func branch(err error) error {
	var invalid *tls.CertificateVerificationError
	if errors.As(err, &invalid) {
		return invalid
	}
	var network net.Error
	if errors.As(err, &network) {
		return network
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// split takes the enhanced code off a text.
func split(text string) (enhanced, rest string) {
	first, rest, _ := strings.Cut(text, " ")
	parts := strings.Split(first, ".")
	if len(parts) != 3 {
		return "", text
	}
	for _, part := range parts {
		if number, err := strconv.Atoi(part); err != nil || number < 0 || number > 999 || len(part) > 3 {
			return "", text
		}
	}
	return first, rest
}
