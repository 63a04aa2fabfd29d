package customerbase

import "math"

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
	Score
	Chosen bool
}

// Contest is how all candidates of a field foretold what came later.
type Contest struct {
	Days    int // that were foretold
	Entries []Entry
}

// Judge lets every candidate foretell what came later. The chosen one has the
// least error.
func (f Field) Judge(later Later) Contest {
	contest := Contest{Days: later.Days}
	var sum []float64 // of the models
	models := 0
	for _, candidate := range f.Candidates {
		entry := Entry{Candidate: candidate}
		if candidate.forecaster != nil {
			var predicted []float64
			if candidate.Name == MeanOfModels {
				predicted = make([]float64, len(sum))
				for i := range sum {
					predicted[i] = sum[i] / float64(models)
				}
			} else {
				predicted = f.foretell(candidate.forecaster, later.Days)
			}
			if candidate.Estimate != nil {
				sum, models = added(sum, predicted), models+1
			}
			entry.Score = score(predicted, later.Purchases)
		}
		contest.Entries = append(contest.Entries, entry)
	}
	if best := contest.best(func(Entry) bool { return true }); best >= 0 {
		contest.Entries[best].Chosen = true
	}
	return contest
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

func (f Field) foretell(by forecaster, days int) []float64 {
	predicted := make([]float64, len(f.History.Customers))
	beside(len(predicted), f.Question.Workers, func(from, to int) {
		for i := from; i < to; i++ {
			predicted[i] = by.expected(f.History.Customers[i], float64(days))
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

// best is the entry with the least error among those that are asked for, −1
// for none. The mean of purchases is foretold, and a mean is judged by squared
// errors (Gneiting 2011).
func (c Contest) best(among func(Entry) bool) int {
	best := -1
	for i, entry := range c.Entries {
		if entry.forecaster == nil || !among(entry) {
			continue
		}
		if best < 0 || entry.RMSE < c.Entries[best].RMSE {
			best = i
		}
	}
	return best
}

// Chosen is the entry that did best.
func (c Contest) Chosen() (Entry, bool) {
	for _, entry := range c.Entries {
		if entry.Chosen {
			return entry, true
		}
	}
	return Entry{}, false
}

// bestModel is the name of the model, or the mean of them, that did best.
func (c Contest) bestModel() string {
	if best := c.best(func(e Entry) bool { return !e.Naive }); best >= 0 {
		return c.Entries[best].Name
	}
	return ""
}
