package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"clientele/internal/smtp/unruly"
)

const listedPassword = "hunter2-in-no-list"

// listedShop mails with a password that lies where it is told.
const listedShop = fewReports + `mail:
  from: Reports <reports@example.com>
  server: localhost
  port: %d
  ca: ca.pem
  user: reports
  password: {%s}
  owner: owner@example.com
jobs:
  - {name: morning, when: every day at 08:00, run: [report], stale: 3660 days, send: [{to: anna@example.com, reports: [data]}]}
`

// While a mail is under way the password stands nowhere in what others see of the
// process: neither in its command line nor in its name, and where it lies in a file
// not in its environment. There are no children that could inherit it.
func TestSecret_IsNotInTheProcessList(t *testing.T) {
	if _, err := os.Stat("/proc/self/cmdline"); err != nil {
		t.Skip("there is no /proc to look into")
	}
	shop := t.TempDir()
	if err := writeShop(shop, fewReports); err != nil {
		t.Fatal(err)
	}
	must(t, shop, "run", "-q")
	for _, test := range []struct {
		place     string
		arguments []string
	}{
		{"env: SMTP_PW", []string{"send", "morning"}},
		{"env: SMTP_PW", []string{"schedule"}},
		{"file: secret", []string{"schedule", "--due"}},
		{"file: secret", []string{"send", "--test", "anna@example.com"}},
	} {
		t.Run(test.place+" "+strings.Join(test.arguments, " "), func(t *testing.T) {
			t.Parallel()
			underWay, looked := make(chan bool, 1), make(chan bool)
			server := unruly.Start(t, unruly.Script{User: "reports", Password: listedPassword, Security: unruly.ByCommand, Fault: func(moment unruly.Moment) unruly.Fault {
				if moment.Stage == unruly.Rcpt && moment.Attempt == 1 {
					underWay <- true
					<-looked
				}
				return unruly.Fault{}
			}})
			folder := t.TempDir()
			if err := os.CopyFS(folder, os.DirFS(shop)); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(folder, "ca.pem"), string(server.CA()))
			write(t, filepath.Join(folder, "clientele.yaml"), shopConfig+fmt.Sprintf(listedShop, server.Port(), test.place))
			executeAt(t, folder, "2026-01-05T12:00:00Z", nil)
			child := command(t, folder, test.arguments...)
			child.Env = append(child.Env, clockVariable+"=2026-01-06T08:00:30Z")
			if test.place == "env: SMTP_PW" {
				child.Env = append(child.Env, "SMTP_PW="+listedPassword)
			} else if err := os.WriteFile(filepath.Join(folder, "secret"), []byte(listedPassword), 0o600); err != nil {
				t.Fatal(err)
			}
			var said strings.Builder
			child.Stderr = &said
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			select {
			case <-underWay:
				lookAtProcess(t, child.Process.Pid, test.place == "env: SMTP_PW")
			case <-time.After(time.Minute):
				t.Errorf("no mail was under way in a minute")
			}
			close(looked)
			if len(test.arguments) == 1 { // it goes on until it is stopped
				_ = child.Process.Signal(syscall.SIGTERM)
			}
			if err := child.Wait(); len(server.Accepted()) == 0 && len(test.arguments) > 1 {
				t.Errorf("it sent nothing: %v\n%s", err, &said)
			}
		})
	}
}

// lookAtProcess looks for the password in what the system tells of a process.
func lookAtProcess(t *testing.T, pid int, inEnvironment bool) {
	t.Helper()
	of := filepath.Join("/proc", strconv.Itoa(pid))
	places := []string{filepath.Join(of, "cmdline"), filepath.Join(of, "comm"), filepath.Join(of, "status")}
	threads, err := filepath.Glob(filepath.Join(of, "task", "*", "comm"))
	if err != nil {
		t.Fatal(err)
	}
	if places = append(places, threads...); !inEnvironment {
		places = append(places, filepath.Join(of, "environ"))
	}
	for _, place := range places {
		text, err := os.ReadFile(place)
		if err != nil {
			if !strings.Contains(place, "task") { // threads come and go
				t.Error(err)
			}
			continue
		}
		if filepath.Base(place) == "cmdline" && !strings.HasPrefix(string(text), "clientele\x00") {
			t.Errorf("%s is of another program: %q", place, text)
		}
		for _, form := range []string{listedPassword, base64.StdEncoding.EncodeToString([]byte(listedPassword)), base64.StdEncoding.EncodeToString([]byte("\x00reports\x00" + listedPassword))} {
			if strings.Contains(string(text), form) {
				t.Errorf("the password stands in %s", place)
			}
		}
	}
	others, err := filepath.Glob("/proc/[0-9]*/status")
	if err != nil || len(others) == 0 {
		t.Fatalf("%d processes, %v", len(others), err)
	}
	for _, other := range others {
		text, err := os.ReadFile(other)
		if err == nil && strings.Contains(string(text), fmt.Sprintf("\nPPid:\t%d\n", pid)) {
			t.Errorf("it has a child: %s", text)
		}
	}
}

// The program starts no other one: what starts programs is not linked into it, so
// that nothing can inherit its environment.
func TestSecret_NoProgramIsStarted(t *testing.T) {
	list, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Skipf("there is no go to ask: %v", err)
	}
	packages := strings.Fields(string(list))
	if len(packages) < 100 {
		t.Fatalf("it is made of %d packages", len(packages))
	}
	for _, one := range packages {
		if one == "os/exec" {
			t.Error("os/exec is linked into the program")
		}
	}
}
