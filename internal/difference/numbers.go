package difference

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// numbers compares a feature by normal scores of its ranks.
func numbers(feature Feature, inside, outside []int) (Contrast, bool) {
	a, b := knownNumbers(feature.Numbers, inside), knownNumbers(feature.Numbers, outside)
	if len(a) < fewest || len(b) < fewest {
		return Contrast{}, false
	}
	scores := normalScores(append(slices.Clone(a), b...))
	x, y := newMoments(scores[:len(a)]), newMoments(scores[len(a):])
	deviation := math.Sqrt((x.variance + y.variance) / 2)
	if !(deviation > 0) {
		// Both are the same for all of a group: there is no chance to compare with.
		return Contrast{}, false
	}
	effect := (x.mean - y.mean) / deviation
	difference, reach, p := welch(x, y)
	contrast := Contrast{
		Feature: feature.Name, Inside: newMoments(a).mean, Outside: newMoments(b).mean,
		Effect: effect, Lo: (difference - reach) / deviation, Hi: (difference + reach) / deviation, P: p, Strength: effect,
	}
	return contrast, true
}

type moments struct{ n, mean, variance float64 }

func newMoments(values []float64) moments {
	m := moments{n: float64(len(values))}
	for _, v := range values {
		m.mean += v / m.n
	}
	for _, v := range values {
		m.variance += (v - m.mean) * (v - m.mean) / (m.n - 1)
	}
	return m
}

// welch is the difference of two means, how far its 95 % interval reaches, and
// the p of no difference, without supposing equal variances.
func welch(x, y moments) (difference, reach, p float64) {
	ofX, ofY := x.variance/x.n, y.variance/y.n
	squared := ofX + ofY
	freedom := squared * squared / (ofX*ofX/(x.n-1) + ofY*ofY/(y.n-1))
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: freedom}
	difference = x.mean - y.mean
	return difference, t.Quantile(0.975) * math.Sqrt(squared), min(1, 2*t.Survival(math.Abs(difference)/math.Sqrt(squared)))
}

// normalScores are Φ⁻¹(rank / (n + 1)); equal values share their mean rank.
func normalScores(values []float64) []float64 {
	scores := ranks(values)
	normal, n := distuv.UnitNormal, float64(len(values)+1)
	for i, rank := range scores {
		scores[i] = normal.Quantile(rank / n)
	}
	return scores
}

// ranks from 1; equal values share the mean of theirs.
func ranks(values []float64) []float64 {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case values[a] < values[b]:
			return -1
		case values[a] > values[b]:
			return 1
		}
		return 0
	})
	out := make([]float64, len(values))
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && values[order[to]] == values[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			out[i] = float64(from+to+1) / 2
		}
		from = to
	}
	return out
}
