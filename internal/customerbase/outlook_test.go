package customerbase

import (
	"math"
	"slices"
	"testing"
)

func TestValue_DependsNeitherOnWorkersNorOnWhoElseThereIs(t *testing.T) {
	history := simulated(5, 240, 400).history(399)
	one, four := weeks(182), weeks(182)
	one.Workers, four.Workers = 1, 4
	want := fitted(t, history, one).Pick(nil).Value()
	choice := fitted(t, history, four).Pick(nil)
	got := choice.Value()
	for i := range want.Outlooks {
		if !same(want.Outlooks[i], got.Outlooks[i]) {
			t.Fatalf("customer %d: %+v with one worker, %+v with four", i, want.Outlooks[i], got.Outlooks[i])
		}
	}
	// Half of the customers, in another order, asked by the same models.
	choice.History.Customers = slices.Clone(history.Customers[:120])
	slices.Reverse(choice.History.Customers)
	for i, o := range choice.Value().Outlooks {
		if !alike(want.Outlooks[119-i], o) {
			t.Fatalf("customer %d: %+v among all, %+v among half", i, want.Outlooks[119-i], o)
		}
	}
	p, m := want.Totals().Widened(Misses{})
	q, n := got.Totals().Widened(Misses{})
	if p != q || m != n {
		t.Errorf("totals %+v %+v with one worker, %+v %+v with four", p, m, q, n)
	}
}

func numbers(o Outlook) []float64 {
	return []float64{o.Alive, o.Buys, o.Kept, o.Purchases, o.Range.Low80, o.Range.High80, o.Range.Low90, o.Range.High90, o.Each, o.Money,
		o.MoneyIn.Low80, o.MoneyIn.High80, o.MoneyIn.Low90, o.MoneyIn.High90, o.Lifetime, o.Next, o.NextFrom, o.NextTo, o.AtStake, float64(o.Risk)}
}

func same(a, b Outlook) bool {
	return slices.EqualFunc(numbers(a), numbers(b), func(x, y float64) bool { return x == y || math.IsNaN(x) && math.IsNaN(y) })
}

// alike is same but for rounding: who is asked about for a group may differ.
func alike(a, b Outlook) bool {
	return slices.EqualFunc(numbers(a), numbers(b), func(x, y float64) bool {
		return math.Abs(x-y) <= 1e-6*math.Abs(x) || math.IsNaN(x) && math.IsNaN(y)
	})
}

func TestValue_FiguresAreInTheirBounds(t *testing.T) {
	history := simulated(6, 500, 500).history(499)
	field := fitted(t, history, weeks(182))
	for _, candidate := range field.Candidates {
		choice := field.choice(candidate.Name, "Pareto/NBD", true)
		for i, o := range choice.Value().Outlooks {
			c := history.Customers[i]
			r, m := o.Range, o.MoneyIn
			ordered := []float64{r.Low90, r.Low80, r.High80, r.High90}
			money := []float64{m.Low90, m.Low80, m.High80, m.High90}
			if !slices.IsSorted(ordered) || !slices.IsSorted(money) || r.Low90 < 0 || m.Low90 < 0 {
				t.Fatalf("%s: %+v: intervals %v %v", candidate.Name, c, ordered, money)
			}
			if (r.High90 == 0) != (m.High90 == 0) {
				t.Fatalf("%s: %+v: money without purchases, or the reverse: %v %v", candidate.Name, c, ordered, money)
			}
			if !(o.Buys >= 0 && o.Buys <= 1 && o.Kept >= 0 && o.Kept <= 1 && o.AtStake >= 0 && o.Lifetime <= o.Money+1e-9) {
				t.Fatalf("%s: %+v: %+v", candidate.Name, c, o)
			}
			if !math.IsNaN(o.Next) && !(0 <= o.NextFrom && o.NextFrom <= o.Next && o.Next <= o.NextTo && o.NextTo <= farthest) || math.IsNaN(o.Next) != (o.Buys < hardly) {
				t.Fatalf("%s: %+v: next in %g days, %g to %g, comes with %g", candidate.Name, c, o.Next, o.NextFrom, o.NextTo, o.Buys)
			}
		}
	}
}

// The window holds the eighty per cent that it says, given that a purchase comes.
func TestNext_IsTheQuantileOfTheNextPurchase(t *testing.T) {
	field := fitted(t, simulated(7, 500, 500).history(499), weeks(182))
	for _, candidate := range field.Candidates {
		if candidate.Naive || candidate.Name == "BG/BB" {
			continue
		}
		f := candidate.forecaster
		habit := Habit{Repeats: 8, RecencyDays: 380, AgeDays: 400, Weeks: 57, WeeksBought: 8, LastWeek: 55}
		middle, from, to := next(f.silence(habit), 1)
		ever := 1 - f.silence(habit)(farthest)
		for day, share := range map[float64]float64{from: 0.1, middle: 0.5, to: 0.9} {
			low, high := (1-f.silence(habit)(max(0, day-0.5)))/ever, (1-f.silence(habit)(day+0.5))/ever
			if !(low <= share && share <= high) {
				t.Errorf("%s: by day %g a purchase has come with %g to %g, not %g", candidate.Name, day, low, high, share)
			}
		}
	}
}

// Who has just bought has lost nothing, and the longer the silence the more.
func TestKept_FallsWithSilence(t *testing.T) {
	field := fitted(t, simulated(8, 500, 500).history(499), weeks(182))
	for _, candidate := range field.Candidates {
		choice := field.choice(candidate.Name, "MBG/NBD", true)
		before := 1.0
		for silent := int64(0); silent <= 350; silent += 35 {
			habit := Habit{Repeats: 6, RecencyDays: 350 - silent, AgeDays: 350, Weeks: 50, WeeksBought: 6, LastWeek: max(6, 50-silent/7)}
			o := choice.outlook(habit, choice.forecaster.chances(habit, 182))
			if silent == 0 && o.Kept != 1 || o.Kept > before+1e-12 {
				t.Errorf("%s: %d days of silence leave %g, %g before", candidate.Name, silent, o.Kept, before)
			}
			before = o.Kept
		}
		if choice.Name != Zero && before > 0.5 {
			t.Errorf("%s: of a customer silent for a year %g is left", candidate.Name, before)
		}
	}
}

// At a constant rate the money of each month is the same, and the sum a
// geometric series.
func TestDiscounted_IsTheAnnuityOfTheMonths(t *testing.T) {
	field := fitted(t, simulated(9, 300, 400).history(399), weeks(182))
	choice := field.choice(OwnRate, "BG/NBD", true)
	choice.Question = Question{UnitDays: 7, HorizonDays: 12 * daysAYear / 12, DiscountRate: 0.1}
	habit := Habit{Repeats: 10, RecencyDays: 300, AgeDays: 365}
	monthly := 10.0 / 365 * daysAYear / 12
	v := math.Pow(1.1, -1.0/12)
	near(t, "a year of months", choice.discounted(habit), monthly*v*(1-math.Pow(v, 12))/(1-v), 1e-8)
	choice.Question.DiscountRate = 0
	near(t, "without discount", choice.discounted(habit), 12*monthly, 1e-9)
}

func TestQuantile_IsTheSmallestNumberThatIsEnough(t *testing.T) {
	chances := []float64{0.5, 0.25, 0.15, 0.1}
	for share, want := range map[float64]float64{0.05: 0, 0.5: 0, 0.51: 1, 0.9: 2, 0.95: 3, 1: 3} {
		near(t, "quantile", quantile(chances, share), want, 0)
	}
}
