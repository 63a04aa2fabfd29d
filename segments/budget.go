package segments

import (
	"math"
	"slices"
)

// Outlay is what addressing one customer costs, and what it should leave after
// all costs.
type Outlay struct{ Cost, Profit float64 }

// Candidate are the customers of one segment that money can be spent on, best
// first.
type Candidate []Outlay

// Spread says how many of each candidate's customers a budget is spent on, best
// first. Of each candidate those count who leave something together; the
// candidates come by profit for each unit of cost, each whole while the money
// lasts, then as many of the next as it still pays.
//
// Where few candidates are to be chosen from, no choice of whole ones within the
// budget leaves more: each is tried, since the greedy order can miss the best of
// them where what is left over is large.
func Spread(all []Candidate, budget float64) []int {
	candidates := make([]Candidate, len(all))
	for i, candidate := range all {
		candidates[i] = candidate.paying()
	}
	taken := greedy(candidates, budget)
	if len(candidates) > mostTried {
		return taken
	}
	best, profit := taken, spent(candidates, taken).Profit
	for choice := range 1 << len(candidates) {
		whole := make([]int, len(candidates))
		for i, candidate := range candidates {
			if choice>>i&1 == 1 {
				whole[i] = len(candidate)
			}
		}
		// What is a hair better is the rounding of a sum.
		if sum := spent(candidates, whole); sum.Cost <= budget && sum.Profit > profit+1e-9*math.Abs(profit) {
			best, profit = whole, sum.Profit
		}
	}
	return best
}

// mostTried candidates make 65,536 choices, which take some milliseconds.
const mostTried = 16

func greedy(candidates []Candidate, budget float64) []int {
	taken := make([]int, len(candidates))
	order := make([]int, len(candidates))
	density := make([]float64, len(candidates))
	for i, candidate := range candidates {
		order[i] = i
		sum := candidate.first(len(candidate))
		density[i] = sum.Profit / sum.Cost
		if sum.Cost <= 0 {
			density[i] = math.Copysign(math.Inf(1), sum.Profit)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case density[a] > density[b]:
			return -1
		case density[a] < density[b]:
			return 1
		}
		return 0
	})
	left := budget
	for _, i := range order {
		var cost float64
		taken[i], cost = candidates[i].within(left)
		left -= cost
	}
	return taken
}

// paying are the first customers who together leave most.
func (c Candidate) paying() Candidate {
	best, most, sum := 0, 0.0, 0.0
	for i, one := range c {
		if sum += one.Profit; sum > most {
			best, most = i+1, sum
		}
	}
	return c[:best]
}

// within is how many of a candidate's customers a sum pays, and what they cost.
func (c Candidate) within(budget float64) (n int, cost float64) {
	for n < len(c) && cost+c[n].Cost <= budget {
		cost += c[n].Cost
		n++
	}
	return n, cost
}

// first is the sum of the first n customers.
func (c Candidate) first(n int) (sum Outlay) {
	for _, one := range c[:n] {
		sum.Cost += one.Cost
		sum.Profit += one.Profit
	}
	return sum
}

func spent(candidates []Candidate, taken []int) (sum Outlay) {
	for i, candidate := range candidates {
		one := candidate.first(taken[i])
		sum.Cost += one.Cost
		sum.Profit += one.Profit
	}
	return sum
}

// Apportion divides a number among groups by their sizes, to whole ones that add
// up to it: the largest remainders get what is left over, of equals the first.
// No group gets more than its size.
func Apportion(total int, sizes []int) []int {
	sum := 0
	for _, size := range sizes {
		sum += size
	}
	parts := make([]int, len(sizes))
	total = min(max(total, 0), sum)
	if total == 0 {
		return parts
	}
	order, left := make([]int, len(sizes)), total
	for i, size := range sizes {
		order[i] = i
		parts[i] = size * total / sum
		left -= parts[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return sizes[b]*total%sum - sizes[a]*total%sum })
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts
}
