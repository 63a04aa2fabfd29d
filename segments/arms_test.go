package segments

import (
	"crypto/sha256"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func people(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("crm:%d", i)
	}
	return ids
}

func TestDraw_DoesNotDependOnTheOrder(t *testing.T) {
	ids := people(500)
	want := Draw("autumn", ids, 100, nil)
	if len(want.Control) != 100 || len(want.Treated) != 400 {
		t.Fatalf("%d and %d", len(want.Control), len(want.Treated))
	}
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a test
	for range 200 {
		random.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		if diff := cmp.Diff(want, Draw("autumn", ids, 100, nil)); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestDraw_EverybodyIsInOneArm(t *testing.T) {
	for _, n := range []int{0, 1, 2, 17, 300} {
		for _, controls := range []int{-1, 0, 1, n / 2, n, n + 5} {
			drawn := Draw("a", people(n), controls, nil)
			all := slices.Sorted(slices.Values(slices.Concat(drawn.Treated, drawn.Control)))
			if want := slices.Sorted(slices.Values(people(n))); !slices.Equal(all, want) {
				t.Errorf("%d, %d: %v", n, controls, all)
			}
			if want := min(max(controls, 0), n); len(drawn.Control) != want {
				t.Errorf("%d controls of %d, want %d", len(drawn.Control), n, want)
			}
		}
	}
}

// A larger control group has the smaller one in it, and who was drawn before
// stays where he is whoever comes and goes.
func TestDraw_ArmsStay(t *testing.T) {
	ids := people(300)
	small, large := Draw("a", ids, 30, nil), Draw("a", ids, 60, nil)
	for _, id := range small.Control {
		if !slices.Contains(large.Control, id) {
			t.Errorf("%s left the control group when it grew", id)
		}
	}
	kept := map[string]string{}
	for _, id := range small.Control {
		kept[id] = Controls
	}
	for _, id := range small.Treated {
		kept[id] = Treated
	}
	more := append(people(400)[300:], ids[50:]...)
	later := Draw("a", more, 70, kept)
	for _, id := range ids[50:] {
		if slices.Contains(later.Control, id) != (kept[id] == Controls) {
			t.Errorf("%s changed its arm", id)
		}
	}
	if len(later.Control) != 70 {
		t.Errorf("%d controls, want 70", len(later.Control))
	}
}

func TestDraw_CampaignsHaveNothingToDoWithEachOther(t *testing.T) {
	ids := people(4000)
	first, second := Draw("first", ids, 2000, nil), Draw("second", ids, 2000, nil)
	in := map[string]bool{}
	for _, id := range first.Control {
		in[id] = true
	}
	both := 0
	for _, id := range second.Control {
		if in[id] {
			both++
		}
	}
	// Hypergeometric: mean 1,000, deviation 16.
	if both < 920 || both > 1080 {
		t.Errorf("%d of 2000 are left alone twice, want about 1000", both)
	}
}

// The tickets are what the comment says, so that another program can draw the
// same arms.
func TestTicket_IsTheHashOfItsParts(t *testing.T) {
	text := "\x00\x00\x00\x09clientele\x00\x00\x00\x03arm\x00\x00\x00\x06autumn\x00\x00\x00\x03c:1"
	if ticket("arm", "autumn", "c:1") != sha256.Sum256([]byte(text)) {
		t.Error("the ticket is another hash")
	}
	if ticket("arm", "ab", "c") == ticket("arm", "a", "bc") {
		t.Error("two draws share tickets")
	}
}

func TestHeldOut_IsTheShareAskedForAndGrowsWithIt(t *testing.T) {
	ids := people(20_000)
	for _, percent := range []float64{0, 1, 5, 10, 50, 100} {
		held := 0
		for _, id := range ids {
			if HeldOut(id, percent) {
				held++
				if !HeldOut(id, percent+1) {
					t.Fatalf("%s leaves the holdout when it grows", id)
				}
			}
		}
		share := percent / 100
		if off := math.Abs(float64(held) - share*20_000); off > 4*math.Sqrt(20_000*share*(1-share)) {
			t.Errorf("%g %%: %d held out", percent, held)
		}
	}
}

func TestStrata_ACustomerOfSeveralBelongsToTheFirst(t *testing.T) {
	strata, shared := Strata([][]string{{"b", "a"}, {"a", "c", "b"}, {"c", "a", "d"}})
	if diff := cmp.Diff([][]string{{"a", "b"}, {"c"}, {"d"}}, strata); diff != "" || shared != 3 {
		t.Error(shared, diff)
	}
}
