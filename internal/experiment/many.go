package experiment

import "slices"

// Holm corrects p-values of several questions so that with a chance of 95 % not
// one that is true of nothing is below 0.05 (Holm 1979).
func Holm(p []float64) []float64 {
	order, out := ascending(p), make([]float64, len(p))
	greatest := 0.0
	for rank, i := range order {
		greatest = max(greatest, min(p[i]*float64(len(p)-rank), 1))
		out[i] = greatest
	}
	return out
}

// BenjaminiHochberg corrects p-values so that of those below 0.05 at most one in
// twenty, on average, is true of nothing (Benjamini and Hochberg 1995).
func BenjaminiHochberg(p []float64) []float64 {
	order, out := ascending(p), make([]float64, len(p))
	least := 1.0
	for rank := len(order) - 1; rank >= 0; rank-- {
		i := order[rank]
		least = min(least, p[i]*float64(len(p))/float64(rank+1))
		out[i] = least
	}
	return out
}

// ascending is the order of p-values.
func ascending(p []float64) []int {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case p[a] < p[b]:
			return -1
		case p[a] > p[b]:
			return 1
		}
		return 0
	})
	return order
}
