package reports_test

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
	"clientele/reports"
	"clientele/reports/catalogue"
	"clientele/reports/internal/sample"
)

func marketing(t *testing.T, language string, change func(*reports.Answers)) *reports.Document {
	t.Helper()
	answers := sample.Answers()
	if change != nil {
		change(&answers)
	}
	d, err := reports.Marketing(answers, sample.Settings(language))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// figures are all key figures of a document by their names.
func figures(d *reports.Document) map[string]reports.Figure {
	out := map[string]reports.Figure{}
	for _, s := range d.Sections {
		for _, f := range s.Figures {
			out[f.ID] = f
		}
	}
	return out
}

// What both reports show is the same there: figures, and the cells of tables.
func TestReports_WhatStandsInSeveralIsTheSame(t *testing.T) {
	complete := monthly(t, "en", nil)
	known := figures(complete)
	data, err := reports.Data(sample.Answers(), sample.Settings("en"))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []*reports.Document{marketing(t, "en", nil), data} {
		both := 0
		for id, f := range figures(d) {
			if fmt.Sprint(f) == "" || fmt.Sprint(f.Value) != fmt.Sprint(known[id].Value) || f.Label != known[id].Label {
				t.Errorf("%s: figure %s is %v, complete has %v", d.ID, id, f.Value, known[id].Value)
			}
		}
		for _, s := range d.Sections {
			for _, one := range s.Tables {
				other := complete.Find(one.ID)
				if other == nil {
					continue
				}
				both++
				if fmt.Sprint(one.Data.Rows) != fmt.Sprint(other.Data.Rows) || fmt.Sprint(one.Total) != fmt.Sprint(other.Total) {
					t.Errorf("%s: table %s is another one in complete", d.ID, one.ID)
				}
			}
		}
		if both < 5 {
			t.Errorf("%s shares %d tables", d.ID, both)
		}
	}
}

// The numbers of the lists are those of their customers.
func TestTodo_EachListHasAsManyCustomersAsItSays(t *testing.T) {
	d := marketing(t, "en", nil)
	todo := d.Find("todo")
	rows := map[string]int{}
	for r := range todo.Data.Len() {
		rows[todo.Data.Text(r, "list")] = r
	}
	for list, id := range map[string]string{"To call": "leaving", "To win back": "win-back", "To a second purchase": "second"} {
		r, ok := rows[list]
		if !ok {
			t.Fatalf("no list %q among %v", list, rows)
		}
		if got, want := todo.Data.Integer(r, "customers"), int64(d.Find(id).Data.Len()); got != want || want == 0 {
			t.Errorf("%s has %d customers, its sheet %d", list, got, want)
		}
	}
	back := d.Find("win-back")
	total := decimal.Zero
	for r := range back.Data.Len() {
		total = total.Add(back.Data.Decimal(r, "monetary"))
		if back.Data.Text(r, "stage") != "lost" || back.Data.Integer(r, "m") < 4 {
			t.Errorf("%v is not to be won back", back.Data.Rows[r])
		}
		if r > 0 && back.Data.Decimal(r, "monetary").GreaterThan(back.Data.Decimal(r-1, "monetary")) {
			t.Errorf("row %d brought more than the one above", r)
		}
	}
	if got := todo.Data.Decimal(rows["To win back"], "amount"); !got.Equal(total) {
		t.Errorf("the list says %s, its customers brought %s", got, total)
	}
}

// Who has said no is on the list, without the address.
func TestTodo_ARefusedAddressIsNotShown(t *testing.T) {
	answers := sample.Answers()
	refused := map[string]bool{}
	for r := range answers.CustomerContacts.Len() {
		if answers.CustomerContacts.Value(r, "may_email") == false {
			refused[answers.CustomerContacts.Text(r, "customer_id")] = true
		}
	}
	list, seen, shown := marketing(t, "en", nil).Find("win-back"), 0, 0
	for r := range list.Data.Len() {
		if list.Data.Value(r, "email") != nil {
			shown++
		}
		if !refused[list.Data.Text(r, "customer_id")] {
			continue
		}
		seen++
		if list.Data.Value(r, "email") != nil || strings.Contains(list.Data.Text(r, "contact"), "@") {
			t.Errorf("an address that was refused: %v", list.Data.Rows[r])
		}
	}
	if seen == 0 || shown == 0 {
		t.Errorf("%d refused, %d shown", seen, shown)
	}
}

// Bad news comes first, and of seven sentences the lists are the last.
func TestMarketing_WhatIsNewIsShortAndLinked(t *testing.T) {
	for _, language := range catalogue.Languages() {
		d := marketing(t, language, nil)
		since := d.Sections[0]
		if since.ID != "since" || len(since.Points) < 4 || len(since.Points) > 7 || since.Points[len(since.Points)-1].Section != "todo" {
			t.Fatalf("%s: %s has %d sentences", language, since.ID, len(since.Points))
		}
		there := map[string]bool{}
		for _, s := range d.Sections {
			there[s.ID] = true
		}
		bad := true
		for _, p := range since.Points[1 : len(since.Points)-1] {
			if p.Tone == reports.Worse && !bad {
				t.Errorf("%s: bad news comes late: %s", language, p.Text)
			}
			bad = bad && p.Tone == reports.Worse
			if !there[p.Section] {
				t.Errorf("%s: %q leads to %s, which is not there", language, p.Text, p.Section)
			}
		}
	}
}

// What is left to the complete report is there, and not here.
func TestMarketing_LeavesProofsToTheCompleteReport(t *testing.T) {
	d, complete := marketing(t, "en", nil), monthly(t, "en", nil)
	for _, id := range []string{"churn-reliability", "value-map", "value-map-customers", "value-check", "value-coverage", "value-tracking", "value-frequency", "value-holdout", "value-models",
		"segments-matrix", "segments-history", "rfm-grid", "lifecycle-matrix", "lifecycle-history", "own-lookalike-models", "own-differences", "clusters-features", "clusters-tried", "retention"} {
		if complete.Find(id) == nil {
			t.Errorf("the complete report has no table %s", id)
		}
		if d.Find(id) != nil {
			t.Errorf("marketing has the table %s", id)
		}
	}
}

// The lead of no section speaks of models and tests.
func TestMarketing_SpeaksNoJargon(t *testing.T) {
	for language, words := range map[string][]string{
		"en": {"p =", "p <", "BG/NBD", "RMSE", "converge", "log-rank", "cross-valid"}, "ru": {"p =", "p <", "RMSE", "сошлась", "логранг"}, "es": {"p =", "p <", "RMSE", "convergi", "log-rank"},
	} {
		for _, s := range marketing(t, language, func(a *reports.Answers) {
			for _, row := range a.ValueModels.Rows {
				row[a.ValueModels.Index("converged")] = false
			}
		}).Sections {
			for _, word := range words {
				if text := sentences(&s); strings.Contains(text, word) {
					t.Errorf("%s, %s says %q: %s", language, s.ID, word, text)
				}
			}
		}
	}
}

func TestMarketingAndData_EachAnswerMayBeMissing(t *testing.T) {
	for name, change := range thin() {
		for _, kind := range []func(reports.Answers, reports.Settings) (*reports.Document, error){reports.Marketing, reports.Data} {
			answers := sample.Answers()
			change(&answers)
			d, err := kind(answers, sample.Settings("ru"))
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range allTexts(d) {
				if strings.ContainsAny(text, "⟦{}") || strings.Contains(text, "NaN") {
					t.Errorf("%s, %s: %q", name, d.ID, text)
				}
			}
		}
	}
	for _, kind := range []func(reports.Answers, reports.Settings) (*reports.Document, error){reports.Marketing, reports.Data} {
		d, err := kind(reports.Answers{}, sample.Settings("es"))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range d.Sections {
			if s.Note == "" || strings.Contains(s.Note, "⟦") || len(s.Tables)+len(s.Charts)+len(s.Points) > 0 {
				t.Errorf("%s: %s without answers says %q", d.ID, s.ID, s.Note)
			}
		}
	}
}

// It makes each document for each answer, which takes some seconds.
func TestMarketingAndData_DoWithoutAnyOneAnswer(t *testing.T) {
	if os.Getenv("CLIENTELE_LONG") == "" {
		t.Skip("every answer left out once: set CLIENTELE_LONG=1")
	}
	fields := reflect.TypeFor[reports.Answers]().NumField()
	full, settings := sample.Answers(), sample.Settings("en")
	for i := range fields {
		field := reflect.ValueOf(&full).Elem().Field(i)
		kept, ok := field.Interface().(*table.Table)
		if !ok || kept == nil {
			continue
		}
		for _, missing := range []*table.Table{nil, {Columns: kept.Columns}} {
			field.Set(reflect.ValueOf(missing))
			for _, kind := range []func(reports.Answers, reports.Settings) (*reports.Document, error){reports.Marketing, reports.Data} {
				if _, err := kind(full, settings); err != nil {
					t.Errorf("without %s: %v", reflect.TypeFor[reports.Answers]().Field(i).Name, err)
				}
			}
		}
		field.Set(reflect.ValueOf(kept))
	}
}
