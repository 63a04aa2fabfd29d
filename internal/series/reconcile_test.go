package series_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"clientele/internal/series"
)

// randomHierarchy is a total of one to four dimensions of two to nine members, with
// forecasts that do not add up, errors of different number and size, and now and then a
// member that is always 0.
func randomHierarchy(seed uint64) (series.Hierarchy, []series.Forecast) {
	chance := rand.New(rand.NewPCG(seed, 31))
	const horizon = 6
	size := math.Pow(10, float64(chance.IntN(14)-3))
	common := make([]float64, 60)
	for i := range common {
		common[i] = chance.NormFloat64()
	}
	made := func(mean float64) series.Forecast {
		var f series.Forecast
		deviation := mean * (0.02 + 0.3*chance.Float64())
		for step := range horizon {
			m := mean * (1 + 0.2*chance.NormFloat64())
			width := 2 * deviation * math.Sqrt(float64(step+1))
			f.Mean = append(f.Mean, m)
			f.Lo80, f.Hi80 = append(f.Lo80, m-width/1.5), append(f.Hi80, m+width/1.5)
			f.Lo95, f.Hi95 = append(f.Lo95, m-width), append(f.Hi95, m+width)
		}
		for t := range []int{0, 3, 8, 24, 50}[chance.IntN(5)] {
			f.Residuals = append(f.Residuals, deviation*(0.6*common[t]+0.8*chance.NormFloat64()))
		}
		slices.Reverse(f.Residuals)
		return f
	}
	base := []series.Forecast{made(size)}
	var h series.Hierarchy
	for range 1 + chance.IntN(4) {
		sum := series.Sum{Whole: 0}
		members := 2 + chance.IntN(8)
		for member := range members {
			sum.Parts = append(sum.Parts, len(base))
			share := size * chance.Float64() * 2 / float64(members)
			if member > 0 && chance.IntN(8) == 0 {
				share = 0
			}
			base = append(base, made(share))
		}
		h.Sums = append(h.Sums, sum)
	}
	return h, base
}

func mustReconcile(t testing.TB, h series.Hierarchy, base []series.Forecast) series.Reconciled {
	t.Helper()
	got, err := h.Reconcile(base)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// off is how far the sums are from adding up, as a share of their wholes.
func off(h series.Hierarchy, forecasts []series.Forecast) (worst float64) {
	for _, sum := range h.Sums {
		for step, whole := range forecasts[sum.Whole].Mean {
			rest := whole
			for _, part := range sum.Parts {
				rest -= forecasts[part].Mean[step]
			}
			if rest != 0 {
				worst = math.Max(worst, math.Abs(rest/whole))
			}
		}
	}
	return worst
}

// within compares to so much of an amount.
func within(t testing.TB, got, want []float64, most float64) {
	t.Helper()
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= most) {
			t.Errorf("step %d: %v, want %v", i+1, got[i], want[i])
		}
	}
}

func TestReconcile_AddsUpIsIdempotentAndKeepsItsScaleAndOrder(t *testing.T) {
	for seed := range uint64(300) {
		h, base := randomHierarchy(seed)
		got := mustReconcile(t, h, base)
		if worst := off(h, got.Forecasts); !(worst <= 1e-12) {
			t.Errorf("seed %d: off by %g of the total", seed, worst)
		}
		again := slices.Clone(got.Forecasts)
		for i, f := range mustReconcile(t, h, again).Forecasts {
			within(t, f.Mean, got.Forecasts[i].Mean, 1e-9*math.Abs(base[0].Mean[0]))
		}
		larger := make([]series.Forecast, len(base))
		for i, f := range base {
			larger[i] = series.Forecast{
				Mean: scaled(f.Mean, 1000, 0), Lo80: scaled(f.Lo80, 1000, 0), Hi80: scaled(f.Hi80, 1000, 0),
				Lo95: scaled(f.Lo95, 1000, 0), Hi95: scaled(f.Hi95, 1000, 0), Residuals: scaled(f.Residuals, 1000, 0),
			}
		}
		size := math.Abs(base[0].Mean[0])
		for i, f := range mustReconcile(t, h, larger).Forecasts {
			within(t, scaled(f.Mean, 0.001, 0), got.Forecasts[i].Mean, 1e-8*size)
			within(t, scaled(f.Hi95, 0.001, 0), got.Forecasts[i].Hi95, 1e-6*size)
		}
		places := rand.New(rand.NewPCG(seed, 32)).Perm(len(base))
		turned := series.Hierarchy{}
		for _, sum := range slices.Backward(h.Sums) {
			other := series.Sum{Whole: places[sum.Whole]}
			for _, part := range slices.Backward(sum.Parts) {
				other.Parts = append(other.Parts, places[part])
			}
			turned.Sums = append(turned.Sums, other)
		}
		moved := make([]series.Forecast, len(base))
		for i, place := range places {
			moved[place] = base[i]
		}
		other := mustReconcile(t, turned, moved)
		for i, place := range places {
			within(t, other.Forecasts[place].Mean, got.Forecasts[i].Mean, 1e-8*size)
			within(t, other.Forecasts[place].Lo80, got.Forecasts[i].Lo80, 1e-6*size)
		}
	}
}

func TestReconcile_LeavesAloneWhatAddsUpAndWhatIsHeld(t *testing.T) {
	for seed := range uint64(100) {
		h, base := randomHierarchy(seed)
		h.Held = []int{0}
		got := mustReconcile(t, h, base)
		within(t, got.Forecasts[0].Mean, base[0].Mean, 0)
		within(t, got.Forecasts[0].Lo95, base[0].Lo95, 1e-9*math.Abs(base[0].Mean[0]))
		if worst := off(h, got.Forecasts); !(worst <= 1e-9) {
			t.Errorf("seed %d: off by %g of the total", seed, worst)
		}
		h.Held = nil
		for i, f := range mustReconcile(t, h, got.Forecasts).Forecasts {
			within(t, f.Mean, got.Forecasts[i].Mean, 1e-9*math.Abs(base[0].Mean[0]))
		}
	}
}

func TestReconcile_FromTheBottomUpTheWholeIsTheSumOfTheParts(t *testing.T) {
	h, base := randomHierarchy(4)
	if len(h.Sums) < 2 {
		t.Fatal("one dimension proves little")
	}
	up := h.BottomUp(1)
	got := mustReconcile(t, up, base)
	for step := range base[0].Mean {
		sum := 0.0
		for _, part := range h.Sums[1].Parts {
			sum += base[part].Mean[step]
		}
		within(t, got.Forecasts[0].Mean[step:step+1], []float64{sum}, 1e-9*math.Abs(sum))
	}
	if worst := off(h, got.Forecasts); !(worst <= 1e-9) {
		t.Errorf("the other dimensions are off by %g", worst)
	}
	nested := series.Hierarchy{Sums: []series.Sum{{Whole: 0, Parts: []int{1, 2}}, {Whole: 2, Parts: []int{3, 4}}}}
	if held := nested.BottomUp(0).Held; !slices.Equal(held, []int{1, 3, 4}) {
		t.Errorf("at the bottom are %v", held)
	}
}

func TestReconcile_NothingFallsBelowZeroThatCannot(t *testing.T) {
	cut := 0
	for seed := range uint64(300) {
		h, base := randomHierarchy(seed)
		for i := range base {
			for step := range base[i].Mean {
				for _, values := range [][]float64{base[i].Mean, base[i].Lo80, base[i].Lo95} {
					values[step] = math.Max(0, values[step])
				}
			}
		}
		for _, values := range [][]float64{base[0].Mean, base[0].Lo80, base[0].Lo95, base[0].Hi80, base[0].Hi95} {
			for step := range values {
				values[step] /= 8 // far less than the parts say
			}
		}
		h.NonNegative = make([]bool, len(base))
		free := mustReconcile(t, h, base)
		for i := range h.NonNegative {
			h.NonNegative[i] = true
		}
		got := mustReconcile(t, h, base)
		if worst := off(h, got.Forecasts); !(worst <= 1e-9) {
			t.Errorf("seed %d: off by %g of the total", seed, worst)
		}
		h.Held = []int{0}
		within(t, mustReconcile(t, h, base).Forecasts[0].Mean, base[0].Mean, 0)
		for i, f := range got.Forecasts {
			if slices.Min(f.Mean) < 0 || slices.Min(f.Lo80) < 0 || slices.Min(f.Lo95) < 0 {
				t.Errorf("seed %d: series %d falls below 0: %v", seed, i, f)
			}
			if slices.Min(free.Forecasts[i].Mean) < 0 {
				cut++
			}
			for step, m := range f.Mean {
				if f.Lo95[step] > f.Lo80[step] || f.Lo80[step] > m || m > f.Hi80[step] || f.Hi80[step] > f.Hi95[step] {
					t.Errorf("seed %d: bands of series %d are out of order", seed, i)
				}
			}
		}
	}
	if cut < 100 {
		t.Errorf("%d series would fall below 0, which proves little", cut)
	}
}

func TestReconcile_SaysWhatItWeighsBy(t *testing.T) {
	h := series.Hierarchy{Sums: []series.Sum{{Whole: 0, Parts: []int{1, 2}}}}
	point := func(mean, width float64) series.Forecast {
		return series.Forecast{Mean: []float64{mean}, Lo80: []float64{mean - width}, Hi80: []float64{mean + width}, Lo95: []float64{mean - width}, Hi95: []float64{mean + width}}
	}
	got := mustReconcile(t, h, []series.Forecast{point(12, 0), point(6, 0), point(2, 0)})
	// Of the 4 that are missing the total, a sum of two, takes 2 of 4 parts.
	if got.Weights != series.WeighCounts || got.Forecasts[0].Mean[0] != 10 || got.Forecasts[1].Mean[0] != 7 || got.Forecasts[2].Mean[0] != 3 {
		t.Errorf("%s: %v", got.Weights, got.Forecasts)
	}
	got = mustReconcile(t, h, []series.Forecast{point(12, 1), point(6, 0), point(2, 0)})
	within(t, []float64{got.Forecasts[0].Mean[0], got.Forecasts[1].Mean[0], got.Forecasts[2].Mean[0]}, []float64{8, 6, 2}, 1e-9)
	if got.Weights != series.WeighSizes {
		t.Errorf("weighed by %s", got.Weights)
	}
	// What has never erred moves where nothing else can.
	h.Held = []int{0}
	got = mustReconcile(t, h, []series.Forecast{point(12, 1), point(6, 0), point(2, 0)})
	within(t, []float64{got.Forecasts[0].Mean[0], got.Forecasts[1].Mean[0], got.Forecasts[2].Mean[0]}, []float64{12, 8, 4}, 1e-9)
}

func TestReconcile_RefusesWhatCannotBe(t *testing.T) {
	one := series.Forecast{Mean: []float64{1}, Lo80: []float64{1}, Hi80: []float64{1}, Lo95: []float64{1}, Hi95: []float64{1}}
	sums := []series.Sum{{Whole: 0, Parts: []int{1, 2}}}
	if _, err := (series.Hierarchy{Sums: sums, Held: []int{0, 1, 2}}).Reconcile([]series.Forecast{one, one, one}); !errors.Is(err, series.ErrIncoherent) {
		t.Errorf("1 = 1 + 1: %v", err)
	}
	var argument *series.ArgumentError
	for _, h := range []series.Hierarchy{{Sums: sums}, {Held: []int{5}}} {
		if _, err := h.Reconcile([]series.Forecast{one, one}); !errors.As(err, &argument) {
			t.Errorf("%+v: %v", h, err)
		}
	}
	if _, err := (series.Hierarchy{}).Reconcile([]series.Forecast{one, {}}); !errors.As(err, &argument) {
		t.Errorf("two horizons: %v", err)
	}
	if got, err := (series.Hierarchy{}).Reconcile(nil); err != nil || len(got.Forecasts) != 0 {
		t.Errorf("nothing: %v %v", got, err)
	}
}

// market is a company of regions and groups: what each region buys of each group
// wanders, partly with the others, has a season of its group, and much noise of its own.
func market(seed uint64, months int) (h series.Hierarchy, actual [][]float64) {
	chance := rand.New(rand.NewPCG(seed, 41))
	const regions, groups = 3, 4
	actual = make([][]float64, 1+regions+groups)
	for i := range actual {
		actual[i] = make([]float64, months)
	}
	level, drift := make([]float64, regions*groups), make([]float64, regions*groups)
	for i := range level {
		level[i], drift[i] = 3+chance.Float64()*2, 0.004*chance.NormFloat64()
	}
	for t := range months {
		all := 0.04 * chance.NormFloat64()
		for i := range level {
			level[i] += drift[i] + 0.3*all + 0.03*chance.NormFloat64()
			season := 0.3 * math.Sin(2*math.Pi*(float64(t)/12+float64(i%groups)/9))
			sold := math.Exp(level[i] + season + all + 0.3*chance.NormFloat64())
			actual[0][t] += sold
			actual[1+i/groups][t] += sold
			actual[1+regions+i%groups][t] += sold
		}
	}
	return series.Hierarchy{Sums: []series.Sum{{Whole: 0, Parts: []int{1, 2, 3}}, {Whole: 0, Parts: []int{4, 5, 6, 7}}}}, actual
}

// What adds up errs less, and its bands hold: on 100 simulated companies, 48 months
// known and 6 to come, each series in units of its own change in a year.
func TestReconcile_ErrsLessThanTheBaseAndFromTheBottomUp(t *testing.T) {
	const known, horizon, companies = 48, 6, 100
	way := map[string]float64{}
	inside := map[string][2]int{}
	counted := 0
	for seed := range uint64(companies) {
		h, actual := market(seed, known+horizon)
		base := make([]series.Forecast, len(actual))
		for i, y := range actual {
			f, err := series.Choose(y[:known], []series.Model{series.Theta{}}, series.Options{Season: 12, Horizon: horizon, Origins: 24})
			if err != nil {
				t.Fatal(err)
			}
			base[i] = f
		}
		held := h
		held.Held = []int{0}
		for name, told := range map[string][]series.Forecast{
			"base": base, "mint": mustReconcile(t, h, base).Forecasts, "bottom up": mustReconcile(t, h.BottomUp(0), base).Forecasts,
			"other bottom up": mustReconcile(t, h.BottomUp(1), base).Forecasts, "held": mustReconcile(t, held, base).Forecasts,
		} {
			for i, f := range told {
				scale := series.Scale(actual[i][:known], 12)
				for step, m := range f.Mean {
					came := actual[i][known+step]
					way[name] += math.Abs(came-m) / scale
					in := inside[name]
					if f.Lo80[step] <= came && came <= f.Hi80[step] {
						in[0]++
					}
					if f.Lo95[step] <= came && came <= f.Hi95[step] {
						in[1]++
					}
					inside[name] = in
				}
			}
		}
		counted += len(actual) * horizon
	}
	for _, name := range []string{"base", "mint", "held", "bottom up", "other bottom up"} {
		t.Logf("%-16s error %.4f, inside %.1f %% and %.1f %%", name, way[name]/float64(counted),
			100*float64(inside[name][0])/float64(counted), 100*float64(inside[name][1])/float64(counted))
	}
	if !(way["mint"] < way["base"] && way["mint"] < way["bottom up"] && way["mint"] < way["other bottom up"]) {
		t.Error("what is reconciled errs no less")
	}
}
