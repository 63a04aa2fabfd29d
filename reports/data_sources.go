package reports

import (
	"slices"
	"time"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// lastMonthOf is the last month that has ended by the end of a day.
func lastMonthOf(day time.Time) time.Time {
	next := day.AddDate(0, 0, 1)
	return time.Date(next.Year(), next.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, -1, 0)
}

// dataSources is what each source has brought and how far it reaches.
func (b *builder) dataSources() Section {
	s := b.section("sources", "checks/quality_sources", "checks/quality_loads", "checks/quality_fields")
	if empty(b.answers.QualitySources) {
		return b.missing(s)
	}
	data := b.sourceRows()
	s.Lead = b.sourceSentences(data)
	s.Charts = []Chart{b.sourcesChart(data)}
	s.Tables = []Table{b.sourcesTable(data), b.reachTable(data)}
	if !empty(b.answers.QualityFields) {
		s.Tables = append(s.Tables, b.usedFields())
	}
	s.Note = b.say("sources.note")
	return s
}

// sourceRows are the sources with their money and how full their fields are.
func (b *builder) sourceRows() *table.Table {
	sources := b.answers.QualitySources
	data := extend(sources, table.Column{Name: "amount_counted", Kind: table.Decimal, Scale: 4}, func(r int) any { return b.sourceMoney(sources.Text(r, "source")) })
	data = extend(data, table.Column{Name: "filled_share", Kind: table.Decimal, Scale: 6}, func(r int) any { return b.fullness(sources.Text(r, "source")) })
	data = extend(data, table.Column{Name: "rows_share", Kind: table.Decimal, Scale: 3}, func(int) any { return nil })
	parts := make([]decimal.Decimal, data.Len())
	for r := range parts {
		parts[r] = number(data, r, "rows_loaded")
	}
	for r, share := range Shares(parts, 1) {
		data.Rows[r][data.Index("rows_share")] = share
	}
	return b.translated(data, "entity", "entity.")
}

// sourceMoney is a source's money of purchases in the company's currency that
// the analysis counts; nil where it has none.
func (b *builder) sourceMoney(source string) any {
	if empty(b.answers.QualityLoads) {
		return nil
	}
	home, total, any := b.homeMoney(b.answers.QualityLoads), decimal.Zero, false
	for r := range home.Len() {
		if home.Text(r, "source") != source {
			continue
		}
		any = true
		total = total.Add(home.Decimal(r, "amount_loaded"))
		if home.Index("amount_replaced") >= 0 {
			total = total.Sub(home.Decimal(r, "amount_replaced"))
		}
	}
	if !any {
		return nil
	}
	return total
}

// fullness is the part that is filled of the fields that a source fills at all.
func (b *builder) fullness(source string) any {
	fields := b.answers.QualityFields
	filled, cells := decimal.Zero, decimal.Zero
	for r := range length(fields) {
		if fields.Text(r, "source") == source && fields.Integer(r, "filled") > 0 {
			filled, cells = filled.Add(number(fields, r, "filled")), cells.Add(number(fields, r, "rows"))
		}
	}
	return ratio(filled, cells)
}

// sourceSentences name the source with most rows, say whether all are alive, and
// warn of days behind the report's.
func (b *builder) sourceSentences(data *table.Table) []string {
	most, silent, later := 0, int64(0), int64(0)
	for r := range data.Len() {
		if data.Integer(r, "rows_loaded") > data.Integer(most, "rows_loaded") {
			most = r
		}
		if silentSource(data, r) {
			silent++
		}
		later += data.Integer(r, "rows_after")
	}
	lines := []string{b.Words.Count("sources.lead", int64(data.Len()), "most", name(data.Text(most, "source")), "share", b.percent(data.Value(most, "rows_share")))}
	if silent == 0 {
		lines = append(lines, b.say("sources.alive"))
	} else {
		lines = append(lines, b.Words.Count("sources.silent", silent))
	}
	if later > 0 {
		lines = append(lines, b.Words.Count("sources.later", later))
	}
	return lines
}

// usedFields are the fields that a source fills at all, the emptiest first.
func (b *builder) usedFields() Table {
	t := b.fieldsTable()
	kept := &table.Table{Columns: t.Data.Columns}
	for r, row := range t.Data.Rows {
		if t.Data.Integer(r, "filled") > 0 {
			kept.Rows = append(kept.Rows, row)
		}
	}
	t.ID, t.Title, t.Note, t.PageRows = "fields-used", b.say("sources.fields"), b.say("sources.fields_note"), 20
	t.Data = sortedBy(kept, "filled_share", false)
	return t
}

func (b *builder) sourcesChart(data *table.Table) Chart {
	ordered := sortedBy(data, "rows_loaded", true)
	return Chart{
		ID: "sources", Title: b.say("sources.chart"), Description: b.say("sources.chart_says"),
		Kind: RowBars, X: "source", XFormat: textFormat(), Format: Format{Kind: Percent, Digits: 1},
		Series: []Series{{Column: "rows_share", Label: b.say("column.rows_share"), Colour: Accent}}, Data: ordered, Table: "sources",
	}
}

// sourcesTable has what became of each source's rows.
func (b *builder) sourcesTable(data *table.Table) Table {
	share := b.column("rows_share", percentFormat())
	share.Bar = true
	counted := b.moneyColumn(data, "amount_counted")
	counted.None = "–"
	filled := b.column("filled_share", percentFormat())
	filled.None = "–"
	out := Table{ID: "sources", Title: b.say("sources.table"), Note: b.say("sources.table_note"), Data: data, PageRows: 40, Columns: []Column{
		b.column("source", textFormat()), b.column("entity", textFormat()), b.column("files", integerFormat()), b.column("rows_read", integerFormat()),
		b.column("rows_loaded", integerFormat()), b.column("rows_excluded", integerFormat()), b.column("rows_rejected", integerFormat()), share, counted, filled,
	}}
	return b.sums(out, "files", "rows_read", "rows_loaded", "rows_excluded", "rows_rejected", "amount_counted", "rows_share")
}

// reachTable has how far each source reaches, the longest silent first.
func (b *builder) reachTable(data *table.Table) Table {
	dated := &table.Table{Columns: data.Columns, Rows: slices.DeleteFunc(slices.Clone(data.Rows), func(row []any) bool { return row[data.Index("first_on")] == nil })}
	dated = extend(sortedBy(dated, "days_since", true), table.Column{Name: "is_silent", Kind: table.Boolean}, func(int) any { return nil })
	for r := range dated.Rows {
		dated.Rows[r][dated.Index("is_silent")] = silentSource(dated, r)
	}
	month := lastMonthOf(b.settings.AsOf)
	now, before := b.column("rows", integerFormat()).of("month_rows"), b.column("rows", integerFormat()).of("month_before_rows")
	now.Label, before.Label = b.say("sources.rows_of", "month", b.Words.Month(month)), b.say("sources.rows_of", "month", b.Words.Month(month.AddDate(0, -1, 0)))
	return Table{ID: "sources-reach", Title: b.say("sources.reach"), Note: b.say("sources.reach_note"), Data: dated, PageRows: 40, Columns: []Column{
		b.column("source", textFormat()), b.column("entity", textFormat()), b.column("first_day", dateFormat()).of("first_on"), b.column("last_day", dateFormat()).of("last_on"),
		b.column("days_since", integerFormat()), b.column("longest_gap_days", integerFormat()), b.column("is_silent", yesNoFormat()), now, before,
		b.column("rows_after", integerFormat()),
	}}
}
