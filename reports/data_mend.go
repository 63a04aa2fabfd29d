package reports

import "clientele/internal/table"

// mendRows is how many records the page lists: about what one person mends in
// an hour.
const mendRows = 20

// dataMend lists the records that somebody can mend, with file and row. There
// is no such section where nothing was looked at.
func (b *builder) dataMend() []Section {
	if b.answers.QualityRecords == nil {
		return nil
	}
	s := b.section("mend", "checks/quality_records")
	problems := b.problems()
	if problems.Len() == 0 {
		s.Lead = []string{b.say("mend.nothing")}
		return []Section{s}
	}
	s.Lead = []string{b.Words.Count("mend.lead", sum(problems, "records").IntPart()), b.say("mend.how")}
	s.Charts = []Chart{{
		ID: "mend", Title: b.say("mend.chart"), Description: b.say("mend.chart_says"), Kind: RowBars, X: "problem", XFormat: textFormat(), Format: integerFormat(),
		Series: []Series{{Column: "records", Label: b.say("column.records"), Colour: Third}}, Data: problems, Table: "mend",
	}}
	counts := Table{ID: "mend", Title: b.say("mend.problems"), Note: b.say("mend.problems_note"), Data: problems, Columns: []Column{
		b.column("problem", textFormat()).named(b.say("column.to_mend")), b.column("records", integerFormat()), b.column("advice", textFormat()).wide(),
	}}
	counts = b.sums(counts, "records")
	s.Tables = []Table{counts, b.mendList()}
	return []Section{s}
}

// problems counts the records of each problem, with what to do about it.
func (b *builder) problems() *table.Table {
	t := sortedBy(b.answers.QualityRecords, "position", false)
	out := &table.Table{Columns: []table.Column{{Name: "problem", Kind: table.Text}, {Name: "records", Kind: table.Integer}, {Name: "advice", Kind: table.Text}}}
	last := ""
	for r := range t.Len() {
		key := t.Text(r, "problem")
		if key == last {
			continue
		}
		last = key
		named, _ := b.Words.Find("mend_problem." + slug(key))
		advice, _ := b.Words.Find("mend_do." + slug(key))
		out.Rows = append(out.Rows, []any{named, t.Integer(r, "of_records"), advice})
	}
	return out
}

func (b *builder) mendList() Table {
	data := b.translated(b.translated(sortedBy(b.answers.QualityRecords, "position", false), "entity", "entity."), "problem", "mend_problem.")
	columns := []Column{
		b.column("problem", textFormat()).named(b.say("column.to_mend")), b.column("source_file", textFormat()), b.column("source_row", integerFormat()),
		b.column("record", textFormat()), b.column("record_id", textFormat()), b.column("what_stands", textFormat()).of("what"), b.column("person", textFormat()),
		b.column("entered_on", dateFormat()), b.column("entity", textFormat()).inWorkbook(), b.column("source", textFormat()).inWorkbook(),
	}
	for _, name := range []string{"record", "person", "entered_on", "what"} {
		columns = filled(data, name, columns)
	}
	return Table{ID: "mend-records", Title: b.say("mend.list"), Sheet: b.say("mend.sheet"), Note: b.say("mend.list_note"), Data: data, Columns: columns, List: true, PageRows: mendRows}
}
