package html_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/internal/browser"
)

// sortable has a table with a name, a number, a day and a percentage, a total,
// ties and gaps; 18 of its 20 rows are on the page.
func sortable() *reports.Document {
	data := &table.Table{Columns: []table.Column{{Name: "name"}, {Name: "amount"}, {Name: "day"}, {Name: "note"}}}
	names := []string{"zebra", "Ábaco", "abeto", "item 10", "item 9", "Émile", "emir", "Zoë", "ёж", "еда", "Ñandú", "nube", "obra", "", "b", "c", "d", "e", "f", "g"}
	amounts := []any{10, 9, nil, -3, 1000, 100, 9, 2.5, 7, 8, 6, 5, 4, 3, nil, 11, 12, 13, 14, 15}
	for i, name := range names {
		row := []any{name, nil, nil, nil}
		if name == "" {
			row[0] = nil
		}
		switch v := amounts[i].(type) {
		case int:
			row[1] = decimal.New(int64(v), 0)
		case float64:
			row[1] = decimal.NewFromFloat(v)
		}
		if i != 4 {
			row[2] = time.Date(2026, 1, 1+(i*7)%20, 0, 0, 0, 0, time.UTC)
		}
		if i%3 == 0 {
			row[3] = "Каждый третий"
		}
		data.Rows = append(data.Rows, row)
	}
	return &reports.Document{Title: "T", Language: "es", AsOf: time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC), Sections: []reports.Section{{ID: "s", Title: "S", Tables: []reports.Table{
		{ID: "t", Title: "Table", Data: data, PageRows: 18, Total: []any{"Total", decimal.New(1234, 0), nil, nil}, Columns: []reports.Column{
			{Name: "name", Label: "Name"}, {Name: "amount", Label: "Amount", Format: reports.Format{Kind: reports.Money, Bare: true}, None: "—"},
			{Name: "day", Label: "Day", Format: reports.Format{Kind: reports.Date}}, {Name: "note", Label: "Note"},
		}},
		{ID: "few", Title: "Few", Data: &table.Table{Columns: data.Columns, Rows: data.Rows[:7]}, Columns: []reports.Column{{Name: "name", Label: "Name"}}},
		{ID: "eight", Title: "Eight", Data: &table.Table{Columns: data.Columns, Rows: data.Rows[:8]}, Columns: []reports.Column{{Name: "name", Label: "Name"}}},
		{ID: "heat", Title: "Heat", Data: data, Columns: []reports.Column{{Name: "name", Label: "Name"}, {Name: "amount", Label: "Amount", Format: reports.Format{Kind: reports.Integer}, Heat: true}}},
	}}}}
}

func TestTable(t *testing.T) {
	hold(t, chromium.Tab(t),
		claim{"sorts by number, text and day and back", sortsAndBack},
		claim{"sorts and filters only where readers gain by it", onlySomeSort},
		claim{"filter finds without case and accents and tells how many", filterFinds},
		claim{"sorts what is filtered", sortsWhatIsFiltered},
		claim{"keeps its first column in sight", keepsFirstColumn},
	)
}

// shownCells are the texts of a column as the table stands.
func shownCells(t *testing.T, ctx context.Context, column string) string {
	t.Helper()
	texts := browser.Tell[[]string](t, ctx, `[...document.querySelectorAll('[data-table=t] tbody tr:not([hidden])')].map(row => row.cells[`+column+`].textContent)`)
	return strings.Join(texts, " | ")
}

// head focuses a heading's button.
func head(t *testing.T, ctx context.Context, column string) {
	t.Helper()
	browser.Tell[bool](t, ctx, `(document.querySelectorAll('[data-table=t] thead th')[`+column+`].querySelector('button').focus(), true)`)
}

func ariaSort(t *testing.T, ctx context.Context) string {
	t.Helper()
	return strings.Join(browser.Tell[[]string](t, ctx, `[...document.querySelectorAll('[data-table=t] thead th')].map(h => h.getAttribute('aria-sort') || '')`), ",")
}

func sortsAndBack(t *testing.T, ctx context.Context) {
	t.Helper()
	open(t, ctx, keep(t, sortable()), browser.View{Width: 1440, Scheme: "light"})
	written := shownCells(t, ctx, "0")
	head(t, ctx, "1")
	browser.Press(t, ctx, kb.Enter)
	if got, want := shownCells(t, ctx, "1"), "1.000 | 100 | 13 | 12 | 11 | 10 | 9 | 9 | 8 | 7 | 6 | 5 | 4 | 3 | 3 | −3 | — | —"; got != want {
		t.Errorf("numbers stand as %s, not %s", got, want)
	}
	if got := ariaSort(t, ctx); got != ",descending,," {
		t.Errorf("aria-sort is %s", got)
	}
	if names := shownCells(t, ctx, "0"); !strings.Contains(names, "Ábaco | emir") || !strings.HasSuffix(names, "abeto | b") {
		t.Errorf("equal numbers, or none, are not as they were written: %s", names)
	}
	browser.Press(t, ctx, " ")
	if got := shownCells(t, ctx, "1"); !strings.HasPrefix(got, "−3 | ") || !strings.HasSuffix(got, "1.000 | — | —") {
		t.Errorf("ascending numbers stand as %s", got)
	}
	if got := ariaSort(t, ctx); got != ",ascending,," {
		t.Errorf("aria-sort is %s", got)
	}
	browser.Press(t, ctx, kb.Enter)
	if got := shownCells(t, ctx, "0"); got != written || ariaSort(t, ctx) != ",,," {
		t.Errorf("the third press leaves %s", got)
	}
	if err := chromedp.Do(ctx, chromedp.Click(`[data-table=t] thead th:first-child button`)); err != nil {
		t.Fatal(err)
	}
	if got, want := shownCells(t, ctx, "0"), "Ábaco | abeto | b | c | d | e | Émile | emir | item 9 | item 10 | nube | Ñandú | obra | zebra | Zoë | еда | ёж | "; got != want {
		t.Errorf("texts stand as\n%s, not\n%s", got, want)
	}
	head(t, ctx, "2")
	browser.Press(t, ctx, kb.Enter)
	days := browser.Tell[[]string](t, ctx, `[...document.querySelectorAll('[data-table=t] tbody time')].map(d => d.dateTime)`)
	slices.Reverse(days) // the last day first
	if !slices.IsSorted(days) || len(days) != 17 || !strings.HasSuffix(shownCells(t, ctx, "0"), "item 9") {
		t.Errorf("days stand as %v; the row without one is not last", days)
	}
	if got := browser.Tell[string](t, ctx, `document.querySelector('[data-table=t] tfoot').textContent`); !strings.HasPrefix(got, "Total1.234") {
		t.Errorf("the total is %q", got)
	}
}

func onlySomeSort(t *testing.T, ctx context.Context) {
	t.Helper()
	open(t, ctx, keep(t, sortable()), browser.View{Width: 1440, Scheme: "light"})
	got := browser.Tell[[]string](t, ctx, `[...document.querySelectorAll('table')].map(t => t.dataset.table + ' ' + t.querySelectorAll('thead button').length + ' ' + t.closest('.block').querySelectorAll('input').length)`)
	if want := []string{"t 4 1", "few 0 0", "eight 1 0", "heat 0 0"}; !slices.Equal(got, want) {
		t.Errorf("buttons and fields: %v, not %v", got, want)
	}
}

func filterFinds(t *testing.T, ctx context.Context) {
	t.Helper()
	open(t, ctx, keep(t, sortable()), browser.View{Width: 1440, Scheme: "light"})
	all := shownCells(t, ctx, "0")
	for _, c := range []struct{ text, names, told string }{
		{"EMI", "Émile | emir", "2 de 18 filas"},
		{"каждый", "zebra | item 10 | emir | еда | obra | c", "6 de 18 filas"},
		{"еж", "ёж", "1 de 18 filas"},
		{"nandu", "Ñandú", "1 de 18 filas"},
		{"1000", "item 9", "1 de 18 filas"},
		{"1.000", "item 9", "1 de 18 filas"},
		{"nobody", "", "0 de 18 filas"},
	} {
		browser.Tell[bool](t, ctx, `(document.querySelector('#table-t input').focus(), document.querySelector('#table-t input').select(), true)`)
		if err := chromedp.Do(ctx, chromedp.KeyEvent(c.text)); err != nil {
			t.Fatal(err)
		}
		if got := shownCells(t, ctx, "0"); got != c.names {
			t.Errorf("%s finds %s, not %s", c.text, got, c.names)
		}
		if got := browser.Tell[string](t, ctx, `document.querySelector('#table-t output').textContent`); got != c.told {
			t.Errorf("%s tells %q, not %q", c.text, got, c.told)
		}
		if !browser.Tell[bool](t, ctx, `document.querySelector('[data-table=t] tfoot').hidden`) {
			t.Errorf("%s: the sum of all rows stands below some of them", c.text)
		}
	}
	browser.Press(t, ctx, kb.Escape)
	if got := shownCells(t, ctx, "0"); got != all || browser.Tell[string](t, ctx, `document.querySelector('#table-t input').value + document.querySelector('#table-t output').textContent`) != "" {
		t.Errorf("Escape leaves %s", got)
	}
	if browser.Tell[bool](t, ctx, `document.querySelector('[data-table=t] tfoot').hidden`) {
		t.Error("the total does not come back")
	}
	if got := browser.Tell[string](t, ctx, `document.querySelector('#table-t .part').textContent`); !strings.Contains(got, "18 filas de esta página") || !strings.Contains(got, "20 filas") {
		t.Errorf("where the other rows are is told as %q", got)
	}
}

// What is filtered is sorted too, and the other way round.
func sortsWhatIsFiltered(t *testing.T, ctx context.Context) {
	t.Helper()
	open(t, ctx, keep(t, sortable()), browser.View{Width: 1440, Scheme: "light"})
	browser.Tell[bool](t, ctx, `(document.querySelector('#table-t input').focus(), true)`)
	browser.Press(t, ctx, "каждый")
	head(t, ctx, "0")
	browser.Press(t, ctx, kb.Enter)
	if got, want := shownCells(t, ctx, "0"), "c | emir | item 10 | obra | zebra | еда"; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

// At 500 pixels the sample's widest tables go on beyond their card.
func keepsFirstColumn(t *testing.T, ctx context.Context) {
	t.Helper()
	open(t, ctx, keep(t, sortable()), browser.View{Width: 360, Scheme: "light"})
	got := browser.Tell[[]float64](t, ctx, `(() => {
		const box = document.querySelector('[data-table=t]').parentElement, name = box.querySelector('tbody th');
		box.querySelector('table').style.width = '900px';
		const before = name.getBoundingClientRect().left;
		box.scrollLeft = 300;
		return [box.scrollLeft, before, name.getBoundingClientRect().left, box.getBoundingClientRect().left];
	})()`)
	if got[0] != 300 || got[2] < got[3] || got[2] > got[1] {
		t.Errorf("the box was scrolled by %v: its first column went from %v to %v", got[0], got[1], got[2])
	}
}
