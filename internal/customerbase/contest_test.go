package customerbase

import (
	"math"
	"slices"
	"testing"
)

// entries makes a contest of predictions without models.
func judged(names []string, foretold [][]float64, actual []int64) Contest {
	var contest Contest
	for i, name := range names {
		contest.Entries = append(contest.Entries, Entry{
			Candidate: Candidate{Name: name, Naive: name == Zero || name == OwnRate, forecaster: zero{}}, Score: score(foretold[i], actual), Pooled: score(foretold[i], actual),
		})
	}
	contest.beat(foretold, actual)
	return contest
}

func everybody(Entry) bool { return true }

func TestContest_WhoSaysNobodyComesBackDoesNotWinByAbsoluteErrors(t *testing.T) {
	// One in five buys once: the median is 0, the mean 0.2.
	actual := make([]int64, 1000)
	mean, nothing := make([]float64, 1000), make([]float64, 1000)
	for i := range actual {
		mean[i] = 0.2
		if i%5 == 0 {
			actual[i] = 1
		}
	}
	contest := judged([]string{"mean", Zero}, [][]float64{mean, nothing}, actual)
	if contest.Entries[1].MAE >= contest.Entries[0].MAE {
		t.Fatal("the trap is not set")
	}
	if best := contest.best(everybody); contest.Entries[best].Name != "mean" {
		t.Errorf("%s wins", contest.Entries[best].Name)
	}
	// Nobody at all came: then it is right.
	contest = judged([]string{"mean", Zero}, [][]float64{mean, nothing}, make([]int64, 1000))
	if best := contest.best(everybody); contest.Entries[best].Name != Zero {
		t.Errorf("nobody came, and %s wins", contest.Entries[best].Name)
	}
}

func TestContest_AmongThoseThatAreNotBeatenTheLeastAbsoluteErrorDecides(t *testing.T) {
	actual := make([]int64, 400)
	exact, skewed, wild := make([]float64, 400), make([]float64, 400), make([]float64, 400)
	for i := range actual {
		actual[i] = int64(i % 4)
		exact[i] = float64(i%4) + 0.10*float64(1-2*(i%2))
		skewed[i] = float64(i % 4)
		wild[i] = float64(i%4) + 2*float64(i%3)
	}
	// Right of all but one, of whom it is far off: worse by squares, not beyond chance.
	skewed[7] += 3
	contest := judged([]string{"exact", "skewed", "wild"}, [][]float64{exact, skewed, wild}, actual)
	byName := func(name string) Entry {
		return contest.Entries[slices.IndexFunc(contest.Entries, func(e Entry) bool { return e.Name == name })]
	}
	if !(byName("skewed").RMSE > byName("exact").RMSE) || byName("skewed").beaten || !byName("wild").beaten {
		t.Fatalf("%+v", contest.Entries)
	}
	if best := contest.best(everybody); contest.Entries[best].Name != "skewed" {
		t.Errorf("%s is chosen", contest.Entries[best].Name)
	}
	// Where all that may be taken are beaten, squares decide.
	if best := contest.best(func(e Entry) bool { return e.Name == "wild" }); contest.Entries[best].Name != "wild" {
		t.Error("none is left")
	}
}

func TestScore_IsWhatTheDefinitionsSay(t *testing.T) {
	s := score([]float64{1, 0.5, 0}, []int64{2, 0, 0})
	near(t, "predicted", s.Predicted, 1.5, 0)
	near(t, "bias", s.Bias(), -0.25, 1e-15)
	near(t, "MAE", s.MAE, 0.5, 1e-15)
	near(t, "RMSE", s.RMSE, math.Sqrt(1.25/3), 1e-15)
	if s.Customers != 3 || s.Actual != 2 || !math.IsNaN(score([]float64{1}, []int64{0}).Bias()) {
		t.Errorf("%+v", s)
	}
}

// A naive rule is as far off as it was the last time for customers alike; of
// whom too few are known it is as far off as the model.
func TestNaiveRules_AreAsUnsureAsTheyWereOff(t *testing.T) {
	history, later := History{}, Later{Days: 90}
	for i := range 100 {
		history.Customers = append(history.Customers, Customer{Habit: Habit{AgeDays: 300, Weeks: 42}})
		later.Purchases = append(later.Purchases, int64(i%4))
	}
	history.Customers = append(history.Customers, Customer{Habit: Habit{Repeats: 9, RecencyDays: 200, AgeDays: 300}})
	later.Purchases = append(later.Purchases, 5)
	model := fitted(t, simulated(1, 300, 400).history(399), weeks(90)).named("MBG/NBD").forecaster
	rule := zero{model, experienceOf(history, later)}
	once, often := Habit{AgeDays: 350, Weeks: 50}, Habit{Repeats: 9, RecencyDays: 250, AgeDays: 300, Weeks: 42, WeeksBought: 9, LastWeek: 35}
	for n, chance := range rule.chances(once, 90) {
		near(t, "share of those to whom so many came", chance, 0.25, 1e-15)
		if n > 3 {
			t.Errorf("%d came to nobody", n)
		}
	}
	if r := rangeOf(rule.chances(once, 90)); rule.expected(once, 90) != 0 || r.High80 != 3 {
		t.Errorf("nobody comes back, give or take %+v", r)
	}
	for name, chances := range map[string][]float64{"one alike": rule.chances(often, 90), "another time": ownRate{model, rule.came}.chances(often, 180)} {
		days := map[string]float64{"one alike": 90, "another time": 180}[name]
		if want := model.chances(often, days); len(chances) != len(want) || chances[1] != want[1] {
			t.Errorf("%s: not the model's chances", name)
		}
	}
}

// Of two hundred who buy about every week and two hundred who buy about every
// month, all more often than the bands tell apart, each is told by the own kind.
func TestExperience_OfTheFrequentIsOfThoseAtAboutTheirRate(t *testing.T) {
	history, later := History{}, Later{Days: 84}
	for i := range int64(200) {
		weekly, monthly := Habit{Repeats: 52, RecencyDays: 360, AgeDays: 360 + i%7}, Habit{Repeats: 13, RecencyDays: 360, AgeDays: 360 + i%7}
		history.Customers = append(history.Customers, Customer{Habit: weekly}, Customer{Habit: monthly})
		later.Purchases = append(later.Purchases, 10+i%5, 2+i%3)
	}
	came := experienceOf(history, later)
	mean := func(chances []float64) (sum float64) {
		for n, chance := range chances {
			sum += float64(n) * chance
		}
		return sum
	}
	weekly, monthly := came.chances(Habit{Repeats: 52, AgeDays: 363}, 84, nil), came.chances(Habit{Repeats: 13, AgeDays: 363}, 84, nil)
	near(t, "purchases of a weekly one", mean(weekly), 12, 0.3)
	near(t, "purchases of a monthly one", mean(monthly), 3, 0.15)
	if w, m := rangeOf(weekly), rangeOf(monthly); w.Low90 < 9 || m.High90 > 5 {
		t.Errorf("a weekly one buys from %g, a monthly one up to %g", w.Low90, m.High90)
	}
	// Twice the rate of anybody known: twice of what came to the most frequent.
	near(t, "purchases at twice the rate", mean(came.chances(Habit{Repeats: 104, AgeDays: 363}, 84, nil)), 24, 0.6)
	slices.Reverse(history.Customers)
	slices.Reverse(later.Purchases)
	if again := experienceOf(history, later).chances(Habit{Repeats: 13, AgeDays: 363}, 84, nil); !slices.Equal(again, monthly) {
		t.Error("the order of the customers matters")
	}
}

// Where more are equal than are asked, all of them tell: they stand in the order
// of what came to them.
func TestExperience_OfEqualsAllTell(t *testing.T) {
	history, later := History{}, Later{Days: 90}
	for i := range int64(400) {
		history.Customers = append(history.Customers, Customer{Habit: Habit{Repeats: 9, AgeDays: 270}})
		later.Purchases = append(later.Purchases, i/100)
	}
	chances := experienceOf(history, later).chances(Habit{Repeats: 9, AgeDays: 270}, 90, nil)
	for n := range 4 {
		if n >= len(chances) || math.Abs(chances[n]-0.25) > 1e-12 {
			t.Fatalf("%d, as to a quarter of all: %v", n, chances)
		}
	}
}

// Where the season of the last window had nobody buy, the same months a year
// earlier decide with it.
func TestJudge_PoolsTheErrorsOfAllWindows(t *testing.T) {
	data := simulated(3, 400, 500)
	field, earlier := fitted(t, data.history(400), weeks(90)), fitted(t, data.history(200), weeks(90))
	silent, lively := data.later(400, 90), data.later(200, 90)
	for i := range silent.Purchases {
		silent.Purchases[i] = 0
	}
	alone, both := field.Judge(silent), field.Judge(silent, Window{earlier, lively})
	if name := field.Pick(&alone).Name; name != Zero {
		t.Fatalf("nobody came, and %s is chosen", name)
	}
	if choice := field.Pick(&both); choice.Naive || both.Windows != 2 {
		t.Errorf("with a lively window %s is chosen", choice.Name)
	}
	for i, entry := range both.Entries {
		first, second := alone.Entries[i].Score, Score{}
		for _, e := range earlier.Judge(lively).Entries {
			if e.Name == entry.Name {
				second = e.Score
			}
		}
		n, m := float64(first.Customers), float64(second.Customers)
		near(t, entry.Name+": pooled MAE", entry.Pooled.MAE, (n*first.MAE+m*second.MAE)/(n+m), 1e-12)
		near(t, entry.Name+": MAE of the last window", entry.MAE, first.MAE, 0)
		if entry.Pooled.Actual != second.Actual {
			t.Errorf("%s: %+v", entry.Name, entry.Pooled)
		}
	}
	// Nobody is foretold to come, and still the list of those who leave is there.
	choice := field.choice(Zero, "MBG/NBD", true)
	stake := 0.0
	for _, o := range choice.Value().Outlooks {
		stake += o.AtStake
	}
	if stake == 0 {
		t.Error("nothing is at stake where the naive rule expects nobody")
	}
}

func TestJudge_EveryCandidateIsInTheTableAndTheMeanIsTheirs(t *testing.T) {
	data := simulated(3, 400, 500)
	field := fitted(t, data.history(300), weeks(150))
	contest := field.Judge(data.later(300, 150))
	chosen, total, members := 0, 0.0, 0.0
	for _, entry := range contest.Entries {
		if entry.Chosen {
			chosen++
		}
		if entry.averaged {
			total += entry.Predicted
			members++
		}
		if entry.Refused == "" && entry.Customers != len(field.History.Customers) {
			t.Errorf("%s foretold %d customers", entry.Name, entry.Customers)
		}
	}
	if chosen != 1 {
		t.Errorf("%d are chosen", chosen)
	}
	for _, entry := range contest.Entries {
		if entry.Name == MeanOfModels {
			near(t, "the mean of the models", entry.Predicted, total/members, 1e-9*total)
		}
	}
}
