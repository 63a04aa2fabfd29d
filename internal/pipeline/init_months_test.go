package pipeline

import (
	"strings"
	"testing"
)

func TestInit_AsksWhetherTwoReportsTellOfTheSameSales(t *testing.T) {
	const lines = "Order ID,Order date,Customer ID,Product,Quantity,Price\nA-1,2026-01-03,K-1,Tea,2,5.00\nA-2,2026-01-20,K-2,Cup,1,4.00\nA-3,2026-02-11,K-1,Tea,3,5.00\n"
	const totals = "Invoice No,Invoice date,Client code,Amount\nR-1,2026-01-31,K-1,10.00\nR-2,2026-01-31,K-2,4.00\nR-3,2026-02-28,K-1,%.00\n"
	survey := surveyOf(t, map[string]string{"lines.csv": lines, "totals.csv": strings.ReplaceAll(totals, "%", "15")})
	contains(t, survey, "- name: lines", "# - name: totals")
	if !asks(survey, "lines and totals seem to be two reports of the same sales in 2 months") {
		t.Errorf("nothing is asked: %+v", survey.Questions)
	}
	// Other money in one of the months: other sales.
	survey = surveyOf(t, map[string]string{"lines.csv": lines, "totals.csv": strings.ReplaceAll(totals, "%", "16")})
	contains(t, survey, "- name: lines", "- name: totals")

	// Two reports of one system are asked about whatever their sums: one may
	// leave returns out. Other months are other sales.
	orders, export := fixtureNamed(t, "woocommerce-orders"), fixtureNamed(t, "woocommerce-order-export")
	folder := t.TempDir()
	orders.write(t, folder)
	export.write(t, folder)
	survey, err := Init(InitOptions{Paths: []string{folder}, Base: folder})
	if err != nil {
		t.Fatal(err)
	}
	if !asks(survey, "seem to be two reports of the same sales in 1 month") {
		t.Errorf("nothing is asked: %+v", survey.Questions)
	}
}
