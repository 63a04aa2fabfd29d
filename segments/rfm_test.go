package segments_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clientele/segments"
)

func TestStandardRFM_IsAPartitionOfTheSquare(t *testing.T) {
	standard := segments.StandardRFM()
	if err := standard.Validate(); err != nil {
		t.Fatal(err)
	}
	// Counted here once more, so that a mistake of Validate's does not hide one
	// of the map's.
	if cells := standard.Table(); cells.Len() != 25 || len(standard.Segments) != 10 {
		t.Errorf("%d cells in %d segments", cells.Len(), len(standard.Segments))
	}
}

// The map drawn, most recent above, most frequent to the right.
func TestStandardRFM_LiesAsDrawn(t *testing.T) {
	drawn := map[[2]int64]string{}
	cells := segments.StandardRFM().Table()
	for row := range cells.Len() {
		drawn[[2]int64{cells.Integer(row, "r"), cells.Integer(row, "f")}] = cells.Text(row, "segment")
	}
	var got []string
	for r := int64(5); r >= 1; r-- {
		var line []string
		for f := int64(1); f <= 5; f++ {
			line = append(line, drawn[[2]int64{r, f}])
		}
		got = append(got, strings.Join(line, " "))
	}
	if diff := cmp.Diff([]string{
		"new potential_loyalist potential_loyalist champions champions",
		"promising potential_loyalist potential_loyalist loyal loyal",
		"about_to_sleep about_to_sleep need_attention loyal loyal",
		"hibernating hibernating at_risk at_risk cannot_lose",
		"hibernating hibernating at_risk at_risk cannot_lose",
	}, got); diff != "" {
		t.Error(diff)
	}
}

func TestStandardRFM_PositionsFollowTheList(t *testing.T) {
	for i, segment := range segments.StandardRFM().Segments {
		if segment.Position != i+1 {
			t.Errorf("%s is at position %d, listed as number %d", segment.Key, segment.Position, i+1)
		}
	}
}

func TestValidate_NamesEveryMistakeAtOnce(t *testing.T) {
	broken := segments.StandardRFM()
	broken.Segments[0].Cells = append(broken.Segments[0].Cells, segments.Cell{Recency: 4, Frequency: 5}, segments.Cell{Recency: 6, Frequency: 0})
	broken.Segments[3].Cells = nil
	broken.Segments[4].Position = 3
	broken.Segments[5].Key = "loyal"
	broken.Segments[6].Key = ""
	err := broken.Validate()
	if err == nil {
		t.Fatal("the broken map is valid")
	}
	for _, want := range []string{
		"R4 F5 belongs to champions and to loyal",
		"champions: scores are 1 to 5, not R6 F0",
		"R5 F1 belongs to no segment",
		"potential_loyalist and promising are both at position 3",
		`two segments "loyal"`,
		"the segment at position 7 has no key",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not among\n%v", want, err)
		}
	}
}

func TestValidate_FindsEachCellThatIsMissing(t *testing.T) {
	for i, segment := range segments.StandardRFM().Segments {
		for j, cell := range segment.Cells {
			broken := segments.StandardRFM()
			broken.Segments[i].Cells = append(append([]segments.Cell{}, segment.Cells[:j]...), segment.Cells[j+1:]...)
			if err := broken.Validate(); err == nil || !strings.Contains(err.Error(), cell.String()+" belongs to no segment") {
				t.Errorf("without %v: %v", cell, err)
			}
		}
	}
}
