package reports_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/catalogue"
)

// foreignFiles makes the sample's second file one of pounds and dollars, adds a
// file of dollars alone and one of deals.
func foreignFiles(a *reports.Answers) {
	loads := a.QualityLoads
	out := &table.Table{Columns: append(slices.Clone(loads.Columns),
		table.Column{Name: "currency"}, table.Column{Name: "currencies", Kind: table.Integer},
		table.Column{Name: "foreign_loaded", Kind: table.Decimal, Scale: 4}, table.Column{Name: "foreign_excluded", Kind: table.Decimal, Scale: 4},
		table.Column{Name: "foreign_replaced", Kind: table.Decimal, Scale: 4})}
	for r, row := range loads.Rows {
		row = append(slices.Clone(row), "GBP", int64(1), decimal.Zero, decimal.Zero, decimal.Zero)
		if r == 1 {
			copy(row[len(loads.Columns):], []any{nil, int64(2), decimal.NewFromInt(1000), decimal.NewFromInt(20), decimal.Zero})
		}
		out.Rows = append(out.Rows, row)
	}
	dollars, deals := slices.Clone(out.Rows[0]), slices.Clone(out.Rows[0])
	dollars[1], dollars[len(loads.Columns)] = "dollars.csv", "USD"
	deals[1], deals[2] = "deals.csv", "deals"
	copy(deals[len(loads.Columns):], []any{nil, int64(0)})
	out.Rows = append(out.Rows, dollars, deals)
	a.QualityLoads = out
}

func TestQuality_OnlyPurchasesInTheCompanysCurrencyAreAdded(t *testing.T) {
	plain, mixed := monthly(t, "en", nil).Find("loads-money"), monthly(t, "en", foreignFiles).Find("loads-money")
	for i, less := range map[string]int64{"amount_read": 1020, "amount_loaded": 1000, "amount_excluded": 20, "amount_rejected": 0, "amount_difference": 0} {
		at := slices.IndexFunc(plain.Columns, func(c reports.Column) bool { return c.Name == i })
		all, home := plain.Total[at].(decimal.Decimal), mixed.Total[at].(decimal.Decimal)
		if !all.Sub(home).Equal(decimal.NewFromInt(less)) {
			t.Errorf("%s: %s with other currencies, %s without", i, home, all)
		}
		if i == "amount_read" && !all.IsPositive() {
			t.Error("the sample has no money")
		}
	}
	last := mixed.Data.Len()
	for r, want := range map[int]string{0: "GBP", 1: "several", last - 2: "USD", last - 1: ""} {
		if got := mixed.Data.Text(r, "money_of"); got != want {
			t.Errorf("row %d is in %q, want %q", r, got, want)
		}
	}
	for r := range last {
		if difference := mixed.Data.Decimal(r, "amount_difference"); !difference.IsZero() {
			t.Errorf("row %d lacks %s", r, difference)
		}
	}
	for _, language := range catalogue.Languages() {
		if with, without := monthly(t, language, foreignFiles).Find("loads-money").Note, monthly(t, language, nil).Find("loads-money").Note; with == "" || without != "" {
			t.Errorf("%s: what is not added is told by %q, and where all is by %q", language, with, without)
		}
	}
	if text := strings.Join(section(t, monthly(t, "en", foreignFiles), "quality").Lead, " "); !strings.Contains(text, "add up") {
		t.Errorf("the section says: %s", text)
	}
}
