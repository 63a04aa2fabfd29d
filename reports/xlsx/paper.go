package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"clientele/reports"
)

// paper is how a sheet is printed: always as wide as one page of A4.
type paper struct {
	portrait  bool
	onePage   bool // all of the sheet
	titleRows int  // on each page
}

// page sets a sheet up for landscape paper with its first rows on each page.
func (b *book) page(sheet string, titleRows int) error {
	return b.paper(sheet, paper{titleRows: titleRows})
}

func (b *book) paper(sheet string, p paper) error {
	fit, size, orientation, width, height := true, 9, "landscape", 1, 0
	if p.portrait {
		orientation = "portrait"
	}
	if p.onePage {
		height = 1
	}
	if err := b.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := b.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &orientation, FitToWidth: &width, FitToHeight: &height,
	}); err != nil {
		return err
	}
	margin, foot, centre := 0.5, 0.75, true
	if err := b.file.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{
		Left: &margin, Right: &margin, Top: &margin, Bottom: &foot, Footer: &margin, Horizontally: &centre,
	}); err != nil {
		return err
	}
	if err := b.file.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: b.footLine()}); err != nil {
		return err
	}
	if p.titleRows == 0 {
		return nil
	}
	return b.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("%s!$1:$%d", quoted(sheet), p.titleRows), Scope: sheet,
	})
}

// footLine is the line below each printed page: company, sheet, page.
func (b *book) footLine() string {
	return "&L&8 " + footer(reports.Clean(b.document.Company)) + "&C&8 &A&R&8 " + b.Words.Say("book.page")
}
