package sample

import (
	"strings"

	"clientele/internal/table"
	"clientele/reports"
)

// Hostile are names that customers and articles have in the worst of files.
func Hostile() []string {
	return []string{
		`</script><script>document.title="owned";document.body.dataset.owned="yes"</script>`,
		`<img src=x onerror="document.title='owned'">`,
		`=HYPERLINK("http://example.org/","x")`, "+1", "-1+1", "@SUM(A1)", "\t=1+1",
		"\u202eevil\u2066 \u05e9\u05dc\u05d5\u05dd", "control \x00\x01\x1f\x7f end", "not utf-8 \xff\xfe\xc3", "@accent", "{a|b}", "⟨{name}⟩ & \"quotes\" 'too'",
		strings.Repeat("long ", 60), "", "{{.Title}}", "javascript:alert(1)", "]]>--><!--", "\u2028\u2029",
	}
}

// HostileAnswers are the sample's with hostile texts in all columns of text,
// except those whose values are keys.
func HostileAnswers() reports.Answers {
	a := Answers()
	for _, t := range []*table.Table{a.RFM, a.ValueHistory, a.BestCustomers, a.BestProducts, a.ValueCustomers, a.ValueModels, a.Leaving, a.ContractRisks,
		a.QualityLoads, a.QualityRejects, a.QualityExcluded, a.QualityFields, a.QualityAudits, a.IdentityLinks, a.IdentityValues, a.IdentityNames, a.RFMSegments, a.DealStages, a.DealOwners} {
		poison(t)
	}
	// Names of segments join these tables, so each keeps its own hostile one.
	for _, c := range []struct {
		t       *table.Table
		columns []string
	}{
		{a.SegmentSummary, []string{"segment", "name", "do"}}, {a.SegmentOverlaps, []string{"a", "b"}}, {a.SegmentDifferences, []string{"segment", "level"}},
		{a.LookalikeModels, []string{"segment"}}, {a.Lookalikes, []string{"segment", "customer", "email", "owner"}}, {a.ClusterProfiles, []string{"typical"}},
	} {
		rename(c.t, c.columns)
	}
	poisonColumn(a.Campaigns, "campaign", 0)
	poisonColumn(a.Campaigns, "channel", 2)
	poisonColumn(a.CampaignResults, "segment", 1)
	return a
}

// poisonColumn replaces a column's texts, from one of the names on.
func poisonColumn(t *table.Table, column string, from int) {
	names, at := Hostile(), t.Index(column)
	for r, row := range t.Rows {
		if row[at] != nil {
			row[at] = names[(from+r)%len(names)]
		}
	}
}

// rename gives texts hostile ones, the same text the same one.
func rename(t *table.Table, names []string) {
	hostile, known := Hostile(), map[string]string{"Sleeping coffee lovers": Hostile()[0], "VIP": Hostile()[1], "New in Madrid": Hostile()[2], "Nobody yet": Hostile()[7]}
	for r := range t.Rows {
		row := append([]any{}, t.Rows[r]...)
		kind := t.Index("kind")
		for _, name := range names {
			at := t.Index(name)
			text, ok := row[at].(string)
			if kind >= 0 && row[kind] != "own" {
				continue
			}
			switch to, named := known[text]; {
			case !ok:
			case named:
				row[at] = to
			default:
				row[at] = hostile[(r+at)%len(hostile)]
			}
		}
		t.Rows[r] = row
	}
}

// poison replaces the texts of all rows but the last. Each name comes in each
// column; the names of customers and articles, which are third, begin with the
// first one, so that charts of the first ten show it.
func poison(t *table.Table) {
	names := Hostile()
	for r := range t.Rows[:max(1, len(t.Rows)-1)] {
		row := append([]any{}, t.Rows[r]...)
		for c, column := range t.Columns {
			if column.Kind == table.Text {
				row[c] = names[(r+5*(c+len(names)-2))%len(names)]
			}
		}
		t.Rows[r] = row
	}
}

// HostileSettings have such texts for what a config says.
func HostileSettings() reports.Settings {
	s := Settings("en")
	s.Company, s.Snapshot, s.Currency = Hostile()[0], Hostile()[2], Hostile()[1]
	return s
}
