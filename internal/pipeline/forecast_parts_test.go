package pipeline

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"clientele/internal/series"
)

func memberWith(name string, values ...float64) monthSeries {
	return monthSeries{figure: revenueFigure, dimension: "owner", member: name, values: values}
}

// Who moved most in the last twelve months comes first, with returns as well as with
// sales; who brought nothing in them is among the others, however much it was before.
func TestLargest_NamesWhoMovedMostInTheLastYear(t *testing.T) {
	year := func(last float64) []float64 { return append(make([]float64, 11), last) }
	got := largest([]monthSeries{
		memberWith("small", year(1)...), memberWith("gone", append([]float64{1e6}, make([]float64, 12)...)...),
		memberWith("returns", year(-50)...), memberWith("large", year(30)...), memberWith("large too", year(30)...),
	})
	var names []string
	for _, one := range got {
		names = append(names, one.member)
	}
	if fmt.Sprint(names) != "[returns large large too small gone]" || got[4].rest || !got[4].ended || got[4].values[0] != 1e6 {
		t.Errorf("%q, the rest is %+v", names, got[len(got)-1])
	}
	var many []monthSeries
	for i := range 20 {
		many = append(many, memberWith(fmt.Sprint(i), year(float64(100-i))...))
	}
	got = largest(many)
	if len(got) != mostParts+1 || !got[mostParts].rest || got[mostParts].values[11] != 12*(92+81)/2 {
		t.Errorf("%d members, the rest brought %v", len(got), got[mostParts].values)
	}
	if many[8].values[11] != 92 {
		t.Error("adding up has changed a member")
	}
	if eight := largest(many[:mostParts]); len(eight) != mostParts || eight[mostParts-1].rest {
		t.Errorf("%d members of %d", len(eight), mostParts)
	}
}

func TestRoundTogether_MovesNothingByMoreThanACentAndAddsUp(t *testing.T) {
	for seed := range uint64(2000) {
		chance := rand.New(rand.NewPCG(seed, 52))
		sums := []series.Sum{{Whole: 0}, {Whole: 0}}
		values := []float64{math.Pow(10, float64(chance.IntN(9)))}
		for k := range sums {
			left := values[0]
			for members := 1 + chance.IntN(12); members > 0; members-- {
				sums[k].Parts = append(sums[k].Parts, len(values))
				part := left
				if members > 1 {
					part = left * chance.Float64() * float64(chance.IntN(4)) / 3
				}
				if chance.IntN(5) == 0 {
					part = math.Min(left, cents(part)) // cents already
				}
				values, left = append(values, part), left-part
			}
		}
		forecasts := make([]series.Forecast, len(values))
		for i, value := range values {
			one := []float64{value}
			forecasts[i] = series.Forecast{Mean: []float64{value}, Lo80: one, Hi80: []float64{value}, Lo95: []float64{value}, Hi95: []float64{value}}
		}
		roundTogether(forecasts, sums, 0)
		for _, sum := range sums {
			whole, parts := math.Round(forecasts[0].Mean[0]*100), 0.0
			for _, part := range sum.Parts {
				parts += math.Round(forecasts[part].Mean[0] * 100)
			}
			if whole != parts {
				t.Fatalf("seed %d: %v cents are told as %v", seed, whole, parts)
			}
		}
		for i, f := range forecasts {
			if mean := f.Mean[0]; mean < 0 || mean != cents(mean) || math.Abs(mean-values[i]) > 0.01+1e-7*values[0] || f.Lo80[0] > mean || f.Hi95[0] < mean {
				t.Fatalf("seed %d: %v is told as %v (%v to %v)", seed, values[i], mean, f.Lo80[0], f.Hi95[0])
			}
		}
	}
}

// The factors of the months to come belong to the means, those of the last months that
// have come to the errors.
func TestWithCalendar_EachMonthHasItsOwnFactor(t *testing.T) {
	made := series.Forecast{Mean: []float64{10, 20}, Lo80: []float64{9, 18}, Hi80: []float64{11, 22}, Lo95: []float64{8, 16}, Hi95: []float64{12, 24}, Residuals: []float64{1, -1}}
	withCalendar(made, []float64{2, 3, 5, 7, 11}, 3)
	if got := fmt.Sprint(made.Mean, made.Lo80, made.Hi80, made.Lo95, made.Hi95, made.Residuals); got != "[70 220] [63 198] [77 242] [56 176] [84 264] [3 -5]" {
		t.Error(got)
	}
}

func TestFigures_AreLeftOutWhereTooLittleIsKnown(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		values []float64
		reason string
		first  int
	}{
		{[]float64{nan, nan, 1, 2, 3, 4, 5}, "", 2},
		{[]float64{1, 2, nan, 4, 5}, "", 0},
		{[]float64{1, 2, 3, 4, nan}, "margin is not forecast: it is not known of the last month", 0},
		{[]float64{nan, 1, nan, nan, 2, 3, 4}, "margin is not forecast: it is known of 4 of 6 months", 1},
		{[]float64{nan, nan, 2, 3, 4}, "margin is not forecast: it is known of 3 months, 4 are needed", 2},
	} {
		got, reason := monthSeries{figure: marginFigure, values: c.values}.trimmed()
		if reason != c.reason || len(got.values) != len(c.values)-c.first {
			t.Errorf("%v: %q, from month %d", c.values, reason, len(c.values)-len(got.values))
		}
	}
}

// New customers are told from the first month on in which not everybody is new.
func TestFigures_NewBuyersBeginWhenNewMeansSomething(t *testing.T) {
	for months, settle := range map[int]int{4: 1, 12: 3, 40: 10, 48: 12, 80: 12} {
		whole, parts := shopMonths(months, false)
		figures, _ := figuresOf(whole)
		if n := len(figures[3].values); figures[3].figure != newBuyersFigure || n != months-settle {
			t.Errorf("of %d months %d are told of %s", months, n, figures[3].figure)
		}
		for _, part := range partsOf(whole, parts) {
			want := months
			if part.dimension == segmentDimension {
				want -= settle
			}
			if len(part.values) != want || !part.month(want).Equal(figures[0].month(months)) {
				t.Errorf("of %d months %d are told of %s", months, len(part.values), part.called())
			}
		}
	}
}

func TestRoundTogether_TheCentGoesToWhoLostMostOfIt(t *testing.T) {
	var forecasts []series.Forecast
	for _, value := range []float64{3.014, 1.001, 1.008, 1.005} {
		forecasts = append(forecasts, series.Forecast{Mean: []float64{value}, Lo80: []float64{0}, Hi80: []float64{9}, Lo95: []float64{0}, Hi95: []float64{9}})
	}
	roundTogether(forecasts, []series.Sum{{Whole: 0, Parts: []int{1, 2, 3}}}, 0)
	if got := fmt.Sprint(forecasts[0].Mean, forecasts[1].Mean, forecasts[2].Mean, forecasts[3].Mean); got != "[3.01] [1] [1.01] [1]" {
		t.Error(got)
	}
}

// A part has the factors of the same months as the whole, also where it begins later,
// and no value where the whole has none.
func TestParts_HaveTheMonthsOfTheWhole(t *testing.T) {
	const months, ahead = 60, 6
	whole, parts := shopMonths(months, true)
	w := &work{config: &Config{TimeZone: "Europe/Madrid"}}
	figures, _ := figuresOf(whole)
	days := w.months(figures[0].first, months)
	for i := range figures[0].values {
		figures[0].values[i] *= math.Pow(1.06, days.Rows[i][0])
	}
	all := append(figures[:1:1], partsOf(whole, parts)...)
	adjusted := w.adjusted(all, ahead)
	if adjusted[0].Factors[0] == 1 {
		t.Fatal("no effect is found, which proves nothing")
	}
	for i, one := range all {
		from := months - len(one.values)
		for at, factor := range adjusted[i].Factors {
			if factor != adjusted[0].Factors[from+at] {
				t.Fatalf("%s: month %d has the factor %v, the whole %v", one.called(), at, factor, adjusted[0].Factors[from+at])
			}
		}
		if gap := 7 - from; gap >= 0 && !math.IsNaN(one.values[gap]) || len(adjusted[i].Factors) != len(one.values)+ahead {
			t.Errorf("%s: %d factors, the gap is %v", one.called(), len(adjusted[i].Factors), one.values)
		}
	}
}

func TestIsCurrent_IsOfOneYear(t *testing.T) {
	asOf := dayOf(t, "2026-05-09")
	for month, want := range map[string]bool{"2026-05-01": true, "2027-05-01": false, "2026-06-01": false} {
		if isCurrent(dayOf(t, month), asOf) != want {
			t.Errorf("%s is current: %v", month, !want)
		}
	}
}
