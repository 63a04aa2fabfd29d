package btyd

import (
	"fmt"
	"math"
)

const (
	// minCustomers is five customers for each of the four parameters: fewer
	// give an optimum that says nothing.
	minCustomers = 20
	// minRepeaters is one repeat buyer for each parameter.
	minRepeaters = 4
	// coarseGroups is the size of the sample on which starts are tried.
	coarseGroups = 4000
)

// FitBGNBD finds the parameters of greatest likelihood, without any penalty.
// It refuses with [ErrTooFew], [ErrNobodyRepeats] or [ErrAllSame] what cannot
// be estimated. What the data leave open gets finite numbers and a Note in the
// Estimate that says so.
func FitBGNBD(c Cohort, options Options) (Fit[BGNBD], error) {
	if err := checkCohort(c); err != nil {
		return Fit[BGNBD]{}, fmt.Errorf("fitting BG/NBD: %w", err)
	}
	starts := scatter(bgnbdStart(c), options)
	full := bgnbdObjective(c)
	found, err := search(bgnbdObjective(c.thinned(coarseGroups)), full, starts)
	if err != nil {
		return Fit[BGNBD]{}, fmt.Errorf("fitting BG/NBD: %w", err)
	}
	return Fit[BGNBD]{
		Model:    bgnbdAt(found.logs),
		Estimate: estimate("BG/NBD", []string{"r", "alpha", "a", "b"}, found, c.customers),
	}, nil
}

func checkCohort(c Cohort) error {
	switch {
	case c.customers < minCustomers:
		return fmt.Errorf("%w: %v, at least %d are needed", ErrTooFew, c.customers, minCustomers)
	case c.repeaters < minRepeaters:
		return fmt.Errorf("%w: %v of %v, at least %d are needed", ErrNobodyRepeats, c.repeaters, c.customers, minRepeaters)
	case len(c.groups) == 1:
		g := c.groups[0]
		return fmt.Errorf("%w: all %v have x %v, recency %v, age %v, so nothing tells how customers differ",
			ErrAllSame, c.customers, g.X, g.Recency, g.Age)
	}
	return nil
}

// bgnbdStart puts the mean rate at what the cohort shows, so that the unit of
// time does not matter.
func bgnbdStart(c Cohort) []float64 {
	var purchases, exposure float64
	for _, g := range c.groups {
		purchases += g.Count * g.X
		// Time under observation until the last purchase, or the end for those
		// without one: those who left do not dilute the rate.
		if g.X > 0 {
			exposure += g.Count * g.Recency
		} else {
			exposure += g.Count * g.Age
		}
	}
	const r, a, b = 0.5, 1, 3
	return []float64{math.Log(r), math.Log(r * exposure / purchases), math.Log(a), math.Log(b)}
}

func bgnbdAt(logs []float64) BGNBD {
	return BGNBD{R: math.Exp(logs[0]), Alpha: math.Exp(logs[1]), A: math.Exp(logs[2]), B: math.Exp(logs[3])}
}

func bgnbdObjective(c Cohort) objective {
	centre := []float64{0, bgnbdStart(c)[1], 0, 0}
	return bounded(centre, func(logs, gradient []float64) float64 {
		value := bgnbdAt(logs).sum(c, gradient)
		for i := range gradient {
			gradient[i] = -gradient[i]
		}
		return -value
	})
}

// bounded makes the objective flat outside of centre ± logLimit, where a
// parameter that runs to 0 or infinity comes to rest.
func bounded(centre []float64, f objective) objective {
	inside := make([]float64, len(centre))
	return func(logs, gradient []float64) float64 {
		for i, v := range logs {
			inside[i] = min(max(v, centre[i]-logLimit), centre[i]+logLimit)
		}
		value := f(inside, gradient)
		for i, v := range logs {
			if v != inside[i] {
				gradient[i] = 0
			}
		}
		return value
	}
}
