package btyd

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestDrawBeta_OfAlmostNothingIsAnEnd(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	ones := 0.0
	const draws = 4000
	for range draws {
		p := drawBeta(random, 1e-12, 3e-12)
		if p != 0 && p != 1 {
			t.Fatalf("%v", p)
		}
		ones += p
	}
	near(t, "share of ones", ones/draws, 0.25, 4*math.Sqrt(0.25*0.75/draws))
}
