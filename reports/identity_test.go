package reports_test

import (
	"slices"
	"strings"
	"testing"

	"clientele/internal/table"
	"clientele/reports"
)

func TestQuality_SaysWhoIsTheSameAndWhatLinksNobody(t *testing.T) {
	d := monthly(t, "en", nil)
	if lead := section(t, d, "quality").Lead; !slices.Contains(lead, "The 2,874 ids of all sources are 2,102 customers.") {
		t.Errorf("the lead is %q", lead)
	}
	var kinds, whys []string
	links := d.Find("identity")
	for r := range links.Data.Len() {
		kinds = append(kinds, links.Data.Text(r, "kind")+" "+links.Data.Text(r, "sure"))
	}
	if want := []string{"tax number sure", "e-mail sure", "telephone likely", "name alone unsure"}; !slices.Equal(kinds, want) {
		t.Errorf("links by %q", kinds)
	}
	never := d.Find("identity-never")
	for r := range never.Data.Len() {
		whys = append(whys, never.Data.Text(r, "kind")+" "+never.Data.Text(r, "why"))
	}
	if want := []string{"telephone on too many names", "e-mail a placeholder", "telephone not readable", "e-mail on your list"}; !slices.Equal(whys, want) {
		t.Errorf("values that link nobody: %q", whys)
	}
	if names := d.Find("identity-names"); names.Data.Text(0, "name") != "Mary Smith" {
		t.Errorf("ambiguous names: %v", names.Data.Rows)
	}
}

// One source's ids alone say nothing that is worth a table.
func TestQuality_WhereNothingIsLinkedNothingIsSaidOfIt(t *testing.T) {
	d := monthly(t, "en", func(a *reports.Answers) {
		for _, at := range []**table.Table{&a.IdentityLinks, &a.IdentityValues, &a.IdentityNames} {
			*at = &table.Table{Columns: (*at).Columns}
		}
	})
	s := section(t, d, "quality")
	for _, one := range s.Tables {
		if strings.HasPrefix(one.ID, "identity") {
			t.Errorf("there is a table %s", one.ID)
		}
	}
	if strings.Contains(strings.Join(s.Lead, " "), "ids") {
		t.Errorf("the lead is %q", s.Lead)
	}
}

func TestCustomers_ShowHowManyContactsStandBehindThem(t *testing.T) {
	shows := func(d *reports.Document) bool {
		return slices.ContainsFunc(d.Find("best-customers").Columns, func(c reports.Column) bool { return c.Name == "contacts" })
	}
	none := func(a *reports.Answers) {
		for _, row := range a.BestCustomers.Rows {
			row[a.BestCustomers.Index("contacts")] = int64(0)
		}
	}
	if !shows(monthly(t, "en", nil)) || shows(monthly(t, "en", none)) {
		t.Error("the column does not follow whether there are contacts")
	}
}
