package series_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"clientele/internal/series"
)

func comparedErrors() (first, rival []float64) {
	return []float64{3, -5, 2, 7, -1, 4, -6, 2, 8, -3, 1, 5, -2, 6, -4, 3},
		[]float64{2, -3, 4, 5, -2, 1, -5, 3, 6, -1, 2, 4, -3, 5, -2, 1}
}

func mustCompare(t *testing.T, first, rival []float64, ahead int, power float64) series.Test {
	t.Helper()
	test, err := series.DieboldMariano(first, rival, ahead, power)
	if err != nil {
		t.Fatal(err)
	}
	return test
}

// R 4.2.2, forecast 8.20, dm.test(e1, e2, h, power) with the alternatives two.sided and
// less. Two steps ahead, squared, R warns that the variance is negative and takes one.
func TestDieboldMariano_AgreesWithR(t *testing.T) {
	first, rival := comparedErrors()
	for _, c := range []struct {
		ahead              int
		power              float64
		statistic, p, less float64
		used               int
	}{
		{1, 1, 2.1449302909, 0.0487407742, 0.9756296129, 1},
		{1, 2, 2.7249367930, 0.0156553817, 0.9921723092, 1},
		{2, 1, 5.3369603772, 0.0000830170, 0.9999584915, 2},
		{2, 2, 2.7249367930, 0.0156553817, 0.9921723092, 1},
		{3, 1, 3.7648630185, 0.0018731115, 0.9990634443, 3},
		{3, 2, 6.3838085998, 0.0000122856, 0.9999938572, 3},
		{4, 1, 5.7263465470, 0.0000400848, 0.9999799576, 4},
		{4, 2, 3.7246771167, 0.0020336799, 0.9989831600, 4},
	} {
		got := mustCompare(t, first, rival, c.ahead, c.power)
		for _, pair := range [][2]float64{{got.Statistic, c.statistic}, {got.P, c.p}, {got.Less, c.less}} {
			if math.Abs(pair[0]-pair[1]) > 1e-9 {
				t.Errorf("%d ahead, power %v: %+v, want %v", c.ahead, c.power, got, c)
			}
		}
		if got.Ahead != c.used || got.Errors != 16 {
			t.Errorf("%d ahead, power %v: %+v, want the variance of %d", c.ahead, c.power, got, c.used)
		}
	}
}

func TestDieboldMariano_TheOtherWayRoundIsTheOpposite(t *testing.T) {
	first, rival := comparedErrors()
	for ahead := 1; ahead <= 4; ahead++ {
		there, back := mustCompare(t, first, rival, ahead, 1), mustCompare(t, rival, first, ahead, 1)
		if there.Statistic != -back.Statistic || there.P != back.P || math.Abs(there.Less+back.Less-1) > 1e-12 {
			t.Errorf("%d ahead: %+v and %+v", ahead, there, back)
		}
	}
}

// Neither the unit nor the sign of errors matters, and squares of 1e200 are no trouble.
func TestDieboldMariano_KnowsNoUnitAndNoSign(t *testing.T) {
	first, rival := comparedErrors()
	want := mustCompare(t, first, rival, 3, 2)
	for _, factor := range []float64{-1, 1000, 1e-200, 1e200, -1e307} {
		got := mustCompare(t, scaled(first, factor, 0), scaled(rival, factor, 0), 3, 2)
		near(t, []float64{got.Statistic, got.P, got.Less}, []float64{want.Statistic, want.P, want.Less}, 1e-9)
	}
}

// Two forecasts of the same accuracy, by construction. Errors h steps ahead share the
// shocks of h−1 steps.
func TestDieboldMariano_RejectsTheTruthAsOftenAsItSays(t *testing.T) {
	for _, c := range []struct {
		n, ahead    int
		least, most float64
	}{
		{12, 1, 0.035, 0.065}, {40, 1, 0.04, 0.06}, {60, 3, 0.04, 0.08}, {200, 3, 0.04, 0.07},
	} {
		const runs = 4000
		rejected := 0
		r := rand.New(rand.NewPCG(uint64(c.n), uint64(c.ahead)))
		for range runs {
			test, err := series.DieboldMariano(movingErrors(r, c.n, c.ahead), movingErrors(r, c.n, c.ahead), c.ahead, 2)
			if err != nil {
				t.Fatal(err)
			}
			if test.P < 0.05 {
				rejected++
			}
		}
		share := float64(rejected) / runs
		t.Logf("%d errors, %d ahead: %.3f", c.n, c.ahead, share)
		if share < c.least || share > c.most {
			t.Errorf("%d errors, %d ahead: rejected in %.3f of all cases, want about 0.05", c.n, c.ahead, share)
		}
	}
}

func movingErrors(r *rand.Rand, n, ahead int) []float64 {
	shocks := make([]float64, n+ahead)
	for i := range shocks {
		shocks[i] = r.NormFloat64()
	}
	out := make([]float64, n)
	for i := range out {
		for _, shock := range shocks[i : i+ahead] {
			out[i] += shock
		}
	}
	return out
}

func TestDieboldMariano_FindsTheBetterOne(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	found := 0
	for range 200 {
		test := mustCompare(t, movingErrors(r, 100, 1), scaled(movingErrors(r, 100, 1), 1.5, 0), 1, 1)
		if test.Statistic < 0 && test.P < 0.05 && test.Less < 0.025 {
			found++
		}
	}
	if found < 180 {
		t.Errorf("errors half as large again are found in %d of 200 cases", found)
	}
}

func TestDieboldMariano_RefusesWithASentence(t *testing.T) {
	first, rival := comparedErrors()
	gap := slices.Clone(first)
	gap[3] = math.NaN()
	for _, c := range []struct {
		name         string
		first, rival []float64
		ahead        int
		power        float64
		problem      series.ComparisonProblem
	}{
		{"the same forecast", first, first, 1, 1, series.ErrorsAlike},
		{"right both", repeat(0, 20), repeat(0, 20), 1, 2, series.ErrorsAlike},
		{"one always worse by 1", scaled(repeat(0.3, 20), 1, 1), repeat(0.3, 20), 2, 1, series.ErrorsAlike},
		{"three errors", first[:3], rival[:3], 1, 1, series.ErrorsTooFew},
		{"as many as steps", first, rival, 14, 1, series.ErrorsTooFew},
		{"none", nil, nil, 1, 1, series.ErrorsTooFew},
		{"unpaired", first, rival[1:], 1, 1, series.ErrorsUnpaired},
		{"a gap", gap, rival, 1, 1, series.ErrorsNotFinite},
		{"a gap in the rival", first, gap, 1, 1, series.ErrorsNotFinite},
		{"no power", first, rival, 1, 0, series.PowerNotPositive},
		{"NaN for a power", first, rival, 1, math.NaN(), series.PowerNotPositive},
	} {
		test, err := series.DieboldMariano(c.first, c.rival, c.ahead, c.power)
		var refused *series.ComparisonError
		if !errors.As(err, &refused) || refused.Problem != c.problem {
			t.Errorf("%s: %+v %v, want %q", c.name, test, err, c.problem)
		}
	}
	_, err := series.DieboldMariano(first[:3], rival[:3], 1, 1)
	if want := "compare two forecasts by 3 errors, of at least 4: too few errors"; err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
	var argument *series.ArgumentError
	if _, err := series.DieboldMariano(first, rival, 0, 1); !errors.As(err, &argument) {
		t.Errorf("0 steps ahead: %v", err)
	}
}
