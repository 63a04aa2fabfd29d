package smtp

import (
	"bufio"
	"bytes"
	"context"
	"net"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

// FuzzAnswers lets a server say anything at all, a piece after each line of the
// client. Whatever it is, the client ends, and believes a message sent only if
// the piece after the final dot begins with a 250.
func FuzzAnswers(f *testing.F) {
	greet := "220 hi\r\n\x00250-hi\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE 1000\r\n\x00"
	f.Add([]byte(greet + "235 ok\r\n\x00250 ok\r\n\x00250 ok\r\n\x00354 go\r\n\x00250 2.0.0 queued\r\n"))
	f.Add([]byte(greet + "235 ok\r\n\x00250 ok\r\n\x00250 ok\r\n\x00354 go\r\n250 early\r\n\x00"))
	f.Add([]byte(greet + "235 ok\r\n\x00250 ok\r\n250 ok\r\n250 ok\r\n\x00354 go\r\n\x00250 shifted\r\n\x00x"))
	f.Add([]byte(greet + "235 ok\r\n\x00250 ok\r\n\x00250 ok\r\n\x00354 go\r\n\x00251 elsewhere\r\n"))
	f.Add([]byte(greet + "235 ok\r\n\x00250 ok\r\n\x00250 ok\r\n\x00354 go\r\n\x00250-half\r\n"))
	f.Add([]byte(greet + "334 !!!\r\n\x00501 no\r\n"))
	f.Add([]byte(greet + "535 5.7.8 c2VjcmV0cGFzc3dvcmQ= secretpassword\r\n\x00500 what\r\n"))
	f.Add([]byte("220-\r\n220 \xff\x1b[2J\r\n\x00502 no\r\n\x00250 helo\r\n"))
	f.Add([]byte("999 \r\n"))
	f.Add([]byte("220\r\n\x00250 SIZE -1\r\n"))
	f.Fuzz(func(t *testing.T, script []byte) {
		pieces := bytes.Split(script, []byte{0})
		for i := range pieces {
			// One write, one read: what does not fit could be read too late.
			pieces[i] = pieces[i][:min(len(pieces[i]), longestLine)]
		}
		address, ended := serve(t, pieces)
		const limit = 50 * time.Millisecond
		way := Server{Host: "127.0.0.1", Port: address.Port, Security: None, User: "me", Password: func() (string, error) { return "secretpassword", nil },
			Timeouts: Timeouts{Greeting: limit, Command: limit, Body: limit, End: limit}}
		client := New(way)
		handed := false
		began := time.Now()
		answer, err := client.Send(context.Background(), sender, recipient, letter("one@x"), func() error { handed = true; return nil })
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("took %v", took)
		}
		text := answer.Text
		if client.resting != nil {
			client.resting.raw.Close()
			client.asleep.Stop()
		}
		dotted := <-ended
		if err == nil {
			if dotted < 0 || !handed || dotted >= len(pieces) || !bytes.HasPrefix(pieces[dotted], []byte("250")) {
				t.Errorf("believes it sent: dot at %d of %q", dotted, pieces)
			}
		} else {
			got := failure(t, err)
			text = got.Error()
			if (got.Verdict == Unknown) && (!handed || dotted < 0) || got.Verdict < Temporary || got.Verdict > Unknown {
				t.Errorf("%s, handed over %v, dot at %d: %v", got.Verdict, handed, dotted, got)
			}
			if got.Verdict != Unknown && dotted >= 0 && (got.Code < 400 || got.Code > 599) {
				t.Errorf("the dot went out, and the client knows better than %q: %s %v", pieces[dotted:], got.Verdict, got)
			}
		}
		if utf8.RuneCountInString(text) > 350 || strings.Contains(text, "secretpassword") || strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) >= 0 {
			t.Errorf("%q", text)
		}
	})
}

// serve says a piece at first and one after each line, a message being one
// line. Where no piece is left, or an empty one, it leaves. What comes back is
// which piece stood after the final dot, -1 if there was none.
func serve(t *testing.T, pieces [][]byte) (*net.TCPAddr, <-chan int) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan int, 1)
	go func() {
		dotted := -1
		defer func() { ended <- dotted }()
		conn, err := listener.Accept()
		listener.Close()
		if err != nil {
			return
		}
		defer conn.Close()
		reader := bufio.NewReader(conn)
		inside := false
		for next := 0; ; next++ {
			if next < len(pieces) && len(pieces[next]) > 0 {
				conn.Write(pieces[next])
			}
			for {
				line, err := reader.ReadString('\n')
				if err != nil {
					return
				}
				line = strings.TrimRight(line, "\r\n")
				if inside && line == "." {
					dotted, inside = next+1, false
					break
				}
				if !inside && line == "DATA" {
					inside = next+1 < len(pieces) && bytes.HasPrefix(pieces[next+1], []byte("354"))
					break
				}
				if !inside {
					break
				}
			}
			if next+1 >= len(pieces) || len(pieces[next+1]) == 0 {
				return
			}
		}
	}()
	return listener.Addr().(*net.TCPAddr), ended
}
