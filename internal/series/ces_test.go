package series

import (
	"math"
	"math/rand/v2"
	"testing"
)

// In the package, as the weights are not seen from outside. The figures are those of
// statsforecast 2.1.1 (ces.pegelsresid_ces and cesforecast): the sum of squares, the last
// three errors, six forecasts.
func TestCES_RunsAsItsTwinWithGivenWeights(t *testing.T) {
	y := []float64{112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133}
	for _, c := range []struct {
		form             cesForm
		weights          cesWeights
		squares          float64
		errors, forecast []float64
	}{
		{cesNone, cesWeights{1.4, 1.02}, 5356.715529625139, []float64{15.14869368, -5.70086855, -31.12753795},
			[]float64{154.25996908, 155.25158878, 157.94014028, 159.96975146, 162.31670979, 164.57732149}},
		{cesSimple, cesWeights{1.4, 1.02}, 7593.134448787267, []float64{33.25640171, 30.99903972, -5.78764531},
			[]float64{151.60706813, 151.81146666, 140.85206014, 139.32572241, 154.74231766, 155.18377418}},
		{cesPartial, cesWeights{1.3, 0.99, 0.2}, 5794.741534626287, []float64{22.89271061, 15.07757231, -19.91797194},
			[]float64{154.16571945, 152.46559179, 139.99043359, 138.71842561, 150.40740909, 148.26839831}},
		{cesFull, cesWeights{1.3, 1.01, 1.2, 0.98}, 5163.2164741714505, []float64{17.26279292, 8.55733571, -27.10079476},
			[]float64{162.0427229, 161.16230917, 151.10918811, 150.31349591, 165.59670722, 165.55502308}},
	} {
		run := newBackcast(y, 4, c.form)
		squares := run.squares(&c.weights)
		f := cesFit{form: c.form, weights: c.weights, start: run.start}.run(y)
		equalToTwin(t, []float64{squares}, []float64{c.squares}, 1e-8)
		equalToTwin(t, f.residuals[19:], c.errors, 1e-7)
		equalToTwin(t, f.Forecast(6), c.forecast, 1e-7)
	}
}

// Errors without anything new die out by the characteristic polynomial: its coefficients,
// applied to successive errors, give 0.
func TestCES_ErrorsFollowThePolynomial(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	const m = 3
	for form := cesNone; form <= cesFull; form++ {
		if form == cesSimple {
			continue // as none, for each period apart
		}
		w := cesWeights{1.2, 0.95, 0.7, 0.9}
		p := errorPolynomial(w[0], w[1])
		y := make([]float64, 40)
		s := guessCES(append([]float64{1, 2, 3, 4}, y...), m, form)
		for i := range s.season {
			s.season[i] = r.NormFloat64()
		}
		if form != cesNone {
			p = w.polynomial(form, m)
		}
		residuals := cesFit{form: form, weights: w, start: s}.run(y).residuals
		for t0 := len(p) - 1; t0 < len(y); t0++ {
			sum := 0.0
			for i, c := range p {
				sum += c * residuals[t0-i]
			}
			if math.Abs(sum) > 1e-9 {
				t.Fatalf("%s: %v at value %d, errors %v", form, sum, t0+1, residuals)
			}
		}
	}
}

// Polynomials with roots that are known.
func TestRootsWithin_SeesTheLargestRoot(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 9))
	for range 500 {
		p, largest := []float64{1}, 0.0
		for range 1 + r.IntN(6) {
			size, angle := 1.3*r.Float64(), math.Pi*r.Float64()
			largest = math.Max(largest, size)
			factor := []float64{1, -2 * size * math.Cos(angle), size * size}
			product := make([]float64, len(p)+2)
			for i, a := range p {
				for j, b := range factor {
					product[i+j] += a * b
				}
			}
			p = product
		}
		for _, radius := range []float64{1, 1.01} {
			if math.Abs(largest-radius) < 1e-3 {
				continue
			}
			if got := rootsWithin(append([]float64(nil), p...), radius); got != (largest < radius) {
				t.Fatalf("%v has a root of size %v: within %v is %v", p, largest, radius, got)
			}
		}
	}
}

// The region of the paper, written out: Svetunkov, Kourentzes & Ord (2022).
func TestCES_StableRegionIsThatOfThePaper(t *testing.T) {
	for a0 := 0.011; a0 < 1.8; a0 += 0.0207 {
		for a1 := 0.0113; a1 < 1.9; a1 += 0.0203 {
			paper := (a0-2.5)*(a0-2.5)+a1*a1 > 1.25 && (a0-0.5)*(a0-0.5)+(a1-1)*(a1-1) > 0.25 &&
				(a0-1.5)*(a0-1.5)+(a1-0.5)*(a1-0.5) < 1.5
			w := cesWeights{a0, a1}
			if w.allowed(cesNone, 1) != paper {
				t.Fatalf("%v: paper says %v", w, paper)
			}
		}
	}
}

// Else the search would not begin.
func TestCES_SearchStartsInsideTheRegion(t *testing.T) {
	for form := cesNone; form <= cesFull; form++ {
		for _, m := range []int{2, 3, 4, 7, 12, 24, 52, 366} {
			if w := firstWeights(form); !w.allowed(form, m) {
				t.Errorf("%s, season %d: %v is not stable", form, m, w)
			}
		}
	}
}

func simulateCES(r *rand.Rand, form cesForm, w cesWeights, n int) []float64 {
	s := cesState{level: []float64{200}, hidden: []float64{190}}
	if form != cesNone {
		s.season = []float64{-40, 10, 55, -25}
	}
	if form == cesFull {
		s.seasonHidden = []float64{-36, 9, 50, -23}
	}
	y := make([]float64, n)
	for t := range y {
		e := r.NormFloat64()
		y[t] = s.fitted(t) + e
		s.update(t, e, &w)
	}
	return y
}

func TestCES_RecoversItsWeightsAndForms(t *testing.T) {
	for _, c := range []struct {
		form    cesForm
		weights cesWeights
	}{
		{cesNone, cesWeights{1.4, 1}},
		{cesPartial, cesWeights{1.4, 1, 0.3}},
		{cesFull, cesWeights{1.4, 1, 1.3, 1}},
	} {
		var sums cesWeights
		const runs = 30
		for seed := range uint64(runs) {
			y := simulateCES(rand.New(rand.NewPCG(seed, 10)), c.form, c.weights, 240)
			fit, _ := CES{}.Fit(y, 4)
			// A full season with b1 = 1 is a partial one of weight b0 − 1.
			got := fit.(cesFit)
			if got.form == cesNone != (c.form == cesNone) || got.form == cesSimple {
				t.Errorf("seed %d: %s, made of %s", seed, got.form, c.form)
			}
			own, _ := estimateCES(y, 4, c.form)
			for i, v := range own.weights {
				sums[i] += v / runs
			}
		}
		for i := range c.form.parameters() {
			if math.Abs(sums[i]-c.weights[i]) > 0.05 {
				t.Errorf("%s: mean weights %v, want %v", c.form, sums, c.weights)
				break
			}
		}
	}
}

// By simulation: the spread of 4,000 futures, h steps ahead.
func TestCES_GrowthIsTheSpreadOfItsFutures(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 10))
	w := cesWeights{1.35, 1.005, 1.2, 1}
	y := simulateCES(r, cesFull, w, 60)
	f := cesFit{form: cesFull, weights: w, start: guessCES(y, 4, cesFull)}.run(y)
	means, growth := f.Forecast(12), f.Growth(12)
	squares := make([]float64, 12)
	const futures = 4000
	for range futures {
		s := f.now.clone()
		for h := range squares {
			e := r.NormFloat64()
			v := s.fitted(60+h) + e
			s.update(60+h, e, &w)
			squares[h] += (v - means[h]) * (v - means[h]) / futures
		}
	}
	for h, square := range squares {
		if ratio := math.Sqrt(square) / growth[h]; math.Abs(ratio-1) > 0.04 {
			t.Errorf("%d steps ahead the spread is %.3f of what Growth says", h+1, ratio)
		}
	}
}

// A hundred thousand steps of a growing level.
func TestCES_GrowthWithoutEndIsStopped(t *testing.T) {
	y := []float64{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192}
	f := cesFit{form: cesNone, weights: cesWeights{1.7, 1.4}, start: guessCES(y, 1, cesNone)}.run(y)
	for _, values := range [][]float64{f.Forecast(100_000), f.Growth(100_000)} {
		if last := values[99_999]; math.IsNaN(last) || math.IsInf(last, 0) {
			t.Errorf("the last of 100,000 steps is %v", last)
		}
	}
}
