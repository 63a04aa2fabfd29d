package series

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// greatestRoot of the characteristic polynomial, as the greatest eigenvalue of its
// companion matrix.
func greatestRoot(t *testing.T, w etsWeights, m int) float64 {
	t.Helper()
	middle := w.alpha + w.beta - w.alpha*w.phi
	p := []float64{w.alpha + w.beta - w.phi} // highest power first, without the leading 1
	for range m - 2 {
		p = append(p, middle)
	}
	p = append(p, middle+w.gamma-1, w.phi*(1-w.alpha-w.gamma))
	companion := mat.NewDense(m+1, m+1, nil)
	for i, v := range p {
		companion.Set(0, i, -v)
		if i > 0 {
			companion.Set(i, i-1, 1)
		}
	}
	var eigen mat.Eigen
	if !eigen.Factorize(companion, mat.EigenNone) {
		t.Fatal("no eigenvalues")
	}
	most := 0.0
	for _, root := range eigen.Values(nil) {
		most = math.Max(most, cmplx.Abs(root))
	}
	return most
}

func randomWeights(r *rand.Rand) etsWeights {
	w := etsWeights{alpha: r.Float64(), phi: 1}
	w.beta, w.gamma = w.alpha*r.Float64(), (1-w.alpha)*r.Float64()
	if r.IntN(2) == 0 {
		w.phi = leastPhi + (mostPhi-leastPhi)*r.Float64()
	}
	return w
}

func TestETS_AdmissibleWeightsHaveTheirRootsInTheUnitCircle(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, m := range []int{2, 3, 4, 7, 12, 24} {
		inside := 0
		for range 400 {
			w := randomWeights(r)
			root := greatestRoot(t, w, m)
			if got := w.admissible(m); got != (root < 1) && math.Abs(root-1) > 1e-6 {
				t.Errorf("m %d %+v: admissible is %v, the greatest root %v", m, w, got, root)
			}
			if root < 1 {
				inside++
			}
		}
		t.Logf("m %d: %d of 400 admissible", m, inside)
	}
}

// So within need not ask where there is no trend.
func TestETS_WeightsWithoutTrendAreAlwaysAdmissible(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	for range 1000 {
		w := randomWeights(r)
		w.beta, w.phi = 0, 1
		if root := greatestRoot(t, w, 2+r.IntN(23)); root > 1+1e-9 {
			t.Fatalf("%+v: greatest root %v", w, root)
		}
	}
}

func TestETS_WeightsStayWithinTheUsualBounds(t *testing.T) {
	all := etsForm{trend: true, damped: true, season: seasonAdditive}
	good := etsWeights{alpha: 0.3, beta: 0.05, gamma: 0.2, phi: 0.9}
	if !good.within(all, 4) {
		t.Fatalf("%+v is refused", good)
	}
	for name, w := range map[string]etsWeights{
		"alpha 0":          {0, 0.05, 0.2, 0.9},
		"alpha 1":          {1, 0.05, 0.2, 0.9},
		"beta 0":           {0.3, 0, 0.2, 0.9},
		"beta above alpha": {0.3, 0.31, 0.2, 0.9},
		"gamma 0":          {0.3, 0.05, 0, 0.9},
		"gamma, 1 - alpha": {0.3, 0.05, 0.71, 0.9},
		"phi 0.79":         {0.3, 0.05, 0.2, 0.79},
		"phi 0.99":         {0.3, 0.05, 0.2, 0.99},
		"not a number":     {math.NaN(), 0.05, 0.2, 0.9},
	} {
		if w.within(all, 4) {
			t.Errorf("%s is allowed", name)
		}
	}
}
