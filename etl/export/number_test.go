package export

import (
	"fmt"
	"strings"
	"testing"
)

// written are sums as people and systems write them.
func written() []string {
	return []string{
		"14.637.752,89", "8,776,687.78", "8,776,687.78 EUR", "14 637 752,89", "14\u00a0637\u00a0752,89", "14\u2009637\u2009752,89", "14\u202f637\u202f752,89", "14'637'752.89", "14’637’752.89",
		"R$ 14.637.752,89", "€14.637.752,89", "14.637.752,89 €", "$8,776,687.78", "USD 8,776,687.78", "8,776,687.78USD", "14 637 752,89 руб.", "14\u00a0637\u00a0752,89\u00a0₽", "1.234.567,00 zł",
		"(14.637.752,89)", "($8,776,687.78)", "USD (8,776,687.78)", "(8,776,687.78) USD", "-8,776,687.78", "−14.637.752,89", "- 14.637.752,89 €", "14.637.752,89-", "8,776,687.78- EUR", "8,776,687.78 EUR-", "14.637.752,89 €-", "+1.234.567",
		"0", "94", "1.5", "1,5", "1e6", "12,5 %", "12.5%", " 1.234,50 ",
	}
}

// neighbours look like numbers and are none.
func neighbours() []string {
	return []string{
		"01.05.2026", "2026-05-01", "1/5/2026", "2026/05/01", "2026-05-01T10:00:00Z", "12.03.2026 11:21:27", "10:30", "01.05.26", "192.168.10.20", "+7 (912) 345-67-89", "12-34-56", "1.23.456.7",
		"УТ-001001", "ORD-1001", "INV1001", "SKU 15", "A1", "№5", "#12", "5 шт. в коробке", "Total 100", "", " ", "-", "()", "€", "EUR", "n/a", "2026-05-", "--", "1.5.2", "12,34,56",
	}
}

func TestNumber_IsWhatPeopleWrite(t *testing.T) {
	for _, text := range written() {
		if cell := (Cell{Text: text}); !isNumber(text) || !isAmount(cell) || isWords(cell) {
			t.Errorf("%q: number %v, amount %v, words %v", text, isNumber(text), isAmount(cell), isWords(cell))
		}
	}
	for _, text := range neighbours() {
		if isNumber(text) {
			t.Errorf("%q is no number", text)
		}
	}
	for _, text := range []string{"ORD-1001", "INV1001", "SKU 15", "УТ-001001", "№5 духи", "EUR", "5 шт. в коробке"} {
		if !isWords(Cell{Text: text}) {
			t.Errorf("%q is words", text)
		}
	}
}

// A total line is one however its sum is written, in a text, a sheet and a page
// alike; the customer, the sale and the day beside it stay.
func TestAside_ATotalIsOneHoweverItsSumIsWritten(t *testing.T) {
	header := []string{"№", "Дата", "Клиент", "Количество", "Сумма"}
	for _, sum := range written() {
		rows := [][]string{header, {"1", "2025/04/10", "А", "3", sum}, {"2", "2025/04/11", "Б", "4", sum}, {"Итого", "", "", "94", sum}, {"3", "2025/04/12", "Итого", "5", sum}, {"Итого", "2025/04/12", "", "5", sum}}
		var text, page strings.Builder
		page.WriteString("<table>")
		for _, row := range rows {
			fmt.Fprintf(&text, "%s\n", strings.Join(row, "\t"))
			fmt.Fprintf(&page, "<tr><td>%s</td></tr>", strings.Join(row, "</td><td>"))
		}
		page.WriteString("</table>")
		for name, path := range map[string]string{"text": fileOf(t, "f.csv", text.String()), "sheet": bookOf(t, text.String()), "page": fileOf(t, "f.xls", page.String())} {
			table := expectOpen(t, path)
			if got := read(t, table); len(got) != 4 || table.AsideCount() != 1 || !strings.HasPrefix(aside(table), "4 ") || !strings.HasSuffix(aside(table), "is a total") {
				t.Errorf("%s of %q: %q, aside %s", name, sum, got, aside(table))
			}
		}
	}
}

func TestAside_ATotalsLabelMayStandBehindItsSums(t *testing.T) {
	for _, c := range []struct {
		rows  string
		total bool
	}{
		{"8,776,687.78 EUR;58.804;Итого;;;", true},
		{"8,776,687.78 EUR;58.804;;;;Итого:", true},
		{"8,776,687.78 EUR;58.804;Total;;;", true},
		{"8,776,687.78 EUR;58.804;Total;;;\n;;;;;\n\"Made by admin\";;;;;", true},
		{"8,776,687.78 EUR;58.804;Suma;;;", true},
		{"8,776,687.78 EUR;58.804;Итого;;;\n3 EUR;2;C-1x;x;20250307;Ann", true},
		{"Итого: 8,776,687.78 EUR;;;;;", true},
		// A customer may be called so, and is not the last one.
		{"1;2;Total;;;\n1;2;A;x;20250401;Bob", false},
		{"1;2;Total;;;Ann", false},
		{"1;2;Total;x;20250401;Total", false},
		{"1;2;;;20250401;Итого", false},
		{"1;2;Total x;;;", false},
		{"Total;2;A;;;", false},
	} {
		content := "Сумма;Кол.;Заказ;Товар;Дата;Клиент\n1 EUR;2;A-1x;x;20250305;Ann\n2 EUR;2;B-1x;y;20250306;Bob\n" + c.rows + "\n"
		table := expectOpen(t, fileOf(t, "f.csv", content))
		rows := read(t, table)
		if total := strings.Contains(aside(table), "4 ") && strings.Contains(aside(table), "is a total"); total != c.total {
			t.Errorf("%s: %q, aside %s", c.rows, rows, aside(table))
		}
	}
	// A contact is no total, even if it is the last one.
	expect(t, fileOf(t, "f.csv", "id,name,email\n1,Ann,a@x\n17,Total,\n"), Options{}, "id | name | email", "2 | 1 | Ann | a@x", "3 | 17 | Total |")
}

// What is read ahead behind a possible total is neither lost nor mixed with it,
// and neither is an error.
func TestAside_RowsBehindAPossibleTotalStay(t *testing.T) {
	const head = "n;m;a;b;c\n"
	many := strings.Repeat("1;2;x;y;z\n", 200) // more than are read to find the header
	got := read(t, expectOpen(t, fileOf(t, "f.csv", head+many+"5;6;Total;;\n7;8;p;q;r\n")))
	if len(got) != 202 || got[200] != "202 | 5 | 6 | Total |  |" || got[201] != "203 | 7 | 8 | p | q | r" {
		t.Errorf("%d rows, at the end %q", len(got), got[max(0, len(got)-2):])
	}
	err := refusal(t, fileOf(t, "f.csv", head+many+"5;6;Total;;\n7;8;\"p;q;r\n"), Options{})
	if err == nil || !strings.Contains(err.Error(), "the quote opened in line 203 is never closed") {
		t.Error(err)
	}
}

// A row of sums with their currency behind a blank line begins no table.
func TestBlocks_AmountsWithTheirCurrencyAreNoHeader(t *testing.T) {
	expect(t, bookOf(t, "Сумма\tНалог\tВсё\n1 EUR\t2 EUR\t3 EUR\n\n5 EUR\t6 EUR\nn:7\tn:8"), Options{}, "Сумма | Налог | Всё", "2 | 1 EUR | 2 EUR | 3 EUR", "4 | 5 EUR | 6 EUR", "5 | #7 | #8")
}

// The sums of a tree are compared however they are written.
func TestTree_SumsAreReadAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct{ group, one, two string }{
		{"1.234.567,50 EUR", "1.234.000,25 EUR", "567,25 EUR"}, {"1,234,567.50", "1,234,000.25", "567.25"}, {"1\u00a0234\u00a0567,50\u00a0₽", "1\u00a0234\u00a0000,25\u00a0₽", "567,25\u00a0₽"},
		{"(1.000,50)", "(1.000,25)", "0,25-"}, {"1'234.50", "1'234.25", "0.25"}, {"n:1234.5", "1 234,25", "0,25"}, {"4,000", "3,000", "1,000"}, {"n:4", "3,000", "1,000"}, {"n:4", "3.000", "1.000"},
	} {
		text := "Клиент\tВыручка\nНоменклатура\nА\t" + c.group + "\n··x\t" + c.one + "\n··y\t" + c.two + "\n"
		table := expectOpen(t, bookOf(t, text))
		if got := read(t, table); len(got) != 2 || table.Place().Note != "read as a tree of 1 groups and 2 rows" {
			t.Errorf("%+v: %q, %s", c, got, table.Place().Note)
		}
		wrong := strings.Replace(text, "\t"+c.two, "\tn:99", 1)
		table = expectOpen(t, bookOf(t, wrong))
		if !strings.Contains(table.Place().Note, "the sums of 1 groups are not those of their rows") {
			t.Errorf("%+v: %s", c, table.Place().Note)
		}
	}
}
