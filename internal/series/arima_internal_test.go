package series

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestDescent_FindsTheMinimumOfRosenbrock(t *testing.T) {
	d := descent{value: func(x []float64) float64 {
		a, b := 1-x[0], x[1]-x[0]*x[0]
		return a*a + 100*b*b
	}}
	x := []float64{-1.2, 1}
	least, settled, ok := d.minimise(x)
	if !ok || !settled || least > 1e-6 || math.Abs(x[0]-1) > 2e-3 || math.Abs(x[1]-1) > 4e-3 {
		t.Errorf("%v at %v, settled %v", least, x, settled)
	}
	if !d.curved(x) {
		t.Error("the minimum is not seen")
	}
}

func TestDescent_SeesASaddleAndARidge(t *testing.T) {
	saddle := descent{value: func(x []float64) float64 { return x[0]*x[0] - x[1]*x[1] }}
	saddle.resize(2)
	ridge := descent{value: func(x []float64) float64 { return x[0] * x[0] }}
	ridge.resize(2)
	if saddle.curved([]float64{0, 0}) || ridge.curved([]float64{0, 0}) {
		t.Error("taken for a minimum")
	}
}

func TestDescent_RefusesAValueThatIsNotFinite(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		d := descent{value: func([]float64) float64 { return bad }}
		if _, _, ok := d.minimise([]float64{1}); ok {
			t.Errorf("%v was taken", bad)
		}
	}
}

// simulated has plain and seasonal MA parts, an AR part and one difference of each kind.
func simulated(seed uint64, n int, ar, ma, seasonMA float64) []float64 {
	const warm = 200
	r := rand.New(rand.NewPCG(seed, 41))
	e, w := make([]float64, n+warm), make([]float64, n+warm)
	for t := range e {
		e[t] = r.NormFloat64()
		if t > 13 {
			w[t] = ar*w[t-1] + e[t] + ma*e[t-1] + seasonMA*e[t-12] + ma*seasonMA*e[t-13]
		}
	}
	y := make([]float64, n)
	for t := range y {
		y[t] = w[t+warm]
		if t >= 13 {
			y[t] += y[t-1] + y[t-12] - y[t-13]
		}
	}
	return y
}

// The standard error of the mean over the seeds is about 0.01; AR and MA estimates are
// known to be a little too small in size on short series.
func TestARIMA_FindsTheParametersItWasSimulatedWith(t *testing.T) {
	order := ARIMAOrder{AR: 1, Differences: 1, MA: 1, SeasonalDifferences: 1, SeasonalMA: 1}
	const seeds = 40
	want, sum := []float64{0.7, 0.3, -0.6}, make([]float64, 3)
	for seed := range uint64(seeds) {
		y := simulated(seed, 400, want[0], want[1], want[2])
		f, ok := fitOrder(y, 12, order)
		if !ok {
			t.Fatal(seed)
		}
		for i, v := range f.Coefficients {
			sum[i] += v / seeds
			if math.Abs(v-want[i]) > 0.2 {
				t.Errorf("seed %d: %v, want %v", seed, f.Coefficients, want)
			}
		}
	}
	for i, v := range sum {
		if math.Abs(v-want[i]) > 0.03 {
			t.Errorf("mean of estimates %v, want %v", sum, want)
		}
	}
}

// No neighbour of the estimate has a greater likelihood.
func TestARIMA_EstimateIsTheMaximum(t *testing.T) {
	for seed := range uint64(30) {
		y := simulated(seed, 100, 0.7, 0.3, -0.6)
		order := ARIMAOrder{AR: 2, Differences: 1, MA: 1, SeasonalDifferences: 1, SeasonalMA: 1}
		e, _ := scaledEstimation(order.difference(y, 12), 12)
		m, ok := e.maximise(e.search(order, false))
		if !ok {
			t.Fatal(seed)
		}
		best, _ := e.likelihood(order, order.coefficients(m.coefficients))
		for i := range m.coefficients {
			for _, step := range []float64{-0.01, 0.01} {
				other := append([]float64(nil), m.coefficients...)
				other[i] += step
				if value, _ := e.likelihood(order, order.coefficients(other)); value < best-1e-7 {
					t.Errorf("seed %d: %v, but %v with coefficient %d moved by %v", seed, best, value, i, step)
				}
			}
		}
	}
}

// By hand: with AR(1) of 0.5 and nothing before the first value, errors are
// x[t] − 0.5·x[t−1] from the second on: 4, 4, −4.
func TestEstimation_ConditionalByHand(t *testing.T) {
	e := &estimation{x: []float64{2, 5, 6.5, -0.75}, season: 1}
	got := e.conditional(ARIMAOrder{AR: 1}, []float64{0.5})
	if want := math.Log(16) / 2; math.Abs(got-want) > 1e-12 {
		t.Errorf("%v, want %v", got, want)
	}
	// With MA(1) of 0.5 they are 2, 4, 4.5, −3.
	got = e.conditional(ARIMAOrder{MA: 1}, []float64{0.5})
	if want := math.Log((4+16+4.5*4.5+9)/4) / 2; math.Abs(got-want) > 1e-12 {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestMostOrders_AreThoseOfR(t *testing.T) {
	for _, c := range []struct {
		n, season int
		want      ARIMAOrder
	}{
		{100, 12, ARIMAOrder{AR: 5, MA: 5, SeasonalAR: 2, SeasonalMA: 2}},
		{40, 12, ARIMAOrder{AR: 5, MA: 5, SeasonalAR: 1, SeasonalMA: 1}},
		{30, 12, ARIMAOrder{AR: 5, MA: 5}},
		{100, 4, ARIMAOrder{AR: 3, MA: 3, SeasonalAR: 2, SeasonalMA: 2}},
		{7, 1, ARIMAOrder{AR: 2, MA: 2}},
		{2, 12, ARIMAOrder{}},
	} {
		if got := mostOrders(c.n, c.season); got != c.want {
			t.Errorf("%d values, season %d: %+v, want %+v", c.n, c.season, got, c.want)
		}
	}
}

// Conditional least squares may end beyond the stationary region, where there is no exact
// likelihood: the explosion is continued by another form, or refused.
func TestEstimation_RefusesAStartThatIsNotStationary(t *testing.T) {
	x := make([]float64, 40)
	x[0] = 1
	for i := 1; i < len(x); i++ {
		x[i] = 1.3*x[i-1] + math.Sin(float64(i))
	}
	e, _ := scaledEstimation(x, 1)
	c := e.search(ARIMAOrder{AR: 1}, false)
	if c.failed || c.searched[0] < 1.2 || !math.IsInf(c.criterion, 1) {
		t.Fatalf("%+v", c)
	}
	if m, ok := e.maximise(c); ok {
		t.Errorf("estimated as %v", m.coefficients)
	}
}

func TestARIMAOrder_SensibleTakesOutWhatCannotBe(t *testing.T) {
	all := ARIMAOrder{AR: 1, Differences: 1, MA: 1, SeasonalAR: 1, SeasonalDifferences: 1, SeasonalMA: 1, Constant: true}
	if got, want := all.sensible(1), (ARIMAOrder{AR: 1, Differences: 1, MA: 1, Constant: true}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	want := all
	want.Constant = false
	if got := all.sensible(12); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// R begins with (2,1,2)(1,0,1) and the like, and with (1,·,1) where there are fewer than ten
// values; the forms without anything, with AR parts and with MA parts follow.
func TestARIMASearch_BeginsWithTheFormsOfR(t *testing.T) {
	for _, c := range []struct {
		n    int
		want []ARIMAOrder
	}{
		{9, []ARIMAOrder{{AR: 1, MA: 1, Constant: true}, {Constant: true}, {AR: 1, Constant: true}, {MA: 1, Constant: true}, {}}},
		{100, []ARIMAOrder{
			{AR: 2, MA: 2, SeasonalAR: 1, SeasonalMA: 1, Constant: true}, {Constant: true},
			{AR: 1, SeasonalAR: 1, Constant: true}, {MA: 1, SeasonalMA: 1, Constant: true}, {},
		}},
	} {
		e, _ := scaledEstimation(noisySeason(3, c.n, 4, 2), 4)
		s := arimaSearch{estimation: e, most: mostOrders(c.n, 4)}
		s.run(ARIMAOrder{Constant: true}, c.n)
		for i, want := range c.want {
			if s.tried[i].order != want {
				t.Errorf("%d values: form %d is %+v, want %+v", c.n, i+1, s.tried[i].order, want)
			}
		}
		if len(s.tried) > mostCandidates {
			t.Errorf("%d candidates", len(s.tried))
		}
		for i, c := range s.tried {
			for _, other := range s.tried[:i] {
				if c.order == other.order {
					t.Errorf("%+v was tried twice", c.order)
				}
			}
		}
	}
}
