package btyd

import (
	"math"
	"slices"
	"testing"
)

func TestInterval_CoversAsOftenAsItSays(t *testing.T) {
	m := BGNBD{R: 2, Alpha: 3, A: 0.8, B: 4}
	for _, level := range []float64{0.5, 0.8, 0.9} {
		covered, claimed := 0.0, 0.0
		all := m.simulateCohort(13, 40_000, 39, 39)
		for _, s := range all {
			lo, hi := m.Interval(s.customer, 39, level)
			if lo <= s.future && s.future <= hi {
				covered++
			}
			claimed += m.chanceWithin(s.customer, 39, lo, hi)
		}
		n := float64(len(all))
		if claimed/n < level {
			t.Errorf("level %v: the intervals hold %.4f", level, claimed/n)
		}
		near(t, "coverage", covered/n, claimed/n, 4*math.Sqrt(0.25/n))
	}
}

// chanceWithin is P(lo ≤ Y ≤ hi) from the published mass function.
func (m BGNBD) chanceWithin(c Customer, t, lo, hi float64) float64 {
	chance, alive, future := 0.0, m.PAlive(c), m.prospect(c).going
	if lo == 0 {
		chance = 1 - alive
	}
	for n := int(lo); n <= int(hi); n++ {
		chance += alive * future.Probability(n, t)
	}
	return chance
}

func TestInterval_IsTheQuantilesOfTheMassFunction(t *testing.T) {
	for i, m := range randomModels(31, 60) {
		for _, c := range randomCustomers(uint64(i), 5) {
			for _, level := range []float64{0, 0.5, 0.9, 0.99} {
				lo, hi := m.Interval(c, 20, level)
				tail := (1 - level) / 2
				checkQuantile(t, m, c, lo, tail)
				checkQuantile(t, m, c, hi, 1-tail)
			}
		}
	}
}

func checkQuantile(t *testing.T, m BGNBD, c Customer, q, level float64) {
	t.Helper()
	const rounding = 1e-9
	if upTo := m.chanceWithin(c, 20, 0, q); upTo < level-rounding {
		t.Errorf("%+v %+v: P(Y ≤ %v) = %v < %v", m, c, q, upTo, level)
	}
	if q > 0 {
		if before := m.chanceWithin(c, 20, 0, q-1); before >= level+rounding {
			t.Errorf("%+v %+v: P(Y ≤ %v) = %v ≥ %v", m, c, q-1, before, level)
		}
	}
}

func TestQuantiles_SearchAndWalkAgree(t *testing.T) {
	m := BGNBD{R: 40, Alpha: 2, A: 0.3, B: 30}
	c := Customer{X: 3, Recency: 4, Age: 4.5}
	// Below a thousand wanted purchases the walk is used, above the search;
	// the two sides of the border must join.
	walked := make([]float64, 0, 2)
	for _, window := range []float64{151.16, 151.17} {
		_, hi := m.Interval(c, window, 0.9)
		walked = append(walked, hi)
	}
	if !slices.IsSorted(walked) || walked[1]-walked[0] > 1 || walked[0] < 100 {
		t.Errorf("upper ends %v on the two sides", walked)
	}
	checkQuantileAt(t, m, c, 151.17)
}

func checkQuantileAt(t *testing.T, m BGNBD, c Customer, window float64) {
	t.Helper()
	_, hi := m.Interval(c, window, 0.9)
	if got := m.chanceWithin(c, window, 0, hi); got < 0.95-1e-9 {
		t.Errorf("P(Y ≤ %v) = %v", hi, got)
	}
	if got := m.chanceWithin(c, window, 0, hi-1); got >= 0.95+1e-9 {
		t.Errorf("P(Y ≤ %v) = %v", hi-1, got)
	}
}
