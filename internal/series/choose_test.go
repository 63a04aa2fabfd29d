package series_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"clientele/internal/series"
)

func TestChoose_ForecastsTheWeightedMeanOfTheModels(t *testing.T) {
	for seed := range uint64(40) {
		y := monthly(seed, 2+2*int(seed))
		f := mustChoose(t, y, options(12))
		weights := repeat(1./3, 3)
		if f.Contest != nil {
			weights = nil
			for _, e := range f.Contest[:3] {
				weights = append(weights, e.Weight)
			}
		}
		want, total := repeat(0, 12), 0.0
		for i, model := range series.DefaultModels() {
			total += weights[i]
			for h, v := range mustFit(t, model, y, 12).Forecast(12) {
				want[h] += weights[i] * v
			}
		}
		near(t, f.Mean, want, 1e-9)
		near(t, []float64{total}, []float64{1}, 1e-12)
	}
}

// The unit of MASE is the same for all, so it cancels.
func TestChoose_WeightsAreInverseSquaresOfTheErrors(t *testing.T) {
	for seed := range uint64(20) {
		c := mustChoose(t, monthly(seed, 30+int(seed)), options(12)).Contest
		for _, e := range c[:3] {
			near(t, []float64{e.Weight * e.MASE * e.MASE}, []float64{c[0].Weight * c[0].MASE * c[0].MASE}, 1e-9)
		}
	}
}

// A model that was never wrong gets all the weight.
func TestChoose_FollowsAModelWithoutAnError(t *testing.T) {
	cycle := []float64{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8}
	f := mustChoose(t, slices.Repeat(cycle, 2), options(12))
	near(t, f.Mean, cycle, 1e-15)
	if e := f.Contest[2]; e.Model != "seasonal naive" || e.Weight != 1 {
		t.Errorf("%+v, want weight 1 for the seasonal naive", f.Contest)
	}
}

func TestChoose_ASingleModelIsNotCombined(t *testing.T) {
	y := monthly(1, 50)
	f, err := series.Choose(y, []series.Model{series.SeasonalNaive{}}, options(12))
	if err != nil {
		t.Fatal(err)
	}
	near(t, f.Mean, y[38:], 0)
	if f.Model != "seasonal naive" || len(f.Contest) != 1 || !f.Contest[0].Chosen || f.Contest[0].Weight != 1 {
		t.Errorf("%s %+v", f.Model, f.Contest)
	}
}

func TestChoose_TheSeasonalNaiveAlwaysTakesPart(t *testing.T) {
	f, err := series.Choose(monthly(1, 50), []series.Model{series.Theta{}}, options(12))
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Contest) != 3 || f.Contest[1].Model != "seasonal naive" || f.Contest[2].Model != series.Combination {
		t.Errorf("contest %+v", f.Contest)
	}
}

// threeYears are 36 months that grow by 2 % a month, with a November of 1.4, a December
// of 2 and a January of 0.7 times the others, and noise of 20 %; truth has the means of
// the 12 months after them.
func threeYears(seed uint64) (y, truth []float64) {
	r := rand.New(rand.NewPCG(seed, 9))
	for i := range 48 {
		v := 1e5 * math.Exp(0.02*float64(i))
		switch i % 12 {
		case 0:
			v *= 0.7
		case 10:
			v *= 1.4
		case 11:
			v *= 2
		}
		if i < 36 {
			y = append(y, v*math.Exp(0.2*r.NormFloat64()))
		} else {
			truth = append(truth, v)
		}
	}
	return y, truth
}

// The case for which Theta alone fails: a trend hides the season from its test, and it
// forecasts a line through December. The truth is known, so errors are against it.
func TestChoose_SeesTheDecemberOfThreeYearsWithATrend(t *testing.T) {
	const seeds = 60
	var mixed, theta, naive float64
	seen, seenByTheta := 0, 0
	for seed := range uint64(seeds) {
		y, truth := threeYears(seed)
		mean := mustChoose(t, y, options(12)).Mean
		alone := mustFit(t, series.Theta{}, y, 12).Forecast(12)
		mixed += series.SMAPE(truth, mean) / seeds
		theta += series.SMAPE(truth, alone) / seeds
		naive += series.SMAPE(truth, y[24:]) / seeds
		seen += peaksLast(mean)
		seenByTheta += peaksLast(alone)
	}
	t.Logf("sMAPE against the truth: combination %.1f, Theta %.1f, seasonal naive %.1f; December seen %d and %d times of %d",
		mixed, theta, naive, seen, seenByTheta, seeds)
	if seen < seeds-2 {
		t.Errorf("December stands out in %d of %d forecasts", seen, seeds)
	}
	if mixed > 0.8*theta || mixed > 0.8*naive {
		t.Errorf("sMAPE against the truth is %.1f, Theta's %.1f, the seasonal naive's %.1f", mixed, theta, naive)
	}
}

// peaksLast is 1 where the last month is a third higher than the others on average; in
// truth it is twice as high, and in a line with this trend a tenth.
func peaksLast(year []float64) int {
	others := 0.0
	for _, v := range year[:11] {
		others += v / 11
	}
	if year[11] > 4./3*others {
		return 1
	}
	return 0
}
