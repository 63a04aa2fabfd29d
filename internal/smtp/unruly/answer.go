package unruly

import (
	"strconv"
	"strings"
)

// answer asks the script what to do at a stage and does it. granted says that
// the client was given what it asked for, open that the session goes on.
func (s *session) answer(stage Stage, code int, lines ...string) (granted, open bool) {
	moment := s.moment(stage)
	return s.act(s.server.decide(moment), moment, code, lines...)
}

func (s *session) act(fault Fault, moment Moment, code int, lines ...string) (granted, open bool) {
	if fault.Kind != Refuse && fault.Text != "" {
		lines = strings.Split(fault.Text, "\n")
	}
	switch fault.Kind {
	case Refuse:
		open := s.write(format(fault.Code, strings.Split(fault.Text, "\n")))
		return false, open && fault.Code != 421
	case Silent:
		s.drain()
		return false, false
	case Late:
		s.server.wait(fault.Delay)
	case Dribble:
		text := format(code, lines)
		for i := range len(text) - 1 {
			if !s.write(text[i : i+1]) {
				return true, false
			}
			s.server.wait(fault.Delay)
		}
		return true, s.tell(text[len(text)-1:])
	case Rubbish:
		return false, s.write(rubbish(moment.Session))
	case Overlong:
		return false, s.write(strconv.Itoa(code) + " " + strings.Repeat("long ", 1200) + "\r\n")
	case Endless:
		for s.write(strings.Repeat(strconv.Itoa(code)+"-and so on\r\n", 100)) {
		}
		return false, false
	case Lines:
		lines = append([]string{"There is", "much to say"}, lines...)
		if moment.Stage == Hello {
			// The first line of an EHLO is a greeting and the others are extensions.
			lines = append(lines[2:], "X-MUCH to say")
		}
	case Fine:
	default:
		return false, false
	}
	return true, s.tell(format(code, lines))
}

// tell writes the end of a right answer. What it tells of counts as told from
// before the write on: the client may look as soon as it has read.
func (s *session) tell(text string) bool {
	if s.pending == nil {
		return s.write(text)
	}
	s.server.told(s.pending, true)
	if s.write(text) {
		return true
	}
	s.server.told(s.pending, false)
	return false
}

func format(code int, lines []string) string {
	var text strings.Builder
	for i, line := range lines {
		mark := "-"
		if i == len(lines)-1 {
			mark = " "
		}
		text.WriteString(strconv.Itoa(code) + mark + line + "\r\n")
	}
	return text.String()
}

// rubbish is bytes that are no answer, different for each session.
func rubbish(session int) string {
	noise := []byte("\x00\xff\xfe2\x1b[2J50 \x80")
	for i := range noise {
		noise[i] ^= byte(session >> (i % 4))
	}
	return strings.NewReplacer("\r", "x", "\n", "x").Replace(string(noise)) + "\r\n"
}

func (s *session) write(text string) bool {
	_, err := s.conn.Write([]byte(text))
	return err == nil
}
