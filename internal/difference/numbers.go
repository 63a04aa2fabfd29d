package difference

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// numbers compares a feature by normal scores of its ranks and by its means.
func numbers(feature Feature, inside, outside []int) (Contrast, bool) {
	a, b := knownNumbers(feature.Numbers, inside), knownNumbers(feature.Numbers, outside)
	if !enough(len(a), len(inside)) || !enough(len(b), len(outside)) {
		return Contrast{}, false
	}
	return compareNumbers(feature.Name, a, b)
}

// compareNumbers claims that the means differ, in the direction in which the
// scores do: p is the greater one of both tests, the chance of a claim where
// either is wrong being at most that (an intersection–union test, Berger 1982).
// Where they point to different sides there is nothing to claim.
func compareNumbers(name string, a, b []float64) (Contrast, bool) {
	scores := normalScores(append(slices.Clone(a), b...))
	x, y := pooled(newMoments(scores[:len(a)]), newMoments(scores[len(a):]))
	u, v := pooled(newMoments(a), newMoments(b))
	deviation := math.Sqrt((x.variance + y.variance) / 2)
	if !(deviation > 0) || !(u.variance+v.variance > 0) {
		// Both are the same for all of a group: there is no chance to compare with.
		return Contrast{}, false
	}
	difference, reach, p := welch(x, y)
	means, _, pOfMeans := welch(u, v)
	if p = max(p, pOfMeans); difference*means <= 0 {
		p = 1
	}
	effect := difference / deviation
	return Contrast{
		Feature: name, Inside: u.mean, Outside: v.mean, Members: len(a), Others: len(b),
		Effect: effect, Lo: (difference - reach) / deviation, Hi: (difference + reach) / deviation, P: p, Strength: effect,
	}, true
}

// pooled gives both groups the common variance where one has none: that all of
// a few are the same does not make it certain that all ever will be.
func pooled(x, y moments) (moments, moments) {
	if x.variance > 0 && y.variance > 0 {
		return x, y
	}
	common := ((x.n-1)*x.variance + (y.n-1)*y.variance) / (x.n + y.n - 2)
	x.variance, y.variance = common, common
	return x, y
}

type moments struct{ n, mean, variance float64 }

func newMoments(values []float64) moments {
	m := moments{n: float64(len(values))}
	if len(values) > 0 && slices.Min(values) == slices.Max(values) {
		m.mean = values[0] // without rounding, which would leave a variance
		return m
	}
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
