package customerbase

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"clientele/internal/btyd"
)

// What cannot be estimated is refused with the reason.
func TestFit_RefusesWhatCannotBeEstimated(t *testing.T) {
	many := func(n int, days ...int) ledger {
		l := ledger{}
		for i := range n {
			l[fmt.Sprint(i)] = map[int]float64{}
			for _, day := range days {
				l[fmt.Sprint(i)][day] = 10
			}
		}
		return l
	}
	for name, c := range map[string]struct {
		ledger ledger
		want   error
	}{
		"nobody":           {ledger{}, btyd.ErrTooFew},
		"one customer":     {many(1, 0, 10), btyd.ErrTooFew},
		"one day":          {many(100, 5), btyd.ErrNobodyRepeats},
		"nobody came back": {many(100, 5), btyd.ErrNobodyRepeats},
		"all the same":     {many(100, 5, 20, 40), btyd.ErrAllSame},
	} {
		_, err := Fit(c.ledger.history(50), weeks(90))
		if !errors.Is(err, c.want) || Refusal(err) != c.want.Error() {
			t.Errorf("%s: %v, refused for %q", name, err, Refusal(err))
		}
	}
	if Refusal(errors.New("a full disk")) != "" || Refusal(nil) != "" {
		t.Error("every error is a refusal")
	}
}

// Hard bases give finite numbers.
func TestValue_IsFiniteOnHardBases(t *testing.T) {
	size := sizeOf(t, "customers of a base", 60, 200)
	busy := simulated(20, size, 500)
	busy["every day"] = map[int]float64{}
	for day := range 2000 {
		busy["every day"][day] = 3
	}
	gifts := simulated(21, size, 300)
	for _, paid := range gifts {
		for day := range paid {
			paid[day] = 0
		}
	}
	even := simulated(22, size, 300)
	for _, paid := range even {
		for day := range paid {
			paid[day] = 9.99
		}
	}
	old := simulated(23, size, 300)
	for name, c := range map[string]struct {
		ledger ledger
		until  int
	}{"two thousand purchases by one": {busy, 1999}, "nothing was paid": {gifts, 299}, "all pay the same": {even, 299}, "ages of decades": {old, 12000}, "a short history": {old, 100}} {
		field := fitted(t, c.ledger.history(c.until), weeks(182))
		for _, candidate := range field.Candidates {
			if candidate.forecaster == nil {
				t.Logf("%s: %s: %s", name, candidate.Name, candidate.Refused)
				continue
			}
			value := field.choice(candidate.Name, field.likeliest(), true).Value()
			var total []float64
			if candidate.Name == MeanOfModels { // all of them
				purchases, money := value.Totals().Widened(Misses{})
				total = []float64{purchases.Mean, purchases.Range.Low90, purchases.Range.High90, money.Mean, money.Range.Low90, money.Range.High90}
			}
			for i, o := range value.Outlooks {
				for at, number := range append(numbers(o)[1:15], append(total, o.AtStake)...) {
					if math.IsNaN(number) || math.IsInf(number, 0) {
						t.Fatalf("%s: %s: figure %d of %+v: %+v", name, candidate.Name, at, value.History.Customers[i], o)
					}
				}
			}
		}
	}
}

// A model that did not converge takes part only where none did.
func TestRefuseTogether_LeavesTheFirmOnes(t *testing.T) {
	models := func(converged ...bool) []Candidate {
		var list []Candidate
		for _, c := range converged {
			list = append(list, Candidate{Estimate: &btyd.Estimate{Converged: c}, forecaster: zero{}})
		}
		return list
	}
	some := models(true, false)
	if err := refuseTogether(some, make([]error, 2)); err != nil || some[0].forecaster == nil || some[1].forecaster != nil || some[1].Refused == "" {
		t.Errorf("%v %+v", err, some)
	}
	none := models(false, false)
	if err := refuseTogether(none, make([]error, 2)); err != nil || none[0].forecaster == nil || none[1].forecaster == nil {
		t.Errorf("%v %+v", err, none)
	}
	half := []Candidate{{Name: "a"}, {Name: "b", Estimate: &btyd.Estimate{Converged: true}, forecaster: zero{}}}
	if err := refuseTogether(half, []error{fmt.Errorf("a: %w: 3", btyd.ErrNoOptimum), nil}); err != nil || half[0].Refused != "no optimum was found" {
		t.Errorf("%v %+v", err, half)
	}
	if err := refuseTogether(half, []error{errors.New("broken"), nil}); err == nil {
		t.Error("a failure is taken for a refusal")
	}
}
