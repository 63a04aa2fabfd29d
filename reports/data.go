package reports

import "slices"

// Data makes the report of whoever looks after the data: what is new, what each
// source brought, what was rejected, how complete the records are that people
// typed, which of them can be mended, who is the same customer.
func Data(answers Answers, settings Settings) (*Document, error) {
	b, err := newBuilder(answers, settings)
	if err != nil {
		return nil, err
	}
	return b.document("data",
		[]Section{b.dataSince(), b.dataSources(), b.dataFiles(), b.dataRejected()}, b.dataPeople(), b.dataMend(), b.dataSame(),
	), nil
}

// dataFiles is what became of the rows and the money of each file.
func (b *builder) dataFiles() Section {
	s := b.section("files", "checks/quality_loads", "checks/quality_currencies")
	if empty(b.answers.QualityLoads) {
		return b.missing(s)
	}
	whole := b.quality()
	s.Lead, s.Figures = slices.DeleteFunc(whole.Lead, func(line string) bool { return slices.Contains(b.identityLead(), line) }), whole.Figures
	s.Tables = whole.only("loads", "loads-money", "currencies")
	return s
}

// excludedRows is how many of the lines that do not count the page shows: each
// product is one, and few need a look.
const excludedRows = 10

// dataRejected is what was not counted and why, and what should be looked at.
func (b *builder) dataRejected() Section {
	s := b.section("rejected", "checks/quality_rejects", "checks/quality_excluded")
	if empty(b.answers.QualityLoads) {
		return b.missing(s)
	}
	t := b.loadTotals()
	s.Lead = []string{b.rejectedSince(t.rejected, -1)}
	if t.excluded > 0 {
		s.Lead = append(s.Lead, b.Words.Count("rejected.excluded", t.excluded))
	}
	s.Tables = b.quality().only("audits", "rejects", "excluded")
	for i := range s.Tables {
		if s.Tables[i].ID == "excluded" {
			s.Tables[i].PageRows = excludedRows
		}
	}
	if !empty(b.answers.QualityAudits) {
		s.Lead = append(s.Lead, b.Words.Count("rejected.audits", int64(b.answers.QualityAudits.Len())))
	}
	return s
}

// dataSame is which ids are one customer; there is no such section where none
// are.
func (b *builder) dataSame() []Section {
	tables := b.identityTables()
	if len(tables) == 0 {
		return nil
	}
	s := b.section("same")
	s.Lead, s.Tables = b.identityLead(), tables
	return []Section{s}
}

// only are some of a section's tables.
func (s Section) only(ids ...string) []Table {
	return slices.DeleteFunc(slices.Clone(s.Tables), func(t Table) bool { return !slices.Contains(ids, t.ID) })
}
