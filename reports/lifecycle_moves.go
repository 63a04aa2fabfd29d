package reports

import (
	"cmp"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"clientele/internal/table"
)

// moved is how many customers were in one group before a month and in another
// after it, with what they brought in the month. Nobody's revenue has neither.
type moved struct {
	month     time.Time
	from, to  string
	customers int64
	revenue   decimal.Decimal
}

// nobodys tells revenue that no customer is known for.
func (m moved) nobodys() bool { return m.from == "" && m.to == "" }

// moves are flows between groups of one kind.
type moves struct {
	rows   []moved
	months []time.Time // in order
}

// movesOf reads flows between stages or segments.
func movesOf(t *table.Table, from, to string) moves {
	var out moves
	for r := range length(t) {
		m := moved{t.Time(r, "month"), t.Text(r, from), t.Text(r, to), t.Integer(r, "customers"), t.Decimal(r, "revenue")}
		out.rows = append(out.rows, m)
		if !slices.ContainsFunc(out.months, m.month.Equal) {
			out.months = append(out.months, m.month)
		}
	}
	slices.SortFunc(out.months, time.Time.Compare)
	return out
}

// of are the rows of a month, nobody's last.
func (m moves) of(month time.Time, order []string) []moved {
	var out []moved
	for _, row := range m.rows {
		if row.month.Equal(month) {
			out = append(out, row)
		}
	}
	place := func(row moved) int {
		if row.nobodys() {
			return (len(order) + 2) * (len(order) + 2)
		}
		return (slices.Index(order, row.from)+1)*(len(order)+2) + slices.Index(order, row.to)
	}
	slices.SortStableFunc(out, func(x, y moved) int { return cmp.Compare(place(x), place(y)) })
	return out
}

// revenue of a month, nobody's too.
func (m moves) revenue(month time.Time) decimal.Decimal {
	total := decimal.Zero
	for _, row := range m.rows {
		if row.month.Equal(month) {
			total = total.Add(row.revenue)
		}
	}
	return total
}

// at counts who is in a group at the end of a month.
func (m moves) at(month time.Time, group string) int64 {
	n := int64(0)
	for _, row := range m.rows {
		if row.month.Equal(month) && row.to == group && !row.nobodys() {
			n += row.customers
		}
	}
	return n
}

// ended are the months in order without those that have not ended.
func (b *builder) ended(m moves) []time.Time {
	var out []time.Time
	for _, month := range m.months {
		if b.complete(month) {
			out = append(out, month)
		}
	}
	return out
}

// complete says whether a month has ended by the report's day.
func (b *builder) complete(month time.Time) bool {
	return !month.AddDate(0, 1, -1).After(b.settings.AsOf)
}

// lastEnded is the last month that has ended, or the last one at all.
func (b *builder) lastEnded(m moves) (time.Time, bool) {
	if ended := b.ended(m); len(ended) > 0 {
		return ended[len(ended)-1], true
	}
	if len(m.months) == 0 {
		return time.Time{}, false
	}
	return m.months[len(m.months)-1], true
}

// kindOfGroups is one way to tell customers apart: how its groups are called,
// drawn and ordered.
type kindOfGroups struct {
	id     string
	order  []string
	label  func(key string) string
	colour func(key string) Colour
}

// with adds the groups that only the flows know, so that no stream hangs in the
// air.
func (k kindOfGroups) with(m moves) kindOfGroups {
	k.order = slices.Clone(k.order)
	for _, row := range m.rows {
		for _, key := range []string{row.from, row.to} {
			if key != "" && !slices.Contains(k.order, key) {
				k.order = append(k.order, key)
			}
		}
	}
	return k
}

// streams draws what flowed in the given months, one step each; rows that keep
// says nothing about are left out. Nil where nothing flows.
func (b *builder) streams(id string, kind kindOfGroups, m moves, months []time.Time, keep func(moved) bool) *Chart {
	data := &table.Table{Columns: []table.Column{
		{Name: "from", Kind: table.Text}, {Name: "to", Kind: table.Text}, {Name: "step", Kind: table.Integer},
		{Name: "customers", Kind: table.Integer}, {Name: "tip", Kind: table.Text},
	}}
	flow := &Flow{From: "from", To: "to", Step: "step", Tip: "tip"}
	for step, month := range months {
		if step == 0 {
			flow.Heads = append(flow.Heads, b.Words.LongMonth(monthBefore(month)))
		}
		flow.Heads = append(flow.Heads, b.Words.LongMonth(month))
		for _, row := range m.of(month, kind.order) {
			if row.nobodys() || row.customers <= 0 || !keep(row) {
				continue
			}
			tip := kind.label(row.from) + " → " + kind.label(row.to) + "\n" + b.say("column.customers") + ": " + b.Words.Integer(row.customers) +
				"\n" + b.say("column.revenue") + ": " + b.money(row.revenue)
			data.Rows = append(data.Rows, []any{row.from, row.to, int64(step), row.customers, tip})
		}
	}
	if data.Len() == 0 {
		return nil
	}
	for _, key := range append([]string{""}, kind.order...) {
		flow.Nodes = append(flow.Nodes, Node{Key: key, Label: kind.label(key), Colour: kind.colour(key)})
	}
	return &Chart{
		ID: id, Title: b.say(kind.id + ".streams"), Description: b.say(kind.id + ".streams_says"), Kind: Sankey,
		Series: []Series{{Column: "customers", Label: b.say("column.customers")}}, Format: integerFormat(), Data: data, Flow: flow,
	}
}

// matrix is who went where in a month, a row for each group before it.
func (b *builder) matrix(id string, kind kindOfGroups, m moves, month time.Time) Table {
	rows := m.of(month, kind.order)
	counts, used := map[[2]string]int64{}, map[string]bool{}
	for _, row := range rows {
		if !row.nobodys() {
			counts[[2]string{row.from, row.to}] += row.customers
			used["from "+row.from], used["to "+row.to] = true, true
		}
	}
	data := &table.Table{Columns: []table.Column{{Name: "from", Kind: table.Text}}}
	columns := []Column{b.column("moved_from", textFormat()).of("from")}
	var swatches []Colour
	for _, to := range kind.order {
		if used["to "+to] {
			data.Columns = append(data.Columns, table.Column{Name: to, Kind: table.Integer})
			columns = append(columns, Column{Name: to, Label: kind.label(to), Format: integerFormat(), Heat: true})
		}
	}
	for _, from := range append(slices.Clone(kind.order), "") {
		if !used["from "+from] {
			continue
		}
		row := []any{kind.label(from)}
		for _, column := range data.Columns[1:] {
			if n := counts[[2]string{from, column.Name}]; n > 0 {
				row = append(row, n)
			} else {
				row = append(row, nil)
			}
		}
		data.Rows, swatches = append(data.Rows, row), append(swatches, kind.colour(from))
	}
	return Table{ID: id, Swatches: swatches, Title: b.say(kind.id+".matrix", "month", b.Words.LongMonth(month)), Columns: columns, Data: data, Note: b.say(kind.id + ".matrix_note")}
}

// movesTable are the moves of a month with their money, which adds up to the
// month's revenue; in the order of the groups, or the greatest moves first and
// who stayed behind them.
func (b *builder) movesTable(id string, kind kindOfGroups, m moves, month time.Time, greatest bool) Table {
	data := &table.Table{Columns: []table.Column{
		{Name: "moved_from", Kind: table.Text}, {Name: "moved_to", Kind: table.Text}, {Name: "customers", Kind: table.Integer}, {Name: "revenue", Kind: table.Decimal, Scale: 2},
	}}
	customers, rows := int64(0), m.of(month, kind.order)
	var swatches []Colour
	if greatest {
		slices.SortStableFunc(rows, func(x, y moved) int {
			return cmp.Or(cmp.Compare(standing(x), standing(y)), cmp.Compare(y.customers, x.customers))
		})
	}
	for _, row := range rows {
		swatches = append(swatches, kind.colour(row.from))
		switch {
		case row.nobodys():
			data.Rows = append(data.Rows, []any{b.say("series.anonymous"), nil, nil, row.revenue})
			continue
		case row.from == row.to:
			data.Rows = append(data.Rows, []any{kind.label(row.from), b.say("moves.stays"), row.customers, row.revenue})
		default:
			data.Rows = append(data.Rows, []any{kind.label(row.from), kind.label(row.to), row.customers, row.revenue})
		}
		customers += row.customers
	}
	count, revenue := b.column("customers", integerFormat()), b.moneyColumn(data, "revenue")
	count.Bar, revenue.Bar = !greatest, !greatest // who stayed would leave no bar to the others
	return summed(Table{
		ID: id, Title: b.say(kind.id+".flows", "month", b.Words.LongMonth(month)), Data: data, Swatches: swatches, Note: b.addsUp(m, month),
		Columns: []Column{b.column("moved_from", textFormat()), b.column("moved_to", textFormat()), count, revenue},
		Total:   []any{b.say("total"), nil, customers, m.revenue(month)},
	}, "customers", "revenue")
}

// standing orders moves, then who stayed, then what is nobody's.
func standing(m moved) int {
	switch {
	case m.nobodys():
		return 2
	case m.from == m.to:
		return 1
	}
	return 0
}

// addsUp says whether the money of a month's moves is the month's revenue.
func (b *builder) addsUp(m moves, month time.Time) string {
	total := m.revenue(month)
	for r := range length(b.answers.Months) {
		if !b.answers.Months.Time(r, "month").Equal(month) {
			continue
		}
		revenue := b.answers.Months.Decimal(r, "revenue")
		if !revenue.Round(2).Equal(total.Round(2)) {
			return b.say("moves.apart", "money", b.Words.Money(total, b.Currency, 2), "revenue", b.Words.Money(revenue, b.Currency, 2))
		}
		return b.say("moves.add_up", "revenue", b.Words.Money(revenue, b.Currency, 2))
	}
	return ""
}

// historyTable are the moves of all months, for the workbook.
func (b *builder) historyTable(id string, kind kindOfGroups, m moves) Table {
	data := &table.Table{Columns: []table.Column{
		{Name: "month", Kind: table.Date}, {Name: "moved_from", Kind: table.Text}, {Name: "moved_to", Kind: table.Text},
		{Name: "customers", Kind: table.Integer}, {Name: "revenue", Kind: table.Decimal, Scale: 2},
	}}
	for _, month := range slices.Backward(m.months) {
		for _, row := range m.of(month, kind.order) {
			if row.nobodys() {
				data.Rows = append(data.Rows, []any{month, b.say("series.anonymous"), nil, nil, row.revenue})
				continue
			}
			data.Rows = append(data.Rows, []any{month, kind.label(row.from), kind.label(row.to), row.customers, row.revenue})
		}
	}
	return Table{
		ID: id, Title: b.say(kind.id + ".history"), Sheet: b.say(kind.id + ".history"), Data: data, List: true, PageRows: OnlyInWorkbook,
		Columns: []Column{b.column("month", monthFormat()), b.column("moved_from", textFormat()), b.column("moved_to", textFormat()),
			b.column("customers", integerFormat()), b.moneyColumn(data, "revenue")},
	}
}
