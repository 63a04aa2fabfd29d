package pipeline

import (
	"strings"
	"testing"
)

// A shop's report has each sum twice: as people write it, with the only sign of
// the currency, and as a plain number, which is what a load reads.
func TestInit_AsksOnlyOfTheColumnThatALoadReads(t *testing.T) {
	const report = `Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),Net Sales,Attribution
2026-05-14 10:22:31,1201,"R$790,50",completed,Ann,new,1× Vaso,1,,790.5,Direct
2026-05-13 10:22:31,1200,"R$1.250,25",completed,Bob,new,1× Jarro,1,,1250.25,Direct
2026-05-12 10:22:31,1199,"R$3,75",completed,Ann,returning,1× Colher,1,,3.75,Direct
`
	survey := surveyOf(t, map[string]string{"wc-orders-report.csv": report})
	contains(t, survey, "profile: woocommerce-orders")
	if len(survey.Questions) > 0 || survey.Currency != "BRL" {
		t.Errorf("currency %s, asked %+v", survey.Currency, survey.Questions)
	}
	mixed := surveyOf(t, map[string]string{"wc-orders-report.csv": strings.Replace(report, `"R$3,75"`, `"€3,75"`, 1)})
	contains(t, mixed, "# rates: {EUR: RATE}")
}
