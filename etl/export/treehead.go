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
	levels   []string
	items    int      // how many of the last levels are of what was sold
	document int      // which of the levels is that of the documents, else -1
	label    int      // the column of the labels
	beside   int      // the column of the lowest level's labels, where it is another one, else -1
	mark     string   // then what the column of the labels holds of a leaf: Артикул
	columns  []int    // the columns of figures …
	names    []string // … and their names
	across   []string // of each, what it stands under if groups stand side by side
	top      int      // the first row of the head among the rows ahead
	data     int      // the first row below it
}

// acrossName is the level that stands side by side.
const acrossName = "Менеджер"

// readTreeHead takes the head apart. Above the header are only titles, and
// levels whose names are known.
func readTreeHead(rows []row, at int, known func(string) bool) treeHead {
	h := treeHead{label: rows[at].first(), beside: -1, top: at, data: at + 1}
	amounts := at + 1
	for amounts < len(rows) && !hasAmount(rows[amounts]) {
		amounts++
	}
	for h.data < amounts && amounts < len(rows) && isCaption(rows[h.data], rows[amounts], h.label, known) {
		h.data++
	}
	for h.top > 0 && isHigherHead(rows[h.top-1], rows[h.top], h.label, known) {
		h.top--
	}
	head := rows[h.top:h.data]
	lowest := -1
	for i, r := range head {
		if names := levelsIn(r.at(h.label).Text); names != nil {
			h.levels, lowest = append(h.levels, names...), i
		}
	}
	if lowest >= 0 && len(h.levels) > 0 {
		h.readBeside(head[lowest], rows[h.data:])
	}
	for h.items < len(h.levels) && isItem(h.levels[len(h.levels)-1-h.items]) {
		h.items++
	}
	h.items = max(h.items, min(1, len(h.levels)))
	for h.document = len(h.levels) - 1; h.document >= 0 && !isDocumentLevel(h.levels[h.document]); {
		h.document--
	}
	h.readColumns(head)
	return h
}

// readBeside finds the lowest level in a column of its own: then what stands in
// the column of the labels is its article.
func (h *treeHead) readBeside(lowest row, data []row) {
	for column := h.label + 1; column < len(lowest.cells); column++ {
		if !isLevel(lowest.at(column).Text, nil) || !slices.ContainsFunc(data, func(r row) bool { return isWords(r.at(column)) }) {
			continue
		}
		last := len(h.levels) - 1
		h.mark, h.levels[last] = h.levels[last], strings.TrimSpace(lowest.at(column).Text)
		h.beside = column
		return
	}
}

// isHigherHead says whether a row right above the head belongs to it: the name
// of a level, perhaps with what stands side by side.
func isHigherHead(above, below row, label int, known func(string) bool) bool {
	return above.number == below.number-1 && above.problem == "" && above.first() == label && isLevel(above.at(label).Text, known) &&
		!slices.ContainsFunc(above.cells, func(cell Cell) bool { return !isEmpty(cell.Text) && !isWords(cell) })
}

// isItem knows the levels of what was sold, below which none of whom it was
// sold to stand.
func isItem(level string) bool {
	switch normaliseHeader(level) {
	case "номенклатура", "товар", "артикул", "артикул товара", "характеристика", "код", "серия":
		return true
	}
	return false
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
		"организация", "склад", "подразделение", "договор", "бизнес-регион", "сегмент":
		return true
	}
	return isDocumentLevel(text) || known != nil && !strings.HasSuffix(text, ":") && known(text)
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
		if name == "" || column == h.beside {
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
	head := readTreeHead(t.ahead, found.at, options.Known)
	found.at, found.height = head.top, head.data-head.top
	t.start(found)
	return head, nil
}
