package pipeline

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/job"
)

// managerWorld is a company whose customers, sales, deals and targets are drawn,
// with what is known of each customer in words that stand nowhere else.
type managerWorld struct {
	dir       string
	random    *rand.Rand
	asOf      time.Time
	customers []managedCustomer
	sales     []managedSale
	deals     []managedDeal
	targets   map[string][]decimal.Decimal // by manager
	owners    []string                     // by customer; see ownerOf
}

type managedCustomer struct {
	key, name, email, phone string
	owner                   string // as the card has it; empty where there is none or it does not say
	card, mayWrite          bool
}

type managedSale struct {
	customer int // −1 is nobody known
	day      time.Time
	amount   decimal.Decimal
	seller   string
}

type managedDeal struct {
	id, title string
	customer  int // −1 is nobody known
	owner     string
}

// managerNames are hostile, nearly equal, or beginnings of each other.
func managerNames() []string {
	return []string{
		"Anna", "anna ", "Anna\u00a0", "Anna Berg", "O'Brien", "Анна", "Анна И.", "Анна Иванова", "анна иванова", "=HYPERLINK(\"http://evil\")",
		"<script>alert(1)</script>", "'; drop table customer_book; --", "%", "none", "NULL", "Šárka \"the\" Ünal", "",
	}
}

// newManagerWorld draws a company of so many customers with these managers, and
// writes it as files.
func newManagerWorld(t testing.TB, seed uint64, customers int, names []string) *managerWorld {
	t.Helper()
	w := &managerWorld{dir: t.TempDir(), targets: map[string][]decimal.Decimal{}, random: rand.New(rand.NewPCG(seed, 8)), asOf: time.Date(2026, 10, 31-11*int(seed%2), 0, 0, 0, 0, time.UTC)} //nolint:gosec // a test
	for i := range customers {
		c := managedCustomer{
			key: fmt.Sprintf("k%05dq", i), name: fmt.Sprintf("Zed%05d %s", i, []string{"Ltd", "& <b>Sons</b>", "=1+1", "Ромашка"}[i%4]),
			email: fmt.Sprintf("m%05d@mail.test.org", i), phone: fmt.Sprintf("+34 9%02d 55 %05d", 10+w.random.IntN(80), i),
			card: w.random.IntN(8) > 0, mayWrite: w.random.IntN(5) > 0,
		}
		c.owner = names[w.random.IntN(len(names))]
		w.customers = append(w.customers, c)
		w.buys(i, names)
	}
	w.sales = append(w.sales, managedSale{customer: 0, day: w.asOf, amount: decimal.New(12345, -2), seller: names[0]})
	for range customers / 4 {
		w.sales = append(w.sales, managedSale{customer: -1, day: w.asOf.AddDate(0, 0, -w.random.IntN(400)), amount: w.amount(), seller: names[w.random.IntN(len(names))]})
	}
	for i := range min(2*customers, 2000) {
		w.deals = append(w.deals, managedDeal{id: fmt.Sprintf("d%05dq", i), title: fmt.Sprintf("Opp%05d", i), customer: w.random.IntN(customers+customers/5) - customers/5, owner: names[w.random.IntN(len(names))]})
	}
	w.write(t, names)
	return w
}

// buys draws what a customer bought: some nothing, some once, some by a rhythm
// that they may have lost.
func (w *managerWorld) buys(customer int, names []string) {
	visits := []int{0, 1, 1, 2, 5, 9, 14}[w.random.IntN(7)]
	gap := 15 + w.random.IntN(40)
	day := w.asOf.AddDate(0, 0, -w.random.IntN(1+w.random.IntN(300)))
	for range visits {
		amount := w.amount()
		if w.random.IntN(12) == 0 {
			amount = amount.Neg()
		}
		seller := w.customers[customer].owner
		if w.random.IntN(3) == 0 {
			seller = names[w.random.IntN(len(names))]
		}
		w.sales = append(w.sales, managedSale{customer: customer, day: day, amount: amount, seller: seller})
		day = day.AddDate(0, 0, -gap+w.random.IntN(9)-4)
	}
}

func (w *managerWorld) amount() decimal.Decimal {
	return decimal.New(10_000+w.random.Int64N(900_000), -2)
}

func (w *managerWorld) write(t testing.TB, names []string) {
	t.Helper()
	people := [][]string{{"id", "name", "mail", "phone", "owner", "changed", "letters"}}
	for _, c := range w.customers {
		if c.card {
			people = append(people, []string{c.key, c.name, c.email, c.phone, c.owner, "2026-12-01", map[bool]string{true: "yes", false: "no"}[c.mayWrite]})
		}
	}
	sales := [][]string{{"order", "day", "customer", "amount", "seller"}}
	for i, s := range w.sales {
		customer := ""
		if s.customer >= 0 {
			customer = w.customers[s.customer].key
		}
		sales = append(sales, []string{fmt.Sprint(i), s.day.Format(time.DateOnly), customer, s.amount.String(), s.seller})
	}
	deals := [][]string{{"id", "title", "customer", "stage", "amount", "owner", "opened", "closed", "outcome"}}
	for i, d := range w.deals {
		customer, outcome, closed := "", []string{"won", "lost", "open"}[i%3], ""
		if d.customer >= 0 {
			customer = w.customers[d.customer].key
		}
		opened := w.asOf.AddDate(0, 0, -40-w.random.IntN(300))
		if outcome != "open" {
			closed = opened.AddDate(0, 0, 5+w.random.IntN(35)).Format(time.DateOnly)
		}
		deals = append(deals, []string{d.id, d.title, customer, "Offer", w.amount().String(), d.owner, opened.Format(time.DateOnly), closed, outcome})
	}
	plan := [][]string{{"month", "manager", "target"}}
	for _, name := range names[:min(20, len(names))] {
		for _, month := range []string{"2026-09", "2026-10", "2026-11"} {
			target := w.amount().Add(decimal.NewFromInt(1_000_000)) // nothing else is as much
			plan = append(plan, []string{month, name, target.String()})
			w.targets[managerKey(name)] = append(w.targets[managerKey(name)], target)
		}
	}
	for file, rows := range map[string][][]string{"people.csv": people, "sales.csv": sales, "deals.csv": deals, "plan.csv": plan} {
		var text bytes.Buffer
		if err := csv.NewWriter(&text).WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		w.file(t, file, text.Bytes())
	}
	w.file(t, "clientele.yaml", []byte(managerConfig))
}

const managerConfig = `company: World
language: [en, ru, es]
sources:
  - {name: shop, files: sales.csv, dates: year first, columns: {order_id: order, purchased_at: day, customer: customer, amount: amount, owner: seller}}
  - {name: people, files: people.csv, entity: contacts, namespace: shop, dates: year first, columns: {source_id: id, full_name: name, email: mail, phone: phone, owner: owner, updated_at: changed, email_consent: letters}}
  - {name: deals, files: deals.csv, entity: deals, namespace: shop, dates: year first, columns: {deal_id: id, deal: title, customer: customer, stage: stage, amount: amount, owner: owner, created_at: opened, closed_at: closed, outcome: outcome}}
  - {name: plan, files: plan.csv, entity: targets, columns: {month: month, scope_value: manager, target: target}, constants: {metric: revenue, scope: owner}}
`

func (w *managerWorld) file(t testing.TB, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// recalled analyses the company and opens what that left.
func (w *managerWorld) recalled(t testing.TB, stages Stages) *Recalled {
	t.Helper()
	config, err := ReadConfig(filepath.Join(w.dir, "clientele.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), config, Options{Stages: stages, Threads: 2, Clock: time.Now, Sink: job.Discard{}}); err != nil {
		t.Fatal(err)
	}
	opened, err := Recall(t.Context(), config, "", Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	return opened
}

// ownerOf is whose a customer is: of the newest record that says so, which a card
// is; else of the last sale, of one day the greatest name.
func (w *managerWorld) ownerOf(customer int) string {
	if w.owners == nil {
		w.owners = make([]string, len(w.customers))
		for i, c := range w.customers {
			if w.owners[i] = managerKey(c.owner); !c.card || w.owners[i] == "" {
				w.owners[i] = w.lastSeller(i)
			}
		}
	}
	return w.owners[customer]
}

func (w *managerWorld) lastSeller(customer int) string {
	owner, day := "", time.Time{}
	for _, s := range w.sales {
		name := strings.TrimSpace(s.seller)
		if s.customer != customer || name == "" || s.day.Before(day) || s.day.Equal(day) && name < owner {
			continue
		}
		owner, day = name, s.day
	}
	return managerKey(owner)
}
