package etl

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"clientele/etl/columnar"
	"clientele/etl/export"
	"clientele/etl/values"
)

// worker converts batches, a field at a time.
type worker struct {
	plan    *plan
	decided decisions
	gather  bool // how numbers and dates are written has still to be seen
	clock   *values.Clock
	width   int
	money   currencies
	*batch
}

// made is what was made of a batch. Its memory is used again.
type made struct {
	texts    [][]string // by origin
	numbers  [][]int64  // by origin; unread where something else stands
	columns  []columnar.Column
	parts    []int32
	amounts  []int64  // the row's money
	reasons  []string // why the row is left out
	ruled    []bool   // by a rule
	outcomes []string
	problems []problem // by row
	bought   []int64   // of purchases that have only a period
	steps    []int64
	derived  []string
	signs    map[int]string // currencies beside the money of rows
	days     []int64
	tally    Tally
	notation notation
}

// unread stands for what is no number, date or boolean; its row is rejected.
const unread = columnar.Null + 1

func newWorker(p *plan, decided decisions, gather bool) *worker {
	return &worker{plan: p, decided: decided, gather: gather, clock: values.NewClock(p.zone), width: len(p.slots)}
}

func (w *worker) convert(b *batch) {
	w.batch = b
	m := &b.made
	m.reset(w.plan, len(b.rows))
	for row, found := range b.problems {
		found.row = row
		m.problems = append(m.problems, found)
	}
	for i := range w.plan.origins {
		switch o := &w.plan.origins[i]; o.field.Kind {
		case TextField:
			w.texts(i, o)
		default:
			w.numbers(i, o)
		}
	}
	w.finish()
	slices.SortFunc(m.problems, func(a, b problem) int {
		return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.rank, b.rank), cmp.Compare(a.reason, b.reason))
	})
	w.onlyRowProblems()
	w.conclude()
}

func (m *made) reset(p *plan, rows int) {
	if m.columns == nil {
		m.columns = make([]columnar.Column, len(p.stored))
		m.texts, m.numbers = make([][]string, len(p.origins)), make([][]int64, len(p.origins))
	}
	clear(m.columns)
	m.problems, m.tally, m.notation = m.problems[:0], newTally(), notation{}
	m.parts = slices.Grow(m.parts[:0], rows)[:rows]
	m.amounts = slices.Grow(m.amounts[:0], rows)[:rows]
	for i := range m.amounts {
		m.amounts[i] = columnar.Null
	}
	m.reasons, m.ruled, m.outcomes, m.bought = m.reasons[:0], m.ruled[:0], m.outcomes[:0], nil
	clear(m.signs)
}

// cell is a row's value for a field. A formula that failed, or of which the
// file has no result, makes the whole row doubtful.
func (w *worker) cell(o *origin, row int) export.Cell {
	cell := w.plan.value(o, w.row(row, w.width))
	switch {
	case cell.Kind == export.Error && cell.Text != "":
		w.refuse(row, cell.Text, fmt.Sprintf("has the error of a formula where %s should stand", o.field.Name))
	case cell.Text == "" && w.uncomputed[row]:
		w.refuse(row, "", fmt.Sprintf("has formulas without results, perhaps where %s should stand; open the workbook in a spreadsheet and save it", o.field.Name))
	}
	return cell
}

// refuse says what is wrong with a row as a whole.
func (w *worker) refuse(row int, value, reason string) {
	if w.problems == nil {
		w.problems = map[int]problem{}
	}
	if _, known := w.problems[row]; !known {
		w.problems[row] = problem{row: row, value: value, reason: reason}
		w.made.problems = append(w.made.problems, w.problems[row])
	}
}

func (w *worker) complain(row, rank int, o *origin, value, reason string) {
	w.made.problems = append(w.made.problems, problem{row: row, rank: rank + 1, column: o.field.Name, header: o.header, value: shorten(value), reason: reason})
}

func (w *worker) texts(i int, o *origin) {
	into := slices.Grow(w.made.texts[i][:0], len(w.rows))
	if o.isConstant() {
		w.constant(i, o, into)
		return
	}
	for row := range w.rows {
		cell := w.cell(o, row)
		if cell.Text == "" && o.field.Required {
			w.complain(row, i, o, "", "is empty")
		}
		into = append(into, cell.Text)
	}
	w.made.texts[i] = into
	if o.field.Name == "currency" {
		w.currencies(i, o)
	}
	if o.stored >= 0 {
		w.made.columns[o.stored].Texts = into
	}
}

// isConstant reports whether all rows have the same text.
func (o *origin) isConstant() bool { return len(o.from)+len(o.pulls) == 0 }

func (w *worker) constant(i int, o *origin, into []string) {
	text := o.constant
	if o.field.Name == "currency" {
		text = w.code(text)
	}
	for range w.rows {
		into = append(into, text)
	}
	w.made.texts[i] = into
	switch {
	case o.field.Name == "currency" && w.plan.moneyHeaders:
		w.currencies(i, o)
		w.made.columns[o.stored].Texts = into
	case o.stored >= 0:
		w.made.columns[o.stored].Every = text
	}
}

func (w *worker) numbers(i int, o *origin) {
	into := slices.Grow(w.made.numbers[i][:0], len(w.rows))
	money := o.field.Type == moneyType
	for row := range w.rows {
		cell := w.cell(o, row)
		value, reason := int64(columnar.Null), ""
		switch {
		case cell.Text == "" && o.field.Required && !w.instead(o, row):
			reason = "is empty"
		case cell.Text == "":
		case o.field.Kind == NumberField:
			value, reason = w.number(o, cell)
		case o.field.Kind == TimeField:
			value, reason = w.moment(cell)
		default:
			value, reason = w.boolean(cell)
		}
		if reason != "" {
			w.complain(row, i, o, cell.Text, reason)
		} else if money && cell.Kind == export.Text {
			w.signed(row, o, cell.Text)
		}
		into = append(into, value)
	}
	w.made.numbers[i] = into
	if o.stored >= 0 {
		w.made.columns[o.stored].Numbers = into
	}
}

// instead reports whether another field stands in for an empty one.
func (w *worker) instead(o *origin, row int) bool {
	if o.field.Name != "purchased_at" {
		return false
	}
	at, there := w.plan.at["period_to"]
	return there && w.plan.value(&w.plan.origins[at], w.row(row, w.width)).Text != ""
}

func (w *worker) number(o *origin, cell export.Cell) (int64, string) {
	mark := w.decided.decimalMark
	switch cell.Kind {
	case export.Text:
		if w.gather {
			w.made.notation.number(cell.Text)
		}
	case export.Number:
		w.made.notation.typed++
		mark = '.'
	default:
		mark = '.'
	}
	precision, scale := o.column.Precision, o.column.Scale
	switch {
	case o.column.Type == columnar.Double:
		value, fault := values.Float(cell.Text, mark)
		if fault != values.Sound {
			return unread, fault.String()
		}
		return columnar.Float(value), ""
	case o.column.Type == columnar.Integer:
		return wholeNumber(cell.Text, mark)
	case w.plan.entity.Name == "purchases" && (o.field.Name == "quantity" || o.field.Name == "price"):
		precision, scale = 18, factorScale // an amount is rounded once
	case o.field.Name == "probability":
		cell.Text = strings.TrimSuffix(cell.Text, "%")
	}
	value, fault := values.Number(cell.Text, mark, precision, scale)
	if fault != values.Sound {
		return unread, fault.String()
	}
	return value, ""
}

func wholeNumber(text string, mark byte) (int64, string) {
	const thousand = 1000
	value, fault := values.Number(text, mark, 18, 3)
	if fault != values.Sound || value%thousand != 0 || value/thousand != int64(int32(value/thousand)) {
		return unread, "is no whole number"
	}
	return value / thousand, ""
}

func (w *worker) moment(cell export.Cell) (int64, string) {
	switch cell.Kind {
	case export.Number:
		if days, err := strconv.ParseFloat(cell.Text, 64); err == nil {
			if shown, ok := values.Serial(days); ok {
				return w.clock.UTC(shown), ""
			}
		}
	case export.Text:
		if w.gather {
			w.made.notation.moment(cell.Text)
		}
	}
	if at, ok := values.Moment(cell.Text, w.decided.dayOrder, w.clock); ok {
		return at, ""
	}
	return unread, "is no date"
}

func (w *worker) boolean(cell export.Cell) (int64, string) {
	value, ok := values.Boolean(cell.Text)
	switch {
	case !ok:
		return unread, "is neither yes nor no"
	case value:
		return 1, ""
	}
	return 0, ""
}

// onlyRowProblems drops what is said of single cells of rows that are doubtful
// as a whole.
func (w *worker) onlyRowProblems() {
	if len(w.problems) == 0 {
		return
	}
	w.made.problems = slices.DeleteFunc(w.made.problems, func(found problem) bool {
		_, whole := w.problems[found.row]
		return whole && found.rank > 0
	})
	for row := range w.problems {
		w.made.amounts[row] = columnar.Null
	}
}

// conclude says into which file each row goes, and counts it.
func (w *worker) conclude() {
	m := &w.made
	for i := range m.parts {
		m.parts[i] = 0
	}
	for _, found := range m.problems {
		m.parts[found.row] = columnar.NotStored
	}
	at := m.bought
	if place, there := w.plan.at[w.plan.entity.When]; there {
		at = m.numbers[place]
	}
	for row := range m.parts {
		rejected := m.parts[row] == columnar.NotStored
		m.tally.row(m.amounts[row], rejected, len(m.reasons) > 0 && m.reasons[row] != "")
		if at == nil || rejected {
			continue
		}
		m.tally.moment(at[row])
		if w.plan.entity.Monthly {
			year, month := values.Month(at[row])
			m.parts[row] = int32(year*12 + month - 1)
		}
	}
	set := func(name string, column columnar.Column) {
		if at := w.plan.storedAt(name); at >= 0 {
			m.columns[at] = column
		}
	}
	set("source", columnar.Column{Every: w.plan.source.Name})
	set("source_file", columnar.Column{Every: w.plan.file})
	set("source_row", columnar.Column{Numbers: w.rows})
	if len(m.reasons) > 0 {
		set("excluded", columnar.Column{Texts: m.reasons})
	}
}

// exclude says why a row is left out; the first reason stays.
func (w *worker) exclude(row int, reason string) {
	m := &w.made
	if len(m.reasons) == 0 {
		m.reasons = slices.Grow(m.reasons, len(w.rows))[:len(w.rows)]
		clear(m.reasons)
	}
	if m.reasons[row] == "" {
		m.reasons[row] = reason
	}
}

// maxShown is how many bytes of a text can matter for what is shown of it.
const maxShown = 1024

// shorten cuts a long text, visibly.
func shorten(text string) string {
	const most = 200
	runes := []rune(text[:min(len(text), maxShown)])
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}
