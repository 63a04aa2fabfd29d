package series

import (
	"math"
	"math/rand/v2"
	"testing"
)

// In the package, as the trial of a combination is not seen from outside.

func wavy(seed uint64, n int) []float64 {
	r := rand.New(rand.NewPCG(seed, 5))
	y := make([]float64, n)
	for t := range y {
		y[t] = (100 + 2*float64(t)) * (1 + 0.4*math.Sin(math.Pi*float64(t)/6)) * math.Exp(0.15*r.NormFloat64())
	}
	return y
}

func close(t *testing.T, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d values, want %d", len(got), len(want))
	}
	for i := range want {
		if math.Abs(got[i]-want[i]) > tolerance*math.Abs(want[i]) {
			t.Errorf("value %d: %v, want %v", i+1, got[i], want[i])
		}
	}
}

// anew is a model that cannot be carried along and so is estimated at every origin.
type anew struct{ Model }

func (m anew) Fit(y []float64, season int) (Fitted, error) {
	fit, err := m.Model.Fit(y, season)
	return struct{ Fitted }{fit}, err
}

// The oracle is Choose itself, on a series that ends at the origin. From 33 values on the
// first origin is the 25th, so both know the same.
func TestCombination_IsJudgedByWhatItWouldHaveSaid(t *testing.T) {
	const horizon = 9
	for seed := range uint64(5) {
		y := wavy(seed, 60)
		models := []Model{anew{Theta{}}, anew{SeasonalTheta{}}, SeasonalNaive{}}
		trials, err := contend(history{y: y}, models, Options{Season: 12, Horizon: horizon}, math.Inf(-1))
		if err != nil {
			t.Fatal(err)
		}
		whole := combine(Combination, trials, history{y: y}, 12)
		for i, known := range whole.Known {
			if known < 33 {
				continue
			}
			then, err := Choose(y[:known], models, Options{Season: 12, Horizon: horizon})
			if err != nil {
				t.Fatal(err)
			}
			close(t, whole.Means[i], then.Mean[:len(whole.Means[i])], 1e-12)
		}
	}
}

func TestCombination_ResidualsAreOfTheValuesThatEveryMemberHas(t *testing.T) {
	c := combination{
		members: []Fitted{
			seasonalNaiveFit{last: []float64{1}, residuals: []float64{7, 8, 2, 4}},
			seasonalNaiveFit{last: []float64{1, 5}, residuals: []float64{6, 8}},
		},
		weights: []float64{0.75, 0.25},
	}
	// A tenth of the weight is left out at each end: 0.65 and 0.15 of 0.8 remain.
	close(t, c.Residuals(), []float64{2.75, 4.75}, 1e-15)
	close(t, c.Forecast(3), []float64{1, 1.75, 1}, 1e-15)
	// sqrt(h) for the one, sqrt of the cycles for the other.
	close(t, c.Growth(3), []float64{1, 0.75*math.Sqrt2 + 0.25, 0.75*math.Sqrt(3) + 0.25*math.Sqrt2}, 1e-15)
}

func TestBlend_LeavesOutATenthOfTheWeightAtEachEnd(t *testing.T) {
	for _, c := range []struct {
		name         string
		rows         [][]float64
		weights      []float64
		want, shares []float64
	}{
		// 0.15 of 0.25 remain of the outer ones.
		{"four equal ones", [][]float64{{0}, {100}, {8}, {16}}, []float64{0.25, 0.25, 0.25, 0.25},
			[]float64{(15*0 + 25*8 + 25*16 + 15*100) / 80.}, []float64{15. / 80, 15. / 80, 25. / 80, 25. / 80}},
		{"little weight gone astray", [][]float64{{1}, {1e9}, {3}, {-1e9}}, []float64{0.4, 0.1, 0.4, 0.1},
			[]float64{2}, []float64{0.5, 0, 0.5, 0}},
		{"all the weight", [][]float64{{7, 8}, {1, 20}}, []float64{1, 0}, []float64{7, 8}, []float64{1, 0}},
		{"the same", [][]float64{{0.1}, {0.1}, {0.1}}, []float64{0.2, 0.5, 0.3}, []float64{0.1}, []float64{1. / 8, 5. / 8, 2. / 8}},
		{"turns", [][]float64{{0, 1}, {1, 0}}, []float64{0.5, 0.5}, []float64{0.5, 0.5}, []float64{0.5, 0.5}},
	} {
		got, shares := blend(c.rows, c.weights)
		t.Run(c.name, func(t *testing.T) {
			close(t, got, c.want, 1e-15)
			if c.name != "the same" { // equal rows are one as good as the other
				close(t, shares, c.shares, 1e-14)
			}
		})
	}
}

func TestWeigh_IsTheInverseSquareOfTheError(t *testing.T) {
	one := func(sums ...float64) record {
		return record{sums: sums, counts: []int{2, 1, 0}[:len(sums)]}
	}
	// Errors of 1, 2 and 2: the mean over the steps, of those that are known.
	close(t, weigh([]record{one(2), one(4, 2), one(2, 3, 0)}), []float64{2. / 3, 1. / 6, 1. / 6}, 1e-15)
	close(t, weigh([]record{one(0), one(4), one(0)}), []float64{0.5, 0, 0.5}, 0)
	close(t, weigh([]record{{}, {}, {}, {}}), []float64{0.25, 0.25, 0.25, 0.25}, 0)
}
