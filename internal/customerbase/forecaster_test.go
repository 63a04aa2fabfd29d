package customerbase

import (
	"math"
	"math/rand/v2"
	"testing"
)

// What holds for every candidate, and for a model that is added tomorrow.
func TestEveryCandidate_AnswersAlike(t *testing.T) {
	data := simulated(1, 500, 400)
	field := fitted(t, data.history(399), weeks(182))
	customers := append([]Customer{
		{Habit: Habit{}},
		{Habit: Habit{AgeDays: 1}},
		{Habit: Habit{AgeDays: 7, Weeks: 1}},
		{Habit: Habit{Repeats: 300, RecencyDays: 399, AgeDays: 399, Weeks: 57, WeeksBought: 57, LastWeek: 57}},
		{Habit: Habit{Repeats: 300, RecencyDays: 300, AgeDays: 399, Weeks: 57, WeeksBought: 43, LastWeek: 43}},
	}, field.History.Customers[:40]...)
	for _, candidate := range field.Candidates {
		f := candidate.forecaster
		if f == nil {
			t.Errorf("%s was refused: %s", candidate.Name, candidate.Refused)
			continue
		}
		for _, c := range customers {
			for _, days := range []float64{0, 7, 91, 182} {
				chances, total, mean := f.chances(c.Habit, days), 0.0, 0.0
				for n, chance := range chances {
					if !(chance >= -1e-12 && chance <= 1+1e-12) {
						t.Fatalf("%s: %+v: chance of %d is %g", candidate.Name, c.Habit, n, chance)
					}
					total += chance
					mean += float64(n) * chance
				}
				near(t, candidate.Name+": sum of chances", total, 1, 1e-9)
				if !candidate.Naive {
					near(t, candidate.Name+": mean of chances", mean, f.expected(c.Habit, days), 1e-6*(1+mean))
					near(t, candidate.Name+": silence", f.silence(c.Habit)(days), chances[0], 1e-9)
				}
			}
			alive, ever := f.alive(c.Habit), 1-f.silence(c.Habit)(100*daysAYear)
			if !(math.IsNaN(alive) || alive >= 0 && alive <= 1 && ever <= alive+1e-9) {
				t.Errorf("%s: %+v: alive %g, ever back %g", candidate.Name, c.Habit, alive, ever)
			}
		}
	}
}

func TestEveryModel_KnowsNewcomersAndLikelyOthers(t *testing.T) {
	data := simulated(1, 500, 400)
	field := fitted(t, data.history(399), weeks(182))
	random := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // a test
	habit := Habit{Repeats: 5, RecencyDays: 200, AgeDays: 300, Weeks: 42, WeeksBought: 5, LastWeek: 28}
	for _, candidate := range field.Candidates {
		f := candidate.forecaster
		if candidate.Naive {
			near(t, candidate.Name, f.drawn(random).expected(habit, 182), f.expected(habit, 182), 0)
			continue
		}
		// A newcomer is a customer of age 0, any of them.
		newcomers := 0.0
		for _, c := range field.History.Customers {
			newcomers += f.expected(Habit{FirstOrder: c.FirstOrder}, 182) / float64(len(field.History.Customers))
		}
		near(t, candidate.Name+": newcomer", f.newcomer(182), newcomers, 1e-9)
		mean, spread := f.expected(habit, 182), 0.0
		for range 200 {
			drawn := f.drawn(random).expected(habit, 182)
			spread += (drawn - mean) * (drawn - mean) / 200
		}
		if share := math.Sqrt(spread) / mean; !(share > 0.001 && share < 0.5) {
			t.Errorf("%s: models that are as likely differ by %g of the mean", candidate.Name, share)
		}
	}
}

// BG/NBD has nobody leave before the first repeat purchase: what it says of
// who never came back is no knowledge.
func TestAlive_IsUnknownWhereTheModelHasNoWayToTell(t *testing.T) {
	data := simulated(2, 500, 400)
	field := fitted(t, data.history(399), weeks(182))
	once := Habit{AgeDays: 390, Weeks: 55}
	for name, known := range map[string]bool{"BG/NBD": false, "BG/CNBD-k": false, "MBG/NBD": true, "MBG/CNBD-k": true, "Pareto/NBD": true, "BG/BB": true, MeanOfModels: false} {
		if alive := field.named(name).forecaster.alive(once); math.IsNaN(alive) == known || known && alive > 0.999 {
			t.Errorf("%s says %g of a customer who never came back", name, alive)
		}
	}
}

// Two purchase days in a week with one: each occasion is worth 2 in the mean,
// and no more than seven.
func TestOccasions_CountThePurchasesOfAWeek(t *testing.T) {
	history := History{Customers: []Customer{
		{Habit: Habit{Repeats: 6, WeeksBought: 3, Weeks: 10, AgeDays: 70}},
		{Habit: Habit{Repeats: 2, Weeks: 0, AgeDays: 5}}, // no week yet: counts for nothing
		{Habit: Habit{Weeks: 10, AgeDays: 70}},
	}}
	var fit = fitted(t, simulated(1, 300, 400).history(399), weeks(91)).named("BG/BB").forecaster.(occasions).fit
	m := occasionsOf(fit, history)
	near(t, "purchases an occasion", m.each, 2, 0)
	if n := len(m.chances(Habit{Weeks: 10, AgeDays: 70}, 28)); n != 4*7+1 {
		t.Errorf("four weeks have up to %d purchases", n-1)
	}
}
