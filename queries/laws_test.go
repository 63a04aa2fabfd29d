package queries_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// What must hold between answers, whatever the data. Amounts of the histories
// are whole cents, so no sum of answers is off by a rounding.
func TestLaws_HoldOnRandomHistories(t *testing.T) {
	for seed := range uint64(sized(t, "histories", 2, 4)) { //nolint:gosec // a small number
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			w := newWorld(t, 1)
			w.arguments["zone"] = []string{"UTC", "America/Santiago", "Asia/Vladivostok", "Europe/Madrid"}[seed]
			w.arguments["as_of"] = day([]string{"2024-12-31", "2024-11-17", "2025-03-01", "2023-08-01"}[seed])
			w.arguments["unit"] = []string{"month", "week", "quarter", "month"}[seed]
			w.give(t, newHistory(seed+100, 1500))
			w.make(t, "overview", "overview_months", "monthly_series", "monthly_parts", "value_history", "value_deciles", "rfm", "rfm_segments",
				"best_customers", "best_products", "retention")
			checkMonths(t, w)
			checkParts(t, w)
			checkCustomers(t, w)
			checkRetention(t, w)
			checkProducts(t, w)
		})
	}
}

// checkMonths: months add up to the overview, and each month to its parts.
func checkMonths(t *testing.T, w *world) {
	t.Helper()
	overview, months := w.answer(t, "reports/overview"), w.answer(t, "reports/overview_months")
	for _, column := range []string{"revenue", "sales", "returns"} {
		sameMoney(t, column+" of all months", total(months, column), overview.Decimal(0, column))
	}
	sameMoney(t, "anonymous revenue of all months", total(months, "revenue_anonymous"), overview.Decimal(0, "anonymous_revenue"))
	same(t, "orders of all months", count(months, "orders"), overview.Integer(0, "orders"))
	same(t, "new buyers of all months", count(months, "new_buyers"), overview.Integer(0, "buyers"))
	if overview.Integer(0, "orders") == 0 || overview.Integer(0, "anonymous_lines") == 0 {
		t.Error("a history without orders or anonymous lines proves nothing")
	}
	series := w.answer(t, "forecasts/monthly_series")
	for row := range months.Len() {
		month := fmt.Sprint("of ", months.Time(row, "month").Format("2006-01"))
		sameMoney(t, "sales and returns "+month, months.Decimal(row, "sales").Add(months.Decimal(row, "returns")), months.Decimal(row, "revenue"))
		parts := months.Decimal(row, "revenue_new").Add(months.Decimal(row, "revenue_returning")).Add(months.Decimal(row, "revenue_anonymous"))
		sameMoney(t, "new, returning and anonymous revenue "+month, parts, months.Decimal(row, "revenue"))
		same(t, "new and returning buyers "+month, months.Integer(row, "new_buyers")+months.Integer(row, "returning_buyers"), months.Integer(row, "buyers"))
		if row > 0 && !months.Time(row, "month").Equal(months.Time(row-1, "month").AddDate(0, 1, 0)) {
			t.Errorf("no month before that %s", month)
		}
		if months.Boolean(row, "complete") != (row < series.Len()) {
			t.Errorf("series of complete months does not end where months %s", month)
		} else if row < series.Len() {
			sameMoney(t, "series "+month, series.Decimal(row, "revenue"), months.Decimal(row, "revenue"))
			same(t, "series "+month, series.Integer(row, "buyers"), months.Integer(row, "buyers"))
			same(t, "series "+month, series.Integer(row, "new_buyers"), months.Integer(row, "new_buyers"))
		}
	}
}

// checkParts: in each dimension the parts of a month add up to its revenue, and
// new and anonymous are the overview's.
func checkParts(t *testing.T, w *world) {
	t.Helper()
	parts := w.answer(t, "forecasts/monthly_parts")
	months := w.answer(t, "reports/overview_months")
	for row := range w.answer(t, "forecasts/monthly_series").Len() {
		month := months.Time(row, "month")
		for _, dimension := range []string{"owner", "product_group", "region", "segment"} {
			members := rowsWhere(parts, func(r int) bool {
				return parts.Text(r, "dimension") == dimension && parts.Time(r, "month").Equal(month)
			})
			if members.Len() < 3 {
				t.Errorf("%s has %d members", dimension, members.Len())
			}
			sameMoney(t, fmt.Sprint(dimension, " of ", month.Format("2006-01")), total(members, "revenue").Round(2), months.Decimal(row, "revenue"))
		}
		for member, column := range map[string]string{"new": "revenue_new", "anonymous": "revenue_anonymous"} {
			one := rowsWhere(parts, func(r int) bool { return parts.Text(r, "member") == member && parts.Time(r, "month").Equal(month) })
			sameMoney(t, member+" of "+month.Format("2006-01"), total(one, "revenue").Round(2), months.Decimal(row, column))
		}
	}
	if months.Len() < 8 {
		t.Errorf("%d months prove little", months.Len())
	}
}

// checkCustomers: the same buyers and the same money however they are grouped.
func checkCustomers(t *testing.T, w *world) {
	t.Helper()
	buyers := w.answer(t, "reports/overview").Integer(0, "buyers")
	history, deciles := w.answer(t, "reports/value_history"), w.answer(t, "reports/value_deciles")
	rfm, segments := w.answer(t, "segments/rfm"), w.answer(t, "segments/rfm_segments")
	same(t, "customers of the value history", int64(history.Len()), buyers)
	same(t, "customers of all deciles", count(deciles, "customers"), buyers)
	same(t, "customers with RFM scores", int64(rfm.Len()), buyers)
	same(t, "customers of all segments", count(segments, "customers"), buyers)
	sameMoney(t, "revenue of all deciles", total(deciles, "revenue"), total(history, "revenue"))
	sameMoney(t, "monetary of all customers", total(rfm, "monetary"), total(history, "revenue"))
	sameMoney(t, "revenue of all segments", total(segments, "revenue"), total(history, "revenue"))
	same(t, "orders of all segments", count(segments, "orders"), count(history, "orders"))
	same(t, "orders of all deciles", count(deciles, "orders"), count(history, "orders"))
	if share := history.Float(history.Len()-1, "cumulative_share"); share != 1 {
		t.Errorf("the last cumulative share is %v", share)
	}
	best := w.answer(t, "reports/best_customers")
	for row := range best.Len() {
		if best.Text(row, "customer_id") != history.Text(row, "customer_id") || !best.Decimal(row, "revenue").Equal(history.Decimal(row, "revenue")) {
			t.Errorf("best customer %d is not the value history's", row+1)
		}
	}
	for row := range deciles.Len() - 1 {
		if deciles.Integer(row, "customers") > 0 && deciles.Integer(row+1, "customers") > 0 &&
			deciles.Decimal(row, "average_revenue").LessThan(deciles.Decimal(row+1, "average_revenue")) {
			t.Errorf("decile %d is worse than the next", row+1)
		}
	}
}

// checkRetention: everybody is in one cohort and there in its period 0; the
// actives of a calendar period are its buyers.
func checkRetention(t *testing.T, w *world) {
	t.Helper()
	retention := w.answer(t, "reports/retention")
	customers := int64(0)
	for row := range retention.Len() {
		if rate := retention.Float(row, "rate"); rate < 0 || rate > 1 {
			t.Errorf("rate %v", rate)
		}
		if retention.Integer(row, "period") == 0 {
			customers += retention.Integer(row, "customers")
			if retention.Float(row, "rate") != 1 {
				t.Errorf("cohort %v: not all bought in its own period", retention.Value(row, "cohort"))
			}
		} else if retention.Integer(row-1, "period") != retention.Integer(row, "period")-1 {
			t.Errorf("cohort %v has no period before %d", retention.Value(row, "cohort"), retention.Integer(row, "period"))
		}
	}
	same(t, "customers of all cohorts", customers, w.answer(t, "reports/overview").Integer(0, "buyers"))
	w.arguments["unit"] = "month"
	same(t, "actives of all months", count(w.answer(t, "reports/retention"), "active"), count(w.answer(t, "reports/overview_months"), "buyers"))
}

// checkProducts: all products together have brought all revenue, since every
// line of the histories has a product.
func checkProducts(t *testing.T, w *world) {
	t.Helper()
	w.arguments["top"] = 1_000_000
	products, overview := w.answer(t, "reports/best_products"), w.answer(t, "reports/overview")
	sameMoney(t, "revenue of all products", total(products, "revenue"), overview.Decimal(0, "revenue"))
	same(t, "products", int64(products.Len()), overview.Integer(0, "products"))
}

func total(rows *table.Table, column string) decimal.Decimal {
	sum := decimal.Zero
	for row := range rows.Len() {
		sum = sum.Add(rows.Decimal(row, column))
	}
	return sum
}

func count(rows *table.Table, column string) int64 {
	sum := int64(0)
	for row := range rows.Len() {
		sum += rows.Integer(row, column)
	}
	return sum
}

func sameMoney(t *testing.T, what string, got, want decimal.Decimal) {
	t.Helper()
	if !got.Equal(want) {
		t.Errorf("%s: %s, not %s", what, got, want)
	}
}

func same(t *testing.T, what string, got, want int64) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %d, not %d", what, got, want)
	}
}
