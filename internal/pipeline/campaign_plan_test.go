package pipeline

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clientele/segments"
)

// campaignOf reads a campaign with these lines below the usual ones.
func campaignOf(t *testing.T, lines string) *segments.Campaign {
	t.Helper()
	c, err := segments.ReadCampaign("c.yaml", []byte("campaign: autumn\nchannel: email\nstarts: 2026-11-10\nsegments: [first, second, third]\n"+lines))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// drawnOf is a plan of three segments of these sizes up to its figures.
func drawnOf(t *testing.T, lines string, expected lift, sizes ...int) *campaignPlan {
	t.Helper()
	config := defaults()
	p := &campaignPlan{work: &work{config: &config, asOf: time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC), out: newOut()}, campaign: campaignOf(t, lines), margin: math.NaN(), people: map[string]*person{}}
	random := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // a test
	for i, size := range sizes {
		s := &stratum{named: segments.Named{Kind: kindRFM, Key: fmt.Sprint("s", i)}, title: fmt.Sprint("s", i)}
		s.lift = expected
		for j := range size {
			one := &person{id: fmt.Sprintf("%d-%05d", i, j), stratum: s, spend: 20 + 60*random.Float64(), purchases: 0.3 * random.Float64()}
			one.buys = -math.Expm1(-one.purchases)
			p.people[one.id] = one
			s.open = append(s.open, one)
			s.members = append(s.members, one.id)
			s.counts[reachable]++
		}
		slices.SortFunc(s.open, func(a, b *person) int {
			if p.profitOf(a) != p.profitOf(b) {
				return int(math.Copysign(1, p.profitOf(b)-p.profitOf(a)))
			}
			return strings.Compare(a.id, b.id)
		})
		p.strata = append(p.strata, s)
	}
	p.draw()
	p.figure()
	return p
}

func sure(value float64) lift { return lift{value, value / 2, value * 2, fromPast} }

func TestPlan_ControlsAreAsManyAsThePowerNeedsWithinBounds(t *testing.T) {
	for _, c := range []struct {
		lines    string
		expected lift
		sizes    []int
		low, up  float64
	}{
		{"", sure(0.05), []int{3000, 1000, 500}, 0.10, 0.50},
		{"", sure(0.5), []int{3000, 1000, 500}, 0.10, 0.1003}, // far more than it takes
		{"", sure(0.001), []int{300, 100, 50}, 0.20, 0.203},   // none are enough
		{"", unknownLift(), []int{300, 100, 50}, 0.20, 0.203}, // nobody knows
		{"control: {percent: 30}\n", sure(0.05), []int{300, 100, 50}, 0.30, 0.303},
		{"control: {size: 45}\n", sure(0.05), []int{300, 100, 50}, 0.10, 0.10},
		{"control: {percent: 0}\n", sure(0.05), []int{300, 100, 50}, 0, 0},
	} {
		p := drawnOf(t, c.lines, c.expected, c.sizes...)
		total := p.total()
		if share := float64(total.control) / float64(total.control+total.treated); share < c.low-1e-9 || share > c.up+1e-9 {
			t.Errorf("%q, %v: %g are left alone", c.lines, c.expected.value, share)
		}
		for i, s := range p.strata {
			if s.treated+s.control != c.sizes[i] {
				t.Errorf("%q: segment %d has %d + %d of %d", c.lines, i, s.treated, s.control, c.sizes[i])
			}
			want := float64(c.sizes[i]*total.control) / float64(total.control+total.treated)
			if math.Abs(float64(s.control)-want) >= 1 {
				t.Errorf("%q: segment %d has %d controls, its part is %g", c.lines, i, s.control, want)
			}
		}
	}
	if p := drawnOf(t, "", sure(0.05), 3000, 1000, 500); p.total().power < enoughPower-0.002 {
		t.Errorf("the power is %g", p.total().power)
	}
}

func TestPlan_TheBudgetIsNeverExceeded(t *testing.T) {
	for budget := range 40 {
		for _, expected := range []lift{sure(0.08), unknownLift()} {
			p := drawnOf(t, fmt.Sprintf("cost: {contact: 0.7, response: 1.1, fixed: 3}\nmargin_percent: 50\nbudget: %d\n", budget*3), expected, 60, 30, 20)
			total := p.total()
			if total.outlay > float64(budget*3)+1e-6 {
				t.Errorf("%d: %g are spent", budget*3, total.outlay)
			}
			if budget*3 >= 90 && total.treated == 0 {
				t.Errorf("%d: nobody is addressed", budget*3)
			}
		}
	}
}

// The break-even lift is the one at which nothing is left.
func TestAccounts_TheBreakEvenLiftLeavesNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 9)) //nolint:gosec // a test
	seen := 0
	for range 500 {
		a := accounts{margin: random.Float64(), discount: random.Float64() / 3, responseCost: random.Float64(), response: math.NaN(), fixed: 10 * random.Float64()}
		if random.IntN(3) == 0 {
			a.response = random.Float64() / 10
		}
		for range 100 {
			a.add(&person{buys: 0.1, purchases: 0.11, spend: 20 + 10*random.Float64()}, segments.Offer{ContactCost: 0.2})
		}
		at := breakEven(a.line())
		if at > 0.8 { // where everybody buys the line is cut off
			continue
		}
		seen++
		if profit := a.profit(at); math.Abs(profit) > 1e-6 {
			t.Errorf("%+v: at %g it leaves %g", a, at, profit)
		}
		if a.profit(at+0.01) <= 0 {
			t.Errorf("%+v: beyond it nothing is left", a)
		}
	}
	if seen < 100 {
		t.Errorf("%d cases", seen)
	}
}

// By hand: 100 people, 10 buy anyway for 20 each, 5 more do, of 20 each;
// margin 40 %, 10 % given to all 15, 0.1 a letter, 0.5 a response, 7 once.
func TestAccounts_AreWhatTheDefinitionsSay(t *testing.T) {
	a := accounts{margin: 0.4, discount: 0.1, responseCost: 0.5, response: math.NaN(), fixed: 7}
	for range 100 {
		a.add(&person{buys: 0.1, purchases: 0.1, spend: 20}, segments.Offer{ContactCost: 0.1})
	}
	got := []float64{a.responses(0.05), a.incremental(0.05), a.revenue(0.05), a.outlay(0.05), a.given(0.05), a.profit(0.05)}
	want := []float64{15, 100, 300, 7 + 10 + 7.5, 30, 40 - 24.5 - 30}
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-9 {
			t.Errorf("%v, want %v", got, want)
			break
		}
	}
}

func TestPool_IsDerSimonianAndLairdAndMovesSegmentsOnlyAsFarAsTheyAreSure(t *testing.T) {
	// Of two equally sure estimates: mean 0.03; Q = 2 × (0.02/0.01)² = 8, and
	// between = (8 − 1) / (20000 − 10000) = 0.0007.
	two := pool([]estimated{{0.01, 0.01}, {0.05, 0.01}})
	if math.Abs(two.mean-0.03) > 1e-12 || math.Abs(two.between-0.0007) > 1e-12 || math.Abs(two.variance-(0.0001+0.0007)/2) > 1e-12 {
		t.Errorf("%+v", two)
	}
	past := pastLifts{campaigns: 4, all: pooled{n: 4, mean: 0.03, variance: 0.0001, between: 0.0003}, segments: map[string]pooled{
		"vague": {n: 1, mean: 0.2, variance: 10}, "at risk": {n: 3, mean: 0.01, variance: 0.0002, between: 0.0002},
	}}
	if found := past.of("elsewhere"); found.value != 0.03 || math.Abs(found.high-0.03-z95*0.02) > 1e-12 {
		t.Errorf("%+v", found)
	}
	if found := past.of("vague"); math.Abs(found.value-0.03) > 1e-4 {
		t.Errorf("%+v", found)
	}
	if found := past.of("at_risk"); math.Abs(found.value-0.02) > 1e-12 || math.Abs(found.low-(0.02-z95*math.Sqrt(0.0002))) > 1e-12 {
		t.Errorf("%+v", found)
	}
	if (pastLifts{}).of("x").known() {
		t.Error("nothing is known, and yet something is expected")
	}
}

func TestReach_TheFirstReasonCounts(t *testing.T) {
	rules := reachRules{
		consent: segments.ConsentRequired, address: func(one *person) bool { return one.email != "" },
		suppress: suppression{emails: map[string]bool{"s@x.example": true}, phones: map[string]bool{}, ids: map[string]bool{"7": true}},
		pressed:  func(id string) bool { return strings.Contains(id, "p") }, busy: map[string]bool{"b": true, "bp": true}, heldOut: func(id string) bool { return strings.HasPrefix(id, "h") || id == "b" },
	}
	for _, c := range []struct {
		one  person
		want reason
	}{
		{person{id: "1", email: "a@x.example", consent: true}, reachable}, {person{id: "1", email: "a@x.example"}, noConsent},
		{person{id: "1", consent: false}, noConsent}, {person{id: "7", consent: true}, noAddress}, {person{id: "crm:7", email: "a@x.example", consent: true}, suppressed},
		{person{id: "p", email: "s@x.example", consent: true}, suppressed}, {person{id: "bp", email: "a@x.example", consent: true}, underPressure},
		{person{id: "b", email: "a@x.example", consent: true}, otherCampaign}, {person{id: "h", email: "a@x.example", consent: true}, holdout},
	} {
		if got := rules.of(&c.one); got != c.want {
			t.Errorf("%+v: %d, want %d", c.one, got, c.want)
		}
	}
	rules.consent = segments.ConsentUnlessRefused
	if rules.of(&person{id: "1", email: "a@x.example"}) != reachable || rules.of(&person{id: "1", email: "a@x.example", consent: false}) != noConsent {
		t.Error("whoever did not refuse is reachable, whoever did is not")
	}
}

func TestLists_NamesOfFilesAreSafeAndTellOwnersApart(t *testing.T) {
	for name, want := range map[string]string{
		"Анна Петрова": "анна-петрова", "../../etc/passwd": "etc-passwd", "=cmd|' /C calc'!A0": "cmd-c-calc-a0", "a\u202e\u0000b": "a-b", "...": "", "": "", "CON": "con",
		strings.Repeat("ж", 300): strings.Repeat("ж", longestName),
	} {
		if got := safeName(name); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
	taken := map[string]bool{}
	if diff := cmp.Diff([]string{"a", "a-2", "a-3"}, []string{freeName("a", taken), freeName("a", taken), freeName("a", taken)}); diff != "" {
		t.Error(diff)
	}
}

func TestLists_EveryColumnThatAFileMayNameIsMade(t *testing.T) {
	var names []string
	for _, column := range listColumns() {
		names = append(names, column.column.Name)
	}
	slices.Sort(names)
	want := slices.Sorted(slices.Values(segments.ListColumns()))
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
}

// A list counts wherever an address stands in it, with or without headers; a
// number is an id only where its column says so.
func TestSuppressed_AddressesCountWhereverTheyStand(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string]string{
		"bare.csv": "A@Shop.Test.org\nb@shop.test.org\n", "ids.csv": "customer_id;amount\n17;99\n18;100\n",
		"mixed.csv": "name,mail,phone,amount\nAnn,c@shop.test.org,+34 600 11 22 33,55\nBob,,,66\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := drawnOf(t, "suppress: [\"*.csv\"]\n", unknownLift(), 1, 1, 1)
	p.path, p.config.path = filepath.Join(folder, "c.yaml"), filepath.Join(folder, "clientele.yaml")
	all, err := p.readSuppressed()
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range []person{{email: "a@shop.test.org"}, {email: "b@shop.test.org"}, {email: "c@shop.test.org"}, {phone: "+34600112233"}, {id: "17"}, {id: "crm:18"}} {
		if !all.has(&one) {
			t.Errorf("%+v is not suppressed: %+v", one, all)
		}
	}
	for _, one := range []person{{id: "99"}, {id: "55"}, {id: "66"}, {email: "d@shop.test.org"}, {id: "x"}} {
		if all.has(&one) {
			t.Errorf("%+v is suppressed", one)
		}
	}
	if all.unread != 1 {
		t.Errorf("%d lines have nothing, want that of Bob", all.unread)
	}
	p.campaign.Suppress = []string{"gone.csv"}
	if _, err := p.readSuppressed(); ExitCode(err) != ExitUsage {
		t.Error("a list that is not there stops the plan", err)
	}
}
