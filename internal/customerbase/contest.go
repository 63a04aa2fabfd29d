package customerbase

import (
	"math"
	"slices"
)

// Score is how a candidate foretold a stretch of time.
type Score struct {
	Predicted float64 // purchases of all customers
	Actual    int64
	Customers int
	MAE, RMSE float64 // of a customer
}

// Bias is predicted/actual − 1; NaN where nothing happened.
func (s Score) Bias() float64 {
	if s.Actual == 0 {
		return math.NaN()
	}
	return s.Predicted/float64(s.Actual) - 1
}

// Entry is a candidate's part in a contest.
type Entry struct {
	Candidate
	Score        // of the field's own history
	Pooled Score // of all windows that were judged; Score where there is one
	Chosen bool
	beaten bool // its squared errors are worse than the best's beyond chance
}

// Contest is how all candidates of a field foretold what came later.
type Contest struct {
	Days    int // that were foretold
	Windows int // over which the errors were pooled
	Entries []Entry
	came    experience
}

// Window is another history of the same base with what came behind its end.
type Window struct {
	Field Field
	Later Later
}

// Judge lets every candidate foretell what came later, here and in other
// windows, such as the same months a year earlier: in a business with seasons
// one window alone would choose what fits the season that it happened to hold.
//
// What is foretold are means, and a mean is judged by squared errors (Gneiting
// 2011): by absolute ones the best forecast for most customers is that they do
// not come back, and who says so of all would win. But the few who buy most
// decide about a sum of squares, so that good models differ in it by chance.
// Therefore those that are worse than the best by more than two standard errors
// of the customers' differences are beaten, and of the others the one with the
// least absolute error is chosen. That nobody comes back must be the best by
// squares to be chosen.
func (f Field) Judge(later Later, others ...Window) Contest {
	contest := Contest{Days: later.Days, Windows: 1 + len(others), came: experienceOf(f.History, later)}
	foretold := f.foretellAll(later.Days)
	for i, candidate := range f.Candidates {
		entry := Entry{Candidate: candidate}
		if candidate.forecaster != nil {
			entry.Score = score(foretold[i], later.Purchases)
		}
		contest.Entries = append(contest.Entries, entry)
	}
	actual := slices.Clone(later.Purchases)
	for _, other := range others {
		elsewhere := other.Field.foretellAll(other.Later.Days)
		for i := range foretold {
			at := slices.IndexFunc(other.Field.Candidates, func(c Candidate) bool { return c.Name == f.Candidates[i].Name })
			if at < 0 || elsewhere[at] == nil {
				foretold[i] = nil // not to be compared
				continue
			}
			if foretold[i] != nil {
				foretold[i] = append(foretold[i], elsewhere[at]...)
			}
		}
		actual = append(actual, other.Later.Purchases...)
	}
	for i := range foretold {
		if foretold[i] != nil {
			contest.Entries[i].Pooled = score(foretold[i], actual)
		}
	}
	contest.beat(foretold, actual)
	if best := contest.best(func(Entry) bool { return true }); best >= 0 {
		contest.Entries[best].Chosen = true
	}
	return contest
}

// foretellAll are the purchases that each candidate expects of each customer.
func (f Field) foretellAll(days int) [][]float64 {
	foretold := make([][]float64, len(f.Candidates))
	groups := f.History.alike(Habit.compare)
	var sum []float64 // of the models
	models := 0.0
	for i, candidate := range f.Candidates {
		switch {
		case candidate.forecaster == nil:
		case candidate.Name == MeanOfModels:
			foretold[i] = make([]float64, len(sum))
			for j := range sum {
				foretold[i][j] = sum[j] / models
			}
		default:
			foretold[i] = f.foretell(candidate.forecaster, groups, days)
		}
		if candidate.averaged && candidate.forecaster != nil {
			sum, models = added(sum, foretold[i]), models+1
		}
	}
	return foretold
}

func added(sum, more []float64) []float64 {
	if sum == nil {
		sum = make([]float64, len(more))
	}
	for i, v := range more {
		sum[i] += v
	}
	return sum
}

// foretell asks about customers with the same habit once: groups are their
// positions.
func (f Field) foretell(by forecaster, groups [][]int32, days int) []float64 {
	predicted := make([]float64, len(f.History.Customers))
	beside(len(groups), f.Question.Workers, func(from, to int) {
		for _, group := range groups[from:to] {
			expected := by.expected(f.History.Customers[group[0]].Habit, float64(days))
			for _, i := range group {
				predicted[i] = expected
			}
		}
	})
	return predicted
}

func score(predicted []float64, actual []int64) Score {
	s := Score{Customers: len(predicted)}
	var absolute, squared float64
	for i, expected := range predicted {
		difference := expected - float64(actual[i])
		s.Predicted += expected
		s.Actual += actual[i]
		absolute += math.Abs(difference)
		squared += difference * difference
	}
	if n := float64(len(predicted)); n > 0 {
		s.MAE, s.RMSE = absolute/n, math.Sqrt(squared/n)
	}
	return s
}

// beat marks the entries that are worse than the best beyond chance.
func (c *Contest) beat(foretold [][]float64, actual []int64) {
	best := c.least(func(Entry) bool { return true }, func(s Score) float64 { return s.RMSE })
	for i := range c.Entries {
		entry := &c.Entries[i]
		if i == best || entry.forecaster == nil {
			continue
		}
		entry.beaten = entry.Name == Zero || foretold[i] == nil || worse(foretold[i], foretold[best], actual)
	}
}

// worse is true where squared errors are greater than others by more than two
// standard errors of the mean difference.
func worse(predicted, others []float64, actual []int64) bool {
	var sum, squares float64
	n := float64(len(actual))
	for i, came := range actual {
		mine, other := predicted[i]-float64(came), others[i]-float64(came)
		difference := mine*mine - other*other
		sum += difference
		squares += difference * difference
	}
	mean := sum / n
	return mean > 2*math.Sqrt(max(0, squares/n-mean*mean)/n)
}

// best is the entry to take among those that are asked for, −1 for none: of
// those that are not beaten the one with the least absolute error, and where
// all are, the one with the least squared error.
func (c Contest) best(among func(Entry) bool) int {
	unbeaten := c.least(func(e Entry) bool { return !e.beaten && among(e) }, func(s Score) float64 { return s.MAE })
	if unbeaten >= 0 {
		return unbeaten
	}
	return c.least(among, func(s Score) float64 { return s.RMSE })
}

// least is the first of the entries with the least error, −1 for none.
func (c Contest) least(among func(Entry) bool, err func(Score) float64) int {
	least := -1
	for i, entry := range c.Entries {
		if entry.forecaster != nil && entry.Pooled.Customers > 0 && among(entry) && (least < 0 || err(entry.Pooled) < err(c.Entries[least].Pooled)) {
			least = i
		}
	}
	return least
}
