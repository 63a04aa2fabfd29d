package customerbase

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"clientele/internal/btyd"
)

const paretoNBD, regularNBD = "Pareto/NBD", "BG/CNBD-k"

// The mean of the logs of 10, 100, 1000 is that of 100; a log unit is 2.718.
func TestFirstOrder_IsTheLogAgainstTheMeanInHalves(t *testing.T) {
	history := NewHistory([]Customer{
		{FirstSpend: 10}, {FirstSpend: 100}, {FirstSpend: 1000}, {FirstSpend: 100 * math.E}, {FirstSpend: 100 / math.E},
		{FirstSpend: 0}, {FirstSpend: -20}, {FirstSpend: 100 * math.Exp(0.7)}, {FirstSpend: 100 * math.Exp(-0.7)},
	}, nil)
	for i, want := range []int64{-4, 0, 4, 2, -2, 0, 0, 1, -1} {
		if got := history.Customers[i].FirstOrder; got != want {
			t.Errorf("%g has the size %d, not %d", history.Customers[i].FirstSpend, got, want)
		}
	}
}

func TestFirstOrder_CurrencyDoesNotMatter(t *testing.T) {
	data := simulated(3, 400, 400)
	one := fitted(t, data.history(399), weeks(182))
	customers := slices.Clone(one.History.Customers)
	for i := range customers {
		customers[i].FirstSpend *= 97.31
	}
	other := fitted(t, NewHistory(customers, one.History.Gaps), weeks(182))
	if was, is := *one.named(paretoNBD + firstOrder).Estimate, *other.named(paretoNBD + firstOrder).Estimate; was.LogLikelihood != is.LogLikelihood || !slices.Equal(was.Parameters, is.Parameters) {
		t.Errorf("%+v, in another currency %+v", was, is)
	}
}

// grown are customers who came first with 20 or 150, the latter to buy three
// times as often.
func grown(t *testing.T) Field {
	t.Helper()
	small, large := simulated(4, 500, 400), simulated(5, 500, 400)
	all := ledger{}
	for id, days := range small {
		all[id] = days
	}
	for id, days := range large {
		first := slices.Min(large.days(id, 400))
		paid := map[int]float64{first: 150}
		for day, amount := range days {
			if day > first {
				paid[first+(day-first+2)/3] = amount
			}
		}
		all["l"+id] = paid
	}
	return fitted(t, all.history(399), weeks(182))
}

func TestFirstOrder_ARegularModelKeepsItsPhases(t *testing.T) {
	field := grown(t)
	plain, more := field.named(regularNBD).Estimate.Parameters, field.named(regularNBD+firstOrder).Estimate.Parameters
	if n := len(plain); len(more) != n+1 || more[n].Name != "k" || more[n] != plain[n-1] || more[n-1].Name != "first_order" {
		t.Errorf("%+v, plain %+v", more, plain)
	}
}

func TestFirstOrder_WhoBeganLargeIsExpectedMoreOften(t *testing.T) {
	field := grown(t)
	candidate := field.named(paretoNBD + firstOrder)
	gamma := candidate.Estimate.Parameters[len(candidate.Estimate.Parameters)-1]
	if statistic, p := btyd.LikelihoodRatio(*field.named(paretoNBD).Estimate, *candidate.Estimate); gamma.Name != "first_order" || !(gamma.Value > 3*gamma.StandardError) || !(statistic > 10) || !(p < 0.01) {
		t.Errorf("%+v, likelihood ratio %g, p %g", gamma, statistic, p)
	}
	// Of an equal history the one who began larger is expected more often, and
	// so is who is new.
	before := -1.0
	for size := int64(-largestSize); size <= largestSize; size++ {
		expected := candidate.forecaster.expected(Habit{AgeDays: 30, Weeks: 4, FirstOrder: size}, 182)
		if expected <= before {
			t.Errorf("size %d: %g expected, of the one before %g", size, expected, before)
		}
		before = expected
		// Gamma is for a log unit, a size for half of one.
		near(t, "rate", candidate.forecaster.expected(Habit{FirstOrder: size}, 1e-6)/candidate.forecaster.expected(Habit{}, 1e-6), math.Exp(gamma.Value*float64(size)/2), 1e-3)
	}
	random := candidate.forecaster.drawn(rand.New(rand.NewPCG(1, 1))) //nolint:gosec // a test
	if random.expected(Habit{FirstOrder: 2}, 182) == candidate.forecaster.expected(Habit{FirstOrder: 2}, 182) {
		t.Error("another likely model is the same one")
	}
}

// Only where the choice looks at the size are customers of one history told
// apart by it.
func TestFirstOrder_TellsApartOnlyWhereItIsLookedAt(t *testing.T) {
	field := grown(t)
	a, b := Habit{AgeDays: 30, FirstOrder: 1}, Habit{AgeDays: 30, FirstOrder: -1}
	for name, order := range map[string]int{paretoNBD + firstOrder: 1, paretoNBD: 0} {
		for _, choice := range []Choice{field.choice(name, name, true), field.choice(OwnRate, name, true)} {
			if got := choice.compare(a, b); got != order {
				t.Errorf("%s by %s: %d", choice.Name, choice.Model.Name, got)
			}
		}
	}
	value := field.choice(paretoNBD+firstOrder, paretoNBD+firstOrder, true).Value()
	for i, o := range value.Outlooks {
		near(t, "purchases", o.Purchases, value.forecaster.expected(value.History.Customers[i].Habit, 182), 0)
	}
}

func TestFirstOrder_OneSizeOfAllIsNoReasonToRefuseTheOthers(t *testing.T) {
	history := simulated(6, 300, 400).history(399)
	customers := slices.Clone(history.Customers)
	for i := range customers {
		customers[i].FirstSpend = 30
	}
	field := fitted(t, NewHistory(customers, history.Gaps), weeks(182))
	if got := field.named(paretoNBD + firstOrder); got.Refused != "all first orders are of one size" || got.forecaster != nil {
		t.Errorf("%+v", got)
	}
	if !field.has(paretoNBD) {
		t.Error("the plain model is refused too")
	}
	all := func(string) bool { return true }
	if models, errs := withFirstOrders(history, []Candidate{{Name: paretoNBD}}, []error{btyd.ErrTooFew}, all); len(models) != 2 || models[1].Name != paretoNBD+firstOrder || !errors.Is(errs[1], btyd.ErrTooFew) {
		t.Errorf("of a plain model that was refused: %+v, %v", models, errs)
	}
}

// Alone it is the same as among all.
func TestFirstOrder_AloneItIsTheSame(t *testing.T) {
	all := grown(t)
	alone, err := Fit(all.History, weeks(182), paretoNBD+firstOrder)
	if err != nil {
		t.Fatal(err)
	}
	if was, is := *all.named(paretoNBD + firstOrder).Estimate, *alone.named(paretoNBD + firstOrder).Estimate; was.LogLikelihood != is.LogLikelihood || alone.has("BG/NBD") {
		t.Errorf("%+v among all, %+v alone", was, is)
	}
	if plain, err := Fit(all.History, weeks(182), paretoNBD); err != nil || plain.has(paretoNBD+firstOrder) {
		t.Errorf("nobody asked for it: %v, %+v", err, plain.Candidates)
	}
	choice, err := all.choice(paretoNBD+firstOrder, paretoNBD+firstOrder, true).Again(all.History)
	if err != nil || choice.Name != paretoNBD+firstOrder || !choice.Fitted() {
		t.Errorf("again: %+v, %v", choice.Candidate, err)
	}
}
