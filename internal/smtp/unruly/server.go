// Package unruly is a mail server for tests: it listens on loopback in the
// test's own process, misbehaves as a script says, and keeps the truth of what
// it accepted, so that a test can compare what a client believes with what was.
//
// It speaks SMTP itself, on the bare connection: most of what it has to do
// wrong a proper server library rightly does not allow.
package unruly

import (
	"crypto/sha256"
	"crypto/x509"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"
)

// Acceptance is a message that the server took and would deliver.
type Acceptance struct {
	From, To, MessageID string
	SHA256              [sha256.Size]byte
	Size                int
	Bytes               []byte // nil where the script forgets them
	// Answered says that the client was told so: a whole 250 was written. Where
	// it is false the client cannot know; where it is true a client that had left
	// by then may not have read it.
	Answered bool
}

// Server is a running server.
type Server struct {
	script   Script
	listener net.Listener
	keys     *keys
	closing  chan struct{}
	group    sync.WaitGroup

	lock       sync.Mutex
	open       map[net.Conn]bool
	sessions   int
	attempts   map[string]int
	accepted   []*Acceptance
	commands   []string
	violations []string
}

// Start runs a server until the test ends.
func Start(t testing.TB, script Script) *Server {
	t.Helper()
	server, err := New(script)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

// New runs a server until Close.
func New(script Script) (*Server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen on loopback: %w", err)
	}
	keys, err := newKeys()
	if err != nil {
		return nil, fmt.Errorf("make certificates: %w", err)
	}
	if len(script.Mechanisms) == 0 {
		script.Mechanisms = []string{"PLAIN", "LOGIN"}
	}
	if script.Fault == nil {
		script.Fault = func(Moment) Fault { return Fault{} }
	}
	server := &Server{script: script, listener: listener, keys: keys,
		closing: make(chan struct{}), open: map[net.Conn]bool{}, attempts: map[string]int{}}
	server.group.Add(1)
	go server.accept()
	return server, nil
}

// Host is the server's name, and stands in its certificate.
func (s *Server) Host() string { return "localhost" }

// Port is where it listens.
func (s *Server) Port() int { return s.listener.Addr().(*net.TCPAddr).Port }

// CA is the certificate of the server's authority, as PEM.
func (s *Server) CA() []byte { return s.keys.authorityPEM }

// Roots holds the server's authority alone.
func (s *Server) Roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(s.keys.authorityPEM)
	return pool
}

// Close ends the server and all its sessions and waits for them.
func (s *Server) Close() {
	s.lock.Lock()
	select {
	case <-s.closing:
		s.lock.Unlock()
		return
	default:
	}
	close(s.closing)
	_ = s.listener.Close()
	for conn := range s.open {
		_ = conn.Close()
	}
	s.lock.Unlock()
	s.group.Wait()
}

// Accepted lists what was accepted, in order.
func (s *Server) Accepted() []Acceptance {
	s.lock.Lock()
	defer s.lock.Unlock()
	list := make([]Acceptance, len(s.accepted))
	for i, acceptance := range s.accepted {
		list[i] = *acceptance
	}
	return list
}

// Count says how often a message was accepted for a recipient, and how often
// of these the client was told.
func (s *Server) Count(to, messageID string) (accepted, answered int) {
	for _, acceptance := range s.Accepted() {
		if acceptance.To == to && acceptance.MessageID == messageID {
			accepted++
			if acceptance.Answered {
				answered++
			}
		}
	}
	return accepted, answered
}

// Sessions counts the connections there were.
func (s *Server) Sessions() int {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.sessions
}

// Open counts the connections there are.
func (s *Server) Open() int {
	s.lock.Lock()
	defer s.lock.Unlock()
	return len(s.open)
}

// Commands lists what clients said, where the script has Log: command lines and
// "." for the end of a message. The arguments of AUTH are there in full.
func (s *Server) Commands() []string {
	s.lock.Lock()
	defer s.lock.Unlock()
	return append([]string(nil), s.commands...)
}

// Violations lists where clients broke the protocol.
func (s *Server) Violations() []string {
	s.lock.Lock()
	defer s.lock.Unlock()
	return append([]string(nil), s.violations...)
}

func (s *Server) accept() {
	defer s.group.Done()
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.lock.Lock()
		select {
		case <-s.closing:
			s.lock.Unlock()
			_ = conn.Close()
			return
		default:
		}
		s.sessions++
		s.open[conn] = true
		s.group.Add(1)
		current := newSession(s, conn, s.sessions)
		s.lock.Unlock()
		go func() {
			defer s.group.Done()
			current.run()
			_ = conn.Close()
			s.lock.Lock()
			delete(s.open, conn)
			s.lock.Unlock()
		}()
	}
}

// decide asks the script what to do at a moment and counts the attempt.
func (s *Server) decide(moment Moment) Fault {
	key := string(moment.Stage) + " " + moment.From + " " + moment.To
	s.lock.Lock()
	s.attempts[key]++
	moment.Attempt = s.attempts[key]
	s.lock.Unlock()
	return s.script.Fault(moment)
}

// keep notes a message as delivered.
func (s *Server) keep(from, to, messageID string, message []byte) *Acceptance {
	acceptance := &Acceptance{From: from, To: to, MessageID: messageID, SHA256: sha256.Sum256(message), Size: len(message)}
	if !s.script.Forget {
		acceptance.Bytes = message
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	s.accepted = append(s.accepted, acceptance)
	return acceptance
}

func (s *Server) told(acceptance *Acceptance, told bool) {
	s.lock.Lock()
	defer s.lock.Unlock()
	acceptance.Answered = told
}

func (s *Server) heard(line string) {
	if !s.script.Log {
		return
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	s.commands = append(s.commands, line)
}

func (s *Server) complain(what string) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.violations = append(s.violations, what)
}

// wait lasts as long as it says, or until the server closes.
func (s *Server) wait(delay time.Duration) {
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.closing:
	}
}

// times remembers when something was first seen.
type times struct {
	lock  sync.Mutex
	first map[string]time.Time
}

func newTimes() *times { return &times{first: map[string]time.Time{}} }

func (t *times) of(key string, now time.Time) time.Time {
	t.lock.Lock()
	defer t.lock.Unlock()
	if at, known := t.first[key]; known {
		return at
	}
	t.first[key] = now
	return now
}
