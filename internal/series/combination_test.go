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

// The oracle is Choose itself, on a series that ends at the origin. From 33 values on the
// first origin is the 25th, so both know the same.
func TestCombination_IsJudgedByWhatItWouldHaveSaid(t *testing.T) {
	const horizon = 9
	for seed := range uint64(5) {
		y := wavy(seed, 60)
		trials, err := contend(y, DefaultModels(), Options{Season: 12, Horizon: horizon})
		if err != nil {
			t.Fatal(err)
		}
		whole := combine(Combination, trials, y, 12)
		for i, known := range whole.Known {
			if known < 33 {
				continue
			}
			then, err := Choose(y[:known], nil, Options{Season: 12, Horizon: horizon})
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
	close(t, c.Residuals(), []float64{3, 5}, 0)
	close(t, c.Forecast(3), []float64{1, 2, 1}, 0)
	// sqrt(h) for the one, sqrt of the cycles for the other.
	close(t, c.Growth(3), []float64{1, 0.75*math.Sqrt2 + 0.25, 0.75*math.Sqrt(3) + 0.25*math.Sqrt2}, 1e-15)
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
