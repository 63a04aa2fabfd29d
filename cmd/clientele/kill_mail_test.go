package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"clientele/internal/deliveries"
	"clientele/internal/smtp/unruly"
)

// mailedShop is a shop whose reports go to three people each morning.
const mailedShop = fewReports + `mail:
  from: Reports <reports@example.com>
  server: %s
  port: %d
  security: none
  owner: owner@example.com
jobs:
  - name: morning
    when: every day at 08:00
    run: [%s]
    stale: 3660 days
    send:
      - to: [anna@example.com, boris@example.com, clara@example.com]
        reports: [data]
`

// killer ends a process when the server has come to a moment of the talk.
type killer struct {
	after  int64 // so many moments; never where it is 0
	seen   atomic.Int64
	target sync.Mutex
	child  *os.Process
}

func (k *killer) fault(unruly.Moment) unruly.Fault {
	if k.after > 0 && k.seen.Add(1) == k.after {
		k.target.Lock()
		defer k.target.Unlock()
		if k.child != nil {
			_ = k.child.Kill()
			_, _ = k.child.Wait() // dead before the server goes on
		}
	}
	return unruly.Fault{}
}

// Killed at any moment, a job is finished by the next run: each recipient has
// the mail once. Where the process died between the end of the mail and the
// answer nobody can know, and then the mail is not sent twice and the owner is
// told.
func TestSchedule_KilledAtAnyMomentEachHasTheMailOnce(t *testing.T) {
	kills := sized(t, "kills", 6, 200)
	shop := t.TempDir()
	if err := writeShop(shop, fewReports); err != nil {
		t.Fatal(err)
	}
	must(t, shop, "run", "-q")
	var known, unknown, before atomic.Int64
	t.Run("moments", func(t *testing.T) {
		for seed := range kills {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				outcome := killOnce(t, shop, uint64(seed))
				switch outcome {
				case deliveries.Unknown:
					unknown.Add(1)
				case deliveries.Sent:
					known.Add(1)
				default:
					before.Add(1)
				}
			})
		}
	})
	t.Logf("%d kills: all known after %d, somebody's mail unknown and told after %d, the job was over before %d", kills, known.Load(), unknown.Load(), before.Load())
	if known.Load() == 0 {
		t.Error("no kill hit a job")
	}
}

// killOnce kills one job once and lets it be finished.
func killOnce(t *testing.T, shop string, seed uint64) deliveries.State {
	random := rand.New(rand.NewPCG(seed, 8)) //nolint:gosec // moments of a test
	stages, moment, wait := "report", int64(1+random.IntN(24)), time.Duration(0)
	if seed%4 == 0 { // at any time of the whole job, and not at a moment of the talk
		stages, moment, wait = "load, analyse, report", 0, time.Duration(random.IntN(3000))*time.Millisecond
	}
	killing := &killer{after: moment}
	server := unruly.Start(t, unruly.Script{Fault: killing.fault})
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(shop)); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "clientele.yaml"), shopConfig+fmt.Sprintf(mailedShop, server.Host(), server.Port(), stages))
	if done := executeAt(t, folder, "2026-01-05T12:00:00Z", nil); done.code != 0 {
		t.Fatalf("the first look: %s", done.stderr)
	}
	first := executeAt(t, folder, "2026-01-06T08:00:30Z", func(child *os.Process) {
		killing.target.Lock()
		killing.child = child
		killing.target.Unlock()
		if wait > 0 {
			time.Sleep(wait)
			_ = child.Kill()
		}
	})
	killing.after = 0
	last := first
	for _, minute := range []int{2, 20} { // the first finishes it, the second finds nothing left
		last = executeAt(t, folder, fmt.Sprintf("2026-01-06T08:%02d:00Z", minute), nil)
	}
	if last.code != 0 && last.code != 6 {
		t.Fatalf("the last run ended with %d: %s", last.code, last.stderr)
	}
	return judgeKill(t, folder, server, first.code == 0)
}

// executeAt does what is due at a time, and lets something happen meanwhile.
func executeAt(t *testing.T, folder, now string, meanwhile func(*os.Process)) ended {
	t.Helper()
	child := command(t, folder, "schedule", "--due")
	child.Env = append(child.Env, clockVariable+"="+now)
	var stdout, stderr strings.Builder
	child.Stdout, child.Stderr = &stdout, &stderr
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if meanwhile != nil {
		meanwhile(child.Process)
	}
	_ = child.Wait() // its exit code is looked at
	code := -1
	if child.ProcessState != nil {
		code = child.ProcessState.ExitCode()
	}
	return ended{code: code, stdout: stdout.String(), stderr: stderr.String()}
}

// judgeKill compares what the server has with what the ledger says.
func judgeKill(t *testing.T, folder string, server *unruly.Server, over bool) deliveries.State {
	t.Helper()
	got := map[string]int{}
	for _, one := range server.Accepted() {
		got[one.To]++
	}
	var list []deliveries.Delivery
	if err := json.Unmarshal([]byte(must(t, folder, "deliveries", "--json").stdout), &list); err != nil {
		t.Fatal(err)
	}
	state := deliveries.Sent
	if over {
		state = ""
	}
	seen := 0
	for _, one := range list {
		if one.Kind != "report" {
			continue
		}
		seen++
		switch count := got[one.Recipient]; {
		case one.State == deliveries.Sent && count == 1:
		case one.State == deliveries.Unknown && count <= 1:
			state = deliveries.Unknown
			if got["owner@example.com"] != 1 || one.Told.IsZero() {
				t.Errorf("%s is unknown, and the owner has %d mails", one.Key, got["owner@example.com"])
			}
		default:
			t.Errorf("%s is %s, and the server has it %d times", one.Key, one.State, count)
		}
	}
	if seen != 3 {
		t.Errorf("the ledger knows %d mails of three: %v", seen, list)
	}
	if left, err := leftovers(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
	return state
}
