package reports

import (
	"math"

	"clientele/internal/table"

	"github.com/shopspring/decimal"
)

// fewestJudged is how many records somebody must have typed for shares to say
// anything: of thirty one is three in a hundred.
const fewestJudged = 30

// dataPeople is how complete the records are that each person typed. There is
// no such section where nothing was typed.
func (b *builder) dataPeople() []Section {
	t := b.answers.QualityPeople
	if empty(t) {
		return nil
	}
	s := b.section("people", "checks/quality_people", "checks/quality_months")
	contacts := b.typedBy("contacts")
	if contacts.Len() > 0 {
		s.Lead = b.peopleSentences(contacts)
		if chart := b.peopleChart(contacts); chart != nil {
			s.Charts = append(s.Charts, *chart)
		}
		if chart := b.typedChart(); chart != nil {
			s.Charts = append(s.Charts, *chart)
		}
		s.Tables = append(s.Tables, b.contactsTable(contacts))
	}
	if others := b.otherRecords(); others.Len() > 0 {
		s.Tables = append(s.Tables, b.otherRecordsTable(others))
	}
	if months := b.typedMonths(); months.Len() > 0 {
		s.Tables = append(s.Tables, b.typedMonthsTable(months))
	}
	s.Note = b.say("people.note")
	return []Section{s}
}

// typedBy has a row for each person who typed enough records of a kind, most
// records first, one for all others together, and one for those that do not say
// who typed them: together they are all.
func (b *builder) typedBy(entity string) *table.Table {
	t := b.answers.QualityPeople
	counts := []string{"records", "by_owner", "name_records", "with_name", "phone_records", "with_phone", "email_records", "with_email", "invented_phones", "unreadable_phones", "duplicates", "late", "lacking"}
	out := &table.Table{Columns: []table.Column{{Name: "person", Kind: table.Text}, {Name: "judged", Kind: table.Boolean}}}
	for _, column := range counts {
		out.Columns = append(out.Columns, table.Column{Name: column, Kind: table.Integer})
	}
	row := func(label any, judged bool) []any {
		cells := []any{label, judged}
		for range counts {
			cells = append(cells, int64(0))
		}
		return cells
	}
	add := func(to []any, r int) {
		for i, column := range counts {
			to[i+2] = to[i+2].(int64) + t.Integer(r, column)
		}
	}
	few, nobody, people := row(nil, false), row(b.say("people.nobody"), false), int64(0)
	for r := range length(t) {
		switch {
		case t.Text(r, "entity") != entity:
		case t.Value(r, "person") == nil:
			add(nobody, r)
		case t.Integer(r, "records") < fewestJudged:
			people++
			add(few, r)
		default:
			one := row(Clean(t.Text(r, "person")), true)
			add(one, r)
			out.Rows = append(out.Rows, one)
		}
	}
	out = sortedBy(sortedBy(out, "person", false), "records", true)
	if people > 0 {
		few[0] = b.Words.Count("people.few", people, "least", b.Words.Integer(fewestJudged))
		out.Rows = append(out.Rows, few)
	}
	if nobody[2].(int64) > 0 {
		out.Rows = append(out.Rows, nobody)
	}
	return b.withRates(out)
}

// withRates adds the shares of those who typed enough: of records that could
// have a name, a telephone, an e-mail, and of those that lack nothing.
func (b *builder) withRates(t *table.Table) *table.Table {
	rate := func(part, whole string) func(r int) any {
		return func(r int) any {
			if !t.Boolean(r, "judged") && t.Value(r, "person") != b.say("people.nobody") {
				return nil
			}
			return ratio(number(t, r, part), number(t, r, whole))
		}
	}
	out := t
	for _, share := range [][3]string{{"name_share", "with_name", "name_records"}, {"phone_share", "with_phone", "phone_records"}, {"email_share", "with_email", "email_records"}} {
		out = extend(out, table.Column{Name: share[0], Kind: table.Decimal, Scale: 6}, rate(share[1], share[2]))
	}
	complete := rate("lacking", "records")
	out = extend(out, table.Column{Name: "complete_share", Kind: table.Decimal, Scale: 6}, func(r int) any {
		lacking, ok := complete(r).(decimal.Decimal)
		if !ok {
			return nil
		}
		return decimal.NewFromInt(1).Sub(lacking)
	})
	return extend(out, table.Column{Name: "wrong_phones", Kind: table.Integer}, func(r int) any {
		return t.Integer(r, "invented_phones") + t.Integer(r, "unreadable_phones")
	})
}

// peopleSentences say how many contacts are complete, how far apart those are
// who typed them, and whether that is more than chance would make of it.
func (b *builder) peopleSentences(t *table.Table) []string {
	all, lacking := sum(t, "records"), sum(t, "lacking")
	lines := []string{b.lackingSentence(lacking.IntPart(), all.IntPart())}
	least, most, judged, apart := 1.0, 0.0, int64(0), 0.0
	records, lack := 0.0, 0.0
	for r := range t.Len() {
		if t.Boolean(r, "judged") {
			records, lack = records+float64(t.Integer(r, "records")), lack+float64(t.Integer(r, "lacking"))
			judged++
		}
	}
	for r := range t.Len() {
		if !t.Boolean(r, "judged") {
			continue
		}
		n := float64(t.Integer(r, "records"))
		share, mean := float64(t.Integer(r, "lacking"))/n, lack/records
		least, most = math.Min(least, share), math.Max(most, share)
		if deviation := math.Sqrt(mean * (1 - mean) / n); deviation > 0 {
			apart = math.Max(apart, math.Abs(share-mean)/deviation)
		}
	}
	if judged < 2 || lack == 0 {
		return lines
	}
	key := "people.alike"
	if apart >= surprise {
		key = "people.differ"
	}
	return append(lines, b.Words.Count("people.range", judged, "least", b.percent(least), "most", b.percent(most)), b.say(key))
}

func (b *builder) lackingSentence(lacking, all int64) string {
	if lacking == 0 {
		return b.Words.Count("people.all_complete", all)
	}
	return b.Words.Count("people.lacking", lacking, "all", b.Words.Integer(all))
}

// peopleChart compares the shares of records that lack nothing; nil where there
// are not two to compare.
func (b *builder) peopleChart(t *table.Table) *Chart {
	data := &table.Table{Columns: t.Columns}
	for r, row := range t.Rows {
		if t.Boolean(r, "judged") {
			data.Rows = append(data.Rows, row)
		}
	}
	if data.Len() < 2 {
		return nil
	}
	return &Chart{
		ID: "people", Title: b.say("people.chart"), Description: b.say("people.chart_says"), Kind: RowBars, X: "person", XFormat: textFormat(), Format: Format{Kind: Percent},
		Series: []Series{{Column: "phone_share", Label: b.say("column.phone_share"), Colour: Second}, {Column: "email_share", Label: b.say("column.email_share"), Colour: Accent}},
		Data:   data, Table: "people",
	}
}

func (b *builder) contactsTable(t *table.Table) Table {
	columns := []Column{b.column("person", textFormat()), b.column("records", integerFormat())}
	for _, name := range []string{"complete_share", "name_share", "phone_share", "email_share"} {
		c := b.column(name, percentFormat())
		c.None, c.Bar = "–", name == "complete_share"
		columns = append(columns, c)
	}
	for _, name := range []string{"lacking", "wrong_phones", "duplicates"} {
		columns = append(columns, b.column(name, integerFormat()))
	}
	columns = append(columns, b.column("by_owner", integerFormat()).inWorkbook())
	out := Table{ID: "people", Title: b.say("people.contacts"), Note: b.say("people.contacts_note"), Data: t, PageRows: 40, Columns: columns}
	out = b.sums(out, "records", "lacking", "wrong_phones", "duplicates", "by_owner")
	for i, c := range columns {
		switch c.Name {
		case "complete_share":
			if whole, ok := ratio(sum(t, "records").Sub(sum(t, "lacking")), sum(t, "records")).(decimal.Decimal); ok {
				out.Total[i] = whole
			}
		case "name_share":
			out.Total[i] = ratio(sum(t, "with_name"), sum(t, "name_records"))
		case "phone_share":
			out.Total[i] = ratio(sum(t, "with_phone"), sum(t, "phone_records"))
		case "email_share":
			out.Total[i] = ratio(sum(t, "with_email"), sum(t, "email_records"))
		}
	}
	return out
}

// otherRecords are deals, events and orders by who typed them.
func (b *builder) otherRecords() *table.Table {
	out := &table.Table{}
	for _, entity := range []string{"deals", "events", "orders"} {
		t := b.typedBy(entity)
		out.Columns = append([]table.Column{{Name: "entity", Kind: table.Text}}, t.Columns...)
		for _, row := range t.Rows {
			out.Rows = append(out.Rows, append([]any{entity}, row...))
		}
	}
	return out
}

func (b *builder) otherRecordsTable(t *table.Table) Table {
	share := b.column("complete_share", percentFormat())
	share.None, share.Bar = "–", true
	out := Table{ID: "people-others", Title: b.say("people.others"), Note: b.say("people.others_note"), Data: b.translated(t, "entity", "entity."), PageRows: 40, Columns: []Column{
		b.column("entity", textFormat()), b.column("person", textFormat()), b.column("records", integerFormat()), share,
		b.column("lacking", integerFormat()), b.column("late", integerFormat()), b.column("by_owner", integerFormat()).inWorkbook(),
	}}
	return b.sums(out, "records", "lacking", "late", "by_owner")
}
