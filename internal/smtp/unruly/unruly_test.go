package unruly

import (
	"fmt"
	"math"
	"net/smtp"
	"strings"
	"testing"
	"time"
)

// The client here is the standard library's: it shares nothing with ours.
func post(server *Server, to, id string) error {
	return smtp.SendMail(fmt.Sprintf("localhost:%d", server.Port()), nil, "a@example.com", []string{to}, []byte("Message-ID: <"+id+">\r\n\r\n.dot\r\n"))
}

func TestServer_KeepsWhatItAcceptsAndWhetherItSaidSo(t *testing.T) {
	for name, test := range map[string]struct {
		fault              Fault
		accepted, answered int
		sent               bool
	}{
		"fine":    {Fault{}, 1, 1, true},
		"lines":   {Fault{Kind: Lines}, 1, 1, true},
		"dribble": {Fault{Kind: Dribble}, 1, 1, true},
		"dropped": {Fault{Kind: Drop}, 0, 0, false},
		"kept":    {Fault{Kind: Drop, Kept: true}, 1, 0, false},
		"refused": {Fault{Kind: Refuse, Code: 452, Text: "4.3.1 Full"}, 0, 0, false},
		"rubbish": {Fault{Kind: Rubbish, Kept: true}, 1, 0, false},
	} {
		server := Start(t, Script{Fault: Once(End, test.fault)})
		err := post(server, "b@example.com", "one@x")
		accepted, answered := server.Count("b@example.com", "one@x")
		if accepted != test.accepted || answered != test.answered || (err == nil) != test.sent {
			t.Errorf("%s: accepted %d, answered %d, %v", name, accepted, answered, err)
		}
		if accepted > 0 && string(server.Accepted()[0].Bytes) != "Message-ID: <one@x>\r\n\r\n.dot\r\n" {
			t.Errorf("%s: %q", name, server.Accepted()[0].Bytes)
		}
	}
}

func TestGreylist_TakesTheSecondAttemptOfARecipient(t *testing.T) {
	server := Start(t, Script{Fault: Greylist(2)})
	for _, to := range []string{"b@example.com", "c@example.com"} {
		if err := post(server, to, "one@x"); err == nil || !strings.HasPrefix(err.Error(), "451") {
			t.Error(err)
		}
		if err := post(server, to, "one@x"); err != nil {
			t.Error(err)
		}
	}
}

func TestGreylistFor_GoesByTheCallersClock(t *testing.T) {
	now := time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
	server := Start(t, Script{Fault: GreylistFor(5*time.Minute, func() time.Time { return now })})
	for _, step := range []struct {
		wait  time.Duration
		taken bool
	}{{0, false}, {4 * time.Minute, false}, {time.Minute, true}, {0, true}} {
		now = now.Add(step.wait)
		if err := post(server, "b@example.com", "one@x"); (err == nil) != step.taken {
			t.Errorf("%v: %v", now, err)
		}
	}
}

func TestMix_DependsOnTheSeedAndTheRecipientAlone(t *testing.T) {
	mix := Mix{Seed: 3, Rate: 0.1, Gone: 0.02}
	wrong, gone, other := 0, 0, 0
	const count = 20_000
	for i := range count {
		moment := Moment{Stage: End, To: fmt.Sprintf("p%d@example.com", i), Attempt: 1, Session: i}
		fault := mix.Fault(moment)
		moment.Session = 0
		if fault != mix.Fault(moment) {
			t.Fatal("the session's number matters")
		}
		if fault.Kind != Fine {
			wrong++
		}
		if (Mix{Seed: 4, Rate: 0.1}).Fault(moment) != fault {
			other++
		}
		moment.Stage = Rcpt
		if mix.Fault(moment).Code == 550 {
			gone++
		}
	}
	near := func(got int, share float64) bool {
		return math.Abs(float64(got)-share*count) < 5*math.Sqrt(share*count)
	}
	if !near(wrong, 0.1) || !near(gone, 0.02) || other < count/10 {
		t.Errorf("of %d: %d wrong, %d gone, %d unlike another seed", count, wrong, gone, other)
	}
}

func TestServer_CloseEndsSessionsThatHang(t *testing.T) {
	server, err := New(Script{Fault: Once(Greeting, Fault{Kind: Silent})})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- post(server, "b@example.com", "one@x") }()
	for server.Sessions() == 0 {
		time.Sleep(time.Millisecond)
	}
	server.Close()
	if err := <-ended; err == nil {
		t.Error("was sent")
	}
}

func BenchmarkServer_Session(b *testing.B) {
	server := Start(b, Script{Forget: true})
	for b.Loop() {
		if err := post(server, "b@example.com", "one@x"); err != nil {
			b.Fatal(err)
		}
	}
}
