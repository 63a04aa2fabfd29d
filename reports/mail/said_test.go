package mail_test

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/internal/sample"
	"clientele/reports/mail"
)

// months is a chart of amounts, the last of which is of a month that runs.
func months(kind reports.ChartKind, series ...string) reports.Chart {
	c := reports.Chart{
		ID: "months", Title: "Revenue by month, €", Description: "A line for each.", Kind: kind, X: "month", XFormat: reports.Format{Kind: reports.Month},
		Format: reports.Format{Kind: reports.Money, Digits: 2, Bare: true}, Incomplete: "complete",
		Data: &table.Table{Columns: []table.Column{{Name: "month", Kind: table.Date}, {Name: "a", Kind: table.Decimal}, {Name: "b", Kind: table.Decimal}, {Name: "complete", Kind: table.Boolean}}},
	}
	for _, name := range series {
		c.Series = append(c.Series, reports.Series{Column: name, Label: "Series " + name})
	}
	for i, amounts := range [][2]int64{{1200, 40}, {3000, 10}, {2500, 30}, {9000, 9000}} {
		c.Data.Rows = append(c.Data.Rows, []any{time.Date(2026, time.Month(7+i), 1, 0, 0, 0, 0, time.UTC), decimal.NewFromInt(amounts[0]), decimal.NewFromInt(amounts[1]), i < 3})
	}
	return c
}

// What a picture shows is told where it is not seen, with its main figures: the
// alternative text has them, and so has the part of plain text.
func TestWrite_APicturesFiguresAreTold(t *testing.T) {
	parts := sample.Parts("parts", reports.RowBars)
	steps := months(reports.Waterfall, "a")
	steps.Standing, steps.Incomplete = "complete", ""
	for name, one := range map[string]struct {
		chart reports.Chart
		want  string
	}{
		"a line":        {months(reports.Line, "a"), "Latest €2,500 (Sep 2026), highest €3,000 (Aug 2026)."},
		"two lines":     {months(reports.Line, "a", "b"), "Series a: latest €2,500 (Sep 2026), highest €3,000 (Aug 2026). Series b: latest €30.00 (Sep 2026), highest €40.00 (Jul 2026)."},
		"stacked bars":  {months(reports.StackedBars, "a", "b"), "Latest €2,530 (Sep 2026), highest €3,010 (Aug 2026)."},
		"rows":          {parts, "Highest 50 (Alpha & Co)."},
		"steps":         {steps, "From €1,200 (Jul 2026) to €9,000 (Oct 2026)."},
		"the last most": {func() reports.Chart { c := months(reports.Line, "a"); c.Data.Rows = c.Data.Rows[:2]; return c }(), "Latest and highest €3,000 (Aug 2026)."},
	} {
		d := sample.Small()
		d.Currency, d.Sections[0].Charts = "EUR", []reports.Chart{one.chart}
		body := write(t, d, mail.Frame{})
		if len(body.Pictures) != 1 {
			t.Fatalf("%s: %d pictures", name, len(body.Pictures))
		}
		alt, text := unspaced(body.Pictures[0].Alt), unspaced(oneLine(body.Text))
		if !strings.HasPrefix(alt, unspaced(one.want)+" ") || !strings.HasSuffix(alt, one.chart.Description) {
			t.Errorf("%s: the alternative text is %q", name, alt)
		}
		if !strings.Contains(text, unspaced(one.want)) {
			t.Errorf("%s: the plain text does not tell %q:\n%s", name, one.want, body.Text)
		}
	}
}

func unspaced(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

// Columns of plain text stand below each other on a terminal, where a Chinese
// sign, one of full width and a pictograph take two places each.
func TestWrite_ColumnsOfTextStandBelowEachOther(t *testing.T) {
	for name, places := range map[string]int{"Anna": 4, "株式会社サンプル": 16, "삼성전자": 8, "ＡＢＣ": 6, "カタカナ": 8, "ｶﾅ": 2, "e\u0301": 1, "🎉": 2, "Ωμέγα": 5} {
		d := callList("", "12.50", "99.00")
		d.Sections[0].Tables[0].Data.Rows[0][0] = name
		text := write(t, d, mail.Frame{}).Text
		got, other := lineWith(text, "12.50"), lineWith(text, "99.00")
		if rest := strings.TrimPrefix(got, name); rest == got || places+len([]rune(rest)) != len([]rune(other)) {
			t.Errorf("%q does not stand above %q", got, other)
		}
	}
}

func lineWith(text, part string) string {
	for _, one := range strings.Split(text, "\n") {
		if strings.Contains(one, part) {
			return one
		}
	}
	return ""
}

// A table whose texts are long has them on several lines before it gives up its
// columns.
func TestWrite_LongTextsOfATableTakeSeveralLines(t *testing.T) {
	d := callList("", "12.50", "99.00")
	d.Sections[0].Tables[0].Data.Rows[0][0] = strings.Repeat("Harbour ", 14) + "End"
	text := write(t, d, mail.Frame{}).Text
	first := lineWith(text, "12.50")
	if !strings.HasPrefix(first, "Harbour Harbour") || !strings.HasSuffix(first, " 12.50") || !strings.Contains(text, "\n  Harbour") || !strings.Contains(text, " End\n") || strings.Contains(text, "* Harbour") {
		t.Errorf("the table is\n%s", text)
	}
}

// What happened to all is said at the beginning; what happened to some stands
// beside them. Neither is told twice.
func TestNotice_AReasonIsToldOnce(t *testing.T) {
	one := failed(2)
	reason, beside := one.Deliveries[0].Reason, "1 other recipient has the mail."
	one.Sentences = []string{reason, beside}
	several := failed(3)
	several.Deliveries[2].Reason = "452 the disk is full"
	several.Sentences = []string{reason, several.Deliveries[2].Reason, beside}
	for name, n := range map[string]mail.Note{"one reason": one, "several": several} {
		plain := oneLine(notice(t, n).Text)
		first := strings.Index(plain, reason)
		if strings.Count(plain, reason) != 1 || strings.Count(plain, beside) != 1 || (first < strings.Index(plain, beside)) != (name == "one reason") {
			t.Errorf("%s: the notice is\n%s", name, plain)
		}
		if name == "several" && strings.Count(plain, "452 the disk is full") != 1 {
			t.Errorf("the second reason is told as\n%s", plain)
		}
	}
	several.Sentences = several.Sentences[:2]
	if page := notice(t, several).HTML; !strings.Contains(page[:strings.Index(page, "<table")], reason) {
		t.Error("a list of mails shows nothing beside the subject")
	}
}
