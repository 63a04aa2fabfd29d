package reports_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
)

// with sets one column of all rows of a table; the table itself stays.
func with(t *table.Table, column string, value func(row int) any) *table.Table {
	out := &table.Table{Columns: t.Columns, Rows: make([][]any, t.Len())}
	for r := range t.Rows {
		out.Rows[r] = slices.Clone(t.Rows[r])
		out.Rows[r][t.Index(column)] = value(r)
	}
	return out
}

// two customers slip away, with 100 and 50 at stake; the second one is late.
func two(a *reports.Answers) {
	a.Leaving = first(a.Leaving, 2)
	a.Leaving = with(a.Leaving, "at_stake", func(r int) any { return decimal.NewFromInt(int64(100 - 50*r)) })
	a.Leaving = with(a.Leaving, "overdue_days", func(r int) any { return float64(r) * 7 })
}

func TestLeaving_SaysHowManyAndHowMuchIsAtStake(t *testing.T) {
	for language, want := range map[string][]string{
		"en": {"2 customers are slipping away: £150.00 of what they would buy within 365 days is at stake.", "1 of them is silent for longer than is usual for that customer."},
		"ru": {"2 клиента уходят: под угрозой 150,00\u00a0₽ из того, что они купили бы за 365 дней.", "1 из них молчит дольше обычного для себя."},
		"es": {"2 clientes se están yendo: están en juego 150,00\u00a0€ de lo que comprarían en 365 días.", "1 de ellos lleva sin comprar más tiempo de lo habitual."},
	} {
		d := monthly(t, language, two)
		lead := section(t, d, "leaving").Lead
		if lead[0] != want[0] || lead[1] != want[1] {
			t.Errorf("%s: it says %q", language, lead[:2])
		}
		if point := pointTo(t, d, "leaving"); !strings.HasPrefix(point.Text, want[0]) || point.Tone != reports.Worse {
			t.Errorf("%s: the first page says %q", language, point.Text)
		}
	}
}

func pointTo(t *testing.T, d *reports.Document, id string) reports.Point {
	t.Helper()
	for _, p := range section(t, d, "summary").Points {
		if p.Section == id {
			return p
		}
	}
	t.Fatalf("no point leads to %s", id)
	return reports.Point{}
}

// The figures, the list's rows and the sentence are one number.
func TestLeaving_FiguresAreThoseOfTheListAndOfTheBands(t *testing.T) {
	d := monthly(t, "en", nil)
	s, list, bands := section(t, d, "leaving"), d.Find("leaving"), d.Find("churn-risks")
	stake, all, customers := decimal.Zero, decimal.Zero, int64(0)
	for r := range list.Data.Len() {
		stake = stake.Add(list.Data.Decimal(r, "at_stake"))
	}
	for r := range bands.Data.Len() {
		all, customers = all.Add(bands.Data.Decimal(r, "at_stake")), customers+bands.Data.Integer(r, "customers")
	}
	if s.Figures[0].Value != int64(list.Data.Len()) || !s.Figures[1].Value.(decimal.Decimal).Equal(stake) || !s.Figures[2].Value.(decimal.Decimal).Equal(all) {
		t.Errorf("the figures are %v, the list has %d with %s, the bands %s", s.Figures, list.Data.Len(), stake, all)
	}
	if customers != sample.Customers || bands.Total[1] != customers {
		t.Errorf("the bands have %d customers, their total says %v", customers, bands.Total[1])
	}
}

func TestLeaving_TheTopOfTheListIsWhatThePageShows(t *testing.T) {
	d := monthly(t, "en", nil)
	list := d.Find("leaving")
	if list.PageLen() < 15 || list.PageLen() > 25 || !list.Lead || !list.OwnSheet() || list.Data.Len() <= list.PageLen() {
		t.Errorf("the page shows %d of %d, above the charts: %v", list.PageLen(), list.Data.Len(), list.Lead)
	}
	top, all := decimal.Zero, decimal.Zero
	for r := range list.Data.Len() {
		all = all.Add(list.Data.Decimal(r, "at_stake"))
		if r < list.PageLen() {
			top = top.Add(list.Data.Decimal(r, "at_stake"))
		}
	}
	want := fmt.Sprintf("The first %d of the list hold %s%% of it.", list.PageLen(), top.Shift(2).DivRound(all, 1))
	if lead := strings.Join(section(t, d, "leaving").Lead, " "); !strings.Contains(lead, want) {
		t.Errorf("%q is not in: %s", want, lead)
	}
}

// A reader who sees that nearly all are active and that many are late must find
// both in one place, and no other count of those who went beside it.
func TestSummary_WhoLeavesIsToldOnce(t *testing.T) {
	for _, language := range catalogue.Languages() {
		now, before := monthly(t, language, nil), earlier(t, language, nil)
		alive := section(t, before, "summary").Points
		said := 0
		for _, p := range alive {
			if strings.Contains(p.Text, "900") || strings.Contains(p.Text, "392") {
				said++
			}
		}
		if said == 0 {
			t.Fatalf("%s: older answers do not say who is active: %v", language, alive)
		}
		for _, p := range section(t, now, "summary").Points {
			if p.Section == "segments" && p.Tone == reports.Worse {
				t.Errorf("%s: the segments count them again: %s", language, p.Text)
			}
			if p.Section == "value" && strings.Contains(p.Text, "392") {
				t.Errorf("%s: the value counts them again: %s", language, p.Text)
			}
		}
		for _, f := range section(t, now, "value").Figures {
			if f.ID == "alive" {
				t.Errorf("%s: the value has the figure %s", language, f.Label)
			}
		}
	}
}

// Who can hardly be kept is told apart from where a call helps most.
func TestLeaving_TheBandIsOneThatCanBeKept(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		a.ChurnRisks = with(a.ChurnRisks, "at_stake", func(r int) any { return decimal.NewFromInt([]int64{10, 200, 100, 5000}[r]) })
	})
	lead := strings.Join(section(t, d, "leaving").Lead, " ")
	for _, want := range []string{"“medium” has most at stake, £200.00: 225 customers", "Another £5,000 was with 82 customers who are probably gone"} {
		if !strings.Contains(lead, want) {
			t.Errorf("%q is not in: %s", want, lead)
		}
	}
}

func TestLeaving_ChancesThatAreNoBetterThanTheMeanSaySo(t *testing.T) {
	check := func(brier float64) string {
		d := monthly(t, "en", func(a *reports.Answers) { a.ValueCheck = with(a.ValueCheck, "brier", func(int) any { return brier }) })
		return strings.Join(section(t, d, "leaving").Checks, " ")
	}
	for brier, rough := range map[float64]bool{0.2471: false, 0.2472: true, 0.3: true} {
		if got := check(brier); strings.Contains(got, "rough guide") != rough {
			t.Errorf("%v: %s", brier, got)
		}
	}
	d := monthly(t, "en", func(a *reports.Answers) { a.ValueCheck, a.ChurnReliability, a.ValueHoldout = nil, nil, nil })
	for _, id := range []string{"leaving", "value"} {
		if checks := strings.Join(section(t, d, id).Checks, " "); !strings.Contains(checks, "too little history") {
			t.Errorf("%s without a check says %q", id, checks)
		}
	}
}

func TestReliability_TheRangeIsThatOfTheShareWhoBought(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		columns := a.ChurnReliability.Columns
		a.ChurnReliability = &table.Table{Columns: columns, Rows: [][]any{
			{0.5, 1.0, int64(10), 0.75, 0.5, 0.24, 0.76}, {0.0, 0.125, int64(40), 0.06, 0.10, 0.07, 0.23}, {0.125, 0.5, int64(0), nil, nil, nil, nil},
			{0.3, 0.5, int64(10), 0.4, 0.1, 0.02, 0.39},
		}}
	})
	shown := d.Find("churn-reliability")
	if shown.Data.Len() != 3 {
		t.Fatalf("%d bands: one of four has no customers", shown.Data.Len())
	}
	for row, want := range []string{"0.0–12.5% no", "30–50% no", "50–100% yes"} {
		if got := shownCell(t, d, "churn-reliability", row, "chances") + " " + shownCell(t, d, "churn-reliability", row, "in_range"); got != want {
			t.Errorf("row %d shows %q, not %q", row, got, want)
		}
	}
	if !strings.Contains(shown.Note, "In 1 of 3 bands") {
		t.Errorf("the note says %s", shown.Note)
	}
	chart := section(t, d, "leaving").Charts[0]
	if chart.Table != shown.ID || chart.XTitle == "" || chart.YTitle == "" || chart.Description == "" || chart.Data.Len() != 3 {
		t.Errorf("the chart is %+v", chart)
	}
}

func TestCalls_ACustomerHasANameAWayAndATime(t *testing.T) {
	d := monthly(t, "ru", func(a *reports.Answers) {
		a.Leaving = first(a.Leaving, 5)
		set := func(column string, values ...any) {
			a.Leaving = with(a.Leaving, column, func(r int) any { return values[r] })
		}
		set("customer", "Имя", nil, "", "x", "y")
		set("customer_id", "1", "K-2", "K-3", "4", "5")
		set("phone", "+7 900 000-00-00", "нет", "-", nil, "112")
		set("email", "a@b.example", "c@d.example", "none", nil, " ")
		set("usual_weekday", int64(7), int64(1), nil, nil, int64(9))
		set("usual_hour", int64(9), nil, int64(0), nil, nil)
	})
	for row, want := range [][]string{{"Имя", "+7 900 000-00-00 a@b.example", "вс\u00a09:00"}, {"K-2", "c@d.example", "пн"}, {"K-3", "", "0:00"}, {"x", "", ""}, {"y", "112", ""}} {
		got := []string{shownCell(t, d, "leaving", row, "customer"), shownCell(t, d, "leaving", row, "contact"), shownCell(t, d, "leaving", row, "usual_time")}
		if !slices.Equal(got, want) {
			t.Errorf("row %d shows %q, not %q", row, got, want)
		}
	}
}

func TestCalls_ThePageHasTheContactAndTheWorkbookItsParts(t *testing.T) {
	list := monthly(t, "en", nil).Find("leaving")
	page, book := []string{}, []string{}
	for _, c := range list.Columns {
		if !c.Book {
			page = append(page, c.Name)
		}
	}
	own := list.ForWorkbook()
	for _, c := range own.Columns {
		book = append(book, c.Name)
	}
	if !slices.Contains(page, "contact") || slices.Contains(page, "phone") || len(page) > 10 {
		t.Errorf("the page has %v", page)
	}
	if slices.Contains(book, "contact") || !slices.Contains(book, "phone") || !slices.Contains(book, "email") || !slices.Contains(book, "customer_id") {
		t.Errorf("the workbook has %v", book)
	}
}

func TestMap_HasEachCustomerOnceAndNoChanceWhereNobodyIs(t *testing.T) {
	d := monthly(t, "en", nil)
	chances, customers := d.Find("value-map"), d.Find("value-map-customers")
	total := int64(0)
	for r, row := range customers.Data.Rows {
		for c, n := range row[1:] {
			if (n == nil) != (chances.Data.Rows[r][c+1] == nil) {
				t.Errorf("%v: %v customers, the chance %v", row[0], n, chances.Data.Rows[r][c+1])
			}
			if n != nil {
				total += n.(int64)
			}
		}
	}
	if total != sample.Customers {
		t.Errorf("the map has %d customers of %d", total, sample.Customers)
	}
	heads := []string{}
	for _, c := range chances.Columns[1:] {
		heads = append(heads, c.Label)
	}
	if got := strings.Join(heads, " "); got != "1 2 3–4 5–8 9–16 17+" || chances.Data.Text(0, "silent") != "0–14" || chances.Data.Text(6, "silent") != "366+" {
		t.Errorf("the columns are %s, the rows %v", got, chances.Data.Rows)
	}
}

func TestMap_ACellWithoutCustomersIsBlank(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		a.ValueMap = with(a.ValueMap, "customers", func(r int) any { return int64(r % 2) })
	})
	for _, id := range []string{"value-map", "value-map-customers"} {
		for _, row := range d.Find(id).Data.Rows {
			if row[1] != nil || row[2] == nil {
				t.Errorf("%s: %v", id, row)
			}
		}
	}
}

// The map's rows may come in any order.
func TestMap_FollowsItsRanges(t *testing.T) {
	want := monthly(t, "en", nil).Find("value-map").Data.Rows
	got := monthly(t, "en", func(a *reports.Answers) { slices.Reverse(a.ValueMap.Rows) }).Find("value-map").Data.Rows
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the map is\n%v, not\n%v", got, want)
	}
}

func TestComplete_AnOlderRunsAnswersShowAsTheyDid(t *testing.T) {
	d := earlier(t, "en", nil)
	if s := section(t, d, "leaving"); s.Note != "Needs customers who bought on more than one day." || len(s.Tables) > 0 {
		t.Errorf("leaving shows %d tables and says %s", len(s.Tables), s.Note)
	}
	for _, id := range []string{"value-total", "value-check", "value-tracking", "value-frequency", "churn-risks"} {
		if d.Find(id) != nil {
			t.Errorf("%s is shown", id)
		}
	}
	for _, id := range []string{"value-holdout", "value-models", "value-customers", "value-history", "deciles"} {
		if d.Find(id) == nil {
			t.Errorf("%s is not shown", id)
		}
	}
	if sentences(section(t, d, "value")) == "" || d.Find("value-customers").Columns[len(d.Find("value-customers").Columns)-1].Label == "" {
		t.Error("the value says nothing")
	}
}
