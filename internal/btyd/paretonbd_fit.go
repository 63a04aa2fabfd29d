package btyd

import (
	"math"
	"slices"
)

// FitParetoNBD finds the parameters of greatest likelihood, without any
// penalty. It refuses with [ErrTooFew], [ErrNobodyRepeats] or [ErrAllSame] what
// cannot be estimated. What the data leave open gets finite numbers and a Note
// in the Estimate that says so: as a rule s and β, where nobody seems to leave
// or all leave at one rate.
func FitParetoNBD(c Cohort, options Options) (Fit[ParetoNBD], error) {
	return paretoNBDRecipe().fit(c, options)
}

func paretoNBDRecipe() recipe[ParetoNBD, Cohort] {
	return recipe[ParetoNBD, Cohort]{
		name: "Pareto/NBD", parameters: []string{"r", "alpha", "s", "beta"},
		check: checkCohort, start: paretoNBDStart, other: paretoNBDOther, at: paretoNBDAt, sum: ParetoNBD.sum,
	}
}

// paretoNBDStart puts the mean rate at what the cohort shows, and lets a
// customer leave at about the pace at which they buy.
func paretoNBDStart(c Cohort) []float64 {
	const r, s = 0.5, 0.5
	scale := math.Log(r / c.meanRate())
	return []float64{math.Log(r), scale, math.Log(s), scale}
}

// paretoNBDOther lets many leave right after their first purchase, as MBG/NBD
// has it, and those who stayed stay: with β near 0, half are gone within (β^s at
// one time unit) and few of the others ever leave. Where so many never came back
// this is a summit of its own, and none of the starts around the centre leads to
// it, where lives end at about the pace of purchases or not at all.
func paretoNBDOther(centre []float64) []float64 {
	other := slices.Clone(centre)
	other[2], other[3] = math.Log(0.05), centre[3]-12
	return other
}

func paretoNBDAt(logs []float64) ParetoNBD {
	return ParetoNBD{R: math.Exp(logs[0]), Alpha: math.Exp(logs[1]), S: math.Exp(logs[2]), Beta: math.Exp(logs[3])}
}
