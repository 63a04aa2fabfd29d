package pipeline

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"clientele/internal/experiment"
)

func TestCampaigns_APlantedEffectIsFound(t *testing.T) {
	world := (&campaignWorld{seed: 1, customers: 3000, held: 0.3, lift: liftOf(0.25), reached: 1, segments: 2}).make()
	m := world.measured(t)
	r := m.whole(revenueMetric)
	if r.verdict != experiment.Worked || !(r.inLo < world.brought && world.brought < r.inHi) || !r.effect.Adjusted {
		t.Errorf("%.0f was brought; found %.0f (%.0f to %.0f), %s", world.brought, r.incremental, r.inLo, r.inHi, r.verdict)
	}
	if width := (r.inHi - r.inLo) / world.brought; width > 0.8 {
		t.Errorf("the interval is %.1f times as wide as the effect", width)
	}
	// Half of the revenue is left, less 100 and 50 cents for each letter.
	treated := float64(m.people.arms[1])
	if want := r.incremental*0.5 - 100 - 0.5*treated; math.Abs(r.profit-want) > 1e-6 || math.Abs(r.cost-100-0.5*treated) > 1e-6 {
		t.Errorf("profit %v, want %v; cost %v", r.profit, want, r.cost)
	}
	orders := m.whole(ordersMetric)
	if perCustomer := 0.25; math.Abs(orders.effect.Effect-perCustomer) > 3*orders.effect.StandardError {
		t.Errorf("%.3f orders a customer more, planted were %.3f", orders.effect.Effect, perCustomer)
	}
	if len(m.results) != 9 {
		t.Errorf("%d results of three metrics, of all and of two segments", len(m.results))
	}
}

// Whoever was not reached was drawn all the same: leaving them out would compare
// those who can be reached with everybody.
func TestCampaigns_WhoWasNotReachedIsTreated(t *testing.T) {
	world := (&campaignWorld{seed: 2, customers: 3000, held: 0.5, lift: liftOf(0.5), reached: 0.5}).make()
	m := world.measured(t)
	orders := m.whole(ordersMetric)
	if orders.effect.Treated != m.people.arms[1] || math.Abs(orders.effect.Effect-0.25) > 3*orders.effect.StandardError {
		t.Errorf("an effect of %.3f of %d treated; half of %d were reached with an effect of 0.5", orders.effect.Effect, orders.effect.Treated, m.people.arms[1])
	}
	untouched := checkOf(t, m, "no_touch", "")
	if untouched.ok != false || math.Abs(untouched.value-0.5) > 0.05 {
		t.Errorf("half were not reached: %+v", untouched)
	}
	if want := 100 + 0.5*float64(m.people.reached[1]); math.Abs(m.cost.total-want) > 1e-6 {
		t.Errorf("cost %v, want %v: only letters that were sent cost money", m.cost.total, want)
	}
}

// Of campaigns that change nothing about one in twenty may look as if it did, of
// three metrics together: p is corrected for that.
func TestCampaigns_NothingIsFoundWhereNothingIs(t *testing.T) {
	worlds, most := 20, 4 // P(more) is 3 in 1,000 at a chance of one in twenty
	if os.Getenv("CLIENTELE_LONG") != "" {
		worlds, most = 400, 33
	} else {
		t.Log("20 worlds; 400 with CLIENTELE_LONG=1")
	}
	found := 0
	for seed := range worlds {
		world := (&campaignWorld{seed: 100 + uint64(seed), customers: 400, held: 0.5, lift: liftOf(0), reached: 1}).make()
		for _, r := range world.measured(t).results {
			if r.part.whole && (r.verdict == experiment.Worked || r.verdict == experiment.Harmed) {
				found++
				break
			}
		}
	}
	if found > most {
		t.Errorf("%d of %d campaigns without an effect seem to have one", found, worlds)
	}
}

func TestCampaigns_RowsInAnyOrderGiveTheSameAnswers(t *testing.T) {
	world := (&campaignWorld{seed: 3, customers: 300, held: 0.3, lift: liftOf(0.3), reached: 0.9, segments: 3}).make()
	want := world.answers(t)
	for seed := range uint64(3) {
		got := world.shuffled(seed).answers(t)
		for _, name := range campaignAnswers() {
			if diff := cmp.Diff(want[name].Rows, got[name].Rows); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	}
	if want["campaign_results"].Len() != 12 || want["campaign_uplift"].Len() != 21 || want["campaign_qini"].Len() != 1 {
		t.Errorf("%d results, %d points of the curve", want["campaign_results"].Len(), want["campaign_uplift"].Len())
	}
	for _, name := range campaignAnswers() {
		for _, row := range want[name].Rows {
			for _, cell := range row {
				if v, is := cell.(float64); is && (math.IsNaN(v) || math.IsInf(v, 0)) {
					t.Errorf("%s has %v in %v", name, v, row)
				}
			}
		}
	}
}

// While the window runs nothing is known of the days to come, no p-value is
// told, and the range is wider than one look's.
func TestCampaigns_ALookBeforeTheEndSaysSo(t *testing.T) {
	world := (&campaignWorld{seed: 4, customers: 3000, held: 0.5, lift: liftOf(0.3), reached: 1}).make()
	world.asOf = march(14)
	m := world.measured(t)
	r := m.whole(revenueMetric)
	if m.complete() || known(r.adjusted) != nil || !(r.anytimeLo < r.effect.Lo && r.anytimeHi > r.effect.Hi) || r.inLo != r.anytimeLo*float64(r.effect.Treated) {
		t.Errorf("%+v", r)
	}
	if says := strings.Join(m.sentences("EUR"), " "); !strings.Contains(says, "look before the end: purchases count until 2026-03-28, the data ends on 2026-03-14") {
		t.Error(says)
	}
	world.asOf = march(28)
	if last := world.measured(t); !last.complete() || known(last.whole(revenueMetric).anytimeLo) != nil || known(last.whole(revenueMetric).adjusted) == nil {
		t.Error("on the last day the window has ended")
	}
}

// Where too few of the smaller arm can have bought there is no range at a look,
// and of one control nobody knows how sure anything is: no number is made up.
func TestCampaigns_WhatIsNotKnownIsNull(t *testing.T) {
	early := (&campaignWorld{seed: 4, customers: 60, held: 0.1, lift: liftOf(0.3), reached: 1}).make()
	early.asOf = march(2)
	alone := (&campaignWorld{seed: 4, customers: 60, held: 0.1, lift: liftOf(0.3), reached: 1}).make()
	first := true
	for _, row := range alone.people.Rows {
		if row[3] == "control" {
			if !first {
				row[3] = "treated"
			}
			first = false
		}
	}
	for name, world := range map[string]*campaignWorld{"early": early, "one control": alone} {
		m := world.measured(t)
		r := m.whole(revenueMetric)
		if known(r.effect.Effect) == nil || known(r.inLo) != nil || known(r.proHi) != nil || known(r.anytimeLo) != nil || r.verdict == experiment.Worked || r.verdict == experiment.Harmed {
			t.Errorf("%s: %+v", name, r)
		}
		if a := r.answer(); a.Effect == nil || a.IncrementalLo != nil || a.AnytimeLo95 != nil || (name == "one control") != (a.P == nil) || r.effect.Controls == 1 != (name == "one control") {
			t.Errorf("%s: %+v", name, a)
		}
		if says := strings.Join(m.sentences("EUR"), " "); strings.Contains(says, "NaN") || strings.Contains(says, "922") || !strings.Contains(says, "can have bought for a range") {
			t.Errorf("%s: %s", name, says)
		}
		for _, result := range world.answers(t)["campaign_results"].Rows {
			for _, cell := range result {
				if v, is := cell.(float64); is && (math.IsNaN(v) || math.IsInf(v, 0)) {
					t.Errorf("%s: %v", name, result)
				}
			}
		}
	}
}

func TestCampaigns_ACampaignThatHasNotBegunIsNotMeasured(t *testing.T) {
	world := (&campaignWorld{seed: 4, customers: 30, held: 0.5, lift: liftOf(0)}).make()
	world.asOf = march(1).AddDate(0, 0, -1)
	w := world.work(t)
	_, err := w.measureOne(t.Context(), CampaignQuestion{ID: "spring"})
	if ExitCode(err) != ExitUsage || !strings.Contains(err.Error(), "begins on 2026-03-01, and the data ends on 2026-02-28") {
		t.Error(err)
	}
	if book, err := w.pastCampaigns(t.Context()); err != nil || len(book) != 0 {
		t.Error(book, err)
	}
	world.asOf = march(1)
	if m := world.measured(t); m.complete() || m.people.members != 30 {
		t.Error("on the first day there is a look, if there is little to see")
	}
}

func TestCampaigns_OneArmAloneTellsNothing(t *testing.T) {
	for name, c := range map[string]struct {
		held    float64
		verdict experiment.Verdict
		says    string
	}{
		"nobody held out":    {0, experiment.NoControl, "there is no control group"},
		"everybody held out": {1, experiment.NotEnough, "Not enough data"},
	} {
		world := (&campaignWorld{seed: 5, customers: 100, held: c.held, lift: liftOf(0), reached: 1, segments: 2}).make()
		m := world.measured(t)
		if m.verdict() != c.verdict || len(m.uplift.Fractions) != 0 {
			t.Errorf("%s: %s", name, m.verdict())
		}
		if says := strings.Join(m.sentences("EUR"), " "); !strings.Contains(says, c.says) || strings.Contains(says, "NaN") {
			t.Errorf("%s: %s", name, says)
		}
		for _, made := range measuredTables([]measuredCampaign{m}) {
			if text := fmt.Sprint(made.rows().Rows); strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
				t.Errorf("%s: %s", made.name, text)
			}
		}
	}
}

func TestCampaigns_WhereNobodyBoughtThereIsNotEnough(t *testing.T) {
	world := (&campaignWorld{seed: 6, customers: 200, held: 0.5, lift: liftOf(0), reached: 1}).make()
	world.orders.Rows = nil
	m := world.measured(t)
	for _, r := range m.results {
		if r.verdict != experiment.NotEnough {
			t.Errorf("%s: %s", r.metric, r.verdict)
		}
	}
	if says := strings.Join(m.sentences("EUR"), " "); strings.Contains(says, "NaN") {
		t.Error(says)
	}
}

func TestCampaigns_ChecksFindWhatIsWrong(t *testing.T) {
	world := (&campaignWorld{seed: 7, customers: 4000, held: 0.5, lift: liftOf(0), reached: 1}).make()
	controls := 0
	var kept [][]any
	for _, row := range world.people.Rows {
		if row[3] == "control" {
			controls++
			switch {
			case controls <= 300:
				continue // somebody took them out of the list
			case controls <= 305:
				row[5], row[10] = march(2), int64(1)
			case controls <= 307:
				row[3] = "both"
			case controls <= 310:
				row[2] = nil
			}
		} else if len(kept) < 50 {
			row[10] = int64(2)
		}
		kept = append(kept, row)
	}
	world.people.Rows = kept
	m := world.measured(t)
	for check, customers := range map[string]int{"control_reached": 5, "merged_arms": 2} {
		if got := checkOf(t, m, check, ""); got.ok != false || got.customers != customers {
			t.Errorf("%+v, want %d customers", got, customers)
		}
	}
	if got := checkOf(t, m, "unknown_members", ""); got.ok != true || got.customers != 3 {
		t.Errorf("%+v", got)
	}
	if got := checkOf(t, m, "reached_twice", ""); got.ok != false || got.customers == 0 {
		t.Errorf("%+v", got)
	}
	ratio := checkOf(t, m, "sample_ratio", "")
	if ratio.ok != false || ratio.expected != 0.5 || m.verdict() != experiment.Unsound {
		t.Errorf("300 of 2000 controls are missing: %+v, %s", ratio, m.verdict())
	}
	for _, name := range covariateNames() {
		if got := checkOf(t, m, "balance", name); got.ok != true {
			t.Errorf("drawn by chance: %+v", got)
		}
	}
}

// Nobody says with which shares a mailing was drawn: then nothing is judged.
func TestCampaigns_UnknownSharesAreNotJudged(t *testing.T) {
	world := (&campaignWorld{seed: 8, customers: 400, held: 0.5, lift: liftOf(0), reached: 1}).make()
	world.lines.Rows[0][10] = nil
	if got := checkOf(t, world.measured(t), "sample_ratio", ""); got.ok != nil || known(got.p) != nil || known(got.expected) != nil {
		t.Errorf("%+v", got)
	}
}

// A list that is bought holds strangers. Whoever of them buys becomes known, so
// who is known today says who bought; who was known before does not.
func TestCampaigns_StrangersCountWhereSomeWereHeldOut(t *testing.T) {
	strangers := map[int]bool{}
	for i := range 1500 {
		strangers[i] = true
	}
	world := (&campaignWorld{seed: 11, customers: 3000, held: 0.5, lift: liftOf(0.25), reached: 1, strangers: strangers}).make()
	m := world.measured(t)
	if got := checkOf(t, m, "unknown_members", ""); got.customers != 1500 || got.subject != "" || m.people.arms[0]+m.people.arms[1] != 3000 {
		t.Errorf("%+v", got)
	}
	orders := m.whole(ordersMetric)
	if math.Abs(orders.effect.Effect-0.25) > 3*orders.effect.StandardError {
		t.Errorf("%.3f orders a customer more, planted were 0.25", orders.effect.Effect)
	}
}

func TestCampaigns_StrangersOfOneArmAreLeftOutWhateverTheyBought(t *testing.T) {
	world := (&campaignWorld{seed: 12, customers: 2000, held: 0.5, lift: liftOf(0), reached: 1}).make()
	world.strangers = map[int]bool{}
	for i, row := range world.people.Rows {
		if row[3] == "treated" && i < 600 {
			world.strangers[i] = true
		}
	}
	isStranger := func(row []any) bool {
		var i int
		_, _ = fmt.Sscanf(row[2].(string), "c%d", &i)
		return world.strangers[i]
	}
	world.orders.Rows = slices.DeleteFunc(world.orders.Rows, func(row []any) bool { return isStranger(row) && row[3].(time.Time).Before(march(1)) })
	m := world.measured(t)
	got := checkOf(t, m, "unknown_members", "left_out")
	if got.customers != len(world.strangers) || m.people.arms[0]+m.people.arms[1] != 2000-len(world.strangers) || got.ok != false {
		t.Errorf("%+v of %d", got, len(world.strangers))
	}
	for _, r := range m.results {
		if r.verdict == experiment.Worked || r.verdict == experiment.Harmed {
			t.Errorf("%s: %s, and nothing was changed", r.metric, r.verdict)
		}
	}
	if want := 100 + 0.5*float64(m.people.reached[1]+len(world.strangers)); math.Abs(m.cost.total-want) > 1e-6 {
		t.Errorf("cost %v, want %v: letters to strangers cost money too", m.cost.total, want)
	}
}

// checkOf is the check of a name.
func checkOf(t *testing.T, m measuredCampaign, check, subject string) campaignCheck {
	t.Helper()
	for _, one := range m.checks {
		if one.check == check && one.subject == subject {
			return one
		}
	}
	t.Fatalf("there is no check %s %s", check, subject)
	return campaignCheck{}
}

// A plan's arms are those that were drawn, whatever a list says; what it leaves
// open a list fills. A discount on goods with a margin of 40 % of the full price
// takes more than its tenth of what is left.
func TestCampaigns_APlanHoldsBeforeAList(t *testing.T) {
	world := (&campaignWorld{seed: 9, customers: 400, held: 0.5, lift: liftOf(0), reached: 1}).make()
	plan := planned("spring", nil, nil)
	plan.Starts, plan.Ends, plan.Fixed = day{march(1)}, day{march(20)}, 30
	margin := 40.0
	plan.Offers = []plannedOffer{{Text: "tea", ContactCost: 0.1, MarginPercent: &margin, DiscountPercent: 10}}
	for i := range 300 {
		if i%3 == 0 {
			plan.Strata[0].Control = append(plan.Strata[0].Control, fmt.Sprint("c", i))
		} else {
			plan.Strata[0].Treated = append(plan.Strata[0].Treated, fmt.Sprint("c", i))
		}
	}
	m := world.measured(t, plan)
	if !m.planned || m.people.arms != [2]int{100, 200} || m.people.unplanned != 100 || !m.until.Equal(march(20)) || m.channel != "email" || m.offer != "tea" {
		t.Errorf("%+v, %+v", m.pastCampaign, m.people.arms)
	}
	r := m.whole(revenueMetric)
	bought := r.effect.TreatedMean * 200
	// Of what was sold for 90, goods for 60 are gone: not 40 but 33.3 % are left.
	want := r.incremental*0.4 - bought*(0.4-30.0/90) - r.cost
	if math.Abs(r.profit-want) > 1e-6 || math.Abs(r.cost-30-0.1*float64(m.people.reached[0]+m.people.reached[1])) > 1e-6 {
		t.Errorf("profit %v, want %v; cost %v", r.profit, want, r.cost)
	}
	if got := checkOf(t, m, "unplanned", ""); got.customers != 100 || got.ok != false {
		t.Errorf("%+v", got)
	}
}

func TestCampaigns_WithoutADayOnlyMembersAreCounted(t *testing.T) {
	world := (&campaignWorld{seed: 10, customers: 40, held: 0.5, lift: liftOf(0), reached: 1}).make()
	world.lines.Rows[0][4], world.lines.Rows[0][5], world.lines.Rows[0][6] = nil, nil, decimal.NewFromInt(5)
	found := world.answers(t)
	past := found["past_campaigns"]
	if past.Len() != 1 || past.Integer(0, "members") != 40 || past.Value(0, "revenue") != nil || found["campaign_results"].Len() != 0 {
		t.Error(past.Rows, found["campaign_results"].Rows)
	}
}
