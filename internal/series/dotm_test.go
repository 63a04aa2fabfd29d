package series

import (
	"math"
	"math/rand/v2"
	"testing"
)

// In the package, as the parameters are not seen from outside.

// The figures are those of statsforecast 2.1.1 (_lib.theta.pegels_resid and forecast,
// model DOTM) for level 2, alpha 0.3, theta 2.5.
func TestDynamicTheta_RunsAsItsTwinWithGivenParameters(t *testing.T) {
	y := []float64{3, 5, 4, 8, 9, 7, 12}
	f := dynamicThetaFit{lines: thetaLines{alpha: 0.3, weight: 1 - 1/2.5, initial: 2}}.run(y)
	fitted := make([]float64, len(f.residuals))
	for i, e := range f.residuals {
		fitted[i] = y[i+2] - e
	}
	equalToTwin(t, fitted, []float64{6.032, 4.7543, 7.309394, 8.8128776, 8.38145386}, 1e-8)
	equalToTwin(t, f.Forecast(4), []float64{10.53491581, 11.08468613, 11.60049433, 12.08837779}, 1e-8)
}

func equalToTwin(t *testing.T, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d values, want %d", len(got), len(want))
	}
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= tolerance) {
			t.Errorf("value %d: %v, want %v", i+1, got[i], want[i])
		}
	}
}

// The sum of squares by the recursion of the model itself, against the closed form, and
// against every other set of parameters of a grid and of small steps.
func TestDynamicTheta_FindsTheLeastSumOfSquares(t *testing.T) {
	squares := func(x []float64, lines thetaLines) float64 {
		sum, state := 0.0, thetaState{level: lines.initial, decay: 1}
		for t, v := range x {
			if e := v - state.next(lines); t >= 2 {
				sum += e * e
			}
			state = state.after(v, lines)
		}
		return sum
	}
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 5))
		x := make([]float64, 12+int(seed))
		level := 0.0
		for i := range x {
			level += float64(seed%4)*r.NormFloat64() + float64(seed%3)/5
			x[i] = level + 3*r.NormFloat64()
		}
		found := estimateThetaLines(x)
		least := squares(x, found)
		for i := range 90 {
			for weight := 0.0; weight < 1; weight += 0.09 {
				alpha := leastThetaAlpha + 0.01*float64(i)
				other := thetaLines{alpha, weight, (1-weight)*x[0] + 4*r.NormFloat64()}
				if got := squares(x, other); got < least*(1-1e-9) {
					t.Fatalf("seed %d: %v has %v, but %v has %v", seed, found, least, other, got)
				}
			}
		}
		for _, step := range []float64{-1e-3, 1e-3} {
			if got := squares(x, thetaLines{found.alpha, found.weight, found.initial + step}); got < least {
				t.Errorf("seed %d: the initial level %v is not the best", seed, found.initial)
			}
		}
	}
}

// The line of the state against the least-squares line of the values known so far.
func TestDynamicTheta_KeepsTheLeastSquaresLine(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 6))
	var x []float64
	var state thetaState
	for range 40 {
		x = append(x, 5*r.NormFloat64()+float64(len(x)))
		state = state.after(x[len(x)-1], thetaLines{alpha: 0.3})
		b := slope(x)
		equalToTwin(t, []float64{state.slope, state.intercept}, []float64{b, mean(x) - b*float64(len(x)+1)/2}, 1e-9)
	}
}

func TestDynamicTheta_RecoversItsParameters(t *testing.T) {
	var alphas, weights float64
	const runs = 40
	truth := thetaLines{alpha: 0.5, weight: 1 - 1/2.5, initial: 40}
	for seed := range uint64(runs) {
		r := rand.New(rand.NewPCG(seed, 7))
		state := thetaState{level: truth.initial, decay: 1}
		// A steep beginning: without a slope nothing is known of its weight.
		x := []float64{100, 160}
		state = state.after(x[0], truth).after(x[1], truth)
		for range 198 {
			v := state.next(truth) + 5*r.NormFloat64()
			x = append(x, v)
			state = state.after(v, truth)
		}
		found := estimateThetaLines(x)
		alphas += found.alpha / runs
		weights += found.weight / runs
	}
	t.Logf("alpha %.3f, weight %.3f", alphas, weights)
	if math.Abs(alphas-truth.alpha) > 0.03 || math.Abs(weights-truth.weight) > 0.05 {
		t.Errorf("alpha %.3f, weight %.3f, want %v and %v", alphas, weights, truth.alpha, truth.weight)
	}
}

// By simulation: the spread of 4,000 futures of a fitted model, h steps ahead.
func TestDynamicTheta_GrowthIsTheSpreadOfItsFutures(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	lines := thetaLines{alpha: 0.4, weight: 0.6, initial: 10}
	state := thetaState{level: 10, decay: 1}
	for range 80 {
		state = state.after(state.next(lines)+r.NormFloat64(), lines)
	}
	f := dynamicThetaFit{lines: lines, now: state}
	means, growth := f.Forecast(12), f.Growth(12)
	squares := make([]float64, 12)
	const futures = 4000
	for range futures {
		s := state
		for h := range squares {
			v := s.next(lines) + r.NormFloat64()
			squares[h] += (v - means[h]) * (v - means[h]) / futures
			s = s.after(v, lines)
		}
	}
	for h, square := range squares {
		if ratio := math.Sqrt(square) / growth[h]; math.Abs(ratio-1) > 0.05 {
			t.Errorf("%d steps ahead the spread is %.3f of what Growth says", h+1, ratio)
		}
	}
}
