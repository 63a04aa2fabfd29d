package xlsx_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/internal/sample"
	"clientele/reports/xlsx"
)

// weeks has so many weeks with a running total of 30 each, of which the last
// quarter was held out.
func weeks(n int) *reports.Document {
	data := &table.Table{Columns: []table.Column{{Name: "period", Kind: table.Date}, {Name: "actual", Kind: table.Integer}, {Name: "held_out", Kind: table.Boolean}}}
	for i := range n {
		data.Rows = append(data.Rows, []any{time.Date(2024, 1, 1+7*i, 0, 0, 0, 0, time.UTC), int64(30 * (i + 1)), i >= n*3/4})
	}
	chart := reports.Chart{
		ID: "c", Title: "Chart", X: "period", XFormat: reports.Format{Kind: reports.Date}, YTitle: "Up to now", Format: reports.Format{Kind: reports.Integer},
		Series: []reports.Series{{Column: "actual", Label: "Actual"}}, Shade: &reports.Shade{Column: "held_out", Label: "Not seen"}, Data: data, Table: "list",
	}
	return &reports.Document{Title: "Shade", Language: "en", AsOf: sample.AsOf(), Sections: []reports.Section{{
		ID: "s", Title: "Section", Lead: []string{"A sentence."}, Checks: []string{"It was tried."}, Charts: []reports.Chart{chart, chart, chart},
		Tables: []reports.Table{{
			ID: "list", Title: "Everybody", List: true, Lead: true, Data: data, Total: nil,
			Columns: []reports.Column{
				{Name: "period", Label: "Day", Format: reports.Format{Kind: reports.Date}}, {Name: "actual", Label: "On the page", Page: true}, {Name: "actual", Label: "In the book", Book: true},
			},
		}},
	}}}
}

func TestChart_TheGroundIsAsHighAsTheChart(t *testing.T) {
	book := render(t, weeks(16), xlsx.Options{})
	data := rows(t, open(t, book), "Chart data")
	if got := strings.Join(data[1], ","); got != "Period,Actual,Not seen" {
		t.Fatalf("the columns are %s", got)
	}
	for i, row := range data[2:18] {
		want := ""
		if i >= 12 {
			want = "500" // 16 × 30 is 480
		}
		if got := strings.Join(append(row, "", "")[2:3], ""); got != want {
			t.Errorf("place %d: the ground is %q, not %q", i, got, want)
		}
	}
	chart := part(t, book, "xl/charts/chart1.xml")
	for _, want := range []string{`<max val="500">`, `<gapWidth val="0">`, "<barChart>", "<lineChart>"} {
		if !strings.Contains(chart, want) {
			t.Errorf("the chart has no %s", want)
		}
	}
	if bars, lines := strings.Index(chart, "<barChart>"), strings.Index(chart, "<lineChart>"); bars > lines {
		t.Error("the ground stands before the line")
	}
}

// LibreOffice reads the turn of a title beside its text, Excel with it.
func TestChart_TheTitleOfAVerticalAxisIsTurnedForBothOffices(t *testing.T) {
	book := render(t, weeks(16), xlsx.Options{})
	for n := 1; n <= 3; n++ {
		chart := part(t, book, fmt.Sprintf("xl/charts/chart%d.xml", n))
		at := strings.Index(chart, "Up to now")
		if at < 0 {
			t.Fatalf("chart %d has no title", n)
		}
		title := chart[strings.LastIndex(chart[:at], "<title>"):]
		title = title[:strings.Index(title, "</title>")]
		if got := regexp.MustCompile(`rot="([^"]*)"`).FindAllString(title, -1); len(got) != 2 || got[0] != `rot="-5400000"` || got[1] != got[0] {
			t.Errorf("chart %d: the turns are %v", n, got)
		}
	}
}

func TestChart_YearsOfWeeksHaveFewLabels(t *testing.T) {
	for n, axis := range map[int]string{24: "A", 25: "D", 60: "D", 157: "D", 400: "D"} {
		book := render(t, weeks(n), xlsx.Options{})
		labels := regexp.MustCompile(`<cat><strRef><f>[^<]*\$([A-Z])\$`).FindStringSubmatch(part(t, book, "xl/charts/chart1.xml"))
		if labels == nil || labels[1] != axis {
			t.Fatalf("%d weeks: the labels are %v", n, labels)
		}
		shown := 0
		for _, row := range rows(t, open(t, book), "Chart data")[2 : n+2] {
			if row[0] == "" {
				t.Errorf("%d weeks: a place without its day", n)
			}
			if len(row) > 3 && row[3] != "" {
				shown++
				if row[3] != row[0] {
					t.Errorf("%d weeks: %q is labelled %q", n, row[0], row[3])
				}
			}
		}
		if axis == "D" && (shown < 5 || shown > 10) {
			t.Errorf("%d weeks show %d labels", n, shown)
		}
	}
}

func TestWrite_AListThatLeadsIsFoundFromAbove(t *testing.T) {
	f := open(t, render(t, weeks(16), xlsx.Options{}))
	at := map[string]int{}
	for r, row := range rows(t, f, "Section") {
		for _, cell := range row {
			if cell != "" {
				at[cell] = r + 1
				break
			}
		}
	}
	link, check := at["Everybody: 16 rows on their own sheet"], at["It was tried."]
	if link == 0 || check == 0 || link > check {
		t.Errorf("the rows are %v", at)
	}
	if ok, target, err := f.GetCellHyperLink("Section", fmt.Sprintf("A%d", link)); err != nil || !ok || !strings.Contains(target, "Everybody") {
		t.Errorf("the link goes to %q, %v", target, err)
	}
	if heads := strings.Join(rows(t, f, "Everybody")[2], ","); heads != "Day,In the book" {
		t.Errorf("the list has %s", heads)
	}
}

// Three charts are more than a printed page holds.
func TestWrite_AThirdChartBeginsAPage(t *testing.T) {
	f := open(t, render(t, weeks(16), xlsx.Options{}))
	if xml := part(t, render(t, weeks(16), xlsx.Options{}), "xl/worksheets/sheet2.xml"); !strings.Contains(xml, "<rowBreaks") {
		t.Errorf("no page begins within %v", f.GetSheetList())
	}
}

// LibreOffice breaks a label that is not turned to the width of its place.
func TestChart_FewLabelsOfManyPlacesStayWhole(t *testing.T) {
	labels := regexp.MustCompile(`<catAx>.*?<txPr><a:bodyPr [^>]*?rot="([^"]*)"`)
	for n := 20; n <= 400; n += 19 {
		xml := part(t, render(t, weeks(n), xlsx.Options{}), "xl/charts/chart2.xml")
		got := labels.FindStringSubmatch(xml)
		if got == nil || got[1] == "0" {
			t.Errorf("%d weeks: the labels are not turned: %v", n, got)
		}
		if strings.Contains(xml, `$D$`) && got[1] != "1" {
			t.Errorf("%d weeks: few labels are turned by %s", n, got[1])
		}
	}
}

// shares are a curve from a place without a band, and its band.
func shares(most float64) *reports.Document {
	d := weeks(3)
	data := &table.Table{Columns: []table.Column{{Name: "days", Kind: table.Integer}, {Name: "kept", Kind: table.Float}, {Name: "lo", Kind: table.Float}, {Name: "hi", Kind: table.Float}},
		Rows: [][]any{{int64(0), most, nil, nil}, {int64(30), 0.5, 0.25, 0.75}, {int64(60), 0.25, 0.125, 0.5}}}
	d.Sections[0].Charts = []reports.Chart{{
		ID: "c", Title: "Chart", X: "days", XFormat: reports.Format{Kind: reports.Integer}, Format: reports.Format{Kind: reports.Percent}, Data: data,
		Series: []reports.Series{{Column: "kept", Label: "Kept"}}, Bands: []reports.Band{{Low: "lo", High: "hi", Label: "Band"}},
	}}
	return d
}

func TestChart_ABandWithoutAFirstValueBeginsOnTheLine(t *testing.T) {
	first := rows(t, open(t, render(t, shares(1), xlsx.Options{})), "Chart data")[2]
	if got := strings.Join(first, ","); got != "0,1,0,1" {
		t.Errorf("the first place has %s", got)
	}
}

func TestChart_TheAxisOfSharesEndsAtAll(t *testing.T) {
	for most, want := range map[float64]bool{0.6: false, 0.91: true, 0.999: true, 1: true, 1.1: false} {
		xml := part(t, render(t, shares(most), xlsx.Options{}), "xl/charts/chart1.xml")
		if got := strings.Contains(xml, `<max val="1">`); got != want {
			t.Errorf("the greatest is %v: an end at 100 %%: %v", most, got)
		}
	}
}

// LibreOffice does not wrap a cell that is a link.
func TestWrite_ALongPointIsNoLinkItself(t *testing.T) {
	d := weeks(3)
	d.Sections[0].Points = []reports.Point{{Text: "A short one.", Section: "s"}, {Text: strings.Repeat("A longer sentence. ", 12), Section: "s"}}
	f := open(t, render(t, d, xlsx.Options{}))
	links := map[string]bool{}
	for r, row := range rows(t, f, "Section") {
		if len(row) < 2 || row[0] != "●" {
			continue
		}
		for _, cell := range []string{fmt.Sprintf("A%d", r+1), fmt.Sprintf("B%d", r+1)} {
			ok, _, err := f.GetCellHyperLink("Section", cell)
			if err != nil {
				t.Fatal(err)
			}
			links[fmt.Sprint(len(row[1]) > 100, cell[:1])] = ok
		}
	}
	want := map[string]bool{"falseA": false, "falseB": true, "trueA": true, "trueB": false}
	if fmt.Sprint(links) != fmt.Sprint(want) {
		t.Errorf("the links are %v", links)
	}
}
