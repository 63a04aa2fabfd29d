package smtp

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/emersion/go-sasl"
	gosmtp "github.com/emersion/go-smtp"
)

// dial reaches the server, secures the connection and logs in.
func (c *Client) dial(ctx context.Context, domain string) (*session, *Error) {
	hello := c.server.Hello
	if hello == "" {
		hello = domain
	}
	s := &session{server: c.server, limits: c.limits}
	if failure := s.connect(ctx, c.lookup); failure != nil {
		return nil, failure
	}
	var greeting []byte
	steps := []func() *Error{
		func() (failure *Error) { greeting, failure = s.begin(ctx, hello); return failure },
		func() *Error { return s.secure(ctx) },
		func() *Error { return s.greet(ctx, hello, greeting) },
		func() *Error { return s.authenticate(ctx) },
	}
	for _, step := range steps {
		if failure := step(); failure != nil {
			_ = s.raw.Close()
			return nil, failure
		}
	}
	return s, nil
}

// connect makes the bare connection. Without TLS it goes to an address of this
// machine alone, and to the very address that was looked at.
func (s *session) connect(ctx context.Context, lookup func(context.Context, string) ([]netip.Addr, error)) *Error {
	host, err := asciiHost(s.server.Host)
	if err != nil {
		return s.refused(StageDial, fmt.Errorf("the name of the server %w", err))
	}
	ctx, cancel := context.WithTimeoutCause(ctx, s.limits.Dial, errTimeout)
	defer cancel()
	target := host
	if s.server.Security == None {
		addresses, err := lookup(ctx, host)
		if err != nil {
			return s.failed(ctx, StageDial, err)
		}
		if target, err = loopback(addresses); err != nil {
			return s.refused(StageDial, err)
		}
	}
	var dialer net.Dialer
	raw, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(target, strconv.Itoa(s.server.Port)))
	if err != nil {
		return s.failed(ctx, StageDial, err)
	}
	s.raw, s.conn, s.host = raw, raw, host
	return nil
}

// loopback chooses among addresses that must all be this machine's own.
func loopback(addresses []netip.Addr) (string, error) {
	chosen := ""
	for _, address := range addresses {
		if !address.Unmap().IsLoopback() {
			return "", errors.New("security: none is for a server on this machine only; use starttls or tls")
		}
		// The first IPv4 address: servers on loopback often listen there alone.
		if chosen == "" || address.Unmap().Is4() && !strings.Contains(chosen, ".") {
			chosen = address.Unmap().String()
		}
	}
	if chosen == "" {
		return "", errors.New("the name of the server has no address")
	}
	return chosen, nil
}

// begin is the part of STARTTLS that is plain text: greeting, EHLO, STARTTLS.
// It is done here because the library would call this machine localhost, and
// would not notice what a stranger on the way adds to the go-ahead. It gives
// back the greeting, which the server says only once.
func (s *session) begin(ctx context.Context, hello string) (greeting []byte, failure *Error) {
	if s.server.Security == TLS || s.server.Security == None {
		return nil, nil
	}
	line := newWire(s.conn, nil)
	text := textproto.NewConn(line)
	say := func(expect int, command string) (answer string, err error) {
		if command != "" {
			if err := text.PrintfLine("%s", command); err != nil {
				return "", err
			}
		}
		_, answer, err = text.ReadResponse(expect)
		return answer, err
	}
	failure = s.during(ctx, StageGreeting, s.limits.Greeting, func() error {
		words, err := say(220, "")
		if err != nil {
			return err
		}
		first, _, _ := strings.Cut(words, "\n")
		greeting = []byte("220 " + first + "\r\n")
		extensions, err := say(250, "EHLO "+hello)
		if err != nil {
			return err
		}
		if !offers(extensions, "STARTTLS") {
			return errors.New("the server does not offer STARTTLS; where it takes TLS from the first byte (port 465) set security: tls")
		}
		if _, err := say(220, "STARTTLS"); err != nil {
			return err
		}
		if text.R.Buffered() > 0 {
			return errors.New("something was added in plain text to the go-ahead for TLS")
		}
		return nil
	})
	return greeting, failure
}

// offers says whether an answer to EHLO has an extension.
func offers(answer, extension string) bool {
	lines := strings.Split(answer, "\n")
	for _, line := range lines[1:] {
		if word, _, _ := strings.Cut(line, " "); strings.EqualFold(strings.TrimSpace(word), extension) {
			return true
		}
	}
	return false
}

// secure makes the handshake and checks the certificate against the host.
func (s *session) secure(ctx context.Context) *Error {
	if s.server.Security == None {
		return nil
	}
	secured := tls.Client(s.raw, &tls.Config{ServerName: s.host, RootCAs: s.server.RootCAs, MinVersion: tls.VersionTLS12})
	s.conn = secured
	return s.during(ctx, StageTLS, s.limits.TLS, func() error { return secured.HandshakeContext(ctx) })
}

// greet hands the connection to the library and says EHLO.
func (s *session) greet(ctx context.Context, hello string, greeting []byte) *Error {
	s.wire = newWire(s.conn, greeting)
	s.client = gosmtp.NewClient(s.wire)
	// Each stage has a limit of its own here.
	s.client.CommandTimeout, s.client.SubmissionTimeout = never, never
	return s.during(ctx, StageGreeting, s.limits.Greeting, func() error { return s.client.Hello(hello) })
}

// authenticate logs in by the first of PLAIN and LOGIN that is offered.
func (s *session) authenticate(ctx context.Context) *Error {
	if s.server.User == "" {
		return nil
	}
	if s.server.Password == nil {
		return s.refused(StageAuth, errors.New("no password is given"))
	}
	password, err := s.server.Password()
	if err != nil {
		return s.refused(StageAuth, fmt.Errorf("the password: %w", err))
	}
	s.veil = newVeil(s.server.User, password)
	var mechanism sasl.Client
	switch {
	case s.client.SupportsAuth(sasl.Plain):
		mechanism = sasl.NewPlainClient("", s.server.User, password)
	case s.client.SupportsAuth(sasl.Login):
		mechanism = &login{user: s.server.User, password: password}
	default:
		return s.refused(StageAuth, errors.New(s.veil.clean(s.mechanisms())))
	}
	return s.during(ctx, StageAuth, s.limits.Command, func() error { return s.client.Auth(mechanism) })
}

func (s *session) mechanisms() string {
	offered, list := s.client.Extension("AUTH")
	if !offered || strings.TrimSpace(list) == "" {
		return "the server offers no login (AUTH); leave out user and password, or use its port for submission"
	}
	return "the server offers neither PLAIN nor LOGIN, but " + list
}
