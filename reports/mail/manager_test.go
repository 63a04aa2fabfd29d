package mail_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
	"clientele/reports/mail"
)

// ofManager is the report of the sample's manager.
func ofManager(t *testing.T, language string) *reports.Document {
	t.Helper()
	d, err := sample.Manager(sample.Answers(), sample.Settings(language))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWrite_AManagerIsToldWhomToCallBeforeThePlan(t *testing.T) {
	for _, language := range catalogue.Languages() {
		d := ofManager(t, language)
		body := write(t, d, mail.Frame{})
		call, plan := d.Find("leaving"), d.Find("plan")
		if call == nil || plan == nil {
			t.Fatalf("%s: the sample's manager has no call list or no plan", language)
		}
		first, second := strings.Index(body.Text, call.Title+"\n---"), strings.Index(body.Text, plan.Title+"\n---")
		if first < 0 || second < first {
			t.Errorf("%s: the list stands at %d, the plan at %d of\n%s", language, first, second, body.Text)
		}
	}
}

// A manager has targets for a year at most, which read as a calendar does; of
// more of them the month that runs stands first.
func TestManager_MonthsOfTargetsStandInTheirOrder(t *testing.T) {
	answers, personal := sample.OfManager(sample.Answers())
	month, complete := answers.Plan.Index("month"), answers.Plan.Index("complete")
	now := answers.Plan.Rows[0]
	for _, away := range []int{-1, 2, -2, 1} {
		row := slices.Clone(now)
		row[month], row[complete] = now[month].(time.Time).AddDate(0, away, 0), away < 0
		answers.Plan.Rows = append(answers.Plan.Rows, row)
	}
	d, err := reports.Manager(answers, sample.Settings("en"), personal)
	if err != nil {
		t.Fatal(err)
	}
	var months []time.Time
	for _, row := range d.Find("plan").Data.Rows {
		months = append(months, row[month].(time.Time))
	}
	if len(months) != 5 || !slices.IsSortedFunc(months, time.Time.Compare) {
		t.Errorf("the months are %v", months)
	}
}

// list is a document with one list of some customers.
func list(columns []reports.Column, data *table.Table) *reports.Document {
	d := sample.Small()
	d.Sections[0].Charts, d.Sections[0].Grids = nil, nil
	d.Sections[0].Tables = []reports.Table{{ID: "list", Title: "Whom to call", Data: data, Columns: columns, List: true}}
	return d
}

func callList(contact string, amounts ...string) *reports.Document {
	data := &table.Table{Columns: []table.Column{{Name: "customer", Kind: table.Text}, {Name: "contact", Kind: table.Text}, {Name: "at_stake", Kind: table.Decimal}}}
	for _, amount := range amounts {
		data.Rows = append(data.Rows, []any{"Rosa Gómez", contact, decimal.RequireFromString(amount)})
	}
	return list([]reports.Column{
		{Name: "customer", Label: "Customer"}, {Name: "contact", Label: "Contact"},
		{Name: "at_stake", Label: "At stake, €", Format: reports.Format{Kind: reports.Money, Digits: 2, Bare: true}},
	}, data)
}

func TestWrite_ATapRingsOrWrites(t *testing.T) {
	for contact, want := range map[string][]string{
		"+34 (699) 007-510 rosa.gomez@example.net": {"tel:+34699007510", "mailto:rosa.gomez@example.net"},
		"8 495 123 45 67":                          {"tel:84951234567"},
		"r+1@example.co.uk":                        {"mailto:r+1@example.co.uk"},
		"8 495 1234567 доб. 12":                    nil, // what to dial behind it is not the number's
		"a@b.example?bcc=x@y.test":                 nil, "a%0ab@example.com": nil, "javascript:alert(1)@example.com": nil,
		"12": nil, "+1234567890123456": nil, "пример@пример.рф": nil,
	} {
		page := write(t, callList(contact, "12.50"), mail.Frame{}).HTML
		var links []string
		root, err := nethtml.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		for node := range root.Descendants() {
			if node.DataAtom == atom.A {
				links = append(links, attribute(node, "href"))
			}
		}
		if !slices.Equal(links, want) {
			t.Errorf("%q leads to %q", contact, links)
		}
		if text := strings.Join(strings.Fields(strings.ReplaceAll(seen(t, page), "@\n", "@")), " "); !strings.Contains(text, contact) {
			t.Errorf("%q does not stand in the page: %s", contact, text)
		}
	}
}

func TestWrite_AmountsHaveCentsOnlyWhereAllAreSmall(t *testing.T) {
	for want, amounts := range map[string][]string{"314 170": {"314.35", "169.90"}, "12.50 99.99": {"12.50", "99.99"}, "100 1": {"99.999", "100", "1.4"}} {
		body := write(t, callList("12", amounts...), mail.Frame{})
		for _, amount := range strings.Fields(want) {
			if !strings.Contains(body.Text, " "+amount+"\n") || !strings.Contains(body.HTML, ">"+amount+"</td>") {
				t.Errorf("%q: %s is not told in\n%s", amounts, amount, body.Text)
			}
		}
	}
}

// Of a band both borders are shown or neither, whatever room there is.
func TestWrite_ABandKeepsBothBorders(t *testing.T) {
	seenBand, seenNone := false, false
	for length := 2; length < 60; length += 3 {
		data := &table.Table{Columns: []table.Column{{Name: "name", Kind: table.Text}, {Name: "lo80", Kind: table.Decimal}, {Name: "hi80", Kind: table.Decimal}, {Name: "more", Kind: table.Decimal}}}
		amount := decimal.NewFromInt(10).Pow(decimal.NewFromInt(int64(length / 2)))
		data.Rows = append(data.Rows, []any{strings.Repeat("n", 10), amount, amount, decimal.NewFromInt(1)})
		money := reports.Format{Kind: reports.Money, Bare: true}
		d := list([]reports.Column{{Name: "name", Label: "Name"}, {Name: "lo80", Label: "From", Format: money}, {Name: "hi80", Label: "To", Format: money}, {Name: "more", Label: "More", Format: money}}, data)
		page := write(t, d, mail.Frame{}).HTML
		from, to := headOf(page, "From"), headOf(page, "To")
		if from != to {
			t.Errorf("an amount of %d digits: the lower border is %q, the upper one %q", length/2, from, to)
		}
		seenBand, seenNone = seenBand || from != "", seenNone || from == "" && strings.Contains(page, ">More</th>")
	}
	if !seenBand || !seenNone {
		t.Errorf("bands with room: %v, without: %v", seenBand, seenNone)
	}
}

// headOf is the class of a head, which says whether a telephone shows it.
func headOf(page, text string) string {
	at := strings.Index(page, ">"+text+"</th>")
	if at < 0 {
		return ""
	}
	from := strings.LastIndex(page[:at], `class="`) + len(`class="`)
	return page[from : from+strings.Index(page[from:], `"`)]
}
