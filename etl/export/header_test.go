package export

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// known is a small catalogue of headers.
func known(text string) bool {
	switch normaliseHeader(text) {
	case "клиент", "сумма", "дата", "номер", "customer", "amount", "date", "order":
		return true
	}
	return false
}

func TestHeader_IsFoundBelowAPreamble(t *testing.T) {
	const rows = "Дата;Номер;Клиент;Сумма\n01.05.2026;УТ-1;ООО А;1 000,50\n02.05.2026;УТ-2;ООО Б;7,00\n"
	want := func(first string, second string) []string {
		return []string{first + " | 01.05.2026 | УТ-1 | ООО А | 1 000,50", second + " | 02.05.2026 | УТ-2 | ООО Б | 7,00"}
	}
	for _, c := range []struct{ preamble, first, second string }{
		{"", "2", "3"},
		{"Реализация товаров\n", "3", "4"},
		{"Реализация товаров;;;\n\n\nСформирован 1.6.2026\n", "6", "7"},
		{"Отчёт\nПараметры:;Склад: Главный\nОтбор:;Клиент В списке \"ООО А, ООО Б\"\n", "5", "6"},
	} {
		for _, options := range []Options{{}, {Known: known}} {
			table := expect(t, fileOf(t, "f.csv", c.preamble+rows), options, "Дата | Номер | Клиент | Сумма", want(c.first, c.second)...)
			if got := table.Place().HeaderRow + 1; c.first[0]-'0' != byte(got) {
				t.Errorf("%q: the header is row %d", c.preamble, got-1)
			}
		}
	}
	// The same in a sheet, and by the config's word.
	expect(t, bookOf(t, "Отчёт\n\nДата\tКлиент\tСумма\nd:2026-05-01\tА\tn:1\nd:2026-05-02\tБ\tn:2"), Options{}, "Дата | Клиент | Сумма",
		"4 | @2026-05-01 00:00:00 | А | #1", "5 | @2026-05-02 00:00:00 | Б | #2")
	expect(t, fileOf(t, "f.csv", "a,b\nc,d\ne,f\n"), Options{HeaderRow: 2}, "c | d", "3 | e | f")
	err := refusal(t, fileOf(t, "f.csv", "a,b\n\nc,d\n"), Options{HeaderRow: 2})
	if err == nil || !strings.Contains(err.Error(), "line 2 should be the header, but nothing stands there") {
		t.Error(err)
	}
}

// Known headers find one below rows that are as wide.
func TestHeader_KnownNamesDecideWhereTheShapeDoesNot(t *testing.T) {
	content := "Склад,Главный,Основной,Все\nЕщё,что,то,такое\nДата,Номер,Клиент,Сумма\n2026-05-01,1,А,1\n"
	expect(t, fileOf(t, "f.csv", content), Options{Known: known}, "Дата | Номер | Клиент | Сумма", "4 | 2026-05-01 | 1 | А | 1")
	table, err := Open(fileOf(t, "f.csv", content), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = table.Close() }()
	if table.Header()[0] != "Склад" {
		t.Error(table.Header())
	}
}

// Where nothing speaks for another row, the first one is the header, and no row
// below it is taken for one.
func TestHeader_TheFirstRowIsNeverPassedOverForData(t *testing.T) {
	for content, want := range map[string]string{
		"name,city\nAnn,Paris\nBob,Rome\n":                            "name | city",
		"name\nAnn\nBob\n":                                            "name",
		"order,,at,,sum\nA,x,2024,y,1\nB,x,2024,y,2\n":                "order |  | at |  | sum",
		"id,2024,2025\na,1,2\nb,3,4\n":                                "id | 2024 | 2025",
		"#,name,sum\n1,Ann,5\n2,Bob,6\n":                              "# | name | sum",
		"name,,city\nAnn,x,Paris\nBob,y,Rome\n":                       "name |  | city",
		"Customer,Amount\nDate,5\nOrder,6\n":                          "Customer | Amount",
		"a,b,c,d\n1,,,\n2,,,\n3,,,\n":                                 "a | b | c | d",
		"customer,amount,date,order\ncustomer,amount,date,x\n1,2,3,4": "customer | amount | date | order",
	} {
		table := expectHeader(t, fileOf(t, "f.csv", content), Options{Known: known}, want)
		if n := len(read(t, table)); n != strings.Count(strings.TrimSpace(content), "\n") {
			t.Errorf("%q: %d rows", content, n)
		}
	}
}

func expectHeader(t testing.TB, path string, options Options, want string) Table {
	t.Helper()
	table, err := Open(path, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = table.Close() })
	if got := strings.Join(table.Header(), " | "); got != want {
		t.Errorf("the header is %q, want %q", got, want)
	}
	return table
}

func TestHeader_TwoRowsAreOne(t *testing.T) {
	expect(t, bookOf(t, "Дата\tПродажи\t<<\tВозвраты\t<<\tКонтакт\t<<\n\tКоличество\tВыручка\tКоличество\tВыручка\tИмя\tТелефон\nd:2026-05-01\tn:1\tn:10\tn:2\tn:20\tАня\tn:79991234567\n"), Options{},
		"Дата | Продажи: Количество | Продажи: Выручка | Возвраты: Количество | Возвраты: Выручка | Имя | Телефон",
		"3 | @2026-05-01 00:00:00 | #1 | #10 | #2 | #20 | Аня | #79991234567")
}

// Traps 2, 3 and 1 of real exports, in one file each; and Excel's own line.
func TestHeader_OddWritingsOfExports(t *testing.T) {
	expect(t, fileOf(t, "vtiger.csv", "\"Last Name\", \"First Name\", \"Email\"\n\"Müller\",\"Ann\",\"a@b.c\"\n"), Options{}, "Last Name | First Name | Email", "2 | Müller | Ann | a@b.c")
	expect(t, fileOf(t, "bitrix.csv", "\ufeff\"ID\";\"Сделка\";\"Сумма\";\n\"1\";\"A; \"\"B\"\"\";\"10000.00\";\n"), Options{}, "ID | Сделка | Сумма", "2 | 1 | A; \"B\" | 10000.00")
	expect(t, fileOf(t, "excel.csv", "sep=;\r\na;b\r\n1,5;2\r\n"), Options{}, "a | b", "3 | 1,5 | 2")
	expect(t, fileOf(t, "excel2.csv", "\ufeff\"sep=|\"\na|b\n1,5|2,5\n3,5|4,5\n"), Options{}, "a | b", "3 | 1,5 | 2,5", "4 | 3,5 | 4,5")
}

// Trap 4: # begins Shopify's orders and GA4's comments.
func TestHeader_HashLinesAreCommentsOnlyAboveAnotherHeader(t *testing.T) {
	expect(t, fileOf(t, "orders.csv", "Name,Email,Total\n#1001,a@b.c,5.00\n#1002,,\n\n#1003,d@e.f,7.00\n"), Options{}, "Name | Email | Total",
		"2 | #1001 | a@b.c | 5.00", "3 | #1002 |  |", "5 | #1003 | d@e.f | 7.00")
	table := expect(t, fileOf(t, "ga4.csv", ga4), Options{}, "Event name | Event count | Total users | Total revenue | Период с | Период по",
		"9 | page_view | 200 | 98 | 0 | @2026-08-27 | @2026-09-03", "10 | purchase | 7 | 5 | 120.5 | @2026-08-27 | @2026-09-03")
	if got := aside(table); !strings.Contains(got, "11 ,Total,0: is a total") || !strings.Contains(got, "3 # Account: Shop: stands above the header") {
		t.Error(got)
	}
}

// A landing page may be called #top, with or without quotes.
func TestHeader_ARowAsWideAsTheTableIsNoComment(t *testing.T) {
	expect(t, fileOf(t, "f.csv", "# Landing page\n# x\nLanding page,Sessions\n#top,5\n\"# quoted\",6\n# a comment, with a comma\n/,7\n"), Options{}, "Landing page | Sessions",
		"4 | #top | 5", "5 | # quoted | 6", "7 | / | 7")
}

const ga4 = "# ----------------------------------------\n# Events: Event name\n# Account: Shop\n# Property: Shop - GA4\n# ----------------------------------------\n" +
	"# Start date: 20260827\n# End date: 20260903\nEvent name,Event count,Total users,Total revenue\npage_view,200,98,0\npurchase,7,5,120.5\n,Total,0\n"

func TestDelimiter_IsWhatMostLinesHave(t *testing.T) {
	for content, want := range map[string]string{
		"Отчёт, сводный, за май, по всем\nза всё время\n\nДата;Сумма\n1;2,5\n2;3,5\n3;4,5\n": ";",
		"a;b\n1,5;x\n2,5;y\n":                     ";",
		"a,b\n\"x;y;z\",1\n\"x;y;z\",2\n":         ",",
		"a\tb\n1,2,3\tx\n1,2,3\ty\n1,2\tz\n":      "\t",
		"size,price\n5\" pipe,1\n7\" pipe,2\n":    ",",
		"a;b\n\"multi\nline, text, here\";1\nx;2": ";",
		"one column\nof text, with a comma\nmore": ",",
	} {
		if got := string(sniffDelimiter([]byte(content))); got != want {
			t.Errorf("%q: %q, want %q", content, got, want)
		}
	}
}

func TestEncoding_IsSeenInTheLetters(t *testing.T) {
	for text, want := range map[string]string{
		"Müller;Straße 5;café;Ünal;naïve résumé": "cp1252", "Señor Ñandú, jalapeño; año; corazón": "cp1252", "Иванов;Москва": "cp1251",
		"id;city;Санкт-Петербург, Невский проспект": "cp1251", "Nome;São João da Conceição; coração; ação": "cp1252", "plain": "utf-8",
		strings.Repeat("plain text of the West;", 8000) + "Ёлкин": "cp1251", strings.Repeat("a,b\n", 5000) + "Ürün": "cp1252",
	} {
		code := map[string]*charmap.Charmap{"cp1251": charmap.Windows1251, "cp1252": charmap.Windows1252, "utf-8": charmap.Windows1252}[want]
		if got := sniffEncoding([]byte(encoded(t, code, text))); got != want {
			t.Errorf("%.60s: got %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"Имя,Город\nАня,Москва\n", "name,city\nAnn,Paris\n", "имя;a\nпример;b\n"} {
		for name, decoder := range map[string]string{"utf-16le": "\xff\xfe", "utf-16be": "\xfe\xff"} {
			_ = decoder
			wide := wideOf(text, name == "utf-16be")
			if got := sniffEncoding([]byte(wide)); got != name {
				t.Errorf("%q: got %s, want %s", text, got, name)
			}
			if rows := read(t, expectOpen(t, fileOf(t, "f.csv", wide))); len(rows) != 1 || strings.Contains(rows[0], "\x00") {
				t.Errorf("%q: %q", text, rows)
			}
		}
	}
}

// wideOf is a text in UTF-16 without a mark.
func wideOf(text string, big bool) string {
	var b strings.Builder
	for _, r := range text {
		if big {
			b.WriteString(string([]byte{byte(r >> 8), byte(r)}))
		} else {
			b.WriteString(string([]byte{byte(r), byte(r >> 8)}))
		}
	}
	return b.String()
}

func expectOpen(t testing.TB, path string) Table {
	t.Helper()
	table, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = table.Close() })
	return table
}

func TestEncoding_ZeroBytesInATextAreToldWithTheirLine(t *testing.T) {
	err := refusal(t, fileOf(t, "f.csv", "name,city\nAnn,Paris\nBob,"+strings.Repeat("\x00", 100)), Options{})
	if !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), "zero bytes stand in its text, from line 3 on") {
		t.Error(err)
	}
}

func TestPeriod_IsReadFromTitles(t *testing.T) {
	for title, want := range map[string]string{
		"Период: 01.05.2026 - 31.05.2026":                      "2026-05-01 2026-05-31",
		"Параметры: Период: 01.05.2026 – 31.05.2026":           "2026-05-01 2026-05-31",
		"За период с 01.05.2026 по 31.05.2026":                 "2026-05-01 2026-05-31",
		"Период: 01.05.2026 0:00:00 - 31.05.2026 23:59:59":     "2026-05-01 2026-05-31",
		"Период: Февраль 2028 г.":                              "2028-02-01 2028-02-29",
		"Период: 2 квартал 2026 г.":                            "2026-04-01 2026-06-30",
		"Период: 2 полугодие 2026 г.":                          "2026-07-01 2026-12-31",
		"Период: 2026 г.":                                      "2026-01-01 2026-12-31",
		"Период: 31.05.2026 - 01.05.2026":                      "",
		"Период: 31.02.2026 - 01.05.2026":                      "",
		"Период: 9 квартал 2026 г.":                            "",
		"Отчёт сформирован 01.05.2026 - 31.05.2026 программой": "",
	} {
		got := ""
		if cells := periodOf([]string{"Отчёт", title}); cells != nil {
			got = cells[0].Text + " " + cells[1].Text
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", title, got, want)
		}
	}
}
