// Package smtp hands messages to a company's mail server: over TLS, logged in,
// one recipient a message, several messages a connection. What it reports tells
// apart what was delivered, what was not, and what cannot be known.
package smtp

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"golang.org/x/net/idna"
)

// How the connection is secured.
const (
	StartTLS = "starttls" // begins in plain text and must go over to TLS
	TLS      = "tls"      // TLS from the first byte
	None     = "none"     // plain text, for a server on this machine only
)

// Server is where messages are handed over, and how.
type Server struct {
	Host     string
	Port     int
	Security string // StartTLS where empty
	// User is empty where the server asks for none.
	User string
	// Password is asked for at each login and kept no longer than the connection.
	Password func() (string, error)
	// Hello is the name the client gives itself; where empty it is the domain of
	// the first sender, never the machine's name.
	Hello string
	// RootCAs are the authorities that may have signed the server's certificate;
	// those of the system where nil.
	RootCAs  *x509.CertPool
	Timeouts Timeouts
}

// Timeouts bound how long each stage may take. A zero is the default.
type Timeouts struct {
	Dial     time.Duration // 30 s, with the name's look-up
	TLS      time.Duration // 30 s
	Greeting time.Duration // 1 min: some servers let strangers wait
	Command  time.Duration // 2 min: AUTH, MAIL, RCPT, DATA, each
	// Body is 3 min and comes on top of what the message takes at 16 KiB a second.
	Body time.Duration
	// End is 10 min, as RFC 5321, 4.5.3.2.6 has it: a server that is given up
	// before it answers leaves a message of which nobody knows.
	End time.Duration
	// Parting is how long a cancelled Send still waits for the answer to the
	// final dot: 8 s, within the 10 s that container runtimes give a process.
	Parting time.Duration
	// Idle is after how long an unused connection is closed: 30 s.
	Idle time.Duration
}

func (t Timeouts) filled() Timeouts {
	fill := func(value *time.Duration, standard time.Duration) {
		if *value <= 0 {
			*value = standard
		}
	}
	fill(&t.Dial, 30*time.Second)
	fill(&t.TLS, 30*time.Second)
	fill(&t.Greeting, time.Minute)
	fill(&t.Command, 2*time.Minute)
	fill(&t.Body, 3*time.Minute)
	fill(&t.End, 10*time.Minute)
	fill(&t.Parting, 8*time.Second)
	fill(&t.Idle, 30*time.Second)
	return t
}

// Check finds what is wrong with a server's settings without calling it.
func (s Server) Check() error {
	var mistakes []error
	if _, err := asciiHost(s.Host); err != nil {
		mistakes = append(mistakes, fmt.Errorf("server %q: %w", s.Host, err))
	}
	if s.Port < 1 || s.Port > 65535 {
		mistakes = append(mistakes, fmt.Errorf("port %d: is not from 1 to 65535", s.Port))
	}
	switch s.Security {
	case "", StartTLS, TLS, None:
	default:
		mistakes = append(mistakes, fmt.Errorf("security %q: is none of starttls, tls, none", s.Security))
	}
	if s.User != "" && s.Password == nil {
		mistakes = append(mistakes, fmt.Errorf("user %q: no password is given", s.User))
	}
	return errors.Join(mistakes...)
}

// Roots reads the certificates of a company's own authorities.
func Roots(pem []byte) (*x509.CertPool, error) {
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, errors.New("holds no certificate in PEM (-----BEGIN CERTIFICATE-----)")
	}
	return pool, nil
}

func (s Server) address() string {
	return net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
}

// asciiHost is a host's name as the network knows it.
func asciiHost(host string) (string, error) {
	if host == "" {
		return "", errors.New("is empty")
	}
	if net.ParseIP(host) != nil {
		return host, nil
	}
	ascii, err := idna.Lookup.ToASCII(host)
	if err != nil {
		return "", errors.New("is no host name")
	}
	return ascii, nil
}
