package pipeline

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/job"
	"clientele/internal/table"
)

// campaignWorld is customers of one campaign, from 2026-03-01 to 2026-03-28, and
// what they bought: each goes on as before, and the treated buy once more by the
// chance that the campaign gives them.
type campaignWorld struct {
	seed      uint64
	customers int
	held      float64                   // share held out
	lift      func(segment int) float64 // chance that a treated customer buys once more for it
	reached   float64                   // share of the treated whom it reaches; others have no lift
	segments  int
	asOf      time.Time
	strangers map[int]bool // bought nothing before

	lines, people, orders *table.Table
	brought               float64 // money that would not have come anyway
}

func march(day int) time.Time { return time.Date(2026, 3, day, 0, 0, 0, 0, time.UTC) }

func liftOf(chance float64) func(int) float64 { return func(int) float64 { return chance } }

// make draws the world.
func (c *campaignWorld) make() *campaignWorld {
	random := rand.New(rand.NewPCG(c.seed, 21)) //nolint:gosec // a test
	c.lines = &table.Table{Columns: columnsOf("campaign_id t, campaign t, channel t, offer t, started_on d, ended_on d, cost m, contact_cost m, response_cost m, margin_share f, control_share f, lacks_rate b")}
	c.lines.Rows = [][]any{{"spring", "Spring", "email", "10 % off", march(1), march(28), decimal.NewFromInt(100), decimal.NewFromFloat(0.5), nil, 0.5, c.held, false}}
	c.people = &table.Table{Columns: columnsOf("campaign_id t, member_id t, customer_id t, arm t, segment t, touched_on d, delivered b, opened_on d, clicked_on d, responded_on d, touches i")}
	c.orders = &table.Table{Columns: columnsOf("source t, order_id t, customer_id t, ordered_on d, amount m, is_purchase b")}
	buy := func(customer string, on time.Time, amount float64) float64 {
		c.orders.Rows = append(c.orders.Rows, []any{"shop", fmt.Sprint("o", c.orders.Len()), customer, on, decimal.NewFromFloat(amount).Round(2), true})
		return amount
	}
	for i := range c.customers {
		customer := fmt.Sprint("c", i)
		segment := i % max(1, c.segments)
		treated := random.Float64() >= c.held
		arm, touches, touched := "control", int64(0), any(nil)
		reached := treated && random.Float64() < c.reached
		if treated {
			arm = "treated"
		}
		if reached {
			touches, touched = 1, march(1)
		}
		c.people.Rows = append(c.people.Rows, []any{"spring", customer, customer, arm, fmt.Sprint("s", segment), touched, nil, nil, nil, nil, touches})
		habit, size := 0.2+1.2*random.Float64(), 20+60*random.Float64() // purchases a month
		for month := range 12 {
			if c.strangers[i] {
				break
			}
			for rest := habit; random.Float64() < rest; rest-- {
				buy(customer, march(1).AddDate(0, 0, -1-month*30-random.IntN(30)), size*(0.5+random.Float64()))
			}
		}
		for rest := habit; random.Float64() < rest; rest-- {
			buy(customer, march(1+random.IntN(28)), size*(0.5+random.Float64()))
		}
		if reached && random.Float64() < c.lift(segment) {
			c.brought += buy(customer, march(1+random.IntN(28)), size*(0.5+random.Float64()))
		}
	}
	return c
}

// shuffled has the rows in another order.
func (c *campaignWorld) shuffled(seed uint64) *campaignWorld {
	random, other := rand.New(rand.NewPCG(seed, 3)), *c //nolint:gosec // a test
	for _, rows := range []**table.Table{&other.people, &other.orders} {
		copied := &table.Table{Columns: (*rows).Columns, Rows: slices.Clone((*rows).Rows)}
		random.Shuffle(copied.Len(), func(i, j int) { copied.Rows[i], copied.Rows[j] = copied.Rows[j], copied.Rows[i] })
		*rows = copied
	}
	return &other
}

// work has the tables that campaigns are measured by.
func (c *campaignWorld) work(t *testing.T, plans ...plannedCampaign) *work {
	t.Helper()
	w := lakeOf(t, plans...)
	if w.asOf = c.asOf; c.asOf.IsZero() {
		w.asOf = march(31)
	}
	members := &table.Table{Columns: columnsOf("campaign_id t, told_on d, number i, segment t, customer_id t, arm t, offer t")}
	for number, plan := range plans {
		for _, stratum := range plan.Strata {
			for arm, ids := range map[string]packedIDs{"treated": stratum.Treated, "control": stratum.Control} {
				for _, id := range ids {
					members.Rows = append(members.Rows, []any{plan.ID, march(1), int64(number + 1), stratum.Segment, id, arm, "tea"})
				}
			}
		}
	}
	identities := &table.Table{Columns: columnsOf("namespace t, id t, customer_id t")}
	for i := range c.customers {
		id := fmt.Sprint("c", i)
		identities.Rows = append(identities.Rows, []any{"shop", id, id})
	}
	empty := func(columns string) *table.Table { return &table.Table{Columns: columnsOf(columns)} }
	purchases := &table.Table{Columns: columnsOf("customer_id t, purchased_on d, amount m, cost m")}
	for name, rows := range map[string]*table.Table{"campaign_lines": c.lines, "campaign_people": c.people, "orders": c.orders, "planned_members": members, "purchase_lines": purchases,
		"customer_identities": identities, "sources": empty("source t, namespace t"), "contacts": c.contacts(), "contact_identities": identitiesOf(c.contacts()),
		"events":    empty("source t, customer t, customer_email t, customer_phone t, customer_name t, event_at d, excluded t"),
		"deals":     empty("source t, customer t, customer_email t, customer_phone t, customer_name t, created_at d, excluded t"),
		"contracts": empty("source t, customer t, customer_email t, customer_phone t, customer_tax_id t, customer_name t, started_at d, excluded t"),
	} {
		if err := w.engine.CreateTable(t.Context(), name, rows); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// measured is the campaign that the world has.
func (c *campaignWorld) measured(t *testing.T, plans ...plannedCampaign) measuredCampaign {
	t.Helper()
	one, err := c.work(t, plans...).measureOne(t.Context(), CampaignQuestion{ID: "spring"})
	if err != nil {
		t.Fatal(err)
	}
	return one
}

// answers are the tables of the step, by name.
func (c *campaignWorld) answers(t *testing.T) map[string]*table.Table {
	t.Helper()
	w := c.work(t)
	step := job.Step{Name: "campaigns", Run: w.campaigns}
	if _, err := (job.Job{step}).Run(t.Context(), nil, func() time.Time { return time.Time{} }, job.Discard{}); err != nil {
		t.Fatal(err)
	}
	found := map[string]*table.Table{}
	for _, name := range campaignAnswers() {
		there, err := w.engine.HasTable(t.Context(), name)
		if err != nil || !there {
			t.Fatal(name, there, err)
		}
		if found[name], err = w.engine.ReadTable(t.Context(), name); err != nil {
			t.Fatal(err)
		}
	}
	return found
}

// contacts are all customers, but the strangers: those whom nobody knew before.
func (c *campaignWorld) contacts() *table.Table {
	contacts := &table.Table{Columns: columnsOf("source t, source_id t, created_at d, excluded t")}
	for i := range c.customers {
		if !c.strangers[i] {
			contacts.Rows = append(contacts.Rows, []any{"shop", fmt.Sprint("c", i), march(1).AddDate(-1, 0, 0), nil})
		}
	}
	return contacts
}

func identitiesOf(contacts *table.Table) *table.Table {
	identities := &table.Table{Columns: columnsOf("source t, source_id t, namespace t, id t")}
	for i := range contacts.Len() {
		id := contacts.Text(i, "source_id")
		identities.Rows = append(identities.Rows, []any{"shop", id, "shop", id})
	}
	return identities
}
