package html_test

import (
	"encoding/json"
	"slices"
	"testing"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"clientele/reports"
	"clientele/reports/internal/sample"
)

// parted is a document of the parts of a whole, as a ring and as rows.
func parted() *reports.Document {
	d := small()
	d.Sections[0].Charts = []reports.Chart{sample.Parts("ring", reports.Pie), sample.Parts("rows", reports.RowBars)}
	d.Sections[0].Grids = nil
	return d
}

func TestRing_ShowsThePartsThatAreThere(t *testing.T) {
	var got struct {
		Parts []struct {
			Name, Share, Color string
			Value              json.Number
		}
	}
	block := elements(parse(t, render(t, parted())), atom.Script)
	block = slices.DeleteFunc(block, func(n *nethtml.Node) bool { return attribute(n, "type") != "application/json" })
	if err := json.Unmarshal([]byte(text(block[0])), &got); err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, part := range got.Parts {
		said = append(said, part.Name+" "+part.Value.String()+" "+part.Share+" "+part.Color)
	}
	// 50, 30 and 19 of 99, in tenths that add up to 100.0: 50.5, 30.3, 19.2.
	want := []string{"Alpha & Co 50 50.5% @group-best", "Beta <b> 30 30.3% @group-gone", "{b|c} 19 19.2% @third"}
	if !slices.Equal(said, want) {
		t.Errorf("the parts are %q, not %q", said, want)
	}
}
