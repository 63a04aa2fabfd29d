package difference

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// shares compares how frequent the levels of a text are.
func shares(feature Feature, inside, outside []int) []Contrast {
	in, out := map[string]float64{}, map[string]float64{}
	n, m := count(in, feature.Levels, inside), count(out, feature.Levels, outside)
	if !enough(int(n), len(inside)) || !enough(int(m), len(outside)) {
		return nil
	}
	var found []Contrast
	for _, level := range frequent(in, out) {
		x, y := in[level], out[level]
		if x+y < leastExpected || n+m-x-y < leastExpected {
			continue
		}
		contrast := proportions(feature.Name, level, x, n, y, m)
		// What each group would have if both had the same share.
		if share := (x + y) / (n + m); min(n, m)*min(share, 1-share) < leastExpected {
			contrast.P = fisher(x, n, y, m)
		}
		found = append(found, contrast)
	}
	return found
}

func count(into map[string]float64, levels []string, at []int) (known float64) {
	for _, i := range at {
		if levels[i] != "" {
			into[levels[i]]++
			known++
		}
	}
	return known
}

// frequent are the levels that most customers of both groups have; equally
// frequent ones by name.
func frequent(in, out map[string]float64) []string {
	var levels []string
	both := map[string]float64{}
	for _, of := range []map[string]float64{in, out} {
		for level, n := range of {
			if _, there := both[level]; !there {
				levels = append(levels, level)
			}
			both[level] += n
		}
	}
	slices.SortFunc(levels, func(a, b string) int { return cmp.Or(cmp.Compare(both[b], both[a]), cmp.Compare(a, b)) })
	return levels[:min(mostLevels, len(levels))]
}

// proportions tests x of n against y of m by the pooled normal test, which is
// the χ² test of the two-by-two table without Yates' correction.
func proportions(name, level string, x, n, y, m float64) Contrast {
	p, q := x/n, y/m
	pooled := (x + y) / (n + m)
	z := (p - q) / math.Sqrt(pooled*(1-pooled)*(1/n+1/m))
	// Newcombe's method 10: the intervals of Wilson, square and add.
	pLo, pHi := wilson(p, n)
	qLo, qHi := wilson(q, m)
	return Contrast{
		Feature: name, Level: level, Inside: p, Outside: q, Members: int(n), Others: int(m), Effect: p - q,
		Lo: p - q - math.Hypot(p-pLo, qHi-q), Hi: p - q + math.Hypot(pHi-p, q-qLo),
		P: min(1, 2*distuv.UnitNormal.Survival(math.Abs(z))), Strength: 2*math.Asin(math.Sqrt(p)) - 2*math.Asin(math.Sqrt(q)),
	}
}

// fisher is the exact test of x of n against y of m: the chance of all tables
// with the same sums that are no likelier than this one.
func fisher(x, n, y, m float64) float64 {
	having := x + y
	logChance := func(k float64) float64 { return logChoose(n, k) + logChoose(m, having-k) }
	own, all, chance := logChance(x), logChoose(n+m, having), 0.0
	for k := max(0, having-m); k <= min(n, having); k++ {
		// R's tolerance: tables that are as likely but for rounding count.
		if l := logChance(k); l <= own+1e-7 {
			chance += math.Exp(l - all)
		}
	}
	return min(1, chance)
}

func logChoose(n, k float64) float64 {
	a, _ := math.Lgamma(n + 1)
	b, _ := math.Lgamma(k + 1)
	c, _ := math.Lgamma(n - k + 1)
	return a - b - c
}

// normal95 is the normal quantile that 95 % lie within.
const normal95 = 1.959963984540054

// wilson is the 95 % score interval of a share.
func wilson(p, n float64) (lo, hi float64) {
	const z = normal95
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	reach := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return middle - reach, middle + reach
}
