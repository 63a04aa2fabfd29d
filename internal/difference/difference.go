// Package difference says in what a group of customers differs from others and
// how surely, and how much a customer outside is like those inside.
//
// Numbers are compared by their ranks among both groups, turned into normal
// scores (van der Waerden 1952): neither units nor skew nor a single giant order
// count, and what is left is a difference in standard deviations, with Welch's
// (1947) test and interval. What is told are means, so these are tested too, and
// nothing is sure that is not sure of both and in the same direction. The share of a level of a text is compared by the
// test of two proportions, or Fisher's exact one where few have it, with Newcombe's
// (1998) interval. All tests of one
// comparison are corrected together (Holm 1979): the chance of a single wrong
// claim among them is the level, whatever hangs together.
//
// Likeness is a logistic regression with a ridge penalty (le Cessie and van
// Houwelingen 1992), whose weight folds of the customers choose, judged on
// customers that it has not seen by the area under the ROC curve with the
// interval of DeLong et al. (1988).
package difference

import (
	"cmp"
	"math"
	"slices"
)

// Feature is a number or a text of every customer.
type Feature struct {
	Name    string
	Numbers []float64 // NaN is not known; nil for texts
	Levels  []string  // empty is not known; nil for numbers
}

// Contrast is in what two groups differ.
type Contrast struct {
	Feature string
	Level   string  // of a text
	Inside  float64 // mean, or share of the level, within the group
	Outside float64
	Effect  float64 // in standard deviations; of shares, their difference
	Lo, Hi  float64 // 95 % interval of the effect
	P       float64
	// Adjusted is P corrected for all tests of the comparison.
	Adjusted float64
	// Strength puts numbers and shares in one order: standard deviations, and
	// Cohen's h.
	Strength float64
	// Members and Others are how many were compared: of whom the feature is known.
	Members, Others int
}

const (
	// fewest known customers on either side to compare at all, and leastKnown of
	// all on it: few of whom a feature is known are seldom like the rest.
	fewest     = 30
	leastKnown = 0.1
	// mostLevels of a text are compared, the most frequent ones over both groups:
	// which these are says nothing of who has them.
	mostLevels = 10
	// leastExpected in each cell makes the test of proportions hold (Cochran 1954);
	// with fewer Fisher's exact test is asked. Levels that fewer than so many have,
	// or lack, tell nothing.
	leastExpected = 5
)

// Compare finds differences between customers at the places inside and those at
// outside, the strongest first; what cannot be compared is left out.
func Compare(features []Feature, inside, outside []int) []Contrast {
	var found []Contrast
	for _, feature := range features {
		if feature.Levels != nil {
			found = append(found, shares(feature, inside, outside)...)
		} else if contrast, ok := numbers(feature, inside, outside); ok {
			found = append(found, contrast)
		}
	}
	p := make([]float64, len(found))
	for i := range found {
		p[i] = found[i].P
	}
	for i, adjusted := range holm(p) {
		found[i].Adjusted = adjusted
	}
	slices.SortStableFunc(found, func(a, b Contrast) int {
		return cmp.Compare(math.Abs(b.Strength), math.Abs(a.Strength))
	})
	return found
}

// holm multiplies the least of n values of p by n, the next by n − 1, and so on,
// each at least as great as the one before.
func holm(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	adjusted, least := make([]float64, len(p)), 0.0
	for rank, i := range order {
		least = max(least, min(1, p[i]*float64(len(p)-rank)))
		adjusted[i] = least
	}
	return adjusted
}

// enough says whether so many known ones speak for so many.
func enough(known, of int) bool { return known >= fewest && float64(known) >= leastKnown*float64(of) }

func knownNumbers(values []float64, at []int) []float64 {
	var known []float64
	for _, i := range at {
		if !math.IsNaN(values[i]) && !math.IsInf(values[i], 0) {
			known = append(known, values[i])
		}
	}
	return known
}
