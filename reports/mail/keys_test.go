package mail_test

import (
	"strings"
	"testing"

	"clientele/reports"
	"clientele/reports/internal/sample"
	"clientele/reports/mail"
)

// A name in a script that the picture's font has not stands in the mail itself,
// where the reader's fonts write it, behind the number that the picture has.
func TestWrite_NamesThatThePictureNumbersStandBelowIt(t *testing.T) {
	d := sample.Small()
	rows := sample.Parts("names", reports.RowBars)
	rows.Data.Rows[0][0], rows.Data.Rows[1][0] = "株式会社<b>", "شركة المثال"
	d.Sections[0].Charts = []reports.Chart{rows}
	body := write(t, d, mail.Frame{})
	for _, want := range []string{"(1) 株式会社<b>\n", "(2) \u2068شركة المثال\u2069\n"} {
		if !strings.Contains(body.Text, want) && !strings.Contains(body.Text, strings.NewReplacer("\u2068", "", "\u2069", "").Replace(want)) {
			t.Errorf("the text does not say %q:\n%s", want, body.Text)
		}
	}
	if page := seen(t, body.HTML); !strings.Contains(page, "(1) \n株式会社<b>\n") || !strings.Contains(page, "(2) \n") || !strings.Contains(page, "شركة المثال") {
		t.Errorf("the page does not say which name has which number:\n%s", page)
	}
}
