package dealflow

import (
	"fmt"
	"math"
	"testing"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %v, not %v", what, got, want)
	}
}

// Sellers whose chances are drawn from Beta(12, 8) have a prior worth 20 deals,
// and rates from Gamma(5, 5) one of 5.
func TestStrength_IsThatOfThePriorThatMadeTheGroups(t *testing.T) {
	c := newChance(3)
	var won, closed, expected, counted, due []float64
	for range 3000 {
		p, n, wins := c.beta(12, 8), 30, 0.0
		for range n {
			if c.Float64() < p {
				wins++
			}
		}
		won, closed, expected = append(won, wins), append(closed, float64(n)), append(expected, 0.6)
		counted, due = append(counted, float64(c.count(20*c.gamma(5, 5)))), append(due, 20)
	}
	near(t, "strength of shares", shareStrength(won, closed, expected), 20, 4)
	near(t, "strength of rates", rateStrength(counted, due), 5, 1)
}

// Beta-binomial of (3,10), (7,10), (45,60), (2,20) around 57/100: R 4.2.2,
// optimize(function(m) sum(lbeta(m*.57+w, m*.43+n-w) - lbeta(m*.57, m*.43)), c(1, 1000), maximum = TRUE)
// gives M = 2.9288; the grid has steps of 15 %.
func TestStrength_IsTheLikeliest(t *testing.T) {
	e := []float64{0.57, 0.57, 0.57, 0.57}
	near(t, "M", math.Log(shareStrength([]float64{3, 7, 45, 2}, []float64{10, 10, 60, 20}, e)/2.928814), 0, math.Log(1.15)/2)
}

// Where records differ by no more than chance, nobody is told from the others.
func TestShrunk_EqualRecordsAreTheSharesOfAll(t *testing.T) {
	for i, share := range Shrunk([]float64{9, 10, 11, 10}, []float64{20, 20, 20, 20}) {
		near(t, fmt.Sprint("seller ", i), share, 40.5/81, 1e-3)
	}
}

func TestShrunk_AShortRecordTellsLittle(t *testing.T) {
	shares := Shrunk([]float64{90, 15, 1, 0, 0, 60}, []float64{120, 100, 1, 1, 0, 90})
	if !(shares[0] > 0.7 && shares[0] < 0.75 && shares[1] > 0.15 && shares[1] < 0.2) {
		t.Errorf("long records: %v", shares)
	}
	if !(shares[2] > shares[4] && shares[4] > shares[3] && shares[2] < 0.75 && shares[3] > 0.25) {
		t.Errorf("short records: %v", shares)
	}
	if len(Shrunk(nil, nil)) != 0 || Shrunk([]float64{3}, []float64{4})[0] < 0.6 {
		t.Error("one group is all that there is")
	}
}
