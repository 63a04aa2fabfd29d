package reports_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
)

func parts(values ...any) *reports.Chart {
	data := &table.Table{Columns: []table.Column{{Name: "name"}, {Name: "value"}}}
	for i, v := range values {
		data.Rows = append(data.Rows, []any{string(rune('a' + i)), v})
	}
	return &reports.Chart{Kind: reports.Pie, X: "name", Data: data, Series: []reports.Series{{Column: "value"}}, Format: reports.Format{Kind: reports.Decimal, Digits: 2}}
}

func TestParts_AreARingOnlyWhereTheyAreFewAndPositive(t *testing.T) {
	for name, c := range map[string]struct {
		values []any
		want   reports.ChartKind
	}{
		"two":                  {[]any{1.0, 2.0}, reports.Pie},
		"six":                  {[]any{1.0, 2.0, 3.0, 4.0, 5.0, 6.0}, reports.Pie},
		"seven":                {[]any{1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0}, reports.RowBars},
		"six and two of none":  {[]any{1.0, 2.0, 3.0, 4.0, 5.0, 6.0, nil, 0.0}, reports.Pie},
		"one":                  {[]any{3.0}, reports.RowBars},
		"one beside nothing":   {[]any{3.0, 0.0}, reports.RowBars},
		"none":                 {nil, reports.RowBars},
		"what is below zero":   {[]any{3.0, 5.0, -0.01}, reports.RowBars},
		"nothing but nothings": {[]any{0.0, nil}, reports.RowBars},
	} {
		if got := reports.Parts(parts(c.values...)); got != c.want {
			t.Errorf("%s: the form is %v, not %v", name, got, c.want)
		}
	}
}

func TestPartsOf_SharesAddUpAndKnowTheirRows(t *testing.T) {
	c := parts(1.0, nil, 1.0, 1.0)
	c.Colours = []reports.Colour{reports.Rise, reports.Fall, reports.Faint}
	got, sum := reports.PartsOf(c), decimal.Zero
	if len(got) != 3 || got[1].Row != 2 || got[1].Colour != reports.Faint || got[2].Colour != reports.PlaceColour(3) {
		t.Fatalf("the parts are %v", got)
	}
	for _, part := range got {
		sum = sum.Add(part.Share.(decimal.Decimal))
	}
	if !sum.Equal(decimal.NewFromInt(1)) {
		t.Errorf("the shares add up to %s", sum)
	}
}
