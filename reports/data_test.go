package reports_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/internal/sample"
)

func dataReport(t *testing.T, change func(*reports.Answers)) *reports.Document {
	t.Helper()
	answers := sample.Answers()
	if change != nil {
		change(&answers)
	}
	d, err := reports.Data(answers, sample.Settings("en"))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// adds is the sum of a column of integers.
func adds(t *table.Table, column string, of func(r int) bool) int64 {
	n := int64(0)
	for r := range t.Len() {
		if of == nil || of(r) {
			n += t.Integer(r, column)
		}
	}
	return n
}

// Nobody's records and those of people with few of them are rows too.
func TestPeople_RowsAddUpToAllRecords(t *testing.T) {
	answers := sample.Answers()
	d := dataReport(t, nil)
	shown := d.Find("people")
	ofContacts := func(r int) bool { return answers.QualityPeople.Text(r, "entity") == "contacts" }
	for _, column := range []string{"records", "lacking", "duplicates"} {
		if got, want := adds(shown.Data, column, nil), adds(answers.QualityPeople, column, ofContacts); got != want || want == 0 {
			t.Errorf("%s: the rows add up to %d, there are %d", column, got, want)
		}
	}
	if got, want := adds(shown.Data, "wrong_phones", nil), adds(answers.QualityPeople, "invented_phones", ofContacts)+adds(answers.QualityPeople, "unreadable_phones", ofContacts); got != want {
		t.Errorf("%d telephones reach nobody, not %d", got, want)
	}
	others := d.Find("people-others")
	if got, want := adds(others.Data, "records", nil), adds(answers.QualityPeople, "records", func(r int) bool { return !ofContacts(r) }); got != want {
		t.Errorf("the other records add up to %d, there are %d", got, want)
	}
	last := shown.Data.Len() - 1
	if got := shown.Data.Text(last, "person"); got != "Nobody is named" {
		t.Errorf("the last row is %q", got)
	}
	if few := shown.Data.Text(last-1, "person"); !strings.HasPrefix(few, "2 people with fewer than 30") || shown.Data.Value(last-1, "complete_share") != nil {
		t.Errorf("those with few records are %v", shown.Data.Rows[last-1])
	}
}

// Nineteen of twenty records are no worse than ninety-five of a hundred, and
// nobody is told so of twenty-nine.
func TestPeople_FewRecordsAreNotJudged(t *testing.T) {
	for records, judged := range map[int64]bool{29: false, 30: true} {
		d := dataReport(t, func(a *reports.Answers) {
			a.QualityPeople.Rows[0][a.QualityPeople.Index("records")] = records
			a.QualityPeople.Rows[0][a.QualityPeople.Index("lacking")] = int64(3)
		})
		people := d.Find("people").Data
		found := false
		for r := range people.Len() {
			found = found || people.Text(r, "person") == "Anna Fields"
		}
		if found != judged {
			t.Errorf("somebody with %d records has a row of their own: %v", records, found)
		}
	}
}

func TestPeople_SaysWhetherTheyDifferByMoreThanChance(t *testing.T) {
	sentence := func(lacking ...int64) string {
		d := dataReport(t, func(a *reports.Answers) {
			p := a.QualityPeople
			kept := &table.Table{Columns: p.Columns}
			for i, n := range lacking {
				row := slices.Clone(p.Rows[0])
				row[p.Index("person")], row[p.Index("records")], row[p.Index("lacking")] = fmt.Sprint("person ", i), int64(200), n
				kept.Rows = append(kept.Rows, row)
			}
			a.QualityPeople = kept
		})
		return sentences(section(t, d, "people"))
	}
	if got := sentence(20, 24, 17); !strings.Contains(got, "what chance makes of equal work") || !strings.Contains(got, "8.5% to 12.0%") {
		t.Errorf("three alike: %s", got)
	}
	if got := sentence(4, 60, 6); !strings.Contains(got, "more than chance would make") {
		t.Errorf("three apart: %s", got)
	}
	if got := sentence(0, 0, 0); strings.Contains(got, "chance") || !strings.Contains(got, "All 600 contacts") {
		t.Errorf("nothing is lacking: %s", got)
	}
}

func TestSources_RowsAreThoseOfTheFiles(t *testing.T) {
	answers := sample.Answers()
	d := dataReport(t, nil)
	sources, files := d.Find("sources"), d.Find("loads")
	for _, column := range []string{"rows_read", "rows_loaded", "rows_excluded", "rows_rejected"} {
		if got, want := adds(sources.Data, column, nil), adds(files.Data, column, nil); got != want || want == 0 {
			t.Errorf("%s: sources have %d, files %d", column, got, want)
		}
	}
	money, shares := decimal.Zero, decimal.Zero
	for r := range sources.Data.Len() {
		money, shares = money.Add(sources.Data.Decimal(r, "amount_counted")), shares.Add(sources.Data.Decimal(r, "rows_share"))
	}
	total := d.Find("loads-money")
	for i, c := range total.Columns {
		if c.Name == "amount_loaded" && !total.Total[i].(decimal.Decimal).Equal(money) {
			t.Errorf("sources have %s, the files %v", money, total.Total[i])
		}
	}
	if !shares.Equal(decimal.NewFromInt(1)) || answers.QualityLoads.Len() < 3 {
		t.Errorf("the shares add up to %s", shares)
	}
}

// A source is silent that pauses for longer than a week and than it ever did.
func TestSources_SilentIsLongerThanEverAndThanAWeek(t *testing.T) {
	for _, c := range []struct {
		days, pause any
		silent      bool
	}{{int64(7), int64(2), false}, {int64(8), int64(2), true}, {int64(40), int64(40), false}, {int64(41), int64(40), true}, {int64(90), nil, true}, {nil, nil, false}} {
		d := dataReport(t, func(a *reports.Answers) {
			s := a.QualitySources
			s.Rows = s.Rows[:1]
			s.Rows[0][s.Index("days_since")], s.Rows[0][s.Index("longest_gap_days")] = c.days, c.pause
		})
		told := false
		for _, p := range section(t, d, "since").Points {
			told = told || strings.Contains(p.Text, "nothing new")
		}
		if told != c.silent {
			t.Errorf("%v days after pauses of %v: silent is %v", c.days, c.pause, told)
		}
	}
}

// Members of a campaign come to an end with it.
func TestSources_CampaignsEndAndAreNotSilent(t *testing.T) {
	d := dataReport(t, func(a *reports.Answers) {
		s := a.QualitySources
		s.Rows = s.Rows[:1]
		s.Rows[0][s.Index("entity")], s.Rows[0][s.Index("days_since")], s.Rows[0][s.Index("longest_gap_days")] = "campaign_members", int64(90), nil
	})
	for _, p := range section(t, d, "since").Points {
		if strings.Contains(p.Text, "nothing new") {
			t.Errorf("it says %s", p.Text)
		}
	}
}

// The list has what the counts say, up to its limit.
func TestMend_CountsAreTheListsOwn(t *testing.T) {
	d := dataReport(t, nil)
	counts, list := d.Find("mend"), d.Find("mend-records")
	if got, want := adds(counts.Data, "records", nil), int64(list.Data.Len()); got != want || counts.Data.Len() != 9 {
		t.Errorf("%d records of %d kinds are counted, %d listed", got, counts.Data.Len(), want)
	}
	for r := range counts.Data.Len() {
		if counts.Data.Text(r, "problem") == "" || counts.Data.Text(r, "advice") == "" {
			t.Errorf("a problem without a name: %v", counts.Data.Rows[r])
		}
	}
}

// The order in which the answers come changes nothing, but for lists that have
// their order from the query.
func TestData_DoesNotDependOnTheOrderOfRows(t *testing.T) {
	shuffled := func(from *table.Table, seed uint64) *table.Table {
		out := &table.Table{Columns: from.Columns, Rows: slices.Clone(from.Rows)}
		rand.New(rand.NewPCG(seed, 1)).Shuffle(out.Len(), func(i, j int) { out.Rows[i], out.Rows[j] = out.Rows[j], out.Rows[i] })
		return out
	}
	text := func(d *reports.Document) string {
		return fmt.Sprint(section(t, d, "since").Points, section(t, d, "people").Lead, d.Find("people").Data.Rows, d.Find("typed-months").Data.Rows)
	}
	want := text(dataReport(t, nil))
	for seed := range uint64(3) {
		got := text(dataReport(t, func(a *reports.Answers) {
			a.QualityPeople, a.QualityMonths = shuffled(a.QualityPeople, seed), shuffled(a.QualityMonths, seed)
		}))
		if got != want {
			t.Fatalf("the order of rows %d changes the report", seed)
		}
	}
}
