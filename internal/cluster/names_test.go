package cluster

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func someWords() []Words {
	return []Words{{Low: "rare", High: "frequent", Least: "onetime"}, {Low: "small", High: "big"}, {Low: "recent", High: "silent"}}
}

func standing(z ...float64) []Standing {
	var out []Standing
	for _, v := range z {
		out = append(out, Standing{Z: v})
	}
	return out
}

func TestNames_SayWhatSetsApartMost(t *testing.T) {
	for _, c := range []struct {
		standings [][]Standing
		want      string
	}{
		{[][]Standing{standing(1, 0.9, 0.1), standing(-1, -0.2, 2)}, "frequent_big rare_silent"},
		{[][]Standing{standing(0.1, 0.2, -0.3), standing(0.1, -0.5, 0)}, "average small"},
		{[][]Standing{{{Z: -1, Least: true}, {Z: 0.6}, {Z: 0, Least: true}}, standing(1, 0, -0.9)}, "onetime_big frequent_recent"},
		// Both would be frequent_big: the third word tells them apart.
		{[][]Standing{standing(1, 0.9, 0.5), standing(1.5, 0.9, -0.6)}, "frequent_big_silent frequent_big_recent"},
		// The third word is none of theirs: compared with each other, one is more silent.
		{[][]Standing{standing(1, 0.9, 0.1), standing(1.5, 0.9, -0.1)}, "frequent_big_silent frequent_big_recent"},
		// Nothing tells these apart.
		{[][]Standing{standing(0, 0, 0), standing(0, 0, 0)}, "average average_b"},
	} {
		if got := strings.Join(Names(c.standings, someWords()), " "); got != c.want {
			t.Errorf("%v: %s, want %s", c.standings, got, c.want)
		}
	}
}

// Equal standings: the word that says more is told, whatever a hair's breadth.
func TestNames_OfEqualWordsTheWeightierIsTold(t *testing.T) {
	words := someWords()
	words[0].LowWeight, words[2].HighWeight = 0.6, 1.2
	for _, hair := range []float64{-0.01, 0.01} {
		got := Names([][]Standing{standing(-1+hair, -1, 1), standing(1, 1, -1)}, words)
		if got[0] != "small_silent" || got[1] != "frequent_big" {
			t.Errorf("%v", got)
		}
	}
}

func TestNames_AreUniqueAndDoNotHangOnNumbers(t *testing.T) {
	for seed := range uint64(2000) {
		random := rand.New(rand.NewPCG(seed, 1))
		standings := make([][]Standing, 2+random.IntN(7))
		for c := range standings {
			for range 3 {
				standings[c] = append(standings[c], Standing{Z: 2 * random.NormFloat64() * random.Float64(), Least: random.IntN(3) == 0})
			}
		}
		names := Names(standings, someWords())
		sorted := slices.Clone(names)
		slices.Sort(sorted)
		if len(slices.Compact(sorted)) != len(standings) {
			t.Fatalf("seed %d: %v", seed, names)
		}
		order := random.Perm(len(standings))
		turned := make([][]Standing, len(standings))
		for to, from := range order {
			turned[to] = standings[from]
		}
		for to, name := range Names(turned, someWords()) {
			if name != names[order[to]] {
				t.Fatalf("seed %d: cluster %d is %s, and %s in another order", seed, order[to], names[order[to]], name)
			}
		}
	}
}

// The same customers but for 2 %, and all of them with a little more of
// everything: a matched cluster keeps its name.
func TestNames_StayWhenFewCustomersGo(t *testing.T) {
	kept, compared := 0, 0
	for seed := range uint64(12) {
		sample, _ := planted(seed+50, 700, middles())
		before := namesOf(t, sample)
		random := rand.New(rand.NewPCG(seed, 9))
		after := Sample{Features: sample.Features, Used: sample.Used}
		for i, row := range sample.Values {
			if random.Float64() >= 0.02 {
				after.IDs = append(after.IDs, sample.IDs[i])
				after.Values = append(after.Values, []float64{row[0] * (1 + 0.1*random.Float64()), row[1] + 0.3, row[2]})
			}
		}
		now := namesOf(t, after)
		for name, members := range before {
			compared++
			if overlapping(members, now[name]) > 0.8 {
				kept++
			}
		}
	}
	if compared < 30 || float64(kept) < 0.95*float64(compared) {
		t.Errorf("%d of %d clusters kept their names", kept, compared)
	}
}

// namesOf has the members of clusters by name.
func namesOf(t *testing.T, sample Sample) map[string][]string {
	t.Helper()
	result := find(t, sample, 2)
	if result.Model == nil {
		t.Fatal(result.Why)
	}
	profile, of := result.Model.NewProfile(), result.Model.all(sample)
	for i, at := range of {
		profile.Add(at, sample.Values[i])
	}
	standings := make([][]Standing, len(result.Model.Centres))
	for c := range standings {
		standings[c] = []Standing{profile.Standing(c, 0), profile.Standing(c, 1)}
	}
	names, members := Names(standings, someWords()[:2]), map[string][]string{}
	for i, at := range of {
		members[names[at]] = append(members[names[at]], sample.IDs[i])
	}
	return members
}

func overlapping(a, b []string) float64 {
	both := 0
	for _, id := range a {
		if slices.Contains(b, id) {
			both++
		}
	}
	return float64(both) / float64(max(len(a), len(b), 1))
}

func TestProfile_AddsUpWhatItIsGiven(t *testing.T) {
	sample, _ := planted(3, 400, middles())
	result := find(t, sample, 1)
	profile := result.Model.NewProfile()
	sums, members := make([]float64, len(result.Model.Centres)), make([]int64, len(result.Model.Centres))
	all := 0.0
	for i, at := range result.Model.all(sample) {
		profile.Add(at, sample.Values[i])
		sums[at] += sample.Values[i][0]
		all += sample.Values[i][0]
		members[at]++
	}
	for c := range sums {
		mean, overall := profile.Mean(c, 0)
		near(t, fmt.Sprint("mean of ", c), mean, sums[c]/float64(members[c]), 1e-9)
		near(t, "overall", overall, all/400, 1e-9)
		if profile.Customers(c) != members[c] {
			t.Errorf("cluster %d has %d members, want %d", c, profile.Customers(c), members[c])
		}
	}
}
