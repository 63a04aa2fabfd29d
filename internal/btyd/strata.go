package btyd

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Stratum is the customers of whom a covariate has the value Z.
type Stratum struct {
	Z float64
	Cohort
}

// Strata are customers by the value of one covariate. Few values make few
// strata, and keep what is saved by compressing each: whoever has a continuous
// one rounds it.
type Strata struct {
	name      string
	strata    []Stratum // by Z, which differs, none of them empty
	customers float64
}

// Stratify puts strata in order; those of one Z become one. Name is what the
// covariate is called. It refuses a Z that is no number with [ErrBadStatistics].
// A rhythm of the purchases is not looked at.
func Stratify(name string, strata []Stratum) (Strata, error) {
	sorted := slices.Clone(strata)
	for i, s := range sorted {
		if !finite(s.Z) {
			return Strata{}, fmt.Errorf("%w: of the %d values of %s, number %d is %v", ErrBadStatistics, len(strata), name, i+1, s.Z)
		}
	}
	slices.SortStableFunc(sorted, func(a, b Stratum) int { return cmp.Compare(a.Z, b.Z) })
	made := Strata{name: name}
	for from := 0; from < len(sorted); {
		to := from + 1
		groups := sorted[from].Groups()
		for ; to < len(sorted) && sorted[to].Z == sorted[from].Z; to++ {
			groups = append(groups, sorted[to].groups...)
		}
		cohort, err := merged(groups)
		if err != nil {
			return Strata{}, err
		}
		if cohort.customers > 0 {
			made.strata = append(made.strata, Stratum{Z: sorted[from].Z, Cohort: cohort})
			made.customers += cohort.customers
		}
		from = to
	}
	return made, nil
}

// Customers is the number of customers in all strata.
func (s Strata) Customers() float64 { return s.customers }

// Strata are by Z.
func (s Strata) Strata() []Stratum { return slices.Clone(s.strata) }

// moments are the mean of the covariate over the customers, and its standard
// deviation.
func (s Strata) moments() (mean, spread float64) {
	var squares float64
	for _, stratum := range s.strata {
		mean += stratum.Z * (stratum.customers / s.customers)
	}
	for _, stratum := range s.strata {
		squares += (stratum.Z - mean) * (stratum.Z - mean) * (stratum.customers / s.customers)
	}
	return mean, math.Sqrt(squares)
}

func (s Strata) distinct() int {
	groups := 0
	for _, stratum := range s.strata {
		groups += stratum.distinct()
	}
	return groups
}

// thinned takes of every stratum its share of the sample, of a small one its
// whole.
func (s Strata) thinned(size int) Strata {
	all := s.distinct()
	small := Strata{name: s.name, customers: s.customers}
	for _, stratum := range s.strata {
		share := max(fewestOfStratum, size*stratum.distinct()/all)
		small.strata = append(small.strata, Stratum{Z: stratum.Z, Cohort: stratum.thinned(share)})
	}
	return small
}

// fewestOfStratum keeps those who came back and those who did not in a sample.
const fewestOfStratum = 4
