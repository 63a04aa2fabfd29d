package export

import (
	"fmt"
	"strings"
	"testing"
)

const salesforceReport = `Opportunity Name,Stage,Amount,Close Date
Deal A,Closed Won,"$1,234,567",5/1/2026
Deal B,Closed Lost,$5.00,5/2/2026
Opportunity Name,Stage,Amount,Close Date
Total,Closed Won,$7.00,5/3/2026
Subtotal,,"$1,234,579",

"Grand Totals (3 records)"

"Confidential Information - Do Not Distribute"
"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."
`

// Trap 13. A deal that is called Total has a stage and a date.
func TestAside_WhatIsNoRowIsCountedWithTheReason(t *testing.T) {
	table := expect(t, fileOf(t, "report.csv", salesforceReport), Options{}, "Opportunity Name | Stage | Amount | Close Date",
		"2 | Deal A | Closed Won | $1,234,567 | 5/1/2026", "3 | Deal B | Closed Lost | $5.00 | 5/2/2026", "5 | Total | Closed Won | $7.00 | 5/3/2026")
	want := `4 Opportunity Name,Stage,Amount,Close Date: repeats the header
6 Subtotal,,"$1,234,579",: is a total
8 "Grand Totals (3 records)": is a total
10 "Confidential Information - Do Not Distribute": is a footer
11 "Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.": is a footer`
	if got := aside(table); got != want || table.AsideCount() != 5 {
		t.Errorf("got %d:\n%s\nwant\n%s", table.AsideCount(), got, want)
	}
}

func TestAside_AFooterMayFallIntoTwoCells(t *testing.T) {
	content := "Account Name,Stage,Amount\n\"Copyright (c) 2000 salesforce.com, inc. Fans\",Closed Won,1\nCopyright (c) 2000-2026 salesforce.com, inc. All rights reserved.\n"
	table := expect(t, fileOf(t, "f.csv", content), Options{}, "Account Name | Stage | Amount", "2 | Copyright (c) 2000 salesforce.com, inc. Fans | Closed Won | 1")
	if got := aside(table); got != "3 Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.: is a footer" {
		t.Error(got)
	}
}

func TestAside_ATotalLacksWhatTellsRowsApart(t *testing.T) {
	for _, c := range []struct {
		header, row string
		total       bool
	}{
		{"Клиент;Город;Сумма", "Итого;;100", true},
		{"Клиент;Город;Сумма", "Итого:;;1 000,50", true},
		{"Клиент;Город;Сумма", "Всего по отчёту;;1 000,50 руб.", true},
		{"Клиент;Город;Сумма", "Total;;100", true},
		{"Клиент;Город;Сумма", "Total;Paris;100", false}, // a customer
		{"Клиент;Город;Сумма", "Итого;Москва;100", false},
		{"Клиент;Город;Сумма", "Total Energies;;100", false},
		{"Клиент;Город;Сумма", "Тотал;;100", false},
		{"Клиент;Город;Сумма", ";Total;100", true},
		{"Клиент;Город;Сумма", ";Итоги;100", false},
		{"Клиент;Количество;Сумма", "Итого;5;100", true},  // nobody is called so
		{"Клиент;Количество;Сумма", "Total;5;100", false}, // somebody may be
	} {
		content := c.header + "\nА;Москва;1\nБ;Тверь;2\n" + c.row + "\nВ;Орёл;3\n"
		if strings.Contains(c.header, "Количество") {
			content = c.header + "\nА;1;1\nБ;2;2\n" + c.row + "\nВ;2;3\n"
		}
		table := expectOpen(t, fileOf(t, "f.csv", content))
		rows := read(t, table)
		if total := table.AsideCount() == 1 && len(rows) == 3; total != c.total || !c.total && len(rows) != 4 {
			t.Errorf("%s / %s: %q, aside %s", c.header, c.row, rows, aside(table))
		}
	}
}

func TestAside_NotesBelowATableAreSetAside(t *testing.T) {
	table := expect(t, bookOf(t, "Дата\tКлиент\tСумма\nd:2026-05-01\tА\tn:1\n\nСформировано программой 01.06.2026 12:00\nИсполнитель: главный бухгалтер компании"), Options{},
		"Дата | Клиент | Сумма", "2 | @2026-05-01 00:00:00 | А | #1")
	if table.AsideCount() != 2 {
		t.Error(aside(table))
	}
	// A short name alone in a row of a sheet may be a customer.
	expect(t, bookOf(t, "Клиент\tГород\tСумма\nА\tТверь\tn:1\n\nБ"), Options{}, "Клиент | Город | Сумма", "2 | А | Тверь | #1", "4 | Б")
}

func TestBlocks_EachIsATable(t *testing.T) {
	content := "# Snapshot\n# Start date: 20260101\n# End date: 20260131\nChannel,Users,Sessions\nOrganic,5,7\nDirect,1,2\n\n# Start date: 20260101\n# End date: 20260131\nCountry,Users\nFrance,5\n\nItem,Revenue,Views,Rate\nTV,1.5,7,0.2\nRadio,2.5,8,0.3\n"
	path := fileOf(t, "snapshot.csv", content)
	places, err := List(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, place := range places {
		got = append(got, fmt.Sprintf("%d at %d: %s", place.Block, place.HeaderRow, strings.Join(place.Header, ",")))
	}
	want := "1 at 4: Channel,Users,Sessions,Период с,Период по\n2 at 10: Country,Users,Период с,Период по\n3 at 13: Item,Revenue,Views,Rate"
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	const january = " | @2026-01-01 | @2026-01-31"
	first := expect(t, path, Options{}, "Channel | Users | Sessions | Период с | Период по", "5 | Organic | 5 | 7"+january, "6 | Direct | 1 | 2"+january)
	expect(t, path, Options{Block: 2}, "Country | Users | Период с | Период по", "11 | France | 5"+january)
	third := expect(t, path, Options{Block: 3}, "Item | Revenue | Views | Rate", "14 | TV | 1.5 | 7 | 0.2", "15 | Radio | 2.5 | 8 | 0.3")
	// 15 lines, of which two are blank: rows, the header and what is set aside.
	if first.AsideCount() != 13-2-1 || third.AsideCount() != 13-2-1 {
		t.Errorf("%d:\n%s\n%d:\n%s", first.AsideCount(), aside(first), third.AsideCount(), aside(third))
	}
	if err := refusal(t, path, Options{Block: 4}); err == nil || !strings.Contains(err.Error(), "it has no table 4; there are 3 in it") {
		t.Error(err)
	}
}

// A blank line is no reason to take a row of words for a header.
func TestBlocks_RowsBehindABlankLineStay(t *testing.T) {
	expect(t, fileOf(t, "f.csv", "name,city,phone\nAnn,Paris,1\n\nBob,Rome,none\nEve,Oslo,2\n"), Options{}, "name | city | phone", "2 | Ann | Paris | 1", "4 | Bob | Rome | none", "5 | Eve | Oslo | 2")
	expect(t, bookOf(t, "name\tcity\tphone\nAnn\tParis\tabc\n\nBob\t\tnone\nEve\tOslo\tn:2\nJoe\n"), Options{}, "name | city | phone", "2 | Ann | Paris | abc", "4 | Bob |  | none", "5 | Eve | Oslo | #2", "6 | Joe")
	table := expect(t, fileOf(t, "g.csv", "name,city,phone\nAnn,Paris,1\n\nBob,Rome\n"), Options{}, "name | city | phone", "2 | Ann | Paris | 1", "4 ! «Bob,Rome» has 2 columns where the header has 3")
	if table.AsideCount() != 0 {
		t.Error(aside(table))
	}
}

func TestSheets_SeveralAreListed(t *testing.T) {
	path := bookOfSheets(t, "One", "a\tb\nn:1\tn:2", "Two", "Title\n\nx\ty\tz\nn:1\tn:2\tn:3\n\nCountry\tUsers\nFrance\tn:5")
	places, err := List(path, Options{})
	var got []string
	for _, place := range places {
		got = append(got, fmt.Sprintf("%s %d %v", place.Sheet, place.Block, place.Header))
	}
	if want := "One 1 [a b], Two 1 [x y z], Two 2 [Country Users]"; err != nil || strings.Join(got, ", ") != want {
		t.Errorf("%v, %v", got, err)
	}
	expect(t, path, Options{Sheet: "two", Block: 2}, "Country | Users", "7 | France | #5")
}
