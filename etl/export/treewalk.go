package export

import (
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// nesting is how a report shows what belongs under what.
type nesting uint8

const (
	flat nesting = iota
	byOutline
	byIndent
	byBlanks
	byColumn
)

// walk goes through the rows of a tree. It looks one row ahead, since a row is
// a leaf if the next one is not below it.
type walk struct {
	table *table
	head  treeHead
	by    nesting
	mark  byte // of the figures that are texts, between whole and decimals
	ahead *row
	path  []node
	shape treeShape
}

// node is an open group, or the row read last.
type node struct {
	depth   int
	label   string
	section bool // a label such as "По менеджерам": no level
	parts   int  // sections below it
	again   bool // it groups anew what the section before it grouped
	row     row
	own     []decimal.NullDecimal // its figures
	sums    []decimal.NullDecimal // of its leaves
}

// step is a row with the labels from the top down to its own.
type step struct {
	row     row
	path    []string
	leaf    bool
	section bool
	again   bool
	total   bool
	reason  string // why it is no row of the tree at all
}

// why says why a row is no record, "" if it is one.
func (s step) why() string {
	switch {
	case s.reason != "":
		return s.reason
	case s.total:
		return "is a total"
	case s.again:
		return "groups the same figures in another way"
	case s.section:
		return "is a label"
	case !s.leaf:
		return "is a group"
	}
	return ""
}

// section matches labels of a second grouping: По менеджерам.
var section = regexp.MustCompile(`^По [а-яё]+(ам|ям)$`)

// pull gives the next row on which something stands.
func (w *walk) pull() (*row, error) {
	if w.ahead != nil {
		next := w.ahead
		w.ahead = nil
		return next, nil
	}
	for {
		var next row
		err := w.table.read(&next)
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		if !next.blank() && next.first() >= 0 {
			next = next.kept()
			return &next, nil
		}
	}
}

// next gives the next row with its place in the tree.
func (w *walk) next() (step, error) {
	current, err := w.pull()
	if err != nil {
		return step{}, err
	}
	if current == nil {
		return step{}, io.EOF
	}
	if w.ahead, err = w.pull(); err != nil {
		return step{}, err
	}
	if w.isTotal(*current, w.ahead == nil) {
		w.leave(w.depth(*current))
		return step{row: *current, total: true}, nil
	}
	label := w.label(*current)
	if !hasAmount(*current) && w.ahead == nil {
		return step{row: *current, reason: "stands below the table"}, nil
	}
	depth := w.depth(*current)
	w.leave(depth)
	entered := node{depth: depth, label: label, section: section.MatchString(label), row: *current}
	if n := len(w.path); n > 0 {
		entered.again = w.path[n-1].again
		if entered.section {
			w.path[n-1].parts++
			entered.again = entered.again || w.path[n-1].parts > 1
		}
	}
	w.path = append(w.path, entered)
	found := step{row: *current, section: entered.section, again: entered.again, leaf: w.ahead == nil || w.depth(*w.ahead) <= depth || w.isTotal(*w.ahead, false)}
	for _, node := range w.path {
		if !node.section {
			found.path = append(found.path, node.label)
		}
	}
	return found, nil
}

// isTotal says whether a row is a sum of all. Only at the end may it be called
// by a word that could be a customer's name.
func (w *walk) isTotal(r row, last bool) bool {
	total, strong := totalLabel(w.label(r))
	return total && (strong || last)
}

// label is what a row is called. It may be empty: figures of a customer without
// manager.
func (w *walk) label(r row) string {
	first := r.first()
	if w.head.beside >= 0 && !isEmpty(r.at(w.head.beside).Text) {
		first = w.head.beside
	}
	if len(w.head.columns) > 0 && first >= w.head.columns[0] {
		return ""
	}
	return strings.TrimFunc(r.cells[first].Text, isBlankRune)
}

// depth is how deep a row stands, in the measure that the report uses.
func (w *walk) depth(r row) int {
	switch w.by {
	case byOutline:
		return r.outline
	case byIndent:
		return r.indent
	case byBlanks:
		return leadingBlanks(r, w.head.label)
	case byColumn:
		return r.first()
	}
	return 0
}

// leave closes the groups that a row at that depth is not in.
func (w *walk) leave(depth int) {
	for n := len(w.path); n > 0 && w.path[n-1].depth >= depth; n = len(w.path) {
		left := w.path[n-1]
		w.path = w.path[:n-1]
		w.settle(left)
	}
}

// settle hands what a group's leaves sum to up, and compares it.
func (w *walk) settle(left node) {
	if left.sums == nil || left.again {
		return
	}
	if left.own != nil && !left.section {
		w.compare(left.row, left.own, left.sums)
	}
	if n := len(w.path); n > 0 {
		w.path[n-1].sums = plus(w.path[n-1].sums, left.sums)
	}
}

// compare notes a sum that is not that of its rows.
func (w *walk) compare(of row, own, sums []decimal.NullDecimal) {
	why := ""
	if sums != nil {
		why = differs(w.head, own, sums)
	}
	if why == "" {
		return
	}
	w.shape.wrongs++
	if len(w.shape.wrong) < keptAside {
		w.shape.wrong = append(w.shape.wrong, Line{Row: of.number, Text: of.shown(), Why: why})
	}
}

// plus adds figures; what is missing counts as nothing.
func plus(a, b []decimal.NullDecimal) []decimal.NullDecimal {
	if a == nil {
		return slices.Clone(b)
	}
	for i := range a {
		if b[i].Valid {
			a[i] = decimal.NullDecimal{Decimal: a[i].Decimal.Add(b[i].Decimal), Valid: true}
		}
	}
	return a
}

// figures reads the numbers of a row.
func (w *walk) figures(r row) []decimal.NullDecimal {
	figures := make([]decimal.NullDecimal, len(w.head.columns))
	for i, column := range w.head.columns {
		figures[i] = figure(r.at(column), w.mark)
	}
	return figures
}

// measure reads all rows: first how deep they stand, by each measure, then their
// sums. It reports whether there are leaves.
func (w *walk) measure() (leaves bool, err error) {
	var rows []row
	for {
		next, err := w.pull()
		if err != nil {
			return false, err
		}
		if next == nil {
			break
		}
		rows = append(rows, *next)
	}
	w.by, w.mark = w.nestedBy(rows), decimalMark(rows, w.head.columns)
	w.shape.by = w.by
	w.table.ahead, w.table.ended = rows, true
	var sums []decimal.NullDecimal
	var totals []row
	for {
		current, err := w.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return false, err
		}
		last := len(w.path) - 1
		switch why := current.why(); {
		case current.total && last < 0:
			totals = append(totals, current.row)
		case why == "":
			w.shape.leaves++
			w.path[last].sums = w.figures(current.row)
			sums = plus(sums, w.path[last].sums)
			_, groups, document := w.head.spread(current.path)
			w.shape.grouped = w.shape.grouped || groups != nil
			w.shape.documents = w.shape.documents || document != ""
		case why == "is a group":
			w.shape.groups++
			w.path[last].own = w.figures(current.row)
		}
	}
	w.leave(-1)
	for _, total := range totals {
		w.compare(total, w.figures(total), sums)
	}
	return w.shape.leaves > 0, nil
}

// nestedBy chooses the measure that tells the most depths apart.
func (w *walk) nestedBy(rows []row) nesting {
	best, most := flat, 1
	for _, by := range []nesting{byOutline, byIndent, byBlanks, byColumn} {
		w.by = by
		seen := map[int]bool{}
		for _, r := range rows {
			if by == byColumn && len(w.head.columns) > 0 && r.first() >= w.head.columns[0] {
				continue
			}
			seen[w.depth(r)] = true
		}
		if len(seen) > most {
			best, most = by, len(seen)
		}
	}
	return best
}
