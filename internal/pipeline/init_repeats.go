package pipeline

import (
	"strings"
	"time"

	"clientele/etl/values"
)

// alike is what stays of a row wherever it is exported to: its day, and who or
// how much. A workbook writes 7 and 2026-03-01T00:00:00 where a text has 7.00 and
// 01.03.2026.
func (f *facts) alike(row []string) string {
	when, _ := filled(row, f.when)
	lasting, _ := filled(row, f.lasting)
	mark, _ := f.guess.DecimalMark()
	if units, fault := values.Number(lasting, mark, 18, 4); fault == values.Sound && lasting != "" {
		lasting = values.Text(units, 4)
	}
	return f.oneDay(when) + "\x00" + strings.ToLower(lasting)
}

// oneDay is the day of a text that has only one; another text is itself.
func (f *facts) oneDay(text string) string {
	day := ""
	for _, order := range dayOrders() {
		micros, ok := values.Moment(text, order, f.clock)
		if !ok {
			continue
		}
		read := time.UnixMicro(micros).UTC().Format(time.DateOnly)
		if day != "" && day != read {
			return text
		}
		day = read
	}
	if day == "" {
		return text
	}
	return day
}

// sameTwice reports whether two tables hold the same sales, by day and sum.
// Where all there is agrees, with the numbers of the orders, two are enough.
func sameTwice(one, other *FoundTable) (share float64, count int, same bool) {
	a, b := &one.seen.facts, &other.seen.facts
	share, count = a.sales.common(&b.sales)
	if share >= 0.5 && count >= 3 {
		return share, count, true
	}
	keys, numbered := a.keys.common(&b.keys)
	all := int64(count) == a.orders && int64(count) == b.orders
	return share, count, all && count >= 2 && keys == 1 && numbered == count
}

// repeated reports whether two tables of one list have the same rows. Rows
// without numbers are compared where the files are of two formats: who exports a
// list twice does it so, while two branches may sell the same things on one day.
func repeated(one, other *FoundTable) (count int, same bool) {
	a, b := &one.seen.facts, &other.seen.facts
	if a.key == nil && one.onSheet() != other.onSheet() {
		if _, count, same := sameTwice(one, other); same {
			return count, true
		}
	}
	share, count := a.rows.common(&b.rows)
	return count, share >= 0.5 && count >= 2
}
