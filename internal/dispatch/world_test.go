package dispatch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-message/mail"

	"clientele/internal/garbage"
	"clientele/internal/job"
	"clientele/internal/pipeline"
	"clientele/internal/smtp/unruly"
)

// The company of the tests: two years of three managers' sales, which end on a
// day that the tests' clock begins just after.
const (
	firstDay = "2024-11-01"
	lastDay  = "2026-10-31"
	hidden   = "hunter2-Ключ-\"quoted\""
)

// salesCSV has for each manager four customers who buy every month.
func salesCSV() string {
	var text strings.Builder
	text.WriteString("order,day,customer,name,email,manager,amount\n")
	first, _ := time.Parse(time.DateOnly, firstDay)
	order := 0
	for month := range 24 {
		for manager, name := range managers() {
			for customer := range 4 {
				order++
				day := first.AddDate(0, month, (customer*7+manager*3+month)%28)
				fmt.Fprintf(&text, "%d,%s,%d-%d,Customer %d of %s,c%d.%d@customers.example,%s,%d.50\n",
					order, day.Format(time.DateOnly), manager, customer, customer, name, manager, customer, name, 100+(customer+month*7)%50)
			}
		}
	}
	fmt.Fprintf(&text, "%d,%s,0-0,Customer 0 of %s,c0.0@customers.example,%s,10.00\n", order+1, lastDay, managers()[0], managers()[0])
	return text.String()
}

func managers() []string { return []string{"Anna", "Борис", "Pedro"} }

const worldConfig = `company: Tests & Söhne
currency: EUR
time_zone: Europe/Madrid
country: none
language: [en, ru]
reports: [director, data]
sources:
  - name: shop
    files: exports/*.csv
    columns: {order_id: order, purchased_at: day, customer: customer, customer_name: name, customer_email: email, owner: manager, amount: amount}
`

// analysed is a workspace that was run once, which tests copy.
var analysed = sync.OnceValues(func() (string, error) { //nolint:gochecknoglobals // made once for all tests
	folder, err := os.MkdirTemp("", "dispatch-world")
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Join(folder, "exports"), 0o755); err != nil {
		return "", err
	}
	if err := errors.Join(
		os.WriteFile(filepath.Join(folder, "exports", "sales.csv"), []byte(salesCSV()), 0o600),
		os.WriteFile(filepath.Join(folder, "clientele.yaml"), []byte(worldConfig), 0o600),
	); err != nil {
		return "", err
	}
	config, err := pipeline.ReadConfig(filepath.Join(folder, "clientele.yaml"))
	if err != nil {
		return "", err
	}
	_, err = pipeline.Run(context.Background(), config, pipeline.Options{
		Stages: pipeline.Stages{Load: true, Analyse: true, Report: true}, Version: "test", Clock: time.Now, Sink: job.Discard{}, Threads: 2,
	})
	return folder, err
})

func TestMain(m *testing.M) {
	garbage.CollectLate()
	code := m.Run()
	if folder, err := analysed(); err == nil && strings.Contains(folder, "dispatch-world") {
		_ = os.RemoveAll(folder)
	}
	os.Exit(code)
}

// world is a workspace with jobs, a mail server, and a clock that stands.
type world struct {
	t      *testing.T
	folder string
	server *unruly.Server
	now    time.Time
	told   []string
	runs   int
	env    map[string]string

	fails error // what a run of the pipeline comes to
}

// newWorld is a workspace with a part of a config: jobs, alerts, and what mail
// has besides the server.
func newWorld(t *testing.T, script unruly.Script, more string) *world {
	t.Helper()
	from, err := analysed()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, folder: t.TempDir(), now: at("2026-11-01 12:00"), env: map[string]string{"SMTP_PASSWORD": hidden}}
	if err := os.CopyFS(w.folder, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	script.User, script.Password = "reports", hidden
	if script.Security == "" {
		script.Security = unruly.ByCommand
	}
	w.server = unruly.Start(t, script)
	w.write("ca.pem", string(w.server.CA()))
	w.config(more)
	return w
}

func at(text string) time.Time {
	zone, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		panic(err)
	}
	when, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		panic(err)
	}
	return when
}

func (w *world) write(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.folder, name), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) read(name string) string {
	w.t.Helper()
	text, err := os.ReadFile(filepath.Join(w.folder, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}

func (w *world) removeState() {
	w.t.Helper()
	if err := os.RemoveAll(filepath.Join(w.folder, "state")); err != nil {
		w.t.Fatal(err)
	}
}

// config writes the config anew. Lines of more that begin with two blanks and
// stand before its first key belong to mail.
func (w *world) config(more string) {
	w.write("clientele.yaml", worldConfig+fmt.Sprintf(`mail:
  from: Отчёты <reports@example.com>
  server: %s
  port: %d
  ca: ca.pem
  user: reports
  password: {env: SMTP_PASSWORD}
  owner: owner@example.com
`, w.server.Host(), w.server.Port())+more)
}

// dispatcher is a new one, as after a restart.
func (w *world) dispatcher() *Dispatcher {
	w.t.Helper()
	return w.dispatcherWith("")
}

func (w *world) dispatcherWith(dryRun string) *Dispatcher {
	w.t.Helper()
	config, err := pipeline.ReadConfig(filepath.Join(w.folder, "clientele.yaml"))
	if err != nil {
		w.t.Fatal(err)
	}
	options := w.options()
	options.DryRun = dryRun
	d, err := New(config, options)
	if err != nil {
		w.t.Fatal(err)
	}
	d.run = w.run
	return d
}

func (w *world) options() Options {
	return Options{
		Version: "test", Now: func() time.Time { return w.now }, Sink: job.Discard{},
		Lookup: func(name string) (string, bool) { value, ok := w.env[name]; return value, ok },
		Tell:   func(line string) { w.told = append(w.told, line) },
		Wait: func(ctx context.Context, length time.Duration) error {
			w.now = w.now.Add(length)
			return ctx.Err()
		},
	}
}

// run stands for the pipeline: what it makes is there already.
func (w *world) run(context.Context, *pipeline.Config, pipeline.Options) (pipeline.Outcome, error) {
	w.runs++
	if w.fails != nil && !finished(w.fails) {
		return pipeline.Outcome{}, w.fails
	}
	asOf, _ := time.Parse(time.DateOnly, lastDay)
	return pipeline.Outcome{AsOf: asOf, Folder: filepath.Join(w.folder, "out", lastDay)}, w.fails
}

// due does what is due; needs says whether a person is needed.
func (w *world) due(needs bool) Summary {
	w.t.Helper()
	summary, err := w.dispatcher().Due(context.Background())
	w.checkNeeds(err, needs)
	return summary
}

func (w *world) send(request Request, needs bool) Summary {
	w.t.Helper()
	summary, err := w.dispatcher().Send(context.Background(), request)
	w.checkNeeds(err, needs)
	return summary
}

func (w *world) checkNeeds(err error, needs bool) {
	w.t.Helper()
	var attention *AttentionError
	if err != nil && !errors.As(err, &attention) || (err != nil) != needs {
		w.t.Fatalf("ended with %v; a person is needed: %v\n%s", err, needs, strings.Join(w.told, "\n"))
	}
}

// accepted counts what the server took, by recipient.
func (w *world) accepted() map[string]int {
	got := map[string]int{}
	for _, one := range w.server.Accepted() {
		got[one.To]++
	}
	return got
}

// want compares what the server took with "address count, …".
func (w *world) want(counts string) {
	w.t.Helper()
	got := w.accepted()
	var parts []string
	for to, count := range got {
		parts = append(parts, fmt.Sprintf("%s %d", strings.TrimSuffix(to, "@example.com"), count))
	}
	slices.Sort(parts)
	if text := strings.Join(parts, ", "); text != counts {
		w.t.Fatalf("the server took %q, want %q\n%s", text, counts, strings.Join(w.told, "\n"))
	}
}

// mails are those that an address got, read.
func (w *world) mails(to string) []received {
	w.t.Helper()
	var out []received
	for _, one := range w.server.Accepted() {
		if one.To == to+"@example.com" {
			out = append(out, read(w.t, one.Bytes))
		}
	}
	return out
}

// received is a mail as its reader has it.
type received struct {
	header      mail.Header
	subject     string
	text, html  string
	attachments map[string][]byte
	pictures    int
}

func read(t testing.TB, content []byte) received {
	t.Helper()
	reader, err := mail.CreateReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	out := received{header: reader.Header, attachments: map[string][]byte{}}
	if out.subject, err = reader.Header.Subject(); err != nil {
		t.Fatal(err)
	}
	for {
		part, err := reader.NextPart()
		if err != nil {
			break
		}
		var body bytes.Buffer
		if _, err := body.ReadFrom(part.Body); err != nil {
			t.Fatal(err)
		}
		switch header := part.Header.(type) {
		case *mail.InlineHeader:
			kind, _, _ := header.ContentType()
			switch kind {
			case "text/plain":
				out.text = body.String()
			case "text/html":
				out.html = body.String()
			case "image/png":
				out.pictures++
			}
		case *mail.AttachmentHeader:
			name, err := header.Filename()
			if err != nil {
				t.Fatal(err)
			}
			out.attachments[name] = body.Bytes()
		}
	}
	return out
}
