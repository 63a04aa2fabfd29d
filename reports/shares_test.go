package reports

import (
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
)

func decimals(values ...int64) []decimal.Decimal {
	out := make([]decimal.Decimal, len(values))
	for i, v := range values {
		out[i] = decimal.NewFromInt(v)
	}
	return out
}

func texts(shares []any) []string {
	out := make([]string, len(shares))
	for i, s := range shares {
		if d, ok := s.(decimal.Decimal); ok {
			out[i] = d.Shift(2).StringFixed(1)
		}
	}
	return out
}

// Three equal parts: the tenth that is left goes to the first.
func TestShares_LargestRemainderGetsWhatIsLeft(t *testing.T) {
	for _, c := range []struct {
		parts []decimal.Decimal
		want  []string
	}{
		{decimals(1, 1, 1), []string{"33.4", "33.3", "33.3"}},
		{decimals(2, 1, 0), []string{"66.7", "33.3", "0.0"}},
		{decimals(1, 2, 3), []string{"16.7", "33.3", "50.0"}},
		{decimals(999_999, 1), []string{"100.0", "0.0"}},
		{decimals(110, -10), []string{"110.0", "-10.0"}},
		{decimals(4, -1), []string{"133.3", "-33.3"}},
		{decimals(0, 0), []string{"", ""}},
		{decimals(5, -7), []string{"", ""}},
		{nil, []string{}},
	} {
		got := texts(Shares(c.parts, 1))
		for i := range c.want {
			if got[i] != c.want[i] {
				t.Errorf("shares of %v: %v, not %v", c.parts, got, c.want)
				break
			}
		}
	}
}

func TestShares_AddUpToOneAndAreLessThanAStepOff(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 7))
		parts := make([]decimal.Decimal, 1+random.IntN(30))
		sum := decimal.Zero
		for i := range parts {
			parts[i] = decimal.New(random.Int64N(1_000_000)-20_000, -2)
			sum = sum.Add(parts[i])
		}
		if !sum.IsPositive() {
			continue
		}
		total := decimal.Zero
		for i, s := range Shares(parts, 1) {
			share := s.(decimal.Decimal)
			total = total.Add(share)
			if off := share.Sub(parts[i].DivRound(sum, 12)).Abs(); off.GreaterThanOrEqual(decimal.New(1, -3)) {
				t.Fatalf("seed %d: share %s of %s in %s is a step off", seed, share, parts[i], sum)
			}
		}
		if !total.Equal(decimal.NewFromInt(1)) {
			t.Fatalf("seed %d: shares add up to %s", seed, total)
		}
	}
}
