package etl

import "testing"

// Two columns that differ in their currency alone hold two sums: the one that
// the config names is read, with its own currency.
func TestCurrencies_ColumnsOfTwoCurrenciesAreNeverOne(t *testing.T) {
	w := newWorkspace(t, 1)
	const rows = "1;2025-03-01;700,00;7,00\n2;2025-03-02;300,00;\n"
	source := Source{Name: "s", Entity: "purchases", Decimal: ",", Columns: pairs("order_id", "№", "purchased_at", "Дата", "amount", "Сумма, руб.")}
	w.expect(w.file("f.csv", "№;Дата;Сумма, руб.;Сумма, $\n"+rows, source), []string{"amount", "currency"}, "2 | 700.0000 | RUB", "3 | 300.0000 | RUB")
	source.Columns = pairs("order_id", "№", "purchased_at", "Дата", "amount", "Сумма")
	w.expect(w.file("g.csv", "№;Дата;Сумма;Сумма, $\n"+rows, source), []string{"amount", "currency"}, "2 | 700.0000 | EUR", "3 | 300.0000 | EUR")
}

// A name that nobody knows stays what it is, so that its money has no rate.
func TestCurrencies_AnUnknownNameIsNotTheCompanys(t *testing.T) {
	w := newWorkspace(t, 1)
	source := Source{Name: "s", Entity: "purchases", Columns: pairs("order_id", "n", "purchased_at", "at", "amount", "sum", "currency", "in")}
	w.expect(w.file("f.csv", "n,at,sum,in\n1,2025-03-01,5.00,фантики\n2,2025-03-01,5.00,zloty\n3,2025-03-01,5.00,\n4,2025-03-01,5.00 usd,\n", source),
		[]string{"currency"}, "2 | ФАНТИКИ", "3 | PLN", "4 | EUR", "5 | USD")
}
