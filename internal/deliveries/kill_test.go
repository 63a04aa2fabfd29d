package deliveries

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"clientele/internal/smtp"
	"clientele/internal/smtp/unruly"
)

// childEnv makes the test binary a process that queues and delivers, over a
// real connection, until it has told everything or is killed: folder, port and
// the number of the start.
const childEnv = "CLIENTELE_TEST_DELIVERIES"

func TestMain(m *testing.M) {
	if told := os.Getenv(childEnv); told != "" {
		if err := beChild(told); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

const inAScenario = 12

func beChild(told string) error {
	fields := strings.Split(told, "|")
	port, err := strconv.Atoi(fields[1])
	if err != nil {
		return err
	}
	start, err := strconv.Atoi(fields[2])
	if err != nil {
		return err
	}
	fmt.Println("begun")
	l, err := Open(fields[0])
	if err != nil {
		return err
	}
	if fields[3] == "" {
		l = l.WithoutSync()
	}
	clock := &fakeClock{now: dawn().Add(time.Duration(start) * time.Hour)}
	if _, err := l.Recover(clock.Now()); err != nil {
		return err
	}
	for i := range inAScenario {
		// Each start renders the message anew: what was queued first must win.
		text := fmt.Appendf(messageOf(i), "rendered at start %d\r\n", start)
		if _, err := l.Queue(Delivery{Key: keyOf(i), MessageID: fmt.Sprintf("<%d@example.com>", i)}, text, clock.Now()); err != nil {
			return err
		}
	}
	client := smtp.New(smtp.Server{Host: "127.0.0.1", Port: port, Security: smtp.None, Hello: "example.com"})
	d := newDeliverer(l, overSMTP{client}, clock)
	for notice := 0; ; notice++ {
		if _, err := d.Finish(context.Background()); err != nil {
			return err
		}
		list, err := l.ToTell()
		if err != nil || len(list) == 0 {
			return err
		}
		key := Key{Job: "notice", Period: fmt.Sprintf("%03d.%03d", start, notice), Recipient: "owner@example.com"}
		text := fmt.Sprintf("To: %s\r\nMessage-ID: <notice.%s@example.com>\r\n\r\n", key.Recipient, key.Period)
		for _, delivery := range list {
			text += delivery.Recipient + "\r\n"
		}
		if _, err := l.Queue(Delivery{Key: key, Tells: keysOf(list)}, []byte(text), clock.Now()); err != nil {
			return err
		}
	}
}

// overSMTP is the client of the mail, as a Sender.
type overSMTP struct{ client *smtp.Client }

func (s overSMTP) Send(ctx context.Context, from, to string, message []byte, handingOver func() error) (Answer, error) {
	answer, err := s.client.Send(ctx, from, to, message, handingOver)
	return Answer(answer), err
}

// trap is a server that kills its client when the client has come to a moment.
type trap struct {
	mu     sync.Mutex
	random *rand.Rand
	left   int // moments until the kill
	delay  time.Duration
	kill   func()
}

func (k *trap) fault(moment unruly.Moment) unruly.Fault {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.left--; k.left == 0 {
		time.AfterFunc(k.delay, k.kill)
	}
	switch n := k.random.IntN(100); {
	case moment.Stage == unruly.Rcpt && n < 10 && moment.To != "owner@example.com":
		return unruly.Fault{Kind: unruly.Refuse, Code: 450, Text: "4.7.1 Greylisted"}
	case moment.Stage == unruly.Rcpt && n < 12 && moment.To != "owner@example.com":
		return unruly.Fault{Kind: unruly.Refuse, Code: 550, Text: "5.1.1 Unknown"}
	case moment.Stage == unruly.End && n < 50: // the answer takes a while
		return unruly.Fault{Kind: unruly.Late, Delay: time.Duration(n%5) * time.Millisecond}
	}
	return unruly.Fault{}
}

func TestKill_EachMessageIsTakenOnceOrIsUnknownAndTold(t *testing.T) {
	kills := 40
	sync := ""
	if os.Getenv("CLIENTELE_LONG") != "" {
		kills, sync = 300, "sync"
	} else {
		t.Log("40 kills; CLIENTELE_LONG=1 tries 300")
	}
	random := rand.New(rand.NewPCG(8, 8))
	killed, counts := 0, map[string]int{}
	for killed < kills {
		killed += killScenario(t, random, kills-killed, sync, counts)
	}
	t.Logf("%d kills: %v", killed, counts)
	if counts[string(Sent)] == 0 || sync != "" && (counts["unknown, taken"] == 0 || counts["unknown, not taken"] == 0) {
		t.Errorf("the kills try too little: %v", counts)
	}
}

// killScenario starts a process that delivers, kills it, and starts it again,
// until one comes to its end, and compares the ledger with the server.
func killScenario(t *testing.T, random *rand.Rand, most int, sync string, counts map[string]int) int {
	t.Helper()
	k := &trap{random: random, kill: func() {}}
	server, err := unruly.New(unruly.Script{Fault: k.fault})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	folder := filepath.Join(t.TempDir(), "state")
	killed := 0
	for start := 0; ; start++ {
		if !startAndKill(t, k, fmt.Sprintf("%s|%d|%d|%s", folder, server.Port(), start, sync), killed < most) {
			break
		}
		killed++
	}
	l, err := Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	list, err := l.List("month")
	if err != nil || len(list) != inAScenario {
		t.Fatalf("%d deliveries, %v", len(list), err)
	}
	notices := ""
	for _, taken := range server.Accepted() {
		if taken.To == "owner@example.com" {
			notices += string(taken.Bytes)
		}
	}
	for _, d := range list {
		taken := 0
		for _, acceptance := range server.Accepted() {
			if acceptance.To == d.Recipient {
				taken++
				if hash := hex.EncodeToString(acceptance.SHA256[:]); hash != d.SHA256 || "<"+acceptance.MessageID+">" != d.MessageID {
					t.Errorf("%s: the server has %s %s, the ledger %s %s", d.Recipient, acceptance.MessageID, hash, d.MessageID, d.SHA256)
				}
			}
		}
		name := string(d.State)
		switch {
		case d.State == Sent && taken == 1, d.State == Refused && taken == 0:
		case d.State == Unknown && taken == 0:
			name += ", not taken"
		case d.State == Unknown && taken == 1:
			name += ", taken"
		default:
			t.Errorf("%s is %s (%s), and was taken %d times", d.Recipient, d.State, d.Reason, taken)
		}
		counts[name]++
		if d.State.NeedsPerson() && (d.Told.IsZero() || !strings.Contains(notices, d.Recipient)) {
			t.Errorf("%s is %s, and the owner never heard of it", d.Recipient, d.State)
		}
	}
	return killed
}

// startAndKill runs a child until the trap springs; it is false where the
// child came to its end before.
func startAndKill(t *testing.T, k *trap, told string, kill bool) bool {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childEnv+"="+told)
	var complaint strings.Builder
	child.Stderr = &complaint
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	k.mu.Lock()
	k.left, k.delay = -1, time.Duration(k.random.IntN(4000))*time.Microsecond
	k.kill = func() { _ = child.Process.Kill() }
	byTime := k.random.IntN(4) == 0 // while it opens, recovers and queues
	if kill && !byTime {
		k.left = 1 + k.random.IntN(50)
	}
	delay := time.Duration(k.random.IntN(30_000)) * time.Microsecond
	k.mu.Unlock()
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if _, err := lines.ReadString('\n'); err != nil {
		t.Fatalf("the child said nothing: %v\n%s", err, &complaint)
	}
	if kill && byTime {
		time.AfterFunc(delay, k.kill)
	}
	_, _ = io.Copy(io.Discard, lines)
	err = child.Wait()
	if err == nil {
		return false
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != -1 {
		t.Fatalf("the child was not killed: %v\n%s", err, &complaint)
	}
	return true
}
