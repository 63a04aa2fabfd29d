package export

import (
	"errors"
	"io"
	"strings"
)

// isTotal says whether a row is a sum of others: it has the label of one, what
// else stands there are numbers, and the columns by which rows are told apart
// are empty. Where there are no such columns beside the label's, only a label
// that nobody is called counts; behind numbers, which may be that of a customer,
// another one counts only in the last row.
func (t *table) isTotal(r *row, first int) bool {
	label, strong, blanks := -1, false, 0
	for i := range max(len(r.cells), len(t.keys)) {
		key := i < len(t.keys) && t.keys[i]
		if i >= len(r.cells) || isEmpty(r.cells[i].Text) {
			if key {
				blanks++
			}
			continue
		}
		if label < 0 && mayBeLabel(r.cells[i]) {
			var total bool
			if total, strong = totalLabel(r.cells[i].Text); total {
				label = i
				continue
			}
		}
		if key {
			return false
		}
	}
	if label < 0 {
		return false
	}
	for i, cell := range r.cells {
		if i != label && !isEmpty(cell.Text) && !isAmount(cell) {
			return false
		}
	}
	if label > first && !strong {
		return blanks > 1 && t.isLast(r)
	}
	return blanks > 0 || strong
}

// isLast says whether only notes follow a row. Its cells stay.
func (t *table) isLast(r *row) bool {
	const looked = 100
	*r = r.kept()
	for i := range looked {
		if err := t.look(i + 1); err != nil {
			if !errors.Is(err, io.EOF) {
				t.failed = err // whoever reads on is told
			}
			break
		}
		if t.ahead[i].filled() > 1 {
			return false
		}
	}
	return t.failed == nil
}

// mayBeLabel is quick: it is asked of every row.
func mayBeLabel(cell Cell) bool {
	if cell.Kind != Text || len(cell.Text) < 3 {
		return false
	}
	switch text := cell.Text; text[0] {
	case 'T', 't', 'S', 's', 'G', 'g', ' ', '\t', 0xc2:
		return true
	case 0xd0: // И и В в О о
		return text[1] == 0x98 || text[1] == 0xb8 || text[1] == 0x92 || text[1] == 0xb2 || text[1] == 0x9e || text[1] == 0xbe
	}
	return false
}

// totalLabel knows the labels of sums, also with the sum behind them; strong
// are those that no customer, deal or product is called.
func totalLabel(text string) (label, strong bool) {
	if before, sum, found := strings.Cut(text, ":"); found && isNumber(sum) {
		text = before
	}
	text = normaliseHeader(text)
	if at := strings.IndexByte(text, '('); at > 0 {
		text = text[:at]
	}
	text = strings.TrimRight(text, " :.")
	switch text {
	case "итого", "всего", "общий итог", "grand total", "grand totals", "total general", "total geral", "итог", "gesamtsumme", "общие итоги":
		return true, true
	case "total", "totals", "subtotal", "subtotals", "sub-total", "sum", "summe", "gesamt", "totais", "totales", "suma", "soma":
		return true, false
	}
	for _, beginning := range []string{"итого по ", "всего по ", "итого за ", "всего за "} {
		if strings.HasPrefix(text, beginning) {
			return true, true
		}
	}
	return false, false
}
