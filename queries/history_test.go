package queries_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// history is a company's data made by chance: everything that the lake has
// views of, by the table's name.
type history struct {
	names  []string
	tables map[string]*table.Table
}

func (w *world) give(t testing.TB, h history) {
	t.Helper()
	for _, name := range h.names {
		w.insert(t, name, h.tables[name])
	}
}

// shuffled is the same data with the rows of each table in another order.
func (h history) shuffled(seed uint64) history {
	chance := rand.New(rand.NewPCG(seed, 1))
	other := history{names: h.names, tables: map[string]*table.Table{}}
	for _, name := range h.names {
		rows := slices.Clone(h.tables[name].Rows)
		chance.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		other.tables[name] = &table.Table{Columns: h.tables[name].Columns, Rows: rows}
	}
	return other
}

// newHistory makes about so many purchase lines from December 2022 to January
// 2025: two sources, anonymous sales, returns, excluded lines, orders that a
// later file brings again, orders over several days, e-mail addresses that
// join customers, products without ids, other currencies with and without a
// rate.
func newHistory(seed uint64, size int) history {
	maker := &historyMaker{chance: rand.New(rand.NewPCG(seed, 2)), customers: 1 + size/15}
	maker.purchases = text("source", "order_id", "customer", "customer_name", "customer_email", "product_id", "product", "country", "excluded", "source_file", "currency", "product_group", "owner", "channel")
	maker.purchases.Columns = append(maker.purchases.Columns,
		table.Column{Name: "line", Kind: table.Integer}, table.Column{Name: "source_row", Kind: table.Integer},
		table.Column{Name: "purchased_at", Kind: table.Timestamp},
		table.Column{Name: "quantity", Kind: table.Decimal, Scale: 3}, table.Column{Name: "amount", Kind: table.Decimal, Scale: 2},
		table.Column{Name: "cost", Kind: table.Decimal, Scale: 2})
	for order := 0; maker.purchases.Len() < size; order++ {
		maker.order(order)
	}
	contacts := text("source", "source_id", "full_name", "email", "city", "source_file", "updated_at", "tags")
	for i := range maker.customers / 3 {
		for _, file := range []string{"contacts-1.csv", "contacts-2.csv"}[:1+maker.chance.IntN(2)] {
			contacts.Rows = append(contacts.Rows, []any{"crm", fmt.Sprint(i), maker.name(i), maker.email(i), "Bonn", file, "2024-01-02 03:04:05", []any{nil, "regular, press", "regular"}[i%3]})
		}
	}
	events := text("source", "event_id", "customer", "event_type", "event_at", "campaign_id", "source_file", "owner", "status")
	for i := range 50 {
		events.Rows = append(events.Rows, []any{"crm", fmt.Sprint(i), fmt.Sprint(maker.chance.IntN(2 * maker.customers)), "call", "2024-05-06 07:08:09", []any{nil, "1", "2"}[i%3], "events.csv", []any{"Ann", "Ugo"}[i%2], []any{nil, "done", "open"}[i%3]})
	}
	campaigns, members := (&historyMaker{chance: rand.New(rand.NewPCG(seed, 6)), customers: maker.customers}).campaigns()
	contracts := (&historyMaker{chance: rand.New(rand.NewPCG(seed, 3)), customers: maker.customers}).contracts()
	deals, stages := (&historyMaker{chance: rand.New(rand.NewPCG(seed, 4)), customers: maker.customers}).deals()
	targets := (&historyMaker{chance: rand.New(rand.NewPCG(seed, 5))}).targets()
	chances := text("plan", "age_days", "chance")
	chances.Rows = [][]any{{"basic", "100", "0.25"}, {"pro", "200", "0.5"}}
	rejects := text("entity", "source", "source_file", "source_row", "column_name", "value", "reason")
	loads := text("source", "source_file", "entity", "rows_read", "rows_loaded", "rows_excluded", "rows_rejected", "amount_read")
	for i := range 40 {
		rejects.Rows = append(rejects.Rows, []any{"purchases", "shop", "shop-1.csv", fmt.Sprint(i), []string{"amount", "quantity"}[i%2], fmt.Sprint("?", i), "is no number"})
		loads.Rows = append(loads.Rows, []any{"shop", fmt.Sprintf("shop-%d.csv", i), "purchases", "10", "7", "2", "1", "0"})
	}
	sources := text("source", "namespace")
	sources.Rows = [][]any{{"shop", "shop"}, {"books", "office"}, {"crm", "office"}}
	converted := text("series", "step", "value", "source_row")
	converted.Rows = [][]any{{"a", "1", "2.5", "2"}, {"a", "2", "3.5", "3"}, {"b", "1", "4.5", "4"}}
	planned := text("campaign_id", "told_on", "segment", "customer_id", "arm", "offer", "channel")
	for i := range 20 {
		planned.Rows = append(planned.Rows, []any{"autumn", "2024-12-01", "champions", fmt.Sprint("crm:", i), []string{"treated", "control"}[i%2], "less", "email"})
	}
	clusters, valued, chosen := text("customer_id", "cluster"), text("customer_id", "expected_value", "expected_purchases", "p_buys", "clv"), text("customer_id")
	leaving, asked := text("customer_id", "owner", "at_stake"), text("owner")
	asked.Rows = [][]any{{"Ann"}, {"Zoe"}}
	open := text("source", "deal_id", "stage", "owner", "expected")
	for i := range 20 + maker.customers {
		open.Rows = append(open.Rows, []any{"crm", fmt.Sprint(i), "Offer", []string{"Ann", "Bob", ""}[i%3], fmt.Sprint(i % 7)})
	}
	for i := range maker.customers {
		id := fmt.Sprint("shop:", i)
		clusters.Rows = append(clusters.Rows, []any{id, []string{"big", "small"}[i%2]})
		if i%3 > 0 {
			valued.Rows = append(valued.Rows, []any{id, fmt.Sprint(10 + i), "0.5", "0.25", fmt.Sprint(i)})
			leaving.Rows = append(leaving.Rows, []any{id, owner(i), fmt.Sprint(i % 9)})
			chosen.Rows = append(chosen.Rows, []any{id})
		}
	}
	profiles, own := text("cluster", "position"), text("name", "position", "advice")
	profiles.Rows = [][]any{{"small", "2"}, {"big", "1"}, {"small", "2"}}
	own.Rows = [][]any{{"one", "1", "Write to them."}, {"two", "2", nil}}
	likely := text("segment", "rank", "customer_id", "score", "position")
	likely.Rows = [][]any{{"one", "0", "shop:1", "0.75", "1"}, {"one", "0", "shop:2", "0.5", "2"}, {"two", "1", "shop:1", "0.25", "1"}}
	return history{
		names: []string{"deal_open", "leaving", "asked_owners", "lookalike_scores", "customer_clusters", "cluster_profiles", "value_customers", "chosen_customers", "own_segments", "told_members", "converted", "rates", "purchases", "contacts", "events", "rejects", "loads", "previous_loads", "sources", "contracts", "contract_chances", "deals", "deal_stages", "targets", "campaigns", "campaign_members", "campaign_windows"},
		tables: map[string]*table.Table{
			"deal_open": open, "leaving": leaving, "asked_owners": asked, "lookalike_scores": likely, "customer_clusters": clusters, "cluster_profiles": profiles, "value_customers": valued, "chosen_customers": chosen, "own_segments": own, "told_members": planned, "converted": converted, "rates": maker.rates(), "purchases": maker.purchases, "contacts": contacts, "events": events, "rejects": rejects, "loads": loads, "previous_loads": loads, "sources": sources, "contracts": contracts, "contract_chances": chances, "deals": deals, "deal_stages": stages, "targets": targets, "campaigns": campaigns, "campaign_members": members, "campaign_windows": campaignWindows(),
		},
	}
}

func text(names ...string) *table.Table {
	made := &table.Table{}
	for _, name := range names {
		made.Columns = append(made.Columns, table.Column{Name: name, Kind: table.Text})
	}
	return made
}

type historyMaker struct {
	chance    *rand.Rand
	customers int
	purchases *table.Table
}

func (m *historyMaker) order(number int) {
	source := []string{"shop", "shop", "books"}[m.chance.IntN(3)]
	// Squared, so that a few customers come often.
	customer := int(float64(m.customers) * m.chance.Float64() * m.chance.Float64())
	anonymous := m.chance.IntN(6) == 0
	at := time.Date(2022, 12, 5, 0, 0, 0, 0, time.UTC).Add(time.Duration(m.chance.Int64N(int64(780 * 24 * time.Hour)))).Truncate(time.Minute)
	// Nobody buys in this month: a gap in every series.
	if at.Year() == 2023 && at.Month() == time.July {
		at = at.AddDate(0, 1, 0)
	}
	refund := m.chance.IntN(9) == 0
	files := []string{"-1.csv", "-2.csv"}[:1+m.chance.IntN(5)/4]
	for _, file := range files {
		for line := range 1 + m.chance.IntN(5) {
			quantity := int64(1 + m.chance.IntN(12))
			amount := quantity * (50 + m.chance.Int64N(3000))
			if refund || m.chance.IntN(20) == 0 {
				quantity, amount = -quantity, -amount
			}
			var id, name, email, excluded any
			if !anonymous {
				id, name = fmt.Sprint(customer), m.name(customer)
				if m.chance.IntN(4) == 0 {
					email = m.email(customer)
				}
			}
			if m.chance.IntN(30) == 0 {
				excluded = "article"
			}
			written := at
			if m.chance.IntN(40) == 0 {
				written = at.AddDate(0, 0, 1)
			}
			product := m.chance.IntN(60)
			currency := []any{nil, "EUR", "EUR", "EUR", "EUR", "USD", "JPY"}[m.chance.IntN(7)]
			var productID any = fmt.Sprint("p", product)
			if product%10 == 0 {
				productID = nil
			}
			m.purchases.Rows = append(m.purchases.Rows, []any{
				source, fmt.Sprint(number), id, name, email, productID, fmt.Sprint("Thing ", product, " ", m.chance.IntN(2)), country(customer), excluded, source + file, currency,
				productGroup(product), owner(customer), []any{"shop", "phone", nil}[number%3],
				int64(line + 1), int64(m.purchases.Len() + 2), written, decimal.NewFromInt(quantity), decimal.New(amount, -2), cost(product, amount),
			})
		}
	}
}

// Some articles are in no group, some customers are nobody's or live nowhere,
// and of some articles nobody knows what they cost.
func productGroup(product int) any { return []any{nil, "Group 1", "Group 2", "Group 3"}[product%4] }

func owner(customer int) any { return []any{nil, "Ann", "Bob", "Zoe"}[customer%4] }

func country(customer int) any { return []any{"Chile", "Chile", "Peru", nil}[customer/4%4] }

func cost(product int, amount int64) any {
	if product%30 == 0 {
		return nil
	}
	return decimal.New(amount*6/10, -2)
}

// rates come at uneven distances, some too far apart, and some days stand in
// two files with different rates. Nobody wrote down any of JPY.
func (m *historyMaker) rates() *table.Table {
	rates := text("source", "source_file", "currency", "rate_on", "rate", "source_row")
	on := time.Date(2022, 12, 20, 0, 0, 0, 0, time.UTC)
	for row := 2; on.Year() < 2025; row++ {
		for _, file := range []string{"rates-2022-12-31.csv", "rates.csv"}[:1+m.chance.IntN(4)/3] {
			rates.Rows = append(rates.Rows, []any{"rates", file, []string{"USD", "usd "}[m.chance.IntN(2)], on.Format("2006-01-02 15:04:05"),
				decimal.New(80_000_000+m.chance.Int64N(30_000_000), -8).String(), fmt.Sprint(row)})
		}
		on = on.AddDate(0, 0, 1+m.chance.IntN(50))
	}
	return rates
}

// contracts are some that run, some that have ended, and now and then one of an
// older export, one that stands twice in its file, or one that was seen late.
func (m *historyMaker) contracts() *table.Table {
	contracts := text("source", "contract_id", "customer", "customer_name", "plan", "started_at", "ended_at", "watched_from", "amount", "period", "currency", "source_file", "source_row")
	for i := range 5 + m.customers {
		started := time.Date(2022, 6, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(m.chance.Int64N(int64(800 * 24 * time.Hour)))).Truncate(time.Minute)
		var ended, watched any
		if m.chance.IntN(3) > 0 {
			ended = started.AddDate(0, 0, m.chance.IntN(500)).Format("2006-01-02 15:04:05")
		}
		if m.chance.IntN(4) == 0 {
			watched = "2023-02-15 00:00:00"
		}
		customer := m.chance.IntN(m.customers)
		for _, file := range []string{"contracts-1.csv", "contracts-2.csv"}[:1+m.chance.IntN(3)/2] {
			contracts.Rows = append(contracts.Rows, []any{"crm", fmt.Sprint(i - m.chance.IntN(10)/9), fmt.Sprint(customer), m.name(customer),
				[]any{"basic", "pro", nil}[m.chance.IntN(3)], started.Format("2006-01-02 15:04:05"), ended, watched, fmt.Sprint(5 + m.chance.IntN(90)),
				[]any{"month", "Year", nil, "decade"}[m.chance.IntN(4)], []any{nil, "EUR", "USD"}[m.chance.IntN(3)], file, fmt.Sprint(contracts.Len() + 2)})
		}
	}
	return contracts
}

// name is written in several ways, as people do.
func (m *historyMaker) name(customer int) string {
	return []string{"Customer ", "CUSTOMER ", "Customer No. "}[m.chance.IntN(3)] + fmt.Sprint(customer)
}

// email is shared by two neighbours now and then.
func (m *historyMaker) email(customer int) string {
	return fmt.Sprintf("  C%d@Example.com", customer/(1+m.chance.IntN(8)/7))
}
