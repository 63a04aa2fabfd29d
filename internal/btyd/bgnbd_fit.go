package btyd

import "math"

// FitBGNBD finds the parameters of greatest likelihood, without any penalty.
// It refuses with [ErrTooFew], [ErrNobodyRepeats] or [ErrAllSame] what cannot
// be estimated. What the data leave open gets finite numbers and a Note in the
// Estimate that says so.
func FitBGNBD(c Cohort, options Options) (Fit[BGNBD], error) {
	return bgnbdRecipe().fit(c, options)
}

func bgnbdRecipe() recipe[BGNBD, Cohort] {
	return recipe[BGNBD, Cohort]{
		name: "BG/NBD", parameters: []string{"r", "alpha", "a", "b"},
		check: checkCohort, start: bgnbdStart, at: bgnbdAt, sum: BGNBD.sum,
	}
}

// bgnbdStart puts the mean rate at what the cohort shows.
func bgnbdStart(c Cohort) []float64 {
	const r, a, b = 0.5, 1, 3
	return []float64{math.Log(r), math.Log(r / c.meanRate()), math.Log(a), math.Log(b)}
}

func bgnbdAt(logs []float64) BGNBD {
	return BGNBD{R: math.Exp(logs[0]), Alpha: math.Exp(logs[1]), A: math.Exp(logs[2]), B: math.Exp(logs[3])}
}
