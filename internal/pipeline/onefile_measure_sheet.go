package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"clientele/etl"
	exports "clientele/etl/export"
	"clientele/etl/values"
	"clientele/internal/spelling"
)

// measureSheet is the columns of an experiment's file that were asked for.
type measureSheet struct {
	rows    MeasureRows
	arms    *labels
	arm     []int32 // a row's
	metrics []measureMetric
	numbers []measureNumbers
	before  []measureCovariate
	groups  *labels // nil without segments
	segment []int32
	shares  []float64 // of the arms, as they were to be drawn
}

// measureMetric is a number of each row, or a quotient of two; of is −1 where
// it is none.
type measureMetric struct {
	name      string
	value, of int // of numbers
}

// measureNumbers is a column of numbers.
type measureNumbers struct {
	header string
	column int
	values []float64
}

// measureCovariate is a column of numbers or, where it has none, of words.
type measureCovariate struct {
	header  string
	column  int
	values  []float64 // NaN where it is not known
	unread  int       // cells that are no number
	numbers int
	words   *labels
	word    []int32 // −1 where it is not known
}

// labels are different texts, numbered as they came.
type labels struct {
	names  []string
	keys   []uint64 // see labelKey
	number map[string]int32
}

func newLabels() *labels { return &labels{number: map[string]int32{}} }

func (l *labels) add(text string) int32 {
	at, known := l.number[text]
	if !known {
		at = int32(len(l.names))
		text = strings.Clone(text)
		l.number[text] = at
		l.names, l.keys = append(l.names, text), append(l.keys, labelKey(text))
	}
	return at
}

// find is the label that a user means, −1 for none: 0 and 0.0 are the same, and
// so are true and TRUE where no other is.
func (l *labels) find(text string) int {
	text = strings.TrimSpace(text)
	if at, known := l.number[text]; known {
		return int(at)
	}
	value, err := strconv.ParseFloat(text, 64)
	found := -1
	for i, name := range l.names {
		other, errOther := strconv.ParseFloat(name, 64)
		if strings.EqualFold(name, text) || (err == nil && errOther == nil && value == other) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// sorted is the order of the labels: by value where all are numbers, else by
// letters.
func (l *labels) sorted() []int {
	order, numeric := make([]int, len(l.names)), true
	numbers := make([]float64, len(l.names))
	for i, name := range l.names {
		var err error
		numbers[i], err = strconv.ParseFloat(name, 64)
		order[i], numeric = i, numeric && err == nil
	}
	slices.SortFunc(order, func(a, b int) int {
		if numeric && numbers[a] != numbers[b] {
			return cmp.Compare(numbers[a], numbers[b])
		}
		return strings.Compare(l.names[a], l.names[b])
	})
	return order
}

// told lists the labels, the first ten.
func (l *labels) told() string {
	var names []string
	for _, at := range l.sorted() {
		if len(names) == 10 {
			return strings.Join(names, ", ") + fmt.Sprintf(" and %d more", len(l.names)-10)
		}
		names = append(names, strconv.Quote(l.names[at]))
	}
	return strings.Join(names, ", ")
}

// measureSheet reads the columns of a file. How it writes numbers is decided
// from all of them, so in the rare case of decimal commas it is read again.
func (f OneFile) measureSheet(ctx context.Context, question MeasureQuestion) (*measureSheet, error) {
	if err := f.checkNotation(); err != nil {
		return nil, err
	}
	mark := byte('.')
	if f.Decimal != "" {
		mark = f.Decimal[0]
	}
	sheet, seen, err := f.readMeasure(ctx, question, mark)
	if err != nil {
		return nil, err
	}
	if f.Decimal != "" {
		return sheet, sheet.arrange(f.Path)
	}
	right, decided := seen.notation.DecimalMark()
	if !decided && seen.commas {
		return nil, &UsageError{Text: fmt.Sprintf("%s: whether %s has thousands or decimals cannot be seen from the file", f.Path, seen.notation.ExampleNumber), Hint: "say --decimal \".\" or --decimal \",\"", Cause: etl.ErrInput}
	}
	if right != mark && seen.commas {
		if sheet, _, err = f.readMeasure(ctx, question, right); err != nil {
			return nil, err
		}
	}
	return sheet, sheet.arrange(f.Path)
}

// arrange puts the rows in order, of which there must be some.
func (s *measureSheet) arrange(path string) error {
	if s.rows.Used == 0 {
		text := path + ": the file has no row that can be used"
		if s.rows.Example != "" {
			text += ", for example " + s.rows.Example
		}
		return &UsageError{Text: text, Cause: etl.ErrInput}
	}
	s.inOrder()
	return nil
}

func (f OneFile) readMeasure(ctx context.Context, question MeasureQuestion, mark byte) (sheet *measureSheet, seen measureReader, err error) {
	reader := measureReader{mark: mark, sheet: &measureSheet{arms: newLabels()}}
	file, err := exports.Open(f.Path, exports.Options{Sheet: f.Sheet, Expected: question.columns()})
	if err != nil {
		return nil, reader, measureMissing(f.Path, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := reader.place(f.Path, file.Header(), question); err != nil {
		return nil, reader, err
	}
	for {
		record, err := file.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, reader, measureMissing(f.Path, err)
		}
		if reader.sheet.rows.Read%progressRows == 0 {
			if err := ctx.Err(); err != nil {
				return nil, reader, err
			}
			if f.Report != nil {
				f.Report(reader.sheet.rows.Read, file.Progress())
			}
		}
		reader.row(record)
	}
	return reader.sheet, reader, nil
}

// progressRows is after how many rows progress is told.
const progressRows = 10_000

// measureMissing says of a JSON file without a column what it has.
func measureMissing(path string, err error) error {
	var missing *exports.MissingError
	if errors.As(err, &missing) {
		return noColumn(path, missing.Header, missing.Have)
	}
	return err
}

func noColumn(path, wanted string, header []string) error {
	hint := ""
	if near := spelling.Suggest(wanted, header); near != "" {
		hint = "did you mean " + near + "?"
	}
	return &UsageError{Text: fmt.Sprintf("%s: there is no column %s; the file has: %s", path, wanted, strings.Join(header, ", ")), Hint: hint, Cause: etl.ErrInput}
}

// columns are the headers that must be there. Ratios are not among them: where
// they are divided depends on the headers.
func (q MeasureQuestion) columns() []string {
	wanted := append([]string{q.Arm}, q.Metrics...)
	wanted = append(wanted, q.Covariates...)
	if q.Segment != "" {
		wanted = append(wanted, q.Segment)
	}
	return wanted
}

// measureReader turns records into a sheet.
type measureReader struct {
	mark     byte
	sheet    *measureSheet
	notation values.Notation
	commas   bool // some number has one
	arm      int
	segment  int // −1 without
	row64    []float64
}

// place finds the columns.
func (r *measureReader) place(path string, header []string, q MeasureQuestion) (err error) {
	find := func(name string) int {
		at := headerOf(header, name)
		if at < 0 && err == nil {
			err = noColumn(path, name, header)
		}
		if err == nil {
			err = onlyColumn(path, name, header)
		}
		return at
	}
	number := func(name string) int {
		column := find(name)
		at := slices.IndexFunc(r.sheet.numbers, func(n measureNumbers) bool { return n.column == column })
		if at < 0 {
			at = len(r.sheet.numbers)
			r.sheet.numbers = append(r.sheet.numbers, measureNumbers{header: name, column: column})
		}
		return at
	}
	r.arm, r.segment = find(q.Arm), -1
	for _, name := range q.Metrics {
		r.sheet.metrics = append(r.sheet.metrics, measureMetric{name: name, value: number(name), of: -1})
	}
	for _, name := range q.Ratios {
		above, below, ok := ratioOf(header, name)
		if !ok {
			return &UsageError{Text: fmt.Sprintf("--ratio: %q is not two columns of the file, such as revenue/orders; it has: %s", name, strings.Join(header, ", ")), Cause: etl.ErrInput}
		}
		r.sheet.metrics = append(r.sheet.metrics, measureMetric{name: name, value: number(above), of: number(below)})
	}
	for _, name := range q.Covariates {
		r.sheet.before = append(r.sheet.before, measureCovariate{header: name, column: find(name), words: newLabels()})
	}
	if q.Segment != "" {
		r.segment, r.sheet.groups = find(q.Segment), newLabels()
	}
	r.row64 = make([]float64, len(r.sheet.numbers))
	if err == nil {
		err = r.sheet.checkMetrics()
	}
	return err
}

// headerOf is the column of a header: as it stands, else whatever the case.
func headerOf(header []string, name string) int {
	name = strings.TrimSpace(name)
	if at := slices.Index(header, name); at >= 0 {
		return at
	}
	return slices.IndexFunc(header, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), name) })
}

// ratioOf divides a ratio's name where both sides are columns.
func ratioOf(header []string, name string) (above, below string, ok bool) {
	for i := range name {
		if name[i] == '/' && headerOf(header, name[:i]) >= 0 && headerOf(header, name[i+1:]) >= 0 {
			return name[:i], name[i+1:], true
		}
	}
	return "", "", false
}

// row takes a record; one with a cell that cannot be read is left out.
func (r *measureReader) row(record exports.Record) {
	s := r.sheet
	s.rows.Read++
	reject := func(column, what string) {
		s.rows.Rejected++
		if s.rows.Example == "" {
			s.rows.Example = strings.TrimSpace(fmt.Sprintf("row %d: %s %s", record.Row, column, what))
		}
	}
	if record.Problem != "" {
		reject("", record.Problem)
		return
	}
	arm := labelOf(cellAt(record, r.arm))
	if arm == "" {
		s.rows.WithoutArm++
		return
	}
	for i, column := range s.numbers {
		cell := cellAt(record, column.column)
		value, known := r.number(cell)
		if !known {
			what := strconv.Quote(cell.Text) + " is no number"
			if strings.TrimSpace(cell.Text) == "" {
				what = "is empty"
			}
			reject(column.header, what)
			return
		}
		r.row64[i] = value
	}
	for i, value := range r.row64 {
		s.numbers[i].values = append(s.numbers[i].values, value)
	}
	for i := range s.before {
		r.covariate(&s.before[i], cellAt(record, s.before[i].column))
	}
	if r.segment >= 0 {
		s.segment = append(s.segment, s.groups.add(labelOf(cellAt(record, r.segment))))
	}
	s.arm = append(s.arm, s.arms.add(arm))
	s.rows.Used++
}

func cellAt(record exports.Record, column int) exports.Cell {
	if column < 0 || column >= len(record.Cells) {
		return exports.Cell{}
	}
	return record.Cells[column]
}

// labelOf is the text of an arm or segment; a formula that failed is none.
func labelOf(cell exports.Cell) string {
	if cell.Kind == exports.Error {
		return ""
	}
	return strings.TrimSpace(cell.Text)
}

// number reads a cell: numbers as people or programs write them, and yes and
// no as 1 and 0.
func (r *measureReader) number(cell exports.Cell) (float64, bool) {
	text := strings.TrimSpace(cell.Text)
	if text == "" || cell.Kind == exports.Error || cell.Kind == exports.Time {
		return 0, false
	}
	typed := cell.Kind == exports.Number
	if !typed && strings.ContainsAny(text, ".,") {
		r.notation.Number(text)
		r.commas = r.commas || strings.Contains(text, ",")
	}
	// Programs write 1e-05 too; inf and nan are no numbers.
	if first := text[0]; (typed || r.mark == '.') && (first <= '9') && first != '\'' {
		if value, err := strconv.ParseFloat(text, 64); err == nil && !math.IsInf(value, 0) {
			return value, true
		}
	}
	if value, fault := values.Float(text, r.mark); fault == values.Sound {
		return value, true
	}
	if value, ok := values.Boolean(text); ok {
		if value {
			return 1, true
		}
		return 0, true
	}
	return 0, false
}

// mostWords is how many different words a covariate may have.
const mostWords = 50

// covariate takes a cell of what was known before.
func (r *measureReader) covariate(c *measureCovariate, cell exports.Cell) {
	text := labelOf(cell)
	value, known := r.number(cell)
	word := int32(-1)
	switch {
	case known:
		c.numbers++
	case text != "":
		c.unread++
		if at, there := c.words.number[text]; there {
			word = at
		} else if len(c.words.names) <= mostWords {
			word = c.words.add(text)
		}
	}
	if !known {
		value = math.NaN()
	}
	c.values = append(c.values, value)
	c.word = append(c.word, word)
}
