package segments

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// candidates of random sizes, the best customers first.
func someCandidates(random *rand.Rand) []Candidate {
	var all []Candidate
	for range 1 + random.IntN(7) {
		var one Candidate
		worth := random.Float64()*4 - 1
		for range random.IntN(6) {
			one = append(one, Outlay{Cost: float64(random.IntN(5)) / 2, Profit: worth * random.Float64()})
		}
		slices.SortFunc(one, func(a, b Outlay) int { return int(math.Copysign(1, b.Profit-a.Profit)) })
		all = append(all, one)
	}
	return all
}

func TestSpread_NeverOverBudgetAndNoChoiceOfWholeSegmentsIsBetter(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6)) //nolint:gosec // a test
	for range 3000 {
		all, budget := someCandidates(random), random.Float64()*12
		taken := Spread(all, budget)
		got := spent(all, taken)
		if got.Cost > budget {
			t.Fatalf("%v of %v cost %g of %g", taken, all, got.Cost, budget)
		}
		for choice := range 1 << len(all) {
			var sum Outlay
			for i := range all {
				if choice>>i&1 == 1 {
					for _, one := range all[i] {
						sum.Cost, sum.Profit = sum.Cost+one.Cost, sum.Profit+one.Profit
					}
				}
			}
			if sum.Cost <= budget && sum.Profit > got.Profit+1e-9 {
				t.Fatalf("choice %b leaves %g, %v leaves %g of %v", choice, sum.Profit, taken, got.Profit, all)
			}
		}
	}
}

// What the textbook example says: the greedy order of Dantzig.
func TestSpread_TakesTheDensestFirstAndPartOfTheNext(t *testing.T) {
	ten := func(cost, profit float64) (c Candidate) {
		for range 10 {
			c = append(c, Outlay{cost, profit})
		}
		return c
	}
	all := []Candidate{ten(2, 2), ten(1, 3), ten(1, -1), ten(0, 1)}
	if diff := cmp.Diff([]int{4, 10, 0, 10}, Spread(all, 18.5)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{0, 0, 0, 10}, Spread(all, 0)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{10, 10, 0, 10}, Spread(all, 1e9)); diff != "" {
		t.Error(diff)
	}
}

func TestApportion_AddsUpAndIsWithinOneOfTheShare(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8)) //nolint:gosec // a test
	for range 2000 {
		sizes, sum := make([]int, 1+random.IntN(6)), 0
		for i := range sizes {
			sizes[i] = random.IntN(50)
			sum += sizes[i]
		}
		total := random.IntN(200)
		parts, got := Apportion(total, sizes), 0
		for i, part := range parts {
			got += part
			if share := float64(min(total, sum)) * float64(sizes[i]) / math.Max(1, float64(sum)); part > sizes[i] || math.Abs(float64(part)-share) >= 1 {
				t.Fatalf("%d among %v: %v", total, sizes, parts)
			}
		}
		if got != min(total, sum) {
			t.Fatalf("%d among %v: %v", total, sizes, parts)
		}
	}
}

// By the definition: each run of days that has the day in it.
func TestPressed_IsWhatTheDefinitionSays(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10)) //nolint:gosec // a test
	on := time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC)
	pressed := 0
	for range 5000 {
		limits := Contacts{Most: random.IntN(4), Days: 1 + random.IntN(9)}
		var others []time.Time
		for range random.IntN(7) {
			others = append(others, on.AddDate(0, 0, random.IntN(25)-12))
		}
		want := false
		for from := 1 - limits.Days; from <= 0; from++ {
			first, n := on.AddDate(0, 0, from), 1
			for _, other := range others {
				if !other.Before(first) && other.Before(first.AddDate(0, 0, limits.Days)) {
					n++
				}
			}
			want = want || limits.Most > 0 && n > limits.Most
		}
		if got := limits.Pressed(others, on); got != want {
			t.Fatalf("%+v, %v: %v", limits, others, got)
		}
		if want {
			pressed++
		}
	}
	if pressed < 500 || pressed > 4500 {
		t.Errorf("%d of 5000 are pressed", pressed)
	}
}
