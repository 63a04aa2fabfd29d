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
// the others up, among them whoever brought nothing in it.
func largest(members []monthSeries) []monthSeries {
	moved := func(s monthSeries) (sum float64) {
		for _, value := range s.values[max(0, len(s.values)-monthsAYear):] {
			if !math.IsNaN(value) {
				sum += math.Abs(value)
			}
		}
		return sum
	}
	slices.SortStableFunc(members, func(a, b monthSeries) int {
		return cmp.Or(cmp.Compare(moved(b), moved(a)), cmp.Compare(a.member, b.member))
	})
	kept := slices.IndexFunc(members, func(s monthSeries) bool { return moved(s) == 0 })
	if kept < 0 {
		kept = len(members)
	}
	kept = min(kept, mostParts)
	if kept == len(members) {
		return members
	}
	rest := members[kept]
	rest.member, rest.rest = "", true
	rest.values = slices.Clone(rest.values)
	for _, other := range members[kept+1:] {
		for i, value := range other.values {
			rest.values[i] += value
		}
	}
	return append(members[:kept:kept], rest)
}
