package pipeline

import (
	"math/rand/v2"
	"testing"
)

// people makes members of eight segments: what they spend is chance, and the
// treated of the first half of the segments spend more by so much.
func upliftPeople(seed uint64, members int, more float64) *campaignPeople {
	random := rand.New(rand.NewPCG(seed, 11)) //nolint:gosec // a test
	p := &campaignPeople{segments: []string{"a", "b", "c", "d", "e", "f", "g", "h"}}
	for i := range members {
		treated, segment := random.IntN(2) == 1, int32(i%8)
		spent := random.ExpFloat64() * 10
		if treated && segment < 4 {
			spent += more
		}
		side := 0
		if treated {
			side = 1
		}
		p.arms[side]++
		p.treated, p.segment, p.fold = append(p.treated, treated), append(p.segment, segment), append(p.fold, uint8(random.IntN(folds)))
		p.revenue, p.orders = append(p.revenue, spent), append(p.orders, 1)
		for c := range p.before {
			p.before[c] = append(p.before[c], 0)
		}
	}
	return p
}

func TestUplift_WhomACampaignMovesIsTold(t *testing.T) {
	u := upliftPeople(1, 4000, 6).uplift()
	if !(u.QiniLo > 0) {
		t.Errorf("half of the segments spend 6 more; area %.3f (%.3f to %.3f)", u.Qini, u.QiniLo, u.QiniHi)
	}
	// The better half brings nearly all of what the whole does: 3 a member.
	if half := u.Gain[len(u.Gain)/2]; half < 2.3 || half > 3.7 {
		t.Errorf("treating the better half brings %.2f a member", half)
	}
}

// A score that was learnt on the same members would find differences where
// chance alone makes them: the cells that happened to differ most would come first.
func TestUplift_ChanceIsNotTakenForUplift(t *testing.T) {
	const worlds = 40
	sum, above := 0.0, 0
	for seed := range uint64(worlds) {
		u := upliftPeople(10+seed, 800, 0).uplift()
		sum += u.Qini
		if u.QiniLo > 0 {
			above++
		}
	}
	if above > 4 || sum > 0.05*worlds {
		t.Errorf("%d of %d curves seem to tell something, with an area of %.3f on average", above, worlds, sum/worlds)
	}
}

func TestUplift_NobodyIsScoredByTheOwnFold(t *testing.T) {
	p := upliftPeople(2, 800, 5)
	cells, number := p.cells()
	before := p.effectsWithout(0, cells, number, p.revenue)
	for place, of := range p.fold {
		if of == 0 {
			p.revenue[place] += 1e6
		}
	}
	for cell, effect := range p.effectsWithout(0, cells, number, p.revenue) {
		if effect != before[cell] {
			t.Fatalf("cell %d: %v by the own fold, %v without", cell, effect, before[cell])
		}
	}
}

func TestUplift_FewMembersHaveNoCurve(t *testing.T) {
	if u := upliftPeople(3, 60, 6).uplift(); len(u.Fractions) != 0 {
		t.Errorf("a curve of %d points from sixty members", len(u.Fractions))
	}
}

// Without segments those are alike who bought about as long ago and as much.
func TestUplift_WithoutSegmentsHistorySaysWhoIsAlike(t *testing.T) {
	p := upliftPeople(4, 400, 0)
	p.segments = []string{""}
	for i := range p.treated {
		p.segment[i] = 0
		p.before[recency][i], p.before[revenueYear][i] = float64(i), float64(i%5)
	}
	cells, number := p.cells()
	seen := map[int]int{}
	for _, cell := range cells {
		seen[cell]++
		if cell < 0 || cell >= number {
			t.Fatalf("cell %d of %d", cell, number)
		}
	}
	if len(seen) < 9 {
		t.Errorf("%d different cells", len(seen))
	}
	if u := p.uplift(); len(u.Fractions) == 0 {
		t.Error("there is no curve")
	}
}
