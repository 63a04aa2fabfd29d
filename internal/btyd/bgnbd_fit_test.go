package btyd

import (
	"math"
	"os"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestFitBGNBD_StandardErrorsAreTheSpreadOfTheEstimates(t *testing.T) {
	long(t)
	m := BGNBD{R: 1, Alpha: 4, A: 1, B: 2.5}
	const cohorts = 200
	values, claimed := make([][]float64, 4), make([]float64, 4)
	for seed := range uint64(cohorts) {
		fit, err := FitBGNBD(compress(t, customersOf(m.simulateCohort(100+seed, 5000, 78, 0))), Options{Starts: 1})
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range fit.Parameters {
			values[i] = append(values[i], math.Log(p.Value))
			claimed[i] += p.StandardError / p.Value / cohorts
		}
	}
	for i := range values {
		got := deviation(values[i])
		t.Logf("%d: spread %.4f, claimed %.4f", i, got, claimed[i])
		// The spread of 200 estimates is itself known to 5 %.
		near(t, "spread of the logs", got, claimed[i], 0.2*claimed[i])
	}
}

func TestFitBGNBD_RecoversManyModels(t *testing.T) {
	long(t)
	misses, checked := 0, 0
	for i, m := range randomModels(21, 20) {
		fit, err := FitBGNBD(compress(t, customersOf(m.simulateCohort(uint64(i), 50_000, 26*m.Alpha/m.R, 0))), Options{})
		if err != nil {
			t.Fatal(err)
		}
		for j, want := range []float64{m.R, m.Alpha, m.A, m.B} {
			p := fit.Parameters[j]
			if p.Unknown {
				t.Errorf("model %d %+v: %s at a limit", i, m, p.Name)
			}
			checked++
			if math.Abs(p.Value-want) > 2*p.StandardError {
				misses++
			}
		}
	}
	// 4.6 % of 80 are 3.6; rounding times to days adds a bias that is small
	// against the errors.
	t.Logf("%d of %d beyond two standard errors", misses, checked)
	if misses > 12 {
		t.Errorf("%d of %d parameters beyond two standard errors", misses, checked)
	}
}

func deviation(values []float64) float64 {
	mean, square := 0.0, 0.0
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		square += (v - mean) * (v - mean) / float64(len(values)-1)
	}
	return math.Sqrt(square)
}

func long(t *testing.T) {
	t.Helper()
	if os.Getenv("CLIENTELE_LONG") == "" {
		t.Skip("takes long: set CLIENTELE_LONG=1 to run it")
	}
}

func TestFitBGNBD_FindsTheFewWhoCameBackAmongMany(t *testing.T) {
	var customers []Customer
	for i := range 100_000 {
		customers = append(customers, Customer{Age: 1 + float64(i)/2000})
	}
	repeaters := customersOf(BGNBD{R: 0.5, Alpha: 10, A: 0.5, B: 3}.simulateCohort(3, 40, 50, 0))
	cohort := compress(t, append(customers, repeaters...))
	for seed := range uint64(3) {
		fit, err := FitBGNBD(cohort, Options{Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		// The likelihood has a plateau at -531.273, where a goes to 0, on which most
		// starts end; the greatest value was found from starts around the optimum.
		near(t, "log-likelihood", fit.LogLikelihood, -531.0631186972, 1e-6)
		if !fit.Converged {
			t.Errorf("%+v", fit)
		}
	}
}

// The Hessian in the parameters themselves, by second differences of the
// published likelihood, gives the same errors as that in the logs: at the
// optimum the delta method is exact.
func TestFitBGNBD_StandardErrorsAreThoseOfTheParametersOwnHessian(t *testing.T) {
	cohort := compress(t, customersOf(published().simulateCohort(6, 2000, 39, 0)))
	fit, err := FitBGNBD(cohort, Options{})
	if err != nil {
		t.Fatal(err)
	}
	at := func(i, j int, stepI, stepJ float64) float64 {
		v := []float64{fit.Model.R, fit.Model.Alpha, fit.Model.A, fit.Model.B}
		v[i] += stepI
		v[j] += stepJ
		return BGNBD{R: v[0], Alpha: v[1], A: v[2], B: v[3]}.LogLikelihood(cohort)
	}
	information := mat.NewSymDense(4, nil)
	for i := range 4 {
		for j := i; j < 4; j++ {
			p, q := fit.Parameters[i].Value*1e-3, fit.Parameters[j].Value*1e-3
			information.SetSym(i, j, -(at(i, j, p, q)-at(i, j, p, -q)-at(i, j, -p, q)+at(i, j, -p, -q))/(4*p*q))
		}
	}
	var factor mat.Cholesky
	if !factor.Factorize(information) {
		t.Fatal("no maximum")
	}
	var covariance mat.SymDense
	if err := factor.InverseTo(&covariance); err != nil {
		t.Fatal(err)
	}
	for i, p := range fit.Parameters {
		near(t, p.Name, p.StandardError, math.Sqrt(covariance.At(i, i)), 1e-3*p.StandardError)
	}
}

func TestEstimate_NamesWhatTheDataDoNotFix(t *testing.T) {
	// Rates hardly differ: r and alpha grow together, their ratio is known.
	alike := BGNBD{R: 1e9, Alpha: 5e9, A: 0.8, B: 2}
	fit, err := FitBGNBD(compress(t, customersOf(alike.simulateCohort(8, 3000, 50, 0))), Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, alpha, a := fit.Parameters[0], fit.Parameters[1], fit.Parameters[2]
	if !fit.Converged || !r.Unknown || !alpha.Unknown || a.Unknown || !strings.Contains(fit.Note, "fix r, alpha:") {
		t.Errorf("%+v", fit)
	}
	near(t, "rate", r.Value/alpha.Value, 0.2, 0.01)
}
