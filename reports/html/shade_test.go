package html_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html/atom"

	nethtml "golang.org/x/net/html"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/internal/sample"
)

// shaded has four months, of which the last two were held out.
func shaded() *reports.Document {
	day := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	data := &table.Table{Columns: []table.Column{{Name: "month", Kind: table.Date}, {Name: "actual", Kind: table.Integer}, {Name: "held_out", Kind: table.Boolean}}}
	for i := range 4 {
		data.Rows = append(data.Rows, []any{day.AddDate(0, i, 0), int64(10 * (i + 1)), i >= 2})
	}
	list := reports.Table{ID: "list", Title: "List", Lead: true, Data: data, Columns: []reports.Column{
		{Name: "month", Label: "Month", Format: reports.Format{Kind: reports.Month}},
		{Name: "actual", Label: "In the workbook", Format: reports.Format{Kind: reports.Integer}, Book: true},
		{Name: "actual", Label: "On the page", Format: reports.Format{Kind: reports.Integer}, Page: true},
	}}
	below := list
	below.ID, below.Lead = "below", false
	return &reports.Document{Title: "Shade", Language: "en", AsOf: sample.AsOf(), Sections: []reports.Section{{
		ID: "s", Title: "Section", Checks: []string{"It was tried."}, Tables: []reports.Table{below, list},
		Charts: []reports.Chart{{
			ID: "c", Title: "Chart", Description: "What it draws.", X: "month", XFormat: reports.Format{Kind: reports.Month}, YTitle: "Up to now",
			Series: []reports.Series{{Column: "actual", Label: "Actual"}}, Shade: &reports.Shade{Column: "held_out", Label: "Not seen"},
			Format: reports.Format{Kind: reports.Integer}, Data: data, Table: "list",
		}},
	}}}
}

func TestChart_TheGroundGoesFromTheLastKnownPlaceToTheEnd(t *testing.T) {
	root := parse(t, render(t, shaded()))
	var drawn struct {
		Option struct {
			Legend struct {
				Show bool
				Data []string
			}
			YAxis  struct{ Name string }
			Series []struct {
				Name     string
				Data     []any
				MarkArea struct{ Data [][]struct{ XAxis int } }
				MarkLine struct{ Data []struct{ XAxis int } }
			}
		}
	}
	for _, script := range elements(root, atom.Script) {
		if attribute(script, "type") == "application/json" {
			if err := json.Unmarshal([]byte(text(script)), &drawn); err != nil {
				t.Fatal(err)
			}
		}
	}
	o := drawn.Option
	if o.YAxis.Name != "Up to now" || !o.Legend.Show || strings.Join(o.Legend.Data, ",") != "Actual,Not seen" {
		t.Errorf("the axis is %q, the legend %+v", o.YAxis.Name, o.Legend)
	}
	ground := o.Series[len(o.Series)-1]
	if ground.Name != "Not seen" || len(ground.Data) > 0 || len(ground.MarkArea.Data) != 1 {
		t.Fatalf("the ground is %+v", ground)
	}
	if area, line := ground.MarkArea.Data[0], ground.MarkLine.Data[0]; area[0].XAxis != 1 || area[1].XAxis != 3 || line.XAxis != 1 {
		t.Errorf("the ground is %+v, the line %+v: the second of four places is the last that was known", area, line)
	}
}

func TestWrite_AListThatLeadsStandsAboveTheCharts(t *testing.T) {
	order := []string{}
	root := parse(t, render(t, shaded()))
	for n := range root.Descendants() {
		if n.Type != nethtml.ElementNode {
			continue
		}
		switch id := attribute(n, "id"); {
		case id == "table-list", id == "table-below", id == "chart-c":
			order = append(order, id)
		case attribute(n, "class") == "checks":
			order = append(order, text(n))
		}
	}
	if got := strings.Join(order, ", "); got != "It was tried., table-list, chart-c, table-below" {
		t.Errorf("the page has %s", got)
	}
	heads := ""
	for _, th := range elements(root, atom.Th) {
		heads += text(th) + " "
	}
	if strings.Contains(heads, "In the workbook") || strings.Count(heads, "On the page") != 2 {
		t.Errorf("the columns are %s", heads)
	}
}

func TestChart_TheAxisOfSharesEndsAtAll(t *testing.T) {
	for most, want := range map[float64]bool{0.6: false, 0.9: false, 0.91: true, 1: true, 1.1: false} {
		d := shaded()
		c := &d.Sections[0].Charts[0]
		c.Format, c.Shade = reports.Format{Kind: reports.Percent}, nil
		c.Data = &table.Table{Columns: []table.Column{{Name: "month", Kind: table.Date}, {Name: "actual", Kind: table.Float}},
			Rows: [][]any{{sample.AsOf(), 0.1}, {sample.AsOf(), most}}}
		d.Sections[0].Tables = nil
		page := string(render(t, d))
		if got := strings.Contains(page, `"max":1,"interval":0.25`); got != want {
			t.Errorf("the greatest is %v: an end at 100 %%: %v", most, got)
		}
	}
}

func TestWrite_AddressesAndFilesBreakAtTheirMarks(t *testing.T) {
	for address, want := range map[string]string{
		"client507@mail3.com": "<bdi>client507@<wbr>mail3.com</bdi>",
		"a@b.c":               "<bdi>a@<wbr>b.c</bdi>",
		"first.middle.lastname@somewhere.example.org": "<bdi>first<wbr>.middle<wbr>.lastname@<wbr>somewhere<wbr>.example<wbr>.org</bdi>",
		"<b>@<i>":                            "<bdi>&lt;b&gt;@<wbr>&lt;i&gt;</bdi>",
		"exports/amocrm_export_contacts.csv": "<bdi>exports/<wbr>amocrm_<wbr>export_<wbr>contacts.csv</bdi>",
		"exports_of_nobody_at_all_":          "<bdi>exports_<wbr>of_<wbr>nobody_<wbr>at_<wbr>all_</bdi>",
		"short/a_b.csv":                      "<bdi>short/a_b.csv</bdi>",
		"no.address.of.anybody.at.all":       "<bdi>no.address.of.anybody.at.all</bdi>",
	} {
		d := shaded()
		list := &d.Sections[0].Tables[0]
		list.Data = &table.Table{Columns: []table.Column{{Name: "who", Kind: table.Text}}, Rows: [][]any{{address}}}
		list.Columns = []reports.Column{{Name: "who", Label: "Who"}}
		if page := string(render(t, d)); !strings.Contains(page, want) {
			t.Errorf("%s is not written as %s", address, want)
		}
	}
}
