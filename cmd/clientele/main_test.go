package main

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"clientele/internal/garbage"
)

// TestMain makes the test binary the program itself where it is called
// clientele: in scripts, and wherever a test needs a process to kill.
func TestMain(m *testing.M) {
	garbage.CollectLate()
	testscript.Main(m, map[string]func(){"clientele": programWithClock})
}

// clockVariable gives the program of a test the time at which it starts.
const clockVariable = "CLIENTELE_TEST_NOW"

// programWithClock is main, with the clock of a test where it names one.
func programWithClock() {
	text, ok := os.LookupEnv(clockVariable)
	if !ok {
		main()
		return
	}
	start, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	begun, env := time.Now(), system()
	die := dying()
	env.now = func() time.Time {
		die()
		return start.Add(time.Since(begun))
	}
	code := run(ctx, os.Args[1:], env)
	stop()
	os.Exit(code)
}

// dieVariable makes the program of a test kill itself: "looks 7" when it looks at
// the clock for the seventh time, "mails 1" when it looks at it and a mail lies in
// the outbox.
const dieVariable = "CLIENTELE_TEST_DIE"

func dying() func() {
	what, number, found := strings.Cut(os.Getenv(dieVariable), " ")
	most, err := strconv.ParseInt(number, 10, 64)
	if !found || err != nil {
		return func() {}
	}
	var looks atomic.Int64
	return func() {
		count := looks.Add(1)
		if what == "mails" {
			mails, _ := filepath.Glob(filepath.Join("state", "outbox", "*.eml"))
			count = int64(len(mails))
		}
		if count >= most {
			myself, _ := os.FindProcess(os.Getpid())
			_ = myself.Kill()
			select {} // until it is dead
		}
	}
}

// program is the test binary under the program's name.
func program(t testing.TB) (path, name string) {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path, "clientele"
}
