package pipeline

import (
	"cmp"
	"math"
	"slices"

	"clientele/internal/table"
)

// segmentDimension is what customers are in a month: new, returning, won back, anonymous.
const segmentDimension = "segment"

// mostParts is how many members of a dimension are forecast by name: as many small
// charts as one page shows, and each costs a choice of models.
const mostParts = 8

// partsOf are the series of revenue by part: in each dimension the largest members
// and the rest, which add up to the company's revenue.
func partsOf(months, parts *table.Table) []monthSeries {
	whole := figureOf(months, revenueFigure)
	var made []monthSeries
	for begin := 0; begin < parts.Len(); {
		dimension := parts.Text(begin, "dimension")
		var members []monthSeries
		for begin < parts.Len() && parts.Text(begin, "dimension") == dimension {
			members = append(members, memberOf(parts, begin, whole))
			begin += len(whole.values)
		}
		members = largest(members)
		if len(members) < 2 {
			continue
		}
		from := 0
		if dimension == segmentDimension {
			from = settling(len(whole.values))
		}
		for _, member := range members {
			made = append(made, member.since(from))
		}
	}
	return made
}

// memberOf is the member whose first month stands in a row; it has a row for each
// month of the whole.
func memberOf(parts *table.Table, row int, whole monthSeries) monthSeries {
	member := monthSeries{
		figure: revenueFigure, dimension: parts.Text(row, "dimension"), member: parts.Text(row, "member"),
		first: whole.first, values: make([]float64, len(whole.values)),
	}
	for i := range member.values {
		member.values[i] = parts.Float(row+i, "revenue")
		if math.IsNaN(whole.values[i]) {
			member.values[i] = math.NaN()
		}
	}
	return member
}

// largest keeps those that moved most in the last year, the largest first, and adds
// the others up, among them whoever brought nothing in it or has ended. One other alone
// keeps its name.
func largest(members []monthSeries) []monthSeries {
	moved := func(s monthSeries) (sum float64) {
		for _, value := range s.values[max(0, len(s.values)-monthsAYear):] {
			if !math.IsNaN(value) {
				sum += math.Abs(value)
			}
		}
		return sum
	}
	markEnded(members)
	last := func(s monthSeries) int {
		if s.ended {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(members, func(a, b monthSeries) int {
		return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(moved(b), moved(a)), cmp.Compare(a.member, b.member))
	})
	kept := slices.IndexFunc(members, func(s monthSeries) bool { return s.ended || moved(s) == 0 })
	if kept < 0 {
		kept = len(members)
	}
	kept = min(kept, mostParts)
	if len(members)-kept <= 1 {
		return members
	}
	return append(members[:kept:kept], restOf(members[kept:]))
}

// markEnded marks who has ended, unless all have: then something else has.
func markEnded(members []monthSeries) {
	all := true
	for i := range members {
		members[i].ended = members[i].hasEnded()
		all = all && members[i].ended
	}
	for i := range members {
		members[i].ended = members[i].ended && !all
	}
}

// restOf adds members up, and those of them who have not ended apart.
func restOf(members []monthSeries) monthSeries {
	rest := members[0]
	rest.member, rest.rest, rest.ended = "", true, true
	rest.values, rest.living = make([]float64, len(rest.values)), make([]float64, len(rest.values))
	for _, one := range members {
		for i, value := range one.values {
			rest.values[i] += value
			if !one.ended || math.IsNaN(value) {
				rest.living[i] += value
			}
		}
		rest.ended = rest.ended && one.ended
	}
	return rest
}
