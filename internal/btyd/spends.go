package btyd

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Spend is what the spend model needs to know of one customer: the mean of X
// transactions. Which transactions are counted is the caller's choice, the
// same for fit and question. The published figures of CDNOW count the repeat
// purchases alone, so that X is Customer.X and the first purchase is not in
// the mean.
type Spend struct {
	X    float64 // transactions, at least 1
	Mean float64 // their mean, above 0
}

// SpendGroup is a number of customers with the same spend.
type SpendGroup struct {
	Spend
	Count float64
}

// Spends is the data of a Gamma-Gamma fit, distinct and in order.
type Spends struct {
	groups    []SpendGroup
	customers float64
}

// CompressSpends counts customers with equal statistics. Customers with X = 0
// have no spend and are left out. It refuses with [ErrBadSpend] when a mean is
// 0 or below (all returned, or a gift): the model has no place for them, and
// the caller decides whether they are left out.
func CompressSpends(spends []Spend) (Spends, error) {
	groups := make([]SpendGroup, len(spends))
	for i, s := range spends {
		groups[i] = SpendGroup{Spend: s, Count: 1}
	}
	return MergeSpends(groups)
}

// MergeSpends is CompressSpends for statistics that bear a count already.
func MergeSpends(groups []SpendGroup) (Spends, error) {
	if err := checkSpends(groups); err != nil {
		return Spends{}, err
	}
	sorted := slices.Clone(groups)
	slices.SortFunc(sorted, func(p, q SpendGroup) int {
		return cmp.Or(cmp.Compare(p.X, q.X), cmp.Compare(p.Mean, q.Mean), cmp.Compare(p.Count, q.Count))
	})
	var data Spends
	for _, g := range sorted {
		if g.Count == 0 || g.X == 0 {
			continue
		}
		last := len(data.groups) - 1
		if last >= 0 && data.groups[last].Spend == g.Spend {
			data.groups[last].Count += g.Count
		} else {
			data.groups = append(data.groups, g)
		}
		data.customers += g.Count
	}
	return data, nil
}

// Customers is the number of customers with a spend.
func (s Spends) Customers() float64 { return s.customers }

// meanSpend is the mean of the customers' means.
func (s Spends) meanSpend() float64 {
	mean := 0.0
	for _, g := range s.groups {
		mean += g.Count * g.Mean / s.customers
	}
	return mean
}

// inUnitsOf is the same data with the spend counted in another unit of money.
func (s Spends) inUnitsOf(unit float64) Spends {
	groups := slices.Clone(s.groups)
	for i := range groups {
		groups[i].Mean /= unit
	}
	return Spends{groups: groups, customers: s.customers}
}

func (s Spends) distinct() int { return len(s.groups) }

// thinned is every k-th group, so that about size are left, with the weight of
// the whole.
func (s Spends) thinned(size int) Spends {
	step := len(s.groups) / size
	if step < 2 {
		return s
	}
	small := Spends{customers: s.customers}
	seen := 0.0
	for i := step / 2; i < len(s.groups); i += step {
		small.groups = append(small.groups, s.groups[i])
		seen += s.groups[i].Count
	}
	for i := range small.groups {
		small.groups[i].Count *= s.customers / seen
	}
	return small
}

func checkSpends(groups []SpendGroup) error {
	notPositive, impossible, first := 0, 0, -1
	for i, g := range groups {
		switch {
		case !finite(g.X, g.Count) || g.Count < 0 || g.X < 0 || g.X != math.Trunc(g.X) || (g.X > 0 && !finite(g.Mean)):
			impossible++
		case g.X > 0 && g.Mean <= 0:
			notPositive++
		default:
			continue
		}
		if first < 0 {
			first = i
		}
	}
	switch {
	case impossible > 0:
		return fmt.Errorf("%w: %d of %d rows are not a number of transactions with a mean; the first bad one is row %d",
			ErrBadStatistics, impossible, len(groups), first+1)
	case notPositive > 0:
		return fmt.Errorf("%w: %d of %d customers; the first is row %d with %v",
			ErrBadSpend, notPositive, len(groups), first+1, groups[first].Mean)
	}
	return nil
}
