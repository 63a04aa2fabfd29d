package btyd

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

func TestDrawn_SpreadsAsTheHessianSays(t *testing.T) {
	cohort := compress(t, customersOf(published().simulateCohort(6, 2000, 39, 0)))
	fit, err := FitBGNBD(cohort, Options{})
	if err != nil {
		t.Fatal(err)
	}
	const draws = 20_000
	random := rand.New(rand.NewPCG(1, 1))
	logs := mat.NewDense(draws, 4, nil)
	for i := range draws {
		m := fit.Drawn(random)
		logs.SetRow(i, []float64{math.Log(m.R), math.Log(m.Alpha), math.Log(m.A), math.Log(m.B)})
	}
	var got mat.SymDense
	stat.CovarianceMatrix(&got, logs, nil)
	var product mat.Dense
	product.Mul(&got, hessian(bgnbdRecipe().objective(cohort, fit.logs), fit.logs))
	for i := range 4 {
		for j := range 4 {
			// The covariance times its inverse, each product known to 1/√draws
			// times the ratio of the axes.
			want := 0.0
			if i == j {
				want = 1
			}
			near(t, "covariance times Hessian", product.At(i, j), want, 0.15)
		}
		p := fit.Parameters[i]
		near(t, p.Name, math.Sqrt(got.At(i, i)), p.StandardError/p.Value, 0.03*p.StandardError/p.Value)
	}
}

func TestDrawn_HoldsWhatManyDataLeaveOpen(t *testing.T) {
	alike := BGNBD{R: 1e9, Alpha: 5e9, A: 0.8, B: 2}
	fit, err := FitBGNBD(compress(t, customersOf(alike.simulateCohort(8, 3000, 50, 0))), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if m := fit.Drawn(rand.New(rand.NewPCG(1, 1))); m.R == fit.Model.R {
		t.Errorf("%+v drawn around %+v", m, fit.Parameters)
	}
	fit.likely = nil // as of more data than are walked through
	m := fit.Drawn(rand.New(rand.NewPCG(1, 1)))
	if m.R != fit.Model.R || m.Alpha != fit.Model.Alpha || m.A == fit.Model.A || m.B == fit.Model.B {
		t.Errorf("%+v drawn around %+v", m, fit.Parameters)
	}
	bare := Fit[BGNBD]{Model: alike}
	if bare.Drawn(rand.New(rand.NewPCG(1, 1))) != alike {
		t.Errorf("a fit without data draws %+v", m)
	}
}

func TestDrawn_IsTheSameThroughAnyFamily(t *testing.T) {
	cohort := compress(t, customersOf(published().simulateCohort(6, 500, 39, 0)))
	fit, err := FitBGNBD(cohort, Options{})
	if err != nil {
		t.Fatal(err)
	}
	anyFit, err := Families()[0].Fit(cohort, Options{})
	if err != nil {
		t.Fatal(err)
	}
	one, other := fit.Drawn(rand.New(rand.NewPCG(2, 1))), anyFit.Drawn(rand.New(rand.NewPCG(2, 1)))
	if other != Model(one) || one == fit.Model {
		t.Errorf("%+v and %+v", one, other)
	}
}
