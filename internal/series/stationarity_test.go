package series

import (
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// By hand: x − mean is −1, 0, 1, the partial sums −1, −1, 0; 2/9 over 2/3, no lags.
func TestKPSS_ByHand(t *testing.T) {
	if got := kpss([]float64{1, 2, 3}); math.Abs(got-1.0/3) > 1e-15 {
		t.Errorf("%v, want 1/3", got)
	}
}

func TestPlainDifferences_CountTheUnitRoots(t *testing.T) {
	right := [3]int{}
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 31))
		x := make([]float64, 200)
		for i := range x {
			x[i] = r.NormFloat64()
		}
		for d := range 3 {
			if plainDifferences(x) == d {
				right[d]++
			}
			for i := 1; i < len(x); i++ {
				x[i] += x[i-1]
			}
		}
	}
	// The test rejects a level in 5 % of the cases where there is one.
	if right[0] < 88 || right[1] < 80 || right[2] < 80 {
		t.Errorf("of 100: %v", right)
	}
}

func TestPlainDifferences_OfALineAndAParabola(t *testing.T) {
	line, parabola := make([]float64, 60), make([]float64, 60)
	for i := range line {
		line[i], parabola[i] = 5+2*float64(i), float64(i*i)
	}
	for want, x := range [][]float64{{3, 3, 3, 3}, line, parabola} {
		if got := plainDifferences(x); got != want {
			t.Errorf("%d differences, want %d", got, want)
		}
	}
}

// noisySeason has a season of the given size on noise of size 1 and a slope.
func noisySeason(seed uint64, n, season int, size float64) []float64 {
	r := rand.New(rand.NewPCG(seed, 32))
	x := make([]float64, n)
	for t := range x {
		x[t] = 0.1*float64(t) + size*math.Sin(2*math.Pi*float64(t)/float64(season)) + r.NormFloat64()
	}
	return x
}

func TestSeasonalDifferences_AskForAStrongSeason(t *testing.T) {
	for seed := range uint64(20) {
		for _, season := range []int{4, 12} {
			if got := seasonalDifferences(noisySeason(seed, 120, season, 10), season); got != 1 {
				t.Errorf("seed %d season %d: a strong season is not differenced", seed, season)
			}
			if got := seasonalDifferences(noisySeason(seed, 120, season, 0.3), season); got != 0 {
				t.Errorf("seed %d season %d: noise is differenced", seed, season)
			}
		}
		if seasonalDifferences(noisySeason(seed, 24, 12, 10), 12) != 0 || seasonalDifferences(noisySeason(seed, 24, 12, 10), 1) != 0 {
			t.Errorf("seed %d: two cycles, or a season of 1, have been differenced", seed)
		}
	}
}

// A season that repeats itself exactly on a line: nothing remains.
func TestSTL_TakesAnExactSeasonApart(t *testing.T) {
	for _, season := range []int{2, 4, 7, 12} {
		x := make([]float64, 8*season)
		for i := range x {
			x[i] = 3 + 0.5*float64(i) + float64((i*i)%season)
		}
		seasonal, trend := stl(x, season)
		for i, v := range x {
			if math.Abs(v-seasonal[i]-trend[i]) > 0.06*float64(season) {
				t.Errorf("season %d: %v remains of value %d", season, v-seasonal[i]-trend[i], i+1)
			}
		}
		if strength := seasonalStrength(x, season); strength < 0.97 {
			t.Errorf("season %d: strength %v", season, strength)
		}
	}
}

func TestSeasonalStrength_DoesNotDependOnScaleAndShift(t *testing.T) {
	for seed := range uint64(20) {
		x := noisySeason(seed, 61+int(seed), 12, 1)
		y := make([]float64, len(x))
		for i, v := range x {
			y[i] = 1e6*v - 3e7
		}
		if a, b := seasonalStrength(x, 12), seasonalStrength(y, 12); math.Abs(a-b) > 1e-9 || a <= 0 || a >= 1 {
			t.Errorf("seed %d: %v and %v", seed, a, b)
		}
	}
}

// The figures of R on its own series, from testdata/arima.csv.
func TestStationarity_AgreesWithRSeriesBySeries(t *testing.T) {
	text, err := os.ReadFile("testdata/arima.csv")
	if err != nil {
		t.Fatal(err)
	}
	var given []float64
	checked := 0
	for _, line := range strings.Split(string(text), "\n") {
		field := strings.Split(line, ",")
		if len(field) != 4 || strings.HasPrefix(line, "#") || field[0] == "case" {
			continue
		}
		var values []float64
		for _, v := range strings.Fields(field[3]) {
			value, err := strconv.ParseFloat(v, 64)
			if err != nil {
				t.Fatal(err)
			}
			values = append(values, value)
		}
		got := 0.0
		switch field[2] {
		case "given":
			given = values
			continue
		case "kpss":
			got = kpss(given)
		case "strength":
			season, err := strconv.Atoi(field[1])
			if err != nil {
				t.Fatal(err)
			}
			got = seasonalStrength(given, season)
		default:
			continue
		}
		checked++
		if math.Abs(got-values[0]) > 1e-7*(1+values[0]) {
			t.Errorf("%s of %s is %v, want %v", field[2], field[0], got, values[0])
		}
	}
	if checked < 35 {
		t.Errorf("only %d figures were checked", checked)
	}
}
