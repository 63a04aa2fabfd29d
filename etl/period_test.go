package etl

import (
	"strings"
	"testing"
)

// A report's period dates the rows of a file that has no other date, and no row
// of a file that has a column of them: it would move the last day of all data.
func TestPeriod_DatesNoRowBesideAColumnOfDates(t *testing.T) {
	w := newWorkspace(t, 1)
	const title = "Отчёт\nПериод: 01.01.2025 - 31.12.2025\n\n"
	dated := Source{Name: "s", Entity: "purchases", Columns: pairs("order_id", "№", "purchased_at", "Дата", "period_to", "Период по", "amount", "Сумма")}
	w.expect(w.file("dated.csv", title+"№;Дата;Сумма;Товар\n1;15.02.2025;20,00;a\n2;;15,50;b\n3;16.02.2025;1,00;c\n", dated), []string{"purchased_at"},
		"5 | 2025-02-15 00:00:00", "6 ! purchased_at «» is empty", "7 | 2025-02-16 00:00:00")
	undated := Source{Name: "s", Entity: "purchases", Columns: pairs("order_id", "№", "period_to", "Период по", "amount", "Сумма")}
	w.expect(w.file("undated.csv", title+"№;Сумма;Товар\n1;20,00;a\n2;15,50;b\n", undated), []string{"purchased_at"},
		"5 | 2025-12-31 00:00:00", "6 | 2025-12-31 00:00:00")
	made, err := w.convert(w.file("last.csv", title+"№;Дата;Сумма;Товар\n1;15.02.2025;20,00;a\n2;;15,50;b\n", dated))
	if err != nil || !strings.HasPrefix(made.Tally.Last(), "2025-02-15") {
		t.Errorf("the last moment is %s (%v)", made.Tally.Last(), err)
	}
}
