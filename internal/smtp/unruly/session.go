package unruly

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/mail"
	"strconv"
	"strings"
)

// session is one connection.
type session struct {
	server *Server
	number int
	conn   net.Conn
	reader *bufio.Reader

	secure, hello, known bool
	pending              *Acceptance // what the answer in hand tells the client of
	bare                 bool        // EHLO offers nothing
	hasty                bool        // the dot has been answered already
	from, to             string
}

func newSession(server *Server, conn net.Conn, number int) *session {
	return &session{server: server, number: number, conn: conn, reader: bufio.NewReaderSize(conn, 4096)}
}

// run goes through the session until one of the two leaves.
func (s *session) run() {
	if s.server.decide(s.moment(Connect)).Kind != Fine {
		return
	}
	if s.server.script.Security == FromStart && !s.handshake() {
		return
	}
	if granted, open := s.answer(Greeting, 220, "localhost ESMTP unruly"); !granted || !open {
		return
	}
	for {
		line, err := s.reader.ReadString('\n')
		if err != nil {
			return
		}
		if !strings.HasSuffix(line, "\r\n") {
			s.server.complain(fmt.Sprintf("a command ends without CR: %q", line))
		}
		line = strings.TrimRight(line, "\r\n")
		s.server.heard(line)
		if !s.command(line) {
			return
		}
	}
}

// command does what a line asks for and says whether the session goes on.
func (s *session) command(line string) bool {
	verb, rest, _ := strings.Cut(line, " ")
	switch strings.ToUpper(verb) {
	case "EHLO", "HELO":
		return s.greet(strings.ToUpper(verb) == "EHLO")
	case "STARTTLS":
		return s.startTLS()
	case "AUTH":
		return s.authenticate(rest)
	case "MAIL":
		return s.mail(rest)
	case "RCPT":
		return s.rcpt(rest)
	case "DATA":
		return s.data()
	case "NOOP", "RSET":
		if strings.EqualFold(verb, "RSET") {
			s.from, s.to = "", ""
		}
		_, open := s.answer(Pause, 250, "2.0.0 OK")
		return open
	case "QUIT":
		_ = s.write("221 2.0.0 Bye\r\n")
		return false
	}
	return s.write("500 5.5.2 What?\r\n")
}

func (s *session) greet(extended bool) bool {
	moment := s.moment(Hello)
	fault := s.server.decide(moment)
	s.bare = fault.Kind == Bare
	lines := []string{"localhost greets you"}
	if extended && !s.bare {
		lines = append(lines, s.extensions()...)
	}
	if s.bare {
		fault = Fault{}
	}
	granted, open := s.act(fault, moment, 250, lines...)
	s.hello = s.hello || granted
	return open
}

func (s *session) extensions() []string {
	script := s.server.script
	list := []string{"PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES"}
	if script.Security == ByCommand && !s.secure {
		list = append(list, "STARTTLS")
	}
	if script.User != "" && (s.secure || script.Security == Plain) {
		list = append(list, "AUTH "+strings.Join(script.Mechanisms, " "))
	}
	if script.Size > 0 {
		list = append(list, "SIZE "+strconv.Itoa(script.Size))
	}
	if script.UTF8 {
		list = append(list, "SMTPUTF8")
	}
	return list
}

func (s *session) startTLS() bool {
	if s.secure || s.server.script.Security != ByCommand {
		return s.write("502 5.5.1 Not here\r\n")
	}
	moment := s.moment(StartTLS)
	fault := s.server.decide(moment)
	if fault.Kind == Inject {
		if !s.write("220 2.0.0 Go ahead\r\n250-localhost\r\n250 AUTH PLAIN\r\n") {
			return false
		}
	} else if granted, open := s.act(fault, moment, 220, "2.0.0 Go ahead"); !granted || !open {
		return open
	}
	return s.handshake()
}

// handshake makes the connection a secure one, or fails at it as the script says.
func (s *session) handshake() bool {
	fault := s.server.decide(s.moment(TLS))
	config := s.server.keys.proper
	switch bad := s.server.keys.bad[fault.Kind]; {
	case bad != nil:
		config = bad
	case fault.Kind == Garble:
		_, _ = s.reader.ReadByte()
		_ = s.write("this is no handshake\r\n")
		return false
	case fault.Kind == Silent:
		s.drain()
		return false
	case fault.Kind == Late:
		s.server.wait(fault.Delay)
	case fault.Kind != Fine:
		return false
	}
	if s.reader.Buffered() > 0 && s.server.script.Security == ByCommand {
		s.server.complain("the client spoke after STARTTLS before the answer")
	}
	secured := tls.Server(s.conn, config)
	if err := secured.Handshake(); err != nil {
		return false
	}
	s.conn, s.reader = secured, bufio.NewReaderSize(secured, 4096)
	s.secure, s.hello, s.known = true, false, false
	return true
}

// authenticate goes through PLAIN or LOGIN.
func (s *session) authenticate(argument string) bool {
	mechanism, first, _ := strings.Cut(argument, " ")
	mechanism = strings.ToUpper(mechanism)
	question := map[string]string{"PLAIN": "", "LOGIN": "Username:"}
	if _, known := question[mechanism]; !known {
		return s.write("504 5.5.4 No such mechanism\r\n")
	}
	if first == "" {
		answer, ok := s.ask(question[mechanism])
		if !ok {
			return false
		}
		first = answer
	}
	var user, password string
	if mechanism == "LOGIN" {
		second, ok := s.ask("Password:")
		if !ok {
			return false
		}
		user, password = decode(first), decode(second)
	} else if parts := strings.Split(decode(first), "\x00"); len(parts) == 3 {
		user, password = parts[1], parts[2]
	}
	if user != s.server.script.User || password != s.server.script.Password {
		return s.write("535 5.7.8 Error: authentication failed\r\n")
	}
	granted, open := s.answer(Auth, 235, "2.7.0 Accepted")
	s.known = s.known || granted
	return open
}

// ask puts a challenge and reads its answer.
func (s *session) ask(challenge string) (string, bool) {
	if !s.write("334 " + base64.StdEncoding.EncodeToString([]byte(challenge)) + "\r\n") {
		return "", false
	}
	line, err := s.reader.ReadString('\n')
	line = strings.TrimRight(line, "\r\n")
	s.server.heard(line)
	return line, err == nil
}

func decode(text string) string {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return ""
	}
	return string(raw)
}

func (s *session) mail(argument string) bool {
	address, parameters, ok := path(argument, "FROM:")
	script := s.server.script
	switch {
	case !ok:
		return s.write("501 5.5.4 Syntax\r\n")
	case !s.hello:
		s.server.complain("MAIL before EHLO")
		return s.write("503 5.5.1 EHLO first\r\n")
	case script.Security != Plain && !s.secure:
		s.server.complain("MAIL before TLS")
		return s.write("530 5.7.0 STARTTLS first\r\n")
	case script.User != "" && !s.known:
		return s.write("530 5.7.0 Authentication required\r\n")
	}
	if size := parameters["SIZE"]; script.Size > 0 && size != "" {
		if count, err := strconv.Atoi(size); err == nil && count > script.Size {
			return s.write("552 5.3.4 Message size exceeds fixed limit\r\n")
		}
	}
	s.from, s.to = address, ""
	granted, open := s.answer(Mail, 250, "2.1.0 OK")
	if !granted {
		s.from = ""
	}
	return open
}

func (s *session) rcpt(argument string) bool {
	address, _, ok := path(argument, "TO:")
	if !ok {
		return s.write("501 5.5.4 Syntax\r\n")
	}
	if s.from == "" || s.to != "" {
		s.server.complain("RCPT without MAIL, or a second one")
		return s.write("503 5.5.1 One recipient after MAIL\r\n")
	}
	s.to = address
	granted, open := s.answer(Rcpt, 250, "2.1.5 OK")
	if !granted {
		s.to = ""
	}
	return open
}

// path takes "FROM:<a@b> SIZE=1" apart.
func path(argument, prefix string) (address string, parameters map[string]string, ok bool) {
	if len(argument) < len(prefix) || !strings.EqualFold(argument[:len(prefix)], prefix) {
		return "", nil, false
	}
	fields := strings.Fields(argument[len(prefix):])
	if len(fields) == 0 || !strings.HasPrefix(fields[0], "<") || !strings.HasSuffix(fields[0], ">") {
		return "", nil, false
	}
	parameters = map[string]string{}
	for _, field := range fields[1:] {
		name, value, _ := strings.Cut(field, "=")
		parameters[strings.ToUpper(name)] = value
	}
	return strings.Trim(fields[0], "<>"), parameters, true
}

func (s *session) data() bool {
	if s.to == "" {
		s.server.complain("DATA without RCPT")
		return s.write("503 5.5.1 RCPT first\r\n")
	}
	moment := s.moment(Data)
	fault := s.server.decide(moment)
	s.hasty = fault.Kind == Hasty
	if s.hasty {
		if !s.write("354 Go ahead\r\n250 2.0.0 OK, whatever it is\r\n") {
			return false
		}
	} else if granted, open := s.act(fault, moment, 354, "Go ahead"); !granted || !open {
		return open
	}
	message, whole := s.body()
	if !whole {
		return false
	}
	s.server.heard(".")
	if s.hasty {
		return false
	}
	return s.end(message)
}

// body reads up to the final dot; it is not whole where one of the two left before.
func (s *session) body() (message []byte, whole bool) {
	fault := s.server.decide(s.moment(Body))
	if fault.Kind == Late {
		s.server.wait(fault.Delay)
		fault = Fault{}
	}
	var read bytes.Buffer
	for {
		line, err := s.reader.ReadBytes('\n')
		if err != nil {
			return nil, false
		}
		if bytes.Equal(line, []byte(".\r\n")) {
			return read.Bytes(), true
		}
		if fault.Kind != Fine {
			s.spoil(fault)
			return nil, false
		}
		if !bytes.HasSuffix(line, []byte("\r\n")) || bytes.IndexByte(line[:len(line)-2], '\r') >= 0 {
			s.server.complain("a line of a message does not end in CRLF")
		}
		read.Write(bytes.TrimPrefix(line, []byte(".")))
	}
}

// spoil does what goes wrong after the first line of a message.
func (s *session) spoil(fault Fault) {
	switch fault.Kind {
	case Silent:
		s.drain()
	case Refuse:
		_ = s.write(format(fault.Code, strings.Split(fault.Text, "\n")))
	}
}

func (s *session) end(message []byte) bool {
	moment := s.moment(End)
	moment.MessageID = messageID(message)
	if limit := s.server.script.Size; limit > 0 && len(message) > limit {
		return s.write("552 5.3.4 Message size exceeds fixed limit\r\n")
	}
	fault := s.server.decide(moment)
	switch fault.Kind {
	case Fine, Late, Dribble, Lines:
		s.pending = s.server.keep(s.from, s.to, moment.MessageID, message)
	default:
		if fault.Kept {
			s.server.keep(s.from, s.to, moment.MessageID, message)
		}
	}
	s.from, s.to = "", ""
	_, open := s.act(fault, moment, 250, "2.0.0 OK: queued as "+strconv.Itoa(s.number))
	s.pending = nil
	return open
}

func messageID(message []byte) string {
	parsed, err := mail.ReadMessage(bytes.NewReader(message))
	if err != nil {
		return ""
	}
	return strings.Trim(parsed.Header.Get("Message-Id"), " <>")
}

func (s *session) moment(stage Stage) Moment {
	return Moment{Session: s.number, Stage: stage, From: s.from, To: s.to}
}

// drain reads until the client leaves or the server closes.
func (s *session) drain() { _, _ = io.Copy(io.Discard, s.reader) }
