package queries_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	godiff "github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
)

// rfmForm is how scores are given and what the map looks at.
type rfmForm struct {
	bounds map[string][]string // own ones by dimension, of the scores 2 to 5
	money  bool                // the map looks at money, too
}

func rfmForms() []rfmForm {
	return []rfmForm{
		{}, {money: true},
		{bounds: map[string][]string{"recency": {"365", "180", "90", "30"}, "frequency": {"2", "3", "5", "9"}, "monetary": {"10.5", "100", "999.99", "3000"}}},
		{bounds: map[string][]string{"recency": {"200", "101", "100", "0"}, "monetary": {"-50", "0", "0.01", "700"}}, money: true},
		{bounds: map[string][]string{"frequency": {"1", "2", "4", "40"}}, money: true},
	}
}

func (w *world) form(t *testing.T, form rfmForm) {
	t.Helper()
	w.exec(t, "delete from rfm_thresholds")
	for dimension, bounds := range form.bounds {
		for i, bound := range bounds {
			w.exec(t, fmt.Sprintf("insert into rfm_thresholds values ('%s', %d, %s)", dimension, i+2, bound))
		}
	}
	if form.money {
		w.exec(t, "delete from rfm_cells")
		w.exec(t, `insert into rfm_cells (r, f, m, segment, position)
			select r.range, f.range, m.range, 'cell ' || ((r.range * 7 + f.range * 5 + m.range * 3) % 11), (r.range * 7 + f.range * 5 + m.range * 3) % 11
			from range(1, 6) as r, range(1, 6) as f, range(1, 6) as m`)
	}
}

// segment is what both maps of the tests say.
func (form rfmForm) segment(r, f, m int) string {
	if form.money {
		return fmt.Sprint("cell ", (r*7+f*5+m*3)%11)
	}
	return fmt.Sprint("sum ", r+f)
}

// bounded is the score by own bounds, and whether there are any.
func (form rfmForm) bounded(dimension string, value decimal.Decimal) (score int, own bool) {
	score = 1
	for i, bound := range form.bounds[dimension] {
		own = true
		limit := decimal.RequireFromString(bound)
		if dimension == "recency" && value.LessThanOrEqual(limit) || dimension != "recency" && value.GreaterThanOrEqual(limit) {
			score = i + 2
		}
	}
	return score, own
}

// placesOn are the segments of everybody who had bought up to a day.
func (form rfmForm) placesOn(orders []order, on time.Time) map[string]string {
	var known []order
	for _, o := range orders {
		if !o.on.After(on) {
			known = append(known, o)
		}
	}
	places := map[string]string{}
	for _, line := range rfmByDefinition(known, on) {
		cells := strings.Split(line, "|")
		scores := map[string]int{}
		for i, dimension := range []string{"recency", "frequency", "monetary"} {
			score, own := form.bounded(dimension, decimal.RequireFromString(cells[1+i]))
			if !own {
				if _, err := fmt.Sscan(cells[4+i], &score); err != nil {
					panic(err)
				}
			}
			scores[dimension] = score
		}
		places[cells[0]] = form.segment(scores["recency"], scores["frequency"], scores["monetary"])
	}
	return places
}

func TestRFMFlows_AreWhatTheDefinitionSays(t *testing.T) {
	for seed, form := range rfmForms() {
		on := day([]string{"2024-12-31", "2024-11-17", "2023-05-31", "2025-03-01", "2024-02-29"}[seed])
		w := newWorld(t, 1)
		w.arguments["as_of"] = on
		w.give(t, newHistory(uint64(seed)+1200, []int{1500, 900, 1200, 900, 60}[seed]))
		w.form(t, form)
		w.make(t, "overview_months", "rfm", "rfm_flows", "rfm_segments")
		orders := w.orders(t, on)
		known := map[time.Time]map[string]string{}
		want := w.movesByDefinition(t, on, func(id string, on time.Time) string {
			if known[on] == nil {
				known[on] = form.placesOn(orders, on)
			}
			return known[on][id]
		})
		flows := w.answer(t, "segments/rfm_flows")
		if diff := godiff.Diff(want, lines(flows)); diff != "" {
			t.Errorf("%+v, as of %s: wanted -, got +\n%s", form, on.Format(time.DateOnly), diff)
		}
		checkFlows(t, flows, w.answer(t, "reports/overview_months"), "from_segment", "to_segment")
		rfm := w.answer(t, "segments/rfm")
		for row := range rfm.Len() {
			if id := rfm.Text(row, "customer_id"); rfm.Text(row, "segment") != known[on][id] {
				t.Errorf("%+v: %s is in %q, not in %q", form, id, rfm.Text(row, "segment"), known[on][id])
			}
		}
		same(t, "customers of all segments", count(w.answer(t, "segments/rfm_segments"), "customers"), int64(len(known[on])))
	}
}
