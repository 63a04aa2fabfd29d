package reports_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
)

const hostile = `</script><script>alert(1)</script>"'&=1+cmd|' /C calc'!A0{rows}`

// towns is a section with a column of each kind.
func towns(n int) reports.OwnSection {
	money := reports.Money
	own := reports.OwnSection{
		ID: "own_towns", Query: "sections/towns.sql", Reads: []string{"orders"}, In: []string{"marketing", "complete"}, After: "retention",
		Title: "Towns", Lead: "{rows} rows; the first is {town} with {revenue} on {day}", PageRows: 50,
		Columns: []reports.OwnColumn{{Name: "revenue", Label: "Takings", Format: &money, Digits: -1, Total: true, Bar: true}, {Name: "secret", Digits: -1, Hide: true}},
		Chart:   &reports.OwnChart{Kind: reports.Bars, X: "town", Y: []string{"revenue", "orders"}},
		Data: &table.Table{Columns: []table.Column{
			{Name: "town"}, {Name: "orders", Kind: table.Integer}, {Name: "revenue", Kind: table.Decimal, Scale: 2}, {Name: "share", Kind: table.Float},
			{Name: "day", Kind: table.Date}, {Name: "is_new", Kind: table.Boolean}, {Name: "secret"}, {Name: "huge", Kind: table.Decimal},
		}},
	}
	for i := range n {
		own.Data.Rows = append(own.Data.Rows, []any{
			fmt.Sprint("Town ", i), int64(i + 1), decimal.New(int64(100050-i), -2), float64(i) / 7,
			time.Date(2024, 1, 1+i%28, 0, 0, 0, 0, time.UTC), i%2 == 0, "hidden", decimal.RequireFromString("1701411834604692317316873037158841057"),
		})
	}
	return own
}

func withOwn(t *testing.T, make func(reports.Answers, reports.Settings) (*reports.Document, error), language string, own ...reports.OwnSection) *reports.Document {
	t.Helper()
	settings := sample.Settings(language)
	settings.OwnSections = own
	d, err := make(sample.Answers(), settings)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func places(d *reports.Document) string {
	var ids []string
	for _, s := range d.Sections {
		ids = append(ids, s.ID)
	}
	return strings.Join(ids, " ")
}

func TestOwnSection_StandsWhereTheConfigSays(t *testing.T) {
	one, two, last, data := towns(2), towns(2), towns(2), towns(2)
	two.ID, last.ID, last.After, data.ID, data.In = "own_two", "own_last", "", "own_data", []string{"data", "complete"}
	complete := places(withOwn(t, reports.Complete, "en", last, one, data, two))
	if !strings.Contains(complete, " retention own-towns own-data own-two ") || !strings.HasSuffix(complete, " own-last") {
		t.Errorf("complete: %s", complete)
	}
	if got := places(withOwn(t, reports.Director, "en", last, one, data, two)); strings.Contains(got, "own-") {
		t.Errorf("director: %s", got)
	}
	if got := places(withOwn(t, reports.Data, "en", last, one, data, two)); !strings.HasSuffix(got, " own-data") || strings.Count(got, "own-") != 1 {
		t.Errorf("data: %s", got)
	}
	without := places(withOwn(t, reports.Complete, "en"))
	if got := strings.NewReplacer(" own-towns", "", " own-data", "", " own-two", "", " own-last", "").Replace(complete); got != without {
		t.Errorf("other sections moved: %s, %s", got, without)
	}
}

func TestOwnSection_ColumnsAreShownByTypeNameAndConfig(t *testing.T) {
	d := withOwn(t, reports.Complete, "en", towns(3))
	shown := d.Find("own-towns-table")
	var got []string
	for _, c := range shown.Columns {
		got = append(got, fmt.Sprintf("%s/%d/%d", c.Label, c.Format.Kind, c.Format.Digits))
	}
	if want := fmt.Sprintf("[Town/%d/0 Orders/%d/0 Takings,\u00a0£/%d/2 Share/%d/2 Day/%d/0 Is new/%d/0 Huge/%d/0]",
		reports.Text, reports.Integer, reports.Money, reports.Decimal, reports.Date, reports.YesNo, reports.Integer); fmt.Sprint(got) != want {
		t.Errorf("got  %v\nwant %s", got, want)
	}
	if got := fmt.Sprint(shown.Total); got != "[Total <nil> 3001.47 <nil> <nil> <nil> <nil>]" {
		t.Errorf("the total is %s", got)
	}
	if got := sentences(section(t, d, "own-towns")); got != "3 rows; the first is Town 0 with £1,000.50 on 1\u00a0Jan\u00a02024" {
		t.Errorf("the lead is %q", got)
	}
	for _, source := range d.Sources {
		if source.Query == "sections/towns.sql" && source.Section == "Towns" && fmt.Sprint(source.Reads) == "[orders]" {
			return
		}
	}
	t.Error("the sources do not name the query")
}

// A cut answer says so and has no total; a query without rows has no chart.
func TestOwnSection_SaysWhatIsNotThere(t *testing.T) {
	for _, c := range []struct {
		what   string
		change func(*reports.OwnSection)
		want   string
		charts int
	}{
		{"cut", func(o *reports.OwnSection) { o.More = true }, "Only the first 3 rows of the answer are kept", 1},
		{"no rows", func(o *reports.OwnSection) { o.Data.Rows = nil }, "The query found no rows.", 0},
		{"no numbers", func(o *reports.OwnSection) {
			for _, row := range o.Data.Rows {
				row[1], row[2] = nil, nil
			}
		}, "There is no chart", 0},
		{"NaN", func(o *reports.OwnSection) {
			o.Chart.Y = []string{"share"}
			for i, row := range o.Data.Rows {
				row[3] = []float64{math.NaN(), math.Inf(1), math.Inf(-1)}[i]
			}
		}, "There is no chart", 0},
		{"below nought", func(o *reports.OwnSection) {
			o.Chart.Kind, o.Chart.Y = reports.Pie, []string{"revenue"}
			o.Data.Rows[1][2] = decimal.NewFromInt(-5)
		}, "Parts below zero", 1},
		{"many parts", func(o *reports.OwnSection) { *o = towns(7); o.Chart.Kind, o.Chart.Y = reports.Pie, []string{"orders"} }, "More than 6 parts", 1},
		{"many bars", func(o *reports.OwnSection) { *o = towns(61) }, "The chart shows the first 60 rows.", 1},
	} {
		own := towns(3)
		c.change(&own)
		d := withOwn(t, reports.Complete, "en", own)
		s := section(t, d, "own-towns")
		if got := sentences(s); !strings.Contains(got, c.want) || len(s.Charts) != c.charts {
			t.Errorf("%s: %d charts, %q", c.what, len(s.Charts), got)
		}
		if total := d.Find("own-towns-table").Total; (own.More || own.Data.Len() == 0) != (total == nil) {
			t.Errorf("%s: the total is %v", c.what, total)
		}
	}
}

func TestOwnSection_SaysWhyItHasNoFigures(t *testing.T) {
	for kind, want := range map[string]map[string]string{
		reports.OwnTime:     {"en": "longer than 60 seconds", "ru": "дольше 60 секунд ", "es": "más de 60 segundos"},
		reports.OwnMemory:   {"en": "more memory than 60", "ru": "больше памяти, чем 60", "es": "más de 60 de memoria"},
		reports.OwnMissing:  {"en": "the table 60 was not made", "ru": "таблица 60 ", "es": "la tabla 60"},
		reports.OwnFailed:   {"en": "its query failed. 60", "ru": "завершился ошибкой. 60", "es": "su consulta falló. 60"},
		reports.OwnNotAsked: {"en": "newer than the answers", "ru": "изменён после последнего расчёта", "es": "más reciente que las respuestas"},
	} {
		for _, language := range catalogue.Languages() {
			own := towns(0)
			own.Data, own.Problem = nil, &reports.OwnProblem{Kind: kind, Text: "60"}
			s := section(t, withOwn(t, reports.Complete, language, own), "own-towns")
			if got := sentences(s); !strings.Contains(got, want[language]) || len(s.Tables)+len(s.Charts) > 0 {
				t.Errorf("%s, %s: %q", kind, language, got)
			}
		}
	}
	one := towns(0)
	one.Data, one.Problem = nil, &reports.OwnProblem{Kind: reports.OwnTime, Text: "1"}
	if got := sentences(section(t, withOwn(t, reports.Complete, "ru", one), "own-towns")); !strings.Contains(got, "дольше 1 секунды ") {
		t.Errorf("got %q", got)
	}
}

// Whatever a config and a query bring, page and workbook show the same and run
// nothing.
func TestOwnSection_BothRenderersAgreeOnHostileOnes(t *testing.T) {
	own, titled, again := towns(60), towns(300), towns(3)
	own.Note, own.Lead, own.Columns[0].Label = hostile, hostile+"{town}", hostile
	own.Data.Columns[0].Name, own.Chart.X = hostile+"]", hostile+"]"
	own.Data.Rows[0][0], own.Data.Rows[1][0], own.Data.Rows[2] = hostile+"{town}", "\x00\x1b[31m\u202e"+strings.Repeat("x", 30_000), make([]any, 8)
	own.Data.Rows[3][3], own.Data.Rows[4][3] = math.NaN(), math.Inf(-1)
	titled.ID, titled.Title, again.ID, again.Title = "own_titled", hostile, "own_titled_2", hostile
	own.In, titled.In, again.In = []string{"data"}, []string{"data"}, []string{"data"}
	settings := sample.Settings("ru")
	settings.OwnSections = []reports.OwnSection{own}
	r := render(t, "own", reports.Data, sample.HostileAnswers(), settings)
	if n := agree(t, r.document, readPage(t, r), readBook(t, r)); n < 300 {
		t.Errorf("only %d values were compared", n)
	}
	staysText(t, r)
	settings.OwnSections = []reports.OwnSection{titled, again}
	staysText(t, render(t, "own", reports.Data, sample.HostileAnswers(), settings))
}
