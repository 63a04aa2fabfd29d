package dealflow

import (
	"errors"
	"math"
)

// Trial is what would have been told of a month at the end of an earlier one,
// and what came.
type Trial struct {
	Cut                    int // last day of what was known
	Month                  int // first day of the month
	Ahead                  int // 1 is the month behind the cut
	Predicted              float64
	Lo80, Hi80, Lo95, Hi95 float64
	Actual                 float64
	Naive                  float64 // mean of the three months before the cut
	// Written is the money by the CRM's own probabilities, in the month in which a
	// deal should close; NaN where no export of that time tells them.
	Written float64
	score   float64 // how far off the mean the actual amount is, in the draws' own spread
}

// Trying says how past days are tried.
type Trying struct {
	Ahead int // months
	Cuts  int // so many at most, the last ones
	Simulation
}

// Try tells past months again, of what was known at the end of earlier ones,
// and widens bands by what trials before have missed. months are the first days
// of consecutive months; what is before the last of them has come.
func Try(all []Deal, months []int, how Trying) ([]Trial, error) {
	var trials []Trial
	won := wonBy(all, months)
	for k := max(3, len(months)-1-how.Cuts); k < len(months)-1; k++ {
		cut := months[k] - 1
		model, err := Fit(all, cut)
		if errors.Is(err, ErrFewClosed) || errors.Is(err, ErrNoneWon) || errors.Is(err, ErrNoAmounts) {
			continue
		}
		if err != nil {
			return nil, err
		}
		borders := months[k:min(len(months), k+how.Ahead+1)]
		told := model.Forecast(borders, how.Simulation)
		written := model.written(borders)
		spread := NewSpread(endedBy(trials, months, cut))
		for i, month := range told.Months {
			t := Trial{Cut: cut, Month: borders[i], Ahead: i + 1, Predicted: month.Mean, Actual: won[k+i], Naive: average(won[k-3 : k]), Written: written[i]}
			t.Lo80, t.Hi80, t.Lo95, t.Hi95 = spread.Bands(month)
			t.score = month.score(t.Actual)
			trials = append(trials, t)
		}
	}
	return trials, nil
}

// endedBy are the trials of months that were over on a day.
func endedBy(trials []Trial, months []int, day int) (ended []Trial) {
	for _, t := range trials {
		for i, first := range months {
			if first == t.Month && i+1 < len(months) && months[i+1] <= day+1 {
				ended = append(ended, t)
			}
		}
	}
	return ended
}

// wonBy is the money of won deals of each month.
func wonBy(all []Deal, months []int) []float64 {
	won := make([]float64, len(months)-1)
	for _, d := range all {
		if at := monthOf(months, d.Closed); d.Outcome == Won && at >= 0 && d.Closed >= months[0] && !math.IsNaN(d.Amount) {
			won[at] += d.Amount
		}
	}
	return won
}

// written is the weighted pipeline: the CRM's own probabilities times amounts,
// in the month in which a deal should close; overdue ones in the first.
func (m *Model) written(borders []int) []float64 {
	sums, told := make([]float64, len(borders)-1), 0
	for _, d := range m.deals {
		seen, known := d.seenOn(m.asOf)
		if d.Outcome != Open || !known || math.IsNaN(seen.Probability) || seen.Expected == 0 {
			continue
		}
		told++
		if at := monthOf(borders, max(seen.Expected, borders[0])); at >= 0 && d.Amount > 0 {
			sums[at] += d.Amount * seen.Probability
		}
	}
	if told == 0 {
		for i := range sums {
			sums[i] = math.NaN()
		}
	}
	return sums
}

// score is how far a value is from the mean of the draws, in their own spread.
func (m Month) score(value float64) float64 {
	squares := 0.0
	for _, draw := range m.draws {
		squares += (draw - m.Mean) * (draw - m.Mean) / float64(len(m.draws))
	}
	if squares == 0 {
		return 0
	}
	return (value - m.Mean) / math.Sqrt(squares)
}

// Spread is by how much the bands that draws give must be wider, so that they
// hold as they should have held in trials.
type Spread struct{ factor float64 }

// priorTrials that the draws' own bands are worth: with few trials little is
// widened.
const priorTrials = 6

// NewSpread takes the root of the mean square of scores, which is one where the
// draws know all that there is to know. Bands are never made narrower: that they
// held a few times proves little.
func NewSpread(trials []Trial) Spread {
	squares := float64(priorTrials)
	for _, t := range trials {
		squares += t.score * t.score
	}
	return Spread{factor: max(1, math.Sqrt(squares/float64(priorTrials+len(trials))))}
}

// Bands are the bounds of a month's money, at 80 and at 95 %.
func (s Spread) Bands(m Month) (lo80, hi80, lo95, hi95 float64) {
	at := func(p float64) float64 {
		value := m.Mean + s.factor*(m.Quantile(p)-m.Mean)
		return max(value, min(0, m.Quantile(0)))
	}
	return at(0.1), at(0.9), at(0.025), at(0.975)
}
