package etl

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"slices"

	"clientele/etl/export"
)

// batchRows is how many records are converted at a time. Files are the same
// only as long as it stays.
const batchRows = 4096

// batch is some records: of their cells those that are needed, and what was
// made of them.
type batch struct {
	rows       []int64
	cells      []export.Cell // width of them for each row
	problems   map[int]problem
	uncomputed map[int]bool
	continues  []bool // the row belongs to the one before; nil where none can
	apart      []bool // the row's order stands elsewhere too
	err        error  // at the end; io.EOF is the good one
	made       made
	done       chan struct{}
}

// problem is what is wrong with a row or one of its cells.
type problem struct {
	row                           int // in the batch
	rank                          int // in the order of the fields
	column, header, value, reason string
}

func (b *batch) reset() {
	b.rows, b.cells, b.continues, b.apart, b.err = b.rows[:0], b.cells[:0], b.continues[:0], b.apart[:0], nil
	b.problems, b.uncomputed = nil, nil
	b.done = make(chan struct{})
}

// row gives the cells of a row.
func (b *batch) row(i, width int) []export.Cell { return b.cells[i*width : (i+1)*width] }

// reader puts a table's records into batches. Rows that belong together stand
// in one.
type reader struct {
	plan   *plan
	table  export.Table
	sample *batch // read already, to be given first
	next   *batch // begun with a row that did not belong to the batch before
	rows   int64
	key    string // of the group of the last row
	first  []export.Cell
	seen   map[[16]byte]bool // keys of groups that are over
	apart  bool
}

// mostTogether bounds the rows of one order or deal.
const mostTogether = 1 << 20

// read fills a batch.
func (r *reader) read(into *batch) {
	if r.next != nil {
		into.take(r.next)
		r.next = nil
	}
	for into.err == nil {
		record, err := r.table.Next()
		if err != nil {
			into.err = err
			break
		}
		r.rows++
		if r.plan.group < 0 {
			into.add(r.plan, record)
			if len(into.rows) == batchRows {
				break
			}
			continue
		}
		if r.addGrouped(into, record) {
			break
		}
	}
}

func (b *batch) take(other *batch) {
	b.rows, b.cells = append(b.rows, other.rows...), append(b.cells, other.cells...)
	b.continues, b.apart = append(b.continues, other.continues...), append(b.apart, other.apart...)
	b.problems, b.uncomputed = other.problems, other.uncomputed
}

// add takes the needed cells of a record.
func (b *batch) add(p *plan, record export.Record) {
	row := len(b.rows)
	b.rows = append(b.rows, record.Row)
	if record.Problem != "" {
		if b.problems == nil {
			b.problems = map[int]problem{}
		}
		b.problems[row] = problem{row: row, value: record.Value, reason: record.Problem}
		for range p.slots {
			b.cells = append(b.cells, export.Cell{})
		}
		return
	}
	if record.Uncomputed {
		if b.uncomputed == nil {
			b.uncomputed = map[int]bool{}
		}
		b.uncomputed[row] = true
	}
	cells := record.Cells
	for _, position := range p.slots {
		if position < len(cells) {
			b.cells = append(b.cells, cells[position])
		} else {
			b.cells = append(b.cells, export.Cell{})
		}
	}
}

// addGrouped adds a record of a file whose rows belong together, and reports
// whether the batch was full: then the record began the next one.
func (r *reader) addGrouped(into *batch, record export.Record) bool {
	width, at := len(r.plan.slots), len(into.rows)
	into.add(r.plan, record)
	continues := record.Problem == "" && r.follow(into.row(at, width))
	into.continues = append(into.continues, continues)
	into.apart = append(into.apart, r.apart && record.Problem == "")
	if at < batchRows || continues && at < mostTogether {
		return false
	}
	r.next = into.cut(at, width)
	return true
}

// cut takes the last row of a batch away.
func (b *batch) cut(at, width int) *batch {
	last := &batch{
		rows: slices.Clone(b.rows[at:]), cells: slices.Clone(b.cells[at*width:]),
		continues: slices.Clone(b.continues[at:]), apart: slices.Clone(b.apart[at:]),
	}
	if broken, found := b.problems[at]; found {
		broken.row = 0
		last.problems = map[int]problem{0: broken}
		delete(b.problems, at)
	}
	if b.uncomputed[at] {
		last.uncomputed = map[int]bool{0: true}
		delete(b.uncomputed, at)
	}
	b.rows, b.cells, b.continues, b.apart = b.rows[:at], b.cells[:at*width], b.continues[:at], b.apart[:at]
	return last
}

// follow sees whether a row belongs to the one before, and fills down what
// stands on the first row only.
func (r *reader) follow(cells []export.Cell) (continues bool) {
	key := r.plan.value(&r.plan.origins[r.plan.group], cells).Text
	if key == "" && r.plan.fillsKey && r.bare(cells) {
		key = r.key
	}
	if key != "" && key == r.key {
		for _, field := range r.plan.fillDown {
			if r.plan.first(field.slots, cells, false).Text == "" {
				for _, slot := range field.slots {
					cells[slot] = r.first[slot]
				}
			}
		}
		return true
	}
	r.key, r.first, r.apart = key, append(r.first[:0], cells...), false
	if key == "" || !r.plan.shared {
		return false
	}
	sum := sha256.Sum256([]byte(key))
	known := [16]byte(sum[:16])
	if r.seen == nil {
		r.seen = map[[16]byte]bool{}
	}
	r.apart = r.seen[known]
	r.seen[known] = true
	return false
}

// bare reports whether a row says nothing of what is filled down, as one does
// that goes on with the order above; a row with a day or a customer of its own
// is a sale without a number.
func (r *reader) bare(cells []export.Cell) bool {
	return !slices.ContainsFunc(r.plan.fillDown, func(field fill) bool { return r.plan.first(field.slots, cells, false).Text != "" })
}

// ahead reads batches until the table ends and hands them on, in their order,
// both to those who convert them and to the one who writes them.
func (r *reader) ahead(ctx context.Context, line *assembly, report Report) {
	defer close(line.work)
	defer close(line.order)
	for {
		next := r.sample
		if r.sample = nil; next == nil {
			next = line.empty()
			r.read(next)
		}
		report(r.rows, r.table.Progress())
		select {
		case line.order <- next:
		case <-ctx.Done():
			return
		}
		select {
		case line.work <- next:
		case <-ctx.Done():
			return
		}
		if next.err != nil {
			return
		}
	}
}

// failed is the error of a batch that is not the end of the file.
func (b *batch) failed() error {
	if b.err == nil || errors.Is(b.err, io.EOF) {
		return nil
	}
	return b.err
}
