package alerts

import (
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"testing"
)

// soldWeeks are sums of weeks of an invented shop: orders come at random, more each
// year and more in winter, their amounts are lognormal, and business is better and
// worse by turns.
func soldWeeks(random *rand.Rand, n int) []float64 {
	values, mood := make([]float64, n), 0.0
	for week := range values {
		mood = 0.5*mood + 0.06*random.NormFloat64()
		rate := 80 * (1 + 0.15*float64(week)/52) * (1 + 0.25*math.Cos(2*math.Pi*float64(week)/52.18)) * math.Exp(mood)
		for range poisson(random, rate) {
			values[week] += 60 * math.Exp(0.8*random.NormFloat64())
		}
	}
	return values
}

func poisson(random *rand.Rand, rate float64) int {
	count := 0
	for sum := random.ExpFloat64(); sum < rate; sum += random.ExpFloat64() {
		count++
	}
	return count
}

// rates are the shares of worlds whose last week lies outside of the band that the
// weeks before it give.
type rates struct{ low95, high95, low80, high80, found float64 }

// outside asks it of so many worlds; found is in how many a week that brought a half
// of what it would have is below the lower border.
func outside(t *testing.T, worlds uint64, weeks int) (r rates) {
	t.Helper()
	for seed := range worlds {
		n := weeks + int(seed%52) // any week of the year
		values := soldWeeks(rand.New(rand.NewPCG(seed, uint64(weeks))), n)
		last := values[n-1]
		band, err := Expect(values[:n-1])
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range []struct {
			is    bool
			count *float64
		}{{last < band.Lo95, &r.low95}, {last > band.Hi95, &r.high95}, {last < band.Lo80, &r.low80}, {last > band.Hi80, &r.high80}, {last/2 < band.Lo95, &r.found}} {
			if one.is {
				*one.count += 1 / float64(worlds)
			}
		}
	}
	return r
}

// Of a rate p in n worlds the share lies within four of its deviations, and what the
// model misses of a season that it has not seen.
func holds(t *testing.T, what string, share, p float64, n uint64) {
	t.Helper()
	if most := p/4 + 4*math.Sqrt(p*(1-p)/float64(n)); math.Abs(share-p) > most {
		t.Errorf("%s: %.4f instead of %.4f ± %.4f", what, share, p, most)
	}
}

// One of forty weeks in which nothing has changed lies below the band of 95 %, and one
// above; of the band of 80 % one of ten. The long test has 400 worlds, and allows them no
// more than 1,000 would be allowed, of which 0.014 to 0.025 lay outside on each side.
func TestExpect_HasItsRateOfFalseAlarms(t *testing.T) {
	worlds, allowed := uint64(25), uint64(25)
	if os.Getenv("CLIENTELE_LONG") != "" {
		worlds, allowed = 400, 1000
	}
	for _, weeks := range []int{FewestWeeks + 1, 130, 200} {
		r := outside(t, worlds, weeks)
		t.Logf("%d weeks, %d worlds: below 95 %% %.4f, above %.4f; below 80 %% %.4f, above %.4f; a half is found in %.4f", weeks, worlds, r.low95, r.high95, r.low80, r.high80, r.found)
		holds(t, "below the band of 95 %", r.low95, 0.025, allowed)
		holds(t, "above the band of 95 %", r.high95, 0.025, allowed)
		holds(t, "below the band of 80 %", r.low80, 0.1, allowed)
		holds(t, "above the band of 80 %", r.high80, 0.1, allowed)
		if r.found < 0.75 {
			t.Errorf("%d weeks: a week that brought a half is found in %.3f of the worlds", weeks, r.found)
		}
	}
}

func TestExpect_WantsAYearOfWeeks(t *testing.T) {
	values := soldWeeks(rand.New(rand.NewPCG(1, 1)), FewestWeeks)
	if _, err := Expect(values); err != nil {
		t.Error(err)
	}
	values[7] = math.NaN()
	var short *TooShortError
	if _, err := Expect(values); !errors.As(err, &short) || short.Have != FewestWeeks-1 {
		t.Error(err)
	}
	if _, err := Expect(nil); !errors.As(err, &short) {
		t.Error(err)
	}
}

// Weeks without data are filled, weeks of losses have a band of differences, and
// nothing sold for ever has one without width.
func TestExpect_TakesWhatHistoriesAreLike(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	values := soldWeeks(random, 120)
	want, err := Expect(values)
	if err != nil {
		t.Fatal(err)
	}
	values[50], values[51] = math.NaN(), math.NaN()
	if got, err := Expect(values); err != nil || math.Abs(got.Lo95/want.Lo95-1) > 0.1 {
		t.Errorf("%+v beside %+v: %v", got, want, err)
	}
	losses, nothing := make([]float64, 100), make([]float64, 100)
	for i := range losses {
		losses[i] = 100 * random.NormFloat64()
	}
	if got, err := Expect(losses); err != nil || got.Lo95 > -100 || got.Hi95 < 100 || !(got.Lo95 < got.Lo80 && got.Lo80 < got.Mean && got.Mean < got.Hi80 && got.Hi80 < got.Hi95) {
		t.Errorf("%+v: %v", got, err)
	}
	if got, err := Expect(nothing); err != nil || got != (Expected{}) {
		t.Errorf("%+v: %v", got, err)
	}
	one, two := rand.New(rand.NewPCG(3, 3)), rand.New(rand.NewPCG(3, 3))
	a, err1 := Expect(soldWeeks(one, 90))
	b, err2 := Expect(soldWeeks(two, 90))
	if a != b || err1 != nil || err2 != nil {
		t.Error("the same weeks give another band")
	}
}

func TestConformal_TakesTheErrorsAtTheirPlaces(t *testing.T) {
	// 39 forecasts of 100² whose roots were missed by −39 to −1: the first and the last of
	// the fortieths are the borders of 95 %, the fourth of each side those of 80 %.
	values, errors := make([]float64, 45), make([]float64, 39)
	for i := range errors {
		root := 60 + float64((i*7)%39+1)
		values[6+i], errors[i] = root*root, root*root-100*100
	}
	got := conformal(values, 50*50, errors)
	for what, one := range map[string][2]float64{"lo95": {got.Lo95, 11 * 11}, "lo80": {got.Lo80, 14 * 14}, "hi80": {got.Hi80, 2500}, "hi95": {got.Hi95, 2500}} {
		if math.Abs(one[0]-one[1]) > 1e-9 {
			t.Errorf("%s is %v, want %v", what, one[0], one[1])
		}
	}
	if got := conformal(values, 30*30, errors); got.Lo95 != 0 {
		t.Errorf("below nothing: %+v", got)
	}
	for i := range values {
		values[i] -= 1e4
	}
	if got := conformal(values, -700, errors); math.Abs(got.Lo95-(-700+61*61-1e4)) > 1e-9 {
		t.Errorf("losses: %+v", got)
	}
	if got := quantile([]float64{1, 2, 3}, 0.375); got != 1.5 {
		t.Errorf("between the first and the second: %v", got)
	}
	if quantile([]float64{1, 2, 3}, 0.01) != 1 || quantile([]float64{1, 2, 3}, 0.99) != 3 {
		t.Error("beyond the ends")
	}
}

// What came in the same week of three years is expected in the fourth.
func TestExpect_KnowsTheSeasonAfterThreeYears(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	values := make([]float64, 3*52+50)
	for week := range values {
		if values[week] = 100 + 5*random.NormFloat64(); week%52 == 50 {
			values[week] *= 3
		}
	}
	got, err := Expect(values)
	if err != nil || got.Mean < 200 {
		t.Errorf("%+v: %v", got, err)
	}
}
