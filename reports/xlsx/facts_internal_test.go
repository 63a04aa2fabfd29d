package xlsx

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
)

// strconv rounds a text to the nearest float64, however long it is.
func TestNearest_IsTheNearestFloat(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 1))
	for range 200_000 {
		d := decimal.New(random.Int64N(1<<uint(1+random.IntN(62)))-random.Int64N(1000), int32(random.IntN(24)-20))
		want, err := strconv.ParseFloat(d.String(), 64)
		if err != nil {
			t.Fatal(err)
		}
		if got := nearest(d); got != want {
			t.Fatalf("%s became %v, not %v", d, got, want)
		}
	}
}

// What is not rounded is what rounding would have left as it is.
func TestNumeric_ShortFloatsAreTheirOwnRounding(t *testing.T) {
	random, quick := rand.New(rand.NewPCG(7, 2)), 0
	for range 200_000 {
		f := reports.Format{Kind: reports.Decimal, Digits: random.IntN(5)}
		v := (random.Float64() - 0.5) * math.Pow10(random.IntN(9))
		if random.IntN(2) == 0 {
			v = math.Round(v*100) / 100
		}
		number, _ := f.Number(v)
		if got, want := numeric(f, v), number.InexactFloat64(); got != any(want) && got != any(number.IntPart()) {
			t.Fatalf("%v to %d digits became %v, not %v", v, f.Digits, got, want)
		}
		if short(v, f) {
			quick++
		}
	}
	if quick < 10_000 {
		t.Errorf("only %d numbers are short", quick)
	}
}

// The sum is exact whatever the scales and sizes of its parts are, and at the
// bounds of an integer.
func TestFacts_SumsAreThoseOfDecimals(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 3))
	for range 200 {
		one := &reports.Table{
			Columns: []reports.Column{{Name: "n", Format: reports.Format{Kind: reports.Money, Digits: 2}, Sum: true}},
			Data:    &table.Table{Columns: []table.Column{{Name: "n"}}},
		}
		for range 1000 {
			coefficient := random.Int64N(1<<uint(1+random.IntN(62))) - random.Int64N(1<<uint(1+random.IntN(62)))
			one.Data.Rows = append(one.Data.Rows, []any{decimal.New(coefficient, int32(random.IntN(6)-4))})
		}
		got, want := factsOf(one)[0], one.Sums()[0].(decimal.Decimal)
		if !got.sum.Equal(want) {
			t.Fatalf("the sum is %s, not %s", got.sum, want)
		}
		for _, row := range one.Data.Rows {
			if n := nearest(row[0].(decimal.Decimal)); n > nearest(got.greatest) || n < nearest(got.least) {
				t.Fatalf("%v is not between %s and %s", row[0], got.least, got.greatest)
			}
		}
	}
}
