package export

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// tree gives the leaves of a report whose rows are nested, as records: a column
// for each level, then the figures. The file is read twice: first its shape and
// sums, so that what is wrong is told before anything is loaded, then its rows.
type tree struct {
	setAside
	table *table
	head  treeHead
	walk  *walk
	shape treeShape
	ready []row          // records of the row read last
	told  map[int64]bool // rows set aside when the tree was opened
}

// groupName is the column of the levels that the head does not name.
const groupName = "Группа"

func openTree(f *file, options Options) (*tree, error) {
	t, err := openTreePass(f, options)
	if err != nil {
		return nil, err
	}
	err = t.survey()
	if err = errors.Join(err, t.Close()); err != nil {
		return nil, err
	}
	shape := t.shape
	if t, err = openTreePass(f, options); err != nil {
		return nil, err
	}
	t.shape, t.walk.by = shape, shape.by
	t.table.place.Layout, t.table.place.Note = "tree", shape.note()
	t.table.place.Header = t.headers()
	t.setAside, t.told = t.table.setAside, map[int64]bool{}
	for _, line := range shape.wrong {
		t.told[line.Row] = true
		t.count++
		if len(t.lines) < keptAside {
			t.lines = append(t.lines, line)
		}
	}
	return t, nil
}

func openTreePass(f *file, options Options) (*tree, error) {
	from, place, err := f.grid(options)
	if err != nil {
		return nil, err
	}
	t := &tree{table: &table{name: f.name, grid: from, place: place}}
	if t.head, err = openTreeHead(t.table, options); err != nil {
		return nil, errors.Join(err, from.Close())
	}
	t.walk = &walk{table: t.table, head: t.head}
	return t, nil
}

// headers are the levels, then the figures, then the period.
func (t *tree) headers() []string {
	var names []string
	levels := t.head.levels
	names = append(names, levels...)
	if t.shape.grouped {
		names = slices.Insert(slices.Clone(levels), len(levels)-t.head.items, groupName)
	}
	if t.shape.documents {
		names = append(names, documentName)
	}
	if t.head.beside >= 0 {
		names = append(names, t.head.mark)
	}
	if t.head.across != nil {
		names = append(names, acrossName)
	}
	names = append(names, t.measures()...)
	if t.table.period != nil {
		names = append(names, periodFrom, periodTo)
	}
	return names
}

// measures are the names of the figures; of groups side by side each once.
func (t *tree) measures() []string {
	if t.head.across == nil {
		return t.head.names
	}
	var names []string
	for _, name := range t.head.names {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Header gives the names of the columns.
func (t *tree) Header() []string { return t.table.place.Header }

// Place says how the table is read.
func (t *tree) Place() Place { return t.table.place }

// Progress is how much of the file has been read.
func (t *tree) Progress() float64 { return t.table.grid.progress() }

// Close closes the file.
func (t *tree) Close() error { return t.table.Close() }

// Next gives the next leaf.
func (t *tree) Next() (Record, error) {
	for len(t.ready) == 0 {
		step, err := t.walk.next()
		if err != nil {
			return Record{}, err
		}
		if why := step.why(); why != "" {
			if !t.told[step.row.number] {
				t.add(step.row, why)
			}
			continue
		}
		t.unfold(step)
	}
	next := t.ready[0]
	t.ready = t.ready[1:]
	return Record{Row: next.number, Cells: next.cells, Uncomputed: next.uncomputed}, nil
}

// unfold makes the records of a leaf: one, or one for each group that stands
// side by side and has figures.
func (t *tree) unfold(leaf step) {
	levels := t.path(leaf.path)
	if t.head.beside >= 0 {
		mark := Cell{}
		if !isEmpty(leaf.row.at(t.head.beside).Text) {
			mark = leaf.row.at(t.head.label)
		}
		levels = append(levels, mark)
	}
	t.ready = t.ready[:0]
	if t.head.across == nil {
		cells := levels
		for _, column := range t.head.columns {
			cells = append(cells, leaf.row.at(column))
		}
		t.ready = append(t.ready, t.finish(leaf.row, cells))
		return
	}
	groups := append(slices.Clone(t.head.across), "") // last the sums, where nobody has a part in them
	for i, group := range groups {
		if slices.Contains(groups[:i], group) && i < len(groups)-1 || group == "" && (i < len(groups)-1 || len(t.ready) > 0) {
			continue
		}
		if figures := t.figuresOf(leaf.row, group); !isBlank(figures) {
			t.ready = append(t.ready, t.finish(leaf.row, slices.Concat(levels, []Cell{{Text: group}}, figures)))
		}
	}
	if len(t.ready) == 0 {
		t.add(leaf.row, "has no figures")
	}
}

// figuresOf are the figures of one of the groups that stand side by side.
func (t *tree) figuresOf(from row, group string) []Cell {
	measures := t.measures()
	figures := make([]Cell, len(measures))
	for k, column := range t.head.columns {
		if t.head.across[k] == group {
			figures[slices.Index(measures, t.head.names[k])] = from.at(column)
		}
	}
	return figures
}

func (t *tree) finish(from row, cells []Cell) row {
	return row{number: from.number, cells: append(cells, t.table.period...), uncomputed: from.uncomputed}
}

// path is where a leaf stands, as cells.
func (t *tree) path(labels []string) []Cell {
	levels, groups, document := t.head.spread(labels)
	if t.shape.grouped {
		levels = slices.Insert(levels, len(levels)-t.head.items, strings.Join(groups, " / "))
	}
	if t.shape.documents {
		levels = append(levels, document)
	}
	cells := make([]Cell, len(levels))
	for i, label := range levels {
		cells[i].Text = label
	}
	return cells
}

func (r *row) at(column int) Cell {
	if column < len(r.cells) {
		return r.cells[column]
	}
	return Cell{}
}

// treeShape is what the first reading finds.
type treeShape struct {
	by             nesting
	grouped        bool // there are levels that the head does not name …
	documents      bool // … among them documents
	leaves, groups int64
	wrong          []Line // groups whose figures are not the sums of their leaves
	wrongs         int64
}

func (s *treeShape) note() string {
	text := fmt.Sprintf("read as a tree of %d groups and %d rows", s.groups, s.leaves)
	if s.wrongs > 0 {
		text += fmt.Sprintf("; the sums of %d groups are not those of their rows: row %d %s", s.wrongs, s.wrong[0].Row, s.wrong[0].Why)
	}
	return text
}

// survey reads the whole tree, to learn its shape and to check its sums.
func (t *tree) survey() error {
	rows, err := t.walk.measure()
	if err != nil {
		return err
	}
	if !rows {
		return &FileError{File: t.table.name, Cause: ErrInput, Text: "no rows stand below the report's header, so nothing is read; export it again"}
	}
	if len(t.head.levels) > 1 && t.walk.shape.by == flat {
		return &FileError{File: t.table.name, Cause: ErrInput, Text: "the report is grouped by " + strings.Join(t.head.levels, ", ") +
			", but its rows show no groups: neither outline levels nor indents; save it from the program that made it as xlsx, with its groups"}
	}
	t.shape = t.walk.shape
	return nil
}

// differs says by how much a group's figures differ from the sums of its leaves.
func differs(head treeHead, own, sums []decimal.NullDecimal) string {
	tolerance := decimal.New(1, -2) // figures are rounded one by one
	for i := range own {
		if !own[i].Valid || !sums[i].Valid {
			continue
		}
		if difference := own[i].Decimal.Sub(sums[i].Decimal); difference.Abs().GreaterThan(tolerance) {
			return fmt.Sprintf("is a sum with %s %s, but its rows sum to %s; the difference is %s", head.names[i], own[i].Decimal, sums[i].Decimal, difference)
		}
	}
	return ""
}
