package pipeline

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"clientele/etl"
)

// listOf makes a list of sales with one more column, a row for each of its
// texts; a row is worth 100.
func listOf(column string, texts ...string) string {
	var b strings.Builder
	b.WriteString("Order ID;Order date;Customer ID;Product;Amount;" + column + "\n")
	for i, text := range texts {
		sum := "100.00"
		if cut, negative := strings.CutPrefix(text, "-"); negative {
			text, sum = cut, "-100.00"
		}
		fmt.Fprintf(&b, "A-%d;2026-03-%02d;K-%04d;Tea;%s;%s\n", i, i+1, 1000+i%3, sum, text)
	}
	return b.String()
}

func loadedSum(t testing.TB, content string) (survey *Survey, amount, excluded string) {
	t.Helper()
	survey, made := initAndConvert(t, folderOf(t, map[string]string{"orders.csv": content}))
	plain := func(sum etl.Money) string { return strings.TrimSuffix(strings.TrimRight(sum.String(), "0"), ".") }
	return survey, plain(made[0].Tally.AmountLoaded), plain(made[0].Tally.AmountExcluded)
}

func TestInit_RowsThatSayToBeNoSalesAreLeftOutAndAskedAbout(t *testing.T) {
	for _, test := range []struct {
		column, state  string
		loaded, config string
	}{
		{"Status", "Cancelled", "300", "exclude_statuses: [Cancelled]"},
		{"Status", "Void", "300", "exclude_statuses: [Void]"},
		{"Payment status", "Unpaid", "300", "exclude_statuses: [Unpaid]"},
		{"Status", "Refunded", "300", "exclude_statuses: [Refunded]"},
		{"Status", "Test", "300", "exclude_statuses: [Test]"},
		{"Статус", "Отменён", "300", "exclude_statuses: [Отменён]"},
		{"Статус", "Возврат", "300", "exclude_statuses: [Возврат]"},
		{"Статус", "Не оплачен", "300", "exclude_statuses: [Не оплачен]"},
		{"Estado", "Anulado", "300", "exclude_statuses: [Anulado]"},
		{"Estado", "Borrador", "300", "exclude_statuses: [Borrador]"},
		{"Situação", "Rascunho", "300", "exclude_statuses: [Rascunho]"},

		{"Status", "Partially refunded", "400", ""},
		{"Status", "Latest", "400", ""},
		{"Status", "Not cancelled", "400", ""},
		{"Remarks", "Cancelled", "400", ""}, // no column of states
	} {
		survey, loaded, excluded := loadedSum(t, listOf(test.column, "Paid", test.state, "Paid", "Paid"))
		if loaded != test.loaded {
			t.Errorf("%s %s: %s loaded and %s excluded, want %s", test.column, test.state, loaded, excluded, test.loaded)
		}
		asked := asks(survey, test.state+" (1 row), 100.00 in all")
		if test.config != "" {
			contains(t, survey, test.config)
		}
		if asked != (test.config != "") {
			t.Errorf("%s %s: asked %v: %+v", test.column, test.state, asked, survey.Questions)
		}
	}
}

func TestInit_NegativeRowsOfRefundsCountAsReturns(t *testing.T) {
	survey, loaded, _ := loadedSum(t, listOf("Status", "Paid", "-Refunded", "Paid", "Cancelled"))
	contains(t, survey, "exclude_statuses: [Cancelled]")
	if loaded != "100" || !asks(survey, "are negative, and count as returns: Refunded (1 row), -100.00 in all") {
		t.Errorf("%s loaded; %+v", loaded, survey.Questions)
	}
}

// Each line of an order bears what the whole order cost.
func TestInit_AnOrdersSumIsToldOnce(t *testing.T) {
	survey := surveyOf(t, map[string]string{"orders.csv": "Order ID,Order date,Customer ID,Product,Quantity,Price,Total,Status\n" +
		"1,2026-02-13,K-1000,Mug,1,3.00,7.00,Paid\n1,2026-02-13,K-1000,Pan,1,4.00,7.00,Paid\n" +
		"2,2026-02-14,K-1001,Mug,1,3.00,8.00,Void\n2,2026-02-14,K-1001,Pan,1,5.00,8.00,Void\n3,2026-02-15,K-1001,Pan,1,5.00,5.00,Paid\n"})
	contains(t, survey, "order_total: Total")
	if !asks(survey, "Void (2 rows), 8.00 in all") {
		t.Errorf("%+v", survey.Questions)
	}
}

func TestInit_StatesThatNoListKnowsAreTold(t *testing.T) {
	survey, loaded, _ := loadedSum(t, listOf("Status", "Paid", "In a queue", "Limbo", "In a queue"))
	unwrapped := strings.ReplaceAll(survey.Config, "\n  #", "")
	if loaded != "400" || !strings.Contains(unwrapped, "they count as sales (3 rows, 300.00): In a queue (2 rows), Limbo (1 row)") {
		t.Errorf("%s loaded\n%s", loaded, survey.Config)
	}
	texts := make([]string, 70)
	for i := range texts {
		texts[i] = fmt.Sprint("remark ", i)
	}
	if survey := surveyOf(t, map[string]string{"orders.csv": listOf("Status", texts[:25]...)}); !strings.Contains(strings.ReplaceAll(survey.Config, "\n  #", ""), "17 more") {
		t.Errorf("a long list is told in short:\n%s", survey.Config)
	}
	if survey := surveyOf(t, map[string]string{"orders.csv": listOf("Status", texts...)}); strings.Contains(survey.Config, "remark 1") {
		t.Errorf("remarks are told as states:\n%s", survey.Config)
	}
}

func TestInit_DocumentsThatTakeGoodsBackAreSubtracted(t *testing.T) {
	for _, test := range []struct {
		column, sale, back string
		loaded, config     string
	}{
		{"Вид документа", "Реализация", "Возврат от покупателя", "200", "returns: [Возврат от покупателя]"},
		{"Type", "Sale", "Return", "200", "returns: [Return]"},
		{"Type", "Invoice", "Credit note", "200", "returns: [Credit note]"},
		{"Tipo", "Factura", "Abono", "200", "returns: [Abono]"},
		{"Tipo de documento", "Venda", "Devolução", "200", "returns: [Devolução]"},
		{"Documento", "Factura", "Nota de crédito", "200", "returns: [Nota de crédito]"},
		{"Operation", "Sale", "Return", "200", "returns: [Return]"}, // by what it holds

		{"Type", "Retail", "Wholesale", "400", ""},
		{"Type", "Cash", "Credit card", "400", ""},
		{"Вид документа", "Реализация", "Возврат товаров поставщику", "400", ""},
	} {
		survey, loaded, _ := loadedSum(t, listOf(test.column, test.sale, test.back, test.sale, test.sale))
		if loaded != test.loaded {
			t.Errorf("%s %s: %s loaded, want %s\n%s", test.column, test.back, loaded, test.loaded, survey.Config)
		}
		if test.config != "" {
			contains(t, survey, test.config)
		}
		if asked := asks(survey, "are subtracted: "+test.back+" (1 row), 100.00 in all"); asked != (test.config != "") {
			t.Errorf("%s %s: asked %v: %+v", test.column, test.back, asked, survey.Questions)
		}
	}
	survey, loaded, _ := loadedSum(t, listOf("Type", "Sale", "-Return", "Sale", "Sale"))
	contains(t, survey, "returns: [Return]")
	if loaded != "200" || asks(survey, "subtracted") {
		t.Errorf("what is negative already is no question: %s loaded, %+v", loaded, survey.Questions)
	}
}

// Only a column that holds nothing but kinds of documents, of both kinds, is one
// where its header does not say so; it may stand where numbers are expected.
func TestInit_KindsOfDocumentsAreKnownByWhatTheyAre(t *testing.T) {
	for name, test := range map[string]struct {
		content string
		known   bool
	}{
		"sales and returns":      {listOf("Operation", "Sale", "Return", "Sale"), true},
		"something else beside":  {listOf("Operation", "Sale", "Return", "Call"), false},
		"an empty cell beside":   {listOf("Operation", "Sale", "Return", ""), false},
		"sales only":             {listOf("Operation", "Sale", "Invoice", "Sale"), false},
		"in place of the number": {"Invoice;Date;Customer;Product;Amount\nInvoice;2026-02-13;Ann;Tea;100.00\nCredit note;2026-02-14;Ann;Tea;50.00\nInvoice;2026-02-25;Bob;Tea;100.00\n", true},
	} {
		survey := surveyOf(t, map[string]string{"orders.csv": test.content})
		if known := strings.Contains(survey.Config, "document_type:"); known != test.known || strings.Contains(survey.Config, "order_id: Invoice") {
			t.Errorf("%s: known %v\n%s", name, known, survey.Config)
		}
	}
}

func TestInit_SaysWhichOfNetAndGrossIsTheAmount(t *testing.T) {
	survey := surveyOf(t, map[string]string{"vat.csv": "Order ID,Order date,Customer ID,Product,Net,VAT,Gross,Net weight\nA-1,2026-03-01,K-1001,Tea,10.00,2.00,12.00,heavy\nA-2,2026-03-02,K-1002,Tea,5.00,1.00,6.00,light\nA-3,2026-03-03,K-1001,Tea,5.00,1.00,6.00,light\n"})
	contains(t, survey, `# The amount is "Gross"; not used: "Net", "VAT"`)
	if survey := surveyOf(t, map[string]string{"orders.csv": orders(1, 100)}); strings.Contains(survey.Config, "The amount is") {
		t.Errorf("there is no other sum:\n%s", survey.Config)
	}
}

func TestInit_RowsThatGoOnWithAnOrderAreFilledFromItsFirst(t *testing.T) {
	const head = "Order ID,Date,Customer,Email,Item,Qty,Price\n"
	for name, test := range map[string]struct{ rows, loaded, config string }{
		"the number on each row": {"1,2026-02-13,Ann,a@x.com,Mug,2,3.50\n1,,,,Pan,1,3.00\n2,2026-02-25,Bob,b@x.com,Pan,1,3.00\n3,2026-02-26,Bob,b@x.com,Pan,2,3.00\n3,,,,Mug,1,3.50\n",
			"22.5", "fill_down: [purchased_at, customer, customer_name, customer_email]"},
		"the number on the first row": {"1,2026-02-13,Ann,a@x.com,Mug,2,3.50\n,,,,Pan,1,3.00\n2,2026-02-25,Bob,b@x.com,Pan,1,3.00\n3,2026-02-26,Bob,b@x.com,Pan,2,3.00\n,,,,Mug,1,3.50\n",
			"22.5", "fill_down: [order_id, purchased_at, customer, customer_name, customer_email]"},
		"the customer on the first row": {"1,2026-02-13,Ann,a@x.com,Mug,2,3.50\n1,2026-02-13,,,Pan,1,3.00\n2,2026-02-25,Bob,b@x.com,Pan,1,3.00\n3,2026-02-26,Cid,c@x.com,Pan,2,3.00\n",
			"19", "fill_down: [customer, customer_name, customer_email]"},
		"all on each row": {"1,2026-02-13,Ann,a@x.com,Mug,2,3.50\n1,2026-02-13,Ann,a@x.com,Pan,1,3.00\n2,2026-02-25,Bob,b@x.com,Pan,1,3.00\n", "13", ""},
		// Nobody's sale after somebody's: another order, with a day of its own.
		"sales without a name": {"1,2026-02-13,Ann,a@x.com,Mug,2,3.50\n2,2026-02-13,,,Pan,1,3.00\n3,2026-02-25,Bob,b@x.com,Pan,1,3.00\n", "13", ""},
		// One number on the sales of two people is no number of an order.
		"several people's": {"1,2026-02-13,Ann,a@x.com,Mug,2,3.50\n1,2026-02-13,,,Pan,1,3.00\n1,2026-02-13,Bob,b@x.com,Pan,1,3.00\n2,2026-02-14,Bob,b@x.com,Pan,1,3.00\n", "16", ""},
		// It has no number, and so it is rejected; it is no part of Ann's.
		"a day of its own": {"1,2026-02-13,Ann,a@x.com,Mug,2,3.50\n,2026-02-14,,,Pan,1,3.00\n3,2026-02-25,Bob,b@x.com,Pan,1,3.00\n", "10", ""},
	} {
		survey, loaded, _ := loadedSum(t, head+test.rows)
		if loaded != test.loaded {
			t.Errorf("%s: %s loaded, want %s\n%s", name, loaded, test.loaded, survey.Config)
		}
		if test.config != "" {
			contains(t, survey, test.config)
		}
		if asked := asks(survey, "are filled from it"); asked != (test.config != "") {
			t.Errorf("%s: asked %v", name, asked)
		}
	}
	survey := surveyOf(t, map[string]string{"sales.csv": "Date,Customer,Email,Item,Qty,Price\n2026-02-13,Ann,a@x.com,Mug,2,3.50\n,,,Pan,1,3.00\n2026-02-25,Bob,b@x.com,Pan,1,3.00\n2026-02-26,Bob,b@x.com,Pan,1,3.00\n"})
	if strings.Contains(survey.Config, "fill_down") || !asks(survey, "only say what was bought (1)") {
		t.Errorf("without numbers nothing says where an order ends: %+v\n%s", survey.Questions, survey.Config)
	}
}

// The same list as a text and as a workbook, which writes days and numbers its
// own way.
func TestInit_TheSameListInTwoFormatsCountsOnce(t *testing.T) {
	const rows = "1,2026-02-13,Ann,a@x.com,Mug,7.00\n2,2026-02-25,Bob,b@x.com,Pan,3.00\n"
	for name, test := range map[string]struct {
		head, text, book string
		loads            int
	}{
		"two rows":               {"Order,Date,Customer,Email,Item,Amount\n", rows, rows, 1},
		"written otherwise":      {"Order,Date,Customer,Email,Amount\n", "1,13.02.2026,Ann,a@x.com,7.00\n2,25.02.2026,Bob,b@x.com,3.00\n", "1,2026-02-13,Ann,a@x.com,7\n2,2026-02-25,Bob,b@x.com,3\n", 1},
		"without numbers":        {"Date,Customer,Email,Item,Amount\n", "2026-02-13,Ann,a@x.com,Mug,7.00\n2026-02-25,Bob,b@x.com,Pan,3.00\n2026-02-26,Bob,b@x.com,Pan,4.00\n", "2026-02-13,Ann,a@x.com,Mug,7\n2026-02-25,Bob,b@x.com,Pan,3\n2026-02-26,Bob,b@x.com,Pan,4\n", 1},
		"other rows":             {"Order,Date,Customer,Email,Item,Amount\n", rows, "3,2026-02-13,Ann,a@x.com,Mug,7.00\n4,2026-02-25,Bob,b@x.com,Pan,3.00\n", 2},
		"the same sums, by hand": {"Order,Date,Customer,Email,Item,Amount\n", rows, "1,2026-02-14,Cid,c@x.com,Cup,7.00\n2,2026-02-26,Dan,d@x.com,Tea,3.00\n", 2},
	} {
		folder := folderOf(t, map[string]string{"sales.csv": test.head + test.text})
		writeBook(t, filepath.Join(folder, "sales.xlsx"), tab{"Sheet1", test.head + test.book})
		survey, made := initAndConvert(t, folder)
		if len(made) != test.loads {
			t.Errorf("%s: %d loads\n%s", name, len(made), survey.Config)
		}
		if asked := asks(survey, "hold the same purchases"); asked != (test.loads == 1) {
			t.Errorf("%s: asked %v: %+v", name, asked, survey.Questions)
		}
	}
}

func TestInit_TwoListsOfTheSameTwoSalesCountOnce(t *testing.T) {
	const shop, office = "Order ID,Order date,Email,Item,Amount\n1,2026-02-13,a@x.com,Mug,7.00\n2,2026-02-25,b@x.com,Pan,3.00\n", "Date,Invoice no,Client,Total\n13.02.2026,%s,Ann,7.00\n25.02.2026,%s,Bob,3.00\n"
	survey := surveyOf(t, map[string]string{"shop.csv": shop, "office.csv": fmt.Sprintf(office, "1", "2")})
	if !asks(survey, "seem to hold the same sales (2 of the same day and sum)") {
		t.Errorf("%+v\n%s", survey.Questions, survey.Config)
	}
	survey = surveyOf(t, map[string]string{"shop.csv": shop, "office.csv": fmt.Sprintf(office, "7", "8")})
	if asks(survey, "seem to hold the same sales") {
		t.Errorf("two days and sums may agree by chance: %+v", survey.Questions)
	}
}
