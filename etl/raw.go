package etl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"clientele/internal/duck"
	"clientele/internal/table"
)

// rawTable feeds a file's records to the engine as table `raw`: the row's
// number, what is wrong with it, and one text column for each input field of
// the entity that something fills.
//
// Reading runs ahead in a goroutine of its own, so that taking a file apart
// and storing it share the machine's cores.
type rawTable struct {
	columns []table.Column
	batches chan batch
	used    chan batch // read to the end, to be filled again
	current batch
	next    int
	stop    context.CancelFunc
}

// batch is some rows, flattened: width cells a row.
type batch struct {
	rows     []int64
	problems []string
	values   []string
	cells    []string
	err      error
}

const (
	batchRows    = 2048
	batchesAhead = 8
	leadColumns  = 3 // source_row, reader_problem, reader_value
)

// plan says where the cells of each input field come from.
type plan struct {
	fields   []Field
	at       [][]int  // positions in a record, the last filled one counts
	constant []string // where at is empty
	mark     string   // the decimal mark, if it is known beforehand
	empty    []string // fields that nothing fills
	notation *notation
}

// planColumns matches a mapping with a file's header.
func planColumns(file string, entity Entity, source Source, header []string) (*plan, error) {
	columns := &plan{mark: source.Decimal, notation: &notation{}}
	for _, field := range entity.Input() {
		constant, _ := source.Constants.Get(field.Name)
		if field.Name == "currency" && constant == "" {
			constant = source.Currency
		}
		var at []int
		if wanted, mapped := source.Columns.Get(field.Name); mapped {
			if at = findColumns(header, wanted); len(at) == 0 {
				return nil, &ColumnError{File: file, Field: field.Name, Header: wanted, Have: header}
			}
		}
		if at == nil && constant == "" {
			columns.empty = append(columns.empty, field.Name)
			continue
		}
		columns.fields = append(columns.fields, field)
		columns.at = append(columns.at, at)
		if field.Kind == NumberField && constant != "" {
			constant = typedNumber + constant // a config is in plain notation
		}
		columns.constant = append(columns.constant, constant)
	}
	return columns, nil
}

func newRawTable(ctx context.Context, records recordReader, columns *plan, report func(rows int64, progress float64)) *rawTable {
	raw := &rawTable{batches: make(chan batch, batchesAhead), used: make(chan batch, batchesAhead)}
	raw.columns = []table.Column{{Name: "source_row", Kind: table.Integer}, {Name: "reader_problem"}, {Name: "reader_value"}}
	for _, field := range columns.fields {
		raw.columns = append(raw.columns, table.Column{Name: field.Name})
	}
	ctx, raw.stop = context.WithCancel(ctx)
	go func() {
		defer close(raw.batches)
		raw.readAhead(ctx, records, columns, report)
	}()
	return raw
}

// Close ends the reading goroutine and waits for it.
func (r *rawTable) Close() {
	r.stop()
	for range r.batches { // drained so that the sender ends
	}
}

func (r *rawTable) readAhead(ctx context.Context, records recordReader, columns *plan, report func(int64, float64)) {
	var rows int64
	for {
		next := r.emptyBatch(len(columns.fields))
		for len(next.rows) < batchRows && next.err == nil {
			current, err := records.Next()
			if err != nil {
				next.err = err
				break
			}
			next.add(current, columns)
		}
		rows += int64(len(next.rows))
		report(rows, records.Progress())
		select {
		case r.batches <- next:
		case <-ctx.Done():
			return
		}
		if next.err != nil {
			return
		}
	}
}

// emptyBatch is one that was used, else a new one.
func (r *rawTable) emptyBatch(width int) batch {
	select {
	case used := <-r.used:
		return batch{rows: used.rows[:0], problems: used.problems[:0], values: used.values[:0], cells: used.cells[:0]}
	default:
		return batch{
			rows: make([]int64, 0, batchRows), problems: make([]string, 0, batchRows), values: make([]string, 0, batchRows),
			cells: make([]string, 0, batchRows*width),
		}
	}
}

func (b *batch) add(from record, columns *plan) {
	start := len(b.cells)
	for i := range columns.fields {
		text, failed := columns.text(i, from)
		if failed && from.problem == "" {
			from.problem, from.value = fmt.Sprintf("has the error of a formula where %s should stand", columns.fields[i].Name), text
		}
		if text == "" && from.uncomputed && from.problem == "" {
			from.problem = fmt.Sprintf("has formulas without results, perhaps where %s should stand; open the workbook in a spreadsheet and save it", columns.fields[i].Name)
		}
		b.cells = append(b.cells, text)
	}
	if from.problem != "" {
		clear(b.cells[start:])
	}
	b.rows = append(b.rows, from.row)
	b.problems = append(b.problems, from.problem)
	b.values = append(b.values, from.value)
}

// text is the cell of a field, in the notation that the file is read with. It
// has failed where a formula did.
func (p *plan) text(field int, from record) (text string, failed bool) {
	if from.problem != "" {
		return "", false
	}
	var found cell
	for _, at := range p.at[field] {
		if at < len(from.cells) && from.cells[at].text != "" {
			if trimmed := trim(from.cells[at].text); trimmed != "" {
				found = cell{text: trimmed, kind: from.cells[at].kind}
			}
		}
	}
	if found.text == "" {
		return p.constant[field], false
	}
	switch p.fields[field].Kind {
	case NumberField:
		return p.number(found), found.kind == errorCell
	case TimeField:
		if found.kind == numberCell {
			return serialTime(found.text), false
		}
		p.notation.moment(found.text)
	}
	return found.text, found.kind == errorCell
}

// number is a number's cell. A typed one is written so that it means the same
// under any decimal mark, unless that is known to be a point.
func (p *plan) number(found cell) string {
	switch found.kind {
	case textCell:
		p.notation.number(found.text)
	case numberCell:
		p.notation.typed++
		if p.mark != "." {
			return typedNumber + found.text
		}
	}
	return found.text
}

// trim removes blanks of all kinds and byte order marks from both ends.
func trim(text string) string {
	visible := func(b byte) bool { return b > ' ' && b < 0x7f }
	if n := len(text); n == 0 || visible(text[0]) && visible(text[n-1]) {
		return text // nearly all, and looking at runes is dear
	}
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' })
}

// typedNumber begins a cell that says itself that it is a number; macro
// parse_number reads it under any decimal mark.
const typedNumber = "\x1f"

// serialTime turns a day number of Excel's calendar into a date: a column of
// dates whose format got lost holds them. Other numbers (19970101, and years)
// stay.
func serialTime(text string) string {
	const firstDay, lastDay = 10_000, 80_000 // 1927 to 2119
	days, err := strconv.ParseFloat(text, 64)
	if err != nil || days < firstDay || days > lastDay {
		return text
	}
	seconds := int64(days*86400 + 0.5)
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Add(time.Duration(seconds) * time.Second).Format("2006-01-02 15:04:05")
}

// Columns describes table raw.
func (r *rawTable) Columns() []table.Column { return r.columns }

// Fill hands the next rows over.
func (r *rawTable) Fill(chunk duck.Chunk) (int, error) {
	filled, width := 0, len(r.columns)-leadColumns
	for filled < chunk.Capacity() {
		if r.next == len(r.current.rows) {
			if r.current.err != nil {
				if errors.Is(r.current.err, io.EOF) {
					return filled, nil
				}
				return 0, r.current.err
			}
			if filled > 0 && len(r.batches) == 0 {
				return filled, nil // rather a small chunk than an idle engine
			}
			select {
			case r.used <- r.current:
			default:
			}
			r.current, r.next = <-r.batches, 0
			if len(r.current.rows) == 0 && r.current.err == nil {
				return 0, errors.New("reading was interrupted")
			}
			continue
		}
		if err := r.set(chunk, filled, width); err != nil {
			return 0, fmt.Errorf("row %d: %w", r.current.rows[r.next], err)
		}
		r.next++
		filled++
	}
	return filled, nil
}

func (r *rawTable) set(chunk duck.Chunk, row, width int) error {
	if err := chunk.SetInteger(0, row, r.current.rows[r.next]); err != nil {
		return err
	}
	if err := setText(chunk, 1, row, r.current.problems[r.next]); err != nil {
		return err
	}
	if err := setText(chunk, 2, row, r.current.values[r.next]); err != nil {
		return err
	}
	for i, text := range r.current.cells[r.next*width : (r.next+1)*width] {
		if err := setText(chunk, leadColumns+i, row, text); err != nil {
			return err
		}
	}
	return nil
}

// setText sets a value, NULL where nothing stands.
func setText(chunk duck.Chunk, column, row int, text string) error {
	if text == "" {
		return chunk.Set(column, row, nil)
	}
	return chunk.SetText(column, row, text)
}
