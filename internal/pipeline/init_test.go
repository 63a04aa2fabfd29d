package pipeline

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"clientele/internal/realdata"
	"clientele/internal/strictyaml"
)

// folderOf writes files into a folder of the name.
func folderOf(t testing.TB, files map[string]string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "Acme Tea")
	for name, text := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func surveyOf(t testing.TB, files map[string]string) *Survey {
	t.Helper()
	folder := folderOf(t, files)
	survey, err := Init(InitOptions{Paths: []string{folder}, Base: folder})
	if err != nil {
		t.Fatal(err)
	}
	return survey
}

// contains checks the config for lines, regardless of what stands around them.
func contains(t testing.TB, survey *Survey, lines ...string) {
	t.Helper()
	have := strings.Split(survey.Config, "\n")
	for i := range have {
		have[i] = strings.TrimSpace(have[i])
	}
	for _, line := range lines {
		if !slices.Contains(have, line) {
			t.Errorf("the config has no line %q:\n%s", line, survey.Config)
		}
	}
}

func asks(survey *Survey, text string) bool {
	return slices.ContainsFunc(survey.Questions, func(q Question) bool { return strings.Contains(q.Text, text) })
}

const header = "Order ID,Order date,Customer ID,Product,Quantity,Price,Amount\n"

func orders(month, first int) string {
	var b strings.Builder
	b.WriteString(header)
	for i := range 8 {
		fmt.Fprintf(&b, "A-%d,2026-%02d-%02d,K-%04d,Tea,2,%d.50,%d.00\n", first+i, month, i+3, 1000+i%4, i+5, 2*i+11)
	}
	return b.String()
}

func TestInit_PutsMonthsOfOneListIntoOneSource(t *testing.T) {
	survey := surveyOf(t, map[string]string{"exports/orders-2026-01.csv": orders(1, 100), "exports/orders-2026-02.csv": orders(2, 200), "exports/stock.csv": "SKU;Item;Price\nT-1;Tea;5,50\nC-1;Cup;3,20\nC-2;Mug;4,00\n"})
	contains(t, survey, "- name: orders", "files: exports/orders-*.csv", "entity: purchases", "order_id: Order ID", "purchased_at: Order date", "customer: Customer ID", "company: Acme Tea",
		"# Purchases, 16 rows, 2026-01-03 to 2026-02-10: sure.", "- name: stock", "entity: products")
	if !survey.Runs || len(survey.sources) != 2 {
		t.Errorf("%d sources, questions %+v", len(survey.sources), survey.Questions)
	}
}

// A load takes the later of two states of an order, and next month's export
// comes under such a name, too.
func TestInit_ExportsOfOneListOnSeveralDaysAreOneSource(t *testing.T) {
	older, newer := orders(1, 100), orders(1, 100)+"A-900,2026-02-20,K-1000,Tea,1,5.00,5.00\n"
	for pattern, files := range map[string]map[string]string{
		"orders-*.csv":        {"orders-2026-02-01.csv": older, "orders-2026-03-01.csv": newer},
		"orders_export*.csv":  {"orders_export.csv": older, "orders_export_1.csv": newer},
		"orders_export_*.csv": {"orders_export_1.csv": older, "orders_export_2.csv": newer},
		"Orders * *.csv":      {"Orders May 2026.csv": older, "Orders June 2026.csv": newer},
	} {
		survey := surveyOf(t, files)
		contains(t, survey, "files: "+quoted(pattern))
		if len(survey.sources) != 1 || len(survey.sources[0].tables) != 2 || asks(survey, "hold the same purchases") {
			t.Errorf("%s: %d sources, questions %+v\n%s", pattern, len(survey.sources), survey.Questions, survey.Config)
		}
	}
}

func TestInit_TakesTheNewerOfTwoExportsThatNoPatternNames(t *testing.T) {
	survey := surveyOf(t, map[string]string{"january.csv": orders(1, 100), "ytd.csv": orders(1, 100) + "A-900,2026-02-20,K-1000,Tea,1,5.00,5.00\n"})
	contains(t, survey, "files: ytd.csv")
	if len(survey.sources) != 1 || survey.sources[0].rows() != 9 || !asks(survey, "hold the same purchases") {
		t.Errorf("%d sources, questions %+v", len(survey.sources), survey.Questions)
	}
}

func TestInit_OneExportIsNamedSoThatTheNextIsFound(t *testing.T) {
	for name, want := range map[string]string{
		"orders_export_1.csv": "orders_export_*.csv", "report1700000000.csv": "report*.csv", "Facturas septiembre 2026.csv": "Facturas * *.csv",
		"Продажи сентябрь.csv": "Продажи *.csv", "orders-2026-05-01.csv": "orders-*.csv", "wc-orders-report-export-1761.csv": "wc-orders-report-export-*.csv",
		"orders.csv": "orders.csv", "september.csv": "september.csv", "march2.csv": "march2.csv", "Mayor.csv": "Mayor.csv", "top10.csv": "top10.csv",
	} {
		if got := quoted(patterns([]string{name}, []string{name})[0]); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if got := patterns([]string{"list-1.csv"}, []string{"list-1.csv", "list-2.csv"}); got[0] != "list-1.csv" {
		t.Errorf("a pattern that finds another source's file: %s", got)
	}
}

func TestInit_KeepsBranchesApartThatCountAlike(t *testing.T) {
	lima := strings.ReplaceAll(strings.ReplaceAll(orders(1, 1), "2026-01", "2025-11"), "K-", "L-")
	survey := surveyOf(t, map[string]string{"madrid/orders.csv": orders(1, 1), "lima/orders.csv": lima})
	contains(t, survey, "files: madrid/orders.csv", "files: lima/orders.csv", "- name: orders", "- name: orders-2")
	months := surveyOf(t, map[string]string{"january/orders.csv": orders(1, 1), "february/orders.csv": orders(2, 100)})
	contains(t, months, `files: "*/orders.csv"`, "- name: orders")
	if len(months.sources) != 1 {
		t.Errorf("%d sources:\n%s", len(months.sources), months.Config)
	}
	overlapping := surveyOf(t, map[string]string{"january.csv": orders(1, 1) + orders(2, 100)[len(header):][:90], "february.csv": orders(2, 100)})
	if !asks(overlapping, "both have 2 rows of the same purchases") {
		t.Errorf("questions %+v", overlapping.Questions)
	}
}

func TestInit_DoesNotCountTheSameSalesTwice(t *testing.T) {
	payments := "Payment ID,Paid at,Amount,Customer email\n"
	for i := range 8 {
		payments += fmt.Sprintf("pay_%d,2026-01-%02d 10:00:00,%d.00,k%d@x.example\n", i, i+3, 2*i+11, i)
	}
	survey := surveyOf(t, map[string]string{"orders.csv": orders(1, 100), "payments.csv": payments})
	contains(t, survey, "- name: orders", "# - name: payments", "#   files: payments.csv")
	if !asks(survey, "seem to hold the same sales (8 of the same day and sum)") {
		t.Errorf("questions %+v", survey.Questions)
	}
	other := surveyOf(t, map[string]string{"orders.csv": orders(1, 100), "payments.csv": strings.ReplaceAll(payments, "2026-01", "2025-07")})
	contains(t, other, "- name: orders", "- name: payments")
}

func TestInit_AsksWhatTheDataDoesNotDecide(t *testing.T) {
	survey := surveyOf(t, map[string]string{"sales.csv": "Order;Date;Customer;Amount\n1;03/04/2026;Ann Poe;1,234\n2;05/06/2026;Rick Moe;2,345\n3;07/08/2026;Ann Poe;3,456\n"})
	contains(t, survey, "# dates: day first", `# decimal: ","`)
	must := 0
	for _, question := range survey.Questions {
		if question.Must {
			must++
		}
	}
	if must != 2 || survey.Runs {
		t.Errorf("runs %v, questions %+v", survey.Runs, survey.Questions)
	}
	decided := surveyOf(t, map[string]string{"sales.csv": "Order;Date;Customer;Amount\n1;03/04/2026;Ann Poe;1,23\n2;25/06/2026;Rick Moe;2,34\n3;07/08/2026;Ann Poe;3.456,00\n"})
	if !decided.Runs || decided.Tables[0].From != "2026-04-03" {
		t.Errorf("runs %v from %s, questions %+v", decided.Runs, decided.Tables[0].From, decided.Questions)
	}
}

func TestInit_AsksOfCurrencies(t *testing.T) {
	lines := "Order,Date,Customer,Amount,Currency\n"
	for i := range 6 {
		lines += fmt.Sprintf("%d,2026-01-%02d,K-%d,10.00,%s\n", i, i+1, i%3, []string{"USD", "USD", "EUR"}[i%3])
	}
	survey := surveyOf(t, map[string]string{"sales.csv": lines})
	if survey.Currency != "USD" || !slices.ContainsFunc(survey.Questions, func(q Question) bool {
		return strings.Contains(q.Text, "USD in 4 rows, EUR in 2 rows") && q.Where == "currency"
	}) {
		t.Errorf("currency %s, questions %+v", survey.Currency, survey.Questions)
	}
	signed := surveyOf(t, map[string]string{"sales.csv": "Заказ;Дата;Клиент;Сумма, ₸\n1;13.01.2026;А;10\n2;14.01.2026;Б;20\n"})
	if signed.Currency != "KZT" || signed.Language != "ru" {
		t.Errorf("currency %s, language %s", signed.Currency, signed.Language)
	}
}

func TestInit_TellsFilesThatAreNothing(t *testing.T) {
	survey := surveyOf(t, map[string]string{"notes.txt": "call Ann\n\nbuy tea", "empty.csv": "", "odd.csv": "Colour;Taste\nred;sweet\nblue;sour\n",
		"~$orders.xlsx": "x", ".hidden.csv": header, "out/2026/x.csv": orders(1, 1), "orders.csv": orders(1, 1), "x.csv.part": header})
	var files []string
	for _, table := range survey.Tables {
		files = append(files, table.File+"="+table.Sureness)
	}
	for _, one := range survey.Unread {
		files = append(files, one.File)
	}
	slices.Sort(files)
	for _, one := range files {
		if strings.Contains(one, "$") || strings.Contains(one, "hidden") || strings.Contains(one, "out/") || strings.Contains(one, "part") {
			t.Errorf("looked at %s", one)
		}
	}
	if !slices.Contains(files, "odd.csv=unknown") || !slices.Contains(files, "empty.csv") || !survey.Usable() || len(survey.sources) != 1 {
		t.Errorf("found %v", files)
	}
	contains(t, survey, "# Not used:", "ignore:")
}

func TestInit_LeavesOutWhatItCannotMap(t *testing.T) {
	survey := surveyOf(t, map[string]string{"orders.csv": orders(1, 1), "bills.csv": "Invoice No,Customer ID,Product,Quantity,Prise\nI-1,K-1,Tea,2,5.00\nI-2,K-2,Cup,1,4.00\n"})
	contains(t, survey, "# - name: bills")
	if !survey.Runs {
		t.Errorf("a source that is commented out keeps the config from running: %+v", survey.Questions)
	}
}

func TestInit_TakesAUsersOwnProfile(t *testing.T) {
	profile := `name: till-receipts
system: Till
holds: receipts
recognise:
  headers: [Bon, Tag, Wert]
tables:
  - entity: purchases
    columns: {order_id: Bon, purchased_at: Tag, amount: Wert}
`
	survey := surveyOf(t, map[string]string{"till.yaml": profile, "bons.csv": "Bon;Tag;Wert\n1;2026-01-02;5,00\n2;2026-01-03;6,00\n"})
	contains(t, survey, "profile: till.yaml", "- name: till-receipts")
	beside := folderOf(t, map[string]string{"exports/till.yaml": profile, "exports/bons.csv": "Bon;Tag;Wert\n1;2026-01-02;5,00\n2;2026-01-03;6,00\n"})
	survey, err := Init(InitOptions{Paths: []string{filepath.Join(beside, "exports")}, Base: beside})
	if err != nil {
		t.Fatal(err)
	}
	contains(t, survey, "profile: exports/till.yaml")
	folder := folderOf(t, map[string]string{"till.yaml": strings.Replace(profile, "headers", "heders", 1), "bons.csv": "Bon;Tag;Wert\n"})
	if _, err := Init(InitOptions{Paths: []string{folder}, Base: folder}); err == nil || ExitCode(err) != ExitUsage || !strings.Contains(err.Error(), "headers") {
		t.Errorf("a profile with a mistake: %v", err)
	}
}

func TestInit_MakesWonDealsSalesOnlyWhereThereAreNone(t *testing.T) {
	deals := fixtureNamed(t, "amocrm-deals")
	folder := filepath.Join(t.TempDir(), "Acme")
	deals.write(t, folder)
	survey, err := Init(InitOptions{Paths: []string{folder}, Base: folder})
	if err != nil {
		t.Fatal(err)
	}
	contains(t, survey, "- name: amocrm-deals", "- name: amocrm-deals-won", "entity: purchases", "profile: amocrm-deals", "currency: RUB            # of the reports", "language: ru             # of the reports: en, ru or es")
	if err := os.WriteFile(filepath.Join(folder, "orders.csv"), []byte(orders(1, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if survey, err = Init(InitOptions{Paths: []string{folder}, Base: folder}); err != nil {
		t.Fatal(err)
	}
	contains(t, survey, "- name: amocrm-deals", "# - name: amocrm-deals-won", "- name: orders")
}

func TestInit_TakesDealsWithPlainOutcomesForSales(t *testing.T) {
	source, err := os.ReadFile(realdata.Path(t, "crm-sales-opportunities/sales_pipeline.csv"))
	if err != nil {
		t.Fatal(err)
	}
	survey := surveyOf(t, map[string]string{"sales_pipeline.csv": string(source)})
	contains(t, survey, "- name: sales-pipeline", "- name: sales-pipeline-won", "order_id: opportunity_id", "deal_id: opportunity_id", "purchased_at: close_date",
		"created_at: engage_date", "amount: close_value", "product: product", "only_won: true",
		"outcome: [{column: deal_stage, values: [Won], is: won}, {column: deal_stage, values: [Lost], is: lost}]")
	if table := survey.Tables[0]; table.Rows != 8800 || table.From != "2016-10-20" || table.Sureness != "sure" {
		t.Errorf("%d rows from %s, %s", table.Rows, table.From, table.Sureness)
	}
	unclear := surveyOf(t, map[string]string{"deals.csv": "Deal ID,Deal name,Stage,Amount,Created,Closed\n1,Tea,Done,5.00,2026-01-13,2026-01-14\n2,Cup,Open,6.00,2026-01-15,\n"})
	if !asks(unclear, "Which of these is: Done, Open?") || strings.Contains(unclear.Config, "-won") {
		t.Errorf("questions %+v\n%s", unclear.Questions, unclear.Config)
	}
}

func fixtureNamed(t testing.TB, name string) fixture {
	for _, one := range fixtures(t) {
		if one.name == name {
			return one
		}
	}
	t.Fatalf("no fixture %s", name)
	return fixture{}
}

func TestInit_SharesKeysOfCustomersThatTwoFilesHave(t *testing.T) {
	people := "Customer ID,Full name,Email\n"
	for i := range 6 {
		people += fmt.Sprintf("K-%04d,Ann Poe %d,ann%d@x.example\n", 1000+i, i, i)
	}
	survey := surveyOf(t, map[string]string{"orders.csv": orders(1, 1), "people.csv": people})
	contains(t, survey, "namespace: orders")
	strangers := surveyOf(t, map[string]string{"orders.csv": orders(1, 1), "people.csv": strings.ReplaceAll(people, "K-", "Z-")})
	if strings.Contains(strangers.Config, "namespace:") {
		t.Errorf("customers of two systems share keys:\n%s", strangers.Config)
	}
}

func TestWriteNew_NeverWritesOverAConfig(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clientele.yaml")
	if err := WriteNew(path, "company: A\n"); err != nil {
		t.Fatal(err)
	}
	err := WriteNew(path, "company: B\n")
	var usage *UsageError
	if !errors.As(err, &usage) || !errors.Is(err, os.ErrExist) {
		t.Errorf("writing over it: %v", err)
	}
	if kept, _ := os.ReadFile(path); string(kept) != "company: A\n" {
		t.Errorf("it says %q now", kept)
	}
}

func TestPatterns_FitExactlyTheFiles(t *testing.T) {
	all := []string{"a/orders-2026-01.csv", "a/orders-2026-02.csv", "a/orders-old.csv", "a/stock.csv", "b/x [1].csv", "a/leads_2026-05-01 (3).csv", "a/view 4-5-2026 10-00-00 AM.xlsx", "a/north jan.csv", "a/north feb.csv", "1234567-42.csv", "dump 20260501.csv"}
	for _, test := range []struct{ files, want []string }{
		{all[0:2], []string{"a/orders-2026-*.csv"}},
		{all[0:1], []string{"a/orders-2026-01.csv"}},
		{all[3:4], []string{"a/stock.csv"}},
		{all[4:5], []string{`b/x \[1].csv`}},
		{all[5:6], []string{"a/leads_*.csv"}},
		{all[6:7], []string{"a/view * AM.xlsx"}},
		{all[7:9], []string{"a/north *.csv"}},
		{all[9:10], []string{"1234567-42.csv"}},
		{all[10:11], []string{"dump *.csv"}},
		{[]string{"a/leads_2026-05-01 (3).csv", "a/view 4-5-2026 10-00-00 AM.xlsx"}, []string{"a/leads_2026-05-01 (3).csv", "a/view 4-5-2026 10-00-00 AM.xlsx"}},
		{[]string{"a/stock.csv", "a/north jan.csv"}, []string{"a/north jan.csv", "a/stock.csv"}},
	} {
		if got := patterns(test.files, all); !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, want %q", test.files, got, test.want)
		}
	}
}

func FuzzQuoted(f *testing.F) {
	for _, seed := range []string{"Сумма, руб.", "a: b", "# x", "", "=1+1", "\"q\" \\ \n\t", "null", "- x", "[a]", "{a}", "&a", "*a", "!a", "%a", "@a", "`a`", "'a'", "a #b", "007", "\u2028", "\uFEFFx", "yes", "trailing ", "a\\", "?", "| a", "> b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = comment(text)
		var read struct {
			Columns strictyaml.Ordered[string]   `yaml:"columns,required"`
			List    strictyaml.Ordered[[]string] `yaml:"list"`
		}
		source := fmt.Sprintf("# %s\ncolumns:\n  field: %s # %s\nlist:\n  field: [%s, %s]\n", text, quoted(text), text, quoted(text), quoted("b"))
		if _, err := strictyaml.Decode("x.yaml", []byte(source), &read); err != nil {
			if text == "" || strings.ContainsRune(text, '\uFFFD') {
				t.Skip("nothing to read")
			}
			t.Fatalf("%q is written as %s: %v", text, source, err)
		}
		if got, _ := read.Columns.Get("field"); got != text && len(source) < 1<<19 {
			t.Errorf("%q is read back as %q", text, got)
		}
		if got, _ := read.List.Get("field"); len(got) != 2 || got[0] != text {
			t.Errorf("%q is read back from a list as %q", text, got)
		}
	})
}
