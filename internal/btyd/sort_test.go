package btyd

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

func TestMerge_SumsDoNotDependOnTheOrderOfRows(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	groups := make([]Group, 4*partRows+3) // enough for several threads
	for i := range groups {
		c := Customer{X: float64(random.IntN(3)), Age: float64(10 + random.IntN(4))}
		if c.X > 0 {
			c.Recency = float64(1 + random.IntN(9))
		}
		groups[i] = Group{Customer: c, Count: random.Float64()} // sums are rounded
	}
	want, err := Merge(groups)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(want.groups, compareGroups) || len(want.groups) > 4+2*4*9 {
		t.Fatalf("%d groups", len(want.groups))
	}
	for _, threads := range []int{1, 3, 4} {
		random.Shuffle(len(groups), func(i, j int) { groups[i], groups[j] = groups[j], groups[i] })
		had := runtime.GOMAXPROCS(threads)
		got, err := Merge(groups)
		runtime.GOMAXPROCS(had)
		if err != nil || !slices.Equal(got.groups, want.groups) || got.customers != want.customers {
			t.Errorf("%d threads: another cohort, %v", threads, err)
		}
	}
}

func TestThinned_HasTheWeightOfTheWholeAndEveryRareBuyer(t *testing.T) {
	var customers []Customer
	for i := range 50_000 {
		customers = append(customers, Customer{Age: 1 + float64(i)/1000})
	}
	for i := range 100 {
		customers = append(customers, Customer{X: 1, Recency: 1, Age: 2 + float64(i)})
	}
	all := compress(t, customers)
	small := all.thinned(400)
	weight, rare := 0.0, 0
	for _, g := range small.groups {
		weight += g.Count
		if g.X > 0 {
			rare++
		}
	}
	near(t, "weight", weight, 50_100, 1e-6)
	if rare != 100 || len(small.groups) > 400 || small.customers != all.customers || small.repeaters != all.repeaters {
		t.Errorf("%d groups, %d of repeat buyers, %+v", len(small.groups), rare, small.repeaters)
	}
}
