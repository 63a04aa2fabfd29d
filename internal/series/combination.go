package series

import "math"

// Combination is the name of the mean of the models.
const Combination = "combination"

// combination is the mean of the forecasts of several models, each with the weight
//
//	1/error², divided by the sum over the models
//
// where error is the mean absolute one of rolling origins: a model that erred twice as
// much has a quarter of the weight. Without errors to go by the weights are equal.
//
// Bates & Granger, "The combination of forecasts", Operational Research Quarterly 20
// (1969) 451–468: independent errors are combined best by the inverse of their squares.
// Newbold & Granger, "Experience with forecasting univariate time series and the
// combination of forecasts", Journal of the Royal Statistical Society A 137 (1974)
// 131–165: leave the correlations out, since estimates of them do harm.
type combination struct {
	members []Fitted
	weights []float64
}

// fitAll fits every model, with equal weights.
func fitAll(y []float64, models []Model, season int) (combination, error) {
	var c combination
	for _, model := range models {
		fit, err := model.Fit(y, season)
		if err != nil {
			return combination{}, err
		}
		c.members = append(c.members, fit)
		c.weights = append(c.weights, 1/float64(len(models)))
	}
	return c, nil
}

// nameOf the combination of models, which for a single one is that model.
func nameOf(models []Model) string {
	if len(models) == 1 {
		return models[0].Name()
	}
	return Combination
}

func (c combination) Forecast(horizon int) []float64 {
	rows := make([][]float64, len(c.members))
	for i, member := range c.members {
		rows[i] = member.Forecast(horizon)
	}
	return weightedMean(rows, c.weights)
}

// Residuals are those of the last values for which every member has one.
func (c combination) Residuals() []float64 {
	rows := make([][]float64, len(c.members))
	shortest := math.MaxInt
	for i, member := range c.members {
		rows[i] = member.Residuals()
		shortest = min(shortest, len(rows[i]))
	}
	for i, row := range rows {
		rows[i] = row[len(row)-shortest:]
	}
	return weightedMean(rows, c.weights)
}

// Growth is the mean of the members': the standard deviation of a sum is no more than
// the sum of the standard deviations.
func (c combination) Growth(horizon int) []float64 {
	rows := make([][]float64, len(c.members))
	for i, member := range c.members {
		rows[i] = member.Growth(horizon)
	}
	return weightedMean(rows, c.weights)
}

// weightedMean of rows of one length; the weights add up to 1. Where the rows agree it
// is what they say, to the last digit.
func weightedMean(rows [][]float64, weights []float64) []float64 {
	out := append([]float64(nil), rows[0]...)
	for i, row := range rows[1:] {
		for h, v := range row {
			out[h] += weights[i+1] * (v - rows[0][h])
		}
	}
	return out
}

// combine is the trial of the combination. At each origin the weights come from the
// errors that were known there, those of earlier origins whose months had passed, so
// that the combination is judged by what it would have said.
func combine(name string, trials []Trial, y []float64, season int) Trial {
	out := Trial{Model: name}
	records := make([]record, len(trials))
	for origin, known := range trials[0].Known {
		rows := make([][]float64, len(trials))
		for i, trial := range trials {
			records[i].learn(trial, origin)
			rows[i] = trial.Means[origin]
		}
		out.add(known, weightedMean(rows, weigh(records)), y[known:])
	}
	out.measure(y, season)
	return out
}

// shares are the weights after the whole trial.
func shares(trials []Trial) []float64 {
	records := make([]record, len(trials))
	for i, trial := range trials {
		for origin := range len(trial.Known) + 1 {
			records[i].learn(trial, origin)
		}
	}
	return weigh(records)
}

// record holds the absolute errors of one model known so far, by step.
type record struct {
	sums   []float64
	counts []int
}

// learn adds the errors that became known with the value before an origin: those one
// step after the origin before, two steps after the one before that, and so on.
func (r *record) learn(trial Trial, origin int) {
	if r.sums == nil {
		r.sums, r.counts = make([]float64, len(trial.Counts)), make([]int, len(trial.Counts))
	}
	for step := 1; step <= min(origin, len(r.sums)); step++ {
		r.sums[step-1] += math.Abs(trial.Errors[origin-step][step-1])
		r.counts[step-1]++
	}
}

// size is the mean over the steps, as in Trial; 0 where nothing is known.
func (r record) size() float64 {
	sum, steps := 0.0, 0
	for i, count := range r.counts {
		if count > 0 {
			sum += r.sums[i] / float64(count)
			steps++
		}
	}
	return sum / float64(max(1, steps))
}

// weigh returns weights that add up to 1. Models without an error share all of it, as
// the others' weights are nothing to theirs.
func weigh(records []record) []float64 {
	weights, least := make([]float64, len(records)), math.Inf(1)
	for i, r := range records {
		weights[i] = r.size()
		least = math.Min(least, weights[i])
	}
	total := 0.0
	for i, size := range weights {
		weights[i] = 1
		if size > 0 {
			weights[i] = (least / size) * (least / size)
		}
		total += weights[i]
	}
	for i := range weights {
		weights[i] /= total
	}
	return weights
}
