package queries_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// The waterfall a second time, line by line from its definition, on histories
// with returns, anonymous sales, other currencies and articles without a number.
func TestMonthBridge_IsWhatTheDefinitionSaysToTheCent(t *testing.T) {
	moved := map[string]int{}
	days := []string{"2024-12-31", "2024-11-17", "2023-12-31", "2023-06-30", "2023-01-31"}
	for seed, asOf := range days[:sized(t, "histories", 4, len(days))] {
		w := newWorld(t, 1)
		w.arguments["zone"] = []string{"UTC", "America/Santiago", "Europe/Madrid"}[seed%3]
		w.arguments["as_of"] = day(asOf)
		w.give(t, newHistory(uint64(seed)+700, 6000))
		w.make(t, "orders")
		bridge := w.answer(t, "reports/month_bridge")
		if bridge.Len() != 8 {
			t.Fatalf("as of %s: %d steps", asOf, bridge.Len())
		}
		month, before := bridge.Time(0, "month"), bridge.Time(0, "before_month")
		if want := beginning(day(asOf).AddDate(0, 0, 1), "month").AddDate(0, -1, 0); !month.Equal(want) {
			t.Errorf("as of %s the last month is %s", asOf, month.Format("2006-01"))
		}
		back := -12
		if month.AddDate(-1, 0, 0).Before(day("2022-12-01")) {
			back = -1
		}
		if want := month.AddDate(0, back, 0); !before.Equal(want) {
			t.Errorf("as of %s it came out of %s", asOf, before.Format("2006-01"))
		}
		lines := w.ask(t, "select customer_id, product_id, product, purchased_on, quantity, amount, order_id, source from purchase_lines where purchased_on <= date '"+asOf+"'")
		want := monthBridgeByDefinition(lines, w.firstPurchases(t), before, month)
		got, sum := map[string]decimal.Decimal{}, decimal.Zero
		for row := range bridge.Len() {
			step := bridge.Text(row, "step")
			got[step] = bridge.Decimal(row, "amount")
			sameMoney(t, fmt.Sprintf("as of %s: %s", asOf, step), got[step], want[step].Round(2))
			if step != "after" {
				sum = sum.Add(got[step])
			}
			if !got[step].IsZero() {
				moved[step]++
			}
		}
		sameMoney(t, "as of "+asOf+": all steps", sum, got["after"])
	}
	for _, step := range []string{"before", "new", "returning", "lost", "price", "volume", "other", "after"} {
		if moved[step] < 3 {
			t.Errorf("%s is 0 in all but %d histories, which proves nothing", step, moved[step])
		}
	}
}

// firstPurchases are the first months with a purchase, by customer.
func (w *world) firstPurchases(t *testing.T) map[string]time.Time {
	t.Helper()
	rows := w.ask(t, "select customer_id, min(month) as month from orders where is_purchase and customer_id is not null group by customer_id")
	first := map[string]time.Time{}
	for row := range rows.Len() {
		first[rows.Text(row, "customer_id")] = rows.Time(row, "month")
	}
	return first
}

// brought is what somebody, or an article, brought in the two months.
type brought struct{ p, r, piecesBefore, pieces decimal.Decimal }

func (b *brought) add(now bool, amount, pieces decimal.Decimal) {
	if now {
		b.r, b.pieces = b.r.Add(amount), b.pieces.Add(pieces)
	} else {
		b.p, b.piecesBefore = b.p.Add(amount), b.piecesBefore.Add(pieces)
	}
}

func bringers(lines *table.Table, before, month time.Time, name func(row int) (string, bool)) map[string]*brought {
	found := map[string]*brought{}
	for row := range lines.Len() {
		on := beginning(lines.Time(row, "purchased_on"), "month")
		who, counts := name(row)
		if !counts || !on.Equal(before) && !on.Equal(month) {
			continue
		}
		if found[who] == nil {
			found[who] = &brought{}
		}
		found[who].add(on.Equal(month), lines.Decimal(row, "amount"), lines.Decimal(row, "quantity"))
	}
	return found
}

func monthBridgeByDefinition(lines *table.Table, first map[string]time.Time, before, month time.Time) map[string]decimal.Decimal {
	sums := map[string]decimal.Decimal{}
	add := func(step string, amount decimal.Decimal) { sums[step] = sums[step].Add(amount) }
	customers := bringers(lines, before, month, func(row int) (string, bool) { return lines.Text(row, "customer_id"), true })
	kept := map[string]bool{}
	for id, b := range customers {
		add("before", b.p)
		add("after", b.r)
		switch {
		case id == "":
			add("other", b.r.Sub(b.p))
		case b.p.IsPositive() && b.r.IsPositive():
			kept[id] = true
			add("volume", b.r.Sub(b.p))
		case b.p.IsPositive():
			add("lost", b.p.Neg())
			add("other", b.r)
		case b.r.IsPositive() && first[id].After(before):
			add("new", b.r)
			add("other", b.p.Neg())
		case b.r.IsPositive():
			add("returning", b.r)
			add("other", b.p.Neg())
		default:
			add("other", b.r.Sub(b.p))
		}
	}
	articles := bringers(lines, before, month, func(row int) (string, bool) {
		article := lines.Text(row, "product_id")
		if article == "" {
			article = lines.Text(row, "product")
		}
		return article, kept[lines.Text(row, "customer_id")]
	})
	price := decimal.Zero
	for _, b := range articles {
		if b.p.IsPositive() && b.r.IsPositive() && b.piecesBefore.IsPositive() && b.pieces.IsPositive() {
			price = price.Add(b.r.Sub(b.pieces.Mul(b.p).Div(b.piecesBefore)).Round(4))
		}
	}
	add("price", price.Round(2))
	add("volume", price.Round(2).Neg())
	return sums
}
