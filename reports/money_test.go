package reports_test

import (
	"slices"
	"strings"
	"testing"

	"clientele/reports"
)

// What has no rate is bad news with its sum in its own currency, once for all
// sources; a currency of which every line has a rate is none.
func TestComplete_MoneyWithoutARateIsToldInItsOwnCurrency(t *testing.T) {
	for language, want := range map[string]string{
		"en": "12 lines in USD have no rate: $1,234.00 are not in the figures.",
		"ru": "У 12 строк в USD нет курса: 1 234,00 $ не вошли в числа.",
		"es": "12 líneas en USD no tienen cotización: 1.234,00 $ no están en las cifras.",
	} {
		d := monthly(t, language, nil)
		var points, leads []string
		for _, section := range d.Sections {
			for _, point := range section.Points {
				if strings.Contains(point.Text, "USD") || strings.Contains(point.Text, "EUR") {
					points = append(points, point.Text)
					if point.Tone != reports.Worse {
						t.Errorf("%s: not told as bad news", language)
					}
				}
			}
			if section.ID == "quality" {
				leads = section.Lead
			}
		}
		if plain := strings.NewReplacer("\u00a0", " ", "\u202f", " "); len(points) != 1 || plain.Replace(points[0]) != want || !slices.Contains(leads, points[0]) {
			t.Errorf("%s: got %q, want %q; the section says %q", language, points, want, leads)
		}
	}
}

// The words of the audits are the catalogue's, in the reader's language.
func TestComplete_WarningsOfAuditsAreTranslated(t *testing.T) {
	shown := monthly(t, "ru", nil).Find("audits")
	if got := shown.Data.Text(0, "problem"); got != "Источник не дал ни одной учитываемой строки" {
		t.Errorf("got %q", got)
	}
}
