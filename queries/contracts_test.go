package queries_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	godiff "github.com/google/go-cmp/cmp"
)

// When customers bought for the second time, once more in Go: their days one by
// one, in order.
func TestSecondPurchase_IsWhatTheDefinitionSays(t *testing.T) {
	for seed := range uint64(sized(t, "histories", 3, 4)) { //nolint:gosec // a small number
		asOf := day([]string{"2024-12-31", "2024-02-29", "2023-07-01", "2025-03-01"}[seed])
		w := newWorld(t, 1)
		w.arguments["as_of"] = asOf
		w.give(t, newHistory(seed+900, []int{20, 300, 2000, 4000}[seed]))
		w.make(t, "orders", "second_purchase")
		days := map[string][]time.Time{}
		for _, order := range w.orders(t, asOf) {
			if order.purchased {
				days[order.customer] = append(days[order.customer], order.on)
			}
		}
		counted := map[string]int{}
		for _, on := range days {
			slices.SortFunc(on, time.Time.Compare)
			on = slices.Compact(on)
			until, back := asOf, false
			if len(on) > 1 {
				until, back = on[1], true
			}
			half := time.Date(on[0].Year(), 1+6*((on[0].Month()-1)/6), 1, 0, 0, 0, 0, time.UTC)
			counted[fmt.Sprintf("%s|%d|%v", half.Format(time.DateOnly), int(until.Sub(on[0]).Hours()/24), back)]++
		}
		var want []string
		for key, count := range counted {
			want = append(want, fmt.Sprint(key, "|", count))
		}
		got := lines(w.answer(t, "forecasts/second_purchase"))
		slices.Sort(want)
		slices.Sort(got)
		if diff := godiff.Diff(want, got); diff != "" {
			t.Errorf("seed %d\n%s", seed, diff)
		}
	}
}

// Months of contracts go on where the one before ended, in numbers and in money,
// and end with those that run on the day.
func TestContractMonths_GoOnWhereTheOneBeforeEnded(t *testing.T) {
	for seed := range uint64(sized(t, "histories", 3, 6)) { //nolint:gosec // a small number
		asOf := day([]string{"2024-12-31", "2024-02-29", "2023-07-01", "2025-03-01", "2023-02-15", "2024-06-30"}[seed])
		w := newWorld(t, 1)
		w.arguments["as_of"] = asOf
		w.give(t, newHistory(seed+950, 900))
		w.make(t, "contract_months", "contract_risks", "contract_terms")
		months := w.answer(t, "reports/contract_months")
		if months.Len() == 0 {
			t.Fatalf("seed %d: no months", seed)
		}
		for row := range months.Len() {
			if months.Integer(row, "opening")+months.Integer(row, "started")-months.Integer(row, "ended") != months.Integer(row, "closing") {
				t.Errorf("seed %d: %v does not add up", seed, lines(months)[row])
			}
			if months.Integer(row, "lost") > min(months.Integer(row, "opening"), months.Integer(row, "ended")) {
				t.Errorf("seed %d: more is lost than there was: %v", seed, lines(months)[row])
			}
			if row == 0 {
				continue
			}
			same(t, "opening", months.Integer(row, "opening"), months.Integer(row-1, "closing"))
			sameMoney(t, "opening amount", months.Decimal(row, "opening_amount"), months.Decimal(row-1, "closing_amount"))
		}
		on := asOf.Format(time.DateOnly)
		running := w.ask(t, "select count(*) as n from contract_terms where started_on <= date '"+on+"' and (ended_on is null or ended_on > date '"+on+"')")
		same(t, "running contracts", months.Integer(months.Len()-1, "closing"), running.Integer(0, "n"))
		w.arguments["top"] = 1_000_000
		same(t, "contracts at risk", int64(w.answer(t, "reports/contract_risks").Len()), running.Integer(0, "n"))
	}
}

// Each contract that can be judged is in one place of the durations.
func TestContractDurations_CountEachContractOnce(t *testing.T) {
	w := newWorld(t, 1)
	w.give(t, newHistory(970, 2000))
	w.make(t, "contract_durations", "contract_terms")
	all := w.ask(t, `select count(*) as n from contract_terms where started_on <= date '2024-12-31'
		and (watched_on is null or watched_on <= started_on or watched_on < coalesce(case when ended_on <= date '2024-12-31' then ended_on end, date '2024-12-31'))`)
	same(t, "contracts", count(w.answer(t, "forecasts/contract_durations"), "contracts"), all.Integer(0, "n"))
	left := w.ask(t, "select count(*) as n from contract_terms").Integer(0, "n") - all.Integer(0, "n")
	if left == 0 {
		t.Error("no contract ended before its source watched, which proves nothing")
	}
}
