package btyd

import (
	"fmt"
	"math"
	"slices"
	"sort"
)

// Customer is what the counting models need to know of one customer: three
// numbers suffice, the times in between carry no information.
type Customer struct {
	X       float64 // purchases after the first, a whole number
	Recency float64 // first purchase to last purchase, t_x; 0 where X is 0
	Age     float64 // first purchase to the end of observation, T
}

// Group is a number of customers with the same statistics.
type Group struct {
	Customer
	Count float64
}

// Cohort is the data of a fit: distinct statistics in order, with their counts.
// The zero value is an empty cohort.
type Cohort struct {
	groups    []Group
	customers float64
	repeaters float64
	rhythm    Rhythm // of the purchases, where it is known
}

// Compress counts customers with equal statistics. It refuses with
// [ErrBadStatistics] when a customer is impossible.
func Compress(customers []Customer) (Cohort, error) {
	groups := make([]Group, len(customers))
	for i, c := range customers {
		groups[i] = Group{Customer: c, Count: 1}
	}
	return merged(groups)
}

// Merge is Compress for statistics that bear a count already. A count need not
// be whole (a weight); it must not be below 0, and a group with count 0 is left
// out. The order of the groups does not matter. Merge keeps no reference to them.
func Merge(groups []Group) (Cohort, error) {
	return merged(slices.Clone(groups))
}

// merged is the cohort of groups that are its own from now on.
func merged(groups []Group) (Cohort, error) {
	if err := checkGroups(groups); err != nil {
		return Cohort{}, err
	}
	groups = sortGroups(groups)
	var cohort Cohort
	last := -1
	for _, g := range groups {
		if g.Count == 0 {
			continue
		}
		if last >= 0 && groups[last].Customer == g.Customer {
			groups[last].Count += g.Count
		} else {
			last++
			groups[last] = g // never ahead of what is read
		}
		cohort.customers += g.Count
		if g.X > 0 {
			cohort.repeaters += g.Count
		}
	}
	// A copy, so that the rows are not kept for the sake of the few groups.
	cohort.groups = slices.Clone(groups[:last+1])
	return cohort, nil
}

// Customers is the number of customers, the sum of the counts.
func (c Cohort) Customers() float64 { return c.customers }

// Repeaters is the number of customers who bought again.
func (c Cohort) Repeaters() float64 { return c.repeaters }

// Groups are the distinct statistics, ordered by X, Recency, Age.
func (c Cohort) Groups() []Group { return slices.Clone(c.groups) }

func checkGroups(groups []Group) error {
	bad, first, reason := 0, 0, ""
	for i, g := range groups {
		why := impossible(g)
		if why == "" {
			continue
		}
		if bad == 0 {
			first, reason = i, why
		}
		bad++
	}
	if bad == 0 {
		return nil
	}
	g := groups[first]
	return fmt.Errorf("%w: %d of %d rows; the first is row %d (x %v, recency %v, age %v, count %v): %s",
		ErrBadStatistics, bad, len(groups), first+1, g.X, g.Recency, g.Age, g.Count, reason)
}

// impossible says why no customer can have these statistics, or nothing.
func impossible(g Group) string {
	switch {
	case !finite(g.X, g.Recency, g.Age, g.Count):
		return "a number is missing or infinite"
	case g.Count < 0:
		return "the count is below 0"
	case g.X < 0 || g.X != math.Trunc(g.X):
		return "x is not a number of purchases"
	case g.X > maxPurchases:
		return "x is too large to be a number of purchases"
	case g.Recency < 0 || g.Recency > g.Age:
		return "the last purchase is not between the first and the end of observation"
	case g.X == 0 && g.Recency != 0:
		return "there is a last purchase without a repeat purchase"
	case g.X > 0 && g.Recency == 0:
		return "a repeat purchase at the moment of the first one"
	}
	return ""
}

// maxPurchases bounds the sums over 0 … x in the likelihood, which take a
// time that grows with the largest x.
const maxPurchases = 10_000_000

func finite(values ...float64) bool {
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

func (c Cohort) distinct() int { return len(c.groups) }

// thinned is a sample of at most size groups with the weight of the whole, on
// which starting points are tried at little cost: systematic, in the order of
// the groups, each with a chance in proportion to its count. Half of it are
// repeat buyers, however few these are, for they are who tells the most.
func (c Cohort) thinned(size int) Cohort {
	first := sort.Search(len(c.groups), func(i int) bool { return c.groups[i].X > 0 })
	small := Cohort{customers: c.customers, repeaters: c.repeaters, rhythm: c.rhythm}
	small.groups = appendThinned(small.groups, c.groups[:first], c.customers-c.repeaters, size/2)
	small.groups = appendThinned(small.groups, c.groups[first:], c.repeaters, size/2)
	return small
}

// appendThinned walks along the counts in even strides; a group has the weight
// of the strides that end in it.
func appendThinned(small, groups []Group, customers float64, size int) []Group {
	if len(groups) <= size {
		return append(small, groups...)
	}
	stride := customers / float64(size)
	walked, taken := 0.0, 0.0
	for _, g := range groups {
		walked += g.Count
		if reached := math.Floor(walked/stride + 0.5); reached > taken {
			g.Count, taken = (reached-taken)*stride, reached
			small = append(small, g)
		}
	}
	return small
}

// meanRate is purchases in a unit of time of all customers together. It counts
// the time under observation until the last purchase, or the end for those
// without one, so that those who left do not dilute it.
func (c Cohort) meanRate() float64 {
	var purchases, exposure float64
	for _, g := range c.groups {
		purchases += g.Count * g.X
		if g.X > 0 {
			exposure += g.Count * g.Recency
		} else {
			exposure += g.Count * g.Age
		}
	}
	return purchases / exposure
}

func checkCohort(c Cohort) error {
	switch {
	case c.customers < minCustomers:
		return fmt.Errorf("%w: %v, at least %d are needed", ErrTooFew, c.customers, minCustomers)
	case c.repeaters < minRepeaters:
		return fmt.Errorf("%w: %v of %v, at least %d are needed", ErrNobodyRepeats, c.repeaters, c.customers, minRepeaters)
	case len(c.groups) == 1:
		g := c.groups[0]
		return fmt.Errorf("%w: all %v have x %v, recency %v, age %v, so nothing tells how customers differ",
			ErrAllSame, c.customers, g.X, g.Recency, g.Age)
	}
	return nil
}
