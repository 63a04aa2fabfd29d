package etl

import (
	"strings"
	"testing"

	"clientele/etl/profiles"
)

// lines is a source of purchases by quantity and price.
func lines() Source {
	return Source{Name: "lines", Entity: "purchases",
		Columns: pairs("order_id", "no", "purchased_at", "at", "quantity", "qty", "price", "price")}
}

func TestPurchases_AnAmountIsQuantityTimesPriceRoundedOnce(t *testing.T) {
	w := newWorkspace(t, 1)
	w.expect(w.file("f", strings.Join([]string{"no,at,qty,price",
		"A,2024-05-01,6,2.55", "B,2024-05-01,-12,0.29", "C,2024-05-01,0.333,3.3333",
		"D,2024-05-01,1000,1.234567",      // the price of a piece has six decimals, the amount is exact
		"E,2024-05-01,0.12345,10",         // so has a weight
		"F,2024-05-01,1,0.00005",          // half a unit of the lake's money is rounded up
		"G,2024-05-01,99999999,999999999", // too large for money
		"H,2024-05-01,999999999999999,0",  // too large for pieces
		"I,2024-05-01,,1", "J,2024-05-01,1,", "K,2024-05-01,,", "L,2024-05-01,x,1", "M,2024-05-01,x,",
	}, "\n"), lines()), []string{"quantity", "price", "amount"},
		"2 | 6.000 | 2.5500 | 15.3000", "3 | -12.000 | 0.2900 | -3.4800", "4 | 0.333 | 3.3333 | 1.1100",
		"5 | 1000.000 | 1.2346 | 1234.5670", "6 | 0.123 | 10.0000 | 1.2345", "7 | 1.000 | 0.0001 | 0.0001",
		"8 ! amount «99999999 × 999999999» is too large", "9 ! quantity «999999999999999» is too large",
		"10 ! quantity «» is empty", "11 ! price «» is empty", "12 ! quantity «» is empty",
		"13 ! quantity «x» is no number", "14 ! quantity «x» is no number; price «» is empty")
}

func TestPurchases_TheAmountOfAColumnWins(t *testing.T) {
	w := newWorkspace(t, 1)
	source := lines()
	source.Columns = append(source.Columns, pairs("amount", "sum")...)
	w.expect(w.file("f", "no,at,qty,price,sum\nA,2024-05-01,6,2.55,15\nB,2024-05-01,6,2.55,\nC,2024-05-01,,,7\nD,2024-05-01,2,3,x\n", source), []string{"amount"},
		"2 | 15.0000", "3 | 15.3000", "4 | 7.0000", "5 ! amount «x» is no number")
}

func TestPurchases_ReturnsAreNegativeWhateverTheirSign(t *testing.T) {
	w := newWorkspace(t, 1)
	source := lines()
	source.Columns = append(source.Columns, pairs("document_type", "kind", "cost", "cost")...)
	source.Returns = []string{" Credit Note ", "Возврат"}
	w.expect(w.file("f", strings.Join([]string{"no,at,qty,price,kind,cost",
		"A,2024-05-01,2,5,invoice,3", "B,2024-05-01,2,5,CREDIT NOTE,3", "C,2024-05-01,-2,5,возврат,-3", "D,2024-05-01,-2,5,invoice,-3", "E,2024-05-01,2,5,,3", "F,2024-05-01,0,5,credit note,",
	}, "\n"), source), []string{"quantity", "price", "amount", "cost"},
		"2 | 2.000 | 5.0000 | 10.0000 | 3.0000", "3 | -2.000 | 5.0000 | -10.0000 | -3.0000", "4 | -2.000 | 5.0000 | -10.0000 | -3.0000",
		"5 | -2.000 | 5.0000 | -10.0000 | -3.0000", "6 | 2.000 | 5.0000 | 10.0000 | 3.0000", "7 | 0.000 | 5.0000 | 0.0000 | ∅")
}

func TestPurchases_ExcludedLinesAreLoadedWithTheirReason(t *testing.T) {
	w := newWorkspace(t, 1)
	source := lines()
	source.Columns = append(source.Columns, pairs("product_id", "sku", "product", "name", "status", "state")...)
	source.ExcludeStatuses = []string{"Voided"}
	file := w.file("f", strings.Join([]string{"no,at,qty,price,sku,name,state",
		"A,2024-05-01,1,1,POST,Postage,paid", "B,2024-05-01,1,2,post ,x,paid", "C,2024-05-01,1,3,1,Bank Charges,paid", "D,2024-05-01,1,4,1,x,VOIDED",
		"E,2024-05-01,1,5,POST,x,voided", "F,2024-05-01,1,6,POSTER,x,paid", "G,2024-05-01,x,7,POST,x,paid",
	}, "\n"), source)
	if _, err := w.convert(file, "POST", "bank charges", "POST"); err != nil {
		t.Fatal(err)
	}
	got := w.ask("select string_agg(concat_ws(' ', order_id, excluded), ', ' order by source_row) as v from converted").Text(0, "v")
	if want := "A article, B article, C article, D status, E article, F"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	loads, _ := w.mustLoad([]string{"POST", "bank charges"}, file)
	load := loads[0].Load
	if load.Read != 7 || load.Loaded != 1 || load.Excluded != 5 || load.Rejected != 1 || load.AmountExcluded != "15.0000" || load.AmountLoaded != "6.0000" || load.AmountRejected != "0.0000" || load.UnreadableAmounts != 1 {
		t.Errorf("%+v", load)
	}
}

func TestPurchases_OrdersAreDerivedWhereNoColumnHoldsThem(t *testing.T) {
	w := newWorkspace(t, 1)
	source := lines()
	source.Columns = pairs("purchased_at", "at", "customer", "who", "amount", "sum")
	w.expect(w.file("f", "at,who,sum\n2024-05-01 10:00,X,1\n2024-05-01 10:00,Y,2\n2024-05-01 10:00,X,3\n2024-05-01 11:00,X,4\n2024-05-01 10:00,,5\n2024-05-01 10:00,,6\n,X,7\n", source),
		[]string{"order_id", "line"},
		"2 | X @ 2024-05-01 10:00 | 2", "3 | Y @ 2024-05-01 10:00 | 3", "4 | X @ 2024-05-01 10:00 | 4", "5 | X @ 2024-05-01 11:00 | 5",
		"6 | row 6 @ 2024-05-01 10:00 | 6", "7 | row 7 @ 2024-05-01 10:00 | 7", "8 ! purchased_at «» is empty")
}

// Of orders of one number those of the later file count. Next month's list must
// not replace this one's, where nothing but the rows or the period tell orders
// apart.
func TestPurchases_DerivedOrdersOfTwoMonthsAreDifferentOnes(t *testing.T) {
	w := newWorkspace(t, 1)
	dated, undated := lines(), lines()
	dated.Columns = pairs("purchased_at", "at", "customer", "who", "amount", "sum")
	undated.Columns = pairs("period_to", "Период по", "customer", "who", "amount", "sum")
	for _, month := range []string{"04", "05"} {
		w.expect(w.file(month, "at,who,sum\n2024-"+month+"-01,,1\n", dated), []string{"order_id"}, "2 | row 2 @ 2024-"+month+"-01")
		w.expect(w.file("sums "+month, "Период: 01."+month+".2024 - 30."+month+".2024\n\nwho,sum,product\nX,1,a\n,2,b\n", undated), []string{"order_id"},
			"4 | X @ 2024-"+month+"-30", "5 | row 5 @ 2024-"+month+"-30")
	}
}

// A number that is taken out of a text is missing where the text has none; one
// that a column should hold is not made up.
func TestPurchases_AnOrderIsDerivedWhereItsTextHasNone(t *testing.T) {
	w := newWorkspace(t, 1)
	source := lines()
	source.Columns = pairs("purchased_at", "at", "customer", "who", "amount", "sum")
	source.Extract = []profiles.Extract{{Column: []string{"doc"}, Pattern: `^No (?P<order_id>\S+)$`}}
	const content = "at,who,sum,doc\n2024-05-01,X,1,No 7\n2024-05-01,X,2,none\n2024-05-01,,3,\n"
	w.expect(w.file("f", content, source), []string{"order_id"}, "2 | 7", "3 | X @ 2024-05-01", "4 | row 4 @ 2024-05-01")
	source.Columns = append(source.Columns, pairs("order_id", "no")...)
	w.expect(w.file("g", "at,who,sum,doc,no\n2024-05-01,X,1,No 7,8\n2024-05-01,X,2,none,9\n2024-05-01,X,3,none,\n", source), []string{"order_id"}, "2 | 7", "3 | 9", "4 ! order_id «» is empty")
}

func TestPurchases_LinesAreThoseOfTheFileElseItsRows(t *testing.T) {
	w := newWorkspace(t, 1)
	source := lines()
	w.expect(w.file("f", "no,at,qty,price\nB,2024-05-01,1,1\nA,2024-05-01,1,1\nB,2024-05-01,1,1\n", source), []string{"order_id", "line"}, "2 | B | 2", "3 | A | 3", "4 | B | 4")
	source.Columns = append(source.Columns, pairs("line", "line")...)
	w.expect(w.file("g", "no,at,qty,price,line\nB,2024-05-01,1,1,10\nA,2024-05-01,1,1,1.5\nB,2024-05-01,1,1,99999999999\nC,2024-05-01,1,1,7.0\n", source), []string{"order_id", "line"},
		"2 | B | 10", "3 ! line «1.5» is no whole number", "4 ! line «99999999999» is no whole number", "5 | C | 7")
}

func TestPurchases_ACurrencyIsTheRowsElseTheSources(t *testing.T) {
	w := newWorkspace(t, 1)
	source := lines()
	source.Columns = append(source.Columns, pairs("currency", "cur")...)
	w.expect(w.file("f", "no,at,qty,price,cur\nA,2024-05-01,1,1,usd\nB,2024-05-01,1,1,\n", source), []string{"currency"}, "2 | USD", "3 | EUR")
	source.Currency = "GBP"
	w.expect(w.file("g", "no,at,qty,price,cur\nA,2024-05-01,1,1,usd\nB,2024-05-01,1,1,\n", source), []string{"currency"}, "2 | USD", "3 | GBP")
}

func TestPurchases_TimesAreUTCByTheSourcesZone(t *testing.T) {
	w := newWorkspace(t, 1)
	source := lines()
	source.TimeZone, source.Dates = "Europe/Madrid", "day first"
	w.expect(w.file("f", strings.Join([]string{"no,at,qty,price",
		"A,01.07.2024 00:30,1,1",          // summer: two hours
		"B,2024-01-01,1,1",                // winter: one
		"C,2024-07-01T00:30:00+05:00,1,1", // an offset of its own
		"D,31.02.2024,1,1",                // no day
		"E,01.01.0001 0:00:00,1,1",        // how some systems write none
		"F,29.02.2023,1,1", "G,29.02.2024,1,1",
	}, "\n"), source), []string{"purchased_at"},
		"2 | 2024-06-30 22:30:00", "3 | 2023-12-31 23:00:00", "4 | 2024-06-30 19:30:00",
		"5 ! purchased_at «31.02.2024» is no date", "6 ! purchased_at «01.01.0001 0:00:00» is no date", "7 ! purchased_at «29.02.2023» is no date", "8 | 2024-02-28 23:00:00")
}
