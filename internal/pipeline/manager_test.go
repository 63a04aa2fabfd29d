package pipeline

import (
	"archive/zip"
	"bytes"
	"errors"
	htmltext "html"
	"io"
	"iter"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/html"
)

// In worlds of hostile and nearly equal names nothing of anybody else's customer
// is in a manager's report, in no byte of page and workbook, and the figures are
// those of the own customers to the cent. Thirty worlds were seen; the long test has time
// for twelve, each of three languages and all hostile names.
func TestManager_SeesOwnCustomersAlone(t *testing.T) {
	seeds := uint64(1)
	if os.Getenv("CLIENTELE_LONG") != "" {
		seeds = 12
	} else {
		t.Log("1 world; 12 with CLIENTELE_LONG=1")
	}
	for seed := range seeds {
		w := newManagerWorld(t, seed, 160, managerNames())
		r := w.recalled(t, Stages{Load: true, Analyse: true})
		all := &company{managerWorld: w, recalled: r, documents: map[string]*reports.Document{}}
		all.read(t)
		total, seen := decimal.Zero, map[string]bool{}
		for i, name := range managerNames() {
			if managerKey(name) == "" {
				continue
			}
			language := []string{"en", "ru", "es"}[i%3]
			d, err := r.Manager(t.Context(), Filter{Manager: name}, language)
			if err != nil {
				t.Fatalf("seed %d, %q: %v", seed, name, err)
			}
			revenue := all.holds(t, managerKey(name), d)
			if !seen[managerKey(name)] {
				total, seen[managerKey(name)] = total.Add(revenue), true
			}
			if i == 0 { // with its still pictures once: they take a second
				var page bytes.Buffer
				if err := r.Page(d, &page); err != nil {
					t.Fatal(err)
				}
				all.ownOnly(t, managerKey(name), "page with pictures", page.String())
			}
		}
		nobodys, err := r.Manager(t.Context(), Filter{Rule: "not manager is known"}, "en")
		if err != nil {
			t.Fatal(err)
		}
		total = total.Add(all.holds(t, "", nobodys))
		if want := all.revenueOf(func(int) bool { return true }); !total.Equal(want) {
			t.Errorf("seed %d: the managers' revenue is %s together, that of all customers %s", seed, total, want)
		}
		t.Logf("seed %d: %d managers, %d customers on lists, %d targets, %d forecasts, %d names and numbers of customers found", seed, len(seen), all.listed, all.planned, all.forecasts, all.looked)
		if all.listed < 100 || all.looked < 1000 || all.planned == 0 || all.forecasts == 0 {
			t.Errorf("seed %d: too little is listed for a test", seed)
		}
	}
}

// company holds reports against what the world knows.
type company struct {
	*managerWorld
	recalled       *Recalled
	documents      map[string]*reports.Document // of all customers, by language
	sums           map[string]string            // of all, and of each manager's customers, as numbers are written: whose
	listed, looked int

	planned, forecasts int
}

func (c *company) read(t *testing.T) {
	t.Helper()
	for _, language := range []string{"en", "ru", "es"} {
		d, err := c.recalled.Document("marketing", language)
		if err != nil {
			t.Fatal(err)
		}
		c.documents[language] = d
	}
	all := c.revenueOf(func(int) bool { return true })
	c.sums = map[string]string{all.String(): "all", all.Add(c.anonymous()).String(): "all"}
	for _, name := range managerNames() {
		key := managerKey(name)
		if sum := c.revenueOf(func(customer int) bool { return c.ownerOf(customer) == key }); sum.GreaterThan(decimal.NewFromInt(10_000)) {
			c.sums[sum.String()] = key
		}
		for _, target := range c.targets[key] {
			c.sums[target.String()] = key
		}
	}
}

// holds tests a report, and returns the revenue that it tells.
func (c *company) holds(t *testing.T, owner string, d *reports.Document) decimal.Decimal {
	t.Helper()
	var book, page bytes.Buffer
	if err := c.recalled.Workbook(d, &book); err != nil {
		t.Fatal(err)
	}
	if err := new(html.Writer).Write(&page, d); err != nil {
		t.Fatal(err)
	}
	parts := unzipped(t, book.Bytes())
	for name, text := range parts {
		c.ownOnly(t, owner, name, text)
		c.noCompany(t, owner, name, text)
	}
	c.ownOnly(t, owner, "page", page.String())
	c.noCompany(t, owner, "page", page.String())
	c.sameLists(t, owner, d)
	c.ownPlan(t, owner, d)
	return c.sameFigures(t, owner, d)
}

func unzipped(t testing.TB, book []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, file := range archive.File {
		opened, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(opened)
		if err := errors.Join(err, opened.Close()); err != nil {
			t.Fatal(err)
		}
		parts[file.Name] = string(content)
	}
	return parts
}

// ownOnly looks for whatever names a customer or a deal: five digits behind
// letters of theirs, or at the end of a telephone number.
func (c *company) ownOnly(t *testing.T, owner, where, text string) {
	t.Helper()
	for from, to := range digitRuns(text) {
		before := text[max(0, from-6):from]
		is := func(mark string) bool { return to-from == 5 && strings.HasSuffix(before, mark) }
		switch phone := to-from > 8 && to-from < 13 && text[to-7:to-5] == "55"; {
		case is("Opp"), is("d") && !is("Zed"):
			c.looked++
			d := c.deals[number5(text[from:to])]
			if d.customer >= 0 && c.ownerOf(d.customer) != owner || d.customer < 0 && (managerKey(d.owner) != owner || owner == "") {
				t.Errorf("%q: %s has the deal %q of %q and customer %d", owner, where, d.id, d.owner, d.customer)
			}
		case is("k"), is("Zed"), is("m"), is("55 "), is("55\u00a0"), phone:
			c.looked++
			if at := number5(text[to-5 : to]); at < len(c.customers) && c.ownerOf(at) != owner {
				t.Errorf("%q: %s has %q of %q", owner, where, before+text[from:to], c.ownerOf(at))
			}
		}
	}
}

// digitRuns are the places of digits beside each other.
func digitRuns(text string) iter.Seq2[int, int] {
	return func(yield func(from, to int) bool) {
		from := -1
		for i := range len(text) + 1 {
			switch digit := i < len(text) && text[i] >= '0' && text[i] <= '9'; {
			case digit && from < 0:
				from = i
			case !digit && from >= 0:
				if !yield(from, i) {
					return
				}
				from = -1
			}
		}
	}
}

func number5(text string) (n int) {
	for _, digit := range text {
		n = 10*n + int(digit-'0')
	}
	return n
}

// noCompany looks for the sums of all and of other managers, and for their names.
func (c *company) noCompany(t *testing.T, owner, where, text string) {
	t.Helper()
	text = htmltext.UnescapeString(text)
	lower := strings.ToLower(text)
	for _, name := range managerNames() {
		if key := managerKey(name); len([]rune(key)) > 4 && !strings.Contains(owner, key) && strings.Contains(lower, key) {
			t.Errorf("%q: %s names %q", owner, where, name)
		}
	}
	for from, to := range digitRuns(text) {
		end := min(len(text), to+3) // the cents, of which a zero at the end may be left out
		for _, found := range []string{text[from:end], text[from:max(to, end-1)], text[from:to]} {
			if whose, known := c.sums[found]; known && whose != owner {
				t.Errorf("%q: %s has %s, which is of %q", owner, where, found, whose)
			}
		}
	}
}

func (c *company) revenueOf(keep func(customer int) bool) decimal.Decimal {
	total := decimal.Zero
	for _, s := range c.sales {
		if s.customer >= 0 && keep(s.customer) {
			total = total.Add(s.amount)
		}
	}
	return total
}

func (c *company) anonymous() decimal.Decimal {
	total := decimal.Zero
	for _, s := range c.sales {
		if s.customer < 0 {
			total = total.Add(s.amount)
		}
	}
	return total
}

// sameFigures holds the figures and the months against the sales.
func (c *company) sameFigures(t *testing.T, owner string, d *reports.Document) decimal.Decimal {
	t.Helper()
	own := func(customer int) bool { return c.ownerOf(customer) == owner }
	figures := map[string]any{}
	for _, s := range d.Sections {
		for _, f := range s.Figures {
			figures[f.ID] = f.Value
		}
	}
	want := c.revenueOf(own)
	revenue, _ := figures["revenue"].(decimal.Decimal)
	if !revenue.Equal(want) {
		t.Errorf("%q: revenue %v, want %s", owner, figures["revenue"], want)
	}
	customers := int64(0)
	for i := range c.customers {
		known := c.customers[i].card || slices.ContainsFunc(c.sales, func(s managedSale) bool { return s.customer == i }) ||
			slices.ContainsFunc(c.deals, func(d managedDeal) bool { return d.customer == i })
		if known && own(i) {
			customers++
		}
	}
	if figures["own_customers"] != customers {
		t.Errorf("%q: %v customers, want %d", owner, figures["own_customers"], customers)
	}
	if months := d.Find("months"); months != nil {
		for row := range months.Data.Len() {
			month, want := months.Data.Time(row, "month"), decimal.Zero
			for _, s := range c.sales {
				if s.customer >= 0 && own(s.customer) && s.day.Year() == month.Year() && s.day.Month() == month.Month() {
					want = want.Add(s.amount)
				}
			}
			if !months.Data.Decimal(row, "revenue").Equal(want) {
				t.Errorf("%q: %s brought %s, want %s", owner, month.Format("2006-01"), months.Data.Decimal(row, "revenue"), want)
			}
		}
	}
	return revenue
}

// sameLists holds the lists against those of the report on everybody.
func (c *company) sameLists(t *testing.T, owner string, d *reports.Document) {
	t.Helper()
	for _, id := range []string{"leaving", "win-back", "second"} {
		var want, got []string
		if all := c.documents[d.Language].Find(id); all != nil {
			want = c.ids(all.Data, func(customer int) bool { return c.ownerOf(customer) == owner })
		}
		if own := d.Find(id); own != nil {
			got = c.ids(own.Data, func(int) bool { return true })
		}
		c.listed += len(got)
		if !slices.Equal(got, want) {
			t.Errorf("%q: the list %s has %q, of the report on everybody it should have %q", owner, id, got, want)
		}
	}
}

func (c *company) ids(t *table.Table, keep func(customer int) bool) []string {
	var out []string
	for row := range t.Len() {
		id := t.Text(row, "customer_id")
		if keep(number5(id[len(id)-6 : len(id)-1])) {
			out = append(out, id)
		}
	}
	return out
}

// ownPlan holds targets and forecast against those of the manager.
func (c *company) ownPlan(t *testing.T, owner string, d *reports.Document) {
	t.Helper()
	plan := d.Find("plan")
	if (plan != nil) != (owner != "") {
		t.Errorf("%q: there are targets: %v", owner, plan != nil)
	}
	if plan != nil {
		for row := range plan.Data.Len() {
			target := decimal.NewFromFloat(plan.Data.Float(row, "target")).Round(2)
			if !slices.ContainsFunc(c.targets[owner], target.Equal) {
				t.Errorf("%q: the target %s is none of %v", owner, target, c.targets[owner])
			}
		}
		c.planned++
	}
	if forecast := d.Find("forecast"); forecast != nil {
		c.forecasts++
		for row := range forecast.Data.Len() {
			if !c.told(owner, forecast.Data, row) {
				t.Errorf("%q: the forecast of %s is another one", owner, forecast.Data.Time(row, "month").Format("2006-01"))
			}
		}
	}
}

// told says whether a month of a forecast is the manager's. Two managers may have
// the same, of nothing.
func (c *company) told(owner string, of *table.Table, at int) bool {
	series := c.recalled.personal.series
	for row := range series.Len() {
		if series.Text(row, "dimension") == "owner" && managerKey(series.Text(row, "member")) == owner &&
			series.Time(row, "month").Equal(of.Time(at, "month")) && series.Value(row, "mean") == of.Value(at, "mean") {
			return true
		}
	}
	return false
}
