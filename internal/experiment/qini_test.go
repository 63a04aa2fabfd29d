package experiment

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Four customers by hand: the best-scored half brings all of the gain.
func TestQini_AddsUpByHand(t *testing.T) {
	c := Qini([]float64{4, 3, 2, 1}, []bool{true, false, true, false}, []float64{1, 0, 0, 0}, 0, 1)
	near(t, "at half", c.Gain[10], 0.5, 1e-12) // (1 − 0·1/1) over two treated
	near(t, "at the end", c.Gain[20], 0.5, 1e-12)
	near(t, "random at half", c.Random[10], 0.25, 1e-12)
	// Nobody to compare with in the first quarter; then a straight line to a
	// half at a half, and level. The random line's area is 0.25.
	near(t, "qini", c.Qini, 0.5/4/2+0.5/2-0.25, 1e-12)
}

// persons of whom the score tells the effect, or does not.
func persons(n int, telling bool, seed uint64) (score []float64, treated []bool, outcome []float64) {
	r := rand.New(rand.NewPCG(seed, 1))
	for range n {
		s, was, y := r.Float64(), r.IntN(3) > 0, bernoulli(r, 0.1)
		lift := 0.1
		if telling {
			lift = 0.2 * s
		}
		if was {
			y = max(y, bernoulli(r, lift))
		}
		score, treated, outcome = append(score, s), append(treated, was), append(outcome, y)
	}
	return score, treated, outcome
}

// At the end all are treated, and the gain is the effect.
func TestQini_EndsAtTheEffect(t *testing.T) {
	score, treated, outcome := persons(3000, true, 1)
	var arms [2]Sample
	for i, y := range outcome {
		arms[armOf(treated[i])].Values = append(arms[armOf(treated[i])].Values, y)
	}
	e := compared(t, arms[0], arms[1], Settings{})
	c := Qini(score, treated, outcome, 0, 1)
	near(t, "gain", c.Gain[qiniSteps], e.Effect, 1e-12)
	near(t, "random", c.Random[qiniSteps], e.Effect, 1e-12)
	if c.Gain[0] != 0 || len(c.Gain) != len(c.Fractions) || c.Fractions[qiniSteps] != 1 {
		t.Error(c)
	}
}

func TestQini_SeesAScoreThatTells(t *testing.T) {
	c := Qini(persons4(4000, true))
	if !(c.QiniLo > 0) || !(c.QiniLo <= c.Qini && c.Qini <= c.QiniHi) {
		t.Errorf("telling: %g (%g to %g)", c.Qini, c.QiniLo, c.QiniHi)
	}
	for i := range c.Gain {
		if c.Lo[i] > c.Gain[i]+0.01 || c.Hi[i] < c.Gain[i]-0.01 {
			t.Errorf("step %d: %g to %g around %g", i, c.Lo[i], c.Hi[i], c.Gain[i])
		}
	}
}

func persons4(n int, telling bool) ([]float64, []bool, []float64, int, uint64) {
	score, treated, outcome := persons(n, telling, 2)
	return score, treated, outcome, 400, 1
}

// The interval of a score that tells nothing holds 0 in 95 of a hundred.
func TestQini_IntervalHoldsZeroOfAScoreThatTellsNothing(t *testing.T) {
	const full = 300
	runs, holds := sized(t, "experiments", 40, full), 0
	for i := range runs {
		score, treated, outcome := persons(1500, false, uint64(i)+100)
		c := Qini(score, treated, outcome, 200, 1)
		count(&holds, c.QiniLo <= 0 && 0 <= c.QiniHi)
	}
	t.Logf("holds in %.1f %%", percent(holds, runs))
	if math.Abs(percent(holds, runs)-95) > 4+chanceOf(0.95, runs, full) {
		t.Errorf("holds in %.1f %%", percent(holds, runs))
	}
}

func TestQini_DependsOnNoOrderAndOnTheSeed(t *testing.T) {
	score, treated, outcome := persons(500, true, 3)
	for i := range score {
		score[i] = math.Floor(score[i] * 5) // ties
	}
	first := Qini(score, treated, outcome, 50, 1)
	r := rand.New(rand.NewPCG(4, 1))
	r.Shuffle(len(score), func(i, j int) {
		score[i], score[j] = score[j], score[i]
		treated[i], treated[j] = treated[j], treated[i]
		outcome[i], outcome[j] = outcome[j], outcome[i]
	})
	again := Qini(score, treated, outcome, 50, 1)
	if !slices.Equal(first.Gain, again.Gain) || !slices.Equal(first.Lo, again.Lo) || first.QiniHi != again.QiniHi {
		t.Error("another order, another curve")
	}
	if other := Qini(score, treated, outcome, 50, 2); slices.Equal(first.Lo, other.Lo) {
		t.Error("another seed, the same draws")
	}
}

// A score that is the same for all is the random line.
func TestQini_OfNoScoreIsRandom(t *testing.T) {
	_, treated, outcome := persons(500, true, 5)
	c := Qini(make([]float64, 500), treated, outcome, 0, 1)
	for i := range c.Gain {
		near(t, "gain", c.Gain[i], c.Random[i], 1e-12)
	}
	near(t, "qini", c.Qini, 0, 1e-12)
}

func TestQini_IsEmptyWithoutTwoArms(t *testing.T) {
	for _, c := range []Curve{Qini(nil, nil, nil, 10, 1), Qini([]float64{1}, []bool{true}, []float64{1}, 10, 1), Qini([]float64{1, math.NaN()}, []bool{true, false}, []float64{1, 1}, 10, 1)} {
		if c.Gain != nil {
			t.Error(c)
		}
	}
}
