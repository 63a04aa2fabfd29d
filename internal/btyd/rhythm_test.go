package btyd

import (
	"errors"
	"iter"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"clientele/internal/realdata"
)

func TestWheatMorrison_EstimatesTheShapeWhateverTheRates(t *testing.T) {
	for _, k := range []int{1, 2, 3, 8} {
		random := rand.New(rand.NewPCG(uint64(k), 4))
		got, err := WheatMorrison(func(yield func(float64, float64) bool) {
			for range 20_000 {
				rate := gammaVariate(random, 0.7)
				if !yield(gammaVariate(random, float64(k))/rate, gammaVariate(random, float64(k))/rate) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("k %d: %+v", k, got)
		near(t, "k", got.K, float64(k), 4*got.StandardError)
		// The second and fourth moments of Beta(k, k) about its mean.
		second, fourth := 1/(4*float64(2*k+1)), 3/(16*float64(2*k+1)*float64(2*k+3))
		want := math.Sqrt((fourth-second*second)/20_000) / (8 * second * second)
		near(t, "standard error", got.StandardError, want, 0.05*want)
		near(t, "customers", got.Customers, 20_000, 0)
	}
}

func TestWheatMorrison_RefusesWithTheReason(t *testing.T) {
	same := func(n int, before, last float64) iter.Seq2[float64, float64] {
		return func(yield func(float64, float64) bool) {
			for i := 0; i < n && yield(before, last); i++ {
			}
		}
	}
	for _, test := range []struct {
		times iter.Seq2[float64, float64]
		want  error
	}{
		{same(19, 1, 2), ErrTooFew}, {same(50, 0, 2), ErrBadStatistics}, {same(50, 1, math.NaN()), ErrBadStatistics},
		{same(50, 1, math.Inf(1)), ErrBadStatistics}, {same(50, 3, 3), ErrAllSame},
	} {
		if got, err := WheatMorrison(test.times); !errors.Is(err, test.want) {
			t.Errorf("%+v, %v; want %v", got, err, test.want)
		}
	}
}

func TestFitBGCNBD_RefusesARhythmOfOthers(t *testing.T) {
	cohort := cohortOf(t, BGCNBD{K: 3, R: 1, Alpha: 2, A: 1, B: 3}.regularCohort(5, 500))
	own := cohort.rhythm
	for name, bad := range map[string]Rhythm{
		"one time too many": {Intervals: own.Intervals + 1, SumLog: own.SumLog},
		"days for weeks":    {Intervals: own.Intervals, SumLog: own.SumLog + own.Intervals*math.Log(7)},
		"not a number":      {Intervals: own.Intervals, SumLog: math.NaN()},
		"a time of nothing": {Intervals: own.Intervals, SumLog: math.Inf(-1)},
	} {
		if _, err := FitBGCNBD(cohort.WithRhythm(bad), Options{}); !errors.Is(err, ErrBadStatistics) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := FitBGCNBD(cohort, Options{}); err != nil {
		t.Error(err)
	}
}

// cdnowIntervals are the times between purchases in weeks, of each customer of
// the calibration.
func cdnowIntervals(t testing.TB) [][]float64 {
	t.Helper()
	lines, err := os.ReadFile(realdata.Path(t, "cdnow/CDNOW_sample.txt"))
	if err != nil {
		t.Fatal(err)
	}
	end := time.Date(1997, 9, 30, 0, 0, 0, 0, time.UTC)
	var all [][]float64
	var id string
	var last time.Time
	for line := range strings.Lines(string(lines)) {
		fields := strings.Fields(line)
		day, err := time.Parse("20060102", fields[2])
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case fields[1] != id:
			all = append(all, nil)
		case day.After(last) && !day.After(end):
			all[len(all)-1] = append(all[len(all)-1], weeks(day.Sub(last)))
		}
		id, last = fields[1], day
	}
	return all
}

func cdnowRhythm(t testing.TB) Rhythm {
	var r Rhythm
	for _, times := range cdnowIntervals(t) {
		for _, time := range times {
			r.Intervals++
			r.SumLog += math.Log(time)
		}
	}
	return r
}

func cdnowLastTwo(t testing.TB) iter.Seq2[float64, float64] {
	return func(yield func(float64, float64) bool) {
		for _, times := range cdnowIntervals(t) {
			if n := len(times); n >= 2 && !yield(times[n-2], times[n-1]) {
				return
			}
		}
	}
}
