package btyd

import "math"

// FitMBGNBD finds the parameters of greatest likelihood, without any penalty.
// It refuses with [ErrTooFew], [ErrNobodyRepeats] or [ErrAllSame] what cannot
// be estimated. What the data leave open gets finite numbers and a Note in the
// Estimate that says so.
func FitMBGNBD(c Cohort, options Options) (Fit[MBGNBD], error) {
	return mbgnbdRecipe().fit(c, options)
}

func mbgnbdRecipe() recipe[MBGNBD, Cohort] {
	return recipe[MBGNBD, Cohort]{
		name: "MBG/NBD", parameters: []string{"r", "alpha", "a", "b"},
		check: checkCohort, start: mbgnbdStart, at: mbgnbdAt, sum: MBGNBD.sum,
	}
}

// mbgnbdStart puts the mean rate at what the cohort shows. Rates differ less
// than in BG/NBD, for who never came back may have left.
func mbgnbdStart(c Cohort) []float64 {
	const r, a, b = 0.7, 1, 2
	return []float64{math.Log(r), math.Log(r / c.meanRate()), math.Log(a), math.Log(b)}
}

func mbgnbdAt(logs []float64) MBGNBD {
	return MBGNBD(bgnbdAt(logs))
}
