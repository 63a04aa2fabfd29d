package survival

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Test is a log-rank test: how likely groups that end alike would differ as
// much as these or more.
type Test struct {
	Groups     []Group
	ChiSquared float64
	Degrees    int
	P          float64
}

// Group is what ended in a group, and what would have, had it gone on like all.
type Group struct {
	Subjects, Ended int64
	Expected        float64
}

// LogRank compares groups over their whole curves [M]. With more than one
// stratum, each with the same groups, only groups of the same stratum are
// compared and the differences added up. A group of which nothing can be
// expected to end (it has no subjects, or only at ages at which nothing ends)
// takes no part, and no degree of freedom.
//
// It refuses with [ErrOneGroup] where fewer than two take part, with
// [ErrNothingEnded] where nothing ended, with [ErrNotComparable] where groups
// were never watched at the same ages, and with [ErrBadSpan].
func LogRank(strata ...[][]Span) (Test, error) {
	if len(strata) == 0 || len(strata[0]) < 2 {
		return Test{}, fmt.Errorf("%w: a test needs two groups", ErrOneGroup)
	}
	sums := newRanks(len(strata[0]))
	for i, groups := range strata {
		if len(groups) != len(strata[0]) {
			return Test{}, fmt.Errorf("%w: stratum %d has %d groups and the first %d", ErrNotComparable, i+1, len(groups), len(strata[0]))
		}
		if err := sums.stratum(groups); err != nil {
			return Test{}, err
		}
	}
	return sums.test()
}

// ranks are the sums that a test is made of: over the times at which something
// ended, what was expected of each group, and the covariance of what ended.
type ranks struct {
	groups   []Group
	variance [][]float64
}

func newRanks(groups int) *ranks {
	r := &ranks{groups: make([]Group, groups), variance: make([][]float64, groups)}
	for g := range r.variance {
		r.variance[g] = make([]float64, groups)
	}
	return r
}

// stratum adds the groups of one stratum.
func (r *ranks) stratum(groups [][]Span) error {
	kept := make([][]Span, len(groups))
	var times []float64
	for g, spans := range groups {
		var err error
		if kept[g], err = sorted(spans); err != nil {
			return fmt.Errorf("group %d: %w", g+1, err)
		}
		for _, span := range kept[g] {
			r.groups[g].Subjects += span.Count
			if span.Ended {
				r.groups[g].Ended += span.Count
				times = append(times, span.Stop)
			}
		}
	}
	slices.Sort(times)
	times = slices.Compact(times)
	atRisk := make([][]float64, len(groups))
	for g := range groups {
		atRisk[g] = riskAt(times, kept[g])
	}
	ended := endedAt(times, kept)
	for i := range times {
		r.add(ended[i], func(g int) float64 { return atRisk[g][i] })
	}
	return nil
}

// riskAt is how many of a group were at risk just before each of the times.
func riskAt(times []float64, spans []Span) []float64 {
	risk := make([]float64, len(times))
	late := starts(spans)
	atRisk := fromBeginning(spans)
	entered, left := 0, 0
	for i, time := range times {
		for ; entered < len(late) && late[entered].Start < time; entered++ {
			atRisk += late[entered].Count
		}
		for ; left < len(spans) && spans[left].Stop < time; left++ {
			atRisk -= spans[left].Count
		}
		risk[i] = float64(atRisk)
	}
	return risk
}

// endedAt is how many of all groups ended at each of the times.
func endedAt(times []float64, groups [][]Span) []float64 {
	ended := make([]float64, len(times))
	for _, spans := range groups {
		for _, span := range spans {
			if span.Ended {
				i, _ := slices.BinarySearch(times, span.Stop)
				ended[i] += float64(span.Count)
			}
		}
	}
	return ended
}

// add is one time: d of n ended, and had they been drawn blindly, n_g/n of them
// from group g, with the covariance of the hypergeometric distribution.
func (r *ranks) add(d float64, risk func(group int) float64) {
	n := 0.0
	for g := range r.groups {
		n += risk(g)
	}
	spread := 0.0
	if n > 1 {
		spread = d * (n - d) / (n - 1)
	}
	for g := range r.groups {
		share := risk(g) / n
		r.groups[g].Expected += d * share
		for h := range r.groups {
			r.variance[g][h] -= spread * share * risk(h) / n
		}
		r.variance[g][g] += spread * share
	}
}

// test is (O − E)ᵀ V⁻¹ (O − E), without one of the groups: the differences add
// up to 0, so that the last says nothing new.
func (r *ranks) test() (Test, error) {
	var part []int
	ended := int64(0)
	for g, group := range r.groups {
		ended += group.Ended
		if group.Expected > 0 {
			part = append(part, g)
		}
	}
	switch {
	case ended == 0:
		return Test{}, fmt.Errorf("%w: in none of the %d groups", ErrNothingEnded, len(r.groups))
	case len(part) < 2:
		return Test{}, fmt.Errorf("%w: only one of %d groups was watched at ages at which something ended", ErrOneGroup, len(r.groups))
	}
	part = part[1:]
	variance := mat.NewSymDense(len(part), nil)
	difference := mat.NewVecDense(len(part), nil)
	for i, g := range part {
		difference.SetVec(i, float64(r.groups[g].Ended)-r.groups[g].Expected)
		for j, h := range part {
			variance.SetSym(i, j, r.variance[g][h])
		}
	}
	var factors mat.Cholesky
	if !factors.Factorize(variance) || factors.Cond() > worstCondition {
		return Test{}, fmt.Errorf("%w: at no age did some of the %d lie side by side with one subject that ended and one that did not", ErrNotComparable, len(r.groups))
	}
	solved := mat.NewVecDense(len(part), nil)
	if err := factors.SolveVecTo(solved, difference); err != nil {
		return Test{}, fmt.Errorf("%w: %w", ErrNotComparable, err)
	}
	made := Test{Groups: r.groups, Degrees: len(part), ChiSquared: mat.Dot(difference, solved)}
	made.P = distuv.ChiSquared{K: float64(made.Degrees)}.Survival(made.ChiSquared)
	return made, nil
}

// worstCondition: beyond it less than three digits of the statistic are left,
// which happens only where a direction has no variance at all.
const worstCondition = 1e13
