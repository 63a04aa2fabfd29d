package profiles

import (
	"fmt"
	"strings"
	"testing"
)

func TestShape_NumbersAreThoseThatALoadReads(t *testing.T) {
	for _, written := range []string{
		"3\u00a0008,00", "3\u202f008,00", "3\u2009008,00", "3 008,00", "3'008.00", "3’008.00", "3.008,00", "3,008.00", "1\u00a0234\u00a0567", "−5", "5-", "(1,234.50)", "+7",
		"518\u00a0024.70 USD", "-1\u00a0554\u00a0074.10\u00a0USD", "USD 5", "R$ 1.234,50", "3\u00a0008,00 руб.", "15 ₸", "₲ 15.000", "Bs. 15", "12,5 %", "1e3", ".5", "15,50 usd",
	} {
		if s := ShapeOf([]string{written}); s.Number != 1 {
			t.Errorf("%q is no number", written)
		}
	}
	for _, written := range []string{"", "-", "A-15", "SKU15", "15 kg", "12.03.2025", "2025-03-12", "10:30", "1.2.3", "Чай 5", "+7 (916) 123-45-67", "XYZ 100"} {
		if s := ShapeOf([]string{written}); s.Number != 0 {
			t.Errorf("%q is a number", written)
		}
	}
}

func TestShape_DatesAreThoseThatALoadReads(t *testing.T) {
	for _, written := range []string{"25-Mar-2025", "17 февраля 2025 г.", "17 февраля 2025 г., 14:05", "29 de enero de 2025", "29 de março de 2025 às 10:00", "Mar 25, 2025", "25/02/13", "2025-03-01", "1\u00a0янв.\u00a02025\u00a0г."} {
		if s := ShapeOf([]string{written}); s.Date != 1 {
			t.Errorf("%q is no date", written)
		}
	}
	for _, written := range []string{"15", "3 008,00", "Март", "Mar 5", "A-25-Mar", "12345678"} {
		if s := ShapeOf([]string{written}); s.Date != 0 {
			t.Errorf("%q is a date", written)
		}
	}
}

// salesWith is a list of sales whose amounts and currencies are written so.
func salesWith(amount func(i int) string, extra string, cell func(i int) string) (header []string, rows [][]string) {
	header = []string{"Nº do pedido", "Data", "Cliente", "Email", "Produto", "Qtde", "Valor total", extra}
	for i := range 12 {
		rows = append(rows, []string{fmt.Sprint(5000 + i), fmt.Sprintf("2025-03-%02d", i+1), "Maria Araújo", fmt.Sprintf("c%d@shop.example", i%5), "Chá", "2", amount(i), cell(i)})
	}
	return header, rows
}

func TestGuess_AmountsOfEveryNotationAreSeen(t *testing.T) {
	for _, blank := range []string{"", " ", "\u00a0", "\u202f", "\u2009", "'", "."} {
		for _, behind := range []string{"", " USD", "\u00a0руб."} {
			header, rows := salesWith(func(i int) string { return fmt.Sprintf("%d%s008,%02d%s", i+1, blank, i, behind) }, "Obs", func(int) string { return "x" })
			mapping := Guess(header, rows)
			if column, ok := mapping.Of("amount"); mapping.Entity != "purchases" || !ok || header[column.Positions[0]] != "Valor total" || mapping.Certainty == 0 {
				t.Errorf("%q and %q: %s, %s", blank, behind, mapping.Entity, mapping.Why)
			}
		}
	}
}

// Taken for people, a list of sales would lose its sums and look complete.
func TestGuess_AListOfSalesIsNeverOneOfPeople(t *testing.T) {
	header, rows := salesWith(func(int) string { return "по счёту" }, "Obs", func(int) string { return "x" })
	mapping := Guess(header, rows)
	if mapping.Entity != "purchases" || mapping.Certainty != 0 || strings.Join(mapping.Missing, " ") != "amount" || len(mapping.Near) != 1 || header[mapping.Near[0].Position] != "Valor total" {
		t.Errorf("%s, %.2f, %v, %v", mapping.Entity, mapping.Certainty, mapping.Missing, mapping.Near)
	}
	// People who asked for something have no quantities.
	asked := []string{"Contact ID", "Full name", "Email", "Phone", "City", "Order number", "Product", "Amount"}
	mapping = Guess(asked, [][]string{
		{"1", "Ann Lee", "ann@shop.example", "+34600000001", "Leeds", "", "Mug", "to be agreed"},
		{"2", "Bob Ray", "bob@shop.example", "+34600000002", "York", "", "Pan", "to be agreed"},
	})
	if mapping.Entity != "contacts" || mapping.Certainty == 0 {
		t.Errorf("%s (%s)", mapping.Entity, mapping.Why)
	}
	// A list of people may say what they spent and bought last.
	people := []string{"Customer ID", "Full name", "Email", "Phone", "City", "Created at", "Total spent", "Orders", "Last product"}
	mapping = Guess(people, [][]string{
		{"1", "Ann Lee", "ann@shop.example", "+34600000001", "Leeds", "2024-01-02", "15.50", "2", "Mug"},
		{"2", "Bob Ray", "bob@shop.example", "+34600000002", "York", "2024-02-02", "35.00", "1", "Pan"},
	})
	if mapping.Entity != "contacts" || mapping.Certainty == 0 {
		t.Errorf("%s (%s)", mapping.Entity, mapping.Why)
	}
}

func TestGuess_AColumnOfCurrenciesIsOneUnderAnyHeader(t *testing.T) {
	amount := func(i int) string { return fmt.Sprintf("%d.50", i+1) }
	for _, c := range []struct {
		header string
		cells  []string
		taken  bool
	}{
		{"Ccy", []string{"USD", "EUR"}, true}, {"Curr.", []string{"GBP"}, true}, {"Вал.", []string{"Бразильский реал"}, true}, {"Xyz", []string{"USD"}, true}, {"In", []string{"zloty", "Фунт стерлингов", "$"}, true},
		{"Валюта", []string{"тугрики"}, true}, {"Moneda", []string{"fichas", "USD"}, true}, {"Currency", []string{"GOLD"}, true},
		{"Moneda", []string{"15.00", "12.50"}, false},    // a coin's worth
		{"Size", []string{"XXL", "ABC"}, false},          // three letters that are no code
		{"Warehouse", []string{"MAD"}, false},            // an airport
		{"Xyz", []string{"USD", "unpaid"}, false},        // not all of it
		{"Group", []string{"ALL", "ALL"}, false},         // a word
		{"Note", []string{"Peso", "Corona"}, false},      // a weight and a beer
		{"Store", []string{"Real Madrid", "Sol"}, false}, // a club
	} {
		header, rows := salesWith(amount, c.header, func(i int) string { return c.cells[i%len(c.cells)] })
		column, taken := Guess(header, rows).Of("currency")
		if taken != c.taken || taken && column.Positions[0] != len(header)-1 {
			t.Errorf("%s with %q: %v", c.header, c.cells, taken)
		}
	}
}

func TestGuess_OfTwoColumnsOfCurrenciesOneIsAsked(t *testing.T) {
	header := []string{"Order ID", "Date", "Customer ID", "Amount", "In", "Out"}
	rows := [][]string{{"1", "2025-03-01", "K1", "5.00", "USD", "EUR"}, {"2", "2025-03-02", "K2", "6.00", "GBP", "EUR"}}
	column, ok := Guess(header, rows).Of("currency")
	if !ok || column.Positions[0] != 4 || len(column.Others) != 1 || column.Others[0] != 5 {
		t.Errorf("%+v", column)
	}
}

func TestGuess_OfSumsInTwoCurrenciesOneIsAsked(t *testing.T) {
	header := []string{"Order ID", "Date", "Customer ID", "Amount (USD)", "Amount (EUR)"}
	rows := [][]string{{"1", "2025-03-01", "K1", "5.00", "4.60"}, {"2", "2025-03-02", "K2", "6.00", ""}}
	column, ok := Guess(header, rows).Of("amount")
	if !ok || column.Positions[0] != 3 || len(column.Others) != 1 || column.Others[0] != 4 {
		t.Errorf("%+v", column)
	}
}
