package experiment

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// manyDegrees is from where on Student's distribution is the normal one.
const manyDegrees = 1e7

// studentP is the chance of a statistic as far from 0 or farther.
func studentP(statistic, free float64) float64 {
	if free > manyDegrees {
		return math.Erfc(math.Abs(statistic) / math.Sqrt2)
	}
	return mathext.RegIncBeta(free/2, 0.5, free/(free+statistic*statistic))
}

// studentQuantile is what a statistic stays within, to both sides, with the
// chance of a level.
func studentQuantile(level, free float64) float64 {
	upper := (1 + level) / 2
	if free > manyDegrees {
		return normalQuantile(upper)
	}
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: free}.Quantile(upper)
}

func normalQuantile(p float64) float64 { return distuv.UnitNormal.Quantile(p) }

func normal(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }
