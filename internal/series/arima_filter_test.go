package series

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// randomARMA draws coefficients of a stationary and invertible seasonal model.
func randomARMA(r *rand.Rand, season int) (ARIMAOrder, []float64) {
	o := ARIMAOrder{AR: r.IntN(4), MA: r.IntN(4)}
	if season > 1 {
		o.SeasonalAR, o.SeasonalMA = r.IntN(3), r.IntN(3)
	}
	all := make([]float64, o.parameters())
	c := o.coefficients(all)
	for _, part := range [][]float64{c.ar, c.ma, c.seasonal, c.seasonMA} {
		raw := make([]float64, len(part))
		for i := range raw {
			raw[i] = r.NormFloat64()
		}
		fromPartial(raw, part)
	}
	for _, part := range [][]float64{c.ma, c.seasonMA} {
		copy(part, negated(part))
	}
	return o, all
}

// bruteForce is the log-likelihood of a multivariate normal whose covariances come from
// so many responses to an error that the rest is nothing.
func bruteForce(o ARIMAOrder, all []float64, season int, x []float64) (logs, quadratic float64) {
	const far = 60_000
	ar, ma := o.coefficients(all).terms(nil, nil, season)
	psi := make([]float64, far)
	for k := range psi {
		if k == 0 {
			psi[k] = 1
		}
		for _, term := range ma {
			if term.lag == k {
				psi[k] += term.weight
			}
		}
		psi[k] += weighted(ar, psi, k)
	}
	n := len(x)
	covariance := mat.NewSymDense(n, nil)
	for lag := range n {
		sum := 0.0
		for k := lag; k < far; k++ {
			sum += psi[k] * psi[k-lag]
		}
		for i := lag; i < n; i++ {
			covariance.SetSym(i-lag, i, sum)
		}
	}
	var cholesky mat.Cholesky
	if !cholesky.Factorize(covariance) {
		return math.NaN(), math.NaN()
	}
	var solved mat.VecDense
	v := mat.NewVecDense(n, append([]float64(nil), x...))
	if err := cholesky.SolveVecTo(&solved, v); err != nil {
		return math.NaN(), math.NaN()
	}
	return cholesky.LogDet(), mat.Dot(v, &solved)
}

func TestARMAFilter_IsTheMultivariateNormal(t *testing.T) {
	checked := 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 11))
		season := []int{1, 2, 4, 12}[seed%4]
		o, all := randomARMA(r, season)
		x := make([]float64, 1+r.IntN(40))
		for i := range x {
			x[i] = 3 * r.NormFloat64()
		}
		var f armaFilter
		f.ar, f.ma = o.coefficients(all).terms(nil, nil, season)
		f.resize(o.longAR(season), o.longMA(season))
		variance, _ := f.start()
		if variance > 1e4 {
			continue // the sum of responses would not end
		}
		errors := make([]float64, len(x))
		squares, logs, ok := f.run(x, 0, errors)
		wantLogs, wantSquares := bruteForce(o, all, season, x)
		if !ok || math.Abs(logs-wantLogs) > 1e-7*(1+math.Abs(wantLogs)) || math.Abs(squares-wantSquares) > 1e-7*wantSquares {
			t.Errorf("seed %d %+v %v: %v and %v, want %v and %v", seed, o, all, logs, squares, wantLogs, wantSquares)
		}
		checked++
	}
	if checked < 50 {
		t.Errorf("only %d of 60 were checked", checked)
	}
}

// By hand, for an AR(1) with 0.5: the variance of the first value is 1/(1−0.25), later
// errors are x[t] − 0.5·x[t−1].
func TestARMAFilter_OfAnAutoregressionByHand(t *testing.T) {
	var f armaFilter
	f.ar = []lagTerm{{1, 0.5}}
	f.resize(1, 0)
	errors := make([]float64, 3)
	squares, logs, ok := f.run([]float64{5, 6, 2}, 1, errors)
	if want := 16*0.75 + 9 + 1.5*1.5; !ok || math.Abs(squares-want) > 1e-12 {
		t.Errorf("squares %v, want %v", squares, want)
	}
	if want := math.Log(4.0 / 3); math.Abs(logs-want) > 1e-12 {
		t.Errorf("logarithms %v, want %v", logs, want)
	}
	for i, want := range []float64{4, 3, -1.5} {
		if math.Abs(errors[i]-want) > 1e-12 {
			t.Errorf("error %d is %v, want %v", i+1, errors[i], want)
		}
	}
}

func TestARMAFilter_RefusesAProcessThatIsNotStationary(t *testing.T) {
	for _, weight := range []float64{1, -1, 1.2, math.NaN()} {
		var f armaFilter
		f.ar = []lagTerm{{1, weight}}
		f.resize(1, 0)
		if _, _, ok := f.run([]float64{1, 2}, 0, nil); ok {
			t.Errorf("AR coefficient %v was accepted", weight)
		}
	}
}

// An MA root inside the unit circle and its inverse have the same likelihood, but for
// the variance of the errors.
func TestARMAFilter_DoesNotTellAnMARootFromItsInverse(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 12))
		x := make([]float64, 60)
		for i := range x {
			x[i] = r.NormFloat64()
		}
		e, _ := scaledEstimation(x, 1)
		o := ARIMAOrder{AR: 1, MA: 2 + int(seed%2)}
		all := make([]float64, o.parameters())
		for i := range all {
			all[i] = 1.2 * r.NormFloat64()
		}
		all[0] = math.Tanh(all[0])
		before, _ := e.likelihood(o, o.coefficients(all))
		changed := invertible(o.coefficients(all).ma)
		after, _ := e.likelihood(o, o.coefficients(all))
		if math.Abs(before-after) > 1e-8 || !rootsBeyond(1-1e-9, negated(o.coefficients(all).ma)) {
			t.Errorf("seed %d, changed %v: %v and %v with %v", seed, changed, before, after, all)
		}
	}
}
