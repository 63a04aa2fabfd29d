package btyd

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

func TestLegendre_EveryRuleIntegratesPolynomials(t *testing.T) {
	var rules legendre
	for n := range mostNodes + 10 {
		// Exact up to the power 2n − 1.
		for _, power := range []float64{0, 1, 2, 5} {
			sum := 0.0
			for _, q := range rules.rule(n) {
				sum += q.weight * math.Pow(q.at, power)
			}
			near(t, "integral", sum, 1/(power+1), 1e-14)
		}
	}
}

// integralOf sums a falling function up to a length.
func integralOf(f falling, length float64, panels, nodes int) float64 {
	var rules legendre
	panel, sum := length/float64(panels), 0.0
	for p := range panels {
		for _, n := range rules.rule(nodes) {
			sum += panel * n.weight * math.Exp(-f.at(panel*(float64(p)+n.at)))
		}
	}
	return sum
}

func TestNodesFor_AreEnoughForEveryShape(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	between := func(low, high float64) float64 { return low * math.Pow(high/low, random.Float64()) }
	nodes := 0
	const trials = 20_000
	for range trials {
		// The shapes of a likelihood: near is s or n − 1, far is n or s + 1.
		n, s := between(1e-3, 1e4), between(1e-4, 1e4)
		f := falling{near: s, far: n, ratio: between(1e-6, 1)}
		if random.Float64() < 0.5 {
			f.near, f.far = n-1, s+1
		}
		end := between(1e-3, longestPanel)
		length, fall := windowOf(f, end, f.at(end))
		if !(length > 0 && length <= end && fall >= 0 && fall <= outOfSight+3) {
			t.Fatalf("%+v to %v: length %v, fall %v", f, end, length, fall)
		}
		if top := f.lowest(); top > 0 && math.Abs(f.slope(top)) > 1e-12*(f.far-f.near) {
			t.Errorf("the slope at the top, %v, is %v", top, f.slope(top))
		}
		want := integralOf(f, length, 8, mostNodes)
		got := integralOf(f, length, 1, nodesFor(length, fall))
		near(t, "integral", got, want, 1e-13*want)
		// What is cut off is less than a straight line from there on would leave.
		if rest := math.Exp(-f.at(length)) / f.slope(length); length < end && rest > 1e-14*want {
			t.Errorf("%v of %v is cut off", rest, want)
		}
		if t.Failed() {
			t.Fatalf("%+v to %v", f, end)
		}
		nodes += nodesFor(length, fall)
	}
	t.Logf("%.1f nodes on average", float64(nodes)/trials)
}

func TestBump_IsHighestAtItsPeakAndHasTheAreaOfABeta(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 0))
	between := func(low, high float64) float64 { return low * math.Pow(high/low, random.Float64()) }
	for range 2000 {
		b := bump{up: between(1, 1e4), ratio: between(1e-6, 1e6), late: between(1e-4, 1e4)}
		// Below, gonum's incomplete beta is off by as much as 0.4 % (mpmath sides
		// with the sum here).
		b.down = b.up + between(0.1, 1e4)
		top := b.peak()
		for _, aside := range []float64{-1e-2, 1e-2} {
			if b.log(top+aside) > b.log(top) {
				t.Errorf("%+v is higher at %v than at %v", b, top+aside, top)
			}
		}
		// Without the second factor: B(up, down − up), in full and up to a point.
		b.late = 0
		area := mathext.Lbeta(b.up, b.down-b.up)
		near(t, "area", b.integral(1e3*(1+1/(b.down-b.up)), -area), 1, 1e-9)
		end := b.peak() + random.NormFloat64()
		near(t, "part", b.integral(end, -area), mathext.RegIncBeta(b.up, b.down-b.up, 1/(1+math.Exp(-end))), 1e-9)
	}
}
