package etl

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

func orders() Source {
	return Source{Name: "shop", Entity: "purchases", Decimal: ".", Dates: "year first", Columns: pairs(
		"order_id", "no", "purchased_at", "at", "quantity", "qty", "price", "price", "order_total", "total", "order_refund", "back")}
}

func TestShare_LinesHaveTheirPartOfTheOrder(t *testing.T) {
	w := newWorkspace(t, 2)
	w.expect(w.file("f", strings.Join([]string{"no,at,qty,price,total,back",
		"A,2024-05-01,2,20,54.50,", "A,2024-05-01,1,10,,", // in proportion, the total on the first row
		"B,2024-05-01,1,1,10,0", "B,2024-05-01,1,1,10,0", "B,2024-05-01,1,1,10,0", // on each row; the first line has the rest
		"C,2024-05-01,1,30,36,-36",                   // given back as a whole, whatever its sign
		"D,2024-05-01,1,0,4.90,", "D,2024-05-01,,,,", // gifts share equally
		"E,2024-05-01,3,5,,",                        // nothing is said of the order
		"F,2024-05-01,1,1,x,", "F,2024-05-01,1,1,,", // nobody knows
		"A,2024-05-01,1,1,1,",                   // stands apart
		"G,2024-05-01,-1,5,-5,",                 // taken back
		",2024-05-01,1,5,7,",                    // belongs to no order
		"H,never,1,5,9,1", "H,2024-05-01,3,5,,", // a rejected line keeps its part
	}, "\n"), orders()), []string{"order_id", "amount"},
		"2 | A | 43.6000", "3 | A | 10.9000", "4 | B | 3.3334", "5 | B | 3.3333", "6 | B | 3.3333", "7 | C | 0.0000", "8 | D | 2.4500", "9 | D | 2.4500", "10 | E | 15.0000",
		"11 ! order_total «x» is no number", "12 ! order_id «F» is an order of which another row's total or refund cannot be read", "13 ! order_id «A» "+apartReason,
		"14 | G | -5.0000", "15 ! order_id «» is empty", "16 ! purchased_at «never» is no date", "17 | H | 6.0000")
	made, err := w.convert(w.file("g", "no,at,qty,price,total,back\nH,never,1,5,9,1\nH,2024-05-01,3,5,,\n", orders()))
	if err != nil || made.Tally.AmountRead().String() != "8.0000" || made.Tally.AmountRejected.String() != "2.0000" {
		t.Errorf("%+v, %v", made.Tally, err)
	}
}

// Whatever the lines are, their parts add up to what was paid, and no part is
// further from its exact value than rounding takes it, but that of the largest.
func TestShare_NothingIsLostInRounding(t *testing.T) {
	w := newWorkspace(t, 3)
	for seed := range uint64(longer(4, 100)) {
		random := rand.New(rand.NewPCG(seed, 3))
		var file strings.Builder
		file.WriteString("no,at,qty,price,total,back\n")
		totals := map[string]decimal.Decimal{}
		for order := range 2000 {
			total, back := decimal.New(random.Int64N(1_000_000), -2), decimal.New(random.Int64N(1000), -2)
			no := fmt.Sprintf("N%d", order)
			totals[no] = total.Sub(back)
			for line := range 1 + random.IntN(7) {
				fmt.Fprintf(&file, "%s,2024-05-01,%d,%d.%02d,", no, random.IntN(4), random.IntN(50), random.IntN(100))
				if line == 0 {
					fmt.Fprintf(&file, "%s,%s", total, back)
				} else {
					file.WriteString(",")
				}
				file.WriteByte('\n')
			}
		}
		made, err := w.convert(w.file("f", file.String(), orders()))
		if err != nil || made.Tally.Rejected != 0 {
			t.Fatalf("seed %d: %+v, %v", seed, made.Tally, err)
		}
		sums := w.ask("select order_id, cast(sum(amount) as decimal(38, 4)) as total from converted group by order_id")
		for i := range sums.Len() {
			if no := sums.Text(i, "order_id"); !sums.Decimal(i, "total").Equal(totals[no]) {
				t.Errorf("seed %d: %s: got %s, want %s", seed, no, sums.Decimal(i, "total"), totals[no])
			}
		}
		if sums.Len() != len(totals) {
			t.Errorf("seed %d: %d orders", seed, sums.Len())
		}
	}
}
