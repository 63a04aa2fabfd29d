package series

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"
)

func TestFromPartial_IsStationaryAndHasAnInverse(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 21))
		raw := make([]float64, 1+r.IntN(6))
		for i := range raw {
			raw[i] = r.NormFloat64()
		}
		ar := make([]float64, len(raw))
		fromPartial(raw, ar)
		for _, root := range polynomialRoots(negated(ar)) {
			if cmplx.Abs(root) <= 1 {
				t.Errorf("seed %d: %v has the root %v", seed, ar, root)
			}
		}
		toPartial(ar)
		for i := range raw {
			if math.Abs(ar[i]-raw[i]) > 1e-6*(1+math.Abs(raw[i])) {
				t.Errorf("seed %d: %v came back as %v", seed, raw, ar)
			}
		}
	}
}

// (1 − z/2)(1 + z/4)(1 − z/8) = 1 − 0.375z − 0.09375z² + 0.015625z³ has the roots 2, −4
// and 8.
func TestRootsBeyond_KnowsTheNearestRoot(t *testing.T) {
	ar := []float64{0.375, 0.09375, -0.015625}
	for bound, want := range map[float64]bool{1: true, 1.9: true, 1.999: true, 2.001: false, 3: false} {
		if got := rootsBeyond(bound, ar); got != want {
			t.Errorf("beyond %v: %v, want %v", bound, got, want)
		}
	}
}

func TestRootsBeyond_AgreesWithTheRootsThemselves(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 22))
		ar := make([]float64, 1+r.IntN(5))
		for i := range ar {
			ar[i] = 0.7 * r.NormFloat64()
		}
		nearest := math.Inf(1)
		for _, root := range polynomialRoots(negated(ar)) {
			nearest = math.Min(nearest, cmplx.Abs(root))
		}
		if math.Abs(nearest-nearUnit) > 1e-9 && rootsBeyond(nearUnit, ar) != (nearest > nearUnit) {
			t.Errorf("%v: the nearest root is %v away", ar, nearest)
		}
	}
}

func TestPolynomialRoots_AreRoots(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 23))
		c := make([]float64, 1+r.IntN(6))
		for i := range c {
			c[i] = r.NormFloat64()
		}
		for _, root := range polynomialRoots(c) {
			value, size := complex(1, 0), 1.0
			power := complex(1, 0)
			for _, v := range c {
				power *= root
				value += complex(v, 0) * power
				size += cmplx.Abs(power) * math.Abs(v)
			}
			if cmplx.Abs(value) > 1e-9*size {
				t.Errorf("seed %d: %v at the root %v of %v", seed, value, root, c)
			}
		}
	}
}

// 1 + 2z has its root at −1/2; 1 + z/2 is its mirror image.
func TestInvertible_MirrorsARootByHand(t *testing.T) {
	ma := []float64{2}
	if !invertible(ma) || math.Abs(ma[0]-0.5) > 1e-12 {
		t.Errorf("%v, want 0.5", ma)
	}
	for _, fine := range [][]float64{{0.5}, {0}, {}, {0.4, -0.2}} {
		before := append([]float64(nil), fine...)
		if invertible(fine) {
			t.Errorf("%v was changed to %v", before, fine)
		}
	}
}

// (1 − 0.5B)(1 − 0.2B⁴) = 1 − 0.5B − 0.2B⁴ + 0.1B⁵.
func TestAppendProduct_ByHand(t *testing.T) {
	dense := make([]float64, 5)
	spreadTerms(appendProduct(nil, []float64{0.5}, []float64{0.2}, 4, -1), dense)
	for i, want := range []float64{0.5, 0, 0, 0.2, -0.1} {
		if math.Abs(dense[i]-want) > 1e-15 {
			t.Fatalf("%v", dense)
		}
	}
}
