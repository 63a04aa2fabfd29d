package xlsx_test

import (
	"testing"

	"clientele/reports"
	"clientele/reports/internal/sample"
	"clientele/reports/xlsx"
)

// The marks of points are narrow; a table below them begins in the same column.
func TestWrite_MarksOfPointsLeaveATableItsFirstColumn(t *testing.T) {
	looked := 0
	for _, kind := range reports.Kinds() {
		d, err := kind.Make(sample.Answers(), sample.Settings("en"))
		if err != nil {
			t.Fatal(err)
		}
		f := open(t, render(t, d, xlsx.Options{}))
		for _, s := range d.Sections {
			for i := range s.Tables {
				if s.Tables[i].OwnSheet() || d.OnePage || len(s.Points) == 0 {
					continue
				}
				looked++
				if width, err := f.GetColWidth(xlsx.SheetName(s.Title), "A"); err != nil || width < 10 {
					t.Errorf("%s: the first column of %s is %.1f characters wide, %v", kind.ID, s.Tables[i].ID, width, err)
				}
			}
		}
	}
	if looked == 0 {
		t.Error("no section has points and a table")
	}
}
