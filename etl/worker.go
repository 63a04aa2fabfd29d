package etl

import (
	"cmp"
	"fmt"
	"slices"

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
	notation values.Notation
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
	m.problems, m.tally, m.notation = m.problems[:0], newTally(), values.Notation{}
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
