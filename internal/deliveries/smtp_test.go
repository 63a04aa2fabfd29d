package deliveries

import (
	"context"
	"encoding/hex"
	"hash/fnv"
	"os"
	"testing"
	"time"

	"clientele/internal/smtp"
	"clientele/internal/smtp/unruly"
)

// misbehave is what the server does at a moment, in thousandths: a greylist for
// some recipients, a full mailbox for others, and at each stage refusals, drops,
// silence and rubbish, which depend on who and how often and on nothing else.
func misbehave(moment unruly.Moment) unruly.Fault {
	full, n := pick(moment.To, "", 0), pick(moment.To, string(moment.Stage), moment.Attempt)
	if moment.To == "" {
		n = pick("", string(moment.Stage), moment.Session)
	}
	refuse := func(code int) unruly.Fault {
		return unruly.Fault{Kind: unruly.Refuse, Code: code, Text: "by the script"}
	}
	drop := unruly.Fault{Kind: unruly.Drop}
	switch moment.Stage {
	case unruly.Connect, unruly.Greeting, unruly.Hello:
		if n < 30 {
			return drop
		}
		if n < 60 {
			return refuse(421)
		}
	case unruly.Mail:
		if n < 5 {
			return refuse(451)
		}
	case unruly.Rcpt:
		switch {
		case full < 10: // a mailbox that is full for days
			return refuse(452)
		case full < 200 && moment.Attempt == 1:
			return refuse(450)
		case n < 20:
			return refuse(550)
		case n < 30:
			return drop
		case n < 32:
			return unruly.Fault{Kind: unruly.Rubbish}
		}
	case unruly.Data, unruly.Body:
		if n < 10 {
			return drop
		}
		if n < 20 && moment.Stage == unruly.Data {
			return refuse(451)
		}
	case unruly.End:
		kept := pick(moment.To, "kept", moment.Attempt) < 500
		switch {
		case n < 20:
			return refuse(452)
		case n < 30:
			return refuse(554)
		case n < 50:
			return unruly.Fault{Kind: unruly.Drop, Kept: kept}
		case n < 55:
			return unruly.Fault{Kind: unruly.Silent, Kept: kept}
		case n < 60:
			return unruly.Fault{Kind: unruly.Rubbish, Kept: kept}
		}
	}
	return unruly.Fault{}
}

func pick(who, what string, times int) int {
	hash := fnv.New64a()
	hash.Write([]byte(who + " " + what))
	hash.Write([]byte{byte(times), byte(times >> 8)})
	mixed := hash.Sum64()
	mixed ^= mixed >> 33
	mixed *= 0xff51afd7ed558ccd
	mixed ^= mixed >> 33
	return int(mixed % 1000)
}

// Deliveries over real connections to a server that misbehaves at each stage.
func TestDeliver_OverSMTPEachIsSentOnceOrToldOf(t *testing.T) {
	n := 500
	if os.Getenv("CLIENTELE_LONG") != "" {
		n = 10_000
	} else {
		t.Log("500 deliveries; CLIENTELE_LONG=1 makes 10,000")
	}
	server, err := unruly.New(unruly.Script{Fault: misbehave, Forget: true})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	client := smtp.New(smtp.Server{
		Host: "127.0.0.1", Port: server.Port(), Security: smtp.None, Hello: "example.com",
		Timeouts: smtp.Timeouts{End: 20 * time.Millisecond},
	})
	l, clock := newLedger(t), &fakeClock{now: dawn()}
	queue(t, l, n)
	summary, err := newDeliverer(l, overSMTP{client}, clock).Finish(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	taken := map[string]int{}
	for _, acceptance := range server.Accepted() {
		taken[acceptance.To+" "+hex.EncodeToString(acceptance.SHA256[:])]++
	}
	counts := judgeAll(t, l, n, func(d Delivery) int { return taken[d.Recipient+" "+d.SHA256] }, len(server.Accepted()))
	t.Logf("%v, %+v; over %v and %d connections", counts, summary, clock.Now().Sub(dawn()), server.Sessions())
	for _, state := range []State{Sent, Refused, GivenUp, Unknown} {
		if counts[state] == 0 {
			t.Errorf("no delivery is %s: the script tries too little", state)
		}
	}
	tellAll(t, l, clock, n-counts[Sent])
}
