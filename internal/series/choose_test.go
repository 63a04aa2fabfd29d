package series_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"clientele/internal/series"
)

// The history of 15 values or more is judged; ARIMA joins from five cycles on.
func TestChoose_ForecastsWithinWhatTheModelsSay(t *testing.T) {
	for seed := range uint64(12) {
		y := monthly(seed, 2+8*int(seed))
		f := mustChoose(t, y, options(12))
		lowest, highest := repeat(math.Inf(1), 12), repeat(math.Inf(-1), 12)
		for _, model := range series.DefaultModels() {
			if _, arima := model.(series.ARIMA); arima && len(y) < 60 {
				continue
			}
			for h, v := range mustFit(t, model, y, 12).Forecast(12) {
				lowest[h], highest[h] = math.Min(lowest[h], v), math.Max(highest[h], v)
			}
		}
		for h, v := range f.Mean {
			if !(lowest[h] <= v*(1+1e-9) && v <= highest[h]*(1+1e-9)) {
				t.Errorf("%d values, step %d: %v, the models say %v to %v", len(y), h+1, v, lowest[h], highest[h])
			}
		}
		checkShares(t, f)
	}
}

// checkShares holds the contest to its sense: the shares add up to 1, and what forecasts
// stands last with all of it.
func checkShares(t testing.TB, f series.Forecast) {
	t.Helper()
	if f.Contest == nil {
		return
	}
	total, last := 0.0, len(f.Contest)-1
	for _, e := range f.Contest[:last] {
		total += e.Weight
		if e.Weight < 0 || e.Chosen {
			t.Errorf("contest %+v", f.Contest)
		}
	}
	near(t, []float64{total}, []float64{1}, 1e-12)
	if e := f.Contest[last]; e.Model != series.Combination || !e.Chosen || e.Weight != 1 {
		t.Errorf("last of the contest: %+v", e)
	}
}

func TestChoose_ARIMAJoinsFromFiveCyclesOn(t *testing.T) {
	for n, want := range map[int]int{59: 6, 60: 7} {
		if c := mustChoose(t, monthly(1, n), options(12)).Contest; len(c) != want {
			t.Errorf("%d values: %d lines in the contest, want %d", n, len(c), want)
		}
	}
}

func TestChoose_RareSalesBringTheirModels(t *testing.T) {
	rare := make([]float64, 48)
	for i := range rare {
		rare[i] = float64(1 - min(1, i%4)) // every fourth month
	}
	named := func(f series.Forecast) (names []string) {
		for _, e := range f.Contest {
			names = append(names, e.Model)
		}
		return names
	}
	if got := named(mustChoose(t, rare, options(6))); !slices.Contains(got, "croston") || !slices.Contains(got, "sba") || !slices.Contains(got, "tsb") {
		t.Errorf("the contest of rare sales is %v", got)
	}
	if got := named(mustChoose(t, monthly(1, 48), options(6))); slices.Contains(got, "croston") {
		t.Errorf("the contest of steady sales is %v", got)
	}
}

// A gap is no month without sales: the forecast is that of the filled series, and the
// outlier that would have been the 0 is judged nowhere.
func TestChoose_FillsGapsAndJudgesNothingByThem(t *testing.T) {
	for seed := range uint64(6) {
		whole := monthly(seed, 72)
		gappy := slices.Clone(whole)
		gappy[30], gappy[31], gappy[55] = math.NaN(), math.NaN(), math.NaN()
		f, want := mustChoose(t, gappy, options(12)), mustChoose(t, whole, options(12))
		near(t, f.Mean, want.Mean, 0.05)
		if len(f.Residuals) >= len(want.Residuals) {
			t.Errorf("%d residuals with gaps, %d without", len(f.Residuals), len(want.Residuals))
		}
		checkForecast(t, f, 12)
	}
	leading := append(repeat(math.NaN(), 7), monthly(3, 50)...)
	near(t, mustChoose(t, leading, options(12)).Mean, mustChoose(t, monthly(3, 50), options(12)).Mean, 0)
}

// A model that was never wrong gets all the weight.
func TestChoose_FollowsAModelWithoutAnError(t *testing.T) {
	cycle := []float64{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8}
	f := mustChoose(t, slices.Repeat(cycle, 2), options(12))
	near(t, f.Mean, cycle, 1e-15)
	if e := f.Contest[4]; e.Model != "seasonal naive" || e.Weight < 0.99 {
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
	const seeds = 20
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
	if seen < seeds-1 {
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
