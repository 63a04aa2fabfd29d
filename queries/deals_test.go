package queries_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"clientele/internal/table"
)

// deals are some that are won, some that are lost and some that run; a third of
// them in a second export too, a few of which say something else, in another
// currency or twice. Their stages are known of every fourth.
func (m *historyMaker) deals() (deals, stages *table.Table) {
	deals = text("source", "deal_id", "deal", "customer", "customer_name", "pipeline", "stage", "status", "outcome", "amount", "currency", "probability", "owner",
		"created_at", "closed_at", "expected_close_at", "updated_at", "source_file", "source_row", "excluded")
	stages = text("source", "deal_id", "stage", "entered_at", "source_file", "source_row")
	for i := range 20 + m.customers {
		created := time.Date(2022, 12, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(m.chance.Int64N(int64(750 * 24 * time.Hour)))).Truncate(time.Minute)
		closed := created.AddDate(0, 0, m.chance.IntN(160)-m.chance.IntN(20)/19*5)
		outcome := []string{"won", "lost", "open"}[m.chance.IntN(3)]
		stage := []string{"First call", "Offer", "Contract"}[m.chance.IntN(3)]
		for file, name := range []string{"deals 2024-06-30.csv", "deals 2024-12-31.csv"}[m.chance.IntN(3)/2:] {
			var wonAt, excluded any
			if outcome != "open" && file == 1 && m.chance.IntN(20) > 0 {
				wonAt = closed.Format(time.DateTime)
			}
			if m.chance.IntN(30) == 0 {
				excluded = "test"
			}
			customer := m.chance.IntN(m.customers)
			for range 1 + m.chance.IntN(12)/11 {
				deals.Rows = append(deals.Rows, []any{
					"crm", fmt.Sprint(i), fmt.Sprint("Deal ", i), fmt.Sprint(customer), m.name(customer), []any{"Wholesale", nil}[m.chance.IntN(2)], stage,
					[]any{nil, outcome}[m.chance.IntN(2)], []any{nil, outcome}[m.chance.IntN(2)],
					[]any{nil, fmt.Sprint(m.chance.IntN(9000))}[m.chance.IntN(9)/1%2], []any{nil, "EUR", "USD", "JPY"}[m.chance.IntN(4)], fmt.Sprint(m.chance.IntN(100)),
					[]any{"Ann", "Bob", nil}[m.chance.IntN(3)], created.Format(time.DateTime), wonAt, closed.Format(time.DateTime),
					created.AddDate(0, 0, m.chance.IntN(30)).Format(time.DateTime), name, fmt.Sprint(deals.Len() + 2), excluded,
				})
			}
		}
		if m.chance.IntN(4) == 0 {
			for step, stage := range []string{"First call", "Offer"} {
				stages.Rows = append(stages.Rows, []any{"crm", fmt.Sprint(i), stage, created.AddDate(0, 0, 9*step).Format(time.DateTime), "stages.csv", fmt.Sprint(stages.Len() + 2)})
			}
		}
	}
	return deals, stages
}

// A deal is counted once however many exports tell of it, and one that was
// closed behind the day was still open on it.
func TestDealCourses_AreTheDealsAsTheyStoodOnTheDay(t *testing.T) {
	for seed := range uint64(sized(t, "histories", 2, 4)) { //nolint:gosec // a small number
		w := newWorld(t, 1)
		maker := &historyMaker{chance: rand.New(rand.NewPCG(seed, 6)), customers: 300}
		deals, stages := maker.deals()
		w.insert(t, "deals", deals)
		w.insert(t, "deal_stages", stages)
		w.make(t, "deal_lines", "deal_courses")
		lines := w.ask(t, "select count(*) as n, count(*) filter (where outcome = 'won') as won from deal_lines")
		counted := w.ask(t, "select count(distinct deal_id) as n from deals inner join deal_sources using (source, deal_id, source_file) where excluded is null")
		same(t, "deals", lines.Integer(0, "n"), counted.Integer(0, "n"))
		for _, on := range []string{"2023-06-30", "2024-02-29", "2025-06-30"} {
			w.arguments["as_of"] = day(on)
			courses := w.answer(t, "forecasts/deal_courses")
			for row := range courses.Len() {
				if courses.Time(row, "opened_on").After(day(on)) || courses.Time(row, "closed_on").After(day(on)) {
					t.Fatalf("seed %d: %s is not known on %s", seed, courses.Text(row, "deal_id"), on)
				}
			}
		}
		same(t, "deals won in the end", count(w.ask(t, "select 1 as one from deal_lines where outcome = 'won'"), "one"), lines.Integer(0, "won"))
		won := int64(0)
		for row, last := 0, w.answer(t, "forecasts/deal_courses"); row < last.Len(); row++ {
			if last.Text(row, "outcome") == "won" {
				won++
			}
		}
		if won != lines.Integer(0, "won") || won == 0 {
			t.Errorf("seed %d: %d courses are won of %d", seed, won, lines.Integer(0, "won"))
		}
	}
}
