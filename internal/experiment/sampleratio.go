package experiment

import "gonum.org/v1/gonum/stat/distuv"

// SampleRatioAlert is below what the p-value of [SampleRatio] says that the
// arms are not what was drawn (Fabijan et al. 2019): the experiment is unsound.
const SampleRatioAlert = 0.001

// SampleRatio is the p-value of Pearson's χ² that arms of these sizes were drawn
// with these shares (equal ones where there are none; they need not add up to
// 1). It is 1 where there is nothing to compare, and 0 where an arm that was to
// have nobody has somebody.
func SampleRatio(counts []int, shares []float64) float64 {
	if len(counts) < 2 || (shares != nil && len(shares) != len(counts)) {
		return 1
	}
	all, whole := 0, 0.0
	for i, count := range counts {
		all += count
		whole += shareOf(shares, i)
	}
	if all == 0 || !(whole > 0) {
		return 1
	}
	squared, arms := 0.0, 0
	for i, count := range counts {
		expected := float64(all) * shareOf(shares, i) / whole
		switch {
		case expected > 0:
			squared += (float64(count) - expected) * (float64(count) - expected) / expected
			arms++
		case count > 0:
			return 0
		}
	}
	if arms < 2 {
		return 1
	}
	return distuv.ChiSquared{K: float64(arms - 1)}.Survival(squared)
}

func shareOf(shares []float64, i int) float64 {
	if shares == nil {
		return 1
	}
	return max(shares[i], 0)
}
