package series

import (
	"math"
	"math/rand/v2"
	"testing"
)

// In the package, as neither alpha nor the sum of squares is seen from outside.
func TestSmoothing_FindsTheLeastSumOfSquares(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 4))
		x := make([]float64, 20+int(seed%60))
		level := 0.0
		for i := range x {
			level += float64(seed%4) * r.NormFloat64()
			x[i] = level + 3*r.NormFloat64()
		}
		centre := mean(x)
		for i := range x {
			x[i] -= centre
		}
		got, _ := profile(x, fitSmoothing(x).alpha)
		for i := range 1001 {
			alpha := leastAlpha + (mostAlpha-leastAlpha)*float64(i)/1000
			if other, _ := profile(x, alpha); got > other*(1+1e-9) {
				t.Fatalf("seed %d: sum of squares %v, but %v with alpha %v", seed, got, other, alpha)
			}
		}
	}
}

// The closed form of the initial level against a search.
func TestSmoothing_InitialLevelIsTheBest(t *testing.T) {
	x := []float64{4, -1, 3, -6, 2, 5, -7}
	for _, alpha := range []float64{0.01, 0.3, 0.9} {
		sum, initial := profile(x, alpha)
		squares := func(level float64) float64 {
			total := 0.0
			for _, v := range x {
				total += (v - level) * (v - level)
				level += alpha * (v - level)
			}
			return total
		}
		if math.Abs(squares(initial)-sum) > 1e-9 {
			t.Errorf("alpha %v: sum of squares %v, recursion gives %v", alpha, sum, squares(initial))
		}
		for _, step := range []float64{-0.01, 0.01} {
			if squares(initial+step) <= sum {
				t.Errorf("alpha %v: initial level %v is not the best", alpha, initial)
			}
		}
	}
}
