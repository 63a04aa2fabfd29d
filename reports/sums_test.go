package reports_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"clientele/reports"
	"clientele/reports/internal/sample"
)

// documents are all reports of the sample, in English.
func documents(t *testing.T) []*reports.Document {
	t.Helper()
	var out []*reports.Document
	for _, kind := range reports.Kinds() {
		d, err := kind.Make(sample.Answers(), sample.Settings("en"))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, d)
	}
	plan, err := reports.CampaignPlan(sample.CampaignPlanAnswers(), sample.CampaignSettings("en"))
	if err != nil {
		t.Fatal(err)
	}
	measured, err := reports.CampaignMeasured(sample.CampaignMeasuredAnswers(), sample.CampaignSettings("en"))
	if err != nil {
		t.Fatal(err)
	}
	return append(out, plan, measured)
}

// What the workbook writes as a formula is what it adds up to; and a total that
// is the sum of what stands above it is a formula. Shares are left out: they
// are rounded, and their total is not.
func TestTables_TotalsOfSumsAreSums(t *testing.T) {
	marked := 0
	for _, d := range documents(t) {
		for _, s := range d.Sections {
			for _, one := range s.Tables {
				sums := one.Sums()
				for i, c := range one.Columns {
					if one.List && one.Total == nil {
						continue
					}
					if c.Sum && i >= len(one.Total) {
						t.Errorf("%s, %s: column %s is to be added up and has no total", d.ID, one.ID, c.Name)
						continue
					}
					total, ok := decimal.Decimal{}, false
					if i < len(one.Total) {
						total, ok = c.Format.Number(one.Total[i])
					}
					switch {
					case c.Sum:
						marked++
						if sum := sums[i].(decimal.Decimal); !ok || !total.Equal(sum) {
							t.Errorf("%s, %s: the total of %s is %v, the cells add up to %s", d.ID, one.ID, c.Name, one.Total[i], sum)
						}
					case ok && c.Format.Kind != reports.Percent && one.Data.Len() > 1 && allSum(&one, i).Equal(total):
						t.Errorf("%s, %s: the total of %s is a sum and not marked so", d.ID, one.ID, c.Name)
					}
				}
			}
		}
	}
	if marked < 40 {
		t.Errorf("%d columns are added up", marked)
	}
}

// allSum adds a column whether it is marked or not.
func allSum(t *reports.Table, column int) decimal.Decimal {
	one := *t
	one.Columns = []reports.Column{t.Columns[column]}
	one.Columns[0].Sum = true
	return one.Sums()[0].(decimal.Decimal)
}
