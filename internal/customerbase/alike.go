package customerbase

import (
	"cmp"
	"slices"
)

// alike are the positions of customers whose habits compare the same, group by
// group, each in the order of positions: a model says the same of them.
func (h History) alike(compare func(a, b Habit) int) [][]int32 {
	order := make([]int32, len(h.Customers))
	for i := range order {
		order[i] = int32(i) //nolint:gosec // two thousand million customers are refused long before
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(compare(h.Customers[a].Habit, h.Customers[b].Habit), cmp.Compare(a, b))
	})
	var groups [][]int32
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && compare(h.Customers[order[from]].Habit, h.Customers[order[to]].Habit) == 0 {
			to++
		}
		groups = append(groups, order[from:to])
		from = to
	}
	return groups
}
