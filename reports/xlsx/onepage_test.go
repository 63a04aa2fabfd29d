package xlsx_test

import (
	"strings"
	"testing"

	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
	"clientele/reports/xlsx"
)

func TestOnePage_HasAllSectionsOnOneSheetAndPage(t *testing.T) {
	for _, language := range catalogue.Languages() {
		d, err := reports.Director(sample.Answers(), sample.Settings(language))
		if err != nil {
			t.Fatal(err)
		}
		f := open(t, render(t, d, xlsx.Options{}))
		page := f.GetSheetList()[0]
		if page != xlsx.SheetName(d.Title) {
			t.Errorf("%s: the first sheet is %q", language, page)
		}
		layout, err := f.GetPageLayout(page)
		if err != nil || *layout.Orientation != "portrait" || *layout.FitToHeight != 1 || *layout.FitToWidth != 1 {
			t.Errorf("%s: the page is set to %+v, %v", language, layout, err)
		}
		var text strings.Builder
		for _, row := range rows(t, f, page) {
			text.WriteString(strings.Join(row, "\t") + "\n")
		}
		names := named(t, f)
		for _, s := range d.Sections {
			want := append([]string{s.Title}, s.Lead...)
			for _, p := range s.Points {
				want = append(want, p.Text)
			}
			for _, one := range s.Tables {
				if one.PageRows != reports.OnlyInWorkbook {
					want = append(want, one.Title)
				} else if at, err := f.GetSheetIndex(xlsx.SheetName(one.Title)); err != nil || at < 1 {
					t.Errorf("%s: %s has no sheet: %d, %v", language, one.ID, at, err)
				}
			}
			for _, w := range want {
				if !strings.Contains(text.String(), w) {
					t.Errorf("%s: the page does not say %q", language, w)
				}
			}
			for _, figure := range s.Figures {
				if number, ok := figure.Format.Number(figure.Value); ok && names[xlsx.DefinedName(figure.ID)] != number.String() {
					t.Errorf("%s: %s is %q", language, figure.ID, names[xlsx.DefinedName(figure.ID)])
				}
			}
		}
		if len(names) == 0 {
			t.Errorf("%s: no figure has a name", language)
		}
	}
}
