package btyd

import (
	"fmt"
	"math"
)

// FitBGBB finds the parameters of greatest likelihood for a cohort whose times
// are occasions. It refuses as [FitBGNBD] does, and with [ErrBadStatistics]
// where a customer's times are no occasions.
func FitBGBB(c Cohort, options Options) (Fit[BGBB], error) {
	return bgbbRecipe().fit(c, options)
}

func bgbbRecipe() recipe[BGBB, Cohort] {
	return recipe[BGBB, Cohort]{
		name: "BG/BB", parameters: []string{"alpha", "beta", "gamma", "delta"},
		check: checkOccasions, start: bgbbStart, at: bgbbAt, sum: BGBB.sum,
	}
}

// maxOccasions is 27 years of days. Beyond it the unit is wrong: the cost of
// the sums grows with the square.
const maxOccasions = 10_000

func checkOccasions(c Cohort) error {
	for _, g := range c.groups {
		why := ""
		switch {
		case g.Recency != math.Trunc(g.Recency) || g.Age != math.Trunc(g.Age):
			why = "a time is not a whole number of occasions"
		case g.X > g.Recency:
			why = "more purchases than occasions up to the last one"
		case g.Age > maxOccasions:
			why = fmt.Sprintf("more than %d occasions", maxOccasions)
		default:
			continue
		}
		return fmt.Errorf("%w: x %v, recency %v, age %v: %s", ErrBadStatistics, g.X, g.Recency, g.Age, why)
	}
	return checkCohort(c)
}

// bgbbStart puts the mean chance to buy at what the cohort shows until each
// customer's last purchase, and to leave at a tenth.
func bgbbStart(c Cohort) []float64 {
	var purchases, occasions float64
	for _, g := range c.groups {
		purchases += g.Count * g.X
		if g.X > 0 {
			occasions += g.Count * g.Recency
		} else {
			occasions += g.Count * g.Age
		}
	}
	share := min(max(purchases/occasions, 1e-6), 0.95)
	const concentration, gamma, delta = 2, 0.5, 4.5
	return []float64{
		math.Log(concentration * share), math.Log(concentration * (1 - share)),
		math.Log(gamma), math.Log(delta),
	}
}

func bgbbAt(logs []float64) BGBB {
	return BGBB{Alpha: math.Exp(logs[0]), Beta: math.Exp(logs[1]), Gamma: math.Exp(logs[2]), Delta: math.Exp(logs[3])}
}
