package pipeline

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
	"time"

	"clientele/internal/lake"
)

func dayOf(t *testing.T, text string) time.Time {
	t.Helper()
	found, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func toldEntry(t *testing.T, number int, on, complete, currency string, months ...toldMonth) lake.Told {
	t.Helper()
	content, err := json.Marshal(toldForecast{Currency: currency, Complete: day{dayOf(t, complete)}, Months: months})
	if err != nil {
		t.Fatal(err)
	}
	return lake.Told{Number: number, On: on, Snapshot: 10 + number, Content: content}
}

func firstOf(text string) (first day) {
	if err := first.UnmarshalText([]byte(text)); err != nil {
		panic(err) // a slip in a test
	}
	return first
}

func revenueIn(month string, mean float64) toldMonth {
	return toldMonth{Figure: "revenue", Month: firstOf(month), Mean: mean, Lo80: mean - 10, Hi80: mean + 10, Lo95: mean - 20, Hi95: mean + 20}
}

// The ledger outlives versions of the program, so its form is part of the claim.
func TestTold_ReadsWhatEarlierVersionsWrote(t *testing.T) {
	written := `{"currency":"EUR","complete":"2025-12-01","months":[{"figure":"revenue","month":"2026-01-01","mean":130,"lo80":120,"hi80":140,"lo95":110,"hi95":150}]}`
	if made := toldEntry(t, 1, "2025-12-31", "2025-12-01", "EUR", revenueIn("2026-01-01", 130)); string(made.Content) != written {
		t.Errorf("%s", made.Content)
	}
	told, err := readTold(lake.Told{Number: 1, On: "2025-12-31", Content: json.RawMessage(written)})
	if err != nil || !told.on.Equal(dayOf(t, "2025-12-31")) || len(told.Months) != 1 || told.Months[0] != revenueIn("2026-01-01", 130) {
		t.Errorf("%+v, %v", told, err)
	}
	for _, entry := range []lake.Told{{On: "yesterday", Content: json.RawMessage(written)}, {On: "2025-12-31", Content: json.RawMessage(`{"complete":"12/2025"}`)}} {
		if _, err := readTold(entry); err == nil {
			t.Errorf("%+v was read", entry)
		}
	}
}

// 14 months of 100, 101, …, from 2025-01.
func fourteenMonths(t *testing.T) monthSeries {
	h := monthSeries{first: dayOf(t, "2025-01-01")}
	for i := range 14 {
		h.values = append(h.values, 100+float64(i))
	}
	return h
}

func TestJudge_HoldsWhatWasToldFirstAgainstWhatCame(t *testing.T) {
	entries := []lake.Told{
		toldEntry(t, 1, "2025-12-31", "2025-12-01", "EUR", revenueIn("2026-01-01", 130), revenueIn("2026-02-01", 113), revenueIn("2026-03-01", 1),
			toldMonth{Figure: "orders", Month: firstOf("2026-01-01"), Mean: 7}),
		// Told in the middle of January: of January itself it is judged apart, and of
		// February it was told a month ahead, before the one below.
		toldEntry(t, 2, "2026-01-15", "2025-12-01", "EUR", revenueIn("2026-01-01", 115), revenueIn("2026-02-01", 98)),
		toldEntry(t, 3, "2026-01-31", "2026-01-01", "EUR", revenueIn("2026-02-01", 99)),
		toldEntry(t, 4, "2026-01-31", "2026-01-01", "USD", revenueIn("2026-02-01", 50)),
		// The report's own day, and what knew the month already.
		toldEntry(t, 5, "2026-02-28", "2025-11-01", "EUR", revenueIn("2026-01-01", 1)),
		toldEntry(t, 6, "2026-02-27", "2026-02-01", "EUR", revenueIn("2026-02-01", 1)),
	}
	got, err := fourteenMonths(t).judgedOf(entries, "EUR", dayOf(t, "2026-02-28"))
	if err != nil {
		t.Fatal(err)
	}
	want := []judged{
		{on: dayOf(t, "2026-01-15"), month: dayOf(t, "2026-01-01"), ahead: 0, mean: 115, lo80: 105, hi80: 125, lo95: 95, hi95: 135, actual: 112, naive: 111, published: true, snapshot: 12},
		{on: dayOf(t, "2025-12-31"), month: dayOf(t, "2026-01-01"), ahead: 1, mean: 130, lo80: 120, hi80: 140, lo95: 110, hi95: 150, actual: 112, naive: 111, published: true, snapshot: 11},
		{on: dayOf(t, "2026-01-15"), month: dayOf(t, "2026-02-01"), ahead: 1, mean: 98, lo80: 88, hi80: 108, lo95: 78, hi95: 118, actual: 113, naive: 111, published: true, snapshot: 12},
		{on: dayOf(t, "2025-12-31"), month: dayOf(t, "2026-02-01"), ahead: 2, mean: 113, lo80: 103, hi80: 123, lo95: 93, hi95: 133, actual: 113, naive: 111, published: true, snapshot: 11},
	}
	// With no more than a year known there is no month of last year: the rule of
	// thumb is then the last month, 111 in December.
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: %+v, want %+v", i, got[i], want[i])
		}
	}
}

// The rule of thumb must not know more than the forecast did.
func TestJudge_TheRuleOfThumbKnowsNoMore(t *testing.T) {
	h := monthSeries{first: dayOf(t, "2020-01-01")}
	for i := range 60 {
		h.values = append(h.values, float64(i))
	}
	for known := 1; known < 60; known++ {
		for place := known; place < 60; place++ {
			naive, ok := h.naive(place, known)
			if !ok || int(naive) >= known {
				t.Fatalf("%d known, month %d: %v, %v", known, place, naive, ok)
			}
			if known > 12 && (place-int(naive))%12 != 0 {
				t.Fatalf("%d known, month %d: %v is another month of the year", known, place, naive)
			}
			if known > 12 && place-int(naive) > 12*(1+(place-known)/12) {
				t.Fatalf("%d known, month %d: %v is older than need be", known, place, naive)
			}
		}
	}
}

func judgedAll(errors, rival []float64) []judged {
	var all []judged
	for i := range errors {
		all = append(all, judged{ahead: 1, actual: 100, mean: 100 - errors[i], lo80: 95 - errors[i], hi80: 105 - errors[i], lo95: 90 - errors[i], hi95: 110 - errors[i], naive: 100 - rival[i], published: true})
	}
	return all
}

func TestSkill_ByHand(t *testing.T) {
	small, large := []float64{1, -2, 1, 6, -1, 2, -12, 1}, []float64{12, -9, 14, -11, 13, 8, -12, 10}
	table := skillTable(judgedAll(small, large), nil)
	if table.Len() != 2 || table.Value(1, "ahead") != nil {
		t.Fatalf("%+v", table.Rows)
	}
	for column, want := range map[string]float64{"mae": 26. / 8, "naive_mae": 89. / 8, "skill": 1 - 26./89, "inside80": 6. / 8, "inside95": 7. / 8, "bias": 4. / 800} {
		if got := table.Float(0, column); math.Abs(got-want) > 0.006 {
			t.Errorf("%s %v, want %v", column, got, want)
		}
	}
	for _, c := range []struct {
		name          string
		errors, rival []float64
		want          string
	}{
		{"clearly better", small, large, "better"},
		{"clearly worse", large, small, "worse"},
		{"better by luck", []float64{1, -2, 40, 6, -1, 2, -12, 1}, large, "unproven"},
		{"no better", []float64{11, -9, 14, -11, 13, 8, -12, 10}, large, "no_better"},
		{"right throughout, the rule off by 5", make([]float64, 9), slices.Repeat([]float64{5}, 9), "better"},
		{"the same", small, small, "no_better"},
		{"too few", small[:7], large[:7], "unjudged"},
	} {
		if got := skillTable(judgedAll(c.errors, c.rival), nil).Text(0, "verdict"); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// A month without data is neither judged nor what a rule of thumb goes by.
func TestJudge_AGapIsNoZero(t *testing.T) {
	h := monthSeries{first: dayOf(t, "2025-01-01"), values: []float64{1, 2, math.NaN(), 4, math.NaN()}}
	if one, ok := h.judge(h.month(4), 3); ok {
		t.Errorf("a gap was judged: %+v", one)
	}
	if one, ok := h.judge(h.month(3), 3); !ok || one.naive != 2 {
		t.Errorf("%+v, %v: the last month known is the second", one, ok)
	}
}
