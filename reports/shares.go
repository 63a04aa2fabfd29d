package reports

import (
	"slices"

	"github.com/shopspring/decimal"
)

// Shares returns each part's share of the sum, as fractions with so many
// digits after the point of the per cent, that add up to exactly 1: the method
// of the largest remainder (Hamilton). Equal remainders go to the earlier
// part. A negative part has a negative share. Without a positive sum there are
// no shares: all are nil.
func Shares(parts []decimal.Decimal, digits int) []any {
	shares := make([]any, len(parts))
	sum := decimal.Zero
	for _, part := range parts {
		sum = sum.Add(part)
	}
	if !sum.IsPositive() {
		return shares
	}
	steps := decimal.New(1, int32(digits+2))
	floors, remainders := make([]decimal.Decimal, len(parts)), make([]decimal.Decimal, len(parts))
	left := steps
	for i, part := range parts {
		floors[i], remainders[i] = part.Mul(steps).QuoRem(sum, 0)
		if remainders[i].IsNegative() {
			floors[i], remainders[i] = floors[i].Sub(decimal.NewFromInt(1)), remainders[i].Add(sum)
		}
		left = left.Sub(floors[i])
	}
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return remainders[b].Cmp(remainders[a]) })
	for i := range left.IntPart() {
		floors[order[i]] = floors[order[i]].Add(decimal.NewFromInt(1))
	}
	for i := range shares {
		shares[i] = floors[i].Shift(-int32(digits + 2))
	}
	return shares
}
