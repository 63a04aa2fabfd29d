package series_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"clientele/internal/series"
)

func nan() float64 { return math.NaN() }

func TestFillGaps_IsLinearWithoutTwoCycles(t *testing.T) {
	filled, gaps := series.FillGaps([]float64{10, nan(), nan(), 16, 20, nan()}, 12)
	if want := []float64{10, 12, 14, 16, 20, 20}; !slices.Equal(filled, want) {
		t.Errorf("%v, want %v", filled, want)
	}
	if !slices.Equal(gaps, []int{1, 2, 5}) {
		t.Errorf("gaps %v", gaps)
	}
}

func TestFillGaps_CutsOffWhatIsBeforeTheFirstValue(t *testing.T) {
	filled, gaps := series.FillGaps([]float64{nan(), nan(), 3, nan(), 5}, 1)
	if !slices.Equal(filled, []float64{3, 4, 5}) || !slices.Equal(gaps, []int{1}) {
		t.Errorf("%v, gaps %v", filled, gaps)
	}
	filled, gaps = series.FillGaps([]float64{nan(), nan()}, 12)
	if len(filled) != 0 || len(gaps) != 0 {
		t.Errorf("of nothing: %v, gaps %v", filled, gaps)
	}
}

func TestFillGaps_LeavesAWholeSeriesAlone(t *testing.T) {
	y := monthly(1, 60)
	filled, gaps := series.FillGaps(y, 12)
	if !slices.Equal(filled, y) || gaps != nil {
		t.Errorf("%v, gaps %v", filled, gaps)
	}
}

// A December without data is a December: the line from November to January would be
// far too low.
func TestFillGaps_FindsTheDecemberOfATrendWithASeason(t *testing.T) {
	figure := []float64{-200, -200, 0, 0, 0, -100, -200, -200, 0, 100, 200, 600}
	for _, additive := range []bool{false, true} {
		truth := make([]float64, 61)
		for i := range truth {
			trend := 1000 + 4*float64(i)
			truth[i] = trend * (1 + figure[i%12]/1000)
			if additive {
				truth[i] = trend - 1200 + figure[i%12] // below zero: terms in place of factors
			}
		}
		y, missing := slices.Clone(truth), []int{23, 30, 31, 60}
		for _, i := range missing {
			y[i] = nan()
		}
		filled, gaps := series.FillGaps(y, 12)
		if !slices.Equal(gaps, missing) {
			t.Fatalf("gaps %v", gaps)
		}
		for _, i := range missing {
			if d := math.Abs(filled[i] - truth[i]); d > 15 {
				t.Errorf("additive %v, month %d: %.1f, want %.1f", additive, i, filled[i], truth[i])
			}
		}
	}
}

func TestFillGaps_IsFiniteForEverySeriesAndDoesNotTouchIt(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 5))
		y := make([]float64, 1+r.IntN(80))
		for i := range y {
			y[i] = math.Round((r.Float64()-0.3)*3) * math.Pow(10, float64(r.IntN(13)))
			if r.Float64() < 0.4 {
				y[i] = nan()
			}
		}
		before := slices.Clone(y)
		filled, gaps := series.FillGaps(y, 1+r.IntN(14))
		for i := range y {
			if y[i] != before[i] && !math.IsNaN(before[i]) {
				t.Fatalf("seed %d: changed", seed)
			}
		}
		lead := len(y) - len(filled)
		for i, v := range filled {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("seed %d: %v at %d", seed, v, i)
			}
			if gap := slices.Contains(gaps, i); gap != math.IsNaN(y[lead+i]) || !gap && v != y[lead+i] {
				t.Fatalf("seed %d: position %d", seed, i)
			}
		}
	}
}
