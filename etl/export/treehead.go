package export

import (
	"errors"
	"io"
	"slices"
	"strings"
)

// treeHead is what the head of a tree says: the names of its levels, of which
// each stands below the one before, and what its columns hold.
type treeHead struct {
	levels  []string
	label   int      // the column of the labels; those of deeper levels may stand further right
	columns []int    // the other columns …
	names   []string // … and their names
	across  []string // of each, what it stands under if groups stand side by side
	data    int      // the first row of data among the rows ahead
}

// acrossName is the level that stands side by side.
const acrossName = "Менеджер"

// readTreeHead takes the head apart. Above the header are only titles, and
// levels whose names are known.
func readTreeHead(rows []row, at int, known func(string) bool) treeHead {
	h := treeHead{label: rows[at].first(), data: at + 1}
	amounts := at + 1
	for amounts < len(rows) && !hasAmount(rows[amounts]) {
		amounts++
	}
	for h.data < amounts && amounts < len(rows) && isCaption(rows[h.data], rows[amounts], h.label, known) {
		h.data++
	}
	head := rows[at:h.data]
	top := at
	for top > 0 && rows[top-1].number == rows[top].number-1 && rows[top-1].filled() == 1 && rows[top-1].first() == h.label &&
		isLevel(rows[top-1].cells[h.label].Text, known) {
		top--
	}
	for _, r := range rows[top:h.data] {
		if h.label < len(r.cells) {
			h.levels = append(h.levels, levelsIn(r.cells[h.label].Text)...)
		}
	}
	h.readColumns(head)
	return h
}

// isCaption says whether a row below the header belongs to it: it has further
// captions, or the name of a level. A name alone may also be that of a group
// without figures, if the first figures stand deeper.
func isCaption(r, figures row, label int, known func(string) bool) bool {
	first := r.first()
	switch {
	case first < 0:
		return false
	case r.filled() > 1 || first != label || isLevel(r.cells[first].Text, known):
		return true
	}
	return figures.outline <= r.outline && figures.indent <= r.indent && leadingBlanks(figures, label) <= leadingBlanks(r, label)
}

func hasAmount(r row) bool {
	return slices.ContainsFunc(r.cells, func(cell Cell) bool { return isAmount(cell) && !isWords(cell) })
}

// levelsIn takes names of levels apart that stand in one cell.
func levelsIn(text string) []string {
	var levels []string
	for _, part := range strings.FieldsFunc(strings.ReplaceAll(text, " / ", "\n"), func(r rune) bool { return r == '\n' }) {
		if part = strings.TrimSpace(part); part != "" {
			levels = append(levels, part)
		}
	}
	return levels
}

// isLevel knows what reports are grouped by.
func isLevel(text string, known func(string) bool) bool {
	text = strings.TrimSpace(text)
	switch normaliseHeader(text) {
	case "клиент", "контрагент", "партнер", "покупатель", "менеджер", "ответственный", "номенклатура", "товар", "артикул", "группа", "вид номенклатуры",
		"организация", "склад", "подразделение", "договор", "регистратор", "документ", "бизнес-регион", "сегмент":
		return true
	}
	return known != nil && !strings.HasSuffix(text, ":") && known(text)
}

// readColumns names the columns beside the labels. The lowest caption counts;
// where the lower captions are the same again and again, those above them are a
// level that stands side by side.
func (h *treeHead) readColumns(head []row) {
	width, seen := 0, map[string]int{}
	for _, r := range head {
		width = max(width, len(r.cells))
	}
	caption := func(column int, rows []row) (text string, row int) {
		for i := len(rows) - 1; i >= 0; i-- {
			if column < len(rows[i].cells) && !isEmpty(rows[i].cells[column].Text) {
				return strings.TrimSpace(rows[i].cells[column].Text), i
			}
		}
		return "", -1
	}
	side := false
	for column := h.label + 1; column < width; column++ {
		name, _ := caption(column, head)
		if name == "" {
			continue
		}
		h.columns, h.names = append(h.columns, column), append(h.names, name)
		seen[name]++
		side = side || seen[name] > 1
	}
	if !side {
		return
	}
	above := ""
	for _, column := range h.columns {
		_, at := caption(column, head)
		if text, _ := caption(column, head[:at]); text != "" {
			above = text
		}
		if total, _ := totalLabel(above); total {
			h.across = append(h.across, "")
			continue
		}
		h.across = append(h.across, above)
	}
	if !slices.ContainsFunc(h.across, func(text string) bool { return text != "" }) {
		h.across = nil
	}
}

// looksLikeTree says whether a table's rows are nested: further captions of
// levels stand below the header, and the rows are indented or grouped.
func (t *table) looksLikeTree(at int, rows []row) bool {
	if !t.grid.ragged() || at+2 >= len(rows) || rows[at].first() < 0 {
		return false
	}
	head := readTreeHead(rows, at, nil)
	if len(head.levels) < 2 {
		return false
	}
	return slices.ContainsFunc(rows[head.data:], func(r row) bool { return r.outline > 0 || r.indent > 0 || leadingBlanks(r, head.label) > 0 })
}

func leadingBlanks(r row, column int) int {
	if column >= len(r.cells) {
		return 0
	}
	text := r.cells[column].Text
	return len([]rune(text)) - len([]rune(strings.TrimLeftFunc(text, isBlankRune)))
}

// openTreeHead reads the head of a tree in a grid, and leaves the grid at its
// first row of data.
func openTreeHead(t *table, options Options) (treeHead, error) {
	if err := t.look(headRows); err != nil && !errors.Is(err, io.EOF) {
		return treeHead{}, err
	}
	found, err := t.findHeader(options)
	if err != nil {
		return treeHead{}, err
	}
	rows := t.ahead
	head := readTreeHead(rows, found.at, options.Known)
	if err := t.begin(options); err != nil {
		return treeHead{}, err
	}
	t.ahead = rows[head.data:]
	return head, nil
}
