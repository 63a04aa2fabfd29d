package series_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"clientele/internal/series"
)

// randomSeries is one of what a shop, or a mistake in its data, may bring: a seed is one.
func randomSeries(seed uint64) (y []float64, o series.Options) {
	r := rand.New(rand.NewPCG(seed, 11))
	seasons := []int{1, 1, 4, 7, 12, 12, 52}
	o = series.Options{Season: seasons[r.IntN(len(seasons))], Horizon: 1 + r.IntN(18), NonNegative: r.IntN(2) == 0}
	n := []int{1, 2, 3, 4 + r.IntN(10), 14 + r.IntN(30)}[r.IntN(5)]
	size := math.Pow(10, float64(r.IntN(16)-3))
	level, slope, noise, wave := 1+r.Float64(), 0.1*r.NormFloat64(), r.ExpFloat64()*0.3, r.Float64()
	kind := r.IntN(9)
	y = make([]float64, n)
	for t := range y {
		v := level + slope*float64(t) + noise*r.NormFloat64() + wave*math.Sin(2*math.Pi*float64(t)/float64(o.Season))
		switch kind {
		case 0: // anything, negative too
		case 1: // constant
			v = level
		case 2: // nothing
			v = 0
		case 3: // rare
			v = math.Abs(v) * float64(1-min(1, r.IntN(4)))
		case 4: // starts last month
			v = math.Abs(v) * float64((t+1)/n)
		case 5: // returns
			v = -math.Abs(v)
		case 6: // a random walk of whole numbers
			level += math.Round(3 * r.NormFloat64())
			v = level
		case 7: // grows or dies by powers
			v = math.Exp(0.3 * float64(t) * slope * 10)
		default: // never negative
			v = math.Abs(v)
		}
		y[t] = v * size
	}
	for range r.IntN(3) * r.IntN(2) {
		y[r.IntN(n)] = math.NaN()
	}
	if r.IntN(10) == 0 {
		y[r.IntN(n)] *= 1e6
	}
	return y, o
}

// Never NaN, never out of order, never negative where nothing can be, never a crash.
func TestChoose_AnswersRandomSeries(t *testing.T) {
	seeds := uint64(640)
	if os.Getenv("CLIENTELE_LONG") != "" {
		seeds = 100_000
	}
	for seed := range seeds {
		y, o := randomSeries(seed)
		checkRandom(t, fmt.Sprint("seed ", seed), y, o)
	}
}

func FuzzChoose_RandomSeries(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) {
		y, o := randomSeries(seed)
		checkRandom(t, fmt.Sprint("seed ", seed), y, o)
	})
}

func checkRandom(t *testing.T, name string, y []float64, o series.Options) {
	t.Helper()
	f, err := series.Choose(y, nil, o)
	known, negative, most := 0, false, 0.0
	for _, v := range y {
		if !math.IsNaN(v) {
			known++
			negative = negative || v < 0
			most = math.Max(most, math.Abs(v))
		}
	}
	if err != nil {
		if known > 0 {
			t.Fatalf("%s: %v", name, err)
		}
		return
	}
	checkForecast(t, f, o.Horizon)
	for i, v := range f.Lo95 {
		if o.NonNegative && !negative && v < 0 {
			t.Fatalf("%s: step %d reaches down to %v", name, i+1, v)
		}
		if math.Abs(f.Mean[i]) > 1e4*most {
			t.Errorf("%s: step %d is %v, the greatest value %v", name, i+1, f.Mean[i], most)
		}
	}
}
