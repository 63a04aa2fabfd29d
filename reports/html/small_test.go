package html_test

import (
	"encoding/json"
	"strings"
	"testing"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"clientele/reports/internal/sample"
)

// drawing is what the script gets for a chart, as far as the tests ask.
type drawing struct {
	Small  bool `json:"small"`
	Turn   bool `json:"turn"`
	Option struct {
		Series []struct {
			Type  string `json:"type"`
			Name  string `json:"name"`
			Stack string `json:"stack"`
			Color string `json:"color"`
			Style *struct {
				Opacity float64 `json:"opacity"`
			} `json:"itemStyle"`
			Data []any `json:"data"`
		} `json:"series"`
	} `json:"option"`
}

// drawings are the charts of a page by the ids of their figures.
func drawings(t *testing.T, root *nethtml.Node) map[string]drawing {
	t.Helper()
	out := map[string]drawing{}
	for _, figure := range elements(root, atom.Figure) {
		var d drawing
		if err := json.Unmarshal([]byte(text(elements(figure, atom.Script)[0])), &d); err != nil {
			t.Fatal(err)
		}
		out[strings.TrimPrefix(attribute(figure, "id"), "chart-")] = d
	}
	return out
}

func TestGrid_EachSmallChartHasItsFiguresInWords(t *testing.T) {
	d := document(t, sample.Answers(), sample.Settings("en"))
	root := pageOf(t, "complete in en")
	small, drawn := 0, drawings(t, root)
	for _, figure := range elements(root, atom.Figure) {
		id := strings.TrimPrefix(attribute(figure, "id"), "chart-")
		if !drawn[id].Small {
			continue
		}
		small++
		caption := text(elements(figure, atom.Figcaption)[0])
		if span := map[bool]string{true: " a month on average, ", false: " in 12 months, "}[id == "figure-buyers"]; !strings.Contains(caption, span) {
			t.Errorf("%s is called %q", id, caption)
		}
	}
	want := 0
	for _, s := range d.Sections {
		for _, g := range s.Grids {
			want += len(g.Charts)
		}
	}
	if small != want || small < 16 {
		t.Errorf("%d small charts of %d", small, want)
	}
}

func TestWaterfall_StepsHaveTheirAmountsAndStandOnHiddenBars(t *testing.T) {
	root := pageOf(t, "complete in en")
	chart := drawings(t, root)["bridge"]
	if !chart.Turn || len(chart.Option.Series) != 4 {
		t.Fatalf("the waterfall is %+v", chart)
	}
	if base := chart.Option.Series[0]; base.Style == nil || base.Style.Opacity != 0 {
		t.Errorf("the bars that carry the others are seen: %+v", base)
	}
	labels := ""
	for _, one := range chart.Option.Series {
		if one.Stack != "all" || one.Type != "bar" {
			t.Errorf("%s is not stacked", one.Color)
		}
		for _, value := range one.Data {
			if item, ok := value.(map[string]any); ok {
				labels += item["label"].(map[string]any)["formatter"].(string) + one.Color + " "
			}
		}
	}
	for _, want := range []string{"+89,714@rise", "−80,271@fall", "472,181@accent", "586,031@accent"} {
		if !strings.Contains(labels, want) {
			t.Errorf("no bar says %s: %s", want, labels)
		}
	}
}
