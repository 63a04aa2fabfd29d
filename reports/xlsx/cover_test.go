package xlsx_test

import (
	"bytes"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
	"clientele/reports/xlsx"
)

// A reader finds the title, the figures with how they stand to others, what
// matters, and a way to each sheet.
func TestCover_SaysWhatMattersAndLeadsToEachSheet(t *testing.T) {
	for _, language := range catalogue.Languages() {
		d := document(t, sample.Answers(), sample.Settings(language))
		f := open(t, completeBook(t, language))
		sheets := f.GetSheetList()
		var text strings.Builder
		links := map[string]bool{}
		for r, row := range rows(t, f, sheets[0]) {
			text.WriteString(strings.Join(row, "\t") + "\n")
			for c := range row {
				cell, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				if has, to, err := f.GetCellHyperLink(sheets[0], cell); err != nil {
					t.Fatal(err)
				} else if has {
					links[strings.Trim(strings.TrimSuffix(to, "!A1"), "'")] = true
				}
			}
		}
		for _, sheet := range sheets[1:] {
			if !links[sheet] {
				t.Errorf("%s: no link leads to %s", language, sheet)
			}
		}
		first := d.Sections[0]
		for _, want := range []string{d.Title, d.Company, first.Figures[0].Label, first.Figures[0].Comparison.Label, first.Points[0].Text} {
			if !strings.Contains(text.String(), want) {
				t.Errorf("%s: the cover does not say %q", language, want)
			}
		}
		layout, err := f.GetPageLayout(sheets[0])
		if err != nil || *layout.FitToHeight != 1 || *layout.FitToWidth != 1 {
			t.Errorf("%s: the cover takes more than a page: %+v, %v", language, layout, err)
		}
	}
}

// picture is a PNG of so many pixels.
func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCover_ShowsTheLogoInItsOwnProportions(t *testing.T) {
	d := sample.Small()
	d.Look = reports.Look{Logo: picture(t, 600, 100), Width: 600, Height: 100}
	book := render(t, d, xlsx.Options{})
	pictures, err := open(t, book).GetPictures("Contents", "A1")
	if err != nil || len(pictures) != 1 || !bytes.Equal(pictures[0].File, d.Look.Logo) || pictures[0].Format.AltText != d.Company {
		t.Fatalf("the cover has %d pictures, %v", len(pictures), err)
	}
	if x, y := pictures[0].Format.ScaleX, pictures[0].Format.ScaleY; x != y || x*600 > 260.5 {
		t.Errorf("the logo is drawn %.3f × %.3f of its size", x, y)
	}
	if !bytes.Equal(book, render(t, d, xlsx.Options{})) {
		t.Error("two workbooks with a logo differ")
	}
}

// LibreOffice shows ### where a number is wider than its cell, merged or not.
func TestCover_GreatAmountsFitTheirCards(t *testing.T) {
	d := sample.Small()
	figure := d.Sections[0].Figures[0]
	figure.Value = decimal.RequireFromString("-124278086454.75")
	d.Sections[0].Figures = []reports.Figure{figure, figure, figure, figure}
	f := open(t, render(t, d, xlsx.Options{}))
	for cell, columns := range map[string]string{"A6": "AB", "C6": "C", "D6": "D", "E6": "EF"} {
		room := 0.0
		for _, column := range strings.Split(columns, "") {
			width, err := f.GetColWidth("Contents", column)
			if err != nil {
				t.Fatal(err)
			}
			room += width
		}
		id, err := f.GetCellStyle("Contents", cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		// A bold digit of size 11 is about 1.1 units wide.
		if need := 20 * 1.1 * style.Font.Size / 11; need > room {
			t.Errorf("%s is %.1f wide and needs %.1f at size %.0f", cell, room, need, style.Font.Size)
		}
	}
}

// A second sheet of one name would be numbered, and nobody knows which is which.
func TestWrite_NoTwoSheetsOfAReportHaveOneName(t *testing.T) {
	for _, language := range catalogue.Languages() {
		for _, kind := range reports.Kinds() {
			d, err := kind.Make(sample.Answers(), sample.Settings(language))
			if err != nil {
				t.Fatal(err)
			}
			sheets := open(t, render(t, d, xlsx.Options{})).GetSheetList()
			for _, sheet := range sheets {
				if stem, numbered := strings.CutSuffix(sheet, " 2"); numbered && slices.Contains(sheets, stem) {
					t.Errorf("%s, %s: two sheets are called %q", kind.ID, language, stem)
				}
			}
		}
	}
}
