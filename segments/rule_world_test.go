package segments

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/duck"
	"clientele/internal/table"
	"clientele/queries"
)

// A small world, as nasty as the data of companies: values that are not known,
// days on the borders of every window, returns, several orders a day, an order
// over two days, customers who never bought, names in several scripts and with
// every mark that means something to somebody, events without a day.
type smallWorld struct {
	asOf      string
	customers []worldCustomer
	lines     []worldLine
	events    []worldEvent
	campaigns []worldCampaign
	members   []worldMember
	segments  []worldSegment
}

// Texts that are not known are nil; so are days, numbers and consents.
type worldCustomer struct {
	id                                    string
	customer, email, phone, country, city *string
	owner, tags                           *string
	emailConsent, callConsent, sms, post  *bool
	r, f, m                               *int // no scores of who never bought
	expected                              *decimal.Decimal
	chance                                *float64
	reached                               bool // has a row in customer_reach
}

type worldLine struct {
	source, order  string
	line           int
	customer       *string
	on             string
	group, product *string
	productID      *string
	channel        *string
	country, owner *string
	amount         decimal.Decimal
	quantity       *decimal.Decimal
}

type worldEvent struct {
	customer               *string
	on                     *string
	kind                   string
	subject, status, owner *string
}

type worldCampaign struct {
	id      string
	name    *string
	started *string
}

type worldMember struct {
	campaign                 string
	customer                 *string
	arm                      string
	touched, opened, clicked *string
	responded                *string
	delivered                *bool
}

type worldSegment struct {
	kind, segment string
	name          *string
	members       []string
}

type dice struct{ *rand.Rand }

func newDice(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 77))} } //nolint:gosec // a test

func (d dice) one(texts ...string) string { return texts[d.IntN(len(texts))] }

// maybe is one of the texts, or nothing.
func (d dice) maybe(texts ...string) *string {
	if d.IntN(4) == 0 {
		return nil
	}
	text := d.one(texts...)
	return &text
}

func (d dice) maybeBool() *bool {
	if d.IntN(3) == 0 {
		return nil
	}
	value := d.IntN(2) == 0
	return &value
}

func places() []string {
	return []string{"Spain", "spain", "SPAIN", "España", "Россия", "РОССИЯ", "O\"Neil's; drop table x--", "a_b", "a b", "100%", "and", ""}
}

func groups() []string {
	return []string{"Coffee", "coffee", "COFFEE beans", "Кофе", "кофе", "Tea", "Éclair", "éclair", "x'y", "$p1", "or"}
}

func personNames() []string { return []string{"Ana", "ana", "Борис", "Zoë", "(none)"} }

func eventKinds() []string { return []string{"visit", "Visit", "call", "звонок", "mail"} }

// days lie on and next to every border that rules of one world can name.
func (w smallWorld) day(d dice) string {
	asOf, _ := time.Parse(time.DateOnly, w.asOf)
	distance := []int{0, 1, 2, 6, 7, 8, 13, 14, 15, 27, 28, 29, 30, 31, 32, 59, 60, 61, 62, 89, 90, 91, 364, 365, 366, 400}[d.IntN(26)]
	if d.IntN(12) == 0 {
		distance = -1 - d.IntN(3) // behind the day of the numbers
	}
	return asOf.AddDate(0, 0, -distance).Format(time.DateOnly)
}

func (w smallWorld) maybeDay(d dice) *string {
	if d.IntN(4) == 0 {
		return nil
	}
	day := w.day(d)
	return &day
}

func newSmallWorld(seed uint64) smallWorld {
	d := newDice(seed)
	w := smallWorld{asOf: []string{"2026-10-31", "2024-02-29", "2025-03-01", "2024-12-31", "2023-06-30"}[seed%5]}
	for i := range 24 {
		w.customers = append(w.customers, w.newCustomer(d, i))
	}
	for i := range 110 {
		w.lines = append(w.lines, w.newLine(d, i))
	}
	for range 50 {
		customer := w.anybody(d)
		w.events = append(w.events, worldEvent{customer: customer, on: w.maybeDay(d), kind: d.one(eventKinds()...),
			subject: d.maybe("Delivery is late", "delivery", "Цена", ""), status: d.maybe("done", "Open"), owner: d.maybe(personNames()...)})
	}
	w.campaigns = []worldCampaign{{"c1", pointer("Spring"), w.maybeDay(d)}, {"C2", pointer("spring"), w.maybeDay(d)}, {"c3", nil, w.maybeDay(d)}, {"Осень", pointer("c1"), w.maybeDay(d)}}
	seen := map[string]bool{}
	for range 50 {
		member := worldMember{campaign: d.one("c1", "C2", "c3", "Осень", "unknown"), customer: w.anybody(d), arm: d.one("treated", "treated", "control", "both"),
			touched: w.maybeDay(d), opened: w.maybeDay(d), clicked: w.maybeDay(d), responded: w.maybeDay(d), delivered: d.maybeBool()}
		key := member.campaign
		if member.customer != nil {
			key += "|" + *member.customer
		}
		if !seen[key] {
			w.members = append(w.members, member)
		}
		seen[key] = true
	}
	w.segments = []worldSegment{{kind: "rfm", segment: "at_risk"}, {kind: "rfm", segment: "champions", name: pointer("Чемпионы")}, {kind: "lifecycle", segment: "at_risk"},
		{kind: "own", segment: "VIP"}, {kind: "own", segment: "empty"}, {kind: "cluster", segment: "frequent_big"}}
	for i := range w.segments {
		for _, customer := range w.customers {
			if d.IntN(3) == 0 && w.segments[i].segment != "empty" {
				w.segments[i].members = append(w.segments[i].members, customer.id)
			}
		}
	}
	return w
}

func pointer[T any](value T) *T { return &value }

func (w smallWorld) newCustomer(d dice, i int) worldCustomer {
	made := worldCustomer{id: fmt.Sprintf("shop:%d", i), customer: d.maybe(personNames()...), email: d.maybe("a@x.com", "B@X.com", ""), phone: d.maybe("+34 600", "600"),
		country: d.maybe(places()...), city: d.maybe("Bonn", "bonn"), owner: d.maybe(personNames()...), reached: d.IntN(4) > 0,
		tags: d.maybe("VIP", "vip, Coffee", " a b ,x", "", "VIP2", "vip,vip"), emailConsent: d.maybeBool(), callConsent: d.maybeBool(), sms: d.maybeBool(), post: d.maybeBool()}
	if d.IntN(3) > 0 {
		made.r, made.f, made.m = pointer(1+d.IntN(5)), pointer(1+d.IntN(5)), pointer(1+d.IntN(5))
	}
	if d.IntN(3) > 0 {
		made.expected, made.chance = pointer(decimal.New(int64(d.IntN(4))*2500, -2)), pointer([]float64{0, 0.25, 0.5, 0.3, 0.75, 1}[d.IntN(6)])
		if d.IntN(5) == 0 {
			made.expected = nil
		}
	}
	return made
}

// anybody is a customer, or nobody; the last few never do anything.
func (w smallWorld) anybody(d dice) *string {
	if d.IntN(10) == 0 {
		return nil
	}
	return &w.customers[d.IntN(len(w.customers)-4)].id
}

func (w smallWorld) newLine(d dice, i int) worldLine {
	made := worldLine{source: d.one("shop", "Books"), order: fmt.Sprint(d.IntN(60)), line: i, on: w.day(d),
		group: d.maybe(groups()...), product: d.maybe(groups()...), productID: d.maybe("A1", "A2", "COFFEE"), channel: d.maybe("web", "Web", "store"),
		country: d.maybe(places()...), owner: d.maybe(personNames()...)}
	// An order is one customer's.
	buyer := newDice(uint64(len(w.customers)) + uint64(len(made.order))*31 + uint64(made.order[0])*7 + uint64(made.order[len(made.order)-1]))
	made.customer = w.anybody(buyer)
	made.amount = decimal.New([]int64{0, 0, 0, 100, 2500, 2501, 2499, 5000, -2500, -100, 10000, 33}[d.IntN(12)], -2)
	if d.IntN(3) > 0 {
		made.quantity = pointer(decimal.New([]int64{0, 1000, 2000, 500, -1000, 3000}[d.IntN(6)], -3))
	}
	return made
}

// put makes the world's tables in an engine, with the product's own queries for
// orders and figures.
func (w smallWorld) put(t *testing.T, engine *duck.Engine) World {
	t.Helper()
	ctx := context.Background()
	create := func(name, columns string, rows [][]any) {
		t.Helper()
		made := &table.Table{Rows: rows}
		var casts []string
		for _, column := range strings.Split(columns, ", ") {
			title, typeName, _ := strings.Cut(column, " ")
			made.Columns = append(made.Columns, table.Column{Name: title})
			casts = append(casts, fmt.Sprintf("cast(%s as %s) as %s", title, typeName, title))
		}
		for _, row := range rows {
			for i, value := range row {
				row[i] = written(value)
			}
		}
		if err := engine.CreateTable(ctx, "given_rows", made); err != nil {
			t.Fatal(err)
		}
		if err := engine.Exec(ctx, "create or replace table "+name+" as select "+strings.Join(casts, ", ")+" from given_rows"); err != nil {
			t.Fatal(err)
		}
	}
	var customers, reach, scores, outlook, lines, events, campaigns, members, names, segmentMembers [][]any
	for _, c := range w.customers {
		customers = append(customers, []any{c.id, c.customer, c.email, c.phone, c.country, c.city, c.owner})
		if c.reached {
			reach = append(reach, []any{c.id, c.tags, c.emailConsent, c.callConsent, c.sms, c.post})
		}
		if c.r != nil {
			scores = append(scores, []any{c.id, *c.r, *c.f, *c.m})
		}
		if c.chance != nil {
			outlook = append(outlook, []any{c.id, c.expected, *c.chance})
		}
	}
	for _, l := range w.lines {
		lines = append(lines, []any{l.source, l.order, l.line, l.customer, l.on, l.on[:8] + "01", l.productID, l.product, l.group, l.quantity, l.amount, l.channel, l.country, l.owner})
	}
	for _, e := range w.events {
		events = append(events, []any{e.customer, e.on, e.kind, e.subject, e.status, e.owner})
	}
	for _, c := range w.campaigns {
		campaigns = append(campaigns, []any{c.id, c.name, c.started})
	}
	for _, m := range w.members {
		members = append(members, []any{m.campaign, m.customer, m.arm, m.touched, m.delivered, m.opened, m.clicked, m.responded})
	}
	for _, s := range w.segments {
		names = append(names, []any{s.kind, s.segment, s.name})
		for _, member := range s.members {
			segmentMembers = append(segmentMembers, []any{s.kind, s.segment, member})
		}
	}
	create("customers", "customer_id varchar, customer varchar, email varchar, phone varchar, country varchar, city varchar, owner varchar", customers)
	create("customer_reach", "customer_id varchar, tags varchar, email_consent boolean, call_consent boolean, sms_consent boolean, post boolean", reach)
	create("rfm", "customer_id varchar, r integer, f integer, m integer", scores)
	create("customer_outlook", "customer_id varchar, expected_value decimal(18,2), p_buys double", outlook)
	create("purchase_lines", "source varchar, order_id varchar, line integer, customer_id varchar, purchased_on date, month date, product_id varchar, product varchar, product_group varchar, quantity decimal(18,3), amount decimal(18,4), channel varchar, country varchar, owner varchar", lines)
	create("customer_events", "customer_id varchar, event_on date, event_type varchar, subject varchar, status varchar, owner varchar", events)
	create("campaign_lines", "campaign_id varchar, campaign varchar, started_on date", campaigns)
	create("member_lines", "campaign_id varchar, customer_id varchar, arm varchar, touched_on date, delivered boolean, opened_on date, clicked_on date, responded_on date", members)
	create("segment_names", "kind varchar, segment varchar, name varchar", names)
	create("segment_members", "kind varchar, segment varchar, customer_id varchar", segmentMembers)
	asOf, _ := time.Parse(time.DateOnly, w.asOf)
	for _, name := range []string{"marts/orders", "marts/customer_figures"} {
		query, err := queries.Get(name)
		if err != nil {
			t.Fatal(err)
		}
		bound, err := query.BindSome(map[string]any{"as_of": asOf})
		if err != nil {
			t.Fatal(err)
		}
		if err := engine.Create(ctx, bound); err != nil {
			t.Fatal(err)
		}
	}
	return World{AsOf: asOf}
}

// written is a value as text, nil where there is none.
func written(value any) any {
	switch v := value.(type) {
	case *string:
		if v != nil {
			return *v
		}
		return nil
	case *bool:
		if v != nil {
			return fmt.Sprint(*v)
		}
		return nil
	case *decimal.Decimal:
		if v != nil {
			return v.String()
		}
		return nil
	}
	return fmt.Sprint(value)
}

func openEngine(t testing.TB, memory string) *duck.Engine {
	t.Helper()
	engine, err := duck.Open(context.Background(), duck.Options{Threads: 2, MemoryLimit: memory, TempDirectory: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	return engine
}
