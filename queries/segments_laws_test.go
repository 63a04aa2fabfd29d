package queries_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clientele/queries"
)

// ofSegments are the answers that say where customers are.
func ofSegments() []string {
	return []string{"segments/rfm", "segments/rfm_flows", "segments/lifecycle", "segments/lifecycle_flows"}
}

func (w *world) places(t *testing.T) []string {
	t.Helper()
	w.make(t, "rfm", "rfm_flows", "lifecycle", "lifecycle_flows")
	var all []string
	for _, name := range ofSegments() {
		all = append(all, lines(w.answer(t, name))...)
	}
	return all
}

// The rows of all tables come in another order each time, and with them those
// of the files, which are columns of theirs. In the long test the scores are
// asked about each time, and the other answers, which take three times as long,
// every tenth.
func TestSegments_StayTheSameInWhateverOrderRowsAndFilesCome(t *testing.T) {
	permutations, each := 4, 1
	if os.Getenv("CLIENTELE_LONG") != "" {
		permutations, each = 1000, 10
	} else {
		t.Logf("%d permutations; CLIENTELE_LONG=1 takes 1000", permutations)
	}
	given := newHistory(1300, 400)
	w := newWorld(t, 1)
	w.give(t, given)
	want := w.places(t)
	scores := lines(w.answer(t, "segments/rfm"))
	if len(want) < 60 || len(scores) < 20 {
		t.Fatalf("%d lines and %d scores prove little", len(want), len(scores))
	}
	for _, name := range given.names {
		w.exec(t, fmt.Sprintf("create table first_%s as select * from %s", name, name))
	}
	for seed := range permutations {
		for _, name := range given.names {
			// Not deleted and inserted: rows that are deleted are read over for ever.
			w.exec(t, fmt.Sprintf("create or replace table %s as select * from first_%s order by hash(rowid, %d)", name, name, seed))
		}
		if seed%each == 0 {
			if diff := cmp.Diff(want, w.places(t)); diff != "" {
				t.Fatalf("permutation %d\n%s", seed, diff)
			}
			continue
		}
		w.make(t, "rfm")
		if diff := cmp.Diff(scores, lines(w.answer(t, "segments/rfm"))); diff != "" {
			t.Fatalf("permutation %d\n%s", seed, diff)
		}
	}
}

func TestRFM_EverybodyIsInOneSegmentAndTiesShareTheScore(t *testing.T) {
	for seed := range uint64(sized(t, "histories", 4, 6)) { //nolint:gosec // a small number
		w := newWorld(t, 1)
		w.give(t, newHistory(seed+1400, []int{10, 60, 300, 1000, 2500, 4000}[seed]))
		w.form(t, rfmForms()[seed%5])
		w.make(t, "rfm", "rfm_segments", "overview")
		rfm := w.answer(t, "segments/rfm")
		same(t, "customers", int64(rfm.Len()), w.answer(t, "reports/overview").Integer(0, "buyers"))
		scores := map[string]int64{}
		for row := range rfm.Len() {
			if rfm.Text(row, "segment") == "" || row > 0 && rfm.Text(row, "customer_id") <= rfm.Text(row-1, "customer_id") {
				t.Errorf("seed %d: %s is in %q", seed, rfm.Text(row, "customer_id"), rfm.Text(row, "segment"))
			}
			for value, score := range map[string]string{"recency_days": "r", "frequency": "f", "monetary": "m"} {
				of := fmt.Sprint(value, " ", rfm.Value(row, value))
				if known, met := scores[of]; met && known != rfm.Integer(row, score) {
					t.Errorf("seed %d: %s has the scores %d and %d", seed, of, known, rfm.Integer(row, score))
				}
				scores[of] = rfm.Integer(row, score)
			}
		}
		same(t, "customers of all segments", count(w.answer(t, "segments/rfm_segments"), "customers"), int64(rfm.Len()))
	}
}

// What is known on a day does not hang on what comes later: with the orders up
// to it alone everybody is where they are with all of them, and what flows told
// of months that were over is told again half a year later.
func TestLifecycle_HangsOnNothingThatCameLater(t *testing.T) {
	for seed := range uint64(sized(t, "histories", 1, 2)) { //nolint:gosec // a small number
		w := newWorld(t, 1)
		w.give(t, newHistory(seed+1500, 1500))
		w.make(t, "orders", "customers")
		w.exec(t, "create table all_orders as select * from orders")
		w.exec(t, "create table all_customers as select * from customers")
		later := w.placesBy(t, day("2024-12-31"), day("2024-12-31"))
		for _, on := range []time.Time{day("2024-06-30"), day("2023-09-17")} {
			without, with := w.placesBy(t, on, on), w.placesBy(t, on, day("2025-12-31"))
			if diff := cmp.Diff(without, with); diff != "" {
				t.Errorf("seed %d, as of %s: without what came later -, with it +\n%s", seed, on.Format(time.DateOnly), diff)
			}
			for _, line := range without {
				if strings.HasSuffix(line, "|true") && line >= "2024-01" && line < "2024-07" && !slices.Contains(later, line) {
					t.Errorf("seed %d: %q was said, and is not any more", seed, line)
				}
			}
		}
	}
}

// placesBy are the answers as of a day, with the orders up to another.
func (w *world) placesBy(t *testing.T, asOf, until time.Time) []string {
	t.Helper()
	w.arguments["as_of"] = asOf
	w.exec(t, "create or replace table orders as select * from all_orders where ordered_on <= date '"+until.Format(time.DateOnly)+"'")
	// Who is known from later orders alone is not known yet.
	w.exec(t, `create or replace table customers as select * from all_customers where contacts > 0
		or customer_id not in (select customer_id from all_orders where customer_id is not null) or customer_id in (select customer_id from orders where customer_id is not null)`)
	for _, name := range []string{"segments/typical_gaps", "segments/lifecycle_spells", "segments/lifecycle"} {
		w.create(t, queryNamed(t, name))
	}
	var all []string
	for _, name := range ofSegments() {
		all = append(all, lines(w.answer(t, name))...)
	}
	return all
}

func queryNamed(t *testing.T, name string) queries.Query {
	t.Helper()
	query, err := queries.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	return query
}
